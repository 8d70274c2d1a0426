use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn double<T: Clone>(_a: &T, b: &Array2<f64>) -> Array2<f64> {
    b.dot(b)
}

fn main() {}
