use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn waves(a: &Array2<f64>) -> Array2<f64> {
    a.mapv(f64::floor) + a.mapv(|x| x.to_degrees())
}

fn main() {}
