use ndarray::prelude::*;
use numpy2ad::adjoint;

static factor: f64 = 2.0;

#[adjoint]
pub fn scale(a: &Array2<f64>) -> Array2<f64> {
    a * factor
}

fn main() {}
