//! Increments behind what can fail.

use crate::ir::{Func, Slot, SlotKind, Stmt};

/// The same program with the increments of the caller's adjoints behind everything that can fail: what calls others
/// finds out in the reverse sweep.
#[must_use]
pub fn increments_last(mut func: Func) -> Func {
    if func.callees.is_empty() {
        return func; // what can fail is in the primal
    }
    let is_callers = |stmt: &Stmt| matches!(stmt, Stmt::Update { slot, .. } if is_of_parameter(&func, *slot));
    let (last, first): (Vec<Stmt>, Vec<Stmt>) = func.body.iter().cloned().partition(is_callers);
    func.body = first;
    func.body.extend(last);
    func
}

fn is_of_parameter(func: &Func, slot: Slot) -> bool {
    match func.slot(slot).kind {
        SlotKind::Param(_) => true,
        SlotKind::TransposeOf(of) => is_of_parameter(func, of),
        SlotKind::Seed | SlotKind::Local => false,
    }
}
