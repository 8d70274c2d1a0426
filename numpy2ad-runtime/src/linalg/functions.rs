//! The functions, which panic where NumPy raises.

use super::Columns;
use crate::Real;
use crate::decompose::{self, raised};
use crate::factorised::Factorised;
use crate::linalg::LinalgError;
use ndarray::prelude::*;

pub use crate::det::det;
pub use crate::inverse::inv;
pub use crate::matrix_functions::{cholesky_factor as cholesky, expm, matrix_power, pinv};

const SOLUTION: &str = "solution of the linear system";

/// The solution `x` of `a · x = b`, shapes (n, n), (n) or (n, m), and as `b`.
///
/// The matrix is factorised with partial pivoting; by Cholesky's method if it is found symmetric and positive definite.
/// NaN and infinity flow through.
///
/// # Panics
///
/// If `a` is not square, or is singular, or `b` has not n rows. [`Solve`](super::Solve) gives an error for the matrix
/// instead.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::{inv, solve};
///
/// let a = array![[0.0, 2.0], [4.0, 0.0]];
/// assert_eq!(solve(&a, &array![2.0, 4.0]), array![1.0, 1.0]);
/// assert_eq!(solve(&a, &array![[1.0, 0.0], [0.0, 1.0]]), inv(&a));
/// ```
#[track_caller]
pub fn solve<A: Real, D: Columns>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, D>) -> Array<A, D> {
    D::solution(&raised(crate::try_factors(a), SOLUTION), false, b)
}

/// The solution `x` of `aᵀ · x = b`, shapes (n, n), (n) or (n, m), and as `b`.
///
/// # Panics
///
/// If `a` is not square, or is singular, or `b` has not n rows.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::{solve, solve_t};
///
/// let (a, b) = (array![[1.0, 2.0], [0.0, 4.0]], array![2.0, 8.0]);
/// assert_eq!(solve_t(&a, &b), solve(&a.t(), &b));
/// ```
#[track_caller]
pub fn solve_t<A: Real, D: Columns>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, D>) -> Array<A, D> {
    D::solution(&raised(crate::try_factors(a), SOLUTION), true, b)
}

/// The solution `x` of `l · x = b` with the lower triangle of `l`, diagonal included; what stands above it is not read.
/// Shapes (n, n), (n) or (n, m), and as `b`.
///
/// # Panics
///
/// If `l` is not square, or has a 0 on its diagonal, or `b` has not n rows.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::{cholesky, solve_lower};
///
/// let l = cholesky(&array![[4.0, 2.0], [2.0, 10.0]]);
/// assert_eq!(solve_lower(&l, &array![2.0, 7.0]), array![1.0, 2.0]);
/// ```
#[track_caller]
pub fn solve_lower<A: Real, D: Columns>(l: &ArrayRef<A, Ix2>, b: &ArrayRef<A, D>) -> Array<A, D> {
    D::solution(&raised(crate::try_lower(l), SOLUTION), false, b)
}

/// The solution `x` of `r · x = b` with the upper triangle of `r`, diagonal included; what stands below it is not read.
/// Shapes (n, n), (n) or (n, m), and as `b`. Of the transposed system of a lower triangle, `solve_upper(&l.t(), &b)`.
///
/// # Panics
///
/// If `r` is not square, or has a 0 on its diagonal, or `b` has not n rows.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::solve_upper;
///
/// let l = array![[2.0, 0.0], [1.0, 3.0]];
/// assert_eq!(solve_upper(&l.t(), &array![4.0, 6.0]), array![1.0, 2.0]);
/// ```
#[track_caller]
pub fn solve_upper<A: Real, D: Columns>(r: &ArrayRef<A, Ix2>, b: &ArrayRef<A, D>) -> Array<A, D> {
    D::solution(&raised(crate::try_upper(r), SOLUTION), false, b)
}

/// The logarithm of the absolute value of the determinant of `a`, shape (n, n), which may be too large or too small for
/// a number itself.
///
/// # Panics
///
/// If `a` is not square, or is singular.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::{Array2, array};
/// use numpy2ad::linalg::ln_det;
///
/// assert_eq!(ln_det(&array![[0.0, 2.0], [4.0, 1.0]]), 8.0_f64.ln());
/// assert_eq!(ln_det(&(Array2::<f64>::eye(1000) * 2.0)).round(), 693.0);
/// ```
#[track_caller]
pub fn ln_det<A: Real>(a: &ArrayRef<A, Ix2>) -> A {
    sln_det(a).1
}

/// The sign of the determinant of `a`, shape (n, n), and the logarithm of its absolute value.
///
/// # Panics
///
/// If `a` is not square, or is singular: the logarithm has no derivative there.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::sln_det;
///
/// assert_eq!(sln_det(&array![[0.0, 2.0], [4.0, 1.0]]), (-1.0, 8.0_f64.ln()));
/// ```
#[track_caller]
pub fn sln_det<A: Real>(a: &ArrayRef<A, Ix2>) -> (A, A) {
    raised(try_sln_det(a), "logarithm of the determinant")
}

pub(super) fn try_sln_det<A: Real>(a: &ArrayRef2<A>) -> Result<(A, A), LinalgError> {
    Ok(crate::try_factors(a)?.sln_det())
}

/// The eigenvalues, in ascending order, and the eigenvectors, in the columns of a matrix, of the symmetric matrix whose
/// lower triangle is that of `a`; shapes (n), (n, n), (n, n).
///
/// The vectors are orthonormal; their signs, and which ones span the space of an eigenvalue that occurs several times, are
/// as the factorisation leaves them.
///
/// # Panics
///
/// If `a` is not square, or if the eigenvalues are not found.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::eigh;
///
/// let (w, v) = eigh(&array![[3.0, 0.0], [0.0, 2.0]]);
/// assert_eq!(w, array![2.0, 3.0]);
/// assert_eq!((&v * &w).dot(&v.t()), array![[3.0, 0.0], [0.0, 2.0]]);
/// ```
#[track_caller]
pub fn eigh<A: Real>(a: &ArrayRef<A, Ix2>) -> (Array1<A>, Array2<A>) {
    let decompose::Eigh { values, vectors } = decompose::eigh(a);
    (values, vectors)
}

/// The eigenvalues, in ascending order, of the symmetric matrix whose lower triangle is that of `a`, shape (n, n).
///
/// # Panics
///
/// If `a` is not square, or if the eigenvalues are not found.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::eigvalsh;
///
/// assert_eq!(eigvalsh(&array![[3.0, 0.0], [0.0, 2.0]]), array![2.0, 3.0]);
/// ```
#[track_caller]
pub fn eigvalsh<A: Real>(a: &ArrayRef<A, Ix2>) -> Array1<A> {
    eigh(a).0
}

/// The factors of `a = q · r`, with orthonormal columns and upper triangular; shapes (m, n) with m ≥ n, (m, n), (n, n).
///
/// The signs of the diagonal of `r` are as the factorisation leaves them.
///
/// # Panics
///
/// If `a` has more columns than rows.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::qr;
///
/// let (q, r) = qr(&array![[3.0], [4.0]]);
/// assert_eq!(r.mapv(f64::abs), array![[5.0]]);
/// assert!((q.dot(&r) - array![[3.0], [4.0]]).iter().all(|x| x.abs() < 1e-15));
/// ```
#[track_caller]
pub fn qr<A: Real>(a: &ArrayRef<A, Ix2>) -> (Array2<A>, Array2<A>) {
    let decompose::Qr { q, r } = decompose::qr(a);
    (q, r)
}

/// The thin singular value decomposition `a = u · diag(s) · vt`; shapes (m, n), (m, k), (k), (k, n), with k the smaller of
/// m and n, and singular values in descending order.
///
/// The signs of the vectors, and which ones span the space of a singular value that occurs several times, are as the
/// factorisation leaves them.
///
/// # Panics
///
/// If the singular values are not found.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::svd;
///
/// let (u, s, vt) = svd(&array![[0.0, 2.0], [3.0, 0.0], [0.0, 0.0]]);
/// assert_eq!(s, array![3.0, 2.0]);
/// assert_eq!((u * s).dot(&vt), array![[0.0, 2.0], [3.0, 0.0], [0.0, 0.0]]);
/// ```
#[track_caller]
pub fn svd<A: Real>(a: &ArrayRef<A, Ix2>) -> (Array2<A>, Array1<A>, Array2<A>) {
    let decompose::Svd { u, s, vt } = decompose::svd(a);
    (u, s, vt)
}

/// The singular values of `a`, shape (m, n), in descending order.
///
/// # Panics
///
/// If the singular values are not found.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::svdvals;
///
/// assert_eq!(svdvals(&array![[0.0, 2.0], [3.0, 0.0], [0.0, 0.0]]), array![3.0, 2.0]);
/// ```
#[track_caller]
pub fn svdvals<A: Real>(a: &ArrayRef<A, Ix2>) -> Array1<A> {
    svd(a).1
}

/// The least-squares solution of `a · x = b` of least norm, `pinv(a) · b`; shapes (m, n), (m) or (m, k), and (n) or (n, k).
///
/// # Panics
///
/// If `b` has not m rows, or if the singular values of `a` are not found.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::lstsq;
///
/// let x = lstsq(&array![[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], &array![1.0, 3.0, 5.0]);
/// assert!((x - array![1.0, 2.0]).iter().all(|x: &f64| x.abs() < 1e-14));
/// ```
#[track_caller]
pub fn lstsq<A: Real, D: Columns>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, D>) -> Array<A, D> {
    D::product(&pinv(a), b)
}
