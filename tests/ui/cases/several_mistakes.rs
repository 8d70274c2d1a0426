use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn several(a: &Array2<f64>, b: &Array2<f64>, weights: Vec<f64>) -> Array2<f64> {
    let mut c = a.to_radians();
    c += a;
    for _ in &weights {}
    let d = a.mapv(f64::round);
    let e = c.row(0).to_owned();
    if true { c } else { d.dot(b) + e }
}

fn main() {}
