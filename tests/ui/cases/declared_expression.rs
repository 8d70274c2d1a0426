use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::inv;

#[adjoint(spd(a + b), upper("c"))]
pub fn sum(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    inv(&(a + b)).dot(c)
}

fn main() {}
