use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn product(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
    a.dot(x)
}

fn main() {}
