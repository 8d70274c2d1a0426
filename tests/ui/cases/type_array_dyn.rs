use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn sum(a: &ArrayD<f64>) -> f64 {
    a.sum()
}

fn main() {}
