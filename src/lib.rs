//! Exact derivatives of ndarray code: an adjoint compiler for matrix expressions.

pub use numpy2ad_macros::{adjoint, numpy2ad, tangent};
pub use numpy2ad_runtime::linalg;

#[doc(hidden)]
pub mod __private {
    pub use ndarray::{ArrayRef1, ArrayRef2};
    pub use numpy2ad_runtime::*;
}
