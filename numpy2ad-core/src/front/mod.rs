//! Front ends: source text or tokens into the IR.

#[cfg(feature = "python")]
pub mod numpy;
pub mod rust;
pub mod tokens;
