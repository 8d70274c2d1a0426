use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::inv;

#[adjoint(sizes(q = 3))]
pub fn solve(m: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
    inv(m).dot(y)
}

fn main() {}
