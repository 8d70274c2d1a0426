use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn once(a: &Array2<f64>) -> Array2<f64> {
    let b = loop {
        break a.dot(a);
    };
    b
}

fn main() {}
