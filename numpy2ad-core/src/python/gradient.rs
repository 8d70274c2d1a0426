//! The gradient: the adjoint program with new arrays for the adjoints of the parameters.

use super::{Function, Program, Written, checked, tangent};
use crate::back::python::is_number;
use crate::diag::Diagnostics;
use crate::diff::{self, Activity};
use crate::ir::{SlotKind, Stmt, Value};

/// The gradient of a function; of one that gives a number, with the seed 1.
pub(super) fn of(function: &Function) -> Result<Program, Diagnostics> {
    let primal = &function.func;
    let mut func = diff::adjoint(primal, Activity::Active, &primal.results);
    if is_number(primal, &primal.results) {
        func = diff::seeded_with_one(func);
    }
    let written: Vec<Value> = primal.lets().collect();
    tangent::folded(&mut func, &written);
    let mut made = Vec::new();
    for (index, param) in primal.params.iter().enumerate().filter(|(_, param)| param.differentiable) {
        let own = func.slots().find(|&slot| func.slot(slot).kind == SlotKind::Param(index));
        // What the result does not depend on has a gradient of zeros.
        let slot = own.unwrap_or_else(|| func.push_slot(SlotKind::Local, param.value));
        if let Some(data) = func.slot_mut(slot) {
            data.kind = SlotKind::Local;
        }
        made.push(Stmt::Init(slot));
    }
    let behind = func.body.iter().take_while(|stmt| matches!(stmt, Stmt::Let(_))).count();
    func.body.splice(behind..behind, made);
    Ok(Program { func: checked(func)?, names: function.names.clone(), derivative: Written::Gradient })
}
