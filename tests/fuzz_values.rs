//! Functions whose form the generator of `tests/fuzz.rs` has found to be delicate, through the generic harness: here
//! their numbers are checked.

#![allow(clippy::let_and_return, reason = "a named result is the case that is checked")]

mod support;

use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::inv;
use numpy2ad::tangent;

/// A vector on the wrong side of its matrix for the product around it.
#[adjoint]
#[tangent]
fn row_as_column(a: &Array2<f64>, p: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    a * y.dot(&x.dot(p))
}

#[adjoint]
#[tangent]
fn column_as_row(a: &Array2<f64>, p: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    a * p.dot(y).dot(x)
}

#[adjoint]
#[tangent]
fn long_rows(p: &Array2<f64>, q: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    q.dot(&x.dot(p)) + y.dot(&inv(q)).dot(q) * p.dot(&x.dot(&p.dot(q))).dot(y)
}

#[adjoint]
#[tangent]
fn turned(p: &Array2<f64>, q: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    x.dot(&p.dot(q)).t().dot(&q.t().dot(&y.dot(p).t()))
}

#[adjoint]
#[tangent]
fn used_twice(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let s = inv(a).dot(x).dot(x);
    s * (s + s)
}

/// A copy's tangent is what it copies.
#[adjoint]
#[tangent]
fn copied(s: f64, t: f64) -> f64 {
    let s = t + (2.0 + s) + s;
    s
}

/// The tangent of the first statement holds what the second computes.
#[adjoint]
#[tangent]
fn ahead(a: &Array2<f64>, s: f64) -> Array2<f64> {
    let b = a.pow2();
    let c = a * 2.0;
    b * c * s
}

check_function!(row_as_column, row_as_column_ad, row_as_column_t, plain, matrix, [
    (matrix "m n" Any), (matrix "k p" Any), (vector "k" Any), (vector "p" Any)
]);
check_function!(column_as_row, column_as_row_ad, column_as_row_t, plain, matrix, [
    (matrix "m n" Any), (matrix "k p" Any), (vector "k" Any), (vector "p" Any)
]);
check_function!(long_rows, long_rows_ad, long_rows_t, plain, vector, [
    (matrix "m m" Any), (matrix "m m" Invertible), (vector "m" Any), (vector "m" Any)
]);
check_function!(turned, turned_ad, turned_t, plain, scalar, [
    (matrix "m m" Any), (matrix "m m" Any), (vector "m" Any), (vector "m" Any)
]);
check_function!(used_twice, used_twice_ad, used_twice_t, plain, scalar, [(matrix "m m" Invertible), (vector "m" Any)]);
check_function!(copied, copied_ad, copied_t, plain, scalar, [(scalar "" Any), (scalar "" Any)]);
check_function!(ahead, ahead_ad, ahead_t, plain, matrix, [(matrix "m n" Any), (scalar "" Any)]);
