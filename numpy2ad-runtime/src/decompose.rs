//! Matrices taken apart: eigenvalues, QR and singular values.
//!
//! NaN and infinity in a matrix make every component NaN.

use crate::Real;
use crate::linalg::LinalgError;
use ndarray::prelude::*;

/// The eigenvalues and eigenvectors of a symmetric matrix, made by [`eigh`] or [`try_eigh`].
#[derive(Clone, Debug)]
pub struct Eigh<A> {
    pub(crate) values: Array1<A>,
    pub(crate) vectors: Array2<A>,
}

/// The factors `A = Q · R`, made by [`qr`] or [`try_qr`].
#[derive(Clone, Debug)]
pub struct Qr<A> {
    pub(crate) q: Array2<A>,
    pub(crate) r: Array2<A>,
}

/// The thin singular value decomposition `A = U · diag(s) · Vᵀ`, made by [`svd`] or [`try_svd`].
#[derive(Clone, Debug)]
pub struct Svd<A> {
    pub(crate) u: Array2<A>,
    pub(crate) s: Array1<A>,
    pub(crate) vt: Array2<A>,
}

/// The eigendecomposition of the symmetric matrix whose lower triangle is that of `a`, shape (n, n).
///
/// # Panics
///
/// If `a` is not square, or if the eigenvalues are not found.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{eigh, eigh_values, eigh_vectors};
///
/// let f = eigh(&array![[3.0, 0.0], [0.0, 2.0]]);
/// assert_eq!(eigh_values(&f), array![2.0, 3.0]);
/// assert_eq!(eigh_vectors(&f).mapv(f64::abs), array![[0.0, 1.0], [1.0, 0.0]]);
/// ```
#[track_caller]
pub fn eigh<A: Real>(a: &ArrayRef<A, Ix2>) -> Eigh<A> {
    raised(try_eigh(a), "eigenvalues")
}

/// The same.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::NotConverged`].
pub fn try_eigh<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Eigh<A>, LinalgError> {
    let n = check_square(a)?;
    let finite =
        a.rows().into_iter().enumerate().all(|(i, row)| row.iter().take(i + 1).all(|x| x.is_finite()));
    let (values, vectors) = match (n, finite) {
        (0, _) | (_, false) => (Array1::from_elem(n, A::nan()), Array2::from_elem((n, n), A::nan())),
        _ => A::eigh(a).ok_or(LinalgError::NotConverged)?,
    };
    Ok(Eigh { values, vectors: standard(vectors) })
}

/// The eigenvalues in ascending order, shape (n), as a new array.
pub fn eigh_values<A: Real>(f: &Eigh<A>) -> Array1<A> {
    f.values.clone()
}

/// The eigenvectors in the columns of a matrix, shape (n, n), as a new array.
pub fn eigh_vectors<A: Real>(f: &Eigh<A>) -> Array2<A> {
    f.vectors.clone()
}

/// The factors of `a`, shape (m, n), which has at least as many rows as columns.
///
/// # Panics
///
/// If `a` has more columns than rows.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{qr, qr_q, qr_r};
///
/// let f = qr(&array![[3.0, 1.0], [4.0, 2.0], [0.0, 3.0]]);
/// let product = qr_q(&f).dot(&qr_r(&f));
/// assert!((product - array![[3.0, 1.0], [4.0, 2.0], [0.0, 3.0]]).iter().all(|x: &f64| x.abs() < 1e-14));
/// ```
#[track_caller]
pub fn qr<A: Real>(a: &ArrayRef<A, Ix2>) -> Qr<A> {
    raised(try_qr(a), "QR decomposition")
}

/// The same.
///
/// # Errors
///
/// [`LinalgError::Wide`].
pub fn try_qr<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Qr<A>, LinalgError> {
    let (rows, cols) = a.dim();
    if rows < cols {
        return Err(LinalgError::Wide { rows, cols });
    }
    let (q, r) = if cols == 0 {
        (Array2::zeros((rows, 0)), Array2::zeros((0, 0)))
    } else if a.iter().all(|x| x.is_finite()) {
        A::qr(a).ok_or(LinalgError::NotConverged)?
    } else {
        (Array2::from_elem((rows, cols), A::nan()), Array2::from_elem((cols, cols), A::nan()))
    };
    Ok(Qr { q: standard(q), r: standard(r) })
}

/// The orthogonal factor, shape (m, n), as a new array.
pub fn qr_q<A: Real>(f: &Qr<A>) -> Array2<A> {
    f.q.clone()
}

/// The upper triangular factor, shape (n, n), as a new array.
pub fn qr_r<A: Real>(f: &Qr<A>) -> Array2<A> {
    f.r.clone()
}

/// The thin singular value decomposition of `a`, shape (m, n).
///
/// # Panics
///
/// If the singular values are not found.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{svd, svd_s, svd_u, svd_vt};
///
/// let f = svd(&array![[0.0, 2.0], [3.0, 0.0], [0.0, 0.0]]);
/// assert_eq!(svd_s(&f), array![3.0, 2.0]);
/// assert_eq!((svd_u(&f) * svd_s(&f)).dot(&svd_vt(&f)), array![[0.0, 2.0], [3.0, 0.0], [0.0, 0.0]]);
/// ```
#[track_caller]
pub fn svd<A: Real>(a: &ArrayRef<A, Ix2>) -> Svd<A> {
    raised(try_svd(a), "singular values")
}

/// The same.
///
/// # Errors
///
/// [`LinalgError::NotConverged`].
pub fn try_svd<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Svd<A>, LinalgError> {
    let (m, n) = a.dim();
    let k = m.min(n);
    let (u, s, vt) = if k > 0 && a.iter().all(|x| x.is_finite()) {
        A::svd(a).ok_or(LinalgError::NotConverged)?
    } else {
        let nan = |rows, cols| Array2::from_elem((rows, cols), A::nan());
        (nan(m, k), Array1::from_elem(k, A::nan()), nan(k, n))
    };
    Ok(Svd { u: standard(u), s, vt: standard(vt) })
}

/// The left singular vectors in the columns of a matrix, shape (m, min(m, n)), as a new array.
pub fn svd_u<A: Real>(f: &Svd<A>) -> Array2<A> {
    f.u.clone()
}

/// The singular values in descending order, shape (min(m, n)), as a new array.
pub fn svd_s<A: Real>(f: &Svd<A>) -> Array1<A> {
    f.s.clone()
}

/// The right singular vectors in the rows of a matrix, shape (min(m, n), n), as a new array.
pub fn svd_vt<A: Real>(f: &Svd<A>) -> Array2<A> {
    f.vt.clone()
}

/// The reciprocals `1 / (w[j] - w[i])` of the differences of a vector, shape (n, n), and 0 where two are equal.
pub fn gaps<A: Real>(w: &ArrayRef<A, Ix1>) -> Array2<A> {
    let gap = |(i, j): (usize, usize)| match (w.get(i), w.get(j)) {
        (Some(a), Some(b)) if a != b => (*b - *a).recip(),
        _ => A::zero(),
    };
    Array2::from_shape_fn((w.len(), w.len()), gap)
}

/// The number of rows of a square matrix.
pub(crate) fn check_square<A: Real>(a: &ArrayRef2<A>) -> Result<usize, LinalgError> {
    let (rows, cols) = a.dim();
    if rows == cols { Ok(rows) } else { Err(LinalgError::NotSquare { rows, cols }) }
}

/// The matrix in standard layout.
fn standard<A: Real>(a: Array2<A>) -> Array2<A> {
    if a.is_standard_layout() { a } else { a.as_standard_layout().into_owned() }
}

/// What the function forms do where the fallible ones return an error.
#[track_caller]
pub(crate) fn raised<T>(result: Result<T, LinalgError>, what: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => failed(what, error),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented: the function form raises, as NumPy does")]
fn failed(what: &str, error: LinalgError) -> ! {
    panic!("numpy2ad: no {what}: {error}")
}

#[cfg(test)]
mod tests;
