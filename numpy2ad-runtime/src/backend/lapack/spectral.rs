//! LAPACK's decompositions.

use super::columns;
use ndarray::{LinalgScalar, ShapeBuilder, prelude::*};
use ndarray_linalg::{JobSvd, Lapack, Scalar, UPLO};

/// The elements column by column.
fn by_columns<A: LinalgScalar>(a: &ArrayRef2<A>) -> Vec<A> {
    a.t().iter().copied().collect()
}

/// The matrix of these elements, column by column.
fn of_columns<A>(rows: usize, cols: usize, elements: Vec<A>) -> Option<Array2<A>> {
    Array2::from_shape_vec((rows, cols).f(), elements).ok()
}

/// Eigenvalues and eigenvectors of a symmetric matrix.
pub(in crate::backend) fn eigh<A>(a: &ArrayRef2<A>) -> Option<(Array1<A>, Array2<A>)>
where
    A: LinalgScalar + Scalar<Real = A> + Lapack,
{
    let n = a.nrows();
    let mut vectors = by_columns(a);
    let values = A::eigh(true, columns(n, n), UPLO::Lower, &mut vectors).ok()?;
    Some((values.into(), of_columns(n, n, vectors)?))
}

/// Thin factors of a matrix that is not wide.
pub(in crate::backend) fn qr<A: LinalgScalar + Lapack>(a: &ArrayRef2<A>) -> Option<(Array2<A>, Array2<A>)> {
    let (m, n) = a.dim();
    let mut q = by_columns(a);
    let tau = A::householder(columns(m, n), &mut q).ok()?;
    let r = Array2::from_shape_fn((n, n), |(i, j)| match q.get(j * m + i) {
        Some(&r) if i <= j => r,
        _ => A::zero(),
    });
    A::q(columns(m, n), &mut q, &tau).ok()?;
    Some((of_columns(m, n, q)?, r))
}

/// Thin singular value decomposition.
pub(in crate::backend) fn svd<A>(a: &ArrayRef2<A>) -> Option<(Array2<A>, Array1<A>, Array2<A>)>
where
    A: LinalgScalar + Scalar<Real = A> + Lapack,
{
    let (m, n) = a.dim();
    let k = m.min(n);
    let found = A::svddc(columns(m, n), JobSvd::Some, &mut by_columns(a)).ok()?;
    Some((of_columns(m, k, found.u?)?, found.s.into(), of_columns(k, n, found.vt?)?))
}
