use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn zero(a: &Array2<f64>) -> Array2<f64> {
    let mut b = a.dot(a);
    b.fill(0.0);
    b
}

fn main() {}
