use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::inv};

#[adjoint]
pub fn inverse(x: &Array1<f64>) -> Array1<f64> {
    inv(x)
}

fn main() {}
