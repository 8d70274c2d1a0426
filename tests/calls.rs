//! Differentiated functions that call others, in this module and in others.

mod support;

use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError};
use numpy2ad::{Workspace, adjoint, gradient, hvp, tangent};

mod filters {
    use super::*;

    /// The Kalman gain.
    #[adjoint]
    #[tangent]
    #[hvp]
    pub fn gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Result<Array2<f64>, LinalgError> {
        let s = h.dot(p).dot(&h.t()) + r;
        Ok(p.dot(&h.t()).dot(&s.inv()?))
    }

    /// The mean moved to an observation, and the squared distance from it.
    #[adjoint]
    #[tangent]
    #[hvp]
    pub fn moved(k: ArrayView2<'_, f64>, residual: &Array1<f64>, scale: f64) -> (Array1<f64>, f64) {
        (scale * k.dot(residual), residual.dot(residual))
    }

    pub struct Model;

    impl Model {
        #[adjoint(wrt(x))]
        #[tangent(wrt(x))]
        pub fn scaled(x: Array1<f64>, factor: f64, power: i32, _flag: bool) -> Array1<f64> {
            factor * x.powi(power)
        }

        #[adjoint]
        #[tangent]
        pub fn twice(x: &Array1<f64>) -> Array1<f64> {
            let power = 1;
            let once: Array1<f64> = Self::scaled(x.clone(), 3.0, 2, true);
            Self::scaled(once, 0.5, power, false)
        }
    }
}

#[allow(clippy::type_complexity, reason = "results as people write them")]
#[adjoint(workspace)]
#[tangent]
fn update(
    x: &Array1<f64>,
    p: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    y: &Array1<f64>,
) -> Result<(Array1<f64>, Array2<f64>), LinalgError> {
    let k = filters::gain(p, h, r)?;
    let (step, _) = filters::moved(k.view(), &(y - &h.dot(x)), 2.0);
    Ok((x + &step, p - &k.dot(&h.dot(p))))
}
check_function!(update, update_ad, update_t, fallible, (vector, matrix), [
    (vector "m" Any), (matrix "m m" Definite), (matrix "n m" Any), (matrix "n n" Definite), (vector "n" Any)
]);

/// The adjoint by `c` comes first in the reverse sweep, and the call that can fail behind it.
#[adjoint(optimize = false)]
#[tangent]
fn shifted(
    p: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    c: &Array2<f64>,
) -> Result<Array2<f64>, LinalgError> {
    Ok(filters::gain(p, h, r)? + c)
}
check_function!(shifted, shifted_ad, shifted_t, fallible, (matrix), [
    (matrix "m m" Definite), (matrix "n m" Any), (matrix "n n" Definite), (matrix "m n" Any)
]);

/// The tail is the callee's own `Result`; what is handed over is a view, a copy, and an expression.
#[adjoint]
#[tangent]
fn tail(p: Array2<f64>, h: ArrayView2<'_, f64>, s: f64) -> Result<Array2<f64>, LinalgError> {
    let r = s * &h.dot(&h.t());
    filters::gain(&p, &h.to_owned(), &r)
}

#[adjoint]
#[tangent]
fn numbers(x: &Array1<f64>, s: f64) -> f64 {
    let k: Array2<f64> = external(x, x);
    let (step, size) = filters::moved(k.t(), x, s * s);
    step.dot(x) * size
}
check_function!(numbers, numbers_ad, numbers_t, plain, scalar, [(vector "m" Any), (scalar "" Any)]);

/// Of the first result of the call nothing is made that has a slope, of the second nothing at all.
#[adjoint]
#[tangent]
#[hvp]
fn flat(x: &Array1<f64>, p: &Array2<f64>, s: f64) -> f64 {
    let (step, size) = filters::moved(p.view(), x, s);
    let (_, other) = filters::moved(p.view(), &step, s);
    let (steps, _) = filters::moved(p.view(), x, other);
    size * step.mapv(f64::signum).dot(x) * steps.len() as f64
}
check_function!(flat, flat_ad, flat_t, plain, scalar, [(vector "m" Odd), (matrix "m m" Odd), (scalar "" Odd)]);

#[adjoint(optimize = false)]
#[tangent]
fn flat_plain(x: &Array1<f64>, p: &Array2<f64>, s: f64) -> f64 {
    let (step, size) = filters::moved(p.view(), x, s);
    size * step.mapv(f64::signum).dot(x)
}
check_function!(flat_plain, flat_plain_ad, flat_plain_t, plain, scalar, [
    (vector "m" Odd), (matrix "m m" Odd), (scalar "" Odd)
]);

#[test]
fn second_derivatives_beside_a_result_without_slope() {
    let (x, p, s) = (array![0.5, -1.5], array![[1.0, 0.25], [-0.5, 2.0]], 0.75);
    let (x_t, p_t, s_t) = (array![0.3, 0.7], array![[0.1, -0.2], [0.4, 0.6]], -0.4);
    let gradient = |h: f64| {
        let (x, p, s) = (&x + &(h * &x_t), &p + &(h * &p_t), s + h * s_t);
        let (mut x_a, mut p_a, mut s_a) = (Array1::zeros(2), Array2::zeros((2, 2)), 0.0);
        flat_ad(&x, &p, s, &mut x_a, &mut p_a, &mut s_a, 1.0);
        x_a
    };
    let (_, (x_g, _, _), (x_h, _, _)) = flat_hvp(&x, &x_t, &p, &p_t, s, s_t);
    assert_eq!(x_g, gradient(0.0));
    let difference = (gradient(1e-4) - gradient(-1e-4)) / 2e-4;
    assert!((x_h - &difference).iter().all(|gap| gap.abs() < 1e-7), "{difference}");
}

/// An adjoint by hand: no macro knows of it, so that its type is said where it is called.
fn external(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.view().insert_axis(Axis(1)).dot(&y.view().insert_axis(Axis(0)))
}

fn external_ad(
    x: &Array1<f64>,
    y: &Array1<f64>,
    x_a: &mut ArrayRef1<f64>,
    y_a: &mut ArrayRef1<f64>,
    out_a: &ArrayRef2<f64>,
) -> Array2<f64> {
    x_a.zip_mut_with(&out_a.dot(y), |x_a, moved| *x_a += moved);
    y_a.zip_mut_with(&out_a.t().dot(x), |y_a, moved| *y_a += moved);
    external(x, y)
}

fn external_t(
    x: &Array1<f64>,
    x_t: &ArrayRef1<f64>,
    y: &Array1<f64>,
    y_t: &ArrayRef1<f64>,
) -> (Array2<f64>, Array2<f64>) {
    (external(x, y), external(&x_t.to_owned(), y) + external(x, &y_t.to_owned()))
}

mod of_types {
    use super::filters::Model;
    use super::*;

    #[adjoint]
    #[tangent]
    pub fn chained(x: &Array1<f64>) -> Array1<f64> {
        Model::twice(x)
    }
}

#[adjoint]
#[tangent]
#[gradient]
#[hvp]
fn objective(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Result<f64, LinalgError> {
    let k = filters::gain(p, h, r)?;
    Ok((&k * &k).sum())
}

#[test]
fn what_fails_in_a_callee_touches_nothing() {
    let (p, h, r) = (Array2::zeros((2, 2)), Array2::ones((2, 2)), Array2::zeros((2, 2)));
    let mut adjoints = [(); 4].map(|()| Array2::zeros((2, 2)));
    let [p_a, h_a, r_a, c_a] = &mut adjoints;
    let failed = shifted_ad(&p, &h, &r, &h, p_a, h_a, r_a, c_a, &h);
    assert_eq!(failed, Err(LinalgError::Singular));
    assert!(adjoints.iter().all(|adjoint| *adjoint == Array2::<f64>::zeros((2, 2))));
    assert_eq!(objective_grad(&p, &h, &r), Err(LinalgError::Singular));
}

#[test]
fn a_gradient_goes_through_calls() {
    let (p, h, r) = (array![[2.0]], array![[1.0]], array![[3.0]]);
    let (value, (p_g, h_g, r_g)) = objective_grad(&p, &h, &r).expect("a regular matrix");
    // k = p h / (h p h + r) = 2/5
    assert!((value - 0.16).abs() < 1e-15);
    for (found, expected) in [(p_g, 0.096), (h_g, 0.064), (r_g, -0.064)] {
        assert!((found[[0, 0]] - expected).abs() < 1e-15, "{found} {expected}");
    }
}

#[test]
fn functions_of_types_call_each_other() {
    let x = array![1.0, 2.0];
    let mut x_a = Array1::zeros(2);
    assert_eq!(of_types::chained_ad(&x, &mut x_a, &array![1.0, 10.0]), array![1.5, 6.0]);
    assert_eq!(x_a, array![3.0, 60.0]);
    assert_eq!(of_types::chained_t(&x, &array![1.0, 1.0]).1, array![3.0, 6.0]);
}

#[test]
fn views_and_copies_are_handed_over() {
    let (p, h) = (array![[2.0, 0.5], [0.5, 1.0]], array![[1.0, 2.0]]);
    let (out, out_t) = tail_t(p.clone(), &Array2::zeros((2, 2)), h.view(), &Array2::zeros((1, 2)), 2.0, 1.0)
        .expect("a regular matrix");
    let (mut p_a, mut h_a, mut s_a) = (Array2::zeros((2, 2)), Array2::zeros((1, 2)), 0.0);
    let again = tail_ad(p, h.view(), 2.0, &mut p_a, &mut h_a, &mut s_a, &Array2::ones((2, 1)));
    assert_eq!(again, Ok(out));
    assert!((out_t.sum() - s_a).abs() < 1e-15);
}

#[test]
fn a_workspace_serves_the_caller() {
    let (x, p, h) = (array![1.0, 2.0], array![[2.0, 0.5], [0.5, 1.0]], array![[1.0, 2.0]]);
    let (r, y) = (array![[0.5]], array![3.0]);
    let seeds = (array![1.0, -1.0], array![[1.0, 2.0], [0.0, 1.0]]);
    let zeros = || {
        (
            Array1::zeros(2),
            Array2::zeros((2, 2)),
            Array2::zeros((1, 2)),
            Array2::zeros((1, 1)),
            Array1::zeros(1),
        )
    };
    let (mut a, mut b) = (zeros(), zeros());
    let expected =
        update_ad(&x, &p, &h, &r, &y, &mut a.0, &mut a.1, &mut a.2, &mut a.3, &mut a.4, &seeds.0, &seeds.1);
    let mut ws = Workspace::new();
    let mut out = (Array1::zeros(2), Array2::zeros((2, 2)));
    let done = update_ad_into(
        &mut ws, &x, &p, &h, &r, &y, &mut b.0, &mut b.1, &mut b.2, &mut b.3, &mut b.4, &seeds.0, &seeds.1,
        &mut out.0, &mut out.1,
    );
    assert_eq!(done, Ok(()));
    assert_eq!(expected, Ok(out));
    assert_eq!(a, b);
}

/// A number of another function, squared: its second derivative has no seed. The tuple's has.
#[adjoint]
#[hvp]
fn squared(p: &Array2<f64>, h: &Array2<f64>, x: &Array1<f64>, s: f64) -> Result<f64, LinalgError> {
    let value = objective(p, h, p)?;
    let (step, size) = filters::moved(p.view(), x, s * value);
    Ok(value * value + s * step.dot(&step) * size)
}

#[test]
fn second_derivatives_go_through_calls() {
    let (p, h) = (array![[2.0, 0.5], [0.5, 1.0]], array![[1.0, 2.0], [0.5, -1.0]]);
    let (x, s) = (array![0.4, -0.3], 0.7);
    let p_t = array![[0.3, -0.2], [0.1, 0.4]];
    let h_t = array![[0.2, 0.1], [-0.5, 0.3]];
    let (x_t, s_t) = (array![-0.6, 0.2], -0.4);
    let flat = |(p, h, x, s): (Array2<f64>, Array2<f64>, Array1<f64>, f64)| -> Vec<f64> {
        p.iter().chain(&h).chain(&x).copied().chain([s]).collect()
    };
    let gradient_at = |by: f64| {
        let mut a = (Array2::zeros((2, 2)), Array2::zeros((2, 2)), Array1::zeros(2), 0.0);
        let (p, h, x) = (&p + &(by * &p_t), &h + &(by * &h_t), &x + &(by * &x_t));
        let value = squared_ad(&p, &h, &x, s + by * s_t, &mut a.0, &mut a.1, &mut a.2, &mut a.3, 1.0);
        value.expect("a regular matrix");
        flat(a)
    };
    let (_, gradient, products) =
        squared_hvp(&p, &p_t, &h, &h_t, &x, &x_t, s, s_t).expect("a regular matrix");
    let step = 1e-3;
    let [far, near, back, further] = [2.0, 1.0, -1.0, -2.0].map(|by| gradient_at(by * step));
    let expected = gradient_at(0.0);
    for (index, (gradient, product)) in flat(gradient).into_iter().zip(flat(products)).enumerate() {
        let scale = expected[index].abs().max(1.0);
        assert!(
            (gradient - expected[index]).abs() <= 1e-12 * scale,
            "{index}: {gradient} {}",
            expected[index]
        );
        let slope = (8.0 * (near[index] - back[index]) - (far[index] - further[index])) / (12.0 * step);
        assert!((product - slope).abs() <= 1e-7 * slope.abs().max(1.0), "{index}: {product} {slope}");
    }
}

#[adjoint]
#[tangent]
fn to_the(x: &Array1<f64>, power: i32) -> Array1<f64> {
    x.powi(power)
}

/// An integer is handed over in the type that the callee takes, whatever it was before the cast.
#[adjoint]
#[tangent]
fn to_its_length(x: &Array1<f64>, n: usize) -> f64 {
    to_the(&to_the(x, x.len() as i32), n as i32 - 1).sum()
}

#[test]
fn integers_are_cast_for_a_callee() {
    let x = array![0.5, -2.0, 1.5];
    let mut x_a = Array1::zeros(3);
    // (x³)² has the derivative 6 x⁵.
    assert_eq!(to_its_length_ad(&x, 3, &mut x_a, 1.0), x.powi(6).sum());
    assert!((&x_a - &(6.0 * x.powi(5))).iter().all(|off| off.abs() < 1e-12), "{x_a}");
    assert_eq!(to_its_length_t(&x, &array![1.0, 0.0, 0.0], 3).1, x_a[0]);
}
