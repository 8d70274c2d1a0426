//! Models of the examples with what is known of their operands declared.
#![allow(dead_code, reason = "of each function only the adjoint is measured")]

use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::inv;

#[adjoint(spd(m))]
pub fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    let m_inv = inv(m);
    inv(&x.t().dot(&m_inv).dot(x)).dot(&x.t()).dot(&m_inv).dot(y)
}

#[adjoint(diagonal(w))]
pub fn opt_xf(w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
    w.dot(&a.t()).dot(&inv(&a.dot(w).dot(&a.t()))).dot(&(b - a.dot(x)))
}

#[adjoint(spd(l))]
pub fn signal(
    a: &Array2<f64>,
    b: &Array2<f64>,
    r: &Array2<f64>,
    l: &Array2<f64>,
    y: &Array2<f64>,
) -> Array2<f64> {
    let a_inv = inv(a);
    let precision = a_inv.t().dot(&b.t()).dot(b).dot(&a_inv) + r.t().dot(l).dot(r);
    inv(&precision).dot(&a_inv.t()).dot(&b.t()).dot(b).dot(&a_inv).dot(y)
}

#[adjoint(spd(b, r))]
pub fn enkf(
    xb: &Array2<f64>,
    b: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    y: &Array2<f64>,
) -> Array2<f64> {
    xb + inv(&(inv(b) + h.t().dot(&inv(r)).dot(h))).dot(&(y - h.dot(xb)))
}

#[adjoint(spd(cx, cz))]
pub fn lmmse(
    cx: &Array2<f64>,
    a: &Array2<f64>,
    cz: &Array2<f64>,
    y: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    cx.dot(&a.t()).dot(&inv(&(a.dot(cx).dot(&a.t()) + cz))).dot(&(y - a.dot(x))) + x
}

#[adjoint(spd(p, r))]
pub fn kalman_gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
    p.dot(&h.t()).dot(&inv(&(h.dot(p).dot(&h.t()) + r)))
}
