use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn maybe(a: &Array2<f64>) -> Option<Array2<f64>> {
    Some(a.dot(a))
}

fn main() {}
