//! Shared by the integration tests.
#![allow(dead_code, reason = "each test uses its own part")]

pub(crate) mod harness;
pub(crate) mod tensor;
