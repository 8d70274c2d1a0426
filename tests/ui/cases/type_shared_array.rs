use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn scale(a: &ArcArray2<f64>) -> Array2<f64> {
    a.dot(a)
}

fn main() {}
