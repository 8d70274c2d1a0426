use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn checked(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    assert_eq!(a.ncols(), b.nrows());
    a.dot(b)
}

fn main() {}
