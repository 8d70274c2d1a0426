//! Front ends: source text or tokens to IR.

pub mod rust;
