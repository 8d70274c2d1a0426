//! Functions of two arrays, element by element, that ndarray has no methods for.
//!
//! The arrays have one rank, `m×n` or `n`, and an axis of length 1 stretches to the length of the other's, as
//! ndarray's operators have it. For an array and a number write a closure, `a.mapv(|x| x.max(0.0))`; of two numbers these are
//! methods in Rust. `#[adjoint]` knows all of them.

use crate::Real;
use crate::elementwise::named_map2;
use ndarray::prelude::*;

/// The larger one of each pair of elements, as `np.maximum`.
///
/// A NaN in either array is the result, unlike that of `f64::max`. Where two elements tie, an adjoint is split, half to each
/// (Clarke 1983, *Optimization and Nonsmooth Analysis*, proposition 2.3.12: of its subgradients the one in the middle).
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::pairs::maximum;
///
/// assert_eq!(maximum(&array![1.0, 5.0], &array![3.0]), array![3.0, 5.0]);
/// ```
#[track_caller]
#[must_use]
pub fn maximum<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    named_map2("`maximum`", a, b, |a, b| crate::kinks::maximum(a, b))
}

/// The smaller one of each pair of elements, as `np.minimum`.
///
/// A NaN in either array is the result, unlike that of `f64::min`. Where two elements tie, an adjoint is split, half to each.
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::pairs::minimum;
///
/// assert_eq!(minimum(&array![1.0, 5.0], &array![3.0]), array![1.0, 3.0]);
/// ```
#[track_caller]
#[must_use]
pub fn minimum<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    named_map2("`minimum`", a, b, |a, b| crate::kinks::minimum(a, b))
}

/// `√(a² + b²)` of each pair of elements, without overflow in between.
///
/// Its adjoint is 0 where both elements are.
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::pairs::hypot;
///
/// assert_eq!(hypot(&array![3.0, 0.0], &array![4.0, 2.0]), array![5.0, 2.0]);
/// ```
#[track_caller]
#[must_use]
pub fn hypot<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    named_map2("`hypot`", a, b, A::hypot)
}

/// The angle of the point with the ordinate `a` and the abscissa `b`, in [-π, π].
///
/// Its adjoint is 0 at the origin.
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::pairs::atan2;
///
/// assert_eq!(atan2(&array![0.0, 1.0], &array![2.0, 0.0]), array![0.0, std::f64::consts::FRAC_PI_2]);
/// ```
#[track_caller]
#[must_use]
pub fn atan2<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    named_map2("`atan2`", a, b, A::atan2)
}

/// The power `aᵇ` of each pair of elements.
///
/// The derivative by the exponent is taken as 0 where the base is 0, and is NaN where the base is negative.
///
/// # Panics
///
/// If the shapes do not fit.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::pairs::pow;
///
/// assert_eq!(pow(&array![2.0, 3.0], &array![3.0, 2.0]), array![8.0, 9.0]);
/// ```
#[track_caller]
#[must_use]
pub fn pow<A: Real, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D> {
    named_map2("a power", a, b, A::powf)
}
