use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg};

fn inverse(a: &Array2<f64>) -> Array2<f64> {
    linalg::inv(a)
}

#[adjoint]
pub fn whiten(a: &Array2<f64>) -> Array2<f64> {
    inverse(a).dot(a)
}

fn main() {}
