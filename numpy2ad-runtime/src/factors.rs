//! The factorisation of a matrix of which nothing has been declared: a look chooses between Cholesky's and that with
//! partial pivoting, as `mldivide` and `factorize` do in MATLAB and Julia.

use crate::Real;
use crate::cholesky::{Cholesky, try_cholesky_of_symmetric_in};
use crate::chosen::{Chosen, chosen};
use crate::inverse::inverse_error;
use crate::linalg::LinalgError;
use crate::look::{SMALL, is_symmetric};
use crate::lu::{try_lu_in, try_lu_into_in};
use crate::memory::{Heap, Memory};
use ndarray::prelude::*;

chosen! {
    /// A factorisation of any square matrix.
    ///
    /// Made by [`factors`], [`factors_into`], [`try_factors`] or [`try_factors_into`]; a [`Factorised`](crate::Factorised)
    /// matrix.
    Factors
}

/// A factorisation of `a`, shape (n, n).
///
/// By Cholesky's method where `a` is symmetric to the last bit and turns out to be positive definite, which takes half
/// the flops; else by [`lu`](crate::lu()), with partial pivoting. A matrix that is not symmetric is seen to be so at its
/// first entries, and one with an entry on its diagonal that is not positive, there. Small matrices are not looked at.
///
/// NaN and infinity flow through to what is solved with it.
///
/// # Panics
///
/// If `a` is not square, or is singular: a pivot of [`lu`](crate::lu()) is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let f = ad::factors(&array![[0.0, 2.0], [4.0, 0.0]]);
/// assert_eq!(ad::solve_vec(&f, &array![2.0, 4.0]), array![1.0, 1.0]);
/// ```
#[track_caller]
pub fn factors<A: Real>(a: &ArrayRef<A, Ix2>) -> Factors<A> {
    factors_in(&mut Heap, a)
}

/// A factorisation of `a`, shape (n, n), as [`factors`] makes it.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where a pivot of [`lu`](crate::lu()) is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{linalg::LinalgError, try_factors};
///
/// assert_eq!(try_factors(&array![[1.0, 2.0], [2.0, 4.0]]).err(), Some(LinalgError::Singular));
/// ```
pub fn try_factors<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Factors<A>, LinalgError> {
    try_factors_in(&mut Heap, a)
}

/// A factorisation of `a`, shape (n, n), as [`factors`] makes it, in the memory of `a`.
///
/// # Panics
///
/// If `a` is not square, or is singular: a pivot of [`lu`](crate::lu()) is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let f = ad::factors_into(array![[0.0, 2.0], [4.0, 0.0]]);
/// assert_eq!(ad::solve_vec(&f, &array![2.0, 4.0]), array![1.0, 1.0]);
/// ```
#[track_caller]
pub fn factors_into<A: Real>(a: Array2<A>) -> Factors<A> {
    factors_into_in(&mut Heap, a)
}

/// A factorisation of `a`, shape (n, n), as [`factors`] makes it, in the memory of `a`.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where a pivot of [`lu`](crate::lu()) is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{linalg::LinalgError, try_factors_into};
///
/// assert_eq!(try_factors_into(array![[1.0, 2.0], [2.0, 4.0]]).err(), Some(LinalgError::Singular));
/// ```
pub fn try_factors_into<A: Real>(a: Array2<A>) -> Result<Factors<A>, LinalgError> {
    try_factors_into_in(&mut Heap, a)
}

#[track_caller]
pub(crate) fn factors_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Factors<A> {
    match try_factors_in(memory, a) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

#[track_caller]
pub(crate) fn factors_into_in<A: Real>(memory: &mut impl Memory, a: Array2<A>) -> Factors<A> {
    match try_factors_into_in(memory, a) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

pub(crate) fn try_factors_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
) -> Result<Factors<A>, LinalgError> {
    if let Some(factorised) = cholesky_if_definite(memory, a) {
        return Ok(Factors(Chosen::Cholesky(factorised)));
    }
    try_lu_in(memory, a).map(|factorised| Factors(Chosen::Lu(factorised)))
}

pub(crate) fn try_factors_into_in<A: Real>(
    memory: &mut impl Memory,
    a: Array2<A>,
) -> Result<Factors<A>, LinalgError> {
    if let Some(factorised) = cholesky_if_definite(memory, &a) {
        memory.give(a.into_raw_vec_and_offset().0);
        return Ok(Factors(Chosen::Cholesky(factorised)));
    }
    try_lu_into_in(memory, a).map(|factorised| Factors(Chosen::Lu(factorised)))
}

/// The factorisation by Cholesky's method, if a look at the matrix gives hope for one, and there is one.
fn cholesky_if_definite<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Option<Cholesky<A>> {
    let is_hopeful = a.nrows() > SMALL && a.diag().iter().all(|&x| x > A::zero()) && is_symmetric(a);
    if is_hopeful { try_cholesky_of_symmetric_in(memory, a) } else { None }
}

#[cfg(test)]
mod tests;
