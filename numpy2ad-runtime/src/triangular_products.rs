//! Products with triangular matrices, of which one triangle is read, in half the operations.

use crate::Real;
use crate::dispatch::gemm;
use crate::loops::Write;
use crate::memory::{Heap, Memory, blank};
use crate::rows::Elements;
use crate::shape::{output_error, product_error};
use crate::triangular::backwards;
use crate::triangular_vectors::{lower_gemv, upper_gemv};
use ndarray::prelude::*;

const MAT_MUL: &str = "triangular matrix multiplication (`dot`)";

/// The product `L · b` with the lower triangle L of `l`, shapes (n, n) and (n, m), as a new array of shape (n, m).
///
/// # Panics
///
/// If the inner dimensions differ, or the triangular matrix is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::lower_mat_mul;
///
/// let l = array![[1.0, 9.0], [2.0, 3.0]];
/// assert_eq!(lower_mat_mul(&l, &array![[1.0], [1.0]]), array![[1.0], [5.0]]);
/// ```
#[track_caller]
pub fn lower_mat_mul<A: Real>(l: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
    lower_mat_mul_in(&mut Heap, l, b)
}

/// `c += L · b` with the lower triangle L of `l`; shapes (n, m), (n, n), (n, m).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_lower_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, l: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_output(l, l, b, c);
    lower_gemm(Write::Add, A::one(), l, b, c);
}

/// `c -= L · b` with the lower triangle L of `l`; shapes (n, m), (n, n), (n, m).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_lower_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, l: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_output(l, l, b, c);
    lower_gemm(Write::Add, -A::one(), l, b, c);
}

/// The product `R · b` with the upper triangle R of `r`, shapes (n, n) and (n, m), as a new array of shape (n, m).
///
/// # Panics
///
/// If the inner dimensions differ, or the triangular matrix is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::upper_mat_mul;
///
/// let r = array![[1.0, 2.0], [9.0, 3.0]];
/// assert_eq!(upper_mat_mul(&r, &array![[1.0], [1.0]]), array![[3.0], [3.0]]);
/// ```
#[track_caller]
pub fn upper_mat_mul<A: Real>(r: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
    upper_mat_mul_in(&mut Heap, r, b)
}

/// `c += R · b` with the upper triangle R of `r`; shapes (n, m), (n, n), (n, m).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_upper_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, r: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_output(r, r, b, c);
    upper_gemm(Write::Add, A::one(), r, b, c);
}

/// `c -= R · b` with the upper triangle R of `r`; shapes (n, m), (n, n), (n, m).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_upper_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, r: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_output(r, r, b, c);
    upper_gemm(Write::Add, -A::one(), r, b, c);
}

/// The product `a · L` with the lower triangle L of `l`, shapes (m, n) and (n, n), as a new array of shape (m, n).
///
/// # Panics
///
/// If the inner dimensions differ, or the triangular matrix is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::mat_lower_mul;
///
/// let l = array![[1.0, 9.0], [2.0, 3.0]];
/// assert_eq!(mat_lower_mul(&array![[1.0, 1.0]], &l), array![[3.0, 3.0]]);
/// ```
#[track_caller]
pub fn mat_lower_mul<A: Real>(a: &ArrayRef<A, Ix2>, l: &ArrayRef<A, Ix2>) -> Array2<A> {
    mat_lower_mul_in(&mut Heap, a, l)
}

/// `c += a · L` with the lower triangle L of `l`; shapes (m, n), (m, n), (n, n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_mat_lower_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, l: &ArrayRef<A, Ix2>) {
    check_output(l, a, l, c);
    upper_gemm(Write::Add, A::one(), &l.t(), &a.t(), &mut c.view_mut().reversed_axes());
}

/// `c -= a · L` with the lower triangle L of `l`; shapes (m, n), (m, n), (n, n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_mat_lower_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, l: &ArrayRef<A, Ix2>) {
    check_output(l, a, l, c);
    upper_gemm(Write::Add, -A::one(), &l.t(), &a.t(), &mut c.view_mut().reversed_axes());
}

/// The product `a · R` with the upper triangle R of `r`, shapes (m, n) and (n, n), as a new array of shape (m, n).
///
/// # Panics
///
/// If the inner dimensions differ, or the triangular matrix is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::mat_upper_mul;
///
/// let r = array![[1.0, 2.0], [9.0, 3.0]];
/// assert_eq!(mat_upper_mul(&array![[1.0, 1.0]], &r), array![[1.0, 5.0]]);
/// ```
#[track_caller]
pub fn mat_upper_mul<A: Real>(a: &ArrayRef<A, Ix2>, r: &ArrayRef<A, Ix2>) -> Array2<A> {
    mat_upper_mul_in(&mut Heap, a, r)
}

/// `c += a · R` with the upper triangle R of `r`; shapes (m, n), (m, n), (n, n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_mat_upper_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, r: &ArrayRef<A, Ix2>) {
    check_output(r, a, r, c);
    lower_gemm(Write::Add, A::one(), &r.t(), &a.t(), &mut c.view_mut().reversed_axes());
}

/// `c -= a · R` with the upper triangle R of `r`; shapes (m, n), (m, n), (n, n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_mat_upper_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, r: &ArrayRef<A, Ix2>) {
    check_output(r, a, r, c);
    lower_gemm(Write::Add, -A::one(), &r.t(), &a.t(), &mut c.view_mut().reversed_axes());
}

#[track_caller]
pub(crate) fn lower_mat_mul_in<A: Real>(
    memory: &mut impl Memory,
    l: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
) -> Array2<A> {
    check_product(l, l, b);
    let mut c = blank_for(memory, l, b);
    lower_gemm(Write::Replace, A::one(), l, b, &mut c);
    c
}

#[track_caller]
pub(crate) fn upper_mat_mul_in<A: Real>(
    memory: &mut impl Memory,
    r: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
) -> Array2<A> {
    check_product(r, r, b);
    let mut c = blank_for(memory, r, b);
    upper_gemm(Write::Replace, A::one(), r, b, &mut c);
    c
}

#[track_caller]
pub(crate) fn mat_lower_mul_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
    l: &ArrayRef2<A>,
) -> Array2<A> {
    check_product(l, a, l);
    let mut c = blank_for(memory, a, l);
    upper_gemm(Write::Replace, A::one(), &l.t(), &a.t(), &mut c.view_mut().reversed_axes());
    c
}

#[track_caller]
pub(crate) fn mat_upper_mul_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
    r: &ArrayRef2<A>,
) -> Array2<A> {
    check_product(r, a, r);
    let mut c = blank_for(memory, a, r);
    lower_gemm(Write::Replace, A::one(), &r.t(), &a.t(), &mut c.view_mut().reversed_axes());
    c
}

/// A new matrix for the product, column-major if both operands are.
fn blank_for<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A> {
    let columns = a.stride_of(Axis(0)) == 1 && b.stride_of(Axis(0)) == 1;
    blank(memory, Dim([a.nrows(), b.ncols()]), columns)
}

/// Up to this size half of the operations is no gain: the triangle is copied beside zeros.
const SMALL: usize = 48;

/// `c += alpha * L · b` or `c = alpha * L · b`.
fn lower_gemm<A: Real>(write: Write, alpha: A, l: &ArrayRef2<A>, b: &ArrayRef2<A>, c: &mut ArrayRef2<A>) {
    match b.dim() {
        (0, _) | (_, 0) => {}
        (_, 1) => lower_gemv(alpha, l, &b.column(0), &mut started(write, c).column_mut(0)),
        (n, _) if n <= SMALL => with_zeros(l, |l| gemm(write, alpha, l, b, c)),
        _ => A::lower_gemm(write, alpha, l, b, c),
    }
}

/// `c += alpha * R · b` or `c = alpha * R · b`.
fn upper_gemm<A: Real>(write: Write, alpha: A, r: &ArrayRef2<A>, b: &ArrayRef2<A>, c: &mut ArrayRef2<A>) {
    match b.dim() {
        (0, _) | (_, 0) => {}
        (_, 1) => upper_gemv(alpha, r, &b.column(0), &mut started(write, c).column_mut(0)),
        (n, _) if n <= SMALL => with_zeros(&r.t(), |r| gemm(write, alpha, &r.t(), b, c)),
        // Backwards, rows and columns, it is a lower triangle.
        _ => {
            let (b, mut c) = (b.slice(s![..;-1, ..]), c.slice_mut(s![..;-1, ..]));
            A::lower_gemm(write, alpha, &backwards(r), &b, &mut c);
        }
    }
}

/// The target, as terms are added to it.
fn started<A: Real>(write: Write, c: &mut ArrayRef2<A>) -> &mut ArrayRef2<A> {
    if write == Write::Replace {
        c.fill(A::zero());
    }
    c
}

/// Calls `f` with the lower triangle of `l`, of at most [`SMALL`] rows, with 0 above it.
fn with_zeros<A: Real>(l: &ArrayRef2<A>, f: impl FnOnce(&ArrayRef2<A>)) {
    match l.nrows() {
        ..=16 => with_zeros_of::<A, 16>(l, f),
        17..=32 => with_zeros_of::<A, 32>(l, f),
        _ => with_zeros_of::<A, SMALL>(l, f),
    }
}

fn with_zeros_of<A: Real, const N: usize>(l: &ArrayRef2<A>, f: impl FnOnce(&ArrayRef2<A>)) {
    let (n, l) = (l.nrows(), Elements::new(l));
    let mut copy = [[A::zero(); N]; N];
    for (i, row) in copy.iter_mut().enumerate().take(n) {
        row.iter_mut().enumerate().take(i + 1).for_each(|(j, to)| *to = l.get(i, j));
    }
    f(&aview2(&copy).slice(s![..n, ..n]));
}

#[track_caller]
fn check_product<A>(triangle: &ArrayRef2<A>, a: &ArrayRef2<A>, b: &ArrayRef2<A>) {
    if !triangle.is_square() || a.ncols() != b.nrows() {
        product_error(MAT_MUL, a.shape(), b.shape());
    }
}

#[track_caller]
fn check_output<A>(triangle: &ArrayRef2<A>, a: &ArrayRef2<A>, b: &ArrayRef2<A>, c: &ArrayRef2<A>) {
    if !triangle.is_square() || a.ncols() != b.nrows() || c.dim() != (a.nrows(), b.ncols()) {
        output_error(MAT_MUL, a.shape(), b.shape(), c.shape());
    }
}

#[cfg(test)]
mod tests;
