use ndarray::prelude::*;
use numpy2ad::adjoint;

#[derive(Clone, Copy)]
pub struct Complex<T>(pub T, pub T);

#[adjoint]
pub fn first(_a: &Array2<Complex<f64>>, b: &Array2<f64>) -> Array2<f64> {
    b.dot(b)
}

fn main() {}
