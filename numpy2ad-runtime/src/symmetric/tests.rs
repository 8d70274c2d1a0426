use super::*;
use crate::testing::{layouts, matrix};
use approx::{AbsDiffEq, assert_abs_diff_eq};

fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (n, k) in [(0, 3), (3, 0), (1, 1), (1, 5), (5, 1), (16, 3), (17, 2), (20, 0), (33, 20)] {
        let (x, m, d) = (matrix::<A>(k, n, 1), matrix::<A>(k, k, 2), matrix::<A>(n, n, 3));
        // Xᵀ · ((M + Mᵀ) · X), and D + Dᵀ.
        let (b, c) = ((&m + &m.t()).dot(&x), &d + &d.t());
        let expected = x.t().dot(&b);
        for (_, a) in layouts(&x.t().to_owned()) {
            for (_, b) in layouts(&b) {
                let (a, b) = (a.view(), b.view());
                let product = sym_mat_mul(&a, &b);
                assert!(product.is_standard_layout());
                assert_eq!(product, product.t());
                assert_abs_diff_eq!(product, expected, epsilon = tolerance);
                for (name, mut target) in layouts(&c) {
                    add_sym_mat_mul(&mut target.view_mut(), &a, &b);
                    assert_eq!(target.view(), target.view().t(), "{name}");
                    assert_abs_diff_eq!(target.view(), &c + &expected, epsilon = tolerance);
                    sub_sym_mat_mul(&mut target.view_mut(), &a, &b);
                    sub_sym_mat_mul(&mut target.view_mut(), &a, &b);
                    assert!(target.gaps_untouched(), "{name}");
                    assert_eq!(target.view(), target.view().t(), "{name}");
                    assert_abs_diff_eq!(target.view(), &c - &expected, epsilon = tolerance);
                }
            }
        }
    }
}

#[test]
fn products_are_exactly_symmetric() {
    check::<f64>(1e-12);
    check::<f32>(1e-3);
}

#[test]
fn the_mirror_reaches_every_element() {
    for n in [0, 1, 2, 15, 16, 17, 31, 33, 70] {
        let a = matrix::<f64>(n, n, 1);
        for (name, mut a_) in layouts(&a) {
            mirror_lower(&mut a_.view_mut());
            let expected = Array2::from_shape_fn((n, n), |(i, j)| a[(i.max(j), i.min(j))]);
            assert_eq!(a_.view(), expected, "{name}");
            assert!(a_.gaps_untouched(), "{name}");
        }
    }
}

#[test]
fn nan_flows_through() {
    for n in [3, 40] {
        let mut x = Array2::<f64>::ones((2, n));
        x[(0, 1)] = f64::NAN;
        let product = sym_mat_mul(&x.t(), &x);
        let nan = |(i, j)| i == 1 || j == 1;
        assert!(product.indexed_iter().all(|(at, x)| x.is_nan() == nan(at)));
    }
}

#[test]
#[should_panic(expected = "inputs 3 × 2 and 2 × 4 are not compatible for symmetric")]
fn misfit() {
    sym_mat_mul(&Array2::<f64>::zeros((3, 2)), &Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "and output 3 × 4 are not compatible for symmetric")]
fn output_misfit() {
    let x = Array2::<f64>::zeros((2, 3));
    add_sym_mat_mul(&mut Array2::zeros((3, 4)), &x.t(), &x);
}

#[test]
fn mirrored_products_are_exactly_symmetric_where_the_middle_is() {
    for (n, k) in [(0, 3), (3, 0), (3, 5), (33, 20), (50, 7), (40, 0)] {
        let (x, m, d) = (matrix::<f64>(n, k, 1), matrix::<f64>(k, k, 2), matrix::<f64>(n, n, 3));
        for (m, symmetric) in [(&m + &m.t(), true), (m, false)] {
            let b = m.dot(&x.t());
            let expected = x.dot(&b);
            let product = mirrored_mat_mul(&x, &b, &m);
            assert_abs_diff_eq!(product, expected, epsilon = 1e-12);
            assert!(n <= SMALL || k < 2 || (product == product.t()) == symmetric, "{n} {k}");
            for c in [&d + &d.t(), d.clone()] {
                let (mut sum, mut difference) = (c.clone(), c.clone());
                add_mirrored_mat_mul(&mut sum, &x, &b, &m);
                sub_mirrored_mat_mul(&mut difference, &x, &b, &m);
                assert_abs_diff_eq!(sum, &c + &expected, epsilon = 1e-12);
                assert_abs_diff_eq!(difference, &c - &expected, epsilon = 1e-12);
                assert!(n <= SMALL || !symmetric || (sum == sum.t()) == (c == c.t()));
            }
        }
    }
}

#[test]
#[should_panic(expected = "are not compatible for matrix multiplication")]
fn mirrored_misfit() {
    mirrored_mat_mul(&Array2::<f64>::zeros((2, 3)), &Array2::zeros((2, 2)), &Array2::zeros((3, 3)));
}
