//! Elementwise maps that are added to an array in place.

#![allow(clippy::too_many_arguments, reason = "one for each operand of a fused loop")]

use crate::Real;
use crate::each::{each, each2, each3, each4, each5, each6, value};
use crate::elementwise::{map, map2, map3, map4, map5, map6};
use crate::reduce::accumulate;
use crate::shape::{broadcast_error, co_broadcast, sums_to, target_error};
use ndarray::prelude::*;

const ADD: &str = "an elementwise map added in place (`+=`)";
const SUB: &str = "an elementwise map subtracted in place (`-=`)";

macro_rules! accumulate_map {
    (
        $(#[$add_doc:meta])* $add_map:ident;
        $(#[$sub_doc:meta])* $sub_map:ident;
        $write:ident $map:ident $each:ident;
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
            $write(ADD, target, $a $(, $x)*, f, |t, y| *t += y);
        }

        $(#[$sub_doc])*
        #[track_caller]
        pub fn $sub_map<A: Real, D: Dimension>(
            target: &mut ArrayRef<A, D>,
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) {
            $write(SUB, target, $a $(, $x)*, f, |t, y| *t -= y);
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
            // An operand is longer than the target: the terms are written out, then summed down.
            let Some(common) = co_broadcast([&$a.raw_dim() $(, &$x.raw_dim())*]) else {
                broadcast_error(operation, &[$a.shape() $(, $x.shape())*])
            };
            if !sums_to(&common, &dim) {
                target_error(operation, common.slice(), dim.slice());
            }
            accumulate(operation, target, &$map($a $(, $x)*, f), g);
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
    write map each;
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
    write2 map2 each2;
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
    write3 map3 each3;
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
    write4 map4 each4;
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
    write5 map5 each5;
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
    write6 map6 each6;
    a b c d e h
}

#[cfg(test)]
mod tests;
