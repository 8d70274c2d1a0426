//! Functions of square matrices: powers, the exponential, the pseudo-inverse and the Cholesky factor.

use crate::Real;
use crate::cholesky::try_cholesky_factor_of;
use crate::decompose::{check_square, raised, svd_s, svd_u, svd_vt, try_svd};
use crate::linalg::LinalgError;
use crate::lu::{lu, solve};
use crate::products::mat_mul;
use ndarray::prelude::*;

/// The power of `a`, shape (n, n), by an integer: the identity for 0, a power of the inverse for a negative one.
///
/// # Panics
///
/// If `a` is not square, or if the exponent is negative and `a` singular.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::matrix_power;
///
/// let a = array![[1.0, 1.0], [0.0, 2.0]];
/// assert_eq!(matrix_power(&a, 3), array![[1.0, 7.0], [0.0, 8.0]]);
/// assert_eq!(matrix_power(&a, -1), array![[1.0, -0.5], [0.0, 0.5]]);
/// assert_eq!(matrix_power(&a, 0), array![[1.0, 0.0], [0.0, 1.0]]);
/// ```
#[track_caller]
pub fn matrix_power<A: Real>(a: &ArrayRef<A, Ix2>, exponent: i32) -> Array2<A> {
    let n = raised(check_square(a), "power of the matrix");
    let mut base = if exponent < 0 { crate::inv(a) } else { a.to_owned() };
    let mut rest = exponent.unsigned_abs();
    let mut power: Option<Array2<A>> = None;
    while rest > 0 {
        if !rest.is_multiple_of(2) {
            power = Some(match power {
                Some(power) => mat_mul(&power, &base),
                None => base.clone(),
            });
        }
        rest /= 2;
        if rest > 0 {
            base = mat_mul(&base, &base);
        }
    }
    power.unwrap_or_else(|| Array2::eye(n))
}

/// The exponential of `a`, shape (n, n), as a new array: by Padé approximants and squarings (Higham 2005, algorithm 2.3).
///
/// NaN and infinity make every entry NaN.
///
/// # Panics
///
/// If `a` is not square.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::expm;
///
/// let turned = expm(&array![[0.0, -1.0], [1.0, 0.0]]);
/// let (sin, cos) = 1.0_f64.sin_cos();
/// assert!((turned - array![[cos, -sin], [sin, cos]]).iter().all(|x| x.abs() < 1e-15));
/// ```
#[track_caller]
pub fn expm<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    let n = raised(check_square(a), "matrix exponential");
    let norm = a.columns().into_iter().map(|c| c.fold(A::zero(), |s, x| s + x.abs())).fold(A::zero(), A::max);
    if n == 0 || a.iter().any(|x| !x.is_finite()) || !norm.is_finite() {
        return Array2::from_elem((n, n), A::nan());
    }
    let norm = norm.to_f64().unwrap_or(f64::NAN);
    for (degree, bound) in [
        (3, 1.495_585_217_958_292e-2),
        (5, 0.253_939_833_006_323),
        (7, 0.950_417_899_616_293_2),
        (9, 2.097_847_961_257_068),
    ] {
        if norm <= bound {
            return pade(&a.to_owned(), degree);
        }
    }
    let squarings = (norm / 5.371_920_351_148_152).log2().ceil().max(0.0) as i32;
    let scale = number::<A>(0.5_f64.powi(squarings));
    let mut power = pade(&a.mapv(|x| x * scale), 13);
    for _ in 0..squarings {
        power = mat_mul(&power, &power);
    }
    power
}

/// The diagonal Padé approximant of this degree.
#[track_caller]
fn pade<A: Real>(a: &Array2<A>, degree: usize) -> Array2<A> {
    let n = a.nrows();
    let square = mat_mul(a, a);
    // Coefficients relative to the one before, exact in both element types.
    let mut coefficient = 1.0_f64;
    let mut power = Array2::eye(n);
    let (mut even, mut odd) = (Array2::zeros((n, n)), Array2::zeros((n, n)));
    for k in 0..=degree {
        if k > 0 {
            coefficient *= (degree + 1 - k) as f64 / (k * (2 * degree + 1 - k)) as f64;
        }
        if k > 0 && k.is_multiple_of(2) {
            power = mat_mul(&power, &square);
        }
        let sum = if k.is_multiple_of(2) { &mut even } else { &mut odd };
        sum.scaled_add(number(coefficient), &power);
    }
    let odd = mat_mul(a, &odd);
    solve(&lu(&(&even - &odd)), &(even + odd))
}

fn number<A: Real>(x: f64) -> A {
    A::from(x).unwrap_or_else(A::nan)
}

/// The pseudo-inverse of `a`, shape (m, n), as a new array of shape (n, m).
///
/// Singular values up to `max(m, n) · ε` times the largest count as 0. NaN and infinity make every entry NaN.
///
/// # Panics
///
/// If the singular values are not found.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::pinv;
///
/// let inverse = pinv(&array![[2.0, 0.0], [0.0, 0.0], [0.0, 0.0]]);
/// assert_eq!(inverse, array![[0.5, 0.0, 0.0], [0.0, 0.0, 0.0]]);
/// ```
#[track_caller]
pub fn pinv<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    let f = raised(try_svd(a), "pseudo-inverse");
    let (u, s, vt) = (svd_u(&f), svd_s(&f), svd_vt(&f));
    let largest =
        s.iter().copied().fold(A::zero(), |largest, x| if x > largest || x.is_nan() { x } else { largest });
    let bound = largest * A::epsilon() * number(a.nrows().max(a.ncols()) as f64);
    let mut v = vt.reversed_axes();
    for (mut column, &s) in v.columns_mut().into_iter().zip(&s) {
        let factor = if s <= bound { A::zero() } else { s.recip() };
        column *= factor;
    }
    mat_mul(&v, &u.t())
}

/// The lower Cholesky factor L of the symmetric matrix `L · Lᵀ` whose lower triangle is that of `a`, shape (n, n), as a new
/// array with zeros above the diagonal.
///
/// # Panics
///
/// If `a` is not square, or is not positive definite.
///
/// ```
/// # use numpy2ad_runtime as numpy2ad;
/// use ndarray::array;
/// use numpy2ad::linalg::cholesky;
///
/// assert_eq!(cholesky(&array![[4.0, 0.0], [2.0, 10.0]]), array![[2.0, 0.0], [1.0, 3.0]]);
/// ```
#[track_caller]
pub fn cholesky_factor<A: Real>(a: &ArrayRef<A, Ix2>) -> Array2<A> {
    raised(try_cholesky_factor(a), "Cholesky factor")
}

/// The same.
///
/// # Errors
///
/// [`LinalgError::NotSquare`] and [`LinalgError::NotPositiveDefinite`].
pub fn try_cholesky_factor<A: Real>(a: &ArrayRef<A, Ix2>) -> Result<Array2<A>, LinalgError> {
    try_cholesky_factor_of(a)
}

#[cfg(test)]
mod tests;
