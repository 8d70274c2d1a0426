//! The passes: one file each, from IR to IR.

mod cse;
mod fold;

pub use cse::common_subexpressions;
pub use fold::fold;
