//! Where products and factorisations are computed: one small interface, two implementations.

use crate::loops::Write;
use crate::memory::{Item, Source};
use ndarray::prelude::*;

mod spectral;
mod structured;
use spectral::Spectral;
use structured::Structured;

#[cfg(not(feature = "lapack"))]
mod embedded;
#[cfg(not(feature = "lapack"))]
use embedded as chosen;

#[cfg(feature = "lapack")]
mod lapack;
#[cfg(feature = "lapack")]
use lapack as chosen;

/// What a backend does for an element type.
///
/// The callers have checked the shapes, and that no axis has length 0: backends differ in what
/// they do to an output when there is nothing to sum.
///
/// Nothing here is generic, so that the backend is compiled with this crate, not with each that
/// uses it.
pub trait Backend: Item + Structured + Spectral {
    /// `c += alpha * a · b` or `c = alpha * a · b`, shapes (m, n), (m, k), (k, n).
    fn gemm(write: Write, alpha: Self, a: &ArrayRef2<Self>, b: &ArrayRef2<Self>, c: &mut ArrayRef2<Self>);

    /// `y += alpha * a · x` or `y = alpha * a · x`, shapes (m), (m, n), (n).
    fn gemv(write: Write, alpha: Self, a: &ArrayRef2<Self>, x: &ArrayRef1<Self>, y: &mut ArrayRef1<Self>);

    /// A matrix factorised with partial pivoting.
    type Factors: Clone;

    /// The factors of the square matrix `a`, which is column-major; `None` if a pivot is exactly 0.
    fn factor(memory: Source<'_>, a: Array2<Self>) -> Option<Self::Factors>;

    /// Puts in place of `b`, shape (n, m), what the matrix, shape (n, n), or its transpose takes to
    /// `b`.
    fn solve(memory: Source<'_>, factors: &Self::Factors, transposed: bool, b: &mut Array2<Self>);

    /// Whether an odd number of rows was interchanged, and the pivots.
    fn pivots(factors: &Self::Factors) -> (bool, Vec<Self>);

    /// Gives the memory of the factors back.
    fn give(memory: Source<'_>, factors: Self::Factors);

    /// The inverse of the matrix, or of its transpose, column-major.
    fn invert(memory: Source<'_>, factors: &Self::Factors, transposed: bool) -> Array2<Self>;
}

macro_rules! impl_backend {
    ($($real:ty)+) => {$(
        impl Backend for $real {
            fn gemm(write: Write, alpha: Self, a: &ArrayRef2<Self>, b: &ArrayRef2<Self>, c: &mut ArrayRef2<Self>) {
                chosen::gemm(write, alpha, a, b, c);
            }

            fn gemv(write: Write, alpha: Self, a: &ArrayRef2<Self>, x: &ArrayRef1<Self>, y: &mut ArrayRef1<Self>) {
                chosen::gemv(write, alpha, a, x, y);
            }

            type Factors = chosen::Factors<$real>;

            fn factor(mut memory: Source<'_>, a: Array2<Self>) -> Option<Self::Factors> {
                chosen::Factors::new(&mut memory, a)
            }

            fn solve(mut memory: Source<'_>, factors: &Self::Factors, transposed: bool, b: &mut Array2<Self>) {
                factors.solve(&mut memory, transposed, b);
            }

            fn pivots(factors: &Self::Factors) -> (bool, Vec<Self>) {
                factors.pivots()
            }

            fn give(mut memory: Source<'_>, factors: Self::Factors) {
                factors.give_to(&mut memory);
            }

            fn invert(mut memory: Source<'_>, factors: &Self::Factors, transposed: bool) -> Array2<Self> {
                factors.invert(&mut memory, transposed)
            }
        }
    )+};
}

impl_backend!(f32 f64);
