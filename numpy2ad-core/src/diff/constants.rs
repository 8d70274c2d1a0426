//! The adjoints of constants, which the Python package numpy2ad prints and nobody asks for. They are printed where
//! they run, so that texts are the same, and left out where they would not.

use crate::ir::{Const, Def, Func, Op, Value};
use crate::ops::{Attr, Fill, MatMul, Operation, Sum};
use crate::ty::Rank;
use std::collections::BTreeSet;

/// What is known of the constants of a function.
pub(super) struct Constants {
    /// Those with an axis that is written down as 1, along which they are repeated.
    repeated: BTreeSet<Value>,
    /// The values that statements compute.
    bound: BTreeSet<Value>,
}

impl Constants {
    pub(super) fn of(primal: &Func) -> Self {
        let mut repeated = BTreeSet::new();
        // The arena is in order of definition, so one sweep is enough.
        for value in primal.values() {
            let Some((op, args)) = primal.as_op(value) else { continue };
            let sizes = if op.attr == Attr::Full { args.get(1..).unwrap_or_default() } else { args };
            let is_one = |size: &Value| *primal.def(*size) == Def::Const(Const::Int(1));
            let is_repeated = match op.kind.name() == Fill.name() {
                true => sizes.iter().any(is_one),
                false => args.iter().any(|arg| repeated.contains(arg)),
            };
            if is_repeated {
                repeated.insert(value);
            }
        }
        Self { repeated, bound: primal.lets().collect() }
    }

    /// Whether an increment fits the adjoint of a constant. The package adds arrays to the adjoints of numbers, so
    /// that its adjoint of the 2 in `2 * A` changes its shape; floats to the zeros that it makes like an integer,
    /// which NumPy refuses; and whole arrays to the adjoint of `np.ones((m, 1))`.
    pub(super) fn fits(&self, func: &Func, op: Op, constant: Value, increment: Value) -> bool {
        let is_array = func.is_op(increment, &Sum) || func.rank(increment) != Rank::Scalar;
        let made_like_integer = func.as_op(constant).is_some() && !func.ty(constant).elem.is_float();
        let is_product = op.kind.name() == MatMul.name();
        !(func.rank(constant) == Rank::Scalar && is_array
            || made_like_integer && self.has_float(func, increment)
            || !is_product && self.repeated.contains(&constant))
    }

    /// Whether an expression has a float in it; the factor -1.0 of a negated integer has the type of an integer.
    fn has_float(&self, func: &Func, value: Value) -> bool {
        match func.def(value) {
            Def::Const(Const::Float(_)) => true,
            Def::Op(_, args) if !self.bound.contains(&value) => {
                args.iter().any(|&arg| self.has_float(func, arg))
            }
            _ => func.ty(value).elem.is_float(),
        }
    }
}
