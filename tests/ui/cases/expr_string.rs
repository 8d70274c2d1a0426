use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn named(a: &Array2<f64>) -> Array2<f64> {
    let _name = "a";
    a * 2.0
}

fn main() {}
