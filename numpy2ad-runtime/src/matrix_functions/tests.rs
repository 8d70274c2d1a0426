use super::*;
use crate::testing::{layouts, matrix};
use approx::assert_abs_diff_eq;

#[test]
fn powers_are_products() {
    let a = matrix::<f64>(5, 5, 3) + Array2::<f64>::eye(5) * 2.0;
    let mut expected = Array2::eye(5);
    for n in 0..12 {
        for (name, a) in layouts(&a) {
            let power = matrix_power(&a.view(), n);
            assert!((&power - &expected).iter().all(|x| x.abs() < 1e-13 * 3.0_f64.powi(n)), "{name}");
            let product = matrix_power(&a.view(), -n).dot(&power);
            assert_abs_diff_eq!(product, Array2::eye(5), epsilon = 1e-9);
        }
        expected = expected.dot(&a);
    }
    assert_eq!(matrix_power(&Array2::<f32>::zeros((0, 0)), 3).dim(), (0, 0));
}

#[test]
#[should_panic(expected = "singular matrix")]
fn a_singular_matrix_has_no_negative_power() {
    matrix_power(&Array2::<f64>::zeros((2, 2)), -1);
}

/// The sum of the series, in as many steps as the matrix is large.
fn series(a: &Array2<f64>, steps: i32) -> Array2<f64> {
    let small = a / f64::from(steps);
    let (mut term, mut sum) = (Array2::eye(a.nrows()), Array2::eye(a.nrows()));
    for k in 1..30 {
        term = term.dot(&small) / f64::from(k);
        sum += &term;
    }
    matrix_power(&sum, steps)
}

#[test]
fn exponentials_are_those_of_the_series() {
    // A norm for each degree, and some that are squared.
    for (scale, steps) in [(1e-3, 1), (0.05, 1), (0.2, 1), (0.5, 2), (1.5, 8), (8.0, 64)] {
        let a = matrix::<f64>(6, 6, 5) * scale;
        for (name, a_) in layouts(&a) {
            let (found, expected) = (expm(&a_.view()), series(&a, steps));
            let norm = expected.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
            assert!((&found - &expected).iter().all(|x| x.abs() < 2e-13 * norm), "{name}: {scale}");
        }
    }
    let single = expm(&array![[0.0_f32, 1.0], [0.0, 0.0]]);
    assert_eq!(single, array![[1.0, 1.0], [0.0, 1.0]]);
}

#[test]
fn nan_and_infinity_make_nan() {
    for bad in [f64::NAN, f64::INFINITY] {
        let mut a = Array2::<f64>::eye(3);
        a[(0, 2)] = bad;
        assert!(expm(&a).iter().all(|x| x.is_nan()));
        assert!(pinv(&a).iter().all(|x| x.is_nan()));
        assert!(matrix_power(&a, 2).iter().any(|x| !x.is_finite()));
    }
    assert_eq!(expm(&Array2::<f64>::zeros((0, 0))).dim(), (0, 0));
}

#[test]
fn pseudo_inverses_hold_penrose_conditions() {
    for (m, n, rank) in [(3, 3, 3), (5, 2, 2), (2, 5, 2), (6, 4, 2), (4, 4, 0), (0, 3, 0), (3, 0, 0)] {
        let a = matrix::<f64>(m, rank, 1).dot(&matrix::<f64>(rank, n, 2));
        for (name, a_) in layouts(&a) {
            let p = pinv(&a_.view());
            assert_eq!(p.dim(), (n, m), "{name}");
            assert_abs_diff_eq!(a.dot(&p).dot(&a), a, epsilon = 1e-12);
            assert_abs_diff_eq!(p.dot(&a).dot(&p), p, epsilon = 1e-11);
            assert_abs_diff_eq!(a.dot(&p), a.dot(&p).reversed_axes(), epsilon = 1e-12);
            assert_abs_diff_eq!(p.dot(&a), p.dot(&a).reversed_axes(), epsilon = 1e-12);
        }
    }
}

#[test]
fn cholesky_reads_one_triangle() {
    for n in [0, 1, 2, 5, 33, 130] {
        let x = matrix::<f64>(n, n, 4);
        let a = x.dot(&x.t()) + Array2::<f64>::eye(n);
        let mut half = a.clone();
        half.indexed_iter_mut().filter(|((i, j), _)| i < j).for_each(|(_, x)| *x = f64::NAN);
        for (name, a_) in layouts(&half) {
            let l = cholesky_factor(&a_.view());
            assert!(l.is_standard_layout(), "{name}");
            assert!(l.indexed_iter().all(|((i, j), x)| i >= j || *x == 0.0), "{name}");
            assert_abs_diff_eq!(l.dot(&l.t()), a, epsilon = 1e-11);
        }
    }
    let indefinite = array![[1.0, 2.0], [2.0, 1.0]];
    assert_eq!(try_cholesky_factor(&indefinite), Err(LinalgError::NotPositiveDefinite));
    let nan = array![[1.0, 0.0], [f64::NAN, 1.0]];
    assert!(cholesky_factor(&nan)[(1, 1)].is_nan());
}
