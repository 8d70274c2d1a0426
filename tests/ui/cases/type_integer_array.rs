use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn scale(_a: &Array2<i64>, b: &Array2<f64>) -> Array2<f64> {
    b.dot(b)
}

fn main() {}
