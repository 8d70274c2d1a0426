//! Where kernels take the memory of what they make: from the heap, or from a [`Workspace`].

use crate::Real;
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
}

/// What memory is made of.
pub trait Item: Copy {
    /// Some value.
    const ANY: Self;

    /// The vectors of this type in a workspace.
    fn pool(workspace: &mut Workspace) -> &mut Pool<Self>;
}

/// The heap.
pub(crate) struct Heap;

impl Memory for Heap {
    #[inline]
    fn empty<T: Item>(&mut self, len: usize) -> Vec<T> {
        Vec::with_capacity(len)
    }

    // Zeros, which the system gives for nothing where there are many.
    #[inline]
    fn dirty<T: Item>(&mut self, len: usize) -> Vec<T> {
        vec![T::ANY; len]
    }

    #[inline]
    fn give<T: Item>(&mut self, _: Vec<T>) {}
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
    let shape = dim.set_f(columns);
    // There is a value for each place: it never comes to the zeros.
    Array::from_shape_vec(shape.clone(), values).unwrap_or_else(|_| Array::zeros(shape))
}

/// A new array in standard layout with the elements of `a`.
#[inline]
pub(crate) fn copy_in<A: Real, D: Dimension>(memory: &mut impl Memory, a: &ArrayRef<A, D>) -> Array<A, D> {
    let mut values = memory.empty(a.len());
    match a.as_slice() {
        Some(a) => values.extend_from_slice(a),
        None => values.extend(a.iter().copied()),
    }
    shaped(a.raw_dim(), false, values)
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
