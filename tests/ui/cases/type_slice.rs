use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn norm(_x: &[f64], a: &Array1<f64>) -> f64 {
    a.dot(a)
}

fn main() {}
