//! Products that are symmetric, or are so where a look says it: one triangle is computed, and mirrored.

use crate::Real;
use crate::dispatch::gemm;
use crate::look::{SMALL, is_symmetric};
use crate::loops::Write;
use crate::memory::{Heap, Memory, blank};
use crate::products::{add_mat_mul, mat_mul_in, sub_mat_mul};
use crate::shape::{column_major, output_error, product_error};
use ndarray::prelude::*;

const SYM_MAT_MUL: &str = "symmetric matrix multiplication (`dot`)";

/// The product `a · b`, shapes (n, k) and (k, n), which is known to be symmetric, as a new array of
/// shape (n, n) in standard layout.
///
/// Half of it is computed; it is symmetric to the last bit.
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::sym_mat_mul;
///
/// let x = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(sym_mat_mul(&x.t(), &x), array![[10.0, 14.0], [14.0, 20.0]]);
/// ```
#[track_caller]
pub fn sym_mat_mul<A: Real>(a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) -> Array2<A> {
    sym_mat_mul_in(&mut Heap, a, b)
}

/// `c += a · b`, shapes (n, n), (n, k), (k, n), where both `c` and the product are known to be
/// symmetric.
///
/// One triangle of `c` is read, all of it is written: it is symmetric to the last bit.
///
/// # Panics
///
/// If the shapes do not fit; `c` is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add_sym_mat_mul;
///
/// let mut c = array![[100.0, 10.0], [10.0, 200.0]];
/// let x = array![[1.0, 2.0]];
/// add_sym_mat_mul(&mut c, &x.t(), &x);
/// assert_eq!(c, array![[101.0, 12.0], [12.0, 204.0]]);
/// ```
#[track_caller]
pub fn add_sym_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check(c, a, b);
    sym_gemm(Write::Add, A::one(), a, b, c);
}

/// `c -= a · b`, shapes (n, n), (n, k), (k, n), where both `c` and the product are known to be
/// symmetric.
///
/// One triangle of `c` is read, all of it is written: it is symmetric to the last bit.
///
/// # Panics
///
/// If the shapes do not fit; `c` is then unchanged.
#[track_caller]
pub fn sub_sym_mat_mul<A: Real>(c: &mut ArrayRef<A, Ix2>, a: &ArrayRef<A, Ix2>, b: &ArrayRef<A, Ix2>) {
    check(c, a, b);
    sym_gemm(Write::Add, -A::one(), a, b, c);
}

/// The product `a · b`, shapes (n, k) and (k, n), which is symmetric where `m` is, as
/// `X · (M · Xᵀ)`: as a new array of shape (n, n) in standard layout.
///
/// Of a product that is not small, half is computed where `m` is symmetric to the last bit, and the product is then, too.
///
/// # Panics
///
/// If the shapes of `a` and `b` do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{mat_mul, mirrored_mat_mul};
///
/// let (x, m) = (array![[1.0, 2.0]], array![[1.0, 3.0], [0.0, 1.0]]);
/// assert_eq!(mirrored_mat_mul(&x, &mat_mul(&m, &x.t()), &m), array![[11.0]]);
/// ```
#[track_caller]
pub fn mirrored_mat_mul<A: Real>(
    a: &ArrayRef<A, Ix2>,
    b: &ArrayRef<A, Ix2>,
    m: &ArrayRef<A, Ix2>,
) -> Array2<A> {
    mirrored_mat_mul_in(&mut Heap, a, b, m)
}

/// `c += a · b`, shapes (n, n), (n, k), (k, n), where the product is symmetric where `m` is.
///
/// Of a product that is not small, half is computed where `c` and `m` are symmetric to the last bit.
///
/// # Panics
///
/// If the shapes of `a`, `b` and `c` do not fit; `c` is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{add_mirrored_mat_mul, mat_mul};
///
/// let (mut c, x, m) = (array![[1.0]], array![[1.0, 2.0]], array![[1.0, 3.0], [0.0, 1.0]]);
/// add_mirrored_mat_mul(&mut c, &x, &mat_mul(&m, &x.t()), &m);
/// assert_eq!(c, array![[12.0]]);
/// ```
#[track_caller]
pub fn add_mirrored_mat_mul<A: Real>(
    c: &mut ArrayRef<A, Ix2>,
    a: &ArrayRef<A, Ix2>,
    b: &ArrayRef<A, Ix2>,
    m: &ArrayRef<A, Ix2>,
) {
    if pays(c.nrows()) && is_symmetric(m) && is_symmetric(c) {
        add_sym_mat_mul(c, a, b);
    } else {
        add_mat_mul(c, a, b);
    }
}

/// `c -= a · b`, shapes (n, n), (n, k), (k, n), where the product is symmetric where `m` is.
///
/// Of a product that is not small, half is computed where `c` and `m` are symmetric to the last bit.
///
/// # Panics
///
/// If the shapes of `a`, `b` and `c` do not fit; `c` is then unchanged.
#[track_caller]
pub fn sub_mirrored_mat_mul<A: Real>(
    c: &mut ArrayRef<A, Ix2>,
    a: &ArrayRef<A, Ix2>,
    b: &ArrayRef<A, Ix2>,
    m: &ArrayRef<A, Ix2>,
) {
    if pays(c.nrows()) && is_symmetric(m) && is_symmetric(c) {
        sub_sym_mat_mul(c, a, b);
    } else {
        sub_mat_mul(c, a, b);
    }
}

#[track_caller]
pub(crate) fn mirrored_mat_mul_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    m: &ArrayRef2<A>,
) -> Array2<A> {
    if pays(a.nrows()) && is_symmetric(m) { sym_mat_mul_in(memory, a, b) } else { mat_mul_in(memory, a, b) }
}

#[track_caller]
pub(crate) fn sym_mat_mul_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
) -> Array2<A> {
    if a.dim() != (b.ncols(), b.nrows()) {
        product_error(SYM_MAT_MUL, a.shape(), b.shape());
    }
    let mut c = blank(memory, Dim([a.nrows(), b.ncols()]), false);
    sym_gemm(Write::Replace, A::one(), a, b, &mut c);
    c
}

#[track_caller]
fn check<A>(c: &ArrayRef2<A>, a: &ArrayRef2<A>, b: &ArrayRef2<A>) {
    if a.dim() != (b.ncols(), b.nrows()) || c.dim() != (a.nrows(), b.ncols()) {
        output_error(SYM_MAT_MUL, a.shape(), b.shape(), c.shape());
    }
}

/// Whether half of a product of this order is faster than all of it.
fn pays(order: usize) -> bool {
    order > SMALL
}

/// `c += alpha * a · b` in the lower triangle, or the upper one, and then in the other.
fn sym_gemm<A: Real>(write: Write, alpha: A, a: &ArrayRef2<A>, b: &ArrayRef2<A>, c: &mut ArrayRef2<A>) {
    // The transpose of a symmetric matrix is itself, and the backends write columns.
    let mut c = if column_major([&*c]) { c.view_mut() } else { c.view_mut().reversed_axes() };
    if !pays(c.nrows()) || a.is_empty() {
        gemm(write, alpha, a, b, &mut c);
    } else {
        A::gemm_lower(write, alpha, a, b, &mut c);
    }
    mirror_lower(&mut c);
}

/// As many rows or columns as stay in the cache while the others are passed.
const BLOCK: usize = 16;

/// Copies the lower triangle of a square matrix to the upper one.
pub(crate) fn mirror_lower<A: Real>(c: &mut ArrayRef2<A>) {
    let n = c.nrows();
    if let Some(columns) = c.view_mut().reversed_axes().as_slice_mut() {
        mirror_dense(n, columns);
    } else {
        mirror_strided(c);
    }
}

/// Lays the part of each of `n` columns that is below the diagonal across the columns after it.
fn mirror_dense<A: Real>(n: usize, columns: &mut [A]) {
    for start in (0..n).step_by(BLOCK) {
        let end = n.min(start + BLOCK);
        let (before, block) = columns.split_at_mut(start * n);
        let (block, _) = block.split_at_mut((end - start) * n);
        for (j, column) in before.chunks_exact(n).enumerate() {
            let across = block.iter_mut().skip(j).step_by(n);
            across.zip(column.iter().skip(start)).for_each(|(to, from)| *to = *from);
        }
        for i in 1..end - start {
            let (before, column) = block.split_at_mut(i * n);
            let across = before.iter().skip(start + i).step_by(n);
            column.iter_mut().skip(start).zip(across).for_each(|(to, from)| *to = *from);
        }
    }
}

/// The same for a matrix of any strides.
fn mirror_strided<A: Real>(c: &mut ArrayRef2<A>) {
    let n = c.nrows();
    for start in (0..n).step_by(BLOCK) {
        let end = n.min(start + BLOCK);
        let (mut above, below) = c.view_mut().split_at(Axis(0), start);
        let (left, mut corner) = below.slice_move(s![..end - start, ..end]).split_at(Axis(1), start);
        above.slice_mut(s![.., start..end]).reversed_axes().assign(&left);
        for i in 1..corner.nrows() {
            let (mut above, below) = corner.view_mut().split_at(Axis(0), i);
            above.column_mut(i).assign(&below.slice(s![0, ..i]));
        }
    }
}

#[cfg(test)]
mod tests;
