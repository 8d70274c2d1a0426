//! What a look at the operands can tell at run time, and the programs that are right where it does.
//!
//! | found | what it is worth |
//! |---|---|
//! | diagonal | sums such as `I - P A` are multiplied out, and `P A` stays of low rank (`diagonal`) |
//! | symmetric | one solution with `M` serves both sweeps, or half of one is enough for `Xᵀ M⁻¹ X` (`symmetric`) |
//!
//! The generated code looks before it compares costs. A matrix that is not what is hoped for says so at its first
//! entries.

mod diagonal;
mod symmetric;

use super::algebra::{Algebra, Id, Node};
use super::scenario::Sizes;
use super::{Declared, Derived, MAX_VARIANTS};
use crate::ir::{Def, Func};
use crate::ty::Shape;

/// What a look at a matrix may find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Every entry off the diagonal is 0.
    Diagonal,
    /// The matrix is its own transpose.
    Symmetric,
}

/// What has to be found of some parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Of each of them, the same.
    pub finding: Finding,
    /// The parameters, by their index.
    pub params: Vec<usize>,
}

/// Programs that are right where an assumption holds.
#[derive(Clone, Debug)]
pub struct Assuming {
    /// What they assume.
    pub assumption: Assumption,
    /// The programs, at least one.
    pub variants: Vec<Func>,
}

/// More parameters than this are not assumed to be anything together.
const MAX_PARAMS: usize = 2;

/// A program is written under an assumption if it costs at most this share of what it costs without.
const WORTH_A_LOOK: f64 = 0.8;

/// The programs that save a good share of the flops of these variants where some parameters are what a look can find: with
/// them no more than a function has at most. None if there are no such parameters, or little is saved.
#[must_use]
pub fn assuming(
    derived: Derived<'_>,
    declared: &Declared,
    scenarios: &[Sizes],
    variants: &[Func],
) -> Option<Assuming> {
    if derived.func.body.len() > super::MAX_STATEMENTS || !(1..MAX_VARIANTS).contains(&variants.len()) {
        return None;
    }
    diagonal::assuming(derived, declared, scenarios, variants)
        .or_else(|| symmetric::assuming(derived, declared, scenarios, variants))
}

/// The parameter that a node is, or is the transpose of, if it is a square matrix.
fn square_param(func: &Func, algebra: &Algebra, id: Id) -> Option<usize> {
    let Node::Leaf(value) = algebra.node(id) else { return None };
    match (func.def(*value), func.ty(*value).shape) {
        (Def::Param(index), Shape::Matrix(rows, columns))
            if func.dims.find(rows) == func.dims.find(columns) =>
        {
            Some(*index)
        }
        _ => None,
    }
}
