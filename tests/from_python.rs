//! What `numpy2ad rust` makes of Python functions is ordinary Rust without a warning, has adjoints, and computes what
//! the Python functions compute: the numbers are NumPy's.
#![deny(warnings)]
#![allow(
    clippy::deprecated_cfg_attr,
    reason = "`#[rustfmt::skip]` itself would have rustc expand the functions last to first, and calls not know their callees"
)]

#[allow(dead_code, reason = "compiled, and not called")]
#[cfg_attr(rustfmt, rustfmt::skip)]
#[path = "../numpy2ad-core/tests/ndarray_source/rules.rs"]
mod rules;

#[cfg_attr(rustfmt, rustfmt::skip)]
#[path = "../numpy2ad-core/tests/ndarray_source/language.rs"]
mod language;

use language::{
    chosen, chosen_ad, elements, elements_ad, flat, kernel, lengths, nll, nll_ad, normalised, normalised_ad,
    pairs_of, pairs_of_ad, parts_of, parts_of_ad, reshaped, shapes, solved, spectrum, stacked, statistics,
    two, uses_last,
};
use ndarray::prelude::*;

fn matrix(rows: usize, columns: usize, shift: f64) -> Array2<f64> {
    Array2::from_shape_fn((rows, columns), |(i, j)| ((i * columns + j) as f64 * 0.7 + shift).sin())
}

fn vector(length: usize, shift: f64) -> Array1<f64> {
    Array1::from_shape_fn(length, |i| (i as f64 * 0.9 + shift).cos())
}

/// `m = lambda r, c, k: np.sin(np.arange(r * c).reshape(r, c) * 0.7 + k)`,
/// `v = lambda n, k: np.cos(np.arange(n) * 0.9 + k)`.
#[test]
fn the_numbers_are_those_of_numpy() {
    let (x, y, theta) = (matrix(5, 2, 0.1), vector(5, 0.2), vector(4, 0.3) * 0.5);
    let eye = Array2::<f64>::eye;
    let p = matrix(3, 3, 0.5).dot(&matrix(3, 3, 0.5).t()) + eye(3);
    let a = matrix(3, 3, 0.5) + eye(3) * 2.0;
    let z = vector(3, 0.4);
    let (step, lower, size) = uses_last(&a, &z, 2);
    let numbers = [
        (kernel(&x, &theta).sum(), 1.621060119582e+01),
        (nll(&x, &y, &theta), 1.572242294623e+00),
        (flat(&x, &y, &theta), 3.934681642200e+01),
        (two(&vector(3, 0.1), &p, &matrix(2, 3, 0.4), &eye(2), &vector(2, 0.5)), 3.751905437713e+00),
        (spectrum(&(matrix(3, 3, 0.9) + eye(3) * 2.0)), 7.506402234786e+01),
        (statistics(&matrix(4, 3, 0.3), &vector(3, 0.2), 0.1), -7.450193896441e+00),
        (shapes(&matrix(4, 3, 0.3), &vector(4, 0.2)), 2.697099328269e+01),
        (elements(&a, &z, 1), -1.100713402587e+00),
        (parts_of(&a, &z, 1), 2.229885355076e+01),
        (parts_of(&a, &z, -2), 2.229885355076e+01),
        (lengths(&a, 3), 3.150773529047e+01),
        (reshaped(&a, &z).sum(), 1.713601292702e+02),
        (chosen(&a, &z, 0.3, 0.7, 2), 3.370358436331e+01),
        (chosen(&a, &z, -0.3, -0.7, 3), 2.597399145313e+01),
        (pairs_of(&a, &(&z * &z), 0.4), 4.564591650126e+01),
        (normalised(&a, &z), -1.231381089751e+00),
        (step + lower.sum() + size, 1.399766731193e+04),
        (solved(&a, &z, &matrix(3, 2, 0.3)), 3.829062663593e+01),
        (stacked(&z, &vector(3, 0.9), &a), 3.997873164572e+01),
    ];
    for (index, (found, expected)) in numbers.into_iter().enumerate() {
        assert!((found - expected).abs() < 1e-11 * expected.abs(), "{index}: {found} is {expected}");
    }
}

/// The derivative by a common change of all elements of the first array, against differences.
#[test]
fn the_adjoints_are_slopes() {
    let (a, x) = (matrix(3, 3, 0.5) + Array2::<f64>::eye(3) * 2.0, vector(3, 0.4));
    let squares = &x * &x;
    let (points, y, theta) = (matrix(5, 2, 0.1), vector(5, 0.2), vector(4, 0.3) * 0.5);
    let slope = |f: &dyn Fn(f64) -> f64| (f(1e-6) - f(-1e-6)) / 2e-6;
    let (mut a_a, mut x_a, mut s_a, mut t_a);
    let mut found = Vec::new();
    macro_rules! adjoint {
        ($adjoint:expr) => {{
            (a_a, x_a, s_a, t_a) = (Array2::zeros(a.dim()), Array1::zeros(3), 0.0, 0.0);
            let _ = $adjoint;
            let _: (f64, f64) = (s_a, t_a);
            a_a.sum()
        }};
    }
    found.push((
        adjoint!(elements_ad(&a, &x, 1, &mut a_a, &mut x_a, 1.0)),
        slope(&|d| elements(&(&a + d), &x, 1)),
    ));
    found.push((
        adjoint!(parts_of_ad(&a, &x, -2, &mut a_a, &mut x_a, 1.0)),
        slope(&|d| parts_of(&(&a + d), &x, -2)),
    ));
    found.push((
        adjoint!(normalised_ad(&a, &x, &mut a_a, &mut x_a, 1.0)),
        slope(&|d| normalised(&(&a + d), &x)),
    ));
    found.push((
        adjoint!(chosen_ad(&a, &x, 0.3, 0.7, 2, &mut a_a, &mut x_a, &mut s_a, &mut t_a, 1.0)),
        slope(&|d| chosen(&(&a + d), &x, 0.3, 0.7, 2)),
    ));
    found.push((
        adjoint!(pairs_of_ad(&a, &squares, 0.4, &mut a_a, &mut x_a, &mut s_a, 1.0)),
        slope(&|d| pairs_of(&(&a + d), &squares, 0.4)),
    ));
    let (mut points_a, mut y_a, mut theta_a) = (Array2::zeros((5, 2)), Array1::zeros(5), Array1::zeros(4));
    nll_ad(&points, &y, &theta, &mut points_a, &mut y_a, &mut theta_a, 1.0);
    found.push((theta_a.sum(), slope(&|d| nll(&points, &y, &(&theta + d)))));
    for (index, (adjoint, slope)) in found.into_iter().enumerate() {
        assert!((adjoint - slope).abs() < 1e-7 * slope.abs().max(1.0), "{index}: {adjoint} {slope}");
    }
}
