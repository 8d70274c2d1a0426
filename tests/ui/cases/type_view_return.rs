use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn transpose(a: &Array2<f64>) -> ArrayView2<'_, f64> {
    a.t()
}

fn main() {}
