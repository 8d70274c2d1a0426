use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn several(a: &Array2<f64>, b: &Array2<f64>, weights: Vec<f64>) -> Array2<f64> {
    let mut c = a.dto(b);
    c += a;
    for _ in 0..3 {}
    let d = a.mapv(f64::sin);
    c.dot(&d) + unknown
}

fn main() {}
