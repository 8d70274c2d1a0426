//! Where kernels take the memory of what they make: from the heap, or from a [`Workspace`].

#![allow(unsafe_code, reason = "ndarray checks at length that a vector fits a shape")]

use crate::Real;
use crate::pages::with_room;
use crate::rows::{Rows, RowsMut};
use crate::spare::{self, is_large};
use crate::transpose::transpose;
use crate::workspace::{Pool, Workspace};
use ndarray::{ShapeBuilder, prelude::*};
use std::mem::MaybeUninit;

/// A source of memory for arrays, permutations and scratch.
pub trait Memory {
    /// An empty vector with room for `len` elements.
    fn empty<T: Item>(&mut self, len: usize) -> Vec<T>;

    /// A vector of `len` elements of no particular value.
    fn dirty<T: Item>(&mut self, len: usize) -> Vec<T>;

    /// Takes back a vector, to give it out again.
    fn give<T: Item>(&mut self, vec: Vec<T>);

    /// The same memory as a value of one type.
    fn source(&mut self) -> Source<'_>;
}

/// Either memory, known when the program runs: code for it is compiled once.
pub enum Source<'a> {
    /// The heap.
    Heap,
    /// A workspace.
    Workspace(&'a mut Workspace),
}

impl Memory for Source<'_> {
    #[inline]
    fn empty<T: Item>(&mut self, len: usize) -> Vec<T> {
        match self {
            Self::Heap => Heap.empty(len),
            Self::Workspace(workspace) => workspace.empty(len),
        }
    }

    #[inline]
    fn dirty<T: Item>(&mut self, len: usize) -> Vec<T> {
        match self {
            Self::Heap => Heap.dirty(len),
            Self::Workspace(workspace) => workspace.dirty(len),
        }
    }

    #[inline]
    fn give<T: Item>(&mut self, vec: Vec<T>) {
        match self {
            Self::Heap => Heap.give(vec),
            Self::Workspace(workspace) => workspace.give(vec),
        }
    }

    #[inline]
    fn source(&mut self) -> Source<'_> {
        match self {
            Self::Heap => Source::Heap,
            Self::Workspace(workspace) => Source::Workspace(workspace),
        }
    }
}

/// What memory is made of.
pub trait Item: Copy {
    /// Some value.
    const ANY: Self;

    /// The vectors of this type in a workspace.
    fn pool(workspace: &mut Workspace) -> &mut Pool<Self>;
}

/// The heap, and what this thread has spare of it.
pub(crate) struct Heap;

impl Memory for Heap {
    #[inline]
    fn empty<T: Item>(&mut self, len: usize) -> Vec<T> {
        if is_large::<T>(len)
            && let Some(mut vec) = spare::take(len)
        {
            vec.clear();
            return vec;
        }
        with_room(len)
    }

    #[inline]
    fn dirty<T: Item>(&mut self, len: usize) -> Vec<T> {
        let spare = if is_large::<T>(len) { spare::take(len) } else { None };
        let mut vec = spare.unwrap_or_else(|| with_room(len));
        // What is there already is not written again.
        vec.resize(len, T::ANY);
        vec
    }

    #[inline]
    fn give<T: Item>(&mut self, vec: Vec<T>) {
        if is_large::<T>(vec.capacity()) {
            spare::give(vec);
        }
    }

    #[inline]
    fn source(&mut self) -> Source<'_> {
        Source::Heap
    }
}

impl Memory for Workspace {
    #[inline]
    fn empty<T: Item>(&mut self, len: usize) -> Vec<T> {
        let mut vec = T::pool(self).take(len);
        vec.clear();
        vec
    }

    #[inline]
    fn dirty<T: Item>(&mut self, len: usize) -> Vec<T> {
        let mut vec = T::pool(self).take(len);
        vec.resize(len, T::ANY);
        vec
    }

    #[inline]
    fn give<T: Item>(&mut self, vec: Vec<T>) {
        T::pool(self).give(vec);
    }

    #[inline]
    fn source(&mut self) -> Source<'_> {
        Source::Workspace(self)
    }
}

/// An array of elements of no particular value.
#[inline]
pub(crate) fn blank<A: Real, D: Dimension>(memory: &mut impl Memory, dim: D, columns: bool) -> Array<A, D> {
    let values = memory.dirty(dim.size());
    shaped(dim, columns, values)
}

/// An array of `value` everywhere.
#[inline]
pub(crate) fn full<A: Real, D: Dimension>(
    memory: &mut impl Memory,
    dim: D,
    columns: bool,
    value: A,
) -> Array<A, D> {
    let mut values = memory.empty(dim.size());
    values.resize(dim.size(), value);
    shaped(dim, columns, values)
}

/// The array of the values, one for each place, in memory order.
#[inline]
pub(crate) fn shaped<A: Real, D: Dimension>(dim: D, columns: bool, values: Vec<A>) -> Array<A, D> {
    // The product of the lengths, if there is one.
    let places = dim.slice().iter().try_fold(1_usize, |places, &len| places.checked_mul(len));
    let shape = dim.set_f(columns);
    if !values.is_empty() && places == Some(values.len()) {
        // SAFETY: there is a value for each place, and no axis of length 0. With the strides of
        // either order each place is reached, and nothing beyond.
        return unsafe { Array::from_shape_vec_unchecked(shape, values) };
    }
    // An array without elements; it never comes to the zeros.
    Array::from_shape_vec(shape.clone(), values).unwrap_or_else(|_| Array::zeros(shape))
}

/// A new array in standard layout with the elements of `a`.
#[inline]
pub(crate) fn copy_in<A: Real, D: Dimension>(memory: &mut impl Memory, a: &ArrayRef<A, D>) -> Array<A, D> {
    if let Some(copy) = transposed_in(memory, a) {
        return copy;
    }
    let mut values = memory.empty(a.len());
    match a.as_slice() {
        Some(a) => values.extend_from_slice(a),
        None => values.extend(a.iter().copied()),
    }
    shaped(a.raw_dim(), false, values)
}

/// The same for a matrix whose columns are slices, if it is not small.
#[inline]
fn transposed_in<A: Real, D: Dimension>(memory: &mut impl Memory, a: &ArrayRef<A, D>) -> Option<Array<A, D>> {
    const SMALL: usize = 256;
    if a.ndim() != 2 || a.len() <= SMALL || a.stride_of(Axis(1)) == 1 || a.stride_of(Axis(0)) != 1 {
        return None;
    }
    let a = a.view().into_dimensionality::<Ix2>().ok()?;
    let mut copy = blank(memory, a.raw_dim(), false);
    transpose(Rows::columns(&a)?, &mut RowsMut::new(&mut copy)?);
    copy.into_dimensionality().ok()
}

macro_rules! items {
    ($($item:ty, $any:expr, $pool:ident;)+) => {$(
        impl Item for $item {
            const ANY: Self = $any;

            #[inline]
            fn pool(workspace: &mut Workspace) -> &mut Pool<Self> {
                &mut workspace.$pool
            }
        }
    )+};
}

items! {
    f32, 0.0, f32s;
    f64, 0.0, f64s;
    usize, 0, indices;
    MaybeUninit<u8>, MaybeUninit::uninit(), bytes;
}

/// What the unchecked shapes reach, in few enough steps to run under valgrind.
#[cfg(test)]
mod unsafe_paths {
    use super::*;

    #[test]
    fn arrays_of_any_shape_reach_all_their_values() {
        let mut ws = Workspace::new();
        for (rows, cols) in [(0, 0), (0, 3), (3, 0), (1, 1), (1, 5), (5, 1), (3, 4), (33, 65)] {
            for columns in [false, true] {
                let mut array = full(&mut ws, Dim([rows, cols]), columns, 1.0_f64);
                array.iter_mut().for_each(|x| *x += 1.0);
                assert_eq!((array.dim(), array.sum()), ((rows, cols), 2.0 * (rows * cols) as f64));
                let copy = copy_in(&mut Heap, &array.t());
                assert!(copy.is_standard_layout() && copy == array.t());
                ws.give(array.into_raw_vec_and_offset().0);
            }
        }
    }

    #[test]
    fn places_that_no_memory_has_are_not_made() {
        let huge = Dim([usize::MAX / 2 + 1, 4]);
        assert!(std::panic::catch_unwind(|| shaped(huge, false, Vec::<f64>::new())).is_err());
        assert!(std::panic::catch_unwind(|| shaped(huge, true, vec![0.0; 2])).is_err());
    }
}
