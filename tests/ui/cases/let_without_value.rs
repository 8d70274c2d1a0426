use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn late(a: &Array2<f64>) -> Array2<f64> {
    let b;
    b = a.dot(a);
    b
}

fn main() {}
