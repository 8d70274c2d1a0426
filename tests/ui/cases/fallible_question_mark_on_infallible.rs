use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::LinalgError};

#[adjoint]
pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> Result<Array2<f64>, LinalgError> {
    Ok(a.dot(b)?)
}

fn main() {}
