//! The factorisation of a matrix that by its construction is symmetric positive definite, up to rounding.

use crate::Real;
use crate::cholesky::{Cholesky, try_cholesky_unless_indefinite_in};
use crate::chosen::{Chosen, chosen};
use crate::inverse::inverse_error;
use crate::inverse_gram::SymmetricFactors;
use crate::linalg::LinalgError;
use crate::lu::try_lu_in;
use crate::memory::{Heap, Memory};
use ndarray::prelude::*;

chosen! {
    /// A factorisation of a matrix that is symmetric positive definite, or nearly so.
    ///
    /// Made by [`definite`] or [`try_definite`]; a [`Factorised`](crate::Factorised) matrix.
    Definite
}

/// The factorisation of `a`, shape (n, n), which by its construction, as that of `Xᵀ · X`, is
/// symmetric and positive definite, up to rounding.
///
/// By Cholesky's method from the lower triangle; where rounding left a pivot that is not positive,
/// from all of `a` by [`lu`](crate::lu()), which is slower and always right.
///
/// # Panics
///
/// If `a` is not square, or is singular: a pivot of [`lu`](crate::lu()) is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let x = array![[1.0, 2.0], [2.0, 0.0]];
/// let f = ad::definite(&ad::sym_mat_mul(&x.t(), &x));
/// assert_eq!(ad::inv_of(&f), array![[0.25, -0.125], [-0.125, 0.3125]]);
/// ```
#[track_caller]
pub fn definite<A: Real>(a: &ArrayRef<A, Ix2>) -> Definite<A> {
    definite_in(&mut Heap, a)
}

#[track_caller]
pub(crate) fn definite_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Definite<A> {
    match try_definite_in(memory, a) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

/// The factorisation of `a`, shape (n, n), as [`definite`] makes it.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where a pivot of
/// [`lu`](crate::lu()) is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{linalg::LinalgError, try_definite};
///
/// assert_eq!(try_definite(&array![[1.0, 2.0], [2.0, 4.0]]).err(), Some(LinalgError::Singular));
/// assert!(try_definite(&array![[1.0, 2.0], [2.0, 1.0]]).is_ok());
/// ```
pub fn try_definite<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Definite<A>, LinalgError> {
    try_definite_in(&mut Heap, a)
}

pub(crate) fn try_definite_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
) -> Result<Definite<A>, LinalgError> {
    Ok(Definite(match try_cholesky_unless_indefinite_in(memory, a)? {
        Some(factorised) => Chosen::Cholesky(factorised),
        None => Chosen::Lu(try_lu_in(memory, a)?),
    }))
}

impl<A: Real> SymmetricFactors<A> for Definite<A> {
    fn as_cholesky(&self) -> Option<&Cholesky<A>> {
        self.0.as_cholesky()
    }
}
