use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn square(x: f64) -> f64 {
    x * x
}

#[adjoint]
pub fn squares(a: &Array2<f64>) -> Array2<f64> {
    a.mapv(|x| x + square(x))
}

#[adjoint]
pub fn chosen(s: f64) -> f64 {
    if s > 0.0 { square(s) } else { s }
}

fn main() {}
