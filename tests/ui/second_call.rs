use ndarray::prelude::*;
use numpy2ad::{adjoint, hvp};

#[adjoint]
pub fn gain(p: &Array2<f64>, h: &Array2<f64>) -> Array2<f64> {
    p.dot(&h.t())
}

#[hvp]
pub fn update(p: &Array2<f64>, h: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    gain(p, h).dot(x)
}

fn main() {
    let a = Array2::zeros((1, 1));
    let _ = update_hvp(&a, &a, &a, &a, &array![1.0], &array![1.0], &array![1.0]);
}
