//! The passes: one file each, from IR to IR. In the order in which [`crate::rust::optimised`] runs them:
//!
//! | pass | what it does |
//! |---|---|
//! | [`common_subexpressions`] | what is computed twice is computed once |
//! | [`reorder_products`] | chains in the cheapest order; an inverse that meets a product is a solve |
//! | (differentiation) | |
//! | [`fold()`] | small algebra in what the rules have built |
//! | [`keep_products`] | adjoints that are sums of outer products stay products until they are added |
//! | [`remove_dead_code`] | what nothing reads any more |
//!
//! The passes before and behind the differentiation belong together: a chain that is put together from its vector
//! end has adjoints of rank one, and those make every product behind them cheap. For generalised least squares the
//! reverse sweep is then O(n²) beside a factorisation of O(n³).

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
