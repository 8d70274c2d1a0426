use ndarray::prelude::*;
use numpy2ad::adjoint;

pub type Matrix = Array2<f64>;

#[adjoint]
pub fn double(a: &Matrix) -> Matrix {
    a.dot(a)
}

fn main() {}
