//! `#[gradient]`: a value and its derivatives in new arrays.

use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use numpy2ad::{adjoint, gradient};

/// Minus the logarithm of a Gaussian's density, up to constants.
#[adjoint(spd(m))]
#[gradient(spd(m))]
fn misfit(m: &Array2<f64>, x: &Array1<f64>, y: ArrayView1<'_, f64>, weight: f64) -> f64 {
    let r = x - &y;
    0.5 * weight * inv(m).dot(&r).dot(&r)
}

#[gradient]
fn one(x: &Array1<f64>) -> f64 {
    x.dot(x)
}

#[gradient]
fn number(s: f64) -> f64 {
    s * s * s
}

#[gradient(wrt(x), optimize = false)]
fn fallible(m: &Array2<f64>, x: Array1<f64>) -> Result<f64, LinalgError> {
    Ok(m.inv()?.dot(&x).dot(&x))
}

/// Shapes that are repeated.
#[gradient]
fn repeated(a: &Array2<f64>, row: &Array2<f64>) -> f64 {
    ((a + row) * a).sum()
}

#[test]
fn gradients_are_adjoints_of_one() {
    let m = array![[4.0, 1.0], [1.0, 3.0]];
    let (x, y) = (array![1.0, -2.0], array![0.5, 0.25]);
    let (mut m_a, mut x_a, mut y_a, mut weight_a) =
        (Array2::zeros((2, 2)), Array1::zeros(2), Array1::zeros(2), 0.0);
    let value = misfit_ad(&m, &x, y.view(), 3.0, &mut m_a, &mut x_a, &mut y_a, &mut weight_a, 1.0);
    let (own, (m_g, x_g, y_g, weight_g)) = misfit_grad(&m, &x, y.view(), 3.0);
    assert!((value - own).abs() < 1e-15);
    assert!((&m_a - &m_g).iter().chain(&(&x_a - &x_g)).chain(&(&y_a - &y_g)).all(|d| d.abs() < 1e-14));
    assert!((weight_a - weight_g).abs() < 1e-14);
}

#[test]
fn one_parameter_needs_no_tuple() {
    assert_eq!(one_grad(&array![1.0, 2.0]), (5.0, array![2.0, 4.0]));
    assert_eq!(number_grad(2.0), (8.0, 12.0));
}

#[test]
fn failures_are_errors() {
    let m = array![[2.0, 0.0], [0.0, 4.0]];
    assert_eq!(fallible_grad(&m, array![2.0, 4.0]), Ok((6.0, array![2.0, 2.0])));
    assert_eq!(fallible_grad(&Array2::ones((2, 2)), array![2.0, 4.0]), Err(LinalgError::Singular));
}

#[test]
fn what_is_repeated_is_summed() {
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    let (value, (a_g, row_g)) = repeated_grad(&a, &array![[1.0, 0.0]]);
    assert_eq!(value, 34.0);
    assert_eq!(a_g, array![[3.0, 4.0], [7.0, 8.0]]);
    assert_eq!(row_g, array![[4.0, 6.0]]);
}
