//! Matrices whose rows are slices, which the compiler vectorises.

#![allow(unsafe_code, reason = "ndarray makes a view for each row, which costs more than a short row does")]

use ndarray::prelude::*;
use std::marker::PhantomData;

/// A matrix whose rows are slices, at any distance from each other.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a, A> {
    first: *const A,
    stride: isize,
    dim: (usize, usize),
    matrix: PhantomData<&'a [A]>,
}

impl<'a, A> Rows<'a, A> {
    /// The rows of `a`, if they are slices.
    #[inline]
    pub(crate) fn new(a: &'a ArrayRef2<A>) -> Option<Self> {
        let (dim, stride) = (a.dim(), a.stride_of(Axis(0)));
        let dense = dim.1 <= 1 || a.stride_of(Axis(1)) == 1;
        dense.then_some(Self { first: a.as_ptr(), stride, dim, matrix: PhantomData })
    }

    /// The columns of `a`, if they are slices.
    #[inline]
    pub(crate) fn columns(a: &'a ArrayRef2<A>) -> Option<Self> {
        let (dim, stride) = (a.dim(), a.stride_of(Axis(1)));
        let dense = dim.0 <= 1 || a.stride_of(Axis(0)) == 1;
        let dim = (dim.1, dim.0);
        dense.then_some(Self { first: a.as_ptr(), stride, dim, matrix: PhantomData })
    }

    /// The rows of a matrix that is an array of arrays.
    #[inline]
    pub(crate) fn of<const N: usize>(a: &'a [[A; N]]) -> Self {
        Self { first: a.as_ptr().cast(), stride: N as isize, dim: (a.len(), N), matrix: PhantomData }
    }

    /// The first columns, `count` of them.
    #[inline]
    pub(crate) fn first(self, count: usize) -> Self {
        Self { dim: (self.dim.0, count.min(self.dim.1)), ..self }
    }

    /// Number of rows, and their length.
    #[inline(always)]
    pub(crate) fn dim(&self) -> (usize, usize) {
        self.dim
    }

    /// Row `i`, which there must be.
    #[inline(always)]
    pub(crate) fn row(&self, i: usize) -> &'a [A] {
        assert!(i < self.dim.0, "row inside the matrix");
        // SAFETY: `new` and `columns` saw that the elements of a row lie side by side in a live,
        // borrowed array; the assertion keeps the row inside it. An empty row may lie anywhere.
        unsafe {
            let first = self.first.wrapping_offset(i as isize * self.stride);
            std::slice::from_raw_parts(first, self.dim.1)
        }
    }
}

/// A matrix whose rows are slices, for writing.
pub(crate) struct RowsMut<'a, A> {
    first: *mut A,
    stride: isize,
    dim: (usize, usize),
    matrix: PhantomData<&'a mut [A]>,
}

impl<'a, A> RowsMut<'a, A> {
    /// The rows of `a`, if they are slices.
    #[inline]
    pub(crate) fn new(a: &'a mut ArrayRef2<A>) -> Option<Self> {
        let (dim, stride) = (a.dim(), a.stride_of(Axis(0)));
        let dense = dim.1 <= 1 || a.stride_of(Axis(1)) == 1;
        dense.then_some(Self { first: a.as_mut_ptr(), stride, dim, matrix: PhantomData })
    }

    /// The columns of `a`, if they are slices.
    #[inline]
    pub(crate) fn columns(a: &'a mut ArrayRef2<A>) -> Option<Self> {
        let (dim, stride) = (a.dim(), a.stride_of(Axis(1)));
        let dense = dim.0 <= 1 || a.stride_of(Axis(0)) == 1;
        let dim = (dim.1, dim.0);
        dense.then_some(Self { first: a.as_mut_ptr(), stride, dim, matrix: PhantomData })
    }

    /// The vector `y` as a matrix of one column.
    #[inline]
    pub(crate) fn column(y: &'a mut ArrayRef1<A>) -> Self {
        let (dim, stride) = ((y.len(), 1), y.stride_of(Axis(0)));
        Self { first: y.as_mut_ptr(), stride, dim, matrix: PhantomData }
    }

    /// Number of rows, and their length.
    #[inline(always)]
    pub(crate) fn dim(&self) -> (usize, usize) {
        self.dim
    }

    /// Row `i`, which there must be.
    #[inline(always)]
    pub(crate) fn row(&mut self, i: usize) -> &mut [A] {
        assert!(i < self.dim.0, "row inside the matrix");
        // SAFETY: as in `Rows`. The array is borrowed mutably, and so is `self` by the row, so this
        // is the only way to the elements while it lives.
        unsafe {
            let first = self.first.wrapping_offset(i as isize * self.stride);
            std::slice::from_raw_parts_mut(first, self.dim.1)
        }
    }
}

/// A matrix of any strides, for reading single elements.
#[derive(Clone, Copy)]
pub(crate) struct Elements<'a, A> {
    first: *const A,
    strides: (isize, isize),
    dim: (usize, usize),
    matrix: PhantomData<&'a [A]>,
}

impl<'a, A: Copy> Elements<'a, A> {
    #[inline]
    pub(crate) fn new(a: &'a ArrayRef2<A>) -> Self {
        let strides = (a.stride_of(Axis(0)), a.stride_of(Axis(1)));
        Self { first: a.as_ptr(), strides, dim: a.dim(), matrix: PhantomData }
    }

    /// The vector `x` as a matrix of one row.
    #[inline]
    pub(crate) fn row(x: &'a ArrayRef1<A>) -> Self {
        let strides = (0, x.stride_of(Axis(0)));
        Self { first: x.as_ptr(), strides, dim: (1, x.len()), matrix: PhantomData }
    }

    /// The transpose.
    #[inline]
    pub(crate) fn t(self) -> Self {
        Self { strides: (self.strides.1, self.strides.0), dim: (self.dim.1, self.dim.0), ..self }
    }

    /// Number of rows and of columns.
    #[inline(always)]
    pub(crate) fn dim(&self) -> (usize, usize) {
        self.dim
    }

    /// The element in row `i` and column `j`, which there must be.
    #[inline(always)]
    pub(crate) fn get(&self, i: usize, j: usize) -> A {
        assert!(i < self.dim.0 && j < self.dim.1, "element inside the matrix");
        // SAFETY: ndarray keeps `first + i * strides.0 + j * strides.1` inside one live allocation
        // for all indices inside the shape, which the assertion sees to, and borrowed.
        unsafe { *self.first.offset(i as isize * self.strides.0 + j as isize * self.strides.1) }
    }
}
