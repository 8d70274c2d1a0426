use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn borrow(a: &Array2<f64>) -> Array2<f64> {
    let mut b = a.dot(a);
    let c = &mut b;
    a.dot(c)
}

fn main() {}
