use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn accumulate(a: &mut Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    b.dot(a)
}

fn main() {}
