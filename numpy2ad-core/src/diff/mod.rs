//! Differentiation: the only place that knows what an adjoint or a tangent of a program is.
//!
//! [`adjoint`] appends the reverse sweep to a primal function, [`tangent`] the forward one, and [`second`] the forward
//! sweep through both. What a single operation's derivative is, its own file in [`crate::ops`] says.

mod activity;
mod adjoint;
mod constants;
mod second;
mod seed;
mod tangent;

pub use activity::{Activity, depends_on_parameter, literals};
pub use adjoint::adjoint;
pub use second::second;
pub use seed::seeded_with_one;
pub use tangent::{tangent, tangents_apart};
