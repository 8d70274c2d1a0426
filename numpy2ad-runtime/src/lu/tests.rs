use super::*;
use crate::testing::{layouts, matrix, vector};
use crate::{inv, try_inv};
use approx::{AbsDiffEq, assert_abs_diff_eq};

/// Every solution, in every layout of the matrix and of the right-hand sides.
fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (n, m) in [(1, 1), (1, 3), (2, 1), (3, 4), (5, 0), (16, 2), (17, 1), (33, 5), (8, 70), (130, 3)] {
        // A dominant diagonal keeps the condition number, and so the tolerance, small.
        let a = matrix::<A>(n, n, 3) + Array2::<A>::eye(n) * A::from(n).unwrap();
        let b = matrix::<A>(n, m, 4);
        let x = vector::<A>(3 * n, 5);
        for (_, a_) in layouts(&a) {
            let f = lu(&a_.view());
            assert_abs_diff_eq!(a.dot(&inv_of(&f)), Array2::eye(n), epsilon = tolerance);
            for (name, b_) in layouts(&b) {
                let (y, y_t) = (solve(&f, &b_.view()), solve_t(&f, &b_.view()));
                assert!(y.is_standard_layout() && y_t.is_standard_layout(), "{name}");
                assert_abs_diff_eq!(a.dot(&y), b, epsilon = tolerance);
                assert_abs_diff_eq!(a.t().dot(&y_t), b, epsilon = tolerance);
            }
            for x in [x.slice(s![..n]), x.slice(s![..;3]), x.slice(s![..n; -1])] {
                assert_abs_diff_eq!(a.dot(&solve_vec(&f, &x)), x, epsilon = tolerance);
                assert_abs_diff_eq!(a.t().dot(&solve_t_vec(&f, &x)), x, epsilon = tolerance);
            }
        }
    }
}

#[test]
fn solutions_solve() {
    check::<f64>(1e-12);
    check::<f32>(5e-5);
}

#[test]
fn rows_are_interchanged() {
    for n in [2, 3, 9, 40] {
        let a = Array2::from_shape_fn((n, n), |(i, j)| if (i + 1) % n == j { 2.0 } else { 0.0 });
        let b = matrix::<f64>(n, 3, 1);
        for a in [a.view(), a.t()] {
            let f = lu(&a);
            assert_abs_diff_eq!(solve(&f, &b), a.t().dot(&b) / 4.0);
            assert_abs_diff_eq!(solve_t(&f, &b), a.dot(&b) / 4.0);
            assert_abs_diff_eq!(solve_vec(&f, &b.column(1)), a.t().dot(&b.column(1)) / 4.0);
            assert_abs_diff_eq!(solve_t_vec(&f, &b.column(1)), a.dot(&b.column(1)) / 4.0);
        }
    }
}

#[test]
fn one_factorisation_serves_clones() {
    let a = matrix::<f64>(6, 6, 1);
    let f = lu(&a);
    let b = matrix::<f64>(6, 2, 2);
    assert_eq!(solve(&f.clone(), &b), solve(&f, &b));
    assert_eq!(inv_of(&f), inv(&a));
    assert_eq!(format!("{f:?}"), "Lu { n: 6, .. }");
}

#[test]
fn errors_are_those_of_the_inverse() {
    for n in [1, 2, 3, 16, 40] {
        let mut zero_row = matrix::<f64>(n, n, 1);
        zero_row.row_mut(n / 2).fill(0.0);
        for a in [Array2::<f64>::zeros((n, n)).view(), zero_row.view(), zero_row.t()] {
            assert_eq!(try_lu(&a).err(), Some(LinalgError::Singular));
            assert_eq!(try_inv(&a).err(), Some(LinalgError::Singular));
        }
    }
    let error = LinalgError::NotSquare { rows: 2, cols: 0 };
    assert_eq!(try_lu(&Array2::<f32>::zeros((2, 0))).err(), Some(error));
}

#[test]
fn nan_and_infinity_flow_through() {
    for n in [1, 2, 5, 20] {
        let b = Array2::<f64>::ones((n, 3));
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let f = lu(&Array2::from_elem((n, n), bad));
            assert!(solve(&f, &b).iter().all(|x| x.is_nan()) || n == 1);
            assert!(solve_t_vec(&f, &b.column(0)).iter().all(|x| x.is_nan()) || n == 1);
            // A column of zeros: there is a pivot of 0, and yet no saying that it is singular.
            let mut zeros = Array2::zeros((n, n));
            zeros[(n - 1, n - 1)] = bad;
            if n > 1 {
                let f = lu(&zeros);
                assert!(solve(&f, &b).iter().all(|x| x.is_nan()));
                assert_eq!(solve(&f, &b).dim(), (n, 3));
                assert!(solve_vec(&f, &b.column(1)).iter().all(|x| x.is_nan()));
            }
        }
        let f = lu(&Array2::eye(n));
        assert!(solve(&f, &(b * f64::NAN)).iter().all(|x| x.is_nan()));
    }
}

#[test]
fn empty() {
    let f = lu(&Array2::<f64>::zeros((0, 0)));
    assert_eq!(inv_of(&f).dim(), (0, 0));
    assert_eq!(solve(&f, &Array2::zeros((0, 3))).dim(), (0, 3));
    assert_eq!(solve_t_vec(&f, &Array1::zeros(0)).dim(), 0);
    assert_eq!(solve_t(&lu(&array![[2.0]]), &Array2::zeros((1, 0))).dim(), (1, 0));
}

#[test]
#[should_panic(expected = "no inverse: singular matrix")]
fn singular_panics() {
    lu(&array![[1.0, 2.0], [2.0, 4.0]]);
}

#[test]
#[should_panic(expected = "no inverse: matrix is not square: 2 × 3")]
fn not_square_panics() {
    lu(&Array2::<f64>::zeros((2, 3)));
}

fn eye() -> Lu<f64> {
    lu(&Array2::eye(3))
}

#[test]
#[should_panic(expected = "inputs 3 × 3 and 2 × 4 are not compatible for solving")]
fn solve_misfit() {
    solve(&eye(), &Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "inputs 3 × 3 and 4 × 3 are not compatible for solving")]
fn solve_t_misfit() {
    solve_t(&eye(), &Array2::zeros((4, 3)));
}

#[test]
#[should_panic(expected = "inputs 3 × 3 and 2 are not compatible for solving")]
fn solve_vec_misfit() {
    solve_vec(&eye(), &Array1::zeros(2));
}

#[test]
#[should_panic(expected = "with the transposed matrix")]
fn solve_t_vec_misfit() {
    solve_t_vec(&eye(), &Array1::zeros(4));
}
