use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn sum(mut a: Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    a += b;
    a.dot(b)
}

fn main() {}
