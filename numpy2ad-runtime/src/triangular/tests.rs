use super::*;
use crate::testing::{layouts, matrix, vector};
use crate::{inv_of, solve, solve_t, solve_t_vec, solve_vec};
use approx::{AbsDiffEq, assert_abs_diff_eq};

/// A triangle, and the same with NaN in the other one. A dominant diagonal keeps the condition
/// number, and so the tolerance, small.
fn triangle<A: Real>(n: usize, upper: bool) -> (Array2<A>, Array2<A>) {
    let full = matrix::<A>(n, n, 3) + Array2::<A>::eye(n) * A::from(n).unwrap();
    let outside = |i, j| if upper { j < i } else { i < j };
    let fill =
        |with: A| Array2::from_shape_fn((n, n), |(i, j)| if outside(i, j) { with } else { full[(i, j)] });
    (fill(A::zero()), fill(A::nan()))
}

fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (n, m) in [(1, 1), (1, 3), (2, 1), (3, 4), (5, 0), (16, 2), (17, 1), (33, 5), (8, 70), (130, 3)] {
        let (b, x) = (matrix::<A>(n, m, 4), vector::<A>(3 * n, 5));
        for is_upper in [false, true] {
            let (a, with_nan) = triangle::<A>(n, is_upper);
            // Large matrices in two layouts are enough.
            let few = if n > 40 { 2 } else { 8 };
            for (_, a_) in layouts(&with_nan).into_iter().take(few) {
                let a_ = a_.view();
                let f = if is_upper { upper(&a_) } else { lower(&a_) };
                let inverse = inv_of(&f);
                assert!(inverse.is_standard_layout());
                assert_abs_diff_eq!(a.dot(&inverse), Array2::eye(n), epsilon = tolerance);
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
}

#[test]
fn solutions_solve() {
    check::<f64>(1e-12);
    check::<f32>(5e-5);
}

#[test]
fn zero_on_the_diagonal_is_an_error() {
    for n in [1, 2, 17] {
        for at in [0, n / 2, n - 1] {
            let mut a = Array2::<f64>::eye(n);
            a[(at, at)] = -0.0;
            assert_eq!(try_lower(&a).err(), Some(LinalgError::Singular));
            assert_eq!(try_upper(&a).err(), Some(LinalgError::Singular));
        }
    }
    let error = LinalgError::NotSquare { rows: 2, cols: 3 };
    assert_eq!(try_lower(&Array2::<f32>::ones((2, 3))).err(), Some(error));
    assert_eq!(try_upper(&Array2::<f32>::ones((2, 3))).err(), Some(error));
}

#[test]
fn nan_and_infinity_flow_through() {
    for n in [1, 2, 5, 20, 70] {
        let b = Array1::<f64>::ones(n);
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut a = Array2::eye(n);
            a[(n - 1, 0)] = bad;
            assert!(solve_vec(&lower(&a), &b).iter().any(|x| !x.is_normal()));
            assert!(inv_of(&lower(&a)).iter().any(|x| x.is_nan() || x.is_infinite() || n == 1));
            assert!(solve_vec(&upper(&a.t()), &b).iter().any(|x| !x.is_normal()));
            assert!(inv_of(&upper(&a.t())).iter().any(|x| x.is_nan() || x.is_infinite() || n == 1));
        }
    }
}

#[test]
fn empty() {
    let none = Array2::<f64>::zeros((0, 0));
    assert_eq!(inv_of(&lower(&none)).dim(), (0, 0));
    assert_eq!(inv_of(&upper(&none)).dim(), (0, 0));
    assert_eq!(solve(&lower(&none), &Array2::zeros((0, 3))).dim(), (0, 3));
    assert_eq!(solve_t(&upper(&array![[2.0]]), &Array2::zeros((1, 0))).dim(), (1, 0));
}

#[test]
#[should_panic(expected = "no inverse: singular matrix")]
fn singular_lower_panics() {
    lower(&array![[1.0, 2.0], [2.0, 0.0]]);
}

#[test]
#[should_panic(expected = "no inverse: matrix is not square: 2 × 3")]
fn not_square_upper_panics() {
    upper(&Array2::<f64>::zeros((2, 3)));
}

#[test]
#[should_panic(expected = "with the transposed matrix")]
fn solve_misfit() {
    solve_t(&lower(&Array2::<f64>::eye(2)), &Array2::zeros((3, 1)));
}
