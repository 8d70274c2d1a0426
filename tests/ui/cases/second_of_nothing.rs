use ndarray::prelude::*;
use numpy2ad::{hvp, jacobian};

#[hvp]
pub fn constant(n: usize) -> f64 {
    n as f64
}

#[jacobian]
pub fn two(x: &Array1<f64>) -> (Array1<f64>, f64) {
    (x * x, x.sum())
}

fn main() {}
