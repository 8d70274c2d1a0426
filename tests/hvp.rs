//! `#[hvp]`: value, gradient, and Hessian times a direction.

mod support;

use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use numpy2ad::{adjoint, hvp};

/// Minus the logarithm of a Gaussian's density, up to constants.
#[adjoint]
#[hvp]
pub fn misfit(m: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>, weight: f64) -> f64 {
    let r = x - y;
    let scaled = inv(m).dot(&r);
    0.5 * weight * scaled.dot(&r) + scaled.exp().sum().ln()
}
check_second!(misfit, misfit_ad, misfit_hvp, plain, of_number, (scalar), [
    (matrix "m m" Definite), (vector "m" Any), (vector "m" Any), (scalar "" Any)
]);

/// The same by declared structure: a symmetric matrix, and a direction that is none.
#[adjoint]
#[hvp(spd(m))]
pub fn declared(m: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let solved = inv(m).dot(x);
    &solved * &solved
}

mod at_symmetric_points {
    use super::*;

    fn symmetric(m: &Array2<f64>) -> Array2<f64> {
        m.dot(&m.t()) + Array2::<f64>::eye(m.nrows())
    }

    #[test]
    fn directions_need_no_structure() {
        let m = symmetric(&array![[1.0, 0.5, -0.25], [0.0, 2.0, 1.0], [0.5, -1.0, 1.5]]);
        let m_t = array![[0.5, -1.0, 0.25], [1.0, 0.0, 2.0], [-0.5, 0.75, 1.0]];
        let (x, x_t) = (array![1.0, -2.0, 0.5], array![0.25, 1.0, -1.0]);
        let seed = array![1.0, -0.5, 2.0];
        let (_, (m_g, _), (m_h, x_h)) = declared_hvp(&m, &m_t, &x, &x_t, &seed);
        let gradient = |step: f64| {
            let (mut m_a, mut x_a) = (Array2::zeros((3, 3)), Array1::zeros(3));
            let (m, x) = (&m + &(step * &m_t), &x + &(step * &x_t));
            let _ = declared_ad(&m, &x, &mut m_a, &mut x_a, &seed);
            (m_a, x_a)
        };
        let h = 5e-4;
        let (forth, back, far, far_back) = (gradient(h), gradient(-h), gradient(2.0 * h), gradient(-2.0 * h));
        let m_d = (8.0 * (&forth.0 - &back.0) - (&far.0 - &far_back.0)) / (12.0 * h);
        let x_d = (8.0 * (&forth.1 - &back.1) - (&far.1 - &far_back.1)) / (12.0 * h);
        assert!((&m_g - &gradient(0.0).0).iter().all(|d| d.abs() < 1e-12));
        assert!((&m_d - &m_h).iter().chain(&(&x_d - &x_h)).all(|d| d.abs() < 1e-8));
    }
}

/// Several results: second derivatives of their inner product with the seeds.
#[adjoint]
#[hvp]
pub fn several(k: &Array2<f64>, h: &Array2<f64>, p: &Array2<f64>) -> (Array2<f64>, f64) {
    let next = p - &k.dot(h).dot(p);
    let size = (&next * &next * &next).sum();
    (next, size)
}
check_second!(several, several_ad, several_hvp, plain, seeded, (matrix, scalar), [
    (matrix "m n" Any), (matrix "n m" Any), (matrix "m m" Any)
]);

#[adjoint]
#[hvp(optimize = false)]
fn fallible(m: &Array2<f64>, y: &Array1<f64>) -> Result<(Array1<f64>, f64), LinalgError> {
    let solved = m.inv()?.t().dot(y);
    let size = solved.dot(&solved);
    Ok((solved, size))
}
check_second!(fallible, fallible_ad, fallible_hvp, fallible, seeded, (vector, scalar), [
    (matrix "m m" Invertible), (vector "m" Any)
]);

/// What is repeated along axes, by rank and by length, and constants in between.
#[adjoint]
#[hvp]
pub fn repeated(a: &Array2<f64>, row: &Array2<f64>, v: &Array1<f64>, s: f64) -> f64 {
    let shifted = (a + row) * v;
    let curved = &shifted * &shifted * s - row * row / 2.0;
    ((1.0 - curved.t().pow2()).exp() * s).sum()
}
check_second!(repeated, repeated_ad, repeated_hvp, plain, of_number, (scalar), [
    (matrix "m n" Any), (matrix "1 n" Any), (vector "n" Any), (scalar "" Any)
]);

/// A parameter on which nothing depends, one that enters linearly, and an integer.
#[adjoint]
#[hvp]
pub fn linear(x: &Array1<f64>, n: i32, _unused: &Array2<f64>, y: f64) -> f64 {
    let cubes = x.powi(n);
    cubes.sum() + 2.0 * y
}
check_second!(linear, linear_ad, linear_hvp, plain, of_number, (scalar), [
    (vector "m" Any), (integer), (matrix "m n" Any), (scalar "" Any)
]);

#[hvp(wrt(x, s))]
fn partly(m: &Array2<f64>, x: ArrayView1<'_, f64>, s: &f64) -> f64 {
    *s * *s * m.dot(&x).dot(&x)
}

#[hvp]
fn number(s: f64) -> f64 {
    s * s * s
}

#[hvp]
fn single(x: &Array1<f32>) -> f32 {
    (x * x * x).sum()
}

/// Two derivatives are one value: each is an array of its own.
#[hvp]
fn equal(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    let sum = a + b;
    sum.dot(&sum)
}

#[test]
fn one_parameter_needs_no_tuple() {
    assert_eq!(number_hvp(2.0, 0.5), (8.0, 12.0, 6.0));
    let (value, gradient, product) = single_hvp(&array![1.0, 2.0], &array![1.0, -1.0]);
    assert_eq!((value, gradient, product), (9.0, array![3.0, 12.0], array![6.0, -12.0]));
}

#[test]
fn equal_derivatives_are_two_arrays() {
    let (x, t) = (array![1.0, 2.0], array![1.0, 0.0]);
    let (value, (a_g, b_g), (a_h, b_h)) = equal_hvp(&x, &t, &x, &t);
    assert_eq!(value, 20.0);
    assert_eq!((&a_g, &a_h), (&b_g, &b_h));
    assert_eq!((a_g, a_h), (array![4.0, 8.0], array![4.0, 0.0]));
}

#[test]
fn wrt_restricts_directions_and_derivatives() {
    let m = array![[1.0, 2.0], [0.0, 3.0]];
    let (x, x_t) = (array![1.0, -1.0], array![0.5, 1.0]);
    let (value, (x_g, s_g), (x_h, s_h)) = partly_hvp(&m, x.view(), &x_t, &2.0, 1.0);
    let both = &m + &m.t();
    let form = m.dot(&x).dot(&x);
    assert_eq!((value, s_g), (4.0 * form, 4.0 * form));
    assert_eq!(x_g, 4.0 * both.dot(&x));
    assert_eq!(x_h, 4.0 * both.dot(&x_t) + 4.0 * both.dot(&x));
    assert_eq!(s_h, 2.0 * form + 4.0 * both.dot(&x).dot(&x_t));
}

#[test]
fn failures_are_errors() {
    let (singular, y, seed) = (Array2::ones((2, 2)), array![1.0, 2.0], array![1.0, 1.0]);
    let failed = fallible_hvp(&singular, &Array2::zeros((2, 2)), &y, &y, &seed, 1.0);
    assert_eq!(failed, Err(LinalgError::Singular));
}

#[test]
#[should_panic(expected = "direction `a_t` has shape [1]")]
fn a_direction_of_another_shape_is_refused() {
    let x = array![1.0, 2.0];
    let _ = equal_hvp(&x, &array![1.0], &x, &x);
}

#[test]
#[should_panic(expected = "`next_a` has shape [1, 1]")]
fn a_seed_of_another_shape_is_refused() {
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    let _ = several_hvp(&a, &a, &a, &a, &a, &a, &Array2::zeros((1, 1)), 1.0);
}

#[test]
fn the_program_is_one() {
    let item = "fn f(m: &Array2<f64>, x: &Array1<f64>) -> f64 { inv(m).dot(x).dot(x) }";
    let source = |options: &str| {
        let item = item.parse().expect("tokens");
        numpy2ad_core::rust::hvp(options.parse().expect("tokens"), item).to_string()
    };
    // One factorisation for value, gradient and product, and no product of two matrices.
    let optimised = source("sizes(m = 1000)");
    let (optimised, plain) = optimised.split_once("else").expect("a plain program beside it");
    assert_eq!(optimised.matches(":: factors (").count(), 1, "{optimised}");
    assert!(!optimised.contains("mat_mul"), "{optimised}");
    assert!(plain.contains("mat_mul"), "{plain}");
}
