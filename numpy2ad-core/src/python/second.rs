//! Second derivatives: the tangent of the adjoint program, [`diff::second`].

use super::{Function, Program, Written, checked, tangent};
use crate::back::python::is_number;
use crate::diag::Diagnostics;
use crate::diff::{self, Activity};
use crate::front::numpy::directions;
use crate::ir::Value;

/// The value, the gradient and the Hessian times a direction of a function that gives a number; of another, the same of
/// the number that its results make with the adjoints that the caller gives.
pub(super) fn of(function: &Function) -> Result<Program, Diagnostics> {
    let primal = &function.func;
    let mut adjoint = diff::adjoint(primal, Activity::Active, &primal.results);
    if is_number(primal, &primal.results) {
        adjoint = diff::seeded_with_one(adjoint);
    }
    let written: Vec<Value> = primal.lets().collect();
    tangent::folded(&mut adjoint, &written);
    let mut func = diff::second(&adjoint);
    tangent::folded(&mut func, &written);
    let mut names = function.names.clone();
    let directions = directions(primal, &mut names);
    tangent::name_others(&mut func, written.into_iter().collect(), &mut names);
    Ok(Program { func: checked(func)?, names, derivative: Written::Second(directions) })
}
