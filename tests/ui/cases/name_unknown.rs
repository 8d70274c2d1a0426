use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn product(left: &Array2<f64>, right: &Array2<f64>) -> Array2<f64> {
    left.dot(rihgt)
}

fn main() {}
