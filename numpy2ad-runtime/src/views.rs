//! Views of arrays under another shape, and arrays of the same shape.

use crate::Real;
use crate::memory::{Heap, Memory, copy_in, full};
use crate::shape::column_major;
use ndarray::{ShapeBuilder, prelude::*};

/// The transpose of `a`, shape (m, n), as a mutable view, shape (n, m).
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime::t_mut;
///
/// let mut a = Array2::<f64>::zeros((2, 3));
/// t_mut(&mut a)[(2, 1)] = 1.0;
/// assert_eq!(a[(1, 2)], 1.0);
/// ```
pub fn t_mut<A>(a: &mut ArrayRef<A, Ix2>) -> ArrayViewMut2<'_, A> {
    a.view_mut().reversed_axes()
}

/// The vector `x`, shape (n), as a matrix of one row, shape (1, n).
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::row;
///
/// assert_eq!(row(&array![1.0, 2.0]), array![[1.0, 2.0]]);
/// ```
pub fn row<A>(x: &ArrayRef<A, Ix1>) -> ArrayView2<'_, A> {
    x.view().insert_axis(Axis(0))
}

/// The vector `x`, shape (n), as a matrix of one column, shape (n, 1).
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::column;
///
/// assert_eq!(column(&array![1.0, 2.0]), array![[1.0], [2.0]]);
/// ```
pub fn column<A>(x: &ArrayRef<A, Ix1>) -> ArrayView2<'_, A> {
    x.view().insert_axis(Axis(1))
}

/// The vector `x`, shape (n), as a mutable view of one column, shape (n, 1).
pub fn column_mut<A>(x: &mut ArrayRef<A, Ix1>) -> ArrayViewMut2<'_, A> {
    x.view_mut().insert_axis(Axis(1))
}

/// The vector `x`, shape (n), as a mutable view of one row, shape (1, n).
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{add_assign, row_mut};
///
/// let mut bias_a = array![0.0, 0.0];
/// add_assign(&mut row_mut(&mut bias_a), &array![[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(bias_a, array![4.0, 6.0]);
/// ```
pub fn row_mut<A>(x: &mut ArrayRef<A, Ix1>) -> ArrayViewMut2<'_, A> {
    x.view_mut().insert_axis(Axis(0))
}

/// Zeros of the shape of `a` and of its memory order, row-major or column-major.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime::zeros_like;
///
/// assert_eq!(zeros_like(&array![[1.0, 2.0]]), Array2::<f64>::zeros((1, 2)));
/// ```
pub fn zeros_like<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> Array<A, D> {
    Array::zeros(a.raw_dim().set_f(column_major([a])))
}

pub(crate) fn zeros_like_in<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    a: &ArrayRef<A, D>,
) -> Array<A, D> {
    full(memory, a.raw_dim(), column_major([a]), A::zero())
}

/// An owned copy of `a` in standard layout.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::copy;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// let t = copy(&a.t());
/// assert!(t.is_standard_layout());
/// assert_eq!(t, a.t());
/// ```
pub fn copy<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> Array<A, D> {
    copy_in(&mut Heap, a)
}

/// The index of the smallest of these costs, the first of equal ones: which variant of a program runs.
///
/// ```
/// assert_eq!(numpy2ad_runtime::cheapest(&[3.0, 1.0, 1.0]), 1);
/// ```
#[must_use]
pub fn cheapest(costs: &[f64]) -> usize {
    let mut best = (0, f64::INFINITY);
    for (i, &cost) in costs.iter().enumerate() {
        if cost < best.1 {
            best = (i, cost);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_share_the_elements() {
        let mut x = array![1.0, 2.0, 3.0];
        assert_eq!(row(&x.slice(s![..;-1])), array![[3.0, 2.0, 1.0]]);
        row_mut(&mut x.slice_mut(s![..;2])).fill(0.0);
        assert_eq!(x, array![0.0, 2.0, 0.0]);
        let mut a = array![[1.0, 2.0], [3.0, 4.0]];
        t_mut(&mut t_mut(&mut a)).row_mut(1).fill(0.0);
        assert_eq!(a, array![[1.0, 2.0], [0.0, 0.0]]);
    }

    #[test]
    fn zeros_keep_shape_and_order() {
        let a = Array2::<f32>::ones((3, 4));
        assert!(zeros_like(&a).is_standard_layout());
        let t = zeros_like(&a.t());
        assert_eq!(t.dim(), (4, 3));
        assert!(t.t().is_standard_layout());
        assert_eq!(zeros_like(&Array3::<f64>::ones((2, 0, 3))).dim(), (2, 0, 3));
    }
}
