use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::LinalgError};

#[adjoint]
pub fn never(_a: &Array2<f64>) -> Result<Array2<f64>, LinalgError> {
    Err(LinalgError::Singular)
}

fn main() {}
