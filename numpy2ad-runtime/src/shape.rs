//! Shapes: what fits, and the panics where it does not.

use crate::Real;
use ndarray::prelude::*;
use std::fmt;

/// Checks that an adjoint has the shape of its primal.
///
/// # Panics
///
/// If the shapes differ; `name` is the adjoint's.
///
/// ```should_panic
/// // adjoint `a_a` has shape [2, 3], but its primal has shape [3, 2]
/// numpy2ad_runtime::check_shape("a_a", &[2, 3], &[3, 2]);
/// ```
#[inline]
#[track_caller]
pub fn check_shape(name: &str, adjoint: &[usize], primal: &[usize]) {
    if adjoint != primal {
        adjoint_error(name, adjoint, primal);
    }
}

/// The shape to which shapes of equal rank stretch, an axis of length 1 fitting any other.
pub(crate) fn co_broadcast<D: Dimension, const N: usize>(shapes: [&D; N]) -> Option<D> {
    let mut shapes = shapes.into_iter();
    let mut common = shapes.next()?.clone();
    for shape in shapes {
        if shape.ndim() != common.ndim() {
            return None;
        }
        for (common, &len) in common.slice_mut().iter_mut().zip(shape.slice()) {
            match (*common, len) {
                (1, len) => *common = len,
                (_, 1) => {}
                (common, len) if common == len => {}
                _ => return None,
            }
        }
    }
    Some(common)
}

/// Whether an array of shape `source` can be added to one of shape `target`: stretched along the
/// source's axes of length 1, summed along the target's.
pub(crate) fn sums_to<D: Dimension>(source: &D, target: &D) -> bool {
    co_broadcast([source, target]).is_some()
}

/// Whether arrays that look like `arrays` together are better walked column by column.
pub(crate) fn column_major<A: Real, D: Dimension, const N: usize>(arrays: [&ArrayRef<A, D>; N]) -> bool {
    arrays.into_iter().map(order).sum::<isize>() < 0
}

/// 1 for an array whose last axis is the dense one, -1 if it is the first, 0 where it has no say:
/// one axis, or all but one of length 1 or stretched.
fn order<A, D: Dimension>(a: &ArrayRef<A, D>) -> isize {
    let mut strides = a
        .shape()
        .iter()
        .zip(a.strides())
        .filter(|&(&len, &stride)| len > 1 && stride != 0)
        .map(|(_, stride)| stride.unsigned_abs());
    match (strides.next(), strides.next_back()) {
        (Some(first), Some(last)) if first < last => -1,
        (Some(first), Some(last)) if first > last => 1,
        _ => 0,
    }
}

/// A shape as ndarray prints it in the errors of products: `2 × 3`.
struct Times<'a>(&'a [usize]);

impl fmt::Display for Times<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, len) in self.0.iter().enumerate() {
            let sign = if i == 0 { "" } else { " × " };
            write!(f, "{sign}{len}")?;
        }
        Ok(())
    }
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented on each product")]
pub(crate) fn product_error(operation: &str, a: &[usize], b: &[usize]) -> ! {
    panic!("numpy2ad: inputs {} and {} are not compatible for {operation}", Times(a), Times(b))
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented on each product")]
pub(crate) fn output_error(operation: &str, a: &[usize], b: &[usize], c: &[usize]) -> ! {
    panic!(
        "numpy2ad: inputs {} and {}, and output {} are not compatible for {operation}",
        Times(a),
        Times(b),
        Times(c)
    )
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented on each elementwise operation")]
pub(crate) fn broadcast_error(operation: &str, shapes: &[&[usize]]) -> ! {
    let shapes: Vec<String> = shapes.iter().map(|shape| format!("{shape:?}")).collect();
    panic!("numpy2ad: could not broadcast arrays of shapes {} together for {operation}", shapes.join(" and "))
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented on each accumulation")]
pub(crate) fn target_error(operation: &str, source: &[usize], target: &[usize]) -> ! {
    panic!("numpy2ad: could not broadcast or sum array of shape {source:?} to {target:?} for {operation}")
}

/// Checks that a direction has the shape of its primal: one that is repeated along an axis would be another direction.
///
/// # Panics
///
/// With the name and both shapes if they differ.
///
/// ```should_panic
/// numpy2ad_runtime::check_direction("x_t", &[1], &[2]);
/// ```
#[inline]
#[track_caller]
pub fn check_direction(name: &str, direction: &[usize], primal: &[usize]) {
    if direction != primal {
        direction_error(name, direction, primal);
    }
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented on `check_shape`")]
fn adjoint_error(name: &str, adjoint: &[usize], primal: &[usize]) -> ! {
    panic!("adjoint `{name}` has shape {adjoint:?}, but its primal has shape {primal:?}")
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented on `check_direction`")]
fn direction_error(name: &str, direction: &[usize], primal: &[usize]) -> ! {
    panic!("direction `{name}` has shape {direction:?}, but its primal has shape {primal:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_stretch_along_axes_of_length_one() {
        let common = |a, b| co_broadcast([&Dim(a), &Dim(b)]);
        assert_eq!(common([2, 3], [2, 3]), Some(Dim([2, 3])));
        assert_eq!(common([2, 1], [1, 3]), Some(Dim([2, 3])));
        assert_eq!(common([1, 3], [0, 3]), Some(Dim([0, 3])));
        assert_eq!(common([2, 3], [3, 2]), None);
        assert_eq!(common([0, 3], [2, 3]), None);
    }

    #[test]
    fn memory_order_is_seen() {
        let c = Array2::<f64>::zeros((3, 4));
        let row = Array2::<f64>::zeros((1, 4));
        assert!(!column_major([&*c]));
        assert!(column_major([&*c.t()]));
        assert!(column_major([&*c.t(), &*row.t()]));
        assert!(!column_major([&*row]) && !column_major([&*row.t()]));
    }

    #[test]
    fn equal_shapes_pass() {
        check_shape("a_a", &[2, 3], &[2, 3]);
    }

    #[test]
    #[should_panic(expected = "adjoint `a_a` has shape [2, 3], but its primal has shape [3, 2]")]
    fn unequal_shapes_panic() {
        check_shape("a_a", &[2, 3], &[3, 2]);
    }
}
