use ndarray::prelude::*;
use numpy2ad::{hvp, jacobian};

#[hvp(workspace)]
pub fn energy(x: &Array1<f64>) -> f64 {
    x.dot(x)
}

#[jacobian(workspace, spd(x), optimize = false)]
pub fn squares(x: &Array1<f64>) -> Array1<f64> {
    x * x
}

fn main() {
    // Stubs stand in, so that callers have no errors of their own.
    let (_, _, _): (f64, Array1<f64>, Array1<f64>) = energy_hvp(&array![1.0], &array![1.0]);
    let (_, _): (Array1<f64>, Array2<f64>) = squares_jac(&array![1.0]);
}
