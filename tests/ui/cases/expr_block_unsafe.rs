use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn raw(a: &Array2<f64>) -> Array2<f64> {
    unsafe { a.dot(a) }
}

fn main() {}
