//! BLAS through `ndarray`'s own products, LAPACK through `ndarray-linalg`.

use crate::loops::Write;
use crate::memory::{Item, Memory};
use ndarray::linalg::{general_mat_mul, general_mat_vec_mul};
use ndarray::{LinalgScalar, ShapeBuilder, prelude::*};
use ndarray_linalg::error::Result;
use ndarray_linalg::{Diag, Lapack, MatrixLayout, Pivot, Scalar, Transpose, UPLO};

pub(super) mod spectral;
pub(super) mod structured;

/// `c += alpha * a · b` or `c = alpha * a · b`.
pub(super) fn gemm<A: LinalgScalar>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    general_mat_mul(alpha, a, b, beta(write), c);
}

/// `y += alpha * a · x` or `y = alpha * a · x`.
pub(super) fn gemv<A: LinalgScalar>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
    y: &mut ArrayRef1<A>,
) {
    general_mat_vec_mul(alpha, a, x, beta(write), y);
}

/// What BLAS multiplies the target by, which it does not read where that is 0.
fn beta<A: LinalgScalar>(write: Write) -> A {
    match write {
        Write::Add => A::one(),
        Write::Replace => A::zero(),
    }
}

/// A matrix factorised with partial pivoting.
#[derive(Clone)]
pub struct Factors<A> {
    /// L below the diagonal, its own being 1, and U; column by column.
    lu: Vec<A>,
    /// With which row each row was interchanged, in order, counted from 1.
    pivots: Pivot,
}

impl<A: Scalar + Lapack> Factors<A> {
    /// The factors of a square matrix, in its place; `None` if a pivot is exactly 0.
    pub(super) fn new(_: &mut impl Memory, a: Array2<A>) -> Option<Self> {
        let layout = columns(a.nrows(), a.ncols());
        let (mut lu, _) = a.into_raw_vec_and_offset();
        // The matrix is square and not empty, so the one thing left to go wrong is a pivot of 0.
        let pivots = A::lu(layout, &mut lu).ok()?;
        Some(Self { lu, pivots })
    }

    /// Solves in place of `b`.
    pub(super) fn solve(&self, _: &mut impl Memory, transposed: bool, b: &mut ArrayRef2<A>) {
        let mut x: Vec<A> = b.t().iter().copied().collect();
        let solved = match (b.ncols(), transposed) {
            (1, false) => self.solve_one(Transpose::No, &mut x),
            (1, true) => self.solve_one(Transpose::Transpose, &mut x),
            (_, false) => self.solve_all(b.ncols(), &mut x),
            (_, true) => self.solve_all_transposed(b.ncols(), &mut x),
        };
        // LAPACK refuses a pivot of 0, which `new` does too, and arguments out of their range.
        debug_assert!(solved.is_ok(), "{solved:?}");
        b.columns_mut().into_iter().zip(x.chunks_exact(self.n())).for_each(|(b, x)| {
            b.into_iter().zip(x).for_each(|(b, x)| *b = *x);
        });
    }

    /// getrs, which `ndarray-linalg` has for one right-hand side.
    fn solve_one(&self, transpose: Transpose, x: &mut [A]) -> Result<()> {
        Ok(A::solve(columns(self.n(), self.n()), transpose, &self.lu, &self.pivots, x)?)
    }

    /// trtrs with the two factors, for any number of right-hand sides.
    fn solve_all(&self, count: usize, x: &mut [A]) -> Result<()> {
        for x in x.chunks_exact_mut(self.n()) {
            self.pivots.iter().enumerate().for_each(|(i, &row)| x.swap(i, row as usize - 1));
        }
        let (lu, all) = (columns(self.n(), self.n()), columns(self.n(), count));
        A::solve_triangular(lu, all, UPLO::Lower, Diag::Unit, &self.lu, x)?;
        Ok(A::solve_triangular(lu, all, UPLO::Upper, Diag::NonUnit, &self.lu, x)?)
    }

    /// The same with the transposed factors, in the other order.
    fn solve_all_transposed(&self, count: usize, x: &mut [A]) -> Result<()> {
        // What is written column by column, read row by row.
        let (lu, all) = (columns(self.n(), self.n()).t(), columns(self.n(), count));
        A::solve_triangular(lu, all, UPLO::Lower, Diag::NonUnit, &self.lu, x)?;
        A::solve_triangular(lu, all, UPLO::Upper, Diag::Unit, &self.lu, x)?;
        for x in x.chunks_exact_mut(self.n()) {
            self.pivots.iter().enumerate().rev().for_each(|(i, &row)| x.swap(i, row as usize - 1));
        }
        Ok(())
    }

    /// The inverse or its transpose, column-major.
    pub(super) fn invert(&self, _: &mut impl Memory, transposed: bool) -> Array2<A> {
        let n = self.n();
        let mut out = Array2::zeros((n, n).f());
        if let Some(out) = out.as_slice_memory_order_mut() {
            out.copy_from_slice(&self.lu);
            let inverted = A::inv(columns(n, n), out, &self.pivots);
            debug_assert!(inverted.is_ok(), "{inverted:?}");
        }
        if transposed {
            let mut out_t = Array2::zeros((n, n).f());
            out_t.assign(&out.t());
            return out_t;
        }
        out
    }

    /// Whether an odd number of rows was interchanged, and the pivots.
    pub(super) fn pivots(&self) -> (bool, Vec<A>) {
        let moved = self.pivots.iter().zip(1..).filter(|(row, own)| **row != *own).count();
        (moved % 2 == 1, self.lu.iter().step_by(self.n() + 1).copied().collect())
    }

    /// Gives the memory of the factors back.
    pub(super) fn give_to(self, memory: &mut impl Memory)
    where
        A: Item,
    {
        memory.give(self.lu);
    }

    fn n(&self) -> usize {
        self.pivots.len()
    }
}

/// A dense column-major matrix.
fn columns(rows: usize, cols: usize) -> MatrixLayout {
    MatrixLayout::F { col: cols as i32, lda: rows as i32 }
}
