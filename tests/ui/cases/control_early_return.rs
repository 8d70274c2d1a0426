use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn first(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    return a.dot(b);
    a + b
}

fn main() {}
