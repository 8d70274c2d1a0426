//! The tangent: the primal program, and behind it the direction in which each of its values moves.

use super::{Function, Program, Written, checked};
use crate::back::python::Tangents;
use crate::diag::Diagnostics;
use crate::diff;
use crate::front::numpy::directions;
use crate::ir::{Func, Stmt, Value};
use crate::names::Names;
use crate::ops::{Attr, Called, Identity};
use crate::opt;
use std::collections::BTreeSet;

/// The tangent of a function; of assignments, with a direction for each of the targets.
pub(super) fn of(function: &Function) -> Result<Program, Diagnostics> {
    let mut primal = function.func.clone();
    if primal.name.is_empty() {
        let is_float = |value: &Value| primal.ty(*value).elem.is_float();
        let targets = function.targets.iter().copied().filter(is_float).collect();
        let results = std::mem::replace(&mut primal.results, targets);
        let missing: Vec<Value> =
            results.into_iter().filter(|value| !primal.results.contains(value)).collect();
        primal.results.extend(missing);
    }
    let written: Vec<Value> = primal.lets().collect();
    let (mut func, tangents) = diff::tangent(&primal);
    simplify(&mut func, &written);
    let mut names = function.names.clone();
    let directions = directions(&primal, &mut names);
    let results = name_results(&mut func, &primal.results, &tangents, &mut names);
    let own = results.iter().filter_map(|(_, tangent)| tangent.as_ref().ok().copied());
    name_others(&mut func, written.iter().copied().chain(own).collect(), &mut names);
    // In assignments, zeros are only worth a statement for the last ones.
    let is_wanted = |(result, tangent): &(Value, Result<Value, String>)| {
        tangent.is_ok() || function.func.results.contains(result)
    };
    let results = results.into_iter().filter(is_wanted).collect();
    func.results.truncate(primal.results.len());
    let derivative = Written::Tangent(Tangents { directions, results });
    Ok(Program { func: checked(func)?, names, derivative })
}

/// Writes rules' expressions as a person would, with what the primal statements have computed already.
fn simplify(func: &mut Func, written: &[Value]) {
    // Directions of parameters need no statement: those of results that are one get a statement below.
    let is_computed = |func: &Func, stmt: &Stmt| match stmt {
        Stmt::Let(value) => func.as_op(*value).is_some() || written.contains(value),
        Stmt::Init(_) | Stmt::Update { .. } => true,
    };
    let body = std::mem::take(&mut func.body);
    func.body = body.into_iter().filter(|stmt| is_computed(func, stmt)).collect();
    folded(func, written);
}

/// Folds and shares expressions, and leaves out what nothing reads, but for the statements that the user has written.
pub(super) fn folded(func: &mut Func, written: &[Value]) {
    opt::fold(func);
    let results = func.results.clone();
    func.results.extend(written);
    opt::common_subexpressions(func);
    opt::remove_dead_code(func);
    func.results = results;
}

/// A statement of its own for each result's tangent, under the result's name.
fn name_results(
    func: &mut Func,
    results: &[Value],
    tangents: &[Option<Value>],
    names: &mut Names,
) -> Vec<(Value, Result<Value, String>)> {
    let bound: BTreeSet<Value> = func.lets().collect();
    let mut named = BTreeSet::new();
    let mut all = Vec::new();
    for (&result, &tangent) in results.iter().zip(tangents) {
        let label = func.value(result).name.clone().unwrap_or_else(|| "out".to_owned());
        let name = names.fresh(&format!("{label}_t"));
        let Some(tangent) = tangent else {
            all.push((result, Err(name)));
            continue;
        };
        // Without a name it is a copy for this result.
        let is_own = func.value(tangent).name.as_ref().is_none_or(|name| *name == format!("{label}_t"));
        let own = match bound.contains(&tangent) && is_own && named.insert(tangent) {
            true => tangent,
            false => {
                let copy = func.op(&Identity, Attr::None, &[tangent]);
                func.body.push(Stmt::Let(copy));
                copy
            }
        };
        if let Some(data) = func.value_mut(own) {
            data.name = Some(name);
        }
        all.push((result, Ok(own)));
    }
    all
}

/// Names for all statements but those that have theirs.
pub(super) fn name_others(func: &mut Func, named: BTreeSet<Value>, names: &mut Names) {
    // Parts of calls are named where they are written.
    let is_part = |value: &Value| func.as_op(*value).is_some_and(|(op, _)| Called::of(op.kind).is_some());
    let others: Vec<Value> = func
        .lets()
        .filter(|value| !named.contains(value) && (func.value(*value).name.is_some() || !is_part(value)))
        .collect();
    for value in others {
        let wanted = func.value(value).name.clone().unwrap_or_else(|| "v_t".to_owned());
        let name = names.fresh(&wanted);
        if let Some(data) = func.value_mut(value) {
            data.name = Some(name);
        }
    }
}
