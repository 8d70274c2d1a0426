//! Back ends: the IR into code. Order, borrows and precedence; nothing mathematical.

pub mod graph;
#[cfg(feature = "python")]
pub mod ndarray;
pub mod python;
pub mod rust;
