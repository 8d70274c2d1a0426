//! Parts of matrices: triangles, and blocks of 2 × 2.

use crate::Real;
use crate::arrange::lower_triangle;
use crate::decompose::{check_square, raised};
use ndarray::prelude::*;

/// The entries that `keep` says, and zeros in place of the others.
fn kept<A: Real>(a: &ArrayRef2<A>, keep: impl Fn(usize, usize) -> bool) -> Array2<A> {
    let mut out = Array2::zeros(a.raw_dim());
    for ((index, to), from) in out.indexed_iter_mut().zip(a) {
        if keep(index.0, index.1) {
            *to = *from;
        }
    }
    out
}

/// The lower triangle of `a` without the diagonal, with zeros elsewhere, as a new array.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let a = array![[2.0, 3.0], [4.0, 6.0]];
/// assert_eq!(ad::strict_lower_triangle(&a), array![[0.0, 0.0], [4.0, 0.0]]);
/// assert_eq!(ad::lower_half(&a), array![[1.0, 0.0], [4.0, 3.0]]);
/// ```
pub fn strict_lower_triangle<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    kept(a, |i, j| i > j)
}

/// The lower triangle of `a` with half of the diagonal, and zeros above it, as a new array.
pub fn lower_half<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    let mut out = lower_triangle(a);
    let two = A::one() + A::one();
    out.diag_mut().mapv_inplace(|x| x / two);
    out
}

/// The matrix `[[a, 0], [0, a]]`, shape (2 n, 2 n), of `a`, shape (n, n), as a new array.
///
/// # Panics
///
/// If `a` is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let a = array![[2.0]];
/// assert_eq!(ad::spread_diagonal(&a), array![[2.0, 0.0], [0.0, 2.0]]);
/// assert_eq!(ad::spread_corner(&a), array![[0.0, 2.0], [0.0, 0.0]]);
/// ```
#[track_caller]
pub fn spread_diagonal<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    let n = raised(check_square(a), "matrix of blocks");
    let mut out = Array2::zeros((2 * n, 2 * n));
    out.slice_mut(s![..n, ..n]).assign(a);
    out.slice_mut(s![n.., n..]).assign(a);
    out
}

/// The matrix `[[0, a], [0, 0]]`, shape (2 n, 2 n), of `a`, shape (n, n), as a new array.
///
/// # Panics
///
/// If `a` is not square.
#[track_caller]
pub fn spread_corner<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    let n = raised(check_square(a), "matrix of blocks");
    let mut out = Array2::zeros((2 * n, 2 * n));
    out.slice_mut(s![..n, n..]).assign(a);
    out
}

/// The sum of the two blocks on the diagonal of `x`, shape (2 n, 2 n), as a new array.
///
/// # Panics
///
/// If `x` is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let x = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(ad::gather_diagonal(&x), array![[5.0]]);
/// assert_eq!(ad::gather_corner(&x), array![[2.0]]);
/// ```
#[track_caller]
pub fn gather_diagonal<A: Real>(x: &ArrayRef<A, Ix2>) -> Array2<A> {
    let n = raised(check_square(x), "matrix of blocks") / 2;
    &x.slice(s![..n, ..n]) + &x.slice(s![n.., n..])
}

/// The upper right block of `x`, shape (2 n, 2 n), as a new array.
///
/// # Panics
///
/// If `x` is not square.
#[track_caller]
pub fn gather_corner<A: Real>(x: &ArrayRef<A, Ix2>) -> Array2<A> {
    let n = raised(check_square(x), "matrix of blocks") / 2;
    x.slice(s![..n, n..]).to_owned()
}
