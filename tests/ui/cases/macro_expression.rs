use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn shifted(a: &Array2<f64>) -> Array2<f64> {
    a + array![[1.0, 2.0]]
}

fn main() {}
