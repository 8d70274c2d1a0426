//! faer's decompositions.

use super::{mat, mat_mut, with_scratch};
use crate::Real;
use crate::memory::Heap;
use faer::diag::DiagMut;
use faer::linalg::evd::{ComputeEigenvectors, self_adjoint_evd, self_adjoint_evd_scratch};
use faer::linalg::householder::{
    apply_block_householder_sequence_on_the_left_in_place_scratch,
    apply_block_householder_sequence_on_the_left_in_place_with_conj,
};
use faer::linalg::qr::no_pivoting::factor;
use faer::linalg::svd::{self, ComputeSvdVectors, svd_scratch};
use faer::traits::RealField;
use faer::{ColMut, Conj, Par};
use ndarray::{ShapeBuilder, prelude::*};

/// A vector in the place of a diagonal.
fn diag_mut<A>(values: &mut [A]) -> DiagMut<'_, A> {
    ColMut::from_slice_mut(values).as_diagonal_mut()
}

/// Eigenvalues and eigenvectors of a symmetric matrix.
pub(in crate::backend) fn eigh<A: Real + RealField>(a: &ArrayRef2<A>) -> Option<(Array1<A>, Array2<A>)> {
    let n = a.nrows();
    let (mut values, mut vectors) = (vec![A::zero(); n], Array2::zeros((n, n).f()));
    let request = self_adjoint_evd_scratch::<A>(n, ComputeEigenvectors::Yes, Par::Seq, Default::default());
    with_scratch(&mut Heap, request, |scratch| {
        let (s, u) = (diag_mut(&mut values), Some(mat_mut(&mut vectors)));
        self_adjoint_evd(mat(a), s, u, Par::Seq, scratch, Default::default())
    })
    .ok()?;
    Some((values.into(), vectors))
}

/// Thin factors of a matrix that is not wide.
pub(in crate::backend) fn qr<A: Real + RealField>(a: &ArrayRef2<A>) -> Option<(Array2<A>, Array2<A>)> {
    let (m, n) = a.dim();
    let block = factor::recommended_block_size::<A>(m, n);
    let mut factored = Array2::zeros((m, n).f());
    factored.assign(a);
    let mut coefficients = Array2::zeros((block, n).f());
    let request = factor::qr_in_place_scratch::<A>(m, n, block, Par::Seq, Default::default());
    with_scratch(&mut Heap, request, |scratch| {
        let (a, q) = (mat_mut(&mut factored), mat_mut(&mut coefficients));
        factor::qr_in_place(a, q, Par::Seq, scratch, Default::default());
    });
    let upper = |(i, j)| factored.get((i, j)).copied().filter(|_| i <= j).unwrap_or_else(A::zero);
    let r = Array2::from_shape_fn((n, n), upper);
    let mut q = Array2::zeros((m, n).f());
    q.diag_mut().fill(A::one());
    let request = apply_block_householder_sequence_on_the_left_in_place_scratch::<A>(m, block, n);
    with_scratch(&mut Heap, request, |scratch| {
        let (basis, coefficients) = (mat(&factored), mat(&coefficients));
        apply_block_householder_sequence_on_the_left_in_place_with_conj(
            basis,
            coefficients,
            Conj::No,
            mat_mut(&mut q),
            Par::Seq,
            scratch,
        );
    });
    Some((q, r))
}

/// Thin singular value decomposition.
pub(in crate::backend) fn svd<A: Real + RealField>(
    a: &ArrayRef2<A>,
) -> Option<(Array2<A>, Array1<A>, Array2<A>)> {
    let (m, n) = a.dim();
    let k = m.min(n);
    let (mut u, mut v) = (Array2::zeros((m, k).f()), Array2::zeros((n, k).f()));
    let mut values = vec![A::zero(); k];
    let thin = ComputeSvdVectors::Thin;
    with_scratch(&mut Heap, svd_scratch::<A>(m, n, thin, thin, Par::Seq, Default::default()), |scratch| {
        let (u, v) = (Some(mat_mut(&mut u)), Some(mat_mut(&mut v)));
        svd::svd(mat(a), diag_mut(&mut values), u, v, Par::Seq, scratch, Default::default())
    })
    .ok()?;
    Some((u, values.into(), v.reversed_axes()))
}

/// What the pointers reach, in few enough steps to run under valgrind.
#[cfg(test)]
mod unsafe_paths {
    use super::*;
    use crate::testing::{layouts, matrix};
    use approx::assert_abs_diff_eq;

    #[test]
    fn decompositions_stay_inside_their_views() {
        for (m, n) in [(1, 1), (3, 2), (5, 5), (17, 3), (20, 19), (3, 7)] {
            let a = matrix::<f64>(m, n, 3);
            for (name, a_) in layouts(&a) {
                let (u, s, vt) = svd(&a_.view()).unwrap();
                assert_abs_diff_eq!((u * s).dot(&vt), a, epsilon = 1e-13);
                if m >= n {
                    let (q, r) = qr(&a_.view()).unwrap();
                    assert_abs_diff_eq!(q.dot(&r), a, epsilon = 1e-13);
                    assert_abs_diff_eq!(q.t().dot(&q), Array2::eye(n), epsilon = 1e-13);
                }
                assert!(a_.gaps_untouched(), "{name}");
            }
            let square = a.dot(&a.t());
            for (name, a_) in layouts(&square) {
                let (w, v) = eigh(&a_.view()).unwrap();
                assert_abs_diff_eq!((&v * &w).dot(&v.t()), square, epsilon = 1e-12);
                assert!(a_.gaps_untouched(), "{name}");
            }
        }
    }
}
