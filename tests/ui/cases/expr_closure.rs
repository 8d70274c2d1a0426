use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn apply(a: &Array2<f64>) -> Array2<f64> {
    let square = |x: &Array2<f64>| x.dot(x);
    square(a)
}

fn main() {}
