use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::inv;

#[adjoint(spd(a), spd(b))]
pub fn both(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    inv(a).dot(&inv(b))
}

fn main() {}
