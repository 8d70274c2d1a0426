//! Linear algebra for users, as functions and as methods.
//!
//! The functions panic where NumPy raises; the methods have `ndarray-linalg`'s names and return a
//! [`Result`]. `#[adjoint]` knows both forms.
//!
//! ```
//! # use numpy2ad_runtime as numpy2ad;
//! use ndarray::prelude::*;
//! use numpy2ad::linalg::{Inverse, LinalgError, inv};
//!
//! fn whiten(a: &Array2<f64>) -> Result<Array2<f64>, LinalgError> {
//!     Ok(a.inv()?.dot(a))
//! }
//! let a = array![[4.0, 0.0], [0.0, 2.0]];
//! assert_eq!(whiten(&a)?, inv(&a).dot(&a));
//! # Ok::<(), LinalgError>(())
//! ```

use crate::Real;
use crate::factorised::Factorised;
use ndarray::prelude::*;
use std::fmt;

mod functions;
mod methods;

pub use functions::{
    cholesky, det, eigh, eigvalsh, expm, inv, ln_det, lstsq, matrix_power, pinv, qr, sln_det, solve,
    solve_lower, solve_t, solve_upper, svd, svdvals,
};
pub use methods::{Cholesky, Determinant, Diag, EigValsh, Eigh, Inverse, QR, Solve, SolveTriangular, UPLO};

/// Why there is no inverse, or no other result, of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinalgError {
    /// A pivot of the factorisation is exactly 0.
    ///
    /// A matrix that is singular only up to rounding gives a result with large entries, as with
    /// LAPACK.
    Singular,
    /// A matrix that was declared symmetric positive definite, or of which the Cholesky factor was
    /// asked for, is not: a pivot of that factorisation is 0 or negative.
    NotPositiveDefinite,
    /// The operation needs a square matrix.
    #[non_exhaustive]
    NotSquare {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
    },
    /// The operation needs a matrix with at least as many rows as columns.
    #[non_exhaustive]
    Wide {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
    },
    /// Eigenvalues or singular values were not found, which finite numbers hardly ever cause.
    NotConverged,
}

impl fmt::Display for LinalgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Singular => write!(f, "singular matrix: a pivot is exactly zero"),
            Self::NotPositiveDefinite => write!(
                f,
                "matrix is not positive definite: check the matrix, or remove its declaration `spd(..)`"
            ),
            Self::NotSquare { rows, cols } => write!(f, "matrix is not square: {rows} × {cols}"),
            Self::Wide { rows, cols } => write!(f, "matrix has more columns than rows: {rows} × {cols}"),
            Self::NotConverged => write!(f, "eigenvalues or singular values were not found"),
        }
    }
}

impl std::error::Error for LinalgError {}

/// Vectors and matrices: the right-hand sides of linear systems. Implemented for [`tyalias@Ix1`] and [`tyalias@Ix2`].
pub trait Columns: Dimension + sealed::Sealed {
    #[doc(hidden)]
    fn solution<A: Real>(f: &impl Factorised<A>, transposed: bool, b: &ArrayRef<A, Self>) -> Array<A, Self>;

    #[doc(hidden)]
    fn product<A: Real>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Self>) -> Array<A, Self>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for ndarray::Ix1 {}
    impl Sealed for ndarray::Ix2 {}
}

impl Columns for Ix1 {
    #[track_caller]
    fn solution<A: Real>(f: &impl Factorised<A>, transposed: bool, b: &ArrayRef<A, Ix1>) -> Array1<A> {
        if transposed { crate::solve_t_vec(f, b) } else { crate::solve_vec(f, b) }
    }

    #[track_caller]
    fn product<A: Real>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix1>) -> Array1<A> {
        crate::mat_vec(a, b)
    }
}

impl Columns for Ix2 {
    #[track_caller]
    fn solution<A: Real>(f: &impl Factorised<A>, transposed: bool, b: &ArrayRef<A, Ix2>) -> Array2<A> {
        if transposed { crate::solve_t(f, b) } else { crate::solve(f, b) }
    }

    #[track_caller]
    fn product<A: Real>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
        crate::mat_mul(a, b)
    }
}

pub use crate::arrange::kron;
pub use crate::products::outer;

/// The sum of the diagonal of a square matrix, as a function that panics.
///
/// # Panics
///
/// If the matrix is not square.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::trace;
///
/// assert_eq!(trace(&array![[1.0, 2.0], [3.0, 4.0]]), 5.0);
/// ```
#[track_caller]
#[allow(clippy::panic, reason = "documented on what calls it")]
pub fn trace<A: Real>(a: &ArrayRef2<A>) -> A {
    match try_trace(a) {
        Ok(trace) => trace,
        Err(error) => panic!("trace: {error}"),
    }
}

/// [`trace`] that returns an error.
///
/// # Errors
///
/// [`LinalgError::NotSquare`].
#[doc(hidden)]
pub fn try_trace<A: Real>(a: &ArrayRef2<A>) -> Result<A, LinalgError> {
    if a.is_square() {
        Ok(a.diag().sum())
    } else {
        Err(LinalgError::NotSquare { rows: a.nrows(), cols: a.ncols() })
    }
}

/// The trace as a method, `a.trace()?`.
pub trait Trace {
    /// An element.
    type Output;

    /// The sum of the diagonal.
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`].
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::array;
    /// use numpy2ad::linalg::Trace;
    ///
    /// assert_eq!(array![[1.0, 2.0], [3.0, 4.0]].trace(), Ok(5.0));
    /// ```
    fn trace(&self) -> Result<Self::Output, LinalgError>;
}

impl<A: Real> Trace for ArrayRef<A, Ix2> {
    type Output = A;

    fn trace(&self) -> Result<A, LinalgError> {
        try_trace(self)
    }
}

/// Norms of all elements of an array, of a matrix as of a vector.
///
/// Their derivatives are chosen as 0 where they have none: of all norms at 0, of `norm_l1` by an element that is 0.
/// Equal elements share the derivative of `norm_max`.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::Norm;
///
/// let x = array![3.0, -4.0];
/// assert_eq!((x.norm_l1(), x.norm_l2(), x.norm_max()), (7.0, 5.0, 4.0));
/// assert_eq!(x.norm(), x.norm_l2());
/// ```
pub trait Norm {
    /// An element.
    type Output;

    /// The same as [`Norm::norm_l2`].
    fn norm(&self) -> Self::Output {
        self.norm_l2()
    }

    /// The sum of the absolute values.
    fn norm_l1(&self) -> Self::Output;

    /// The root of the sum of the squares; of a matrix, Frobenius's norm.
    fn norm_l2(&self) -> Self::Output;

    /// The largest absolute value; 0 if there is none, NaN if there is a NaN.
    fn norm_max(&self) -> Self::Output;
}

impl<A: Real, D: Dimension> Norm for ArrayRef<A, D> {
    type Output = A;

    fn norm_l1(&self) -> A {
        norm_l1(self)
    }

    fn norm_l2(&self) -> A {
        norm_l2(self)
    }

    fn norm_max(&self) -> A {
        norm_max(self)
    }
}

#[doc(hidden)]
pub fn norm_l1<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> A {
    a.fold(A::zero(), |sum, x| sum + x.abs())
}

#[doc(hidden)]
pub fn norm_l2<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> A {
    a.fold(A::zero(), |sum, &x| sum + x * x).sqrt()
}

#[doc(hidden)]
pub fn norm_max<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> A {
    a.fold(A::zero(), |most, x| if x.abs() <= most || most.is_nan() { most } else { x.abs() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_method_is_found_through_every_form() {
        let owned = array![[2.0, 0.0], [0.0, 4.0]];
        let expected = array![[0.5, 0.0], [0.0, 0.25]];
        let reference: &Array2<f64> = &owned;
        let raw: &ArrayRef2<f64> = &owned;
        assert_eq!(owned.inv().unwrap(), expected);
        assert_eq!(reference.inv().unwrap(), expected);
        assert_eq!(raw.inv().unwrap(), expected);
        let view: &ArrayView2<f64> = &owned.view();
        assert_eq!(view.inv().unwrap(), expected);
        assert_eq!(owned.t().inv().unwrap(), expected);
    }

    #[test]
    fn messages() {
        assert_eq!(LinalgError::Singular.to_string(), "singular matrix: a pivot is exactly zero");
        let error: Box<dyn std::error::Error> = Box::new(Array2::<f64>::zeros((2, 3)).inv().unwrap_err());
        assert_eq!(error.to_string(), "matrix is not square: 2 × 3");
    }
}
