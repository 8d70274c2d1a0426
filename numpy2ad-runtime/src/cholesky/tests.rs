use super::*;
use crate::testing::{layouts, matrix, vector};
use crate::{definite, inv_of, lu, solve, solve_t, solve_t_vec, solve_vec, sym_mat_mul, try_definite};
use approx::{AbsDiffEq, assert_abs_diff_eq, assert_relative_eq};

/// Symmetric, with eigenvalues between 1 and a few.
fn spd<A: Real>(n: usize) -> Array2<A> {
    let x = matrix::<A>(n, n, 3);
    x.t().dot(&x) / A::from(n.max(1)).unwrap() + Array2::<A>::eye(n)
}

/// `a`, with NaN where no symmetric matrix has to be read.
fn lower_only<A: Real>(a: &Array2<A>) -> Array2<A> {
    Array2::from_shape_fn(a.dim(), |(i, j)| if i < j { A::nan() } else { a[(i, j)] })
}

/// Every solution with the factorisations of `given`, of which `a` is what is meant.
fn check_solutions<A: Real + AbsDiffEq<Epsilon = A>>(
    f: &impl Factorised<A>,
    a: &Array2<A>,
    m: usize,
    tolerance: A,
) {
    let n = a.nrows();
    let (b, x) = (matrix::<A>(n, m, 4), vector::<A>(3 * n, 5));
    assert_eq!(f.order(), n);
    let inverse = inv_of(f);
    assert!(inverse.is_standard_layout());
    assert_abs_diff_eq!(a.dot(&inverse), Array2::eye(n), epsilon = tolerance);
    for (name, b_) in layouts(&b) {
        let (y, y_t) = (solve(f, &b_.view()), solve_t(f, &b_.view()));
        assert!(y.is_standard_layout() && y_t.is_standard_layout(), "{name}");
        assert_abs_diff_eq!(a.dot(&y), b, epsilon = tolerance);
        assert_abs_diff_eq!(y_t, y);
    }
    for x in [x.slice(s![..n]), x.slice(s![..;3]), x.slice(s![..n; -1])] {
        assert_abs_diff_eq!(a.dot(&solve_vec(f, &x)), x, epsilon = tolerance);
        assert_abs_diff_eq!(solve_t_vec(f, &x), solve_vec(f, &x));
    }
}

fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (n, m) in [(1, 1), (1, 3), (2, 1), (3, 4), (5, 0), (16, 2), (17, 1), (33, 5), (8, 70), (130, 3)] {
        let a = spd::<A>(n);
        // Large matrices in two layouts are enough.
        let few = if n > 40 { 2 } else { 8 };
        for ((_, a_), (_, lower)) in layouts(&a).into_iter().zip(layouts(&lower_only(&a))).take(few) {
            check_solutions(&cholesky(&lower.view()), &a, m, tolerance);
            check_solutions(&definite(&a_.view()), &a, m, tolerance);
        }
    }
}

#[test]
fn solutions_solve() {
    check::<f64>(1e-12);
    check::<f32>(1e-4);
}

#[test]
fn the_inverse_is_exactly_symmetric() {
    for n in [1, 2, 7, 20, 65] {
        let mut by_columns = Array2::zeros((n, n).f());
        by_columns.assign(&lower_only(&spd::<f64>(n)));
        for a in [lower_only(&spd::<f64>(n)), by_columns] {
            let inverse = inv_of(&cholesky(&a));
            assert_eq!(inverse, inverse.t());
        }
    }
}

#[test]
fn not_positive_definite_is_an_error() {
    for n in [1, 2, 3, 16, 40, 130] {
        for (at, value) in [(0, 0.0), (n - 1, 0.0), (n / 2, -1.0), (n - 1, -1e-300)] {
            let mut a = Array2::<f64>::eye(n);
            a[(at, at)] = value;
            for (name, a) in layouts(&a) {
                let error = Some(LinalgError::NotPositiveDefinite);
                assert_eq!(try_cholesky(&a.view()).err(), error, "{name}");
            }
        }
    }
}

#[test]
fn the_upper_triangle_says_nothing() {
    let nan_above = array![[0.0, f64::NAN], [1.0, 1.0]];
    assert_eq!(try_cholesky(&nan_above).err(), Some(LinalgError::NotPositiveDefinite));
    assert_eq!(try_cholesky(&nan_above.t()).err(), None);
}

#[test]
fn errors_of_shape_and_of_singular_matrices() {
    let error = LinalgError::NotSquare { rows: 2, cols: 0 };
    assert_eq!(try_cholesky(&Array2::<f32>::zeros((2, 0))).err(), Some(error));
    assert_eq!(try_definite(&Array2::<f32>::zeros((2, 0))).err(), Some(error));
    for n in [1, 2, 16, 40] {
        assert_eq!(try_definite(&Array2::<f64>::zeros((n, n))).err(), Some(LinalgError::Singular));
    }
}

#[test]
fn definite_falls_back_to_lu() {
    for n in [2, 3, 17, 40] {
        // Symmetric, with eigenvalues of both signs; the rows in reverse, it is a permutation.
        let mut a = spd::<f64>(n);
        a[(n - 1, n - 1)] = -1.0;
        for a in [a.view(), a.slice(s![.., ..;-1])] {
            let (f, g, b) = (definite(&a), lu(&a), matrix::<f64>(n, 3, 1));
            assert_eq!(solve(&f, &b), solve(&g, &b));
            assert_eq!(solve_t(&f, &b), solve_t(&g, &b));
            assert_eq!(inv_of(&f), inv_of(&g));
            assert_eq!(f.order(), n);
        }
    }
}

#[test]
fn semidefinite_up_to_rounding() {
    // Rank 2 of 3: rounding decides whether there is a pivot that is 0, and on which side of it.
    let x = array![[0.1, 0.2, 0.3], [0.7, 0.4, 1.1]];
    let a: Array2<f64> = sym_mat_mul(&x.t(), &x);
    match try_definite(&a) {
        Ok(f) => assert!(inv_of(&f).iter().all(|x| x.abs() > 1e10)),
        Err(error) => assert_eq!(error, LinalgError::Singular),
    }
}

#[test]
fn nearly_singular_is_not_an_error() {
    let a: Array2<f64> = array![[1.0, 1.0], [1.0, 1.0 + 1e-12]];
    assert!(inv_of(&cholesky(&a)).iter().all(|x| x.is_finite() && x.abs() > 1e11));
    assert_relative_eq!(inv_of(&cholesky(&array![[1e-300]])), array![[1e300]], max_relative = 1e-14);
}

#[test]
fn nan_and_infinity_flow_through() {
    for n in [1, 2, 5, 20, 70] {
        let b = Array2::<f64>::ones((n, 3));
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut one = spd::<f64>(n);
            one[(n - 1, 0)] = bad;
            for a in [Array2::from_elem((n, n), bad), one] {
                let mut by_columns = Array2::zeros((n, n).f());
                by_columns.assign(&a);
                for a in [a, by_columns] {
                    let (f, g) = (cholesky(&a), definite(&a));
                    for x in [inv_of(&f), inv_of(&g), solve(&f, &b), solve_t(&g, &b)] {
                        assert!(x.iter().any(|x| !x.is_normal()), "{n} {bad}");
                    }
                    assert!(!bad.is_nan() || solve_vec(&f, &b.column(0)).iter().any(|x| x.is_nan()));
                }
            }
        }
        let eye = Array2::eye(n);
        assert!(solve(&cholesky(&eye), &(b * f64::NAN)).iter().all(|x| x.is_nan()));
    }
}

#[test]
fn empty() {
    let none = Array2::<f64>::zeros((0, 0));
    assert_eq!(inv_of(&cholesky(&none)).dim(), (0, 0));
    assert_eq!(solve(&definite(&none), &Array2::zeros((0, 3))).dim(), (0, 3));
    assert_eq!(solve_vec(&cholesky(&none), &Array1::zeros(0)).dim(), 0);
    assert_eq!(solve_t(&cholesky(&array![[2.0]]), &Array2::zeros((1, 0))).dim(), (1, 0));
}

#[test]
fn debug_is_short() {
    assert_eq!(format!("{:?}", cholesky(&array![[2.0]]).clone()), "Cholesky { n: 1, .. }");
}

#[test]
#[should_panic(expected = "no inverse: matrix is not positive definite: check the matrix")]
fn not_positive_definite_panics() {
    cholesky(&array![[1.0, 2.0], [2.0, 1.0]]);
}

#[test]
#[should_panic(expected = "no inverse: singular matrix")]
fn singular_panics() {
    definite(&array![[1.0, 2.0], [2.0, 4.0]]);
}

#[test]
#[should_panic(expected = "inputs 2 × 2 and 3 are not compatible for solving")]
fn solve_misfit() {
    solve_vec(&cholesky(&Array2::<f64>::eye(2)), &Array1::zeros(3));
}
