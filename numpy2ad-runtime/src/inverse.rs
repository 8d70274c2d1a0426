//! The inverse of a matrix.

use crate::Real;
use crate::factors::try_factors_in;
use crate::linalg::LinalgError;
use crate::lu::inv_of_in;
use crate::memory::{Heap, Memory};
use ndarray::prelude::*;

/// The inverse of `a`, shape (n, n), as a new array in standard layout.
///
/// The matrix is factorised with partial pivoting; by Cholesky's method if it is found symmetric and positive definite.
/// The inverse of a 0 × 0 matrix is the 0 × 0 matrix. NaN and infinity flow through to the result.
///
/// # Panics
///
/// If `a` is not square, or is singular: a pivot is exactly 0. [`Inverse`](crate::linalg::Inverse)
/// gives an error instead.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::inv;
///
/// let a = array![[0.0, 2.0], [4.0, 0.0]];
/// assert_eq!(inv(&a), array![[0.0, 0.25], [0.5, 0.0]]);
/// ```
#[track_caller]
pub fn inv<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    inv_in(&mut Heap, a)
}

#[track_caller]
pub(crate) fn inv_in<A: Real>(memory: &mut impl Memory, a: &ArrayRef2<A>) -> Array2<A> {
    match try_inv_in(memory, a) {
        Ok(inverse) => inverse,
        Err(error) => inverse_error(error),
    }
}

/// The inverse of `a`, shape (n, n), as a new array in standard layout.
///
/// # Errors
///
/// [`LinalgError::NotSquare`], or [`LinalgError::Singular`] where a pivot is exactly 0.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::{linalg::LinalgError, try_inv};
///
/// assert_eq!(try_inv(&array![[1.0, 2.0], [2.0, 4.0]]), Err(LinalgError::Singular));
/// ```
pub fn try_inv<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Array2<A>, LinalgError> {
    try_inv_in(&mut Heap, a)
}

pub(crate) fn try_inv_in<A: Real>(
    memory: &mut impl Memory,
    a: &ArrayRef2<A>,
) -> Result<Array2<A>, LinalgError> {
    let factorised = try_factors_in(memory, a)?;
    let inverse = inv_of_in(memory, &factorised);
    factorised.give_to(memory);
    Ok(inverse)
}

#[cold]
#[inline(never)]
#[track_caller]
#[allow(clippy::panic, reason = "documented: the function form raises, as NumPy does")]
pub(crate) fn inverse_error(error: LinalgError) -> ! {
    panic!("numpy2ad: no inverse: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{layouts, matrix};
    use approx::{AbsDiffEq, assert_abs_diff_eq, assert_relative_eq};

    fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
        for n in [1, 2, 3, 5, 16, 17, 33, 70] {
            // A dominant diagonal keeps the condition number, and so the tolerance, small.
            let a = matrix::<A>(n, n, 3) + Array2::<A>::eye(n) * A::from(n).unwrap();
            for (name, a) in layouts(&a) {
                let inverse = inv(&a.view());
                assert!(inverse.is_standard_layout(), "{name}");
                assert_abs_diff_eq!(a.view().dot(&inverse), Array2::eye(n), epsilon = tolerance);
                assert_abs_diff_eq!(inverse.dot(&a.view()), Array2::eye(n), epsilon = tolerance);
            }
        }
    }

    #[test]
    fn inverse_times_matrix_is_the_identity() {
        check::<f64>(1e-12);
        check::<f32>(2e-5);
    }

    #[test]
    fn rows_are_interchanged() {
        for n in [2, 3, 9, 40] {
            let a = Array2::from_shape_fn((n, n), |(i, j)| if (i + 1) % n == j { 2.0 } else { 0.0 });
            assert_abs_diff_eq!(inv(&a), &a.t() / 4.0);
        }
    }

    #[test]
    fn exactly_singular_is_an_error() {
        for n in [1, 2, 3, 16, 40] {
            assert_eq!(try_inv(&Array2::<f64>::zeros((n, n))), Err(LinalgError::Singular));
            assert_eq!(try_inv(&Array2::<f32>::zeros((n, n))), Err(LinalgError::Singular));
        }
        for n in [2, 3, 16, 40] {
            let ones = Array2::<f64>::ones((n, n));
            assert_eq!(try_inv(&ones), Err(LinalgError::Singular));
            let mut zero_row = matrix::<f64>(n, n, 1);
            zero_row.row_mut(n / 2).fill(0.0);
            assert_eq!(try_inv(&zero_row.t()), Err(LinalgError::Singular));
        }
        assert_eq!(try_inv(&array![[1.0, 2.0], [2.0, 4.0]]), Err(LinalgError::Singular));
    }

    #[test]
    fn nearly_singular_is_not_an_error() {
        let a: Array2<f64> = array![[1.0, 1.0], [1.0, 1.0 + 1e-12]];
        let inverse = inv(&a);
        assert!(inverse.iter().all(|x| x.is_finite() && x.abs() > 1e11));
        assert_relative_eq!(inv(&array![[1e-300]]), array![[1e300]]);
    }

    #[test]
    fn nan_and_infinity_flow_through() {
        for n in [1, 2, 5, 20, 40] {
            for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                let all = try_inv(&Array2::from_elem((n, n), bad)).unwrap();
                assert!(all.iter().all(|x| x.is_nan()) || n == 1);
                let mut one = Array2::eye(n);
                one[(n - 1, 0)] = bad;
                assert!(try_inv(&one).unwrap().iter().any(|x| !x.is_normal()));
            }
        }
        assert!(inv(&array![[f32::NAN]])[(0, 0)].is_nan());
    }

    #[test]
    fn empty_and_not_square() {
        assert_eq!(inv(&Array2::<f64>::zeros((0, 0))).dim(), (0, 0));
        let error = LinalgError::NotSquare { rows: 0, cols: 3 };
        assert_eq!(try_inv(&Array2::<f64>::zeros((0, 3))), Err(error));
    }

    #[test]
    #[should_panic(expected = "singular matrix")]
    fn function_form_raises() {
        inv(&array![[1.0, 2.0], [2.0, 4.0]]);
    }

    #[test]
    #[should_panic(expected = "not square: 2 × 3")]
    fn function_form_raises_on_shape() {
        inv(&Array2::<f64>::zeros((2, 3)));
    }
}
