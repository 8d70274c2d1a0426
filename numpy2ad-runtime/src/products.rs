//! Products of matrices and vectors, as new arrays or accumulated in place.

use crate::Real;
use crate::dispatch::{gemm, gemv, ger};
use crate::loops::Write;
use crate::memory::{Heap, Memory, blank};
use crate::shape::{output_error, product_error};
use ndarray::prelude::*;

const MAT_MUL: &str = "matrix multiplication (`dot`)";
const MAT_VEC: &str = "matrix-vector multiplication (`dot`)";
const VEC_MAT: &str = "vector-matrix multiplication (`dot`)";
const VEC_VEC: &str = "inner product (`dot`)";
const OUTER: &str = "outer product";

/// The product `a · b`, shapes (m, k) and (k, n), as a new array of shape (m, n).
///
/// The result is in standard layout, or column-major if both operands are, as ndarray's `dot`.
///
/// # Panics
///
/// If the inner dimensions differ.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::mat_mul;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(mat_mul(&a, &a.t()), array![[5.0, 11.0], [11.0, 25.0]]);
/// ```
#[track_caller]
pub fn mat_mul<A: Real>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
    mat_mul_in(&mut Heap, a, b)
}

/// The product `a · x`, shapes (m, n) and (n), as a new array of shape (m).
///
/// # Panics
///
/// If the inner dimensions differ.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::mat_vec;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(mat_vec(&a, &array![1.0, 1.0]), array![3.0, 7.0]);
/// ```
#[track_caller]
pub fn mat_vec<A: Real>(a: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) -> Array1<A> {
    mat_vec_in(&mut Heap, a, x)
}

/// The product `x · a`, shapes (m) and (m, n), as a new array of shape (n).
///
/// # Panics
///
/// If the inner dimensions differ.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::vec_mat;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(vec_mat(&array![1.0, 1.0], &a), array![4.0, 6.0]);
/// ```
#[track_caller]
pub fn vec_mat<A: Real>(x: &ArrayRef<A, Ix1>, a: &ArrayRef<A, Ix2>) -> Array1<A> {
    vec_mat_in(&mut Heap, x, a)
}

/// The inner product `x · y` of two vectors of shape (n).
///
/// # Panics
///
/// If the lengths differ.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::vec_vec;
///
/// assert_eq!(vec_vec(&array![1.0, 2.0], &array![3.0, 4.0]), 11.0);
/// ```
#[track_caller]
pub fn vec_vec<A: Real>(x: &ArrayRef<A, Ix1>, y: &ArrayRef<A, Ix1>) -> A {
    if x.len() != y.len() {
        product_error(VEC_VEC, x.shape(), y.shape());
    }
    x.dot(y)
}

/// The outer product `x · yᵀ`, shapes (m) and (n), as a new array of shape (m, n).
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::outer;
///
/// let c = outer(&array![1.0, 2.0], &array![3.0, 4.0]);
/// assert_eq!(c, array![[3.0, 4.0], [6.0, 8.0]]);
/// ```
pub fn outer<A: Real>(x: &ArrayRef<A, Ix1>, y: &ArrayRef<A, Ix1>) -> Array2<A> {
    outer_in(&mut Heap, x, y)
}

/// `c += a · b`, shapes (m, n), (m, k), (k, n).
///
/// # Panics
///
/// If the shapes do not fit; `c` is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add_mat_mul;
///
/// let mut c = array![[100.0]];
/// add_mat_mul(&mut c, &array![[1.0, 2.0]], &array![[3.0], [4.0]]);
/// assert_eq!(c, array![[111.0]]);
/// ```
#[track_caller]
pub fn add_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_mat_mul(c, a, b);
    gemm(Write::Add, A::one(), a, b, c);
}

/// `c -= a · b`, shapes (m, n), (m, k), (k, n).
///
/// # Panics
///
/// If the shapes do not fit; `c` is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::sub_mat_mul;
///
/// let mut c = array![[100.0]];
/// sub_mat_mul(&mut c, &array![[1.0, 2.0]], &array![[3.0], [4.0]]);
/// assert_eq!(c, array![[89.0]]);
/// ```
#[track_caller]
pub fn sub_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check_mat_mul(c, a, b);
    gemm(Write::Add, -A::one(), a, b, c);
}

/// `y += a · x`, shapes (m), (m, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; `y` is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add_mat_vec;
///
/// let mut y = array![10.0, 20.0];
/// add_mat_vec(&mut y, &array![[1.0, 2.0], [3.0, 4.0]], &array![1.0, 1.0]);
/// assert_eq!(y, array![13.0, 27.0]);
/// ```
#[track_caller]
pub fn add_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, a: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_mat_vec(y, a, x);
    gemv(Write::Add, A::one(), a, x, y);
}

/// `y -= a · x`, shapes (m), (m, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; `y` is then unchanged.
#[track_caller]
pub fn sub_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, a: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_mat_vec(y, a, x);
    gemv(Write::Add, -A::one(), a, x, y);
}

/// `y += x · a`, shapes (n), (m), (m, n).
///
/// # Panics
///
/// If the shapes do not fit; `y` is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add_vec_mat;
///
/// let mut y = array![10.0, 20.0];
/// add_vec_mat(&mut y, &array![1.0, 1.0], &array![[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(y, array![14.0, 26.0]);
/// ```
#[track_caller]
pub fn add_vec_mat<A: Real>(y: &mut ArrayRef<A, Ix1>, x: &ArrayRef<A, Ix1>, a: &ArrayRef<A, Ix2>) {
    check_vec_mat(y, x, a);
    gemv(Write::Add, A::one(), &a.t(), x, y);
}

/// `y -= x · a`, shapes (n), (m), (m, n).
///
/// # Panics
///
/// If the shapes do not fit; `y` is then unchanged.
#[track_caller]
pub fn sub_vec_mat<A: Real>(y: &mut ArrayRef<A, Ix1>, x: &ArrayRef<A, Ix1>, a: &ArrayRef<A, Ix2>) {
    check_vec_mat(y, x, a);
    gemv(Write::Add, -A::one(), &a.t(), x, y);
}

/// `c += x · yᵀ`, shapes (m, n), (m), (n).
///
/// # Panics
///
/// If the shapes do not fit; `c` is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add_outer;
///
/// let mut c = array![[10.0, 20.0]];
/// add_outer(&mut c, &array![2.0], &array![3.0, 4.0]);
/// assert_eq!(c, array![[16.0, 28.0]]);
/// ```
#[track_caller]
pub fn add_outer<A: Real>(c: &mut ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>, y: &ArrayRef<A, Ix1>) {
    check_outer(c, x, y);
    ger(Write::Add, A::one(), x, y, c);
}

/// `c -= x · yᵀ`, shapes (m, n), (m), (n).
///
/// # Panics
///
/// If the shapes do not fit; `c` is then unchanged.
#[track_caller]
pub fn sub_outer<A: Real>(c: &mut ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>, y: &ArrayRef<A, Ix1>) {
    check_outer(c, x, y);
    ger(Write::Add, -A::one(), x, y, c);
}

#[track_caller]
pub(crate) fn mat_mul_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A> {
    if a.ncols() != b.nrows() {
        product_error(MAT_MUL, a.shape(), b.shape());
    }
    let columns = a.stride_of(Axis(0)) == 1 && b.stride_of(Axis(0)) == 1;
    let mut c = blank(memory, Dim([a.nrows(), b.ncols()]), columns);
    gemm(Write::Replace, A::one(), a, b, &mut c);
    c
}

#[track_caller]
pub(crate) fn mat_vec_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>, x: &ArrayRef1<A>) -> Array1<A> {
    if a.ncols() != x.len() {
        product_error(MAT_VEC, a.shape(), x.shape());
    }
    let mut y = blank(memory, Dim([a.nrows()]), false);
    gemv(Write::Replace, A::one(), a, x, &mut y);
    y
}

#[track_caller]
pub(crate) fn vec_mat_in<A: Real>(memory: &mut impl Memory, x: &ArrayRef1<A>, a: &ArrayRef2<A>) -> Array1<A> {
    if x.len() != a.nrows() {
        product_error(VEC_MAT, x.shape(), a.shape());
    }
    let mut y = blank(memory, Dim([a.ncols()]), false);
    gemv(Write::Replace, A::one(), &a.t(), x, &mut y);
    y
}

pub(crate) fn outer_in<A: Real>(memory: &mut impl Memory, x: &ArrayRef1<A>, y: &ArrayRef1<A>) -> Array2<A> {
    let mut c = blank(memory, Dim([x.len(), y.len()]), false);
    ger(Write::Replace, A::one(), x, y, &mut c);
    c
}

#[track_caller]
fn check_mat_mul<A>(c: &ArrayRef2<A>, a: &ArrayRef2<A>, b: &ArrayRef2<A>) {
    if a.ncols() != b.nrows() || c.dim() != (a.nrows(), b.ncols()) {
        output_error(MAT_MUL, a.shape(), b.shape(), c.shape());
    }
}

#[track_caller]
fn check_mat_vec<A>(y: &ArrayRef1<A>, a: &ArrayRef2<A>, x: &ArrayRef1<A>) {
    if a.dim() != (y.len(), x.len()) {
        output_error(MAT_VEC, a.shape(), x.shape(), y.shape());
    }
}

#[track_caller]
fn check_vec_mat<A>(y: &ArrayRef1<A>, x: &ArrayRef1<A>, a: &ArrayRef2<A>) {
    if a.dim() != (x.len(), y.len()) {
        output_error(VEC_MAT, x.shape(), a.shape(), y.shape());
    }
}

#[track_caller]
fn check_outer<A>(c: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &ArrayRef1<A>) {
    if c.dim() != (x.len(), y.len()) {
        output_error(OUTER, x.shape(), y.shape(), c.shape());
    }
}

#[cfg(test)]
mod tests;
