//! faer's kernels for one triangle of a matrix.

use super::panels::{self, Panel};
use super::{FEW, accum, mat, mat_mut, with_scratch};
use crate::Real;
use crate::loops::Write;
use crate::memory::{Memory, full};
use faer::linalg::cholesky::llt::{factor, factor::LltParams, inverse, solve};
use faer::linalg::matmul::triangular::BlockStructure::{Rectangular, TriangularLower};
use faer::linalg::matmul::triangular::matmul;
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::linalg::triangular_solve::solve_lower_triangular_in_place;
use faer::traits::RealField;
use faer::{Auto, Par};
use ndarray::prelude::*;

/// `c += alpha * L · b` or `c = alpha * L · b`.
pub(in crate::backend) fn lower_gemm<A: Real + RealField>(
    write: Write,
    alpha: A,
    l: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    let (l, b, c) = (mat(l), mat(b), mat_mut(c));
    matmul(c, Rectangular, accum(write), l, TriangularLower, b, Rectangular, alpha, Par::Seq);
}

/// `c += alpha * a · b` or `c = alpha * a · b` for the lower triangle of `c`.
pub(in crate::backend) fn gemm_lower<A: Real + RealField + Panel>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    if panels::right_pays(a, b) {
        return panels::gemm_lower(write, alpha, a, b, c);
    }
    let (a, b, c) = (mat(a), mat(b), mat_mut(c));
    matmul(c, TriangularLower, accum(write), a, Rectangular, b, Rectangular, alpha, Par::Seq);
}

/// Solves in place of `b`.
pub(in crate::backend) fn solve_lower<A: Real + RealField>(l: &ArrayRef2<A>, b: &mut ArrayRef2<A>) {
    solve_lower_triangular_in_place(mat(l), mat_mut(b), Par::Seq);
}

/// Inverts in place of the identity; small matrices faster as systems, as `super::FEW` says.
pub(in crate::backend) fn invert_lower<A: Real + RealField>(l: &ArrayRef2<A>, out: &mut ArrayRef2<A>) {
    if l.nrows() <= FEW {
        return solve_lower(l, out);
    }
    invert_lower_triangular(mat_mut(out), mat(l), Par::Seq);
}

/// Factorises in place; `false` if a pivot is not positive.
pub(in crate::backend) fn cholesky<A: Real + RealField>(memory: &mut impl Memory, a: &mut Array2<A>) -> bool {
    let blocks = LltParams { recursion_threshold: LEAF, ..Auto::<A>::auto() };
    let request = factor::cholesky_in_place_scratch::<A>(a.nrows(), Par::Seq, blocks.into());
    with_scratch(memory, request, |scratch| {
        factor::cholesky_in_place(mat_mut(a), Default::default(), Par::Seq, scratch, blocks.into()).is_ok()
    })
}

/// Up to this order faer factorises column by column. Its own choice is 64, with which a matrix of order 128 takes a fifth
/// more time, and one of order 256 a quarter.
const LEAF: usize = 16;

/// The lower triangle of the inverse.
pub(in crate::backend) fn invert_cholesky<A: Real + RealField>(
    memory: &mut impl Memory,
    l: &Array2<A>,
) -> Array2<A> {
    let n = l.nrows();
    let mut out = full(memory, Dim([n, n]), true, A::zero());
    if n <= FEW {
        out.diag_mut().fill(A::one());
        let request = solve::solve_in_place_scratch::<A>(n, n, Par::Seq);
        with_scratch(memory, request, |scratch| {
            solve::solve_in_place(mat(l), mat_mut(&mut out), Par::Seq, scratch);
        });
        return out;
    }
    with_scratch(memory, inverse::inverse_scratch::<A>(n, Par::Seq), |scratch| {
        inverse::inverse(mat_mut(&mut out), mat(l), Par::Seq, scratch);
    });
    out
}

/// What the pointers reach, in few enough steps to run under valgrind.
#[cfg(test)]
mod unsafe_paths {
    use super::*;
    use crate::memory::Heap;
    use crate::testing::{layouts, matrix};
    use approx::assert_abs_diff_eq;
    use ndarray::ShapeBuilder;

    /// A matrix with a dominant diagonal, and its lower triangle with 0 above it.
    fn dominant(n: usize) -> (Array2<f64>, Array2<f64>) {
        let a = matrix::<f64>(n, n, 3) + Array2::<f64>::eye(n) * n as f64;
        let l = Array2::from_shape_fn((n, n), |(i, j)| if i < j { 0.0 } else { a[(i, j)] });
        (a, l)
    }

    #[test]
    fn triangles_stay_inside_their_views() {
        for (n, m) in [(1, 1), (2, 3), (5, 6), (17, 3), (34, 19)] {
            let ((a, l), b) = (dominant(n), matrix::<f64>(n, m, 4));
            for ((name, a), (_, b_)) in layouts(&a).into_iter().zip(layouts(&b).into_iter().rev()) {
                let (a, b_) = (a.view(), b_.view());
                for (_, mut c) in layouts(&Array2::zeros((n, m))) {
                    lower_gemm(Write::Add, 1.0, &a, &b_, &mut c.view_mut());
                    assert_abs_diff_eq!(c.view(), l.dot(&b), epsilon = 1e-12);
                    solve_lower(&a, &mut c.view_mut());
                    assert_abs_diff_eq!(c.view(), b, epsilon = 1e-13);
                    assert!(c.gaps_untouched(), "{name}");
                }
                for (_, mut c) in layouts(&Array2::zeros((n, n))) {
                    gemm_lower(Write::Add, 1.0, &b_, &b_.t(), &mut c.view_mut());
                    let expected = b.dot(&b.t());
                    let zero = c.view().indexed_iter().all(|((i, j), x)| i >= j || *x == 0.0);
                    assert!(zero && c.gaps_untouched(), "{name}");
                    for ((i, j), x) in c.view().indexed_iter().filter(|((i, j), _)| i >= j) {
                        assert_abs_diff_eq!(*x, expected[(i, j)], epsilon = 1e-13);
                    }
                }
            }
        }
    }

    #[test]
    fn inverses_stay_inside_their_buffers() {
        for n in [1, 2, 5, 25, FEW + 2] {
            let (a, l) = dominant(n);
            for (name, mut out) in layouts(&Array2::eye(n)) {
                invert_lower(&a, &mut out.view_mut());
                assert_abs_diff_eq!(l.dot(&out.view()), Array2::eye(n), epsilon = 1e-13);
                assert!(out.gaps_untouched(), "{name}");
            }
        }
    }

    #[test]
    fn cholesky_stays_inside_its_buffer() {
        for n in [1, 2, 5, 16, 33, FEW + 2] {
            let (_, l) = dominant(n);
            let mut factor = Array2::zeros((n, n).f());
            factor.assign(&l.dot(&l.t()));
            assert!(cholesky(&mut Heap, &mut factor));
            let inverse = invert_cholesky(&mut Heap, &factor);
            for ((i, j), x) in factor.indexed_iter().filter(|((i, j), _)| i >= j) {
                assert_abs_diff_eq!(*x, l[(i, j)], epsilon = 1e-11);
            }
            let full = Array2::from_shape_fn((n, n), |(i, j)| inverse[(i.max(j), i.min(j))]);
            assert_abs_diff_eq!(l.dot(&l.t()).dot(&full), Array2::eye(n), epsilon = 1e-10);
            assert!(!cholesky(&mut Heap, &mut Array2::<f64>::zeros((n, n).f())));
        }
    }
}
