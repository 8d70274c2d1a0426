use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn double<T: ndarray::LinalgScalar>(a: &Array2<T>) -> Array2<T> {
    a.dot(a)
}

fn main() {}
