//! Back ends: IR to code.

pub mod rust;
