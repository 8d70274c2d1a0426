use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn shifted(a: &Array2<f64>) -> Array2<f64> {
    a + &Array2::<f64>::from_shape_vec((1, 1), vec![1.0]).unwrap()
}

fn main() {}
