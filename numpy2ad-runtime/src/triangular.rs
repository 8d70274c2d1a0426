//! Triangular matrices as factorised ones: systems are solved by substitution.

use crate::Real;
use crate::decompose::{check_square, raised};
use crate::det::sign_and_ln;
use crate::factorised::Factorised;
use crate::inverse::inverse_error;
use crate::linalg::LinalgError;
use crate::memory::{Memory, full};
use crate::triangular_vectors::{solve_lower_vec, solve_upper_vec};
use ndarray::prelude::*;

/// A triangular matrix without 0 on its diagonal.
///
/// Made by [`lower`], [`upper`], [`try_lower`] or [`try_upper`] at the cost of a look at the
/// diagonal; a [`Factorised`] matrix. It borrows the matrix, whose other triangle is never read.
#[derive(Clone, Debug)]
pub struct Triangular<'a, A> {
    matrix: ArrayView2<'a, A>,
    upper: bool,
}

/// The lower triangle of `l`, shape (n, n), diagonal included, as a factorised matrix.
///
/// # Panics
///
/// If `l` is not square, or is singular: an entry of the diagonal is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let l = array![[2.0, 9.0], [1.0, 4.0]];
/// let f = ad::lower(&l);
/// assert_eq!(ad::solve_vec(&f, &array![2.0, 9.0]), array![1.0, 2.0]);
/// assert_eq!(ad::solve_t_vec(&f, &array![4.0, 8.0]), array![1.0, 2.0]);
/// ```
#[track_caller]
pub fn lower<A: Real>(l: &ArrayRef<A, Ix2>) -> Triangular<'_, A> {
    match try_lower(l) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

/// The lower triangle of `l`, shape (n, n), diagonal included, as a factorised matrix.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where the diagonal has an exact 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{linalg::LinalgError, try_lower};
///
/// assert_eq!(try_lower(&array![[1.0, 0.0], [3.0, 0.0]]).err(), Some(LinalgError::Singular));
/// ```
pub fn try_lower<A: Real>(l: &ArrayRef<A, Ix2>) -> Result<Triangular<'_, A>, LinalgError> {
    check_diagonal(l)?;
    Ok(Triangular { matrix: l.view(), upper: false })
}

/// The upper triangle of `r`, shape (n, n), diagonal included, as a factorised matrix.
///
/// # Panics
///
/// If `r` is not square, or is singular: an entry of the diagonal is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let f = array![[2.0, 1.0], [9.0, 4.0]];
/// assert_eq!(ad::inv_of(&ad::upper(&f)), array![[0.5, -0.125], [0.0, 0.25]]);
/// ```
#[track_caller]
pub fn upper<A: Real>(r: &ArrayRef<A, Ix2>) -> Triangular<'_, A> {
    match try_upper(r) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

/// The upper triangle of `r`, shape (n, n), diagonal included, as a factorised matrix.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where the diagonal has an exact 0.
pub fn try_upper<A: Real>(r: &ArrayRef<A, Ix2>) -> Result<Triangular<'_, A>, LinalgError> {
    check_diagonal(r)?;
    Ok(Triangular { matrix: r.view(), upper: true })
}

/// The lower triangle of `l`, shape (n, n), diagonal included, as a factorised matrix: a 0 on its diagonal is divided by.
///
/// # Panics
///
/// If `l` is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let l = array![[1.0, 0.0], [3.0, 0.0]];
/// let f = ad::lower_unchecked(&l);
/// assert!(!f64::is_finite(ad::solve_vec(&f, &array![1.0, 2.0])[1]));
/// ```
#[track_caller]
pub fn lower_unchecked<A: Real>(l: &ArrayRef<A, Ix2>) -> Triangular<'_, A> {
    raised(check_square(l), "solution with the triangle");
    Triangular { matrix: l.view(), upper: false }
}

/// The upper triangle of `r`, shape (n, n), diagonal included, as a factorised matrix: a 0 on its diagonal is divided by.
///
/// # Panics
///
/// If `r` is not square.
#[track_caller]
pub fn upper_unchecked<A: Real>(r: &ArrayRef<A, Ix2>) -> Triangular<'_, A> {
    raised(check_square(r), "solution with the triangle");
    Triangular { matrix: r.view(), upper: true }
}

/// Whether the matrix is square, and its diagonal free of 0.
pub(crate) fn check_diagonal<A: Real>(a: &ArrayRef2<A>) -> Result<(), LinalgError> {
    let (rows, cols) = a.dim();
    if rows != cols {
        return Err(LinalgError::NotSquare { rows, cols });
    }
    if a.diag().iter().any(|x| *x == A::zero()) {
        return Err(LinalgError::Singular);
    }
    Ok(())
}

impl<A: Real> Factorised<A> for Triangular<'_, A> {
    fn order(&self) -> usize {
        self.matrix.nrows()
    }

    fn solve_in_place(&self, _: &mut impl Memory, transposed: bool, b: &mut Array2<A>) {
        let matrix = if transposed { self.matrix.t() } else { self.matrix.view() };
        if transposed == self.upper {
            solve_lower(&matrix, b);
        } else {
            solve_upper(&matrix, b);
        }
    }

    fn sln_det(&self) -> (A, A) {
        sign_and_ln(false, self.matrix.diag().iter().copied())
    }

    fn inverse(&self, memory: &mut impl Memory) -> Array2<A> {
        let mut inverse = full(memory, self.matrix.raw_dim(), false, A::zero());
        inverse.diag_mut().fill(A::one());
        if self.order() == 0 {
            return inverse;
        }
        if self.upper {
            A::invert_lower(&backwards(&self.matrix), &mut backwards_mut(&mut inverse));
        } else {
            A::invert_lower(&self.matrix, &mut inverse);
        }
        inverse
    }
}

/// Solves with the lower triangle of `l` in place of `b`, which is not empty.
pub(crate) fn solve_lower<A: Real>(l: &ArrayRef2<A>, b: &mut ArrayRef2<A>) {
    if b.ncols() == 1 {
        return solve_lower_vec(l, &mut b.column_mut(0));
    }
    A::solve_lower(l, b);
}

/// Solves with the upper triangle of `r` in place of `b`, which is not empty: backwards, it is a
/// lower one.
pub(crate) fn solve_upper<A: Real>(r: &ArrayRef2<A>, b: &mut ArrayRef2<A>) {
    if b.ncols() == 1 {
        return solve_upper_vec(r, &mut b.column_mut(0));
    }
    let mut b = b.view_mut();
    b.invert_axis(Axis(0));
    A::solve_lower(&backwards(r), &mut b);
}

/// The rows and columns in reverse.
pub(crate) fn backwards<A>(a: &ArrayRef2<A>) -> ArrayView2<'_, A> {
    a.slice(s![..;-1, ..;-1])
}

/// The rows and columns in reverse, for writing.
pub(crate) fn backwards_mut<A>(a: &mut ArrayRef2<A>) -> ArrayViewMut2<'_, A> {
    a.slice_mut(s![..;-1, ..;-1])
}

#[cfg(test)]
mod tests;
