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

/// Vectors and matrices: the right-hand sides of linear systems. Implemented for [`Ix1`] and [`Ix2`].
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
