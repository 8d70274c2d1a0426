//! faer, called through its low-level routines: they take strides as they are, and scratch memory
//! from the caller.

#![allow(
    unsafe_code,
    reason = "faer and ndarray share no type, so arrays are handed over as pointers and strides"
)]

use crate::Real;
use crate::dispatch::own_vectors;
use crate::loops::Write;
use crate::lu::loops;
use crate::memory::{Memory, full};
use faer::dyn_stack::{MemStack, StackReq};
use faer::linalg::lu::partial_pivoting::{factor, factor::PartialPivLuParams, inverse};
use faer::linalg::matmul::matmul;
use faer::linalg::triangular_solve::{
    solve_lower_triangular_in_place, solve_unit_lower_triangular_in_place,
    solve_unit_upper_triangular_in_place, solve_upper_triangular_in_place,
};
use faer::perm::PermRef;
use faer::traits::RealField;
use faer::{Accum, Auto, MatMut, MatRef, Par};
use ndarray::prelude::*;
use std::mem::MaybeUninit;

mod panels;
pub(super) mod spectral;
pub(super) mod structured;

use panels::Panel;

/// `c += alpha * a · b` or `c = alpha * a · b`.
pub(super) fn gemm<A: Real + RealField + Panel>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    let ((m, k), n) = (a.dim(), b.ncols());
    if m.min(k).min(n) >= panels::LARGE {
        // faer transposes a target of rows, so that it computes columns.
        if c.stride_of(Axis(1)) == 1 {
            if panels::pays(&b.t(), &a.t()) {
                return panels::gemm(write, alpha, &b.t(), &a.t(), &mut c.view_mut().reversed_axes());
            }
        } else if panels::pays(a, b) {
            return panels::gemm(write, alpha, a, b, c);
        }
    }
    matmul(mat_mut(c), accum(write), mat(a), mat(b), alpha, Par::Seq);
}

/// The same in faer's words.
fn accum(write: Write) -> Accum {
    match write {
        Write::Add => Accum::Add,
        Write::Replace => Accum::Replace,
    }
}

/// `y += alpha * a · x` or `y = alpha * a · x`: memory is the limit, and our own loops reach it.
pub(super) fn gemv<A: Real>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
    y: &mut ArrayRef1<A>,
) {
    own_vectors(write, alpha, a, x, y);
}

/// A matrix factorised with partial pivoting.
#[derive(Clone)]
pub struct Factors<A> {
    /// L below the diagonal, its own being 1, and U.
    lu: Array2<A>,
    /// Which row of the matrix each row of the factors was, and the inverse of that, which only
    /// faer wants.
    rows: (Vec<usize>, Vec<usize>),
}

impl<A: Real + RealField> Factors<A> {
    /// The factors of a square matrix, in its place; `None` if a pivot is exactly 0.
    pub(super) fn new(memory: &mut impl Memory, mut a: Array2<A>) -> Option<Self> {
        let n = a.nrows();
        if n <= SMALL
            && let Some(values) = a.as_slice_memory_order_mut()
        {
            let mut rows = memory.dirty(n);
            loops::factor(values, &mut rows);
            let regular = values.iter().step_by(n + 1).all(|pivot| *pivot != A::zero());
            return regular.then_some(Self { lu: a, rows: (rows, Vec::new()) });
        }
        let mut rows = (memory.dirty(n), memory.dirty(n));
        let panels = PartialPivLuParams { recursion_threshold: LEAF, ..Auto::<A>::auto() };
        let request = factor::lu_in_place_scratch::<usize, A>(n, n, Par::Seq, panels.into());
        with_scratch(memory, request, |scratch| {
            let a = mat_mut(&mut a);
            factor::lu_in_place(a, &mut rows.0, &mut rows.1, Par::Seq, scratch, panels.into());
        });
        let regular = a.diag().iter().all(|pivot| *pivot != A::zero());
        regular.then_some(Self { lu: a, rows })
    }

    /// Solves in place of `b`.
    pub(super) fn solve(&self, memory: &mut impl Memory, transposed: bool, b: &mut ArrayRef2<A>) {
        let (n, m) = b.dim();
        if n <= SMALL
            && let Some(lu) = self.lu.as_slice_memory_order()
        {
            if let Some(b) = b.as_slice_mut() {
                return loops::solve(lu, &self.rows.0, transposed, b, m);
            }
            let mut x: Vec<A> = memory.empty(n * m);
            x.extend(b.iter());
            loops::solve(lu, &self.rows.0, transposed, &mut x, m);
            b.iter_mut().zip(&x).for_each(|(b, x)| *b = *x);
            return memory.give(x);
        }
        let lu = mat(&self.lu);
        if transposed {
            solve_lower_triangular_in_place(lu.transpose(), mat_mut(b), Par::Seq);
            solve_unit_upper_triangular_in_place(lu.transpose(), mat_mut(b), Par::Seq);
            permute_rows(memory, &self.rows.1, b);
        } else {
            permute_rows(memory, &self.rows.0, b);
            solve_unit_lower_triangular_in_place(lu, mat_mut(b), Par::Seq);
            solve_upper_triangular_in_place(lu, mat_mut(b), Par::Seq);
        }
    }

    /// The inverse or its transpose, column-major.
    pub(super) fn invert(&self, memory: &mut impl Memory, transposed: bool) -> Array2<A> {
        let n = self.lu.nrows();
        let mut out = full(memory, Dim([n, n]), true, A::zero());
        if n <= FEW {
            out.diag_mut().fill(A::one());
            if n <= SMALL {
                // Our own loops want rows: those of the transpose, which its inverse makes.
                self.solve(memory, !transposed, &mut out.view_mut().reversed_axes());
            } else {
                self.solve(memory, transposed, &mut out);
            }
            return out;
        }
        let (lu, mut target) = (mat(&self.lu), mat_mut(&mut out));
        if transposed {
            target = target.transpose_mut();
        }
        with_scratch(memory, inverse::inverse_scratch::<usize, A>(n, Par::Seq), |scratch| {
            inverse::inverse(target, lu, lu, self.rows(), Par::Seq, scratch);
        });
        out
    }

    /// Whether an odd number of rows was interchanged, and the pivots.
    pub(super) fn pivots(&self) -> (bool, Vec<A>) {
        let rows = &self.rows.0;
        let mut seen = vec![false; rows.len()];
        let mut odd = false;
        // A cycle of n rows is n - 1 interchanges.
        for start in 0..rows.len() {
            let mut row = start;
            let mut length = 0;
            while let Some(false) = seen.get(row) {
                seen.iter_mut().skip(row).take(1).for_each(|seen| *seen = true);
                row = rows.get(row).copied().unwrap_or(start);
                length += 1;
            }
            odd ^= length > 0 && length % 2 == 0;
        }
        (odd, self.lu.diag().to_vec())
    }

    /// Gives the memory of the factors back.
    pub(super) fn give_to(self, memory: &mut impl Memory) {
        memory.give(self.lu.into_raw_vec_and_offset().0);
        memory.give(self.rows.0);
        memory.give(self.rows.1);
    }

    fn rows(&self) -> PermRef<'_, usize> {
        PermRef::new_checked(&self.rows.0, &self.rows.1, self.lu.nrows())
    }
}

/// Up to this size our own loops are faster than faer, with one right-hand side or many.
const SMALL: usize = loops::LARGEST;

/// Up to so many columns faer factorises a panel one by one. Its own choice is 16, with which matrices of order 256 to 1000
/// take a tenth more time.
const LEAF: usize = 8;

/// Up to this size faer solves for the identity faster than it inverts and multiplies the factors.
const FEW: usize = 128;

/// Puts row `rows[i]` of `b` into row `i`.
///
/// faer has this too, by way of a copy in columns, which where `b` lies in rows takes as long as a substitution.
fn permute_rows<A: Real>(memory: &mut impl Memory, rows: &[usize], b: &mut ArrayRef2<A>) {
    let width = b.ncols();
    let Some(values) = b.as_slice_mut() else {
        let mut permuted: Vec<A> = memory.empty(rows.len());
        for mut column in b.columns_mut() {
            permuted.clear();
            permuted.extend(rows.iter().filter_map(|&row| column.get(row)));
            column.iter_mut().zip(&permuted).for_each(|(to, x)| *to = *x);
        }
        return memory.give(permuted);
    };
    let mut first: Vec<A> = memory.empty(width);
    let mut pending: Vec<usize> = memory.empty(rows.len());
    pending.extend(rows);
    for start in 0..rows.len() {
        // Around the cycle that begins here. One that was gone around before is at rest.
        let mut to = start;
        while let Some(from) = pending.get_mut(to).map(|from| std::mem::replace(from, to)) {
            if to == start && from != start {
                first.clear();
                first.extend(values.iter().skip(start * width).take(width));
            }
            if from == start {
                if to != start {
                    values.iter_mut().skip(to * width).zip(&first).for_each(|(to, x)| *to = *x);
                }
                break;
            }
            values.copy_within(from * width..(from + 1) * width, to * width);
            to = from;
        }
    }
    memory.give(first);
    memory.give(pending);
}

/// Calls `f` with scratch memory: of the stack, if a little is enough.
fn with_scratch<R>(memory: &mut impl Memory, request: StackReq, f: impl FnOnce(&mut MemStack) -> R) -> R {
    const LITTLE: usize = 4096;
    if request.unaligned_bytes_required() <= LITTLE {
        f(MemStack::new(&mut [MaybeUninit::uninit(); LITTLE]))
    } else {
        let mut bytes = memory.dirty(request.unaligned_bytes_required());
        let result = f(MemStack::new(&mut bytes));
        memory.give(bytes);
        result
    }
}

/// `a` as faer's type.
fn mat<A>(a: &ArrayRef2<A>) -> MatRef<'_, A> {
    let (rows, cols) = a.dim();
    let (row_stride, col_stride) = (a.stride_of(Axis(0)), a.stride_of(Axis(1)));
    // SAFETY: ndarray keeps `ptr + i * row_stride + j * col_stride` inside one live allocation for
    // all `i < rows`, `j < cols`, and initialised. Both libraries count strides in elements and
    // allow any sign. The result borrows `a`, so nothing writes to the elements while it lives.
    unsafe { MatRef::from_raw_parts(a.as_ptr(), rows, cols, row_stride, col_stride) }
}

/// `a` as faer's type, for writing.
fn mat_mut<A>(a: &mut ArrayRef2<A>) -> MatMut<'_, A> {
    let (rows, cols) = a.dim();
    let (row_stride, col_stride) = (a.stride_of(Axis(0)), a.stride_of(Axis(1)));
    // SAFETY: as in `mat`. In a mutable array no two indices are the same element, and the result
    // borrows `a` mutably, so it is the only way to the elements while it lives.
    unsafe { MatMut::from_raw_parts_mut(a.as_mut_ptr(), rows, cols, row_stride, col_stride) }
}

/// What the pointers reach, in few enough steps to run under valgrind.
#[cfg(test)]
mod unsafe_paths {
    use super::*;
    use crate::memory::Heap;
    use crate::testing::{layouts, matrix, vector};
    use approx::assert_abs_diff_eq;
    use ndarray::ShapeBuilder;

    #[test]
    fn products_stay_inside_their_views() {
        for (m, k, n) in [(1, 1, 1), (1, 5, 1), (3, 1, 2), (5, 6, 7), (17, 18, 19)] {
            let (a, b) = (matrix::<f64>(m, k, 1), matrix::<f64>(k, n, 2));
            for ((name, a_), (_, b_)) in layouts(&a).into_iter().zip(layouts(&b).into_iter().rev()) {
                for (_, mut c) in layouts(&Array2::zeros((m, n))) {
                    gemm(Write::Add, 1.0, &a_.view(), &b_.view(), &mut c.view_mut());
                    assert_abs_diff_eq!(c.view(), a.dot(&b), epsilon = 1e-13);
                    assert!(c.gaps_untouched(), "{name}");
                }
                let (x, mut y) = (vector(k, 3), Array1::zeros(2 * m));
                gemv(Write::Add, 1.0, &a_.view(), &x, &mut y.slice_mut(s![..;-2]));
                assert_abs_diff_eq!(y.slice(s![..;-2]), a.dot(&x), epsilon = 1e-13);
            }
        }
    }

    #[test]
    fn outer_products_stay_inside_their_views() {
        for (m, k, n) in [(70, 1, 3), (1, 1, 65), (2, 2, 70), (64, 3, 65), (3, 4, 71)] {
            let (a, b) = (matrix::<f64>(m, k, 1), matrix::<f64>(k, n, 2));
            for ((name, a_), (_, b_)) in layouts(&a).into_iter().zip(layouts(&b).into_iter().rev()) {
                for (_, mut c) in layouts(&Array2::zeros((m, n))) {
                    gemm(Write::Add, 1.0, &a_.view(), &b_.view(), &mut c.view_mut());
                    assert_abs_diff_eq!(c.view(), a.dot(&b), epsilon = 1e-13);
                    assert!(c.gaps_untouched(), "{name}");
                }
            }
        }
    }

    #[test]
    fn empty_views_are_not_read() {
        let a = Array2::<f32>::ones((4, 4));
        let mut c = Array2::ones((4, 4));
        gemm(Write::Add, 1.0, &a.slice(s![.., 4..]), &a.slice(s![4.., ..]), &mut c);
        gemm(Write::Add, 1.0, &a.slice(s![..0, ..]), &a, &mut c.slice_mut(s![4.., ..]));
        assert_eq!(c, a);
    }

    #[test]
    fn rows_are_interchanged_in_every_layout() {
        for (n, shift) in [(1, 0), (5, 2), (6, 3), (40, 7)] {
            // A cycle or several, and one row that stays.
            let rows: Vec<usize> =
                (0..n).map(|i| if i == n - 1 { i } else { (i + shift) % (n - 1) }).collect();
            for m in [1, 3, 9] {
                let b = matrix::<f64>(n, m, 4);
                let expected = b.select(Axis(0), &rows);
                for (name, mut permuted) in layouts(&b) {
                    permute_rows(&mut Heap, &rows, &mut permuted.view_mut());
                    assert_eq!(permuted.view(), expected, "{name}");
                    assert!(permuted.gaps_untouched(), "{name}");
                }
                let mut dense = b.clone();
                permute_rows(&mut Heap, &rows, &mut dense);
                assert_eq!(dense, expected);
            }
        }
    }

    #[test]
    fn factors_stay_inside_their_buffers() {
        for n in [1, 2, 5, 16, 25, FEW + 2] {
            let mut a = Array2::zeros((n, n).f());
            a.assign(&(matrix::<f64>(n, n, 3) + Array2::<f64>::eye(n) * n as f64));
            let factors = Factors::new(&mut Heap, a.clone()).unwrap();
            assert_abs_diff_eq!(a.dot(&factors.invert(&mut Heap, false)), Array2::eye(n), epsilon = 1e-13);
            assert_abs_diff_eq!(a.t().dot(&factors.invert(&mut Heap, true)), Array2::eye(n), epsilon = 1e-13);
            let few: &[usize] = if n <= 25 { &[1, 3, 18] } else { &[] };
            for &m in few {
                let b = matrix::<f64>(n, m, 4);
                for (name, mut x) in layouts(&b) {
                    factors.solve(&mut Heap, false, &mut x.view_mut());
                    assert_abs_diff_eq!(a.dot(&x.view()), b, epsilon = 1e-13);
                    x.view_mut().assign(&b);
                    factors.solve(&mut Heap, true, &mut x.view_mut());
                    assert_abs_diff_eq!(a.t().dot(&x.view()), b, epsilon = 1e-13);
                    assert!(x.gaps_untouched(), "{name}");
                }
            }
            assert!(Factors::new(&mut Heap, Array2::<f64>::zeros((n, n))).is_none());
        }
    }
}
