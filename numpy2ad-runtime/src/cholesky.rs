//! Factorisations of symmetric positive definite matrices.

use crate::Real;
use crate::det::sign_and_ln;
use crate::factorised::Factorised;
use crate::inverse::inverse_error;
use crate::linalg::LinalgError;
use crate::memory::{Heap, Memory, blank, copy_in, full};
use crate::shape::column_major;
use crate::symmetric::mirror_lower;
use crate::triangular::{backwards, solve_lower, solve_upper};
use ndarray::prelude::*;
use std::fmt;

/// A factorisation `A = L · Lᵀ` of a symmetric positive definite matrix.
///
/// Made by [`cholesky`] or [`try_cholesky`]; a [`Factorised`] matrix.
#[derive(Clone)]
pub struct Cholesky<A: Real> {
    n: usize,
    /// Whether the factor is that of the matrix read backwards, rows and columns.
    backwards: bool,
    /// L, below the diagonal of a column-major matrix; `None` if NaN or infinity left
    /// none: then all that is solved is NaN.
    factor: Option<Array2<A>>,
}

impl<A: Real> Cholesky<A> {
    /// Gives the memory of the factor back.
    pub(crate) fn give_to(self, memory: &mut impl Memory) {
        if let Some(factor) = self.factor {
            memory.give(factor.into_raw_vec_and_offset().0);
        }
    }
}

impl<A: Real> fmt::Debug for Cholesky<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cholesky").field("n", &self.n).finish_non_exhaustive()
    }
}

/// The Cholesky factorisation of `a`, shape (n, n), declared symmetric positive definite.
///
/// Only the lower triangle of `a` is read. NaN and infinity in it flow through to what is solved.
///
/// # Panics
///
/// If `a` is not square, or is not positive definite: a pivot is not positive.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let f = ad::cholesky(&array![[5.0, 2.0], [2.0, 4.0]]);
/// assert_eq!(ad::solve_vec(&f, &array![9.0, 10.0]), array![1.0, 2.0]);
/// assert_eq!(ad::inv_of(&f), array![[0.25, -0.125], [-0.125, 0.3125]]);
/// ```
#[track_caller]
pub fn cholesky<A: Real>(a: &ArrayRef<A, Ix2>) -> Cholesky<A> {
    cholesky_in(&mut Heap, a)
}

#[track_caller]
pub(crate) fn cholesky_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Cholesky<A> {
    match try_cholesky_in(memory, a) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

/// The Cholesky factorisation of `a`, shape (n, n), declared symmetric positive definite.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::NotPositiveDefinite`] where a pivot is not
/// positive.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{linalg::LinalgError, try_cholesky};
///
/// let indefinite = array![[1.0, 2.0], [2.0, 1.0]];
/// assert_eq!(try_cholesky(&indefinite).err(), Some(LinalgError::NotPositiveDefinite));
/// ```
pub fn try_cholesky<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Cholesky<A>, LinalgError> {
    try_cholesky_in(&mut Heap, a)
}

pub(crate) fn try_cholesky_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
) -> Result<Cholesky<A>, LinalgError> {
    let factorised = attempt(memory, a)?;
    if factorised.factor.is_none() && lower_triangle_is_finite(a) {
        return Err(LinalgError::NotPositiveDefinite);
    }
    Ok(factorised)
}

/// The factorisation, without a factor if a pivot is not positive.
fn attempt<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Result<Cholesky<A>, LinalgError> {
    let (n, cols) = a.dim();
    if n != cols {
        return Err(LinalgError::NotSquare { rows: n, cols });
    }
    // The lower triangle of a row-major matrix, read backwards, is that of a column-major one.
    let backwards = !column_major([a]);
    let mut factor = blank(memory, Dim([n, n]), true);
    if backwards {
        copy_backwards(a, &mut factor);
    } else {
        factor.assign(a);
    }
    if n > 0 && !A::cholesky(memory.source(), &mut factor) {
        memory.give(factor.into_raw_vec_and_offset().0);
        return Ok(Cholesky { n, backwards, factor: None });
    }
    Ok(Cholesky { n, backwards, factor: Some(factor) })
}

/// The Cholesky factorisation of a matrix that is symmetric to the last bit; none if a pivot is not positive and finite.
///
/// An entry that is not finite makes the pivot of its row such a one. LAPACKs differ in what they do with it, and then in
/// which entries of the inverse are NaN.
pub(crate) fn try_cholesky_of_symmetric_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
) -> Option<Cholesky<A>> {
    // In memory a symmetric matrix is its transpose, so that nothing has to be read backwards. It is copied, as faer
    // leaves nothing of it as it was.
    let transposed = if column_major([a]) { a.t() } else { a.view() };
    let mut factor = copy_in(memory, &transposed).reversed_axes();
    if A::cholesky(memory.source(), &mut factor) && factor.diag().iter().all(|pivot| pivot.is_finite()) {
        return Some(Cholesky { n: a.nrows(), backwards: false, factor: Some(factor) });
    }
    memory.give(factor.into_raw_vec_and_offset().0);
    None
}

/// The Cholesky factorisation of a matrix, from its lower triangle; none if a pivot is not positive.
pub(crate) fn try_cholesky_unless_indefinite_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
) -> Result<Option<Cholesky<A>>, LinalgError> {
    Ok(Some(attempt(memory, a)?).filter(|factorised| factorised.factor.is_some()))
}

/// The lower factor as a matrix in standard layout, with zeros above its diagonal.
pub(crate) fn try_cholesky_factor_of<A: Real>(a: &ArrayRef2<A>) -> Result<Array2<A>, LinalgError> {
    let (n, cols) = a.dim();
    if n != cols {
        return Err(LinalgError::NotSquare { rows: n, cols });
    }
    let mut factor = blank(&mut Heap, Dim([n, n]), true);
    factor.assign(a);
    if n > 0 && !A::cholesky(Heap.source(), &mut factor) {
        if lower_triangle_is_finite(a) {
            return Err(LinalgError::NotPositiveDefinite);
        }
        factor.fill(A::nan());
    }
    let lower = |(i, j)| factor.get((i, j)).copied().filter(|_| i >= j).unwrap_or_else(A::zero);
    Ok(Array2::from_shape_fn((n, n), lower))
}

/// `to[i, j] = a[n - 1 - j, n - 1 - i]`.
fn copy_backwards<A: Real>(a: &ArrayRef2<A>, to: &mut Array2<A>) {
    if let (Some(a), Some(to)) = (a.as_slice(), to.as_slice_memory_order_mut()) {
        to.iter_mut().zip(a.iter().rev()).for_each(|(to, a)| *to = *a);
    } else {
        to.assign(&backwards(&a.t()));
    }
}

fn lower_triangle_is_finite<A: Real>(a: &ArrayRef2<A>) -> bool {
    let mut rows = a.rows().into_iter().enumerate();
    rows.all(|(i, row)| row.iter().take(i + 1).all(|x| x.is_finite()))
}

/// Reverses the elements in place.
fn reverse<A: Real>(x: &mut ArrayRef1<A>) {
    let half = x.len() / 2;
    let (head, mut tail) = x.view_mut().split_at(Axis(0), half);
    tail.invert_axis(Axis(0));
    head.into_iter().zip(tail).for_each(|(a, b)| std::mem::swap(a, b));
}

impl<A: Real> Cholesky<A> {
    /// Puts `L⁻¹ · b` in place of `b`, shape (n, m), not empty, rows perhaps in reverse: of what two of them make
    /// together that says nothing.
    pub(crate) fn solve_half_in_place(&self, b: &mut Array2<A>) {
        let Some(factor) = &self.factor else {
            b.fill(A::nan());
            return;
        };
        let mut rows = b.view_mut();
        if self.backwards {
            rows.invert_axis(Axis(0));
        }
        solve_lower(factor, &mut rows);
    }
}

impl<A: Real> Factorised<A> for Cholesky<A> {
    fn order(&self) -> usize {
        self.n
    }

    /// The matrix is its own transpose.
    fn solve_in_place(&self, _: &mut impl Memory, _transposed: bool, b: &mut Array2<A>) {
        let Some(factor) = &self.factor else {
            b.fill(A::nan());
            return;
        };
        // One column is reversed in memory: a dense vector is worth more than the moves.
        let moved = self.backwards && b.ncols() == 1;
        if moved {
            reverse(&mut b.column_mut(0));
        }
        let mut rows = b.view_mut();
        if self.backwards && !moved {
            rows.invert_axis(Axis(0));
        }
        solve_lower(factor, &mut rows);
        solve_upper(&factor.t(), &mut rows);
        if moved {
            reverse(&mut b.column_mut(0));
        }
    }

    fn sln_det(&self) -> (A, A) {
        let Some(factor) = &self.factor else { return (A::nan(), A::nan()) };
        let (sign, ln) = sign_and_ln(false, factor.diag().iter().copied());
        (sign, ln + ln)
    }

    fn inverse(&self, memory: &mut impl Memory) -> Array2<A> {
        let Some(factor) = self.factor.as_ref().filter(|factor| !factor.is_empty()) else {
            return full(memory, Dim([self.n, self.n]), false, A::nan());
        };
        let mut inverse = A::invert_cholesky(memory.source(), factor);
        mirror_lower(&mut inverse);
        if self.backwards
            && let Some(all) = inverse.as_slice_memory_order_mut()
        {
            all.reverse();
        }
        inverse.reversed_axes()
    }
}

#[cfg(test)]
mod tests;
