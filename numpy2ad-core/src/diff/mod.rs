//! Differentiation: the only place that knows what an adjoint or a tangent of a program is.
//!
//! [`adjoint`] appends the reverse sweep to a primal function, [`tangent`] interleaves the forward one. What a
//! single operation's derivative is, its own file in [`crate::ops`] says.

mod activity;
mod adjoint;
mod constants;
mod seed;
mod tangent;

pub use activity::{Activity, literals};
pub use adjoint::adjoint;
pub use seed::seeded_with_one;
pub use tangent::tangent;
