use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn corner(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    a.map_axis(Axis(0), |column| column[0]) + x
}

#[adjoint]
pub fn weigh(_weights: &[f64], x: &Array1<f64>) -> Array1<f64> {
    x * 2.0
}

#[adjoint]
pub fn nothing(_x: &Array1<f64>) {}

pub fn caller(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let mut a_a = Array2::zeros(a.raw_dim());
    let mut x_a = Array1::zeros(x.raw_dim());
    let mut weights_a = Array1::<f64>::zeros(3);
    weigh_ad(&[1.0], x, &mut weights_a, &mut x_a, x);
    nothing_ad(x, &mut x_a, x);
    corner_ad(a, x, &mut a_a, &mut x_a, x)
}

fn main() {}
