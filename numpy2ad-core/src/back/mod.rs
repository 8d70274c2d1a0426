//! Back ends: the IR into source text.

pub mod python;
