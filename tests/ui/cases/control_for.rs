use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn power(a: &Array2<f64>, steps: usize) -> Array2<f64> {
    let mut b = a.clone();
    for _ in 0..steps {
        b = b.dot(a);
    }
    b
}

fn main() {}
