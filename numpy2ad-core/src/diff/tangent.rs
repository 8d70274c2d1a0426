//! The forward sweep.

use crate::ir::{Def, Func, Stmt, Value};
use crate::ops::Call;
use crate::origin::Origin;
use std::collections::BTreeMap;

/// The primal function with the tangent of each statement behind it; the results are the primal result and its
/// tangent, which is missing where no differentiable parameter enters.
#[must_use]
pub fn tangent(primal: &Func) -> (Func, Option<Value>) {
    let mut func = primal.clone();
    func.body.clear();
    let mut tangents: BTreeMap<Value, Value> = BTreeMap::new();
    for (index, param) in primal.params.iter().enumerate() {
        if param.differentiable {
            let tangent = func.push(Def::ParamTangent(index), param.ty, None, Origin::None);
            tangents.insert(param.value, tangent);
        }
    }
    for value in primal.lets() {
        func.body.push(Stmt::Let(value));
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
            // A copy has the tangent of what it copies, which is computed already.
            let computed = func.as_op(tangent).is_some() && tangents.values().any(|known| *known == tangent);
            if !computed {
                func.body.push(Stmt::Let(tangent));
            }
            tangents.insert(value, tangent);
        }
    }
    let result = tangents.get(&primal.result()).copied();
    func.results.extend(result);
    (func, result)
}
