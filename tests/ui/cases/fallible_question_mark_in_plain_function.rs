use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::Inverse};

#[adjoint]
pub fn inverse(a: &Array2<f64>) -> Array2<f64> {
    a.inv()?
}

fn main() {}
