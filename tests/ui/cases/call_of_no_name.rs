use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn odd(a: &Array2<f64>) -> Array2<f64> {
    (if true { inv } else { inv })(a)
}

fn main() {}
