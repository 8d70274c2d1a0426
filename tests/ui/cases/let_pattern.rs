use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn pair(a: &Array2<f64>) -> Array2<f64> {
    let [b, c] = [a.dot(a), a + a];
    b + c
}

fn main() {}
