use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::inv};

#[adjoint]
pub fn inverse(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    inv(a, b)
}

fn main() {}
