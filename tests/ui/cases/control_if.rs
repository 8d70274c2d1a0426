use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn relu(a: &Array2<f64>, b: &Array2<f64>, flag: bool) -> Array2<f64> {
    if flag { a.dot(b) } else { a + b }
}

fn main() {}
