use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn spectrum(a: &Array2<f64>) -> Array2<f64> {
    a.dot(a).permuted_axes([1, 0]).lanes(Axis(0)).to_owned()
}

fn main() {}
