//! Arrays repeated to the shape of another, and the sum that undoes it.

use crate::Real;
use crate::elementwise::map2_in;
use crate::memory::{Heap, Memory, full};
use crate::rows::Rows;
use crate::shape::column_major;
use ndarray::prelude::*;

/// The array `a` repeated along its axes of length 1 to the shape of `like`.
///
/// # Panics
///
/// Where an axis of `a` has neither length 1 nor the length of the axis of `like`.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::broadcast;
///
/// assert_eq!(broadcast(&array![[1.0, 2.0]], &array![[0.0, 0.0], [0.0, 0.0]]), array![[1.0, 2.0], [1.0, 2.0]]);
/// ```
#[track_caller]
pub fn broadcast<A: Real, D: Dimension>(a: &ArrayRef<A, D>, like: &ArrayRef<A, D>) -> Array<A, D> {
    broadcast_in(&mut Heap, a, like)
}

#[track_caller]
pub(crate) fn broadcast_in<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    a: &ArrayRef<A, D>,
    like: &ArrayRef<A, D>,
) -> Array<A, D> {
    map2_in(memory, a, like, |a, _| a)
}

/// The vector `x`, shape (n), repeated as each row of a matrix of the shape of `like`, (m, n).
///
/// # Panics
///
/// Where `x` has neither length 1 nor `n`.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::broadcast_row;
///
/// assert_eq!(broadcast_row(&array![1.0, 2.0], &array![[0.0, 0.0], [0.0, 0.0]]), array![[1.0, 2.0], [1.0, 2.0]]);
/// ```
#[track_caller]
pub fn broadcast_row<A: Real>(x: &ArrayRef<A, Ix1>, like: &ArrayRef<A, Ix2>) -> Array2<A> {
    broadcast_row_in(&mut Heap, x, like)
}

#[track_caller]
pub(crate) fn broadcast_row_in<A: Real>(
    memory: &mut impl Memory,
    x: &ArrayRef1<A>,
    like: &ArrayRef2<A>,
) -> Array2<A> {
    broadcast_in(memory, &crate::row(x), like)
}

/// The number `s` at every place of an array of the shape of `like`.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::full_like;
///
/// assert_eq!(full_like(3.0, &array![0.0, 0.0]), array![3.0, 3.0]);
/// ```
pub fn full_like<A: Real, D: Dimension>(s: A, like: &ArrayRef<A, D>) -> Array<A, D> {
    full_like_in(&mut Heap, s, like)
}

pub(crate) fn full_like_in<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    s: A,
    like: &ArrayRef<A, D>,
) -> Array<A, D> {
    full(memory, like.raw_dim(), column_major([like]), s)
}

/// The sum of the rows of `a`, shape (m, n), as a vector, shape (n).
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::sum_rows;
///
/// assert_eq!(sum_rows(&array![[1.0, 2.0], [3.0, 4.0]]), array![4.0, 6.0]);
/// ```
pub fn sum_rows<A: Real>(a: &ArrayRef<A, Ix2>) -> Array1<A> {
    sum_rows_in(&mut Heap, a)
}

pub(crate) fn sum_rows_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Array1<A> {
    let mut sums = full(memory, Dim([a.ncols()]), false, A::zero());
    if let (Some(rows), Some(sums)) = (Rows::new(a), sums.as_slice_mut()) {
        for i in 0..rows.dim().0 {
            sums.iter_mut().zip(rows.row(i)).for_each(|(sum, x)| *sum += *x);
        }
    } else {
        crate::add_assign(&mut crate::row_mut(&mut sums), a);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SHAPES, layouts, matrix};
    use approx::assert_relative_eq;

    #[test]
    fn rows_are_summed_in_every_layout() {
        for (m, n) in SHAPES {
            let a = matrix::<f64>(m, n, 1);
            for (_, a_) in layouts(&a) {
                assert_relative_eq!(sum_rows(&a_.view()), a.sum_axis(Axis(0)), epsilon = 1e-13);
            }
        }
    }
}
