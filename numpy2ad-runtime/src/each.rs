//! The loops under every elementwise kernel, for one to six arrays of one shape.
//!
//! Arrays that are dense in one memory order are walked as slices, which the compiler vectorises;
//! blocks of larger arrays row by row; others with their strides.

#![allow(clippy::too_many_arguments, reason = "one for each operand of a fused loop")]

use crate::Real;
use crate::shape::column_major;
use ndarray::{Zip, prelude::*};

/// The pattern `((a, b), c)` of the items of `a.zip(b).zip(c)`.
macro_rules! nest {
    ($items:tt) => { $items };
    ($items:tt $next:ident $($rest:ident)*) => { $crate::each::nest!(($items, $next) $($rest)*) };
}
pub(crate) use nest;

/// The type of one value, for as many parameters as there are names.
macro_rules! value {
    ($x:ident) => {
        A
    };
}
pub(crate) use value;

/// The function that a loop calls, of one type for all of them where nothing is inlined anyway: rustc would spend most of
/// its time on copies of the loops, a set for each closure of an expansion.
#[cfg(debug_assertions)]
macro_rules! called {
    ($f:ident: $($x:ident)*) => { &$f as &dyn Fn($($crate::each::value!($x)),*) -> A };
}
#[cfg(not(debug_assertions))]
macro_rules! called {
    ($f:ident: $($x:ident)*) => {
        $f
    };
}
pub(crate) use called;

/// The loop over arrays of any strides.
macro_rules! zip {
    ($target:ident, $g:ident, $($x:ident)+) => {
        Zip::from($target)$(.and($x))+.for_each(|$target, $($x),+| $g($target, $(*$x),+))
    };
}

/// The same for more arrays than `Zip` takes.
macro_rules! iterate {
    ($target:ident, $g:ident, $($x:ident)+) => {
        $target
            .iter_mut()
            $(.zip(&$x))+
            .for_each(|nest!($target $($x)+)| $g($target, $(*$x),+))
    };
}

/// Whether each row is a slice.
fn rows_are_dense<A, D: Dimension>(a: &ArrayRef<A, D>) -> bool {
    a.strides().last() == Some(&1)
}

/// Accumulators of a sum: enough to fill the registers of two vector additions.
const LANES: usize = 8;

macro_rules! each {
    ($each:ident $slices:ident $total:ident $slices_total:ident $strided:ident: $a:ident $($x:ident)*) => {
        /// Calls `g(&mut target[i], a[i], b[i], ..)` for every index, in any order.
        pub(crate) fn $each<A: Real, D: Dimension>(
            target: ArrayViewMut<'_, A, D>,
            $a: ArrayView<'_, A, D>,
            $($x: ArrayView<'_, A, D>,)*
            g: impl Fn(&mut A, A $(, value!($x))*),
        ) {
            let (mut target, $a $(, $x)*) = if column_major([&*target]) {
                (target.reversed_axes(), $a.reversed_axes() $(, $x.reversed_axes())*)
            } else {
                (target, $a $(, $x)*)
            };
            if let (Some(target), Some($a) $(, Some($x))*) =
                (target.as_slice_mut(), $a.as_slice() $(, $x.as_slice())*)
            {
                return $slices(target, $a $(, $x)*, &g);
            }
            // Short rows are not worth their iterators.
            let dense = target.ndim() > 1
                && target.len_of(Axis(target.ndim() - 1)) >= LANES
                && rows_are_dense(&target)
                && rows_are_dense(&$a)
                $(&& rows_are_dense(&$x))*;
            if dense {
                let rows = target.rows_mut().into_iter().zip($a.rows()) $(.zip($x.rows()))*;
                for nest!(target $a $($x)*) in rows {
                    let mut target = target;
                    if let (Some(target), Some($a) $(, Some($x))*) =
                        (target.as_slice_mut(), $a.as_slice() $(, $x.as_slice())*)
                    {
                        $slices(target, $a $(, $x)*, &g);
                    }
                }
            } else {
                $strided!(target, g, $a $($x)*);
            }
        }

        fn $slices<A: Real>(
            target: &mut [A],
            $a: &[A],
            $($x: &[A],)*
            g: impl Fn(&mut A, A $(, value!($x))*),
        ) {
            target
                .iter_mut()
                .zip($a)
                $(.zip($x))*
                .for_each(|nest!(target $a $($x)*)| g(target, *$a $(, *$x)*));
        }

        /// The sum of `f(a[i], b[i], ..)` over every index, in any order.
        pub(crate) fn $total<A: Real, D: Dimension>(
            $a: ArrayView<'_, A, D>,
            $($x: ArrayView<'_, A, D>,)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) -> A {
            let ($a, $($x,)*) = if column_major([&*$a $(, &*$x)*]) {
                ($a.reversed_axes(), $($x.reversed_axes(),)*)
            } else {
                ($a, $($x,)*)
            };
            if let (Some($a), $(Some($x),)*) = ($a.as_slice(), $($x.as_slice(),)*) {
                return $slices_total($a $(, $x)*, &f);
            }
            Zip::from($a) $(.and($x))*.fold(A::zero(), |sum, $a $(, $x)*| sum + f(*$a $(, *$x)*))
        }

        fn $slices_total<A: Real>(
            $a: &[A],
            $($x: &[A],)*
            f: impl Fn(A $(, value!($x))*) -> A,
        ) -> A {
            // One accumulator would make every addition wait for the one before.
            let mut sums = [A::zero(); LANES];
            let (chunks, rest) = (
                $a.as_chunks::<LANES>().0.iter() $(.zip($x.as_chunks::<LANES>().0))*,
                $a.as_chunks::<LANES>().1.iter() $(.zip($x.as_chunks::<LANES>().1))*,
            );
            for nest!($a $($x)*) in chunks {
                sums.iter_mut()
                    .zip($a)
                    $(.zip($x))*
                    .for_each(|nest!(sum $a $($x)*)| *sum += f(*$a $(, *$x)*));
            }
            let rest = rest.fold(A::zero(), |total, nest!($a $($x)*)| total + f(*$a $(, *$x)*));
            sums.into_iter().fold(rest, |total, sum| total + sum)
        }
    };
}

each!(each slices total slices_total zip: a);
each!(each2 slices2 total2 slices_total2 zip: a b);
each!(each3 slices3 total3 slices_total3 zip: a b c);
each!(each4 slices4 total4 slices_total4 zip: a b c d);
each!(each5 slices5 total5 slices_total5 zip: a b c d e);
each!(each6 slices6 total6 slices_total6 iterate: a b c d e h);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SHAPES, layouts, matrix};
    use approx::assert_relative_eq;

    #[test]
    fn every_pairing_of_layouts_meets_the_same_elements() {
        for (m, n) in SHAPES {
            let (x, y) = (matrix::<f64>(m, n, 1), matrix(m, n, 2));
            for (name, mut target) in layouts(&x) {
                for (other, y_strided) in layouts(&y) {
                    each(target.view_mut(), y_strided.view(), |t, y| *t = *t * 2.0 + y);
                    assert_eq!(target.view(), &x * 2.0 + &y, "{name}, {other}");
                    target.view_mut().assign(&x);
                    let dot = total2(target.view(), y_strided.view(), |x, y| x * y);
                    assert_relative_eq!(dot, (&x * &y).sum(), epsilon = 1e-12);
                }
            }
        }
    }

    #[test]
    fn other_ranks() {
        let mut t = Array3::<f32>::zeros((2, 3, 4));
        let ones = Array3::ones((4, 3, 2));
        each(t.view_mut(), ones.t(), |t, x| *t += x);
        each(t.view_mut().permuted_axes([1, 0, 2]), Array3::ones((3, 2, 4)).view(), |t, x| *t += x);
        assert_eq!(t, Array3::from_elem((2, 3, 4), 2.0));
        let mut point = arr0(1.0);
        each(point.view_mut(), arr0(2.0).view(), |t, x| *t += x);
        assert_eq!((point[()], total(point.view(), |x| x)), (3.0, 3.0));
        let mut none = Array1::<f64>::zeros(0);
        each(none.view_mut(), Array1::zeros(0).view(), |t, x| *t += x);
    }
}
