//! What is measured, and how: none of it knows one model from another.

pub mod exchange;
pub mod operands;
pub mod options;
pub mod registry;
pub mod report;
pub mod timing;
