//! The forward sweep.

use crate::ir::{Def, Func, Stmt, Value};
use crate::ops::{Attr, Call, Identity};
use crate::origin::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// The primal function with the tangents of its statements behind it; the results are the primal ones and their
/// tangents, which come back once more, in order, and are missing where no differentiable parameter enters.
#[must_use]
pub fn tangent(primal: &Func) -> (Func, Vec<Option<Value>>) {
    let mut func = primal.clone();
    func.body.clear();
    let mut tangents: BTreeMap<Value, Value> = BTreeMap::new();
    let mut bound: BTreeSet<Value> = BTreeSet::new();
    for (index, param) in primal.params.iter().enumerate() {
        if param.differentiable {
            let tangent = func.push(Def::ParamTangent(index), param.ty, None, Origin::None);
            tangents.insert(param.value, tangent);
        }
    }
    // The primal program comes first, because a derivative may hold an expression that it computes only later.
    let mut body: Vec<Stmt> = primal.lets().map(Stmt::Let).collect();
    for value in primal.lets() {
        let Def::Op(op, args) = primal.def(value).clone() else {
            continue;
        };
        let of_args: Vec<Option<Value>> = args.iter().map(|arg| tangents.get(arg).copied()).collect();
        if of_args.iter().all(Option::is_none) || !primal.ty(value).elem.is_float() {
            continue;
        }
        let call = Call { attr: op.attr, args, result: value, seed: value };
        if let Some(tangent) = op.kind.tangent(&mut func, &call, &of_args) {
            bind_tangent(&mut func, value, tangent, &mut bound, &mut body);
            tangents.insert(value, tangent);
        }
    }
    let mut results: Vec<Option<Value>> = Vec::new();
    for result in &primal.results {
        let mut tangent = tangents.get(result).copied();
        if let Some(value) = tangent {
            if results.contains(&tangent) {
                let copy = func.op(&Identity, Attr::None, &[value]);
                tangent = Some(copy);
            }
            if bound.insert(tangent.unwrap_or(value)) {
                body.push(Stmt::Let(tangent.unwrap_or(value)));
            }
        }
        results.push(tangent);
    }
    func.body = body;
    func.results.extend(results.iter().flatten());
    (func, results)
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
