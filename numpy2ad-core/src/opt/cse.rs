//! Common subexpressions: equal definitions become one value.
//!
//! Rules write derivatives as if the primal program had left nothing behind, `exp(a) * y_a`; this pass finds
//! that `exp(a)` is the primal result. It also joins what the user computed twice, such as two transposes of
//! the same matrix. Operations that only differ in spelling are the same here.

use super::chain::HandleMap;
use crate::ir::{Def, Func, Guard, Op, SlotKind, Stmt, Value};
use crate::ops::Attr;
use crate::ty::Elem;
use std::collections::{BTreeMap, BTreeSet};

/// Makes every use of a value a use of the first value with the same definition.
pub fn common_subexpressions(func: &mut Func) {
    let mut first: HandleMap<Key, Value> = HandleMap::default();
    let mut same: BTreeMap<Value, Value> = BTreeMap::new();
    // Values that a statement computes come first, so that an expression of a rule finds the one with a name.
    let bound: BTreeSet<Value> = func.lets().collect();
    let order: Vec<Value> = func.values().collect();
    for &value in &order {
        let mut def = func.def(value).clone();
        if let Def::Op(_, args) = &mut def {
            for arg in args.iter_mut() {
                *arg = same.get(arg).copied().unwrap_or(*arg);
            }
        }
        let mut guards = func.value(value).guards.clone();
        for guard in &mut guards {
            let renamed = |side: Value| same.get(&side).copied().unwrap_or(side);
            (guard.left, guard.right) = (renamed(guard.left), renamed(guard.right));
        }
        // What a branch computes has another derivative than the same expression elsewhere.
        let key = key(func, value, &def, &guards);
        match first.get(&key).copied() {
            Some(earlier) if bound.contains(&earlier) || !bound.contains(&value) => {
                same.insert(value, earlier);
            }
            _ => {
                first.insert(key, value);
            }
        }
        if let Some(data) = func.value_mut(value) {
            data.def = def;
            data.guards = guards;
        }
    }
    let results = func.results.clone();
    func.body.retain(
        |stmt| !matches!(stmt, Stmt::Let(value) if same.contains_key(value) && !results.contains(value)),
    );
    for stmt in &mut func.body {
        if let Stmt::Update { value, .. } = stmt {
            *value = same.get(value).copied().unwrap_or(*value);
        }
    }
    // What a branch computes is joined with the same expression elsewhere only once both have an adjoint: these are of
    // one value then.
    for slot in func.slots() {
        if let Some(slot) = func.slot_mut(slot)
            && slot.kind == SlotKind::Local
            && let Some(&earlier) = same.get(&slot.primal)
        {
            slot.primal = earlier;
        }
    }
}

/// What is equal for equal definitions in the same branches.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Op(Op, Vec<Value>, Vec<Guard>),
    /// A literal's text does not tell its type.
    Other(String, Elem),
}

fn key(func: &Func, value: Value, def: &Def, guards: &[Guard]) -> Key {
    match def {
        Def::Op(op, args) => Key::Op(plain_spelling(*op), args.clone(), guards.to_vec()),
        other => Key::Other(format!("{other:?} {guards:?}"), func.ty(value).elem),
    }
}

fn plain_spelling(op: Op) -> Op {
    let attr = if op.attr == Attr::Function { Attr::None } else { op.attr };
    Op { attr, ..op }
}
