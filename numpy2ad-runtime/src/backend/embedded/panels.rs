//! Large products whose operands lie badly for faer.
//!
//! faer computes columns of the target. The right-hand operand it reads where it lies: if that is by rows, as in `aᵀ · b`
//! for a target in standard layout, each step along the inner dimension is another line of memory, and in a large matrix
//! another page. The left-hand one it packs by twelve rows: if that is by long columns, each step is another page too.
//! Laid side by side first, a panel at a time, a product takes up to a fifth less time.

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

/// The inner dimension of a panel: half of the steps that faer takes at once. With all of them, where a panel's column is as
/// long as a page, the product of two matrices of order 1000 takes a quarter more time.
const DEPTH: usize = 256;
/// Columns of a panel of the right-hand operand: two megabytes in all, a part of the last cache.
const WIDTH: usize = 1024;
/// Rows of a panel of the left-hand operand: less than a megabyte.
const HEIGHT: usize = 192;
/// Between the columns of a panel: at a power of two they would share one line of the first cache.
const GAP: usize = 8;
/// Below this a right-hand operand is read too few times to be laid anew.
pub(super) const LARGE: usize = 128;
/// Columns that are so long lie in a page each.
const PAGE: usize = 512;

/// An element type that keeps panels for each thread, so that products allocate nothing but once.
pub(in crate::backend) trait Panel: Sized {
    /// Calls `f` with the panels of this thread, of the left-hand operand and the right-hand one.
    fn with(f: impl FnOnce(&mut Vec<Self>, &mut Vec<Self>));
}

macro_rules! impl_panel {
    ($($real:ty)+) => {$(
        impl Panel for $real {
            fn with(f: impl FnOnce(&mut Vec<Self>, &mut Vec<Self>)) {
                thread_local! {
                    static PANELS: RefCell<(Vec<$real>, Vec<$real>)> =
                        const { RefCell::new((Vec::new(), Vec::new())) };
                }
                PANELS.with_borrow_mut(|(left, right)| f(left, right));
            }
        }
    )+};
}

impl_panel!(f32 f64);

/// Whether the product of `a` and `b` for a target of columns is faster with an operand in panels.
pub(super) fn pays<A>(a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> bool {
    left_pays(a, b) || right_pays(a, b)
}

/// The same of `a`.
fn left_pays<A>(a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> bool {
    let ((m, k), n) = (a.dim(), b.ncols());
    k.min(m) >= 2 * LARGE
        && (2 * LARGE..m).contains(&n)
        && a.stride_of(Axis(0)) == 1
        && a.stride_of(Axis(1)).unsigned_abs() >= PAGE
}

/// The same of `b`.
pub(super) fn right_pays<A>(a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> bool {
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
    let of_left = left_pays(a, b);
    each_panel(write, a, b, |write, first, a, b, panel| {
        let mut c = c.slice_mut(s![.., first..first + b.ncols()]);
        let height = if of_left { HEIGHT } else { a.nrows().max(1) };
        for (a, mut c) in a.axis_chunks_iter(Axis(0), height).zip(c.axis_chunks_iter_mut(Axis(0), height)) {
            let laid = if of_left { lay_columns(panel, &a) } else { None };
            matmul(mat_mut(&mut c), accum(write), mat(&laid.unwrap_or(a)), mat(b), alpha, Par::Seq);
        }
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
    each_panel(write, a, b, |write, first, a, b, _| {
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

/// Calls `multiply` with each panel of `b`, its first column, what of `a` it meets, and memory for a panel of that.
fn each_panel<A: Real + Panel>(
    write: Write,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    mut multiply: impl FnMut(Write, usize, &ArrayRef2<A>, &ArrayRef2<A>, &mut Vec<A>),
) {
    let of_right = right_pays(a, b);
    A::with(|left, right| {
        let (k, n) = b.dim();
        for l in (0..k).step_by(DEPTH) {
            let steps = l..k.min(l + DEPTH);
            let write = if l == 0 { write } else { Write::Add };
            let width = if of_right { WIDTH } else { n.max(1) };
            for first in (0..n).step_by(width) {
                let columns = first..n.min(first + width);
                let part = b.slice(s![steps.clone(), columns]);
                let laid = if of_right { lay_rows(right, &part) } else { None };
                multiply(write, first, &a.slice(s![.., steps.clone()]), &laid.unwrap_or(part), left);
            }
        }
    });
}

/// Copies `b`, whose rows are slices, at most `DEPTH` by `WIDTH`, so that its columns are.
fn lay_rows<'a, A: Real>(panel: &'a mut Vec<A>, b: &ArrayRef2<A>) -> Option<ArrayView2<'a, A>> {
    let rows = Rows::new(b)?;
    laid(panel, b.dim(), DEPTH, |columns| {
        if let Some(mut columns) = RowsMut::new(columns) {
            transpose(rows, &mut columns);
        }
    })
}

/// Copies `a`, whose columns are slices, at most `HEIGHT` by `DEPTH`, so that they are near each other.
fn lay_columns<'a, A: Real>(panel: &'a mut Vec<A>, a: &ArrayRef2<A>) -> Option<ArrayView2<'a, A>> {
    laid(panel, a.dim(), HEIGHT, |columns| columns.slice_mut(s![.., ..a.nrows()]).assign(&a.t()))
}

/// A matrix of that many rows and columns, filled by its columns, of which each has a row for itself.
fn laid<A: Real>(
    panel: &mut Vec<A>,
    (rows, cols): (usize, usize),
    longest: usize,
    fill: impl FnOnce(&mut ArrayViewMut2<'_, A>),
) -> Option<ArrayView2<'_, A>> {
    let shape = (cols, longest + GAP);
    let needed = shape.0 * shape.1;
    if panel.len() < needed {
        panel.resize(needed, A::zero());
    }
    fill(&mut ArrayViewMut2::from_shape(shape, panel.get_mut(..needed)?).ok()?);
    let columns = ArrayView2::from_shape(shape, panel.get(..needed)?).ok()?;
    Some(columns.slice_move(s![.., ..rows]).reversed_axes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{layouts, matrix};
    use approx::assert_abs_diff_eq;

    /// On both sides of a panel's edges, and with sides that are no multiples of a block's.
    const SHAPES: [(usize, usize, usize); 4] = [
        (LARGE, LARGE, LARGE),
        (LARGE + 3, DEPTH + 6, LARGE + 1),
        (LARGE + 5, LARGE + 2, WIDTH + 7),
        (PAGE + 9, DEPTH + 1, 2 * LARGE + 1),
    ];

    #[test]
    fn products_in_panels_are_products() {
        let mut sides = (0, 0);
        for (m, k, n) in SHAPES {
            let (a, b) = (matrix::<f64>(m, k, 1), matrix::<f64>(k, n, 2));
            let expected = a.dot(&b);
            for ((of_a, a), (of_b, b)) in layouts(&a).into_iter().zip(layouts(&b).into_iter().rev()) {
                let (a, b) = (a.view(), b.view());
                if !pays(&a, &b) {
                    continue;
                }
                sides = (sides.0 + usize::from(left_pays(&a, &b)), sides.1 + usize::from(right_pays(&a, &b)));
                for (of_c, mut c) in layouts(&matrix(m, n, 3)).into_iter().step_by(3) {
                    gemm(Write::Replace, 2.0, &a, &b, &mut c.view_mut());
                    gemm(Write::Add, -1.0, &a, &b, &mut c.view_mut());
                    assert_abs_diff_eq!(c.view(), expected, epsilon = 1e-10);
                    assert!(c.gaps_untouched(), "{of_a}, {of_b}, {of_c}");
                }
            }
        }
        assert!(sides.0 >= 2 && sides.1 >= 6, "{sides:?}");
    }

    #[test]
    fn lower_triangles_in_panels_are_triangles() {
        for (_, k, n) in SHAPES {
            let a = matrix::<f64>(n, k, 1);
            let b = a.t().as_standard_layout().into_owned();
            assert!(right_pays(&a, &b));
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
