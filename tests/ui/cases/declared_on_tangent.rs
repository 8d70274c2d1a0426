use ndarray::prelude::*;
use numpy2ad::tangent;
use numpy2ad::linalg::inv;

#[tangent(spd(m), workspace, sizes(m = 3))]
pub fn solve(m: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
    inv(m).dot(y)
}

fn main() {}
