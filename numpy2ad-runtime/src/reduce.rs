//! Sums, and accumulation of an array into one of another shape.

#![allow(unsafe_code, reason = "the loops are compiled for AVX2 too, and called where there is AVX2")]

use crate::Real;
use crate::accumulate::down;
use crate::each::each;
use crate::shape::{co_broadcast, sums_to, target_error};
use crate::wide::wide;
use ndarray::prelude::*;

/// The sum of all elements; 0 if there are none.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::sum;
///
/// assert_eq!(sum(&array![[1.0, 2.0], [3.0, 4.0]]), 10.0);
/// ```
pub fn sum<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> A {
    a.sum()
}

/// `target += a`, with `a` stretched along its axes of length 1, and summed along those axes
/// where the target has length 1.
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add_assign;
///
/// let mut column = array![[10.0], [20.0]];
/// add_assign(&mut column, &array![[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(column, array![[13.0], [27.0]]);
/// ```
#[track_caller]
pub fn add_assign<A: Real, D: Dimension>(target: &mut ArrayRef<A, D>, a: &ArrayRef<A, D>) {
    if let Some((target, a)) = flat_pair(target, a) {
        return add_slices(target, a);
    }
    accumulate("addition in place (`+=`)", target, a, |t, a| *t += a);
}

/// `target -= a`, stretched and summed as by [`add_assign`].
///
/// # Panics
///
/// If the shapes do not fit; the target is then unchanged.
#[track_caller]
pub fn sub_assign<A: Real, D: Dimension>(target: &mut ArrayRef<A, D>, a: &ArrayRef<A, D>) {
    if let Some((target, a)) = flat_pair(target, a) {
        return sub_slices(target, a);
    }
    accumulate("subtraction in place (`-=`)", target, a, |t, a| *t -= a);
}

/// The elements of both as slices, if the arrays have one shape and standard layout.
#[inline]
fn flat_pair<'a, A, D: Dimension>(
    target: &'a mut ArrayRef<A, D>,
    a: &'a ArrayRef<A, D>,
) -> Option<(&'a mut [A], &'a [A])> {
    if target.shape() != a.shape() {
        return None;
    }
    a.as_slice().and_then(|a| Some((target.as_slice_mut()?, a)))
}

wide! {
    fn add_slices<A: Real>(target: &mut [A], a: &[A]) {
        target.iter_mut().zip(a).for_each(|(t, a)| *t += *a);
    }
}

wide! {
    fn sub_slices<A: Real>(target: &mut [A], a: &[A]) {
        target.iter_mut().zip(a).for_each(|(t, a)| *t -= *a);
    }
}

/// `target += s` for every element.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add_scalar;
///
/// let mut x = array![1.0, 2.0];
/// add_scalar(&mut x, 10.0);
/// assert_eq!(x, array![11.0, 12.0]);
/// ```
pub fn add_scalar<A: Real, D: Dimension>(target: &mut ArrayRef<A, D>, s: A) {
    target.map_inplace(|t| *t += s);
}

/// `target -= s` for every element.
pub fn sub_scalar<A: Real, D: Dimension>(target: &mut ArrayRef<A, D>, s: A) {
    target.map_inplace(|t| *t -= s);
}

/// Calls `g(&mut target[i], a[i])`, with `a` stretched and summed to the target's shape; shapes
/// that do not fit are a panic of `operation`.
#[track_caller]
pub(crate) fn accumulate<A: Real, D: Dimension>(
    operation: &str,
    target: &mut ArrayRef<A, D>,
    a: &ArrayRef<A, D>,
    g: impl Fn(&mut A, A),
) {
    if sums_to(&a.raw_dim(), &target.raw_dim()) {
        sum_down(target.view_mut(), a, &g);
    } else {
        target_error(operation, a.shape(), target.shape());
    }
}

/// Sums `a` along the axes where only the target has length 1, and stretches it along the others.
fn sum_down<A: Real, D: Dimension>(
    mut target: ArrayViewMut<'_, A, D>,
    a: &ArrayRef<A, D>,
    g: &impl Fn(&mut A, A),
) {
    if let Some(a) = a.broadcast(target.raw_dim()) {
        return each(target, a, g);
    }
    if target.len() == 1 {
        let sum = a.sum();
        return target.iter_mut().for_each(|t| g(t, sum));
    }
    let lens = target.shape().iter().zip(a.shape());
    let mut differing = lens.enumerate().filter(|(_, (len, a_len))| len != a_len);
    match (differing.next(), differing.next()) {
        (Some((axis, (1, _))), None) => sum_axis(target, a, Axis(axis), g),
        _ => {
            if let Some(all) = co_broadcast([&a.raw_dim(), &target.raw_dim()])
                && let Some(a) = a.broadcast(all)
            {
                down(target, a, &|a| a, g);
            }
        }
    }
}

/// Sums `a` along one axis, where the target has length 1; all other axes agree.
fn sum_axis<A: Real, D: Dimension>(
    mut target: ArrayViewMut<'_, A, D>,
    a: &ArrayRef<A, D>,
    axis: Axis,
    g: &impl Fn(&mut A, A),
) {
    let stride = a.stride_of(axis).unsigned_abs();
    let dense = a.axes().all(|other| other.len <= 1 || other.stride.unsigned_abs() >= stride);
    if dense {
        for (mut t, lane) in target.lanes_mut(axis).into_iter().zip(a.lanes(axis)) {
            let sum = lane.sum();
            t.map_inplace(|t| g(t, sum));
        }
    } else {
        // The memory runs along another axis: add up slices across this one.
        for part in a.axis_chunks_iter(axis, 1) {
            each(target.view_mut(), part, g);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SHAPES, layouts, matrix};
    use approx::assert_relative_eq;

    #[test]
    fn sums_down_and_stretches_up() {
        for (m, n) in SHAPES {
            let a = matrix::<f64>(m, n, 1);
            let rows = a.sum_axis(Axis(1)).insert_axis(Axis(1));
            let columns = a.sum_axis(Axis(0)).insert_axis(Axis(0));
            let all = Array2::from_elem((1, 1), a.sum());
            for (_, a) in layouts(&a) {
                for expected in [&rows, &columns, &all] {
                    let start = matrix::<f64>(expected.nrows(), expected.ncols(), 2);
                    for (name, mut target) in layouts(&start) {
                        add_assign(&mut target.view_mut(), &a.view());
                        let target = target.view();
                        assert_relative_eq!(target, &start + expected, epsilon = 1e-12);
                        let mut target = target.to_owned();
                        sub_assign(&mut target, &a.view());
                        assert_relative_eq!(target, start, epsilon = 1e-12);
                        // And back up, where the target is the longer one.
                        let mut large = a.view().to_owned();
                        add_assign(&mut large, &start);
                        assert_relative_eq!(large, &a.view() + &start, epsilon = 1e-12);
                        assert!(!name.is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn stretches_one_axis_while_it_sums_another() {
        let mut target = Array2::<f32>::zeros((3, 1));
        add_assign(&mut target, &array![[1.0, 2.0]]);
        assert_eq!(target, array![[3.0], [3.0], [3.0]]);
        let mut target = Array3::<f64>::zeros((1, 2, 1));
        add_assign(&mut target, &Array3::ones((3, 1, 5)));
        add_assign(&mut target, &Array3::ones((3, 2, 5)));
        assert_eq!(target, Array3::from_elem((1, 2, 1), 30.0));
        let mut target = Array1::<f64>::ones(1);
        add_assign(&mut target, &Array1::zeros(0));
        assert_eq!(target, array![1.0]);
    }

    #[test]
    fn scalars_and_total() {
        let mut a = Array2::<f64>::zeros((3, 4));
        add_scalar(&mut a.slice_mut(s![..;-2, 1..3]), 2.0);
        sub_scalar(&mut a.t().to_owned(), 1.0);
        assert_eq!((sum(&a), sum(&a.slice(s![0..0, ..]))), (8.0, 0.0));
        sub_scalar(&mut a, 1.0);
        assert_eq!(sum(&a.t()), -4.0);
    }

    #[test]
    #[should_panic(
        expected = "could not broadcast or sum array of shape [2, 3] to [3, 2] for addition in place (`+=`)"
    )]
    fn misfit_panics() {
        add_assign(&mut Array2::<f64>::zeros((3, 2)), &Array2::zeros((2, 3)));
    }
}
