//! x
pub mod back;
pub mod cost;
pub mod diag;
pub mod diff;
pub mod front;
pub mod ir;
pub mod names;
pub mod ops;
pub mod opt;
pub mod origin;
#[cfg(feature = "python")]
pub mod python;
#[cfg(feature = "python")]
pub mod python_macro;
pub mod ty;
pub mod verify;
