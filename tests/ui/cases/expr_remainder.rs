use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn wrap(a: &Array2<f64>) -> Array2<f64> {
    a % 2.0
}

fn main() {}
