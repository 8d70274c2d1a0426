use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    let mut out = a.dot(b);
    out += c;
    out
}

fn main() {}
