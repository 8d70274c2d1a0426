use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::inv};

/// Matrix multiply-add.
#[adjoint]
pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    a.dot(b) + c
}

/// The inverse of a square matrix.
#[adjoint]
pub fn inverse(a: &Array2<f64>) -> Array2<f64> {
    inv(a)
}

/// Generalised least squares: the coefficients of X where the errors of y have the covariance M.
#[adjoint]
pub fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    let m_inv = inv(m);
    inv(&x.t().dot(&m_inv).dot(x)).dot(&x.t()).dot(&m_inv).dot(y)
}

/// Optimisation: the step from x to the constraint A x = b, in the metric W.
#[adjoint]
pub fn opt_xf(
    w: &Array2<f64>,
    a: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    w.dot(&a.t()).dot(&inv(&a.dot(w).dot(&a.t()))).dot(&(b - a.dot(x)))
}

/// Optimisation: the step along the objective c that keeps the constraint.
#[adjoint]
pub fn opt_b(
    w: &Array2<f64>,
    a: &Array2<f64>,
    x: &Array2<f64>,
    c: &Array2<f64>,
) -> Array2<f64> {
    w.dot(&(a.t().dot(&inv(&a.dot(w).dot(&a.t()))).dot(a).dot(x) - c))
}

/// Signal processing: the signal behind y, with the penalty R and its weights L.
#[adjoint]
pub fn signal(
    a: &Array2<f64>,
    b: &Array2<f64>,
    r: &Array2<f64>,
    l: &Array2<f64>,
    y: &Array2<f64>,
) -> Array2<f64> {
    let a_inv = inv(a);
    inv(&(a_inv.t().dot(&b.t()).dot(b).dot(&a_inv) + r.t().dot(l).dot(r)))
        .dot(&a_inv.t())
        .dot(&b.t())
        .dot(b)
        .dot(&a_inv)
        .dot(y)
}

/// Ensemble Kalman filter: the ensemble Xb, updated by the observations Y.
#[adjoint]
pub fn enkf(
    xb: &Array2<f64>,
    b: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    y: &Array2<f64>,
) -> Array2<f64> {
    xb + inv(&(inv(b) + h.t().dot(&inv(r)).dot(h))).dot(&(y - h.dot(xb)))
}

/// Image restoration: a step of the alternating method, sv the diagonal of sm.
#[adjoint]
pub fn image(
    h: &Array2<f64>,
    y: &Array2<f64>,
    v: &Array2<f64>,
    u: &Array2<f64>,
    sm: &Array2<f64>,
    sv: &Array2<f64>,
) -> Array2<f64> {
    inv(&(h.t().dot(h) + sm)).dot(&(h.t().dot(y) + sv * (v - u)))
}

/// Randomised matrix inversion: the estimate X of the inverse of a symmetric A, improved by the sketch S.
#[adjoint]
pub fn rmi(
    s: &Array2<f64>,
    a: &Array2<f64>,
    i: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    let p = s.dot(&inv(&s.t().dot(a).dot(s))).dot(&s.t());
    &p + (i - p.dot(a)).dot(x).dot(&(i - a.dot(&p)))
}

/// Randomised matrix inversion of any A, in the metric W.
#[adjoint]
pub fn rmi2(
    w: &Array2<f64>,
    s: &Array2<f64>,
    a: &Array2<f64>,
    i: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    let p = s.dot(&inv(&s.t().dot(a).dot(w).dot(&a.t()).dot(s))).dot(&s.t());
    x + w.dot(&a.t()).dot(&p).dot(&(i - a.dot(x)))
}

/// Stochastic Newton: the inverse Hessian B, updated by the sketch W; J is a multiple of the identity.
#[adjoint]
pub fn newton(
    b: &Array2<f64>,
    i: &Array2<f64>,
    a: &Array2<f64>,
    w: &Array2<f64>,
    j: &Array2<f64>,
) -> Array2<f64> {
    let k = inv(&(j + w.t().dot(a).dot(b).dot(&a.t()).dot(w)));
    b.dot(&(i - a.t().dot(w).dot(&k).dot(&w.t()).dot(a).dot(b)))
}

/// Tikhonov regularisation.
#[adjoint]
pub fn tikhonov(a: &Array2<f64>, g: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    inv(&(a.t().dot(a) + g.t().dot(g))).dot(&a.t()).dot(b)
}

/// Generalised Tikhonov regularisation around x.
#[adjoint]
pub fn gen_tikhonov(
    a: &Array2<f64>,
    p: &Array2<f64>,
    q: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    inv(&(a.t().dot(p).dot(a) + q)).dot(&(a.t().dot(p).dot(b) + q.dot(x)))
}

/// Linear estimator of least mean square error.
#[adjoint]
pub fn lmmse(
    cx: &Array2<f64>,
    a: &Array2<f64>,
    cz: &Array2<f64>,
    y: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    cx.dot(&a.t()).dot(&inv(&(a.dot(cx).dot(&a.t()) + cz))).dot(&(y - a.dot(x))) + x
}

/// Kalman filter: the gain.
#[adjoint]
pub fn kalman_gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
    p.dot(&h.t()).dot(&inv(&(h.dot(p).dot(&h.t()) + r)))
}

/// Kalman filter: the covariance behind an observation.
#[adjoint]
pub fn kalman_covariance(
    k: &Array2<f64>,
    h: &Array2<f64>,
    p: &Array2<f64>,
    i: &Array2<f64>,
) -> Array2<f64> {
    (i - k.dot(h)).dot(p)
}

/// Kalman filter: the state behind the observation z.
#[adjoint]
pub fn kalman_state(
    k: &Array2<f64>,
    h: &Array2<f64>,
    x: &Array2<f64>,
    z: &Array2<f64>,
) -> Array2<f64> {
    x + k.dot(&(z - h.dot(x)))
}

/// A quadric of B.
#[adjoint]
pub fn quadric(
    a: &Array2<f64>,
    b: &Array2<f64>,
    c: &Array2<f64>,
    d: &Array2<f64>,
) -> Array2<f64> {
    b.t().dot(a).dot(b) + b.t().dot(c) + d
}
