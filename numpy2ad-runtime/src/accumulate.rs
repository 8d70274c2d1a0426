//! Elementwise maps that are added to an array in place.

#![allow(clippy::too_many_arguments, reason = "one for each operand of a fused loop")]

use crate::Real;
use crate::each::{called, each, each2, each3, each4, each5, each6, value};
use crate::each::{total, total2, total3, total4, total5, total6};
use crate::shape::{broadcast_error, co_broadcast, target_error};
use ndarray::{Slice, prelude::*};

const ADD: &str = "an elementwise map added in place (`+=`)";
const SUB: &str = "an elementwise map subtracted in place (`-=`)";

macro_rules! accumulate_map {
    (
        $(#[$add_doc:meta])* $add_map:ident;
        $(#[$sub_doc:meta])* $sub_map:ident;
        $write:ident $down:ident $each:ident $total:ident;
        $a:ident $($x:ident)*
    ) => {
        $(#[$add_doc])*
        #[track_caller]
        pub fn $add_map<A: Real, D: Dimension>(
            target: &mut ArrayRef<A, D>,
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) {
            $write(ADD, target, $a $(, $x)*, called!(f: $a $($x)*), |t, y| *t += y);
        }

        $(#[$sub_doc])*
        #[track_caller]
        pub fn $sub_map<A: Real, D: Dimension>(
            target: &mut ArrayRef<A, D>,
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) {
            $write(SUB, target, $a $(, $x)*, called!(f: $a $($x)*), |t, y| *t -= y);
        }

        #[track_caller]
        fn $write<A: Real, D: Dimension>(
            operation: &str,
            target: &mut ArrayRef<A, D>,
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
            g: impl Fn(&mut A, A),
        ) {
            let dim = target.raw_dim();
            if let (Some($a), $(Some($x),)*) =
                ($a.broadcast(dim.clone()), $($x.broadcast(dim.clone()),)*)
            {
                let target = target.view_mut();
                return $each(target, $a $(, $x)*, |t, $a $(, $x)*| g(t, f($a $(, $x)*)));
            }
            // An operand is longer than the target.
            let Some(common) = co_broadcast([&$a.raw_dim() $(, &$x.raw_dim())*]) else {
                broadcast_error(operation, &[$a.shape() $(, $x.shape())*])
            };
            if let Some(all) = co_broadcast([&common, &dim])
                && let (Some($a), $(Some($x),)*) =
                    ($a.broadcast(all.clone()), $($x.broadcast(all.clone()),)*)
            {
                $down(target.view_mut(), $a $(, $x)*, &f, &g);
            } else {
                target_error(operation, common.slice(), dim.slice());
            }
        }

        /// `g(&mut target[i], f(a[i], ..))`, summed along those axes where only the target has
        /// length 1; all others agree.
        pub(crate) fn $down<A: Real, D: Dimension>(
            mut target: ArrayViewMut<'_, A, D>,
            $a: ArrayView<'_, A, D>,
            $($x: ArrayView<'_, A, D>,)*
            f: &impl Fn(A $(, value!($x))*) -> A,
            g: &impl Fn(&mut A, A),
        ) {
            if target.shape() == $a.shape() {
                return $each(target, $a $(, $x)*, |t, $a $(, $x)*| g(t, f($a $(, $x)*)));
            }
            let Some(axis) = walked(target.shape(), [&*$a $(, &*$x)*]) else {
                let sum = $total($a $(, $x)*, f);
                return target.iter_mut().for_each(|t| g(t, sum));
            };
            let kept = target.len_of(axis) != 1;
            for i in 0..$a.len_of(axis) {
                let part = Slice::from(i..i + 1);
                let mut target = target.view_mut();
                if kept {
                    target.slice_axis_inplace(axis, part);
                }
                $down(target, $a.slice_axis(axis, part) $(, $x.slice_axis(axis, part))*, f, g);
            }
        }
    };
}

accumulate_map! {
    /// `target[i] += f(a[i])`, with `a` stretched along its axes of length 1, and the terms summed
    /// along those axes where the target has length 1.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    ///
    /// ```
    /// use ndarray::array;
    /// use numpy2ad_runtime::add_map;
    ///
    /// let mut target = array![[10.0, 20.0]];
    /// add_map(&mut target, &array![[1.0, 2.0], [3.0, 4.0]], |a| a * a);
    /// assert_eq!(target, array![[20.0, 40.0]]);
    /// ```
    add_map;
    /// `target[i] -= f(a[i])`, stretched and summed as by [`add_map`].
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    sub_map;
    write down each total;
    a
}
accumulate_map! {
    /// `target[i] += f(a[i], b[i])`, with the operands stretched along their axes of length 1, and
    /// the terms summed along those axes where the target has length 1.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    ///
    /// ```
    /// use ndarray::array;
    /// use numpy2ad_runtime::add_map2;
    ///
    /// let (out_a, b) = (array![[1.0, 2.0], [3.0, 4.0]], array![[5.0, 6.0]]);
    /// let mut column_a = array![[0.0], [0.0]];
    /// add_map2(&mut column_a, &out_a, &b, |out_a, b| out_a * b);
    /// assert_eq!(column_a, array![[17.0], [39.0]]);
    /// ```
    add_map2;
    /// `target[i] -= f(a[i], b[i])`, stretched and summed as by [`add_map2`].
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    sub_map2;
    write2 down2 each2 total2;
    a b
}
accumulate_map! {
    /// [`add_map2`] for three operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    add_map3;
    /// [`sub_map2`] for three operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    sub_map3;
    write3 down3 each3 total3;
    a b c
}
accumulate_map! {
    /// [`add_map2`] for four operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    add_map4;
    /// [`sub_map2`] for four operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    sub_map4;
    write4 down4 each4 total4;
    a b c d
}
accumulate_map! {
    /// [`add_map2`] for five operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    add_map5;
    /// [`sub_map2`] for five operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    sub_map5;
    write5 down5 each5 total5;
    a b c d e
}
accumulate_map! {
    /// [`add_map2`] for six operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    add_map6;
    /// [`sub_map2`] for six operands.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit; the target is then unchanged.
    sub_map6;
    write6 down6 each6 total6;
    a b c d e h
}

/// Along which axis a sum down to a target is taken apart, index by index: one that is summed, so
/// that the parts are added to the whole target; or where the memory of most arrays runs along
/// such an axis, one that is kept. `None` if there is nothing but to sum all.
fn walked<A, D: Dimension, const N: usize>(target: &[usize], arrays: [&ArrayRef<A, D>; N]) -> Option<Axis> {
    let summed =
        |axis: &usize, a: &ArrayRef<A, D>| target.get(*axis) == Some(&1) && a.len_of(Axis(*axis)) != 1;
    let votes = arrays.iter().filter_map(|a| {
        let axes = a.axes().filter(|axis| axis.len > 1 && axis.stride != 0);
        axes.min_by_key(|axis| axis.stride.unsigned_abs())
            .map(|axis| if summed(&axis.axis.index(), a) { 1 } else { -1 })
    });
    let along: i32 = votes.sum();
    let kept = target.iter().position(|&len| len > 1)?;
    let first = arrays.first()?;
    if along > 0 { Some(Axis(kept)) } else { (0..target.len()).find(|axis| summed(axis, first)).map(Axis) }
}

#[cfg(test)]
mod tests;
