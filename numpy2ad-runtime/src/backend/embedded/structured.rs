//! faer's kernels for one triangle of a matrix.

use super::{mat, mat_mut, with_scratch};
use crate::Real;
use faer::linalg::cholesky::llt::{factor, inverse};
use faer::linalg::matmul::triangular::BlockStructure::{Rectangular, TriangularLower};
use faer::linalg::matmul::triangular::matmul;
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::linalg::triangular_solve::solve_lower_triangular_in_place;
use faer::traits::RealField;
use faer::{Accum, Par};
use ndarray::{ShapeBuilder, prelude::*};

/// `c += alpha * L · b`.
pub(in crate::backend) fn lower_gemm<A: Real + RealField>(
    alpha: A,
    l: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    let (l, b, c) = (mat(l), mat(b), mat_mut(c));
    matmul(c, Rectangular, Accum::Add, l, TriangularLower, b, Rectangular, alpha, Par::Seq);
}

/// `c += alpha * a · b` for the lower triangle of `c`.
pub(in crate::backend) fn gemm_lower<A: Real + RealField>(
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    let (a, b, c) = (mat(a), mat(b), mat_mut(c));
    matmul(c, TriangularLower, Accum::Add, a, Rectangular, b, Rectangular, alpha, Par::Seq);
}

/// Solves in place of `b`.
pub(in crate::backend) fn solve_lower<A: Real + RealField>(l: &ArrayRef2<A>, b: &mut ArrayRef2<A>) {
    solve_lower_triangular_in_place(mat(l), mat_mut(b), Par::Seq);
}

/// Inverts in place of the identity.
pub(in crate::backend) fn invert_lower<A: Real + RealField>(l: &ArrayRef2<A>, out: &mut ArrayRef2<A>) {
    invert_lower_triangular(mat_mut(out), mat(l), Par::Seq);
}

/// Factorises in place; `false` if a pivot is not positive.
pub(in crate::backend) fn cholesky<A: Real + RealField>(a: &mut Array2<A>) -> bool {
    let request = factor::cholesky_in_place_scratch::<A>(a.nrows(), Par::Seq, Default::default());
    with_scratch(request, |scratch| {
        factor::cholesky_in_place(mat_mut(a), Default::default(), Par::Seq, scratch, Default::default())
            .is_ok()
    })
}

/// The lower triangle of the inverse.
pub(in crate::backend) fn invert_cholesky<A: Real + RealField>(l: &Array2<A>) -> Array2<A> {
    let n = l.nrows();
    let mut out = Array2::zeros((n, n).f());
    with_scratch(inverse::inverse_scratch::<A>(n, Par::Seq), |scratch| {
        inverse::inverse(mat_mut(&mut out), mat(l), Par::Seq, scratch);
    });
    out
}
