//! Where functions have kinks, jumps and borders, the derivative is the one that the documentation names, exactly.

#![allow(dead_code, reason = "of most functions only the adjoint is called")]

use ndarray::prelude::*;
use numpy2ad::elementwise::{atan2, hypot, maximum, minimum, pow};
use numpy2ad::{adjoint, tangent};

#[adjoint]
#[tangent]
fn abs(x: &Array1<f64>) -> Array1<f64> {
    x.abs()
}

#[adjoint]
fn signum(x: &Array1<f64>) -> Array1<f64> {
    x.signum()
}

#[adjoint]
fn rectified(x: &Array1<f64>) -> Array1<f64> {
    x.mapv(|x| x.max(0.0))
}

#[adjoint]
#[tangent]
fn larger(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    maximum(x, y)
}

#[adjoint]
fn smaller(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    minimum(x, y)
}

#[adjoint]
fn larger_number(s: f64, t: f64) -> f64 {
    s.max(t)
}

#[adjoint]
fn smaller_number(s: f64, t: f64) -> f64 {
    s.min(t)
}

#[adjoint]
fn clamped(x: &Array1<f64>, low: f64, high: f64) -> Array1<f64> {
    x.clamp(low, high)
}

#[adjoint]
fn length(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    hypot(x, y)
}

#[adjoint]
fn angle(y: &Array1<f64>, x: &Array1<f64>) -> Array1<f64> {
    atan2(y, x)
}

#[adjoint]
fn power(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    pow(x, y)
}

#[adjoint]
fn roots(x: &Array1<f64>) -> Array1<f64> {
    x.sqrt() + x.cbrt()
}

#[adjoint]
fn guarded_root(x: &Array1<f64>) -> Array1<f64> {
    x.mapv(|x| if x > 0.0 { x.sqrt() } else { 0.0 })
}

#[allow(clippy::neg_cmp_op_on_partial_ord, reason = "a comparison under `!`, as people write it")]
#[adjoint]
fn guarded_by_two(x: &Array1<f64>) -> Array1<f64> {
    x.mapv(|x| if !(x < 1.0) && x <= 4.0 || x == -1.0 { (x - 1.0).abs().sqrt() } else { x })
}

#[adjoint]
fn guarded_number(s: f64) -> f64 {
    if s > 0.0 { s.ln() } else { s.abs() }
}

/// The same expression with and without a guard.
#[adjoint]
fn half_guarded(s: f64) -> f64 {
    let root = if s > 1.0 { s.sqrt() } else { 1.0 };
    root + s.sqrt()
}

/// A branch that computes with a number alone, under a condition of each element.
#[adjoint]
fn guarded_capture(x: &Array1<f64>, t: f64) -> Array1<f64> {
    x.mapv(|x| if x > 0.0 { x * t.sqrt() } else { -x })
}

/// The adjoint of a function of one array for a seed of ones, and of two.
macro_rules! adjoint_of {
    ($f:ident, $x:expr) => {{
        let x = Array1::from($x.to_vec());
        let mut x_a = Array1::zeros(x.len());
        $f(&x, &mut x_a, &Array1::ones(x.len()));
        x_a.to_vec()
    }};
    ($f:ident, $x:expr, $y:expr) => {{
        let (x, y) = (Array1::from($x.to_vec()), Array1::from($y.to_vec()));
        let (mut x_a, mut y_a) = (Array1::zeros(x.len()), Array1::zeros(y.len()));
        $f(&x, &y, &mut x_a, &mut y_a, &Array1::ones(x.len()));
        (x_a.to_vec(), y_a.to_vec())
    }};
}

#[test]
fn the_slope_of_the_absolute_value_is_0_at_0() {
    assert_eq!(adjoint_of!(abs_ad, [-2.0, -0.0, 0.0, 3.0]), [-1.0, 0.0, 0.0, 1.0]);
    let (out, out_t) = abs_t(&array![-2.0, 0.0, 3.0], &array![1.0, 1.0, 1.0]);
    assert_eq!((out, out_t), (array![2.0, 0.0, 3.0], array![-1.0, 0.0, 1.0]));
    assert!(adjoint_of!(abs_ad, [f64::NAN])[0].is_nan());
    assert_eq!(adjoint_of!(signum_ad, [-2.0, 0.0, 3.0]), [0.0; 3]);
}

#[test]
fn a_tie_is_split() {
    assert_eq!(adjoint_of!(rectified_ad, [-1.0, 0.0, 1.0]), [0.0, 0.5, 1.0]);
    let ties = ([1.0, 2.0, 2.0, f64::INFINITY], [2.0, 1.0, 2.0, f64::INFINITY]);
    assert_eq!(adjoint_of!(larger_ad, ties.0, ties.1), (vec![0.0, 1.0, 0.5, 0.5], vec![1.0, 0.0, 0.5, 0.5]));
    assert_eq!(adjoint_of!(smaller_ad, ties.0, ties.1), (vec![1.0, 0.0, 0.5, 0.5], vec![0.0, 1.0, 0.5, 0.5]));
    for (f, at_two) in
        [(larger_number_ad as fn(_, _, &mut _, &mut _, _) -> f64, 1.0), (smaller_number_ad, 0.0)]
    {
        let (mut s_a, mut t_a) = (0.0, 0.0);
        assert_eq!(f(1.0, 1.0, &mut s_a, &mut t_a, 2.0), 1.0);
        assert_eq!((s_a, t_a), (1.0, 1.0));
        f(2.0, 1.0, &mut s_a, &mut t_a, 1.0);
        assert_eq!((s_a, t_a), (1.0 + at_two, 2.0 - at_two));
    }
    let (x, y) = (array![1.0, 2.0, f64::NAN, 1.0], array![1.0, 1.0, 1.0, f64::NAN]);
    let (out, out_t) = larger_t(&x, &Array1::ones(4), &y, &array![3.0, 1.0, 1.0, 1.0]);
    assert_eq!((out[0], out_t[0], out_t[1]), (1.0, 2.0, 1.0));
    assert!([out[2], out[3], out_t[2], out_t[3]].iter().all(|x| x.is_nan()));
}

#[test]
fn a_bound_shares_with_what_it_bounds() {
    let (mut x_a, mut low_a, mut high_a) = (Array1::zeros(5), 0.0, 0.0);
    let x = array![-2.0, -1.0, 0.0, 1.0, 2.0];
    let out = clamped_ad(&x, -1.0, 1.0, &mut x_a, &mut low_a, &mut high_a, &Array1::ones(5));
    assert_eq!(out, array![-1.0, -1.0, 0.0, 1.0, 1.0]);
    assert_eq!(x_a, array![0.0, 0.5, 1.0, 0.5, 0.0]);
    assert_eq!((low_a, high_a), (1.5, 1.5));
    // All three tie: the shares are those of the smaller of the larger, and still one in sum.
    let (mut x_a, mut low_a, mut high_a) = (Array1::zeros(1), 0.0, 0.0);
    clamped_ad(&array![1.0], 1.0, 1.0, &mut x_a, &mut low_a, &mut high_a, &Array1::ones(1));
    assert_eq!((x_a[0], low_a, high_a), (0.25, 0.25, 0.5));
}

#[test]
fn at_the_origin_lengths_and_angles_have_the_slope_0() {
    assert_eq!(adjoint_of!(length_ad, [0.0, 3.0], [0.0, 4.0]), (vec![0.0, 0.6], vec![0.0, 0.8]));
    assert_eq!(adjoint_of!(angle_ad, [0.0, 0.0], [0.0, 2.0]), (vec![0.0, 0.5], vec![0.0, 0.0]));
    // The square of the radius would overflow.
    let (y_a, x_a) = adjoint_of!(angle_ad, [1e200], [1e200]);
    assert!((y_a[0] * 1e200 - 0.5).abs() < 1e-15 && (x_a[0] * 1e200 + 0.5).abs() < 1e-15);
}

#[test]
fn powers_at_the_base_0() {
    let (x_a, y_a) = adjoint_of!(power_ad, [0.0, 0.0, 0.0, 0.0], [2.0, 1.0, 0.0, 0.5]);
    assert_eq!(x_a, [0.0, 1.0, 0.0, f64::INFINITY]);
    assert_eq!(y_a, [0.0, 0.0, 0.0, 0.0]);
    // A negative base has powers with whole exponents, and no slope by the exponent.
    let (x_a, y_a) = adjoint_of!(power_ad, [-2.0], [3.0]);
    assert_eq!(x_a, [12.0]);
    assert!(y_a[0].is_nan());
}

#[test]
fn roots_are_infinitely_steep_at_0() {
    assert_eq!(adjoint_of!(roots_ad, [0.0, 1.0]), [f64::INFINITY, 0.5 + 1.0 / 3.0]);
}

#[test]
fn the_branch_that_is_not_taken_does_not_matter() {
    assert_eq!(adjoint_of!(guarded_root_ad, [-1.0, 0.0, 4.0]), [0.0, 0.0, 0.25]);
    let two = [-1.0, 0.0, 1.0, 2.0, 4.0, 5.0];
    let slopes = adjoint_of!(guarded_by_two_ad, two);
    assert_eq!(slopes[1..2], [1.0]);
    assert!(slopes[2].is_nan(), "at 1 the branch is taken, and its root has no slope: {}", slopes[2]);
    assert_eq!(slopes[3], 0.5);
    assert_eq!(slopes[4], 0.5 / 3.0_f64.sqrt());
    assert_eq!(slopes[5], 1.0);
    assert_eq!(slopes[0], -0.5 / 2.0_f64.sqrt());
    for (s, slope) in [(-1.0, -1.0), (0.0, 0.0), (2.0, 0.5)] {
        let mut s_a = 0.0;
        guarded_number_ad(s, &mut s_a, 1.0);
        assert_eq!(s_a, slope, "at {s}");
    }
    for (s, slope) in [(0.25, 1.0), (4.0, 0.5)] {
        let mut s_a = 0.0;
        half_guarded_ad(s, &mut s_a, 1.0);
        assert_eq!(s_a, slope, "at {s}");
    }
    let (mut x_a, mut t_a) = (Array1::zeros(2), 0.0);
    guarded_capture_ad(&array![-1.0, -2.0], -1.0, &mut x_a, &mut t_a, &Array1::ones(2));
    assert_eq!((x_a, t_a), (array![-1.0, -1.0], 0.0));
}

/// A choice between literals has no type of its own, and neither has what is computed of them.
#[adjoint]
fn chosen_literal(s: f64) -> f64 {
    (if s > 0.0 { 1.0_f64 } else { 2.0_f64 }).exp() * s + (1.0_f64 + 2.0).sqrt() * s
}

#[test]
fn a_method_of_a_choice_between_literals() {
    let mut s_a = 0.0;
    chosen_literal_ad(-0.5, &mut s_a, 1.0);
    assert!((s_a - (2.0_f64.exp() + 3.0_f64.sqrt())).abs() < 1e-12);
}
