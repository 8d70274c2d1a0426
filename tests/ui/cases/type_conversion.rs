use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn scale(a: &Array2<f64>, s: f32) -> Array2<f64> {
    a * (s as f64)
}

fn main() {}
