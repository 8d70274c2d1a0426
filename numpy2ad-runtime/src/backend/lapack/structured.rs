//! LAPACK for positive definite matrices; products and substitution by halves, whose rectangles
//! are BLAS's.

use super::{columns, gemm};
use crate::Real;
use crate::loops::Write;
use crate::memory::{Memory, blank};
use ndarray::prelude::*;
use ndarray_linalg::{Lapack, UPLO};

/// Up to this size a triangle is done row by row.
const SMALL: usize = 24;

/// `c += alpha * L · b` or `c = alpha * L · b`.
pub(in crate::backend) fn lower_gemm<A: Real>(
    write: Write,
    alpha: A,
    l: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    let n = l.nrows();
    if n <= SMALL {
        if write == Write::Replace {
            c.fill(A::zero());
        }
        for ((i, l), mut c) in l.rows().into_iter().enumerate().zip(c.rows_mut()) {
            let terms = l.iter().zip(b.rows()).take(i + 1);
            terms.for_each(|(l, b)| c.scaled_add(alpha * *l, &b));
        }
        return;
    }
    let (top, bottom) = l.view().split_at(Axis(0), n / 2);
    let (b_top, b_bottom) = b.view().split_at(Axis(0), n / 2);
    let (mut c_top, mut c_bottom) = c.view_mut().split_at(Axis(0), n / 2);
    let (corner, rest) = bottom.split_at(Axis(1), n / 2);
    lower_gemm(write, alpha, &top.slice(s![.., ..n / 2]), &b_top, &mut c_top);
    gemm(write, alpha, &corner, &b_top, &mut c_bottom);
    lower_gemm(Write::Add, alpha, &rest, &b_bottom, &mut c_bottom);
}

/// `c += alpha * a · b` or `c = alpha * a · b` for the lower triangle of `c`.
pub(in crate::backend) fn gemm_lower<A: Real>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    let n = c.nrows();
    if n <= SMALL {
        let mut all = [A::zero(); SMALL * SMALL];
        let mut all = ArrayViewMut2::from(all.as_chunks_mut::<SMALL>().0).slice_move(s![..n, ..n]);
        gemm(Write::Replace, alpha, a, b, &mut all);
        for ((i, all), mut c) in all.rows().into_iter().enumerate().zip(c.rows_mut()) {
            c.iter_mut().zip(all).take(i + 1).for_each(|(c, all)| match write {
                Write::Add => *c += *all,
                Write::Replace => *c = *all,
            });
        }
        return;
    }
    let (a_top, a_bottom) = a.view().split_at(Axis(0), n / 2);
    let (b_left, b_right) = b.view().split_at(Axis(1), n / 2);
    let (mut top, bottom) = c.view_mut().split_at(Axis(0), n / 2);
    let (mut corner, mut rest) = bottom.split_at(Axis(1), n / 2);
    gemm_lower(write, alpha, &a_top, &b_left, &mut top.slice_mut(s![.., ..n / 2]));
    gemm(write, alpha, &a_bottom, &b_left, &mut corner);
    gemm_lower(write, alpha, &a_bottom, &b_right, &mut rest);
}

/// Solves in place of `b`.
pub(in crate::backend) fn solve_lower<A: Real>(l: &ArrayRef2<A>, b: &mut ArrayRef2<A>) {
    let n = l.nrows();
    if n <= SMALL {
        for (i, l) in l.rows().into_iter().enumerate() {
            let (known, mut rest) = b.view_mut().split_at(Axis(0), i);
            let mut row = rest.row_mut(0);
            l.iter().zip(known.rows()).for_each(|(l, x)| row.scaled_add(-*l, &x));
            if let Some(pivot) = l.get(i) {
                row /= *pivot;
            }
        }
        return;
    }
    let (top, bottom) = l.view().split_at(Axis(0), n / 2);
    let (corner, rest) = bottom.split_at(Axis(1), n / 2);
    let (mut b_top, mut b_bottom) = b.view_mut().split_at(Axis(0), n / 2);
    solve_lower(&top.slice(s![.., ..n / 2]), &mut b_top);
    gemm(Write::Add, -A::one(), &corner, &b_top, &mut b_bottom);
    solve_lower(&rest, &mut b_bottom);
}

/// Inverts in place of the identity.
pub(in crate::backend) fn invert_lower<A: Real>(l: &ArrayRef2<A>, out: &mut ArrayRef2<A>) {
    solve_lower(l, out);
}

/// Factorises in place; `false` if a pivot is not positive.
pub(in crate::backend) fn cholesky<A: Lapack>(_: &mut impl Memory, a: &mut Array2<A>) -> bool {
    let n = a.nrows();
    a.as_slice_memory_order_mut().is_some_and(|a| A::cholesky(columns(n, n), UPLO::Lower, a).is_ok())
}

/// The lower triangle of the inverse.
pub(in crate::backend) fn invert_cholesky<A: Real + Lapack>(
    memory: &mut impl Memory,
    l: &Array2<A>,
) -> Array2<A> {
    let n = l.nrows();
    let mut out = blank(memory, Dim([n, n]), true);
    out.assign(l);
    if let Some(out) = out.as_slice_memory_order_mut() {
        let inverted = A::inv_cholesky(columns(n, n), UPLO::Lower, out);
        debug_assert!(inverted.is_ok(), "{inverted:?}");
    }
    out
}
