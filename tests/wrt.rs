//! `wrt(..)`: derivatives by some of the parameters.

mod support;

use ndarray::prelude::*;
use numpy2ad::linalg::inv;
use numpy2ad::{adjoint, tangent};

#[adjoint(wrt(x, s))]
#[tangent(wrt(x, s))]
fn filtered(m: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>, s: f64) -> f64 {
    let r = inv(m).dot(&(x - y));
    s * r.dot(&r)
}

/// The same function of what derivatives are wanted by.
mod of_two {
    use super::*;

    fn operands(n: usize) -> (Array2<f64>, Array1<f64>) {
        let m =
            Array2::from_shape_fn((n, n), |(i, j)| if i == j { 3.0 } else { 1.0 / (1 + i + 2 * j) as f64 });
        (m, Array1::from_shape_fn(n, |i| 0.5 - i as f64))
    }

    fn primal(x: &Array1<f64>, s: f64) -> f64 {
        let (m, y) = operands(x.len());
        filtered(&m, x, &y, s)
    }

    fn primal_ad(x: &Array1<f64>, s: f64, x_a: &mut ArrayRef1<f64>, s_a: &mut f64, out_a: f64) -> f64 {
        let (m, y) = operands(x.len());
        filtered_ad(&m, x, &y, s, x_a, s_a, out_a)
    }

    fn primal_t(x: &Array1<f64>, x_t: &ArrayRef1<f64>, s: f64, s_t: f64) -> (f64, f64) {
        let (m, y) = operands(x.len());
        filtered_t(&m, x, x_t, &y, s, s_t)
    }

    crate::check_function!(primal, primal_ad, primal_t, plain, scalar, [(vector "m" Any), (scalar "" Any)]);
}

#[test]
fn what_is_not_wanted_is_not_computed() {
    let adjoint = |options: &str| {
        let item = "fn f(m: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { m.dot(&x.exp()) }";
        let options = options.parse().expect("tokens");
        numpy2ad_core::rust::adjoint(options, item.parse().expect("tokens")).to_string()
    };
    assert!(adjoint("").contains("add_outer"));
    assert!(!adjoint("wrt(x)").contains("add_outer"));
    // The exponential is no part of the adjoint by `m` but for its factor.
    assert!(!adjoint("wrt(m)").contains("x_a"));
}
