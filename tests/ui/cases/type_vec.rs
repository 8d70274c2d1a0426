use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn scale(a: &Array1<f64>, _weights: Vec<f64>) -> Array1<f64> {
    a * 2.0
}

fn main() {}
