//! Shared by the integration tests.
#![allow(dead_code, reason = "each test uses its own part")]

pub mod harness;
pub mod second;
pub mod tensor;
