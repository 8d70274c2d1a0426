//! The back ends: a function of the IR as source text. Order, borrows and precedence; nothing mathematical.

pub mod graph;
#[cfg(feature = "python")]
pub mod ndarray;
