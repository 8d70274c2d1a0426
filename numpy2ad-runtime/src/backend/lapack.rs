//! BLAS through `ndarray`'s own products, LAPACK through `ndarray-linalg`.

use ndarray::linalg::{general_mat_mul, general_mat_vec_mul};
use ndarray::{LinalgScalar, prelude::*};
use ndarray_linalg::{InverseInto, Lapack, Scalar};

/// `c += alpha * a · b`.
pub(super) fn gemm<A: LinalgScalar>(alpha: A, a: &ArrayRef2<A>, b: &ArrayRef2<A>, c: &mut ArrayRef2<A>) {
    general_mat_mul(alpha, a, b, A::one(), c);
}

/// `y += alpha * a · x`.
pub(super) fn gemv<A: LinalgScalar>(alpha: A, a: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &mut ArrayRef1<A>) {
    general_mat_vec_mul(alpha, a, x, A::one(), y);
}

/// The inverse of a square matrix: getrf and getri, in one buffer.
pub(super) fn invert<A: Scalar + Lapack>(a: &ArrayRef2<A>) -> Option<Array2<A>> {
    // Standard layout going in is standard layout coming out: LAPACK then inverts the transpose.
    // Made anew, since `to_owned` keeps odd strides of axes of length 1, which LAPACK refuses.
    let mut copy = Array2::zeros(a.raw_dim());
    copy.assign(a);
    // The matrix is square and not empty, so the one thing left to go wrong is a pivot that is 0.
    copy.inv_into().ok()
}
