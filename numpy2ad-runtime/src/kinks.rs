//! Functions of numbers with a kink or a jump, as elementwise closures call them. A NaN gives NaN.

use crate::Real;

/// -1 below 0, 1 above, and 0 at 0, where Rust's `signum` is 1: the slope of the absolute value.
///
/// ```
/// use numpy2ad_runtime::sign;
///
/// assert_eq!([-2.0, -0.0, 0.0, 3.0].map(sign), [-1.0, 0.0, 0.0, 1.0]);
/// assert!(sign(f64::NAN).is_nan());
/// ```
#[inline]
#[must_use]
pub fn sign<A: Real>(x: A) -> A {
    if x == A::zero() { A::zero() } else { x.signum() }
}

/// 1 where `a > b`, 0 where `a < b`, a half where they tie: the slope of the larger one by `a`.
///
/// ```
/// use numpy2ad_runtime::step;
///
/// assert_eq!((step(2.0, 1.0), step(1.0, 2.0), step(1.0, 1.0)), (1.0, 0.0, 0.5));
/// assert_eq!(step(f64::INFINITY, f64::INFINITY), 0.5);
/// assert!(step(f64::NAN, 1.0).is_nan());
/// ```
#[inline]
#[must_use]
pub fn step<A: Real>(a: A, b: A) -> A {
    if a > b {
        A::one()
    } else if a < b {
        A::zero()
    } else if a == b {
        A::one() / (A::one() + A::one())
    } else {
        A::nan()
    }
}

/// The larger of two numbers. Unlike `f64::max`, it is NaN where one of them is, as `np.maximum` is.
///
/// ```
/// use numpy2ad_runtime::maximum;
///
/// assert_eq!(maximum(1.0, 2.0), 2.0);
/// assert!(maximum(f64::NAN, 2.0).is_nan() && maximum(2.0, f64::NAN).is_nan());
/// ```
#[inline]
#[must_use]
pub fn maximum<A: Real>(a: A, b: A) -> A {
    if a.is_nan() {
        a
    } else if a < b || b.is_nan() {
        b
    } else {
        a
    }
}

/// The smaller of two numbers. Unlike `f64::min`, it is NaN where one of them is, as `np.minimum` is.
///
/// ```
/// use numpy2ad_runtime::minimum;
///
/// assert_eq!(minimum(1.0, 2.0), 1.0);
/// assert!(minimum(f64::NAN, 2.0).is_nan() && minimum(2.0, f64::NAN).is_nan());
/// ```
#[inline]
#[must_use]
pub fn minimum<A: Real>(a: A, b: A) -> A {
    if a.is_nan() {
        a
    } else if a > b || b.is_nan() {
        b
    } else {
        a
    }
}
