use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub struct Model {
    pub weights: Array2<f64>,
}

fn main() {}
