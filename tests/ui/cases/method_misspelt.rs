use ndarray::prelude::*;
use numpy2ad::adjoint;

trait Misspelt {
    fn dott(&self, other: &Array2<f64>) -> Array2<f64>;
}

impl Misspelt for Array2<f64> {
    fn dott(&self, other: &Array2<f64>) -> Array2<f64> {
        self.dot(other)
    }
}

#[adjoint]
pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    a.dott(b)
}

fn main() {}
