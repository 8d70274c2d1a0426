use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn nested(a: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
    a.mapv(|x| x + b.mapv(|y| y * x).sum())
}

#[adjoint]
pub fn whole(a: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
    a.mapv(|x| x * (x * b).dot(b))
}

fn main() {}
