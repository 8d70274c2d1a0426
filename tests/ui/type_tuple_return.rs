use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn both(a: &Array2<f64>) -> (Array2<f64>, f64) {
    (a.dot(a), a.sum())
}

fn main() {}
