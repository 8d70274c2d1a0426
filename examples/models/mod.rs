//! Matrix models, each with its adjoint: the module that examples, tests and benchmarks share.
//!
//! The formulas are those of [Linnea's test problems](https://arxiv.org/abs/1912.12924) (Barthels, Psarras and
//! Bientinesi 2021, table 3) and of the textbooks named at each function. `models.py` beside this folder has
//! the same functions for NumPy.
#![allow(dead_code, reason = "each user of the module takes its own part")]

use ndarray::prelude::*;
use numpy2ad::linalg::inv;
use numpy2ad::{adjoint, tangent};

/// Matrix multiply-add.
#[adjoint]
#[tangent]
pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    a.dot(b) + c
}

/// The inverse of a square matrix.
#[adjoint]
#[tangent]
pub fn inverse(a: &Array2<f64>) -> Array2<f64> {
    inv(a)
}

/// Generalised least squares: the coefficients of `x` where the errors of `y` have the covariance `m`.
#[adjoint]
#[tangent]
pub fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    let m_inv = inv(m);
    inv(&x.t().dot(&m_inv).dot(x)).dot(&x.t()).dot(&m_inv).dot(y)
}

/// Optimisation: the step from `x` to the constraint `A x = b`, in the metric `w`.
#[adjoint]
#[tangent]
pub fn opt_xf(w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
    w.dot(&a.t()).dot(&inv(&a.dot(w).dot(&a.t()))).dot(&(b - a.dot(x)))
}

/// Optimisation: the step along the objective `c` that keeps the constraint.
#[adjoint]
#[tangent]
pub fn opt_b(w: &Array2<f64>, a: &Array2<f64>, x: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    w.dot(&(a.t().dot(&inv(&a.dot(w).dot(&a.t()))).dot(a).dot(x) - c))
}

/// Signal processing: the signal behind `y`, with the penalty `r` and its weights `l`.
#[adjoint]
#[tangent]
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

/// Ensemble Kalman filter: the ensemble `xb`, updated by the observations `y` (Niño-Ruiz, Sandu and Deng 2018).
#[adjoint]
#[tangent]
pub fn enkf(
    xb: &Array2<f64>,
    b: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    y: &Array2<f64>,
) -> Array2<f64> {
    xb + inv(&(inv(b) + h.t().dot(&inv(r)).dot(h))).dot(&(y - h.dot(xb)))
}

/// Image restoration: a step of the alternating method, `sv` the diagonal of `sm` (Tirer and Giryes 2018).
#[adjoint]
#[tangent]
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

/// Randomised matrix inversion: the estimate `x` of the inverse of a symmetric `a`, improved by the sketch `s`
/// (Gower and Richtárik 2017).
#[adjoint]
#[tangent]
pub fn rmi(s: &Array2<f64>, a: &Array2<f64>, i: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
    let p = s.dot(&inv(&s.t().dot(a).dot(s))).dot(&s.t());
    &p + (i - p.dot(a)).dot(x).dot(&(i - a.dot(&p)))
}

/// Randomised matrix inversion of any `a`, in the metric `w` (Gower and Richtárik 2017).
#[adjoint]
#[tangent]
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

/// Stochastic Newton: the inverse Hessian `b`, updated by the sketch `w`; `j` is a multiple of the identity
/// (Chung et al. 2017).
#[adjoint]
#[tangent]
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

/// Tikhonov regularisation (Golub, Hansen and O'Leary 1999).
#[adjoint]
#[tangent]
pub fn tikhonov(a: &Array2<f64>, g: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    inv(&(a.t().dot(a) + g.t().dot(g))).dot(&a.t()).dot(b)
}

/// Generalised Tikhonov regularisation around `x`.
#[adjoint]
#[tangent]
pub fn gen_tikhonov(
    a: &Array2<f64>,
    p: &Array2<f64>,
    q: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    inv(&(a.t().dot(p).dot(a) + q)).dot(&(a.t().dot(p).dot(b) + q.dot(x)))
}

/// Linear estimator of least mean square error (Kabal 2011).
#[adjoint]
#[tangent]
pub fn lmmse(
    cx: &Array2<f64>,
    a: &Array2<f64>,
    cz: &Array2<f64>,
    y: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    cx.dot(&a.t()).dot(&inv(&(a.dot(cx).dot(&a.t()) + cz))).dot(&(y - a.dot(x))) + x
}

/// Kalman filter: the gain (Kalman 1960).
#[adjoint]
#[tangent]
pub fn kalman_gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
    p.dot(&h.t()).dot(&inv(&(h.dot(p).dot(&h.t()) + r)))
}

/// Kalman filter: the covariance behind an observation.
#[adjoint]
#[tangent]
pub fn kalman_covariance(k: &Array2<f64>, h: &Array2<f64>, p: &Array2<f64>, i: &Array2<f64>) -> Array2<f64> {
    (i - k.dot(h)).dot(p)
}

/// Kalman filter: the state behind the observation `z`.
#[adjoint]
#[tangent]
pub fn kalman_state(k: &Array2<f64>, h: &Array2<f64>, x: &Array2<f64>, z: &Array2<f64>) -> Array2<f64> {
    x + k.dot(&(z - h.dot(x)))
}

/// A quadric of `b`.
#[adjoint]
#[tangent]
pub fn quadric(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>, d: &Array2<f64>) -> Array2<f64> {
    b.t().dot(a).dot(b) + b.t().dot(c) + d
}

/// The models that users of 1-D arrays write: the same formulas with vectors for columns.
pub mod vectors {
    use super::{adjoint, inv, tangent};
    use ndarray::prelude::*;
    use numpy2ad::linalg::{Inverse, LinalgError};

    /// Generalised least squares with a vector of observations; a singular matrix is an error.
    #[adjoint]
    #[tangent]
    pub fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
        let m_inv = m.inv()?;
        Ok(x.t().dot(&m_inv).dot(x).inv()?.dot(&x.t()).dot(&m_inv).dot(y))
    }

    /// Linear estimator of least mean square error with vectors.
    #[adjoint]
    #[tangent]
    pub fn lmmse(
        cx: &Array2<f64>,
        a: &Array2<f64>,
        cz: &Array2<f64>,
        y: &Array1<f64>,
        x: &Array1<f64>,
    ) -> Array1<f64> {
        cx.dot(&a.t()).dot(&inv(&(a.dot(cx).dot(&a.t()) + cz))).dot(&(y - a.dot(x))) + x
    }

    /// Tikhonov regularisation with vectors and a number for the penalty: `λ` times the matrix `g`.
    #[adjoint]
    #[tangent]
    pub fn tikhonov(a: &Array2<f64>, g: &Array2<f64>, b: &Array1<f64>, lambda: f64) -> Array1<f64> {
        inv(&(a.t().dot(a) + lambda * g)).dot(&a.t()).dot(b)
    }

    /// The misfit of a linear model, a number: half the weighted sum of squares.
    #[adjoint]
    #[tangent]
    pub fn misfit(a: &Array2<f64>, x: &Array1<f64>, b: &Array1<f64>, w: &Array1<f64>) -> f64 {
        let residual = a.dot(x) - b;
        0.5 * (w * &residual).dot(&residual)
    }
}
