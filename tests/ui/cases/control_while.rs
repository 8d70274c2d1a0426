use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn halve(a: &Array2<f64>) -> Array2<f64> {
    while a.sum() > 1.0 {}
    a / 2.0
}

fn main() {}
