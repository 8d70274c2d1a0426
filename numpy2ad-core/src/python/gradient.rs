//! The gradient: the adjoint program with new arrays for the adjoints of the parameters.

use super::{Function, Program, Written, checked};
use crate::back::python::is_number;
use crate::diag::Diagnostics;
use crate::diff::{self, Activity};
use crate::ir::{SlotKind, Stmt};
use crate::opt;

/// The gradient of a function; of one that gives a number, with the seed 1.
pub(super) fn of(function: &Function) -> Result<Program, Diagnostics> {
    let primal = &function.func;
    let mut func = diff::adjoint(primal, Activity::Active, &primal.results);
    if is_number(primal) {
        func = diff::seeded_with_one(func);
        opt::fold(&mut func);
    }
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
    let behind = primal.body.len();
    func.body.splice(behind..behind, made);
    Ok(Program { func: checked(func)?, names: function.names.clone(), derivative: Written::Gradient })
}
