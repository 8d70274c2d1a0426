//! The models of the examples by hand: what somebody writes who knows the algebra and has the time.
//!
//! For each model a function of its name, the best known form of the primal alone, and one with `_ad`, its adjoint, with the
//! signature of the generated one. They call the same kernels as generated code, so that what differs is the
//! algorithm: which products there are, and of which sizes. No structure is assumed that the models do not declare, so
//! that symmetric matrices are factorised by LU, but the shapes are: right-hand sides are taken to be thin.
//!
//! Adjoints are derived from the equation that the result satisfies. With `t = K⁻ᵀ g`, where `g` is the seed of `x = K⁻¹ d`,
//! the differential of `⟨g, x⟩` is `⟨t, dd - dK x⟩`: whatever `K` and `d` are made of receives products of `t` and `x`, which
//! are as thin as `x` is.
#![allow(clippy::too_many_arguments, reason = "the signatures of the generated adjoints")]

mod algebra;
mod filters;
mod inversion;
mod optimisation;
mod regression;

pub use algebra::*;
pub use filters::*;
pub use inversion::*;
pub use optimisation::*;
pub use regression::*;

type Mat = ndarray::Array2<f64>;
