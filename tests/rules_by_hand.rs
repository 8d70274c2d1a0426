//! `#[adjoint_rule]`: derivatives by hand, their types and their checks.

mod support;

use ndarray::prelude::*;
use numpy2ad::linalg::{LinalgError, inv};
use numpy2ad::{adjoint, adjoint_rule, tangent};

/// The running sum.
#[adjoint_rule(tangent)]
fn running(x: &Array1<f64>, s: &f64) -> (Array1<f64>, f64) {
    let mut sum = 0.0;
    let sums = x.mapv(|x| {
        sum += x * s;
        sum
    });
    (sums, sum)
}

fn running_ad(
    x: &Array1<f64>,
    s: &f64,
    x_a: &mut ArrayRef1<f64>,
    s_a: &mut f64,
    sums_a: &ArrayRef1<f64>,
    sum_a: f64,
) -> (Array1<f64>, f64) {
    let mut total = sum_a;
    for i in (0..x.len()).rev() {
        total += sums_a[i];
        x_a[i] += s * total;
        *s_a += x[i] * total;
    }
    running(x, s)
}

fn running_t(
    x: &Array1<f64>,
    x_t: &ArrayRef1<f64>,
    s: &f64,
    s_t: f64,
) -> ((Array1<f64>, f64), (Array1<f64>, f64)) {
    let (a, b) = (running(&x_t.to_owned(), s), running(x, &s_t));
    (running(x, s), (a.0 + b.0, a.1 + b.1))
}

/// A callee by hand inside of a function, with a tuple that is taken apart.
#[adjoint]
#[tangent]
fn scored(a: &Array2<f64>, x: &Array1<f64>, s: f64) -> f64 {
    let (sums, total) = running(x, &s);
    a.dot(&sums).dot(x) * total
}
check_function!(scored, scored_ad, scored_t, plain, scalar, [(matrix "m m" Any), (vector "m" Any), (scalar "" Any)]);

/// An adjoint that is wrong in one component.
#[adjoint_rule(wrt(x))]
fn wrong(x: ArrayView1<'_, f64>, y: Array1<f64>, flag: bool) -> Result<f64, LinalgError> {
    Ok(if flag { x.dot(&y) } else { 0.0 })
}

fn wrong_ad(
    x: ArrayView1<'_, f64>,
    y: Array1<f64>,
    flag: bool,
    x_a: &mut ArrayRef1<f64>,
    out_a: f64,
) -> Result<f64, LinalgError> {
    for i in 0..x.len() {
        x_a[i] += y[i] * out_a * if i == 2 { 1.001 } else { 1.0 };
    }
    wrong(x, y, flag)
}

/// An adjoint that overwrites rather than adds.
#[adjoint_rule]
fn overwritten(a: &Array2<f64>) -> Array2<f64> {
    inv(a)
}

fn overwritten_ad(a: &Array2<f64>, a_a: &mut ArrayRef2<f64>, out_a: &ArrayRef2<f64>) -> Array2<f64> {
    let out = inv(a);
    a_a.assign(&-out.t().dot(out_a).dot(&out.t()));
    out
}

/// In single precision.
#[adjoint_rule]
fn single(x: &Array1<f32>) -> f32 {
    x.iter().map(|x| x * x * x).sum()
}

fn single_ad(x: &Array1<f32>, x_a: &mut ArrayRef1<f32>, out_a: f32) -> f32 {
    x_a.zip_mut_with(x, |x_a, x| *x_a += 3.0 * x * x * out_a);
    single(x)
}

#[test]
fn right_rules_pass() {
    assert_eq!(running_check(&array![1.0, -2.0, 0.5], &1.5), Ok(()));
    assert_eq!(running_check(&Array1::zeros(0), &1.5), Ok(()));
    assert_eq!(single_check(&array![1.0, 2.0, -0.5]), Ok(()));
}

#[test]
fn wrong_rules_are_found_with_their_component() {
    let mismatch = wrong_check(array![1.0, 2.0, 3.0].view(), array![1.0, 2.0, 3.0], true).unwrap_err();
    assert_eq!((mismatch.what.as_str(), mismatch.component), ("the adjoint of `x`", 2));
    assert!(mismatch.to_string().starts_with("the adjoint of `x`, component 2: "), "{mismatch}");
    assert_eq!(wrong_check(array![1.0].view(), array![1.0], true), Ok(()));
    let mismatch = overwritten_check(&array![[2.0, 1.0], [0.0, 3.0]]).unwrap_err();
    assert_eq!(mismatch.what, "the adjoint of `a`");
}
