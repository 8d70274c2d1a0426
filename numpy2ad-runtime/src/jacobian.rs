//! Jacobians row by row and column by column: elements of an array count row by row, whatever its layout.

use crate::Real;
use ndarray::prelude::*;

/// An array of the shape of `a`, with a 1 at the element `index` and zeros elsewhere: the seed of one row of a Jacobian, or
/// the direction of one column.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::unit_like;
///
/// assert_eq!(unit_like(&array![[1.0, 2.0], [3.0, 4.0]], 2), array![[0.0, 0.0], [1.0, 0.0]]);
/// ```
pub fn unit_like<A: Real, D: Dimension>(a: &ArrayRef<A, D>, index: usize) -> Array<A, D> {
    let mut unit = Array::zeros(a.raw_dim());
    if let Some(element) = unit.iter_mut().nth(index) {
        *element = A::one();
    }
    unit
}

/// The row `row` of a Jacobian, as a view of the shape of `like`, which has as many elements as the row.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime::row_like;
///
/// let mut jacobian = Array2::zeros((3, 4));
/// row_like(&mut jacobian, 1, &array![[1.0, 2.0], [3.0, 4.0]])[[1, 0]] = 5.0;
/// assert_eq!(jacobian[[1, 2]], 5.0);
/// ```
///
/// # Panics
///
/// Where the Jacobian is not in standard layout, or of another number of columns.
#[track_caller]
pub fn row_like<'a, A: Real, D: Dimension>(
    jacobian: &'a mut Array2<A>,
    row: usize,
    like: &ArrayRef<A, D>,
) -> ArrayViewMut<'a, A, D> {
    let columns = jacobian.ncols();
    match jacobian.row_mut(row).into_shape_with_order(like.raw_dim()) {
        Ok(view) => view,
        Err(_) => row_error(columns, like.shape()),
    }
}

/// Writes an array into the column `column` of a Jacobian, which has a row for each of its elements.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime::set_column;
///
/// let mut jacobian = Array2::zeros((4, 2));
/// set_column(&mut jacobian, 1, &array![[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(jacobian.column(1), array![1.0, 2.0, 3.0, 4.0]);
/// ```
pub fn set_column<A: Real, D: Dimension>(jacobian: &mut Array2<A>, column: usize, values: &ArrayRef<A, D>) {
    for (element, &value) in jacobian.column_mut(column).iter_mut().zip(values) {
        *element = value;
    }
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented on `row_like`")]
fn row_error(columns: usize, shape: &[usize]) -> ! {
    panic!("numpy2ad: a row of {columns} elements is no array of shape {shape:?}")
}
