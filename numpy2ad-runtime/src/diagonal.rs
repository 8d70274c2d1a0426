//! Diagonal matrices: the systems that they solve, and their products, which scale rows or columns.

use crate::Real;
use crate::det::sign_and_ln;
use crate::factorised::Factorised;
use crate::inverse::inverse_error;
use crate::linalg::LinalgError;
use crate::memory::{Heap, Memory, blank, full, shaped};
use crate::shape::{column_major, output_error, product_error};
use crate::triangular::check_diagonal;
use ndarray::prelude::*;

const MAT_MUL: &str = "diagonal matrix multiplication (`dot`)";
const MAT_VEC: &str = "diagonal matrix-vector multiplication (`dot`)";

/// A diagonal matrix without 0 on its diagonal.
///
/// Made by [`diagonal`] or [`try_diagonal`]; a [`Factorised`] matrix. It borrows the matrix, of
/// which only the diagonal is read.
#[derive(Clone, Debug)]
pub struct Diagonal<'a, A>(ArrayView1<'a, A>);

/// The diagonal of `w`, shape (n, n), as a factorised matrix.
///
/// # Panics
///
/// If `w` is not square, or is singular: an entry of the diagonal is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let w = array![[2.0, 0.0], [0.0, 4.0]];
/// assert_eq!(ad::solve(&ad::diagonal(&w), &array![[2.0, 4.0], [4.0, 8.0]]), array![[1.0, 2.0], [1.0, 2.0]]);
/// ```
#[track_caller]
pub fn diagonal<A: Real>(w: &ArrayRef<A, Ix2>) -> Diagonal<'_, A> {
    match try_diagonal(w) {
        Ok(factorised) => factorised,
        Err(error) => inverse_error(error),
    }
}

/// The diagonal of `w`, shape (n, n), as a factorised matrix.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where the diagonal has an exact 0.
pub fn try_diagonal<A: Real>(w: &ArrayRef<A, Ix2>) -> Result<Diagonal<'_, A>, LinalgError> {
    check_diagonal(w)?;
    Ok(Diagonal(w.diag()))
}

impl<A: Real> Factorised<A> for Diagonal<'_, A> {
    fn order(&self) -> usize {
        self.0.len()
    }

    /// The matrix is its own transpose.
    fn solve_in_place(&self, _: &mut impl Memory, _transposed: bool, b: &mut Array2<A>) {
        b.rows_mut().into_iter().zip(&self.0).for_each(|(mut row, w)| row /= *w);
    }

    fn sln_det(&self) -> (A, A) {
        sign_and_ln(false, self.0.iter().copied())
    }

    fn inverse(&self, memory: &mut impl Memory) -> Array2<A> {
        let mut inverse = full(memory, Dim([self.order(), self.order()]), false, A::zero());
        inverse.diag_mut().iter_mut().zip(&self.0).for_each(|(x, w)| *x = w.recip());
        inverse
    }
}

/// Whether `a` is square, and every entry off its diagonal is exactly 0: the identity is, and so is
/// a matrix without entries. A NaN is no 0.
///
/// A matrix that is not diagonal is left at the first of its entries that says so, which in one
/// without zeros stands in its first row; a diagonal one is read to its end.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime::is_diagonal;
///
/// assert!(is_diagonal(&Array2::<f64>::eye(3)));
/// assert!(!is_diagonal(&array![[1.0, 1e-300], [0.0, 1.0]]));
/// ```
#[must_use]
pub fn is_diagonal<A: Real>(a: &ArrayRef<A, Ix2>) -> bool {
    if !a.is_square() {
        return false;
    }
    let a = if column_major([a]) { a.t() } else { a.view() };
    a.rows().into_iter().enumerate().all(|(i, row)| match row.as_slice() {
        Some(row) => {
            let (before, rest) = row.split_at_checked(i).unwrap_or_default();
            all_zero(before) && all_zero(rest.get(1..).unwrap_or_default())
        }
        None => row.iter().enumerate().all(|(j, x)| i == j || *x == A::zero()),
    })
}

/// Whether all of these are 0. Each block is read to its end, which the compiler vectorises.
fn all_zero<A: Real>(xs: &[A]) -> bool {
    const BLOCK: usize = 64;
    xs.chunks(BLOCK).all(|block| block.iter().fold(true, |zero, x| zero & (*x == A::zero())))
}

/// The product `W · b` with the diagonal W of `w`, shapes (n, n) and (n, m), as a new array of shape (n, m)
/// in the memory order of `b`.
///
/// # Panics
///
/// If the inner dimensions differ, or `w` is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::diag_mat_mul;
///
/// let w = array![[2.0, 9.0], [9.0, 3.0]];
/// let b = array![[1.0, 2.0], [1.0, 2.0]];
/// assert_eq!(diag_mat_mul(&w, &b), array![[2.0, 4.0], [3.0, 6.0]]);
/// ```
#[track_caller]
pub fn diag_mat_mul<A: Real>(w: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
    diag_mat_mul_in(&mut Heap, w, b)
}

/// `c += W · b` with the diagonal W of `w`; shapes (n, m), (n, n), (n, m).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_diag_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, w: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_output(w, w, b, c);
    scale_rows(c.view_mut(), w, b.view(), |c, scaled| *c += scaled);
}

/// `c -= W · b` with the diagonal W of `w`; shapes (n, m), (n, n), (n, m).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_diag_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, w: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_output(w, w, b, c);
    scale_rows(c.view_mut(), w, b.view(), |c, scaled| *c -= scaled);
}

/// The product `a · W` with the diagonal W of `w`, shapes (m, n) and (n, n), as a new array of shape (m, n)
/// in the memory order of `a`.
///
/// # Panics
///
/// If the inner dimensions differ, or `w` is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::mat_diag_mul;
///
/// let w = array![[2.0, 9.0], [9.0, 3.0]];
/// let a = array![[1.0, 2.0], [1.0, 2.0]];
/// assert_eq!(mat_diag_mul(&a, &w), array![[2.0, 6.0], [2.0, 6.0]]);
/// ```
#[track_caller]
pub fn mat_diag_mul<A: Real>(a: &ArrayRef<A, Ix2>, w: &ArrayRef<A, Ix2>) -> Array2<A> {
    mat_diag_mul_in(&mut Heap, a, w)
}

/// `c += a · W` with the diagonal W of `w`; shapes (m, n), (m, n), (n, n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_mat_diag_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, w: &ArrayRef<A, Ix2>) {
    check_output(w, a, w, c);
    scale_rows(c.view_mut().reversed_axes(), w, a.t(), |c, scaled| *c += scaled);
}

/// `c -= a · W` with the diagonal W of `w`; shapes (m, n), (m, n), (n, n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_mat_diag_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, w: &ArrayRef<A, Ix2>) {
    check_output(w, a, w, c);
    scale_rows(c.view_mut().reversed_axes(), w, a.t(), |c, scaled| *c -= scaled);
}

/// The product `W · x` with the diagonal W of `w`, shapes (n, n) and (n), as a new array of shape (n).
///
/// # Panics
///
/// If the inner dimensions differ, or `w` is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::diag_mat_vec;
///
/// let w = array![[2.0, 9.0], [9.0, 3.0]];
/// assert_eq!(diag_mat_vec(&w, &array![1.0, 2.0]), array![2.0, 6.0]);
/// ```
#[track_caller]
pub fn diag_mat_vec<A: Real>(w: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) -> Array1<A> {
    diag_mat_vec_in(&mut Heap, w, x)
}

/// `y += W · x` with the diagonal W of `w`; shapes (n), (n, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_diag_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, w: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_vector_output(w, x, y);
    y.iter_mut().zip(w.diag()).zip(x).for_each(|((y, w), x)| *y += *w * *x);
}

/// `y -= W · x` with the diagonal W of `w`; shapes (n), (n, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_diag_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, w: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_vector_output(w, x, y);
    y.iter_mut().zip(w.diag()).zip(x).for_each(|((y, w), x)| *y -= *w * *x);
}

#[track_caller]
pub(crate) fn diag_mat_mul_in<A: Real>(
    memory: &mut impl Memory,
    w: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
) -> Array2<A> {
    check_product(w, w, b);
    let mut c = blank(memory, b.raw_dim(), column_major([b]));
    scale_rows(c.view_mut(), w, b.view(), |c, scaled| *c = scaled);
    c
}

#[track_caller]
pub(crate) fn mat_diag_mul_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
    w: &ArrayRef2<A>,
) -> Array2<A> {
    check_product(w, a, w);
    let mut c = blank(memory, a.raw_dim(), column_major([a]));
    scale_rows(c.view_mut().reversed_axes(), w, a.t(), |c, scaled| *c = scaled);
    c
}

#[track_caller]
pub(crate) fn diag_mat_vec_in<A: Real>(
    memory: &mut impl Memory,
    w: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
) -> Array1<A> {
    check_vector(w, x);
    let mut y = memory.empty(x.len());
    y.extend(w.diag().iter().zip(x).map(|(w, x)| *w * *x));
    shaped(x.raw_dim(), false, y)
}

/// `write(c[i, j], w[i, i] * b[i, j])` for all elements, along the dense axis.
fn scale_rows<A: Real>(
    mut c: ArrayViewMut2<'_, A>,
    w: &ArrayRef2<A>,
    b: ArrayView2<'_, A>,
    write: impl Fn(&mut A, A),
) {
    let w = w.diag();
    if column_major([&*c, &*b]) {
        for (c, b) in c.columns_mut().into_iter().zip(b.columns()) {
            scale(c, w.iter().copied(), b, &write);
        }
    } else {
        for ((c, w), b) in c.rows_mut().into_iter().zip(w).zip(b.rows()) {
            scale(c, std::iter::repeat(*w), b, &write);
        }
    }
}

/// `write(c[i], w[i] * b[i])` for all elements; of slices, which the compiler vectorises, where
/// they are.
fn scale<A: Real>(
    mut c: ArrayViewMut1<'_, A>,
    w: impl Iterator<Item = A>,
    b: ArrayView1<'_, A>,
    write: impl Fn(&mut A, A),
) {
    if let (Some(c), Some(b)) = (c.as_slice_mut(), b.as_slice()) {
        c.iter_mut().zip(b).zip(w).for_each(|((c, b), w)| write(c, w * *b));
    } else {
        c.iter_mut().zip(b).zip(w).for_each(|((c, b), w)| write(c, w * *b));
    }
}

#[track_caller]
fn check_product<A>(diagonal: &ArrayRef2<A>, a: &ArrayRef2<A>, b: &ArrayRef2<A>) {
    if !diagonal.is_square() || a.ncols() != b.nrows() {
        product_error(MAT_MUL, a.shape(), b.shape());
    }
}

#[track_caller]
fn check_output<A>(diagonal: &ArrayRef2<A>, a: &ArrayRef2<A>, b: &ArrayRef2<A>, c: &ArrayRef2<A>) {
    if !diagonal.is_square() || a.ncols() != b.nrows() || c.dim() != (a.nrows(), b.ncols()) {
        output_error(MAT_MUL, a.shape(), b.shape(), c.shape());
    }
}

#[track_caller]
fn check_vector<A>(w: &ArrayRef2<A>, x: &ArrayRef1<A>) {
    if w.dim() != (x.len(), x.len()) {
        product_error(MAT_VEC, w.shape(), x.shape());
    }
}

#[track_caller]
fn check_vector_output<A>(w: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &ArrayRef1<A>) {
    if w.dim() != (x.len(), x.len()) || y.len() != x.len() {
        output_error(MAT_VEC, w.shape(), x.shape(), y.shape());
    }
}

#[cfg(test)]
mod tests;
