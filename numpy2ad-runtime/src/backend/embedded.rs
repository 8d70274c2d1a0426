//! faer, called through its low-level routines: they take strides as they are, and scratch memory
//! from the caller.

#![allow(
    unsafe_code,
    reason = "faer and ndarray share no type, so arrays are handed over as pointers and strides"
)]

use super::small;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::lu::partial_pivoting::{factor, inverse};
use faer::linalg::matmul::matmul;
use faer::traits::RealField;
use faer::{Accum, MatMut, MatRef, Par};
use ndarray::{NdFloat, prelude::*};

/// `c += alpha * a · b`.
pub(super) fn gemm<A: RealField + NdFloat>(
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    matmul(mat_mut(c), Accum::Add, mat(a), mat(b), alpha, Par::Seq);
}

/// `y += alpha * a · x`.
pub(super) fn gemv<A: RealField + NdFloat>(
    alpha: A,
    a: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
    y: &mut ArrayRef1<A>,
) {
    let x = x.view().insert_axis(Axis(1));
    let mut y = y.view_mut().insert_axis(Axis(1));
    gemm(alpha, a, &x, &mut y);
}

/// The inverse of a square matrix, from its factorisation with partial pivoting.
pub(super) fn invert<A: RealField + NdFloat>(a: &ArrayRef2<A>) -> Option<Array2<A>> {
    let n = a.nrows();
    if n <= small::LIMIT {
        return small::invert(a);
    }
    // faer is fastest on column-major matrices. A row-major array is the transpose of one, and
    // the inverse of the transpose is the transpose of the inverse: only names are swapped.
    let mut factors = Array2::zeros((n, n));
    factors.assign(a);
    let mut factors_t = factors.view_mut().reversed_axes();
    let mut factors_t = mat_mut(&mut factors_t);

    let (mut forward, mut backward) = (vec![0_usize; n], vec![0_usize; n]);
    let mut scratch = MemBuffer::new(StackReq::any_of(&[
        factor::lu_in_place_scratch::<usize, A>(n, n, Par::Seq, Default::default()),
        inverse::inverse_scratch::<usize, A>(n, Par::Seq),
    ]));
    let stack = MemStack::new(&mut scratch);
    let (_, rows) = factor::lu_in_place(
        factors_t.as_mut(),
        &mut forward,
        &mut backward,
        Par::Seq,
        stack,
        Default::default(),
    );
    let factors_t = factors_t.as_ref();
    if factors_t.diagonal().column_vector().iter().any(|pivot| *pivot == A::zero()) {
        return None;
    }

    let mut out = Array2::zeros((n, n));
    let mut out_t = out.view_mut().reversed_axes();
    inverse::inverse(mat_mut(&mut out_t), factors_t, factors_t, rows, Par::Seq, stack);
    Some(out)
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
    use crate::testing::{layouts, matrix, vector};
    use approx::assert_abs_diff_eq;

    #[test]
    fn products_stay_inside_their_views() {
        for (m, k, n) in [(1, 1, 1), (1, 5, 1), (3, 1, 2), (5, 6, 7), (17, 18, 19)] {
            let (a, b) = (matrix::<f64>(m, k, 1), matrix::<f64>(k, n, 2));
            for ((name, a_), (_, b_)) in layouts(&a).into_iter().zip(layouts(&b).into_iter().rev()) {
                for (_, mut c) in layouts(&Array2::zeros((m, n))) {
                    gemm(1.0, &a_.view(), &b_.view(), &mut c.view_mut());
                    assert_abs_diff_eq!(c.view(), a.dot(&b), epsilon = 1e-13);
                    assert!(c.gaps_untouched(), "{name}");
                }
                let (x, mut y) = (vector(k, 3), Array1::zeros(2 * m));
                gemv(1.0, &a_.view(), &x, &mut y.slice_mut(s![..;-2]));
                assert_abs_diff_eq!(y.slice(s![..;-2]), a.dot(&x), epsilon = 1e-13);
            }
        }
    }

    #[test]
    fn empty_views_are_not_read() {
        let a = Array2::<f32>::ones((4, 4));
        let mut c = Array2::ones((4, 4));
        gemm(1.0, &a.slice(s![.., 4..]), &a.slice(s![4.., ..]), &mut c);
        gemm(1.0, &a.slice(s![..0, ..]), &a, &mut c.slice_mut(s![4.., ..]));
        assert_eq!(c, a);
    }

    #[test]
    fn inverse_of_each_layout() {
        let n = small::LIMIT + 9;
        let a = matrix::<f64>(n, n, 3) + Array2::<f64>::eye(n) * n as f64;
        for (_, a) in layouts(&a) {
            let inverse = invert(&a.view()).unwrap();
            assert_abs_diff_eq!(a.view().dot(&inverse), Array2::eye(n), epsilon = 1e-13);
        }
        assert_eq!(invert(&Array2::<f64>::zeros((n, n))), None);
    }
}
