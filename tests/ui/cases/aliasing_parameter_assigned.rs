use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn product(mut a: Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    a = a.dot(b);
    a
}

fn main() {}
