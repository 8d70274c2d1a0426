use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn either(x: &Array1<f64>, y: &Array1<f64>, s: f64) -> Array1<f64> {
    if s > 0.0 { x.clone() } else { y.clone() }
}

fn main() {}
