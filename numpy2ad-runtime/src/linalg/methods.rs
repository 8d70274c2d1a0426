//! The methods, with `ndarray-linalg`'s names, which return a `Result`.

use super::functions::try_sln_det;
use super::{Columns, LinalgError};
use crate::{Real, decompose, try_cholesky_factor, try_det, try_factors, try_inv, try_lower, try_upper};
use ndarray::prelude::*;

/// Which triangle of a matrix is read, or given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UPLO {
    /// The upper one.
    Upper,
    /// The lower one.
    Lower,
}

/// Whether the diagonal of a triangular matrix is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diag {
    /// It is not: it is 1.
    Unit,
    /// It is.
    NonUnit,
}

/// The inverse as a method, `a.inv()?`, on owned arrays and on views of any strides.
pub trait Inverse {
    /// The inverse: a new array.
    type Output;

    /// The inverse of the matrix, shape (n, n).
    ///
    /// NaN and infinity flow through; the inverse of a 0 × 0 matrix is the 0 × 0 matrix.
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where a pivot is exactly 0.
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::prelude::*;
    /// use numpy2ad::linalg::{Inverse, LinalgError};
    ///
    /// let a = array![[0.0, 2.0], [4.0, 0.0]];
    /// assert_eq!(a.t().inv(), Ok(array![[0.0, 0.5], [0.25, 0.0]]));
    /// assert_eq!(Array2::<f32>::zeros((3, 3)).inv(), Err(LinalgError::Singular));
    /// ```
    fn inv(&self) -> Result<Self::Output, LinalgError>;
}

impl<A: Real> Inverse for ArrayRef<A, Ix2> {
    type Output = Array2<A>;

    fn inv(&self) -> Result<Array2<A>, LinalgError> {
        try_inv(self)
    }
}

/// Linear systems as methods, `a.solve(&b)?`, with one right-hand side or several.
pub trait Solve<A: Real> {
    /// The solution `x` of `a · x = b`, shapes (n, n), (n) or (n, m), and as `b`.
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where a pivot is exactly 0.
    ///
    /// # Panics
    ///
    /// If `b` has not n rows.
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::prelude::*;
    /// use numpy2ad::linalg::{LinalgError, Solve};
    ///
    /// let a = array![[0.0, 2.0], [4.0, 0.0]];
    /// assert_eq!(a.solve(&array![2.0, 4.0])?, array![1.0, 1.0]);
    /// assert_eq!(a.solve(&array![[2.0], [8.0]])?, array![[2.0], [1.0]]);
    /// assert_eq!(Array2::zeros((2, 2)).solve(&array![2.0, 4.0]), Err(LinalgError::Singular));
    /// # Ok::<(), LinalgError>(())
    /// ```
    fn solve<D: Columns>(&self, b: &ArrayRef<A, D>) -> Result<Array<A, D>, LinalgError>;

    /// The solution `x` of `aᵀ · x = b`, shapes (n, n), (n) or (n, m), and as `b`.
    ///
    /// # Errors
    ///
    /// As [`solve`](Self::solve).
    ///
    /// # Panics
    ///
    /// If `b` has not n rows.
    fn solve_t<D: Columns>(&self, b: &ArrayRef<A, D>) -> Result<Array<A, D>, LinalgError>;
}

impl<A: Real> Solve<A> for ArrayRef<A, Ix2> {
    #[track_caller]
    fn solve<D: Columns>(&self, b: &ArrayRef<A, D>) -> Result<Array<A, D>, LinalgError> {
        Ok(D::solution(&try_factors(self)?, false, b))
    }

    #[track_caller]
    fn solve_t<D: Columns>(&self, b: &ArrayRef<A, D>) -> Result<Array<A, D>, LinalgError> {
        Ok(D::solution(&try_factors(self)?, true, b))
    }
}

/// Triangular systems as a method, `l.solve_triangular(UPLO::Lower, Diag::NonUnit, &b)?`.
pub trait SolveTriangular<A: Real> {
    /// The solution `x` of `a · x = b` with one triangle of the matrix, which alone is read; shapes (n, n), (n) or (n, m),
    /// and as `b`.
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where the diagonal has an exact 0.
    ///
    /// # Panics
    ///
    /// If `b` has not n rows.
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::array;
    /// use numpy2ad::linalg::{Diag, SolveTriangular, UPLO};
    ///
    /// let l = array![[2.0, f64::NAN], [1.0, 4.0]];
    /// assert_eq!(l.solve_triangular(UPLO::Lower, Diag::NonUnit, &array![2.0, 9.0]), Ok(array![1.0, 2.0]));
    /// assert_eq!(l.solve_triangular(UPLO::Lower, Diag::Unit, &array![2.0, 9.0]), Ok(array![2.0, 7.0]));
    /// ```
    fn solve_triangular<D: Columns>(
        &self,
        uplo: UPLO,
        diag: Diag,
        b: &ArrayRef<A, D>,
    ) -> Result<Array<A, D>, LinalgError>;
}

impl<A: Real> SolveTriangular<A> for ArrayRef<A, Ix2> {
    #[track_caller]
    fn solve_triangular<D: Columns>(
        &self,
        uplo: UPLO,
        diag: Diag,
        b: &ArrayRef<A, D>,
    ) -> Result<Array<A, D>, LinalgError> {
        if diag == Diag::Unit {
            let mut with_ones = self.to_owned();
            with_ones.diag_mut().fill(A::one());
            return with_ones.solve_triangular(uplo, Diag::NonUnit, b);
        }
        let triangle = if uplo == UPLO::Lower { try_lower(self)? } else { try_upper(self)? };
        Ok(D::solution(&triangle, false, b))
    }
}

/// Determinants as methods, `a.det()?`.
pub trait Determinant<A: Real> {
    /// The determinant of the matrix, shape (n, n): 0 for a singular matrix, 1 for the 0 × 0 matrix.
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`].
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::array;
    /// use numpy2ad::linalg::Determinant;
    ///
    /// assert_eq!(array![[0.0, 2.0], [4.0, 1.0]].det(), Ok(-8.0));
    /// ```
    fn det(&self) -> Result<A, LinalgError>;

    /// The sign of the determinant, and the logarithm of its absolute value.
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`], or [`LinalgError::Singular`], where the logarithm has no derivative.
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::array;
    /// use numpy2ad::linalg::{Determinant, LinalgError};
    ///
    /// assert_eq!(array![[0.0, 2.0], [4.0, 1.0]].sln_det(), Ok((-1.0, 8.0_f64.ln())));
    /// assert_eq!(array![[1.0, 2.0], [2.0, 4.0]].sln_det(), Err(LinalgError::Singular));
    /// ```
    fn sln_det(&self) -> Result<(A, A), LinalgError>;
}

impl<A: Real> Determinant<A> for ArrayRef<A, Ix2> {
    fn det(&self) -> Result<A, LinalgError> {
        try_det(self)
    }

    fn sln_det(&self) -> Result<(A, A), LinalgError> {
        try_sln_det(self)
    }
}

/// The Cholesky factor as a method, `a.cholesky(UPLO::Lower)?`.
pub trait Cholesky {
    /// The factor: a new array.
    type Output;

    /// The factor L of `L · Lᵀ`, or U of `Uᵀ · U`, of the symmetric positive definite matrix of which that triangle is
    /// read, shape (n, n), with zeros in the other one.
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`] and [`LinalgError::NotPositiveDefinite`].
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::array;
    /// use numpy2ad::linalg::{Cholesky, UPLO};
    ///
    /// let a = array![[4.0, 2.0], [2.0, 10.0]];
    /// assert_eq!(a.cholesky(UPLO::Lower), Ok(array![[2.0, 0.0], [1.0, 3.0]]));
    /// assert_eq!(a.cholesky(UPLO::Upper), Ok(array![[2.0, 1.0], [0.0, 3.0]]));
    /// ```
    fn cholesky(&self, uplo: UPLO) -> Result<Self::Output, LinalgError>;
}

impl<A: Real> Cholesky for ArrayRef<A, Ix2> {
    type Output = Array2<A>;

    fn cholesky(&self, uplo: UPLO) -> Result<Array2<A>, LinalgError> {
        match uplo {
            UPLO::Lower => try_cholesky_factor(self),
            UPLO::Upper => Ok(try_cholesky_factor(&self.t())?.reversed_axes()),
        }
    }
}

/// The eigendecomposition of a symmetric matrix as a method, `a.eigh(UPLO::Lower)?`.
pub trait Eigh {
    /// The eigenvalues: a new array.
    type EigVal;
    /// The eigenvectors: a new array.
    type EigVec;

    /// The eigenvalues, in ascending order, and the eigenvectors, in the columns of a matrix, of the symmetric matrix of
    /// which that triangle is read; shapes (n), (n, n), (n, n).
    ///
    /// # Errors
    ///
    /// [`LinalgError::NotSquare`] and [`LinalgError::NotConverged`].
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::array;
    /// use numpy2ad::linalg::{Eigh, LinalgError, UPLO};
    ///
    /// let (w, v) = array![[3.0, 9.0], [0.0, 2.0]].eigh(UPLO::Lower)?;
    /// assert_eq!(w, array![2.0, 3.0]);
    /// assert_eq!((&v * &w).dot(&v.t()), array![[3.0, 0.0], [0.0, 2.0]]);
    /// # Ok::<(), LinalgError>(())
    /// ```
    fn eigh(&self, uplo: UPLO) -> Result<(Self::EigVal, Self::EigVec), LinalgError>;
}

impl<A: Real> Eigh for ArrayRef<A, Ix2> {
    type EigVal = Array1<A>;
    type EigVec = Array2<A>;

    fn eigh(&self, uplo: UPLO) -> Result<(Array1<A>, Array2<A>), LinalgError> {
        let decompose::Eigh { values, vectors } = match uplo {
            UPLO::Lower => decompose::try_eigh(self)?,
            UPLO::Upper => decompose::try_eigh(&self.t())?,
        };
        Ok((values, vectors))
    }
}

/// The eigenvalues of a symmetric matrix as a method, `a.eigvalsh(UPLO::Lower)?`.
pub trait EigValsh {
    /// The eigenvalues: a new array.
    type EigVal;

    /// The eigenvalues, in ascending order, of the symmetric matrix of which that triangle is read, shape (n, n).
    ///
    /// # Errors
    ///
    /// As [`Eigh::eigh`].
    fn eigvalsh(&self, uplo: UPLO) -> Result<Self::EigVal, LinalgError>;
}

impl<A: Real> EigValsh for ArrayRef<A, Ix2> {
    type EigVal = Array1<A>;

    fn eigvalsh(&self, uplo: UPLO) -> Result<Array1<A>, LinalgError> {
        Ok(self.eigh(uplo)?.0)
    }
}

/// The QR decomposition as a method, `a.qr()?`.
pub trait QR {
    /// The orthogonal factor: a new array.
    type Q;
    /// The triangular factor: a new array.
    type R;

    /// The factors of `a = q · r`; shapes (m, n) with m ≥ n, (m, n), (n, n).
    ///
    /// # Errors
    ///
    /// [`LinalgError::Wide`] where there are more columns than rows.
    ///
    /// ```
    /// # use numpy2ad_runtime as numpy2ad;
    /// use ndarray::prelude::*;
    /// use numpy2ad::linalg::{LinalgError, QR};
    ///
    /// let (q, r) = array![[3.0], [4.0]].qr()?;
    /// assert_eq!((q.dim(), r.mapv(f64::abs)), ((2, 1), array![[5.0]]));
    /// assert!(Array2::<f64>::ones((1, 2)).qr().is_err());
    /// # Ok::<(), LinalgError>(())
    /// ```
    fn qr(&self) -> Result<(Self::Q, Self::R), LinalgError>;
}

impl<A: Real> QR for ArrayRef<A, Ix2> {
    type Q = Array2<A>;
    type R = Array2<A>;

    fn qr(&self) -> Result<(Array2<A>, Array2<A>), LinalgError> {
        let decompose::Qr { q, r } = decompose::try_qr(self)?;
        Ok((q, r))
    }
}
