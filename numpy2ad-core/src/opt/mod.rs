//! The passes: one file each, from IR to IR.

mod chains;
mod cse;
mod fold;
mod scenario;

pub use chains::reorder_products;
pub use cse::common_subexpressions;
pub use fold::fold;
pub use scenario::{Scenario, Sizes};
