//! A factorised matrix, and the linear systems that it solves.

use crate::Real;
use crate::det::sign_and_ln;
use crate::factorised::Factorised;
use crate::inverse::inverse_error;
use crate::linalg::LinalgError;
use crate::memory::{Heap, Memory, copy_in, full};
use crate::shape::{column_major, product_error};
use ndarray::prelude::*;
use std::fmt;

const SOLVE: &str = "solving a linear system with the matrix";
const SOLVE_T: &str = "solving a linear system with the transposed matrix";

/// A factorisation `P · A = L · U` of a square matrix, with partial pivoting.
///
/// Made by [`lu`] or [`try_lu`]; good for any number of [`solve`], [`solve_t`] and [`inv_of`].
#[derive(Clone)]
pub struct Lu<A: Real> {
    n: usize,
    /// Whether the factors are those of the transpose: of a row-major matrix they are, since it is
    /// the transpose of a column-major one.
    transposed: bool,
    /// `None` if `n` is 0, or if NaN or infinity left a pivot 0: then all that is solved is NaN.
    factors: Option<A::Factors>,
}

impl<A: Real> Lu<A> {
    /// Gives the memory of the factors back.
    pub(crate) fn give_to(self, memory: &mut impl Memory) {
        if let Some(factors) = self.factors {
            A::give(memory.source(), factors);
        }
    }
}

impl<A: Real> Lu<A> {
    /// Whether an odd number of rows was interchanged, and the pivots.
    fn pivots(&self) -> (bool, Vec<A>) {
        match &self.factors {
            Some(factors) => A::pivots(factors),
            None => (false, vec![A::nan(); self.n]),
        }
    }

    /// The determinant of the matrix.
    pub(crate) fn det(&self) -> A {
        let (odd, pivots) = self.pivots();
        let product = pivots.into_iter().fold(A::one(), |product, pivot| product * pivot);
        if odd { -product } else { product }
    }
}

impl<A: Real> fmt::Debug for Lu<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lu").field("n", &self.n).finish_non_exhaustive()
    }
}

/// The factorisation of `a`, shape (n, n).
///
/// NaN and infinity flow through to what is solved with it.
///
/// # Panics
///
/// If `a` is not square, or is singular: a pivot is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let f = ad::lu(&array![[0.0, 2.0], [4.0, 0.0]]);
/// assert_eq!(ad::solve_vec(&f, &array![2.0, 4.0]), array![1.0, 1.0]);
/// assert_eq!(ad::solve(&f, &array![[2.0], [8.0]]), array![[2.0], [1.0]]);
/// ```
#[track_caller]
pub fn lu<A: Real>(a: &ArrayRef<A, Ix2>) -> Lu<A> {
    lu_in(&mut Heap, a)
}

/// The factorisation of `a`, shape (n, n).
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where a pivot is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{linalg::LinalgError, try_lu};
///
/// assert_eq!(try_lu(&array![[1.0, 2.0], [2.0, 4.0]]).err(), Some(LinalgError::Singular));
/// ```
pub fn try_lu<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Lu<A>, LinalgError> {
    try_lu_in(&mut Heap, a)
}

/// The solution `X` of `A · X = b`, shapes (n, n), (n, m), (n, m), as a new array in standard layout.
///
/// # Panics
///
/// If `b` has not n rows.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{lu, solve};
///
/// let f = lu(&array![[2.0, 1.0], [0.0, 1.0]]);
/// assert_eq!(solve(&f, &array![[4.0, 3.0], [2.0, 1.0]]), array![[1.0, 1.0], [2.0, 1.0]]);
/// ```
#[track_caller]
pub fn solve<A: Real>(f: &impl Factorised<A>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
    solve_in(&mut Heap, f, b)
}

/// The solution `X` of `Aᵀ · X = b`, shapes (n, n), (n, m), (n, m), as a new array in standard layout.
///
/// # Panics
///
/// If `b` has not n rows.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{lu, solve_t};
///
/// let f = lu(&array![[2.0, 0.0], [1.0, 1.0]]);
/// assert_eq!(solve_t(&f, &array![[4.0, 3.0], [2.0, 1.0]]), array![[1.0, 1.0], [2.0, 1.0]]);
/// ```
#[track_caller]
pub fn solve_t<A: Real>(f: &impl Factorised<A>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
    solve_t_in(&mut Heap, f, b)
}

/// The solution `y` of `A · y = x`, shapes (n, n), (n), (n), as a new array.
///
/// # Panics
///
/// If `x` has not the length n.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{lu, solve_vec};
///
/// let f = lu(&array![[2.0, 1.0], [0.0, 1.0]]);
/// assert_eq!(solve_vec(&f, &array![4.0, 2.0]), array![1.0, 2.0]);
/// ```
#[track_caller]
pub fn solve_vec<A: Real>(f: &impl Factorised<A>, x: &ArrayRef<A, Ix1>) -> Array1<A> {
    solve_vec_in(&mut Heap, f, x)
}

/// The solution `y` of `Aᵀ · y = x`, shapes (n, n), (n), (n), as a new array.
///
/// # Panics
///
/// If `x` has not the length n.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{lu, solve_t_vec};
///
/// let f = lu(&array![[2.0, 0.0], [1.0, 1.0]]);
/// assert_eq!(solve_t_vec(&f, &array![4.0, 2.0]), array![1.0, 2.0]);
/// ```
#[track_caller]
pub fn solve_t_vec<A: Real>(f: &impl Factorised<A>, x: &ArrayRef<A, Ix1>) -> Array1<A> {
    solve_t_vec_in(&mut Heap, f, x)
}

/// The inverse of the factorised matrix, shape (n, n), as a new array in standard layout.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{inv_of, lu};
///
/// assert_eq!(inv_of(&lu(&array![[0.0, 2.0], [4.0, 0.0]])), array![[0.0, 0.25], [0.5, 0.0]]);
/// ```
pub fn inv_of<A: Real>(f: &impl Factorised<A>) -> Array2<A> {
    inv_of_in(&mut Heap, f)
}

#[track_caller]
pub(crate) fn lu_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Lu<A> {
    match try_lu_in(memory, a) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

pub(crate) fn try_lu_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Result<Lu<A>, LinalgError> {
    let (n, cols) = a.dim();
    if n != cols {
        return Err(LinalgError::NotSquare { rows: n, cols });
    }
    let transposed = !column_major([a]);
    if n == 0 {
        return Ok(Lu { n, transposed, factors: None });
    }
    // Made anew, since `to_owned` keeps odd strides of axes of length 1, which LAPACK refuses.
    let copy = copy_in(memory, &if transposed { a.view() } else { a.t() }).reversed_axes();
    let factors = A::factor(memory.source(), copy);
    // Infinity over infinity is no zero: whether there is an inverse can't be known.
    if factors.is_none() && a.iter().all(|x| x.is_finite()) {
        return Err(LinalgError::Singular);
    }
    Ok(Lu { n, transposed, factors })
}

/// The factorisation of `a`, shape (n, n), in its memory.
pub(crate) fn try_lu_into_in<A: Real>(memory: &mut impl Memory, a: Array2<A>) -> Result<Lu<A>, LinalgError> {
    let (n, cols) = a.dim();
    // Of what is not finite a failure says nothing of the matrix, whose elements are gone then.
    if n != cols || n < 2 || !a.is_standard_layout() || !is_finite(&a) {
        let factorised = try_lu_in(memory, &a);
        memory.give(a.into_raw_vec_and_offset().0);
        return factorised;
    }
    match A::factor(memory.source(), a.reversed_axes()) {
        Some(factors) => Ok(Lu { n, transposed: true, factors: Some(factors) }),
        None => Err(LinalgError::Singular),
    }
}

/// Whether all elements are finite, looked at many at a time.
fn is_finite<A: Real>(a: &Array2<A>) -> bool {
    let all = |part: &[A]| part.iter().fold(true, |all, x| all & x.is_finite());
    a.as_slice().is_some_and(|values| values.chunks(1024).all(all))
}

#[track_caller]
pub(crate) fn solve_in<A: Real>(
    memory: &mut impl Memory,
    f: &impl Factorised<A>,
    b: &ArrayRef2<A>,
) -> Array2<A> {
    if b.nrows() != f.order() {
        product_error(SOLVE, &[f.order(), f.order()], b.shape());
    }
    solved(memory, f, false, b)
}

#[track_caller]
pub(crate) fn solve_t_in<A: Real>(
    memory: &mut impl Memory,
    f: &impl Factorised<A>,
    b: &ArrayRef2<A>,
) -> Array2<A> {
    if b.nrows() != f.order() {
        product_error(SOLVE_T, &[f.order(), f.order()], b.shape());
    }
    solved(memory, f, true, b)
}

#[track_caller]
pub(crate) fn solve_vec_in<A: Real>(
    memory: &mut impl Memory,
    f: &impl Factorised<A>,
    x: &ArrayRef1<A>,
) -> Array1<A> {
    if x.len() != f.order() {
        product_error(SOLVE, &[f.order(), f.order()], x.shape());
    }
    solved(memory, f, false, &x.view().insert_axis(Axis(1))).remove_axis(Axis(1))
}

#[track_caller]
pub(crate) fn solve_t_vec_in<A: Real>(
    memory: &mut impl Memory,
    f: &impl Factorised<A>,
    x: &ArrayRef1<A>,
) -> Array1<A> {
    if x.len() != f.order() {
        product_error(SOLVE_T, &[f.order(), f.order()], x.shape());
    }
    solved(memory, f, true, &x.view().insert_axis(Axis(1))).remove_axis(Axis(1))
}

pub(crate) fn inv_of_in<A: Real>(memory: &mut impl Memory, f: &impl Factorised<A>) -> Array2<A> {
    f.inverse(memory)
}

/// The solution with the matrix that was factorised, or with its transpose.
fn solved<A: Real>(
    memory: &mut impl Memory,
    f: &impl Factorised<A>,
    transposed: bool,
    b: &ArrayRef2<A>,
) -> Array2<A> {
    let mut x = copy_in(memory, b);
    if !x.is_empty() {
        f.solve_in_place(memory, transposed, &mut x);
    }
    x
}

impl<A: Real> Factorised<A> for Lu<A> {
    fn order(&self) -> usize {
        self.n
    }

    fn solve_in_place(&self, memory: &mut impl Memory, transposed: bool, b: &mut Array2<A>) {
        match &self.factors {
            Some(factors) => A::solve(memory.source(), factors, transposed != self.transposed, b),
            None => b.fill(A::nan()),
        }
    }

    fn sln_det(&self) -> (A, A) {
        let (odd, pivots) = self.pivots();
        sign_and_ln(odd, pivots)
    }

    fn inverse(&self, memory: &mut impl Memory) -> Array2<A> {
        let Some(factors) = &self.factors else {
            return full(memory, Dim([self.n, self.n]), false, A::nan());
        };
        // The transpose of a column-major matrix is in standard layout.
        A::invert(memory.source(), factors, !self.transposed).reversed_axes()
    }
}

#[cfg(not(feature = "lapack"))]
pub(crate) mod loops;

#[cfg(test)]
mod tests;
