use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn twice(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let mut c = a.dot(b);
    c = c.dot(b);
    c
}

fn main() {}
