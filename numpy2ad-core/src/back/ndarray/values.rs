//! What is known of a function's values before any is written.

use super::forms;
use super::integers::is_whole;
use crate::ir::{Def, Func, Value};
use crate::ops::{Masked, MatrixPower, Operation, RustForm, is_factorisation};
use crate::ty::{Elem, Rank};
use std::collections::BTreeSet;

/// Whether a value is a factorisation, or the triangle before it: Rust's functions take the matrix itself.
pub(super) fn stands_for_matrix(func: &Func, value: Value) -> bool {
    func.as_op(value).is_some_and(|(op, _)| is_factorisation(op.kind) || op.kind.name() == Masked.name())
}

/// Whether every use of a value without a name writes it afresh, because that costs nothing.
pub(super) fn is_copied(func: &Func, value: Value) -> bool {
    match func.def(value) {
        Def::Const(_) => true,
        Def::Op(..) if stands_for_matrix(func, value) => true,
        Def::Op(op, args) => {
            let ranks: Vec<Rank> = args.iter().map(|&arg| func.rank(arg)).collect();
            matches!(op.kind.rust(op.attr, &ranks), RustForm::Same | RustForm::View(_) | RustForm::Size(_))
        }
        _ => false,
    }
}

/// The variables that something needs as integers, and that cannot be negative.
pub(super) fn integers(func: &Func, bound: &BTreeSet<Value>) -> BTreeSet<Value> {
    let mut open: Vec<Value> = Vec::new();
    for value in func.values() {
        let Some((op, args)) = func.as_op(value) else { continue };
        open.extend(forms::integers(op, args));
        if let (true, [_, exponent]) = (op.kind.name() == MatrixPower.name(), args) {
            open.push(*exponent);
        }
        if let Some(callee) = func.callee(value) {
            let of_integers = |at: &usize| args.get(*at).filter(|&&arg| func.ty(arg).elem == Elem::Int);
            let operands = callee.params.iter().filter_map(|param| param.operand);
            open.extend(operands.filter_map(|at| of_integers(&at)));
        }
    }
    let (mut seen, mut out) = (BTreeSet::new(), BTreeSet::new());
    while let Some(value) = open.pop() {
        if !seen.insert(value) || func.ty(value).elem != Elem::Int {
            continue;
        }
        if bound.contains(&value) && is_whole(func, value) {
            out.insert(value);
        }
        open.extend(func.as_op(value).map(|(_, args)| args).unwrap_or_default());
    }
    out
}
