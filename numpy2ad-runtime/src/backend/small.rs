//! The inverse of matrices so small that a call of faer costs more than the arithmetic.

#![allow(clippy::indexing_slicing, reason = "every index is below n, the length of a row")]

use ndarray::{NdFloat, prelude::*};

/// Up to this size the plain loops are faster; measured on x86-64 with AVX2.
pub(super) const LIMIT: usize = 16;

/// The inverse by Gauss-Jordan elimination with partial pivoting, in place of a copy.
///
/// What is below the diagonal meets the operations of LAPACK's unblocked factorisation, in the same
/// order, so that a pivot which is exactly 0 there is exactly 0 here.
pub(super) fn invert<A: NdFloat>(a: &ArrayRef2<A>) -> Option<Array2<A>> {
    let n = a.nrows();
    let mut elements: Vec<A> = a.iter().copied().collect();
    let mut rows: Vec<&mut [A]> = elements.chunks_exact_mut(n).collect();
    let mut swaps = [0; LIMIT];
    for k in 0..n {
        let mut pivot = k;
        for i in k + 1..n {
            if rows[i][k].abs() > rows[pivot][k].abs() {
                pivot = i;
            }
        }
        swaps[k] = pivot;
        if pivot != k {
            let (above, below) = rows.split_at_mut(pivot);
            above[k].swap_with_slice(below[0]);
        }
        let (above, rest) = rows.split_at_mut(k);
        let (row, below) = rest.split_first_mut()?;
        let pivot = row[k];
        if pivot == A::zero() {
            return None;
        }
        for other in above.iter_mut().chain(below) {
            let factor = other[k] / pivot;
            other[k] = A::zero();
            // Column k of the pivot row stands for the pivot times a column of the identity.
            row[k] = A::one();
            other.iter_mut().zip(row.iter()).for_each(|(x, &y)| *x -= factor * y);
        }
        row[k] = A::one();
        row.iter_mut().for_each(|x| *x /= pivot);
    }
    // Rows interchanged in the matrix are columns interchanged in its inverse.
    for row in rows {
        for k in (0..n).rev() {
            row.swap(k, swaps[k]);
        }
    }
    Array2::from_shape_vec((n, n), elements).ok()
}
