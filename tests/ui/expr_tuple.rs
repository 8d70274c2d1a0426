use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn pair(a: &Array2<f64>) -> Array2<f64> {
    let both = (a.dot(a), a + a);
    both.0
}

fn main() {}
