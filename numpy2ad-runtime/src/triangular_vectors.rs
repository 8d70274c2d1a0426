//! A triangular matrix and one vector: products and substitution by halves, whose rectangles are
//! products of the backend, and whose triangles are small.

use crate::Real;
use crate::dispatch::gemv;
use crate::loops::Write;
use crate::memory::{Heap, Memory, full};
use crate::shape::{column_major, output_error, product_error};
use ndarray::prelude::*;

const MAT_VEC: &str = "triangular matrix-vector multiplication (`dot`)";

/// The product `L · x` with the lower triangle L of `l`, shapes (n, n) and (n), as a new array
/// of shape (n).
///
/// # Panics
///
/// If the inner dimensions differ, or the triangular matrix is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::lower_mat_vec;
///
/// let l = array![[1.0, 9.0], [2.0, 3.0]];
/// assert_eq!(lower_mat_vec(&l, &array![1.0, 1.0]), array![1.0, 5.0]);
/// ```
#[track_caller]
pub fn lower_mat_vec<A: Real>(l: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) -> Array1<A> {
    lower_mat_vec_in(&mut Heap, l, x)
}

/// `y += L · x` with the lower triangle L of `l`; shapes (n), (n, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_lower_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, l: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_vector_output(l, x, y);
    lower_gemv(A::one(), l, x, y);
}

/// `y -= L · x` with the lower triangle L of `l`; shapes (n), (n, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_lower_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, l: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_vector_output(l, x, y);
    lower_gemv(-A::one(), l, x, y);
}

/// The product `R · x` with the upper triangle R of `r`, shapes (n, n) and (n), as a new array
/// of shape (n).
///
/// # Panics
///
/// If the inner dimensions differ, or the triangular matrix is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::upper_mat_vec;
///
/// let r = array![[1.0, 2.0], [9.0, 3.0]];
/// assert_eq!(upper_mat_vec(&r, &array![1.0, 1.0]), array![3.0, 3.0]);
/// ```
#[track_caller]
pub fn upper_mat_vec<A: Real>(r: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) -> Array1<A> {
    upper_mat_vec_in(&mut Heap, r, x)
}

/// `y += R · x` with the upper triangle R of `r`; shapes (n), (n, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn add_upper_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, r: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_vector_output(r, x, y);
    upper_gemv(A::one(), r, x, y);
}

/// `y -= R · x` with the upper triangle R of `r`; shapes (n), (n, n), (n).
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_upper_mat_vec<A: Real>(y: &mut ArrayRef<A, Ix1>, r: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix1>) {
    check_vector_output(r, x, y);
    upper_gemv(-A::one(), r, x, y);
}

#[track_caller]
pub(crate) fn lower_mat_vec_in<A: Real>(
    memory: &mut impl Memory,
    l: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
) -> Array1<A> {
    check_vector(l, x);
    let mut y = full(memory, x.raw_dim(), false, A::zero());
    lower_gemv(A::one(), l, x, &mut y);
    y
}

#[track_caller]
pub(crate) fn upper_mat_vec_in<A: Real>(
    memory: &mut impl Memory,
    r: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
) -> Array1<A> {
    check_vector(r, x);
    let mut y = full(memory, x.raw_dim(), false, A::zero());
    upper_gemv(A::one(), r, x, &mut y);
    y
}

#[track_caller]
fn check_vector<A>(a: &ArrayRef2<A>, x: &ArrayRef1<A>) {
    if a.dim() != (x.len(), x.len()) {
        product_error(MAT_VEC, a.shape(), x.shape());
    }
}

#[track_caller]
fn check_vector_output<A>(a: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &ArrayRef1<A>) {
    if a.dim() != (x.len(), x.len()) || y.len() != x.len() {
        output_error(MAT_VEC, a.shape(), x.shape(), y.shape());
    }
}

/// Up to this size a triangle is walked lane by lane.
const SMALL: usize = 32;

/// `y += alpha * L · x` with the lower triangle L of `l`.
pub(crate) fn lower_gemv<A: Real>(alpha: A, l: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(l);
        let (x_above, x_below) = x.view().split_at(Axis(0), n / 2);
        let (mut y_above, mut y_below) = y.view_mut().split_at(Axis(0), n / 2);
        lower_gemv(alpha, &above.0, &x_above, &mut y_above);
        gemv(Write::Add, alpha, &below.0, &x_above, &mut y_below);
        lower_gemv(alpha, &below.1, &x_below, &mut y_below);
    } else if column_major([l]) {
        for ((j, column), x) in l.columns().into_iter().enumerate().zip(x) {
            let (_, y) = y.view_mut().split_at(Axis(0), j);
            axpy(y, alpha * *x, column.split_at(Axis(0), j).1);
        }
    } else {
        for ((i, row), y) in l.rows().into_iter().enumerate().zip(y) {
            let (row, x) = (row.split_at(Axis(0), i + 1).0, x.view().split_at(Axis(0), i + 1).0);
            *y += alpha * row.dot(&x);
        }
    }
}

/// `y += alpha * R · x` with the upper triangle R of `r`.
pub(crate) fn upper_gemv<A: Real>(alpha: A, r: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(r);
        let (x_above, x_below) = x.view().split_at(Axis(0), n / 2);
        let (mut y_above, mut y_below) = y.view_mut().split_at(Axis(0), n / 2);
        upper_gemv(alpha, &above.0, &x_above, &mut y_above);
        gemv(Write::Add, alpha, &above.1, &x_below, &mut y_above);
        upper_gemv(alpha, &below.1, &x_below, &mut y_below);
    } else if column_major([r]) {
        for ((j, column), x) in r.columns().into_iter().enumerate().zip(x) {
            let (y, _) = y.view_mut().split_at(Axis(0), j + 1);
            axpy(y, alpha * *x, column.split_at(Axis(0), j + 1).0);
        }
    } else {
        for ((i, row), y) in r.rows().into_iter().enumerate().zip(y) {
            let (row, x) = (row.split_at(Axis(0), i).1, x.view().split_at(Axis(0), i).1);
            *y += alpha * row.dot(&x);
        }
    }
}

/// Puts in place of `x` what the lower triangle of `l` takes to it.
pub(crate) fn solve_lower_vec<A: Real>(l: &ArrayRef2<A>, x: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(l);
        let (mut x_above, mut x_below) = x.view_mut().split_at(Axis(0), n / 2);
        solve_lower_vec(&above.0, &mut x_above);
        gemv(Write::Add, -A::one(), &below.0, &x_above, &mut x_below);
        solve_lower_vec(&below.1, &mut x_below);
    } else if column_major([l]) {
        for (j, column) in l.columns().into_iter().enumerate() {
            let (pivot, column) = column.split_at(Axis(0), j).1.split_at(Axis(0), 1);
            let (x, rest) = x.view_mut().split_at(Axis(0), j).1.split_at(Axis(0), 1);
            if let (Some(x), Some(pivot)) = (x.into_iter().next(), pivot.first()) {
                *x /= *pivot;
                axpy(rest, -*x, column);
            }
        }
    } else {
        for (i, row) in l.rows().into_iter().enumerate() {
            let (row, pivot) = row.split_at(Axis(0), i);
            let (known, mut rest) = x.view_mut().split_at(Axis(0), i);
            let sum = row.dot(&known);
            rest.iter_mut().zip(pivot).take(1).for_each(|(x, pivot)| *x = (*x - sum) / *pivot);
        }
    }
}

/// Puts in place of `x` what the upper triangle of `r` takes to it.
pub(crate) fn solve_upper_vec<A: Real>(r: &ArrayRef2<A>, x: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(r);
        let (mut x_above, mut x_below) = x.view_mut().split_at(Axis(0), n / 2);
        solve_upper_vec(&below.1, &mut x_below);
        gemv(Write::Add, -A::one(), &above.1, &x_below, &mut x_above);
        solve_upper_vec(&above.0, &mut x_above);
    } else if column_major([r]) {
        for (j, column) in r.columns().into_iter().enumerate().rev() {
            let (column, pivot) = column.split_at(Axis(0), j);
            let (rest, x) = x.view_mut().split_at(Axis(0), j);
            if let (Some(x), Some(pivot)) = (x.into_iter().next(), pivot.first()) {
                *x /= *pivot;
                axpy(rest, -*x, column);
            }
        }
    } else {
        for (i, row) in r.rows().into_iter().enumerate().rev() {
            let (pivot, row) = row.split_at(Axis(0), i).1.split_at(Axis(0), 1);
            let (x, known) = x.view_mut().split_at(Axis(0), i).1.split_at(Axis(0), 1);
            let sum = row.dot(&known);
            x.into_iter().zip(pivot).for_each(|(x, pivot)| *x = (*x - sum) / *pivot);
        }
    }
}

/// `y += alpha * x`; of slices, which the compiler vectorises, where they are.
fn axpy<A: Real>(mut y: ArrayViewMut1<'_, A>, alpha: A, x: ArrayView1<'_, A>) {
    if let (Some(y), Some(x)) = (y.as_slice_mut(), x.as_slice()) {
        y.iter_mut().zip(x).for_each(|(y, x)| *y += alpha * *x);
    } else {
        y.iter_mut().zip(x).for_each(|(y, x)| *y += alpha * *x);
    }
}

type Pair<'a, A> = (ArrayView2<'a, A>, ArrayView2<'a, A>);

/// The quarters of a square matrix: those above, left and right, and those below.
fn quarters<A>(a: &ArrayRef2<A>) -> (Pair<'_, A>, Pair<'_, A>) {
    let half = a.nrows() / 2;
    let (above, below) = a.view().split_at(Axis(0), half);
    (above.split_at(Axis(1), half), below.split_at(Axis(1), half))
}
