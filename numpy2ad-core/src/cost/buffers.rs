//! Buffers that are used again: what takes over the memory of an operand that nothing else needs.

use crate::ir::{Func, Stmt, Value};
use crate::ops::RustForm;
use crate::table::{Set, Table};
use crate::ty::{Rank, Structure};

/// How Rust writes the operation that computes a value.
pub(crate) fn form(func: &Func, value: Value) -> Option<RustForm> {
    let (op, args) = func.as_op(value)?;
    // It is asked thousands of times a program, of operations with few operands: they need no vector.
    let mut few = [Rank::Scalar; 4];
    if let Some(ranks) = few.get_mut(..args.len()) {
        ranks.iter_mut().zip(args).for_each(|(rank, &arg)| *rank = func.rank(arg));
        return Some(op.kind.rust(op.attr, ranks));
    }
    let ranks: Vec<Rank> = args.iter().map(|&arg| func.rank(arg)).collect();
    Some(op.kind.rust(op.attr, &ranks))
}

/// The values with a statement of their own, and how often each value is read: who owns what, and who reads it last.
pub(crate) struct Buffers<'f> {
    pub(crate) func: &'f Func,
    pub(crate) bound: &'f Set<Value>,
    pub(crate) uses: &'f Table<Value, usize>,
}

impl Buffers<'_> {
    /// The operand whose memory a value takes: a sum that a product is added to, or a matrix that is factorised in place.
    pub(crate) fn taken_over(&self, value: Value) -> Option<Value> {
        let (op, args) = self.func.as_op(value)?;
        let &operand = args.first()?;
        let takes = match form(self.func, value) {
            Some(RustForm::Accumulated(_)) => true,
            Some(RustForm::Kernel { .. }) => op.kind.computes_in_place(),
            _ => false,
        };
        let is_free =
            self.bound.contains(operand) && owns_memory(self.func, operand) && self.is_last_use(operand);
        (takes && is_free).then_some(operand)
    }

    /// Whether an array is read once, and nothing looks at its shape.
    fn is_last_use(&self, value: Value) -> bool {
        let has_adjoint =
            |stmt: &Stmt| matches!(stmt, Stmt::Init(slot) if self.func.slot(*slot).primal == value);
        self.uses.get(value) == Some(&1)
            && !self.func.results.contains(&value)
            && !self.func.body.iter().any(has_adjoint)
    }
}

/// Whether a value is an array or a factorisation of its own, rather than a view or a number.
pub(crate) fn owns_memory(func: &Func, value: Value) -> bool {
    func.rank(value) != Rank::Scalar && !is_borrowed(func, value)
}

/// Whether a value refers to the memory of its operand.
pub(crate) fn is_borrowed(func: &Func, value: Value) -> bool {
    let triangle = [Structure::Lower, Structure::Upper, Structure::Diagonal];
    let is_factors = func.as_op(value).is_some_and(|(op, _)| crate::ops::is_factorisation(op.kind));
    form(func, value).is_some_and(RustForm::is_view)
        || is_factors && triangle.contains(&func.ty(value).structure)
}
