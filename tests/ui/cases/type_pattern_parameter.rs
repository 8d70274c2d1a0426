use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn scale((s, t): (f64, f64), a: &Array2<f64>) -> Array2<f64> {
    a * s * t
}

fn main() {}
