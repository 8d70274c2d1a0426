use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn nothing(a: &Array2<f64>) {
    a.dot(a);
}

fn main() {}
