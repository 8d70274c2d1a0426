use ndarray::prelude::*;
use numpy2ad::adjoint;

fn normalise(a: &Array2<f64>) -> Array2<f64> {
    a / a.sum()
}

#[adjoint]
pub fn weigh(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    normalise(a).dot(b)
}

fn main() {}
