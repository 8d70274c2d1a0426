use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn kernel(x: &Array1<f64>, length: f64) -> Array2<f64> {
    let n = x.len();
    Array2::from_shape_fn((n, n), |(i, j)| (-0.5 * ((x[i] - x[j]) / length).powi(2)).exp())
}

fn main() {}
