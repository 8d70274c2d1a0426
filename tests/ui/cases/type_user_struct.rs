use ndarray::prelude::*;
use numpy2ad::adjoint;

pub struct Model {
    pub weights: Array2<f64>,
}

#[adjoint]
pub fn weigh(model: &Model, x: &Array1<f64>) -> Array1<f64> {
    model.weights.dot(x)
}

fn main() {}
