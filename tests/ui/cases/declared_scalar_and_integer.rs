use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint(lower(s), upper(n))]
pub fn scaled(m: &Array2<f64>, s: f64, n: i32) -> Array2<f64> {
    m * s.powi(n)
}

fn main() {}
