//! The passes: one file each, from IR to IR.

mod chains;
mod cse;
mod dead;
mod fold;
mod products;
mod scenario;

pub use chains::reorder_products;
pub use cse::common_subexpressions;
pub use dead::remove_dead_code;
pub use fold::fold;
pub use products::keep_products;
pub use scenario::{Scenario, Sizes};
