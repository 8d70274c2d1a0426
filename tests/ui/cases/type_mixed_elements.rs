use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn product(a: &Array2<f64>, b: &Array2<f32>) -> Array2<f64> {
    a.dot(b)
}

fn main() {}
