//! What makes an optimised program good NumPy: the kernels that Rust has and NumPy lacks, transposes, and sharing.
//! NumPy makes an array for each operation, so that whatever is computed twice is worth a name.

use crate::ir::{Def, Func, Op, Stmt, Value};
use crate::ops::{Add, Attr, Definite, Factors, Identity, Neg, Operation, Sub, Transpose};
use crate::ty::{Rank, Structure};
use std::collections::{BTreeMap, BTreeSet};

/// Replaces what only the Rust kernels have, so that the account of flops is the text's: products by halves, and the
/// factorisation that falls back to another.
pub(super) fn as_python_computes(func: &mut Func) {
    for value in func.values() {
        let Def::Op(mut op, mut args) = func.def(value).clone() else { continue };
        if op.kind.name() == Definite.name() {
            op.kind = &Factors;
            if let Some(data) = func.value_mut(value) {
                data.ty = data.ty.with(Structure::General);
            }
        }
        if matches!(op.attr, Attr::Symmetric | Attr::Left(_) | Attr::Right(_)) {
            op.attr = Attr::None;
        }
        if op.attr == Attr::Mirrored {
            op.attr = Attr::None;
            args.pop();
        }
        if let Some(data) = func.value_mut(value) {
            data.def = Def::Op(op, args);
        }
    }
}

/// Transposes a sum once rather than each of its parts, and not at all where its transpose is wanted: `(a - b).T` for
/// `a.T - b.T`.
pub(super) fn transpose_sums(func: &mut Func) {
    let bound: BTreeSet<Value> = func.lets().collect();
    let transposed = |func: &Func, value: Value| match func.as_op(value) {
        Some((op, [of])) if op.kind.name() == Transpose.name() && !bound.contains(&value) => Some(*of),
        _ => None,
    };
    // Operands come before what is made of them.
    for value in func.values() {
        let Some((op, args)) = func.as_op(value).map(|(op, args)| (op, args.to_vec())) else { continue };
        let is_sum = [Add.name(), Sub.name(), Neg.name()].contains(&op.kind.name());
        let parts: Option<Vec<Value>> = args.iter().map(|&arg| transposed(func, arg)).collect();
        let def = match (parts, &args[..]) {
            (Some(parts), _) if is_sum && !bound.contains(&value) && func.rank(value) == Rank::Matrix => {
                let sum = func.op(op.kind, op.attr, &parts);
                Def::Op(Op { kind: &Transpose, attr: Attr::None }, vec![sum])
            }
            (Some(_), [arg]) if op.kind.name() == Transpose.name() => {
                // A transpose of a transpose, whose users take what it is of.
                let Some(of) = transposed(func, *arg) else { continue };
                replace(func, value, of);
                continue;
            }
            _ => continue,
        };
        if let Some(data) = func.value_mut(value) {
            data.def = def;
        }
    }
}

/// Makes every use of a value a use of another.
fn replace(func: &mut Func, from: Value, to: Value) {
    for value in func.values() {
        if let Some(data) = func.value_mut(value)
            && let Def::Op(_, args) = &mut data.def
        {
            args.iter_mut().filter(|arg| **arg == from).for_each(|arg| *arg = to);
        }
    }
    for stmt in &mut func.body {
        if let Stmt::Update { value, .. } = stmt
            && *value == from
        {
            *value = to;
        }
    }
}

/// Computes once, before its first use, what the statements compute several times.
pub(super) fn share(func: &mut Func) {
    join(func);
    let bound: BTreeSet<Value> = func.lets().collect();
    let mut counts: BTreeMap<Value, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for stmt in &func.body {
        if let Some(value) = computed(stmt) {
            let is_let = matches!(stmt, Stmt::Let(_));
            if !is_let || seen.insert(value) {
                count(func, value, is_let, &bound, &mut counts);
            }
        }
    }
    let is_shared = |value: &Value| counts.get(value).is_some_and(|&uses| uses > 1) || bound.contains(value);
    let mut made = BTreeSet::new();
    let mut body = Vec::with_capacity(func.body.len());
    for stmt in std::mem::take(&mut func.body) {
        let mut needed = Vec::new();
        if let Some(value) = computed(&stmt) {
            let is_let = matches!(stmt, Stmt::Let(_));
            needs(func, value, is_let, &is_shared, &mut made, &mut needed);
        }
        body.extend(needed.into_iter().map(Stmt::Let));
        match stmt {
            Stmt::Let(value) if !made.insert(value) => {} // an earlier statement has needed it
            stmt => body.push(stmt),
        }
    }
    func.body = body;
}

/// Makes equal definitions one value: a result, else one that has a name.
fn join(func: &mut Func) {
    let mut first: BTreeMap<String, Value> = BTreeMap::new();
    let mut same: BTreeMap<Value, Value> = BTreeMap::new();
    let rank = |func: &Func, value: Value| (func.results.contains(&value), func.value(value).name.is_some());
    for value in func.values() {
        let Def::Op(op, mut args) = func.def(value).clone() else { continue };
        for arg in &mut args {
            *arg = same.get(arg).copied().unwrap_or(*arg);
        }
        let key = format!("{op:?} {args:?}");
        if let Some(data) = func.value_mut(value) {
            data.def = Def::Op(op, args);
        }
        match first.get(&key).copied() {
            // Both have an adjoint of their own.
            Some(earlier) if func.results.contains(&earlier) && func.results.contains(&value) => {
                if let Some(data) = func.value_mut(value) {
                    data.def = Def::Op(Op { kind: &Identity, attr: Attr::None }, vec![earlier]);
                }
            }
            Some(earlier) if rank(func, earlier) >= rank(func, value) => {
                same.insert(value, earlier);
            }
            Some(earlier) => {
                // Those who use the earlier one are told below.
                same.insert(earlier, value);
                first.insert(key, value);
            }
            None => {
                first.insert(key, value);
            }
        }
    }
    let find = |mut value: Value| {
        while let Some(&other) = same.get(&value) {
            value = other;
        }
        value
    };
    for value in func.values() {
        if let Some(data) = func.value_mut(value)
            && let Def::Op(_, args) = &mut data.def
        {
            args.iter_mut().for_each(|arg| *arg = find(*arg));
        }
    }
    for stmt in &mut func.body {
        if let Stmt::Let(value) | Stmt::Update { value, .. } = stmt {
            *value = find(*value);
        }
    }
}

fn computed(stmt: &Stmt) -> Option<Value> {
    match stmt {
        Stmt::Let(value) | Stmt::Update { value, .. } => Some(*value),
        Stmt::Init(_) => None,
    }
}

/// Whether a value may have a name of its own: views are written where they are used, and numbers cost nothing.
fn is_array(func: &Func, value: Value) -> bool {
    let is_view = func.is_op(value, &Transpose);
    func.as_op(value).is_some() && !is_view && func.rank(value) != Rank::Scalar
}

/// Counts how often arrays without a statement are computed.
fn count(
    func: &Func,
    value: Value,
    is_let: bool,
    bound: &BTreeSet<Value>,
    counts: &mut BTreeMap<Value, usize>,
) {
    if !is_let && bound.contains(&value) {
        return;
    }
    if !is_let && is_array(func, value) {
        let uses = counts.entry(value).or_default();
        *uses += 1;
        if *uses > 1 {
            return; // its operands are computed once, for the first use
        }
    }
    for &arg in func.as_op(value).map(|(_, args)| args).unwrap_or_default() {
        count(func, arg, false, bound, counts);
    }
}

/// The values that a statement needs to be there, operands first.
fn needs(
    func: &Func,
    value: Value,
    is_let: bool,
    is_shared: &impl Fn(&Value) -> bool,
    made: &mut BTreeSet<Value>,
    out: &mut Vec<Value>,
) {
    if made.contains(&value) {
        return;
    }
    for &arg in func.as_op(value).map(|(_, args)| args).unwrap_or_default() {
        needs(func, arg, false, is_shared, made, out);
    }
    if !is_let && func.as_op(value).is_some() && is_shared(&value) {
        made.insert(value);
        out.push(value);
    }
}
