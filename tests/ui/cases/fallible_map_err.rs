use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::Inverse};

#[adjoint]
pub fn inverse(a: &Array2<f64>) -> Result<Array2<f64>, String> {
    let b = a.inv().map_err(|error| error.to_string())?;
    Ok(b)
}

fn main() {}
