//! Elementwise maps to new arrays, and sums of maps.
//!
//! Operands have one rank, and an axis of length 1 stretches to the length of the others' axis,
//! as ndarray's operators and NumPy do it.

#![allow(clippy::too_many_arguments, reason = "one for each operand of a fused loop")]

use crate::Real;
use crate::each::{called, each, each2, each3, each4, each5, each6, nest, value};
use crate::each::{total, total2, total3, total4, total5, total6};
use crate::memory::{Heap, Memory, blank, shaped};
use crate::shape::{broadcast_error, co_broadcast, column_major};
use ndarray::prelude::*;

/// The sum `a + b`; axes of length 1 stretch.
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::add;
///
/// assert_eq!(add(&array![[1.0, 2.0]], &array![[10.0], [20.0]]), array![[11.0, 12.0], [21.0, 22.0]]);
/// ```
#[track_caller]
pub fn add<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    add_in(&mut Heap, a, b)
}

/// The difference `a - b`; axes of length 1 stretch.
///
/// # Panics
///
/// If the shapes do not fit.
#[track_caller]
pub fn sub<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    sub_in(&mut Heap, a, b)
}

/// The elementwise product `a * b`; axes of length 1 stretch.
///
/// # Panics
///
/// If the shapes do not fit.
#[track_caller]
pub fn mul<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    mul_in(&mut Heap, a, b)
}

/// The elementwise quotient `a / b`; axes of length 1 stretch.
///
/// # Panics
///
/// If the shapes do not fit.
#[track_caller]
pub fn div<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    div_in(&mut Heap, a, b)
}

#[track_caller]
pub(crate) fn add_in<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    a: &ArrayRef<A, D>,
    b: &ArrayRef<A, D>,
) -> Array<A, D> {
    named2(memory, "addition (`+`)", a, b, |a, b| a + b)
}

#[track_caller]
pub(crate) fn sub_in<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    a: &ArrayRef<A, D>,
    b: &ArrayRef<A, D>,
) -> Array<A, D> {
    named2(memory, "subtraction (`-`)", a, b, |a, b| a - b)
}

#[track_caller]
pub(crate) fn mul_in<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    a: &ArrayRef<A, D>,
    b: &ArrayRef<A, D>,
) -> Array<A, D> {
    named2(memory, "multiplication (`*`)", a, b, |a, b| a * b)
}

#[track_caller]
pub(crate) fn div_in<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    a: &ArrayRef<A, D>,
    b: &ArrayRef<A, D>,
) -> Array<A, D> {
    named2(memory, "division (`/`)", a, b, |a, b| a / b)
}

/// [`map2`] under the name that its panic gives.
#[track_caller]
pub(crate) fn named_map2<A: Real, D: Dimension>(
    operation: &str,
    a: &ArrayRef<A, D>,
    b: &ArrayRef<A, D>,
    f: impl Fn(A, A) -> A,
) -> Array<A, D> {
    named2(&mut Heap, operation, a, b, f)
}

/// The elements of `x` as one slice, in the memory order given.
#[inline]
fn flat<A, D: Dimension>(x: &ArrayRef<A, D>, columns: bool) -> Option<&[A]> {
    if columns { x.view().reversed_axes().to_slice() } else { x.as_slice() }
}

macro_rules! elementwise {
    (
        $(#[$map_doc:meta])* $map:ident $map_in:ident $named:ident $each:ident;
        $(#[$sum_doc:meta])* $sum_map:ident $total:ident;
        $a:ident $($x:ident)*
    ) => {
        $(#[$map_doc])*
        #[track_caller]
        pub fn $map<A: Real, D: Dimension>(
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) -> Array<A, D> {
            $map_in(&mut Heap, $a $(, $x)*, f)
        }

        #[track_caller]
        pub(crate) fn $map_in<A: Real, D: Dimension>(
            memory: &mut impl Memory,
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) -> Array<A, D> {
            $named(memory, "an elementwise map", $a $(, $x)*, called!(f: $a $($x)*))
        }

        /// The map, under the name that its panic gives.
        #[track_caller]
        fn $named<A: Real, D: Dimension>(
            memory: &mut impl Memory,
            operation: &str,
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) -> Array<A, D> {
            // One shape and one order, the common case: collected, not written over zeros.
            if true $(&& $a.shape() == $x.shape())* {
                for columns in [false, true] {
                    if let (Some(a), $(Some($x),)*) = (flat($a, columns), $(flat($x, columns),)*) {
                        let values = a.iter() $(.zip($x))*;
                        let values = values.map(|nest!($a $($x)*)| f(*$a $(, *$x)*));
                        let mut out = memory.empty($a.len());
                        out.extend(values);
                        return shaped($a.raw_dim(), columns, out);
                    }
                }
            }
            let columns = column_major([$a $(, $x)*]);
            if let Some(dim) = co_broadcast([&$a.raw_dim() $(, &$x.raw_dim())*])
                && let (Some($a), $(Some($x),)*) =
                    ($a.broadcast(dim.clone()), $($x.broadcast(dim.clone()),)*)
            {
                let mut out = blank(memory, dim, columns);
                $each(out.view_mut(), $a $(, $x)*, |out, $a $(, $x)*| *out = f($a $(, $x)*));
                return out;
            }
            broadcast_error(operation, &[$a.shape() $(, $x.shape())*])
        }

        $(#[$sum_doc])*
        #[track_caller]
        pub fn $sum_map<A: Real, D: Dimension>(
            $a: &ArrayRef<A, D>,
            $($x: &ArrayRef<A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) -> A {
            if let Some(dim) = co_broadcast([&$a.raw_dim() $(, &$x.raw_dim())*])
                && let (Some($a), $(Some($x),)*) =
                    ($a.broadcast(dim.clone()), $($x.broadcast(dim.clone()),)*)
            {
                return $total($a $(, $x)*, called!(f: $a $($x)*));
            }
            broadcast_error("a sum over an elementwise map", &[$a.shape() $(, $x.shape())*])
        }
    };
}

elementwise! {
    /// The array of `f(a[i])`, in the memory order of `a`.
    ///
    /// ```
    /// use ndarray::array;
    /// use numpy2ad_runtime::map;
    ///
    /// assert_eq!(map(&array![1.0, 4.0], f64::sqrt), array![1.0, 2.0]);
    /// ```
    map map_in named each;
    /// The sum of `f(a[i])` over all elements; 0 if there are none.
    ///
    /// ```
    /// use ndarray::array;
    /// use numpy2ad_runtime::sum_map;
    ///
    /// assert_eq!(sum_map(&array![1.0, 2.0], |a| a * a), 5.0);
    /// ```
    sum_map total;
    a
}
elementwise! {
    /// The array of `f(a[i], b[i])`; axes of length 1 stretch.
    ///
    /// The result is column-major where most of the operands are. `f` may be called in any order.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    ///
    /// ```
    /// use ndarray::array;
    /// use numpy2ad_runtime::map2;
    ///
    /// assert_eq!(map2(&array![1.0, 2.0], &array![3.0], |a, b| a * b), array![3.0, 6.0]);
    /// ```
    map2 map2_in named2 each2;
    /// The sum of `f(a[i], b[i])` over all elements; axes of length 1 stretch.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    ///
    /// ```
    /// use ndarray::array;
    /// use numpy2ad_runtime::sum_map2;
    ///
    /// assert_eq!(sum_map2(&array![[1.0, 2.0]], &array![[3.0], [4.0]], |a, b| a * b), 21.0);
    /// ```
    sum_map2 total2;
    a b
}
elementwise! {
    /// [`map2`] for three arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    map3 map3_in named3 each3;
    /// [`sum_map2`] for three arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    sum_map3 total3;
    a b c
}
elementwise! {
    /// [`map2`] for four arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    map4 map4_in named4 each4;
    /// [`sum_map2`] for four arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    sum_map4 total4;
    a b c d
}
elementwise! {
    /// [`map2`] for five arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    map5 map5_in named5 each5;
    /// [`sum_map2`] for five arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    sum_map5 total5;
    a b c d e
}
elementwise! {
    /// [`map2`] for six arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    map6 map6_in named6 each6;
    /// [`sum_map2`] for six arrays.
    ///
    /// # Panics
    ///
    /// If the shapes do not fit.
    sum_map6 total6;
    a b c d e h
}

#[cfg(test)]
mod tests;
