use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn negate(a: &Array2<f64>) -> Array2<f64> {
    !a
}

fn main() {}
