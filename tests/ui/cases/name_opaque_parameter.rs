use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn scale(a: &Array2<f64>, flag: bool) -> Array2<f64> {
    a.mapv(|x| x * f64::from(flag))
}

fn main() {}
