//! Large products whose right-hand operand does not lie along the inner dimension.
//!
//! faer computes columns of the target, and reads the right-hand operand where it lies. Where that is by rows, as in
//! `aᵀ · b` for a target in standard layout, each step along the inner dimension is another line of memory, and in a
//! large matrix another page. A product of 1000 by 1000 takes a fifth less time if the operand is laid along the inner
//! dimension first, one panel after the other.

use super::{accum, mat, mat_mut};
use crate::Real;
use crate::loops::Write;
use crate::rows::{Rows, RowsMut};
use crate::transpose::transpose;
use faer::Par;
use faer::linalg::matmul::{matmul, triangular};
use faer::traits::RealField;
use ndarray::prelude::*;
use std::cell::RefCell;
use triangular::BlockStructure::{Rectangular, TriangularLower};

/// The inner dimension of a panel: as many steps as faer takes at once.
const DEPTH: usize = 512;
/// Columns of a panel: two megabytes in all, a part of the last cache.
const WIDTH: usize = 512;
/// From one column to the next: at a power of two they would share one line of the first cache.
const STRIDE: usize = DEPTH + 8;
/// Below this an operand is read too few times to be laid anew.
const LARGE: usize = 128;

/// An element type that keeps a panel for each thread, so that products allocate nothing but once.
pub(in crate::backend) trait Panel: Sized {
    /// Calls `f` with the panel of this thread.
    fn with(f: impl FnOnce(&mut Vec<Self>));
}

macro_rules! impl_panel {
    ($($real:ty)+) => {$(
        impl Panel for $real {
            fn with(f: impl FnOnce(&mut Vec<Self>)) {
                thread_local! {
                    static PANEL: RefCell<Vec<$real>> = const { RefCell::new(Vec::new()) };
                }
                PANEL.with_borrow_mut(f);
            }
        }
    )+};
}

impl_panel!(f32 f64);

/// Whether the product of `a` and `b` for a target of columns is faster with `b` in panels.
pub(super) fn pays<A>(a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> bool {
    let ((k, n), m) = (b.dim(), a.nrows());
    m.min(k).min(n) >= LARGE && b.stride_of(Axis(0)) != 1 && Rows::new(b).is_some()
}

/// `c += alpha * a · b` or `c = alpha * a · b`.
pub(super) fn gemm<A: Real + RealField + Panel>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    each_panel(write, a, b, |write, first, a, b| {
        let mut c = c.slice_mut(s![.., first..first + b.ncols()]);
        matmul(mat_mut(&mut c), accum(write), mat(a), mat(b), alpha, Par::Seq);
    });
}

/// The same for the lower triangle of `c`.
pub(super) fn gemm_lower<A: Real + RealField + Panel>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    each_panel(write, a, b, |write, first, a, b| {
        let c = c.slice_mut(s![first.., first..first + b.ncols()]);
        let (mut corner, mut below) = c.split_at(Axis(0), b.ncols());
        let (across, a) = a.view().split_at(Axis(0), first).1.split_at(Axis(0), b.ncols());
        let (corner, across) = (mat_mut(&mut corner), mat(&across));
        let write = accum(write);
        triangular::matmul(
            corner,
            TriangularLower,
            write,
            across,
            Rectangular,
            mat(b),
            Rectangular,
            alpha,
            Par::Seq,
        );
        if !below.is_empty() {
            matmul(mat_mut(&mut below), write, mat(&a), mat(b), alpha, Par::Seq);
        }
    });
}

/// Calls `multiply` with each panel of `b` in columns, its first column, and what of `a` it meets.
fn each_panel<A: Real + Panel>(
    write: Write,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    mut multiply: impl FnMut(Write, usize, &ArrayRef2<A>, &ArrayRef2<A>),
) {
    A::with(|panel| {
        let (k, n) = b.dim();
        for l in (0..k).step_by(DEPTH) {
            let steps = l..k.min(l + DEPTH);
            let write = if l == 0 { write } else { Write::Add };
            for first in (0..n).step_by(WIDTH) {
                let columns = first..n.min(first + WIDTH);
                let part = b.slice(s![steps.clone(), columns]);
                if let Some(part) = lay(panel, &part) {
                    multiply(write, first, &a.slice(s![.., steps.clone()]), &part);
                }
            }
        }
    });
}

/// Copies `b`, at most `DEPTH` by `WIDTH`, so that its columns are slices.
fn lay<'a, A: Real>(panel: &'a mut Vec<A>, b: &ArrayRef2<A>) -> Option<ArrayView2<'a, A>> {
    let (k, n) = b.dim();
    if panel.len() < n * STRIDE {
        panel.resize(n * STRIDE, A::zero());
    }
    let mut columns = ArrayViewMut2::from_shape((n, STRIDE), panel.get_mut(..n * STRIDE)?).ok()?;
    transpose(Rows::new(b)?, &mut RowsMut::new(&mut columns)?);
    let columns = ArrayView2::from_shape((n, STRIDE), panel.get(..n * STRIDE)?).ok()?;
    Some(columns.slice_move(s![.., ..k]).reversed_axes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{layouts, matrix};
    use approx::assert_abs_diff_eq;

    /// On both sides of a panel's edges, and with sides that are no multiples of a block's.
    const SHAPES: [(usize, usize, usize); 3] =
        [(LARGE, LARGE, LARGE), (LARGE + 3, DEPTH + 6, LARGE + 1), (LARGE + 5, LARGE + 2, WIDTH + 7)];

    #[test]
    fn products_in_panels_are_products() {
        for (m, k, n) in SHAPES {
            let (a, b) = (matrix::<f64>(m, k, 1), matrix::<f64>(k, n, 2));
            let expected = a.dot(&b);
            for (name, b_) in layouts(&b) {
                let b_ = b_.view();
                if !pays(&a, &b_) {
                    continue;
                }
                for (_, mut c) in layouts(&matrix(m, n, 3)) {
                    gemm(Write::Replace, 2.0, &a, &b_, &mut c.view_mut());
                    gemm(Write::Add, -1.0, &a, &b_, &mut c.view_mut());
                    assert_abs_diff_eq!(c.view(), expected, epsilon = 1e-10);
                    assert!(c.gaps_untouched(), "{name}");
                }
            }
        }
    }

    #[test]
    fn lower_triangles_in_panels_are_triangles() {
        for (_, k, n) in SHAPES {
            let a = matrix::<f64>(n, k, 1);
            let b = a.t().as_standard_layout().into_owned();
            assert!(pays(&a, &b));
            let expected = a.dot(&b);
            for (name, mut c) in layouts(&Array2::zeros((n, n))) {
                gemm_lower(Write::Replace, 2.0, &a, &b, &mut c.view_mut());
                gemm_lower(Write::Add, -1.0, &a, &b, &mut c.view_mut());
                for ((i, j), x) in c.view().indexed_iter() {
                    assert_abs_diff_eq!(*x, if i >= j { expected[(i, j)] } else { 0.0 }, epsilon = 1e-10);
                }
                assert!(c.gaps_untouched(), "{name}");
            }
        }
    }
}
