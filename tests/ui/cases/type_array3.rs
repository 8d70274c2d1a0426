use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn sum(a: &Array3<f64>) -> f64 {
    a.sum()
}

fn main() {}
