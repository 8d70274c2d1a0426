//! Activity: which values take part in the derivative.
//!
//! A value is *varied* if it depends on a differentiable parameter, *useful* if a result depends on it, and
//! active if it is both (Hascoët and Pascual 2013, "The Tapenade automatic differentiation tool", section 4.1).

use crate::ir::{Def, Func, Value};
use std::collections::BTreeSet;

/// Which values get an adjoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Only active ones: what Rust code needs.
    Active,
    /// Every floating-point value, literals and unused ones included: what the Python package numpy2ad prints.
    Everything,
}

/// The values that depend on a differentiable parameter.
pub(super) fn varied(func: &Func) -> BTreeSet<Value> {
    let mut varied: BTreeSet<Value> =
        func.params.iter().filter(|p| p.differentiable).map(|p| p.value).collect();
    // The arena is in order of definition, so one sweep is enough.
    for value in func.values() {
        if let Def::Op(_, args) = func.def(value)
            && func.ty(value).elem.is_float()
            && args.iter().any(|arg| varied.contains(arg))
        {
            varied.insert(value);
        }
    }
    varied
}

/// Whether a value depends on a differentiable parameter.
#[must_use]
pub fn depends_on_parameter(func: &Func, value: Value) -> bool {
    varied(func).contains(&value)
}

/// The values that a result depends on.
fn useful(func: &Func) -> BTreeSet<Value> {
    let mut useful = BTreeSet::new();
    let mut open = func.results.clone();
    while let Some(value) = open.pop() {
        if useful.insert(value)
            && let Def::Op(_, args) = func.def(value)
        {
            open.extend(args);
        }
    }
    useful
}

impl Activity {
    /// The values that get an adjoint.
    pub(super) fn values(self, func: &Func) -> BTreeSet<Value> {
        match self {
            Self::Active => varied(func).intersection(&useful(func)).copied().collect(),
            Self::Everything => {
                let literal = literals(func);
                func.values()
                    .filter(|value| func.ty(*value).elem.is_float() || literal.contains(value))
                    .collect()
            }
        }
    }
}

/// Literals and what is computed from nothing else count among "everything" even where they are integers: Python
/// has no typed literals.
#[must_use]
pub fn literals(func: &Func) -> BTreeSet<Value> {
    let mut literals = BTreeSet::new();
    for value in func.values() {
        let is_literal = match func.def(value) {
            Def::Const(_) => true,
            Def::Op(_, args) => !args.is_empty() && args.iter().all(|arg| literals.contains(arg)),
            _ => false,
        };
        if is_literal {
            literals.insert(value);
        }
    }
    literals
}
