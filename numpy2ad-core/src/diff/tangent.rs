//! The forward sweep.

use crate::ir::{Def, Func, Stmt, Value};
use crate::ops::Call;
use crate::origin::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// The primal function with the tangents of its statements behind it; the results are the primal result and its
/// tangent, which is missing where no differentiable parameter enters.
#[must_use]
pub fn tangent(primal: &Func) -> (Func, Option<Value>) {
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
    func.body.extend(primal.lets().map(Stmt::Let));
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
            if let Some(data) = func.value_mut(tangent)
                && data.name.is_none()
            {
                data.name = primal.value(value).name.as_ref().map(|name| format!("{name}_t"));
            }
            // A copy has the tangent of what it copies, which has its statement already.
            if func.as_op(tangent).is_some() && bound.insert(tangent) {
                func.body.push(Stmt::Let(tangent));
            }
            tangents.insert(value, tangent);
        }
    }
    let result = tangents.get(&primal.result()).copied();
    if let Some(result) = result
        && bound.insert(result)
    {
        func.body.push(Stmt::Let(result));
    }
    func.results.extend(result);
    (func, result)
}
