//! What all factorisations have in common.

use crate::Real;
use crate::memory::Memory;
use ndarray::prelude::*;

/// A square matrix in a form that solves linear systems.
///
/// [`solve`](crate::solve), [`solve_t`](crate::solve_t), [`solve_vec`](crate::solve_vec),
/// [`solve_t_vec`](crate::solve_t_vec) and [`inv_of`](crate::inv_of) take any of them:
///
/// | made by | of a matrix that is | reads |
/// |---|---|---|
/// | [`factors`](crate::factors()) | any, and is looked at | all of it |
/// | [`lu`](crate::lu()) | any | all of it |
/// | [`cholesky`](crate::cholesky()) | declared symmetric positive definite | its lower triangle |
/// | [`definite`](crate::definite) | symmetric positive definite by construction | all of it |
/// | [`lower`](crate::lower), [`upper`](crate::upper) | triangular | that triangle |
/// | [`diagonal`](crate::diagonal()) | diagonal | its diagonal |
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime as ad;
///
/// fn half(f: &impl ad::Factorised<f64>) -> Array1<f64> {
///     ad::solve_vec(f, &Array1::from_elem(f.order(), 0.5))
/// }
/// let a = array![[4.0, 0.0], [0.0, 1.0]];
/// assert_eq!(half(&ad::lu(&a)), half(&ad::diagonal(&a)));
/// ```
pub trait Factorised<A: Real> {
    /// The number n of rows and columns of the matrix.
    fn order(&self) -> usize;

    /// Puts in place of `b`, shape (n, m), not empty, what the matrix or its transpose takes to
    /// `b`.
    fn solve_in_place(&self, memory: &mut impl Memory, transposed: bool, b: &mut Array2<A>);

    /// The inverse of the matrix, shape (n, n), in standard layout.
    fn inverse(&self, memory: &mut impl Memory) -> Array2<A>;

    /// The sign of the determinant, and the logarithm of its absolute value.
    fn sln_det(&self) -> (A, A);
}
