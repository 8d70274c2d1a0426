//! The forward sweep.

use crate::ir::{Def, Func, Stmt, Value};
use crate::ops::{Attr, Call, Identity};
use crate::origin::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// The primal function with the tangents of its statements behind it; the results are the primal ones and their
/// tangents, which come back once more, in order, and are missing where no differentiable parameter enters.
#[must_use]
pub fn tangent(primal: &Func) -> (Func, Vec<Option<Value>>) {
    let moving: Vec<usize> = (0..primal.params.len()).collect();
    let mut func = primal.clone();
    // The primal program comes first, because a derivative may hold an expression that it computes only later.
    func.body = primal.lets().map(Stmt::Let).collect();
    let (tangents, mut bound) = sweep(primal, &mut func, &moving);
    let mut results: Vec<Option<Value>> = Vec::new();
    for result in &primal.results {
        let mut tangent = tangents.get(result).copied();
        if let Some(value) = tangent {
            if results.contains(&tangent) {
                let copy = func.op(&Identity, Attr::None, &[value]);
                tangent = Some(copy);
            }
            if bound.insert(tangent.unwrap_or(value)) {
                func.body.push(Stmt::Let(tangent.unwrap_or(value)));
            }
        }
        results.push(tangent);
    }
    func.results.extend(results.iter().flatten());
    (func, results)
}

/// The primal function with its tangents in the directions of one parameter at a time behind it. The results are the primal
/// one and these tangents; the parameters to which they belong come back in order, those on which nothing depends are
/// left out.
#[must_use]
pub fn tangents_apart(primal: &Func) -> (Func, Vec<usize>) {
    let mut func = primal.clone();
    func.body = primal.lets().map(Stmt::Let).collect();
    let mut moving = Vec::new();
    for (index, param) in primal.params.iter().enumerate() {
        if !param.differentiable {
            continue;
        }
        let (tangents, mut bound) = sweep(primal, &mut func, &[index]);
        if let Some(&tangent) = tangents.get(&primal.result()) {
            if func.as_op(tangent).is_some() && bound.insert(tangent) {
                func.body.push(Stmt::Let(tangent));
            }
            func.results.push(tangent);
            moving.push(index);
        }
    }
    (func, moving)
}

/// The tangents of all statements where these parameters move, as statements behind the others.
fn sweep(primal: &Func, func: &mut Func, moving: &[usize]) -> (BTreeMap<Value, Value>, BTreeSet<Value>) {
    let mut tangents: BTreeMap<Value, Value> = BTreeMap::new();
    let mut bound: BTreeSet<Value> = BTreeSet::new();
    let mut body = Vec::new();
    for &index in moving {
        if let Some(param) = primal.params.get(index)
            && param.differentiable
        {
            let tangent = func.push(Def::ParamTangent(index), param.ty, None, Origin::None);
            tangents.insert(param.value, tangent);
        }
    }
    for value in primal.lets() {
        let Def::Op(op, args) = primal.def(value).clone() else {
            continue;
        };
        let of_args: Vec<Option<Value>> = args.iter().map(|arg| tangents.get(arg).copied()).collect();
        if of_args.iter().all(Option::is_none) || !primal.ty(value).elem.is_float() {
            continue;
        }
        let call = Call { attr: op.attr, args, result: value, seed: value };
        if let Some(tangent) = op.kind.tangent(func, &call, &of_args) {
            bind_tangent(func, value, tangent, &mut bound, &mut body);
            tangents.insert(value, tangent);
        }
    }
    func.body.extend(body);
    (tangents, bound)
}

/// A statement for the tangent of a value, named after it.
pub(super) fn bind_tangent(
    func: &mut Func,
    value: Value,
    tangent: Value,
    bound: &mut BTreeSet<Value>,
    body: &mut Vec<Stmt>,
) {
    let name = func.value(value).name.as_ref().map(|name| format!("{name}_t"));
    if let Some(data) = func.value_mut(tangent)
        && data.name.is_none()
    {
        data.name = name;
    }
    // A copy has the tangent of what it copies, which has its statement already.
    if func.as_op(tangent).is_some() && bound.insert(tangent) {
        body.push(Stmt::Let(tangent));
    }
}
