use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn sum(a: &Array2<f64>, s: f64) -> Array2<f64> {
    a.dot(s)
}

fn main() {}
