use super::*;
use crate::factorised::Factorised;
use crate::testing::{layouts, matrix};
use crate::{cholesky, inv, inv_of, lu, solve, solve_t, sym_mat_mul, try_inv};
use approx::{AbsDiffEq, assert_abs_diff_eq};
use ndarray::ShapeBuilder;

const LARGE: usize = SMALL + 1;

/// Symmetric to the last bit, with eigenvalues between 1 and a few.
fn definite<A: Real>(n: usize) -> Array2<A> {
    let x = matrix::<A>(n, n, 3) / A::from(n.max(1)).unwrap().sqrt();
    sym_mat_mul(&x.t(), &x) + Array2::<A>::eye(n)
}

fn is_cholesky<A: Real>(f: &Factors<A>) -> bool {
    f.0.as_cholesky().is_some()
}

fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for n in [1, 2, SMALL, LARGE, 40, 70, 130] {
        let (a, b) = (definite::<A>(n), matrix::<A>(n, 3, 4));
        for (name, a_) in layouts(&a) {
            let f = factors(&a_.view());
            assert_eq!(is_cholesky(&f), n > SMALL, "{name} {n}");
            assert_eq!(f.order(), n);
            assert_abs_diff_eq!(a.dot(&solve(&f, &b)), b, epsilon = tolerance);
            assert_abs_diff_eq!(a.dot(&solve_t(&f, &b)), b, epsilon = tolerance);
            assert_abs_diff_eq!(a.dot(&inv_of(&f)), Array2::eye(n), epsilon = tolerance);
            assert_eq!(inv(&a_.view()), inv_of(&f));
            let (sign, ln) = f.sln_det();
            let (sign_lu, ln_lu) = lu(&a).sln_det();
            assert_abs_diff_eq!(sign, sign_lu);
            assert!((ln - ln_lu).abs() <= tolerance * ln_lu.abs().max(A::one()));
        }
        let f = factors_into(a.clone());
        assert_eq!(is_cholesky(&f), n > SMALL);
        assert_eq!(inv_of(&f), inv_of(&factors(&a)));
    }
}

#[test]
fn symmetric_positive_definite_is_factorised_by_cholesky() {
    check::<f64>(1e-12);
    check::<f32>(1e-4);
}

/// That the factorisation is the one with partial pivoting, to the last bit.
fn is_lu(a: &Array2<f64>) {
    let (f, b) = (lu(a), matrix::<f64>(a.nrows(), 3, 1));
    for g in
        [factors(a), factors_into(a.clone()), try_factors(a).unwrap(), try_factors_into(a.clone()).unwrap()]
    {
        assert!(!is_cholesky(&g));
        assert_eq!(solve(&g, &b), solve(&f, &b));
        assert_eq!(solve_t(&g, &b), solve_t(&f, &b));
        assert_eq!(inv_of(&g), inv_of(&f));
        assert_eq!(g.sln_det(), f.sln_det());
    }
}

#[test]
fn one_entry_that_differs_is_enough() {
    for n in [LARGE, 48, 70] {
        let a = definite::<f64>(n);
        for (i, j) in
            [(0, 1), (1, 0), (n - 1, 0), (0, n - 1), (n - 1, n - 2), (n - 2, n - 1), (17, 16), (15, 31)]
        {
            let mut a = a.clone();
            a[(i, j)] = a[(i, j)].next_up();
            is_lu(&a);
        }
    }
}

#[test]
fn symmetric_indefinite_is_left_as_it_was() {
    for n in [LARGE, 40, 70, 150] {
        // The diagonal is positive; that an eigenvalue is not shows at the first pivots, or at the last.
        for at in [(1, 0), (n - 1, n - 2), (n / 2, 3)] {
            let mut a = definite::<f64>(n);
            a[at] = 1000.0;
            a[(at.1, at.0)] = 1000.0;
            is_lu(&a);
        }
        let mut negative = definite::<f64>(n);
        negative[(n - 1, n - 1)] = -1.0;
        is_lu(&negative);
    }
}

#[test]
fn other_layouts_in_place() {
    for n in [LARGE, 70] {
        let mut columns = Array2::zeros((n, n).f());
        columns.assign(&definite::<f64>(n));
        let expected = inv_of(&cholesky(&columns));
        assert_abs_diff_eq!(inv_of(&factors_into(columns)), expected, epsilon = 1e-13);
    }
}

#[test]
fn nan_and_infinity_flow_through_symmetric_matrices() {
    for n in [LARGE, 70] {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for at in [(0, 0), (n - 1, 0), (n - 1, n - 1), (n / 2, n / 2)] {
                let mut a = definite::<f64>(n);
                a[at] = bad;
                a[(at.1, at.0)] = bad;
                assert!(inv_of(&factors(&a)).iter().any(|x| !x.is_normal()), "{n} {bad} {at:?}");
                assert!(inv_of(&factors_into(a)).iter().any(|x| !x.is_normal()), "{n} {bad} {at:?}");
            }
        }
    }
}

#[test]
fn singular_and_symmetric_is_an_error() {
    for n in [LARGE, 70] {
        let ones = Array2::<f64>::ones((n, n));
        assert_eq!(try_factors(&ones).err(), Some(LinalgError::Singular));
        assert_eq!(try_factors_into(ones.clone()).err(), Some(LinalgError::Singular));
        assert_eq!(try_inv(&ones).err(), Some(LinalgError::Singular));
    }
}

#[test]
fn factors_in_place_are_the_same() {
    for n in [0, 1, 2, 5, 20, 40, 130] {
        let (a, b) = (matrix::<f64>(n, n, 1), matrix::<f64>(n, 3, 2));
        let f = lu(&a);
        assert_eq!(solve(&factors_into(a.clone()), &b), solve(&f, &b));
        assert_eq!(solve_t(&factors_into(a.t().to_owned()), &b), solve_t(&lu(&a.t()), &b));
        for bad in [f64::NAN, f64::INFINITY] {
            let f = factors_into(Array2::from_elem((n, n), bad));
            assert!(solve(&f, &b).iter().all(|x| x.is_nan()) || n == 1);
        }
        if n > 1 {
            let mut zero_row = a;
            zero_row.row_mut(n / 2).fill(0.0);
            assert_eq!(try_factors_into(zero_row.t().to_owned()).err(), Some(LinalgError::Singular));
            assert_eq!(try_factors_into(zero_row.clone()).err(), Some(LinalgError::Singular));
            zero_row[(0, n - 1)] = f64::NAN;
            assert!(try_factors_into(zero_row).is_ok());
        }
    }
    let error = LinalgError::NotSquare { rows: 2, cols: 0 };
    assert_eq!(try_factors_into(Array2::<f32>::zeros((2, 0))).err(), Some(error));
}
