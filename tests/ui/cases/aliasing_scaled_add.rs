use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn axpy(s: f64, mut x: Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    x.scaled_add(s, y);
    x
}

fn main() {}
