//! The element types.

use crate::backend::Backend;
use ndarray::NdFloat;

/// An element type: `f32` or `f64`.
///
/// The trait is sealed. Its second bound carries the backend's entry points as associated
/// functions, rather than the backend's own number traits as bounds, so that code generic over
/// `Real` sees `x.abs()` or `x.sqrt()` once.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime::{Real, vec_vec};
///
/// fn norm<A: Real>(x: &ArrayRef1<A>) -> A {
///     vec_vec(x, x).sqrt()
/// }
/// assert_eq!(norm(&array![3.0_f32, 4.0]), 5.0);
/// ```
pub trait Real: NdFloat + Backend {}

impl Real for f32 {}
impl Real for f64 {}

/// A number as an element: what a literal is in generated code that is generic over its elements.
///
/// ```
/// use numpy2ad_runtime::number;
///
/// let half: f32 = number(0.5);
/// assert_eq!(half, 0.5);
/// ```
#[inline]
#[must_use]
pub fn number<A: Real>(x: f64) -> A {
    // Both element types take every number, rounded if need be.
    A::from(x).unwrap_or_else(A::nan)
}
