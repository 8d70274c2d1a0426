//! Closures: whatever a scalar expression may say, it is differentiated element by element.

mod support;

use ndarray::prelude::*;
use numpy2ad::{adjoint, tangent};
use std::f64::consts::PI;

const SLOPE: f64 = 0.25;

macro_rules! cases {
    ($($(#[$option:meta])* fn $name:ident $ad:ident $t:ident ($($arg:ident: $ty:ty),*) -> $out:ty { $($body:tt)* } $rank:ident $inputs:tt)*) => {$(
        #[adjoint]
        #[tangent]
        #[allow(clippy::redundant_closure, clippy::redundant_closure_for_method_calls, reason = "closures are the subject")]
        $(#[$option])*
        fn $name($($arg: $ty),*) -> $out { $($body)* }
        check_function!($name, $ad, $t, plain, $rank, $inputs);
    )*};
}

// What a branch computes stands outside of it as well: both have an adjoint, of one value.
#[adjoint(optimize = false)]
#[tangent]
fn in_a_branch_and_outside(a: &Array2<f64>, s: f64) -> f64 {
    let bent = a.mapv(|x| if x < s { x * x } else { s * x });
    bent.sum() + (a * a).sum()
}
check_function!(
    in_a_branch_and_outside,
    in_a_branch_and_outside_ad,
    in_a_branch_and_outside_t,
    plain,
    scalar,
    [(matrix "m n" Odd), (scalar "" Even)]
);

cases! {
    fn logistic logistic_ad logistic_t(a: &Array2<f64>) -> Array2<f64> {
        a.mapv(|x| 1.0 / (1.0 + (-x).exp()))
    } matrix [(matrix "m n" Any)]
    fn softplus softplus_ad softplus_t(a: &Array2<f64>) -> Array2<f64> {
        a.mapv(|x| (1.0 + x.exp()).ln()) + a.mapv(|x| x.exp().ln_1p())
    } matrix [(matrix "m n" Any)]
    fn block block_ad block_t(x: &Array1<f64>, s: f64, t: f64) -> Array1<f64> {
        let scale = s * t;
        x.mapv(|x: f64| -> f64 {
            let shifted: f64 = x - t;
            let wave = { let angle = PI * shifted; angle.sin() };
            scale * wave + SLOPE * f64::hypot(x, s).sqrt()
        })
    } vector [(vector "m" Any), (scalar "" Odd), (scalar "" Any)]
    fn shadowed shadowed_ad shadowed_t(x: &Array1<f64>) -> Array1<f64> {
        let y = x.mapv(|x| { let x = x * x; let x = x + 1.0; x.ln() });
        &y + x
    } vector [(vector "m" Any)]
    fn by_reference by_reference_ad by_reference_t(x: &Array1<f64>, s: f64) -> Array1<f64> {
        x.map(|x| *x * s) + x.map(|&x| x.cos()) + x.map(|x| x.tanh())
    } vector [(vector "m" Any), (scalar "" Any)]
    fn consumed consumed_ad consumed_t(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
        (a - b).mapv_into(|x| x.abs().sqrt()).mapv_into(f64::sinh).sum()
    } scalar [(matrix "m n" Odd), (matrix "m n" Even)]
    fn with_an_array with_an_array_ad with_an_array_t(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
        let total = y.dot(y);
        x.mapv(|x| (x * total).atan2(1.0 + total).max(0.0).min(total))
    } vector [(vector "m" Odd), (vector "n" Positive)]
    fn with_itself with_itself_ad with_itself_t(x: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
        x.mapv(|t| t * x.sum() + b.mapv(|b| b.sin()).dot(b) * t)
    } vector [(vector "m" Any), (vector "n" Any)]
    fn same_element same_element_ad same_element_t(x: &Array1<f64>) -> f64 {
        x.mapv(|x| x).mapv(|x| { let y = x; y * y }).sum()
    } scalar [(vector "m" Any)]
    fn huber huber_ad huber_t(x: &Array1<f64>, d: f64) -> f64 {
        x.mapv(|r| if r.abs() <= d { 0.5 * r * r } else { d * (r.abs() - 0.5 * d) }).sum()
    } scalar [(vector "m" Odd), (scalar "" Even)]
    fn in_a_row in_a_row_ad in_a_row_t(a: &Array2<f64>, s: f64) -> f64 {
        let b = a.mapv(|x| x.powf(s)).mapv(|x| x.log(3.0)).mapv(|x| s.powf(x));
        (b.clamp(-0.5, 2.5) * a.mapv(|x| f64::powi(x, 3))).sum()
    } scalar [(matrix "m n" Positive), (scalar "" Positive)]
    fn numbers numbers_ad numbers_t(s: f64, t: f64) -> f64 {
        let r = if s > t { let d = s - t; d.sqrt() } else if s < 0.0 || t < 0.0 { s * t } else { s.mul_add(t, 1.0) };
        f64::atan2(r, t.cosh()) + f64::max(r, s).asinh()
    } scalar [(scalar "" Odd), (scalar "" Even)]
}

/// The same closures in single precision, and in memory that is used again.
mod single {
    use ndarray::prelude::*;
    use numpy2ad::elementwise::maximum;
    use numpy2ad::{Real, Workspace, adjoint};

    #[adjoint(workspace)]
    fn model(x: &Array1<f32>, y: &Array1<f32>, s: f32) -> Array1<f32> {
        maximum(x, y).mapv(|x| if x > 0.0 { x.sqrt() * s } else { s.abs() }) + x.hypot(s).mapv(|x| x.powf(s))
    }

    #[adjoint]
    fn generic<A: Real>(x: &Array1<A>, s: A) -> A {
        let bend = if s >= A::one() { s.sqrt() } else { s };
        x.mapv(|x| if x > s { x.max(A::zero()).powf(s) } else { x.abs() * bend }).sum()
    }

    #[test]
    fn of_any_precision() {
        let (x, mut x_a, mut s_a) = (array![-2.0_f32, 0.5, 4.0], Array1::zeros(3), 0.0);
        assert_eq!(generic_ad(&x, 1.0, &mut x_a, &mut s_a, 1.0), 2.0 + 0.5 + 4.0);
        assert_eq!(x_a, array![-1.0, 1.0, 1.0]);
        assert!((s_a - (0.5 * 2.5 + 4.0 * 4.0_f32.ln())).abs() < 1e-5, "{s_a}");
        let (x, mut x_a, mut s_a) = (array![4.0_f64], Array1::zeros(1), 0.0);
        assert_eq!(generic_ad(&x, 0.5, &mut x_a, &mut s_a, 1.0), 2.0);
        assert_eq!((x_a, s_a), (array![0.25], 2.0 * 4.0_f64.ln()));
    }

    #[test]
    fn in_a_workspace() {
        let (x, y, s) = (array![4.0, -1.0, 1.0], array![1.0, -2.0, 9.0], 2.0);
        let seed = array![1.0, 1.0, 1.0];
        let (mut x_a, mut y_a, mut s_a) = (Array1::zeros(3), Array1::zeros(3), 0.0);
        let out = model_ad(&x, &y, s, &mut x_a, &mut y_a, &mut s_a, &seed);
        assert_eq!(out, model(&x, &y, s));
        let mut ws = Workspace::new();
        for _ in 0..2 {
            let (mut x_b, mut y_b, mut s_b, mut result) =
                (Array1::zeros(3), Array1::zeros(3), 0.0, Array1::zeros(3));
            model_ad_into(&mut ws, &x, &y, s, &mut x_b, &mut y_b, &mut s_b, &seed, &mut result);
            assert_eq!((&x_b, &y_b, s_b, &result), (&x_a, &y_a, s_a, &out));
        }
        assert_eq!(y_a, array![0.0, 0.0, 1.0 / 3.0]);
    }
}
