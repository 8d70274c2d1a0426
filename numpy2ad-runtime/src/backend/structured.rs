//! What a backend does for matrices that are triangular, symmetric or positive definite.

use super::chosen::structured as chosen;
use crate::loops::Write;
use crate::memory::Source;
use ndarray::prelude::*;

/// The kernels for matrices of which one triangle is read or written.
///
/// That triangle is the lower one, diagonal included. The upper triangle of a matrix is the lower
/// one of its transpose, and of the matrix read backwards, rows and columns: both are views. The
/// callers have checked the shapes, and that no axis has length 0.
pub trait Structured: Sized {
    /// `c += alpha * L · b` or `c = alpha * L · b` with the lower triangle L of `l`; shapes (n, n), (n, m), (n, m).
    fn lower_gemm(
        write: Write,
        alpha: Self,
        l: &ArrayRef2<Self>,
        b: &ArrayRef2<Self>,
        c: &mut ArrayRef2<Self>,
    );

    /// `c += alpha * a · b` or `c = alpha * a · b` for the lower triangle of `c`; shapes (n, n), (n, k), (k, n).
    fn gemm_lower(
        write: Write,
        alpha: Self,
        a: &ArrayRef2<Self>,
        b: &ArrayRef2<Self>,
        c: &mut ArrayRef2<Self>,
    );

    /// Puts in place of `b` what the lower triangle of `l` takes to it; shapes (n, n), (n, m).
    fn solve_lower(l: &ArrayRef2<Self>, b: &mut ArrayRef2<Self>);

    /// Puts in place of `out`, the identity, the inverse of the lower triangle of `l`.
    fn invert_lower(l: &ArrayRef2<Self>, out: &mut ArrayRef2<Self>);

    /// Puts in place of the lower triangle of `a`, which is column-major, that of L where
    /// `L · Lᵀ` is the symmetric matrix with that triangle. `false` if a pivot is not positive;
    /// what is in `a` is then of no use.
    fn cholesky(memory: Source<'_>, a: &mut Array2<Self>) -> bool;

    /// The lower triangle of the inverse of `L · Lᵀ`, column-major as `l`, what [`Self::cholesky`]
    /// left. The rest is of no use.
    fn invert_cholesky(memory: Source<'_>, l: &Array2<Self>) -> Array2<Self>;
}

macro_rules! impl_structured {
    ($($real:ty)+) => {$(
        impl Structured for $real {
            fn lower_gemm(write: Write, alpha: Self, l: &ArrayRef2<Self>, b: &ArrayRef2<Self>, c: &mut ArrayRef2<Self>) {
                chosen::lower_gemm(write, alpha, l, b, c);
            }

            fn gemm_lower(write: Write, alpha: Self, a: &ArrayRef2<Self>, b: &ArrayRef2<Self>, c: &mut ArrayRef2<Self>) {
                chosen::gemm_lower(write, alpha, a, b, c);
            }

            fn solve_lower(l: &ArrayRef2<Self>, b: &mut ArrayRef2<Self>) {
                chosen::solve_lower(l, b);
            }

            fn invert_lower(l: &ArrayRef2<Self>, out: &mut ArrayRef2<Self>) {
                chosen::invert_lower(l, out);
            }

            fn cholesky(mut memory: Source<'_>, a: &mut Array2<Self>) -> bool {
                chosen::cholesky(&mut memory, a)
            }

            fn invert_cholesky(mut memory: Source<'_>, l: &Array2<Self>) -> Array2<Self> {
                chosen::invert_cholesky(&mut memory, l)
            }
        }
    )+};
}

impl_structured!(f32 f64);
