//! Products of a matrix with itself around an inverse, from half of a Cholesky factorisation.

use crate::Real;
use crate::cholesky::Cholesky;
use crate::factorised::Factorised;
use crate::lu::solve_in;
use crate::memory::{Heap, Memory, copy_in};
use crate::shape::product_error;
use crate::symmetric::sym_mat_mul_in;
use ndarray::prelude::*;

/// A factorisation of a symmetric matrix.
pub trait SymmetricFactors<A: Real>: Factorised<A> {
    /// The factorisation by Cholesky's method, if it is one.
    fn as_cholesky(&self) -> Option<&Cholesky<A>>;
}

impl<A: Real> SymmetricFactors<A> for Cholesky<A> {
    fn as_cholesky(&self) -> Option<&Self> {
        Some(self)
    }
}

/// The product `xᵀ · a⁻¹ · x`, shape (m, m), of `x`, shape (n, m), and the factorisation of a symmetric (n, n) matrix `a`, in
/// standard layout.
///
/// With Cholesky's `a = L · Lᵀ` and `w = L⁻¹ · x` it is `wᵀ · w`, half a solution and half a product; a matrix that is not
/// positive definite takes a whole solution. The product is symmetric to the last bit.
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let f = ad::cholesky(&array![[5.0, 2.0], [2.0, 4.0]]);
/// assert_eq!(ad::inverse_gram(&f, &array![[9.0], [10.0]]), array![[29.0]]);
/// let f = ad::definite(&array![[0.0, 1.0], [1.0, 0.0]]);
/// assert_eq!(ad::inverse_gram(&f, &array![[2.0], [3.0]]), array![[12.0]]);
/// ```
#[track_caller]
pub fn inverse_gram<A: Real>(f: &impl SymmetricFactors<A>, x: &ArrayRef<A, Ix2>) -> Array2<A> {
    inverse_gram_in(&mut Heap, f, x)
}

#[track_caller]
pub(crate) fn inverse_gram_in<A: Real>(
    memory: &mut impl Memory,
    f: &impl SymmetricFactors<A>,
    x: &ArrayRef2<A>,
) -> Array2<A> {
    if x.nrows() != f.order() {
        product_error("a product around an inverse", &[f.order(), f.order()], x.shape());
    }
    let (left, right) = match f.as_cholesky() {
        Some(f) => {
            let mut half = copy_in(memory, x);
            if !half.is_empty() {
                f.solve_half_in_place(&mut half);
            }
            (None, half)
        }
        None => (Some(x), solve_in(memory, f, x)),
    };
    let gram = sym_mat_mul_in(memory, &left.unwrap_or(&right).t(), &right);
    memory.give(right.into_raw_vec_and_offset().0);
    gram
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{layouts, matrix};
    use crate::workspace::Workspace;
    use crate::{cholesky, definite, mat_mul, solve};
    use approx::assert_abs_diff_eq;

    fn spd(n: usize) -> Array2<f64> {
        let x = matrix::<f64>(n, n, 3);
        x.t().dot(&x) / n.max(1) as f64 + Array2::<f64>::eye(n)
    }

    #[test]
    fn it_is_the_product_with_the_solution() {
        for (n, m) in [(1, 1), (2, 5), (5, 0), (0, 3), (7, 1), (17, 4), (40, 33), (130, 20)] {
            let (a, x) = (spd(n), matrix::<f64>(n, m, 4));
            for (_, a) in layouts(&a) {
                let f = cholesky(&a.view());
                for (name, x) in layouts(&x) {
                    let (gram, x) = (inverse_gram(&f, &x.view()), x.view());
                    let message = format!("{name}, {n} by {m}");
                    assert!(gram.is_standard_layout(), "{message}");
                    assert_eq!(gram, gram.t(), "{message}");
                    assert_abs_diff_eq!(gram, mat_mul(&x.t(), &solve(&f, &x)), epsilon = 1e-11);
                    assert_eq!(gram, Workspace::default().inverse_gram(&f, &x), "{message}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_positive_definite_takes_a_whole_solution() {
        for (n, m) in [(1, 1), (2, 5), (5, 0), (7, 1), (17, 4), (40, 33)] {
            let (mut a, x) = (spd(n), matrix::<f64>(n, m, 4));
            for (of, is_definite) in [(1.0, true), (-1.0, false)] {
                a[(n - 1, n - 1)] = of * (1.0 + a[(n - 1, n - 1)].abs());
                let f = definite(&a);
                assert_eq!(f.as_cholesky().is_some(), is_definite, "{n}");
                for (name, x) in layouts(&x) {
                    let (gram, x) = (inverse_gram(&f, &x.view()), x.view());
                    assert_eq!(gram, gram.t(), "{name}, {n} by {m}");
                    assert_abs_diff_eq!(gram, mat_mul(&x.t(), &solve(&f, &x)), epsilon = 1e-11);
                    assert_eq!(gram, Workspace::default().inverse_gram(&f, &x), "{name}, {n} by {m}");
                }
            }
        }
    }

    #[test]
    fn nan_flows_through() {
        let mut a = spd(3);
        a[(1, 0)] = f64::NAN;
        let f = cholesky(&a);
        assert!(inverse_gram(&f, &matrix(3, 2, 4)).iter().all(|x| x.is_nan()));
    }

    #[test]
    #[should_panic = "inputs 3 × 3 and 2 × 3"]
    fn rows_must_fit() {
        inverse_gram(&cholesky(&spd(3)), &matrix(2, 3, 4));
    }
}
