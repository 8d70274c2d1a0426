//! Determinants and cofactors.

use crate::Real;
use crate::decompose::{check_square, raised, svd_s, svd_u, svd_vt, try_svd};
use crate::factorised::Factorised;
use crate::linalg::LinalgError;
use crate::lu::{inv_of, try_lu};
use ndarray::prelude::*;

const DETERMINANT: &str = "determinant";

/// The determinant of `a`, shape (n, n): 0 for a singular matrix, 1 for the 0 × 0 matrix.
///
/// NaN and infinity flow through.
///
/// # Panics
///
/// If `a` is not square.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::det;
///
/// assert_eq!(det(&array![[0.0, 2.0], [4.0, 1.0]]), -8.0);
/// assert_eq!(det(&array![[1.0, 2.0], [2.0, 4.0]]), 0.0);
/// ```
#[track_caller]
pub fn det<A: Real>(a: &ArrayRef<A, Ix2>) -> A {
    raised(try_det(a), DETERMINANT)
}

/// The determinant of `a`, shape (n, n).
///
/// # Errors
///
/// [`LinalgError::NotSquare`].
pub fn try_det<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<A, LinalgError> {
    match try_lu(a) {
        Ok(factors) => Ok(factors.det()),
        Err(LinalgError::Singular) => Ok(A::zero()),
        Err(error) => Err(error),
    }
}

/// The logarithm of the absolute value of the determinant of a factorised matrix.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime as ad;
///
/// let f = ad::lu(&array![[0.0, 1.0], [4.0, 1.0]]);
/// assert_eq!((ad::det_sign_of(&f), ad::ln_det_of(&f)), (-1.0, 4.0_f64.ln()));
/// ```
pub fn ln_det_of<A: Real>(f: &impl Factorised<A>) -> A {
    f.sln_det().1
}

/// The sign of the determinant of a factorised matrix.
pub fn det_sign_of<A: Real>(f: &impl Factorised<A>) -> A {
    f.sln_det().0
}

/// Sign and logarithm of the absolute value of a product.
pub(crate) fn sign_and_ln<A: Real>(odd: bool, factors: impl IntoIterator<Item = A>) -> (A, A) {
    let start = (if odd { -A::one() } else { A::one() }, A::zero());
    factors.into_iter().fold(start, |(sign, ln), x| (sign * x.signum(), ln + x.abs().ln()))
}

/// The cofactors of `a`, shape (n, n): the derivative of the determinant by each entry, as a new array.
///
/// They are `det(a) · a⁻ᵀ` where that is exact enough, and are put together from singular values where the matrix is
/// singular or nearly so.
///
/// # Panics
///
/// If `a` is not square.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::cofactors;
///
/// assert_eq!(cofactors(&array![[0.0, 2.0], [4.0, 1.0]]), array![[1.0, -4.0], [-2.0, 0.0]]);
/// let of_singular = cofactors(&array![[1.0, 2.0], [2.0, 4.0]]) - array![[4.0, -2.0], [-2.0, 1.0]];
/// assert!(of_singular.iter().all(|x: &f64| x.abs() < 1e-14));
/// ```
#[track_caller]
pub fn cofactors<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    let n = raised(check_square(a), "cofactors");
    if n == 0 || a.iter().any(|x| !x.is_finite()) {
        return Array2::from_elem((n, n), A::nan());
    }
    regular(a).unwrap_or_else(|| {
        let Parts { sign, u, s, vt } = parts(a);
        let mut left = u;
        left.columns_mut().into_iter().enumerate().for_each(|(i, mut column)| {
            column *= sign * without(&s, &[i]);
        });
        left.dot(&vt)
    })
}

/// The cofactors from the inverse, unless the matrix is so near to a singular one that half of the digits are lost.
fn regular<A: Real>(a: &ArrayRef2<A>) -> Option<Array2<A>> {
    let factors = try_lu(a).ok()?;
    let inverse = inv_of(&factors);
    let determinant = factors.det();
    let norm = |a: &ArrayRef2<A>| {
        a.columns().into_iter().map(|c| c.fold(A::zero(), |s, x| s + x.abs())).fold(A::zero(), A::max)
    };
    let digits = A::epsilon().cbrt();
    let is_exact = norm(a) * norm(&inverse) * digits < A::one() && determinant.is_normal();
    is_exact.then(|| (inverse.reversed_axes() * determinant).as_standard_layout().into_owned())
}

/// The derivative of the cofactors of `a` in the direction `x`, both of shape (n, n), as a new array.
///
/// # Panics
///
/// If `a` or `x` is not of the shape (n, n).
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::cofactors_moved;
///
/// let moved = cofactors_moved(&array![[1.0, 2.0], [3.0, 4.0]], &array![[5.0, 6.0], [7.0, 8.0]]);
/// assert!((moved - array![[8.0, -7.0], [-6.0, 5.0]]).iter().all(|x: &f64| x.abs() < 1e-13));
/// ```
#[track_caller]
pub fn cofactors_moved<A: Real>(a: &ArrayRef<A, Ix2>, x: &ArrayRef<A, Ix2>) -> Array2<A> {
    let n = raised(check_square(a), "cofactors");
    if x.dim() != a.dim() {
        crate::shape::broadcast_error("cofactors", &[a.shape(), x.shape()]);
    }
    if n == 0 || a.iter().any(|x| !x.is_finite()) {
        return Array2::from_elem((n, n), A::nan());
    }
    let Parts { sign, u, s, vt } = parts(a);
    let b = u.t().dot(x).dot(&vt.t());
    let inner = Array2::from_shape_fn((n, n), |(i, j)| {
        let entry = |i: usize, j: usize| b.get((i, j)).copied().unwrap_or_else(A::nan);
        if i == j {
            (0..n).filter(|&k| k != i).fold(A::zero(), |sum, k| sum + without(&s, &[i, k]) * entry(k, k))
        } else {
            -without(&s, &[i, j]) * entry(j, i)
        }
    });
    u.dot(&inner).dot(&vt) * sign
}

/// A square matrix as `u · diag(s) · vt`, and the determinant of `u · vt`, which is 1 or -1.
struct Parts<A> {
    sign: A,
    u: Array2<A>,
    s: Array1<A>,
    vt: Array2<A>,
}

#[track_caller]
fn parts<A: Real>(a: &ArrayRef2<A>) -> Parts<A> {
    let f = raised(try_svd(a), "singular values");
    let (u, s, vt) = (svd_u(&f), svd_s(&f), svd_vt(&f));
    Parts { sign: det(&u.dot(&vt)).signum(), u, s, vt }
}

/// The product of all entries but those of these indices.
fn without<A: Real>(s: &Array1<A>, indices: &[usize]) -> A {
    s.iter().enumerate().filter(|(i, _)| !indices.contains(i)).fold(A::one(), |product, (_, x)| product * *x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{layouts, matrix};
    use approx::assert_abs_diff_eq;

    /// By the definition: the signed sum over the first row.
    fn expanded(a: &Array2<f64>) -> f64 {
        let n = a.nrows();
        if n == 0 {
            return 1.0;
        }
        (0..n).map(|j| a[(0, j)] * cofactor(a, 0, j)).sum()
    }

    fn cofactor(a: &Array2<f64>, i: usize, j: usize) -> f64 {
        let n = a.nrows();
        let rows: Vec<usize> = (0..n).filter(|&r| r != i).collect();
        let cols: Vec<usize> = (0..n).filter(|&c| c != j).collect();
        let sign = if (i + j).is_multiple_of(2) { 1.0 } else { -1.0 };
        sign * expanded(&a.select(Axis(0), &rows).select(Axis(1), &cols))
    }

    /// Regular, of ranks 4 and 3, and zero.
    fn samples() -> Vec<Array2<f64>> {
        let mut samples: Vec<Array2<f64>> = (0..6).map(|n| matrix(n, n, 3)).collect();
        for rank in [4, 3, 2, 0] {
            samples.push(matrix::<f64>(5, rank, 1).dot(&matrix::<f64>(rank, 5, 2)));
        }
        samples
    }

    #[test]
    fn determinants_and_cofactors_are_those_of_the_definition() {
        for a in samples() {
            let n = a.nrows();
            for (name, a_) in layouts(&a) {
                let a_ = a_.view();
                assert!((det(&a_) - expanded(&a)).abs() < 1e-13, "{name}");
                let expected = Array2::from_shape_fn((n, n), |(i, j)| cofactor(&a, i, j));
                assert_abs_diff_eq!(cofactors(&a_), expected, epsilon = 1e-13);
            }
        }
    }

    #[test]
    fn cofactors_move_as_differences_say() {
        for a in samples().into_iter().filter(|a| !a.is_empty()) {
            let x = matrix::<f64>(a.nrows(), a.nrows(), 7);
            let at = |h: f64| Array2::from_shape_fn(a.dim(), |(i, j)| cofactor(&(&a + &(&x * h)), i, j));
            // Cofactors of 5 × 5 are polynomials of degree 4: the differences of fourth order are exact.
            let h = 0.1;
            let slope = ((at(h) - at(-h)) * 8.0 - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
            assert_abs_diff_eq!(cofactors_moved(&a, &x), slope, epsilon = 1e-11);
        }
    }

    #[test]
    fn every_factorisation_has_a_determinant() {
        let x = matrix::<f64>(30, 30, 1);
        let a = x.dot(&x.t()) + Array2::<f64>::eye(30);
        let ln = ln_det_of(&crate::cholesky(&a));
        for (name, a) in layouts(&a) {
            let lu = crate::lu(&a.view());
            assert!((ln_det_of(&lu) - ln).abs() < 1e-11 && det_sign_of(&lu) == 1.0, "{name}");
            assert!((ln_det_of(&crate::definite(&a.view())) - ln).abs() < 1e-11, "{name}");
        }
        let t = array![[2.0, 5.0], [7.0, -4.0]];
        assert_eq!((det_sign_of(&crate::lower(&t)), ln_det_of(&crate::upper(&t))), (-1.0, 8.0_f64.ln()));
        assert_eq!(
            (det_sign_of(&crate::diagonal(&t)), ln_det_of(&crate::diagonal(&t))),
            (-1.0, 8.0_f64.ln())
        );
        let swapped = array![[0.0_f32, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]];
        assert_eq!((det(&swapped), det_sign_of(&crate::lu(&swapped))), (1.0, 1.0));
    }

    #[test]
    fn large_determinants_have_logarithms() {
        let a = Array2::<f64>::eye(200) * 1e10;
        assert!((ln_det_of(&crate::lu(&a)) - 2000.0 * 10.0_f64.ln()).abs() < 1e-9);
        assert!(det(&a).is_infinite());
    }

    #[test]
    fn nan_flows_and_shapes_are_checked() {
        let mut a = Array2::<f64>::eye(3);
        a[(1, 2)] = f64::NAN;
        a[(2, 1)] = 1.0;
        assert!(det(&a).is_nan() && cofactors(&a).iter().all(|x| x.is_nan()));
        assert_eq!(try_det(&Array2::<f64>::zeros((2, 3))), Err(LinalgError::NotSquare { rows: 2, cols: 3 }));
        assert_eq!(det(&Array2::<f64>::zeros((0, 0))), 1.0);
        assert_eq!(cofactors(&Array2::<f64>::zeros((0, 0))).dim(), (0, 0));
    }

    #[test]
    #[should_panic(expected = "numpy2ad: no determinant: matrix is not square: 2 × 3")]
    fn function_form_raises() {
        det(&Array2::<f64>::zeros((2, 3)));
    }
}
