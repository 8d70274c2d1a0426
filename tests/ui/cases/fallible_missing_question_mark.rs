use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::Inverse};

#[adjoint]
pub fn solve(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    a.inv().dot(b)
}

fn main() {}
