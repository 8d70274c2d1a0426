//! Small functions in which the optimiser has something to find: chains, inverses in every position, vectors on
//! either side, products that are shared or consumed elementwise.

use ndarray::prelude::*;
use numpy2ad::linalg::inv;
use numpy2ad::{adjoint, tangent};

#[adjoint]
#[tangent]
pub fn row_chain(x: &Array1<f64>, a: &Array2<f64>, y: &Array1<f64>) -> f64 {
    x.dot(a).dot(y)
}

#[adjoint]
#[tangent]
pub fn dot_of_row(y: &Array1<f64>, x: &Array1<f64>, p: &Array2<f64>) -> f64 {
    y.dot(&x.dot(p))
}

#[adjoint]
#[tangent]
pub fn two_sides(a: &Array2<f64>, x: &Array1<f64>, b: &Array2<f64>, y: &Array1<f64>) -> f64 {
    a.dot(x).dot(&b.dot(y))
}

#[adjoint]
#[tangent]
pub fn row_times_inverse(x: &Array1<f64>, a: &Array2<f64>) -> Array1<f64> {
    x.dot(&inv(a))
}

#[adjoint]
#[tangent]
pub fn row_chain_of_inverses(x: &Array1<f64>, a: &Array2<f64>, b: &Array2<f64>) -> Array1<f64> {
    x.dot(b).dot(&inv(a)).dot(&inv(&b.t())).dot(b)
}

#[adjoint]
#[tangent]
pub fn inverse_times_inverse(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    inv(a).dot(&inv(b))
}

#[adjoint]
#[tangent]
pub fn inverse_of_product(a: &Array2<f64>, b: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    inv(&a.dot(b)).dot(x)
}

#[adjoint]
#[tangent]
pub fn inverse_transposed(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    inv(a).t().dot(x)
}

#[adjoint]
#[tangent]
pub fn inverse_in_three_places(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let a_inv = inv(a);
    a_inv.dot(b) + b.t().dot(&a_inv.t()).t() + b.dot(&a_inv).dot(b) + &a_inv
}

#[adjoint]
#[tangent]
pub fn matrix_times_inverse(b: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> {
    b.dot(&inv(a)).t().to_owned()
}

#[adjoint]
#[tangent]
pub fn normal_equations(h: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    h.t().dot(h).dot(x)
}

#[adjoint]
#[tangent]
pub fn symmetric_chain(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    b.t().dot(&a.t()).dot(a).dot(b)
}

#[adjoint]
#[tangent]
pub fn scaled_product(a: &Array2<f64>, x: &Array1<f64>, s: f64) -> Array1<f64> {
    (s * a.dot(a) / 2.0).dot(x)
}

#[adjoint]
#[tangent]
pub fn misfit(h: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>, r: &Array2<f64>) -> f64 {
    let d = y - h.dot(x);
    d.dot(&inv(r)).dot(&d)
}

#[adjoint]
#[tangent]
pub fn elementwise_matrix(a: &Array2<f64>, b: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    ((a + b) * a).dot(x) - a.dot(&b.t()).exp().dot(&a.dot(x))
}

#[adjoint]
#[tangent]
pub fn column_times_row(x: &Array2<f64>, y: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> {
    a.dot(&x.dot(&y.t())).dot(&a.t())
}

#[adjoint]
#[tangent]
pub fn shared_product(a: &Array2<f64>, b: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let p = a.dot(b);
    -p.dot(x) - p.t().dot(x) + (&p * &p).dot(x)
}

#[adjoint]
#[tangent]
pub fn rayleigh(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    x.dot(&inv(a).dot(x)) / x.dot(x)
}

#[adjoint]
#[tangent]
pub fn result_is_a_name(a: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
    let out = inv(a).dot(x);
    let same = out.t();
    same.t().to_owned()
}

#[adjoint]
#[tangent]
pub fn row_broadcast_behind_a_product(a: &Array2<f64>, x: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
    a.dot(x) + r.dot(x)
}
