use ndarray::linalg::general_mat_mul;
use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    let mut out = c.clone();
    general_mat_mul(1.0, a, b, 1.0, &mut out);
    out
}

fn main() {}
