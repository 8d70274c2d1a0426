use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn scale(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let mut c = a + b;
    c -= a;
    c *= b;
    c /= 2.0;
    c
}

fn main() {}
