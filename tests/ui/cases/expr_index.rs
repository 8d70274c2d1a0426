use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn corner(a: &Array2<f64>) -> f64 {
    a.sum() * a[0]
}

fn main() {}
