//! What must hold of any program between two stages; a violation is the compiler's fault, not the user's.

use crate::ir::{Def, Func, SlotKind, Stmt, Value};
use std::collections::BTreeSet;

/// Checks that values are defined before they are used, that slots exist before they grow and are not read
/// before their last update, and that no rule has failed.
///
/// # Errors
///
/// A sentence for each violation.
pub fn verify(func: &Func) -> Result<(), Vec<String>> {
    let mut faults = func.faults.clone();
    let stated: BTreeSet<Value> = func.lets().collect();
    let mut bound = BTreeSet::new();
    let mut inits = BTreeSet::new();
    let mut read = BTreeSet::new();
    for stmt in &func.body {
        match stmt {
            Stmt::Let(value) => {
                let known = Known { bound: &bound, stated: &stated };
                check_operands(func, *value, known, &mut read, &mut faults);
                if !bound.insert(*value) {
                    faults.push(format!("{} is computed twice", describe(func, *value)));
                }
            }
            Stmt::Init(slot) => {
                if let SlotKind::TransposeOf(of) = func.slot(*slot).kind
                    && func.slot(of).kind == SlotKind::Local
                    && !inits.contains(&of)
                {
                    faults.push("a view of a slot that is not made yet".to_owned());
                }
                inits.insert(*slot);
            }
            Stmt::Update { slot, value, .. } => {
                if matches!(func.slot(*slot).kind, SlotKind::Local | SlotKind::TransposeOf(_))
                    && !inits.contains(slot)
                {
                    faults.push("a slot grows before it is made".to_owned());
                }
                let mut seen = BTreeSet::new();
                let known = Known { bound: &bound, stated: &stated };
                check_value(func, *value, known, &mut seen, &mut faults);
                read.extend(seen);
                let base = base_slot(func, *slot);
                if read.contains(&base) {
                    let primal = describe(func, func.slot(base).primal);
                    faults.push(format!("the adjoint of {primal} grows after it was read"));
                }
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn base_slot(func: &Func, slot: crate::ir::Slot) -> crate::ir::Slot {
    match func.slot(slot).kind {
        SlotKind::TransposeOf(of) => base_slot(func, of),
        _ => slot,
    }
}

fn describe(func: &Func, value: Value) -> String {
    func.value(value).name.clone().unwrap_or_else(|| format!("{value:?}"))
}

type Slots = BTreeSet<crate::ir::Slot>;

/// What is known of values at a statement.
#[derive(Clone, Copy)]
struct Known<'a> {
    /// Those that have been computed.
    bound: &'a BTreeSet<Value>,
    /// Those that some statement computes.
    stated: &'a BTreeSet<Value>,
}

fn check_operands(func: &Func, value: Value, known: Known<'_>, read: &mut Slots, faults: &mut Vec<String>) {
    if let Def::Op(_, args) = func.def(value) {
        for &arg in args {
            check_value(func, arg, known, read, faults);
        }
    }
}

/// A value is ready if it has been computed, or if it is an expression whose operands are ready.
fn check_value(func: &Func, value: Value, known: Known<'_>, read: &mut Slots, faults: &mut Vec<String>) {
    match func.def(value) {
        _ if known.bound.contains(&value) => {}
        Def::Adjoint(slot) => {
            read.insert(base_slot(func, *slot));
        }
        Def::Op(..) if known.stated.contains(&value) => {
            faults.push(format!("{} is used before it is computed", describe(func, value)));
        }
        Def::Op(..) => check_operands(func, value, known, read, faults),
        Def::Param(_) | Def::ParamTangent(_) | Def::Const(_) => {}
    }
}
