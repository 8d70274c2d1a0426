use ndarray::prelude::*;
use numpy2ad::adjoint;

pub struct Model {
    pub weights: Array2<f64>,
}

impl Model {
    #[adjoint]
    pub fn product(&self, x: &Array1<f64>) -> Array1<f64> {
        x * 2.0
    }
}

pub fn caller(model: &Model, x: &Array1<f64>, x_a: &mut Array1<f64>) {
    model.product_ad(x, x_a, x);
}

fn main() {}
