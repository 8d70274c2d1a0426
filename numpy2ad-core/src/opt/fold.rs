//! Small algebra that makes a rule's general form the one that a person would write: `x^(3 - 1)` is `x²`, `1 * a`
//! is `a`, and an increment by `-1 * a` is a decrement by `a`.

use crate::ir::{Const, Def, Func, Op, Stmt, Value};
use crate::ops::{Attr, Div, Mul, Neg, Operation, Reciprocal, Transpose};
use crate::origin::Origin;

/// Rewrites the expressions that rules have built, operands first, and the signs of updates. What the user wrote
/// keeps its own rounding.
pub fn fold(func: &mut Func) {
    for value in func.values() {
        if !matches!(func.value(value).origin, Origin::None) {
            continue; // the user's own
        }
        if let Some(def) = folded(func, value)
            && let Some(data) = func.value_mut(value)
        {
            data.def = def;
        }
    }
    fold_signs(func);
}

/// The simpler definition of a value, if there is one.
fn folded(func: &mut Func, value: Value) -> Option<Def> {
    let (op, args) = func.as_op(value)?;
    let (kind, args) = (op.kind.name(), args.to_vec());
    let (a, b) = match args[..] {
        [a, b] => (a, b),
        [a] => return transpose_twice(func, op, a),
        _ => return None,
    };
    match (kind, func.def(a), func.def(b)) {
        ("sub", Def::Const(Const::Int(x)), Def::Const(Const::Int(y))) => {
            Some(Def::Const(Const::Int(x.checked_sub(*y)?)))
        }
        ("sub", Def::Const(Const::Float(x)), Def::Const(Const::Int(y))) => {
            Some(Def::Const(Const::Float(x - int_as_float(*y)?)))
        }
        ("mul", Def::Const(Const::Float(-1.0)), _) if same_rank(func, value, b) => {
            Some(Def::Op(Op { kind: &Neg, attr: Attr::None }, vec![b]))
        }
        ("mul", Def::Const(Const::Int(1)), _) if same_rank(func, value, b) => Some(func.def(b).clone()),
        // The seed of a gradient is 1.
        ("mul", _, Def::Const(Const::Float(1.0))) if same_rank(func, value, a) => Some(func.def(a).clone()),
        ("pow", _, Def::Const(Const::Int(1))) => Some(func.def(a).clone()),
        // 1 / b * y is y / b: one operation less, and one rounding.
        ("mul", _, _) => {
            let denominator = reciprocal_of(func, a)?;
            same_rank(func, value, b).then_some(())?;
            Some(Def::Op(Op { kind: &Div, attr: Attr::None }, vec![b, denominator]))
        }
        _ => None,
    }
}

/// The transpose of a transpose is the matrix.
fn transpose_twice(func: &Func, op: Op, operand: Value) -> Option<Def> {
    match func.as_op(operand) {
        Some((inner, [of]))
            if op.kind.name() == Transpose.name() && inner.kind.name() == Transpose.name() =>
        {
            Some(func.def(*of).clone())
        }
        _ => None,
    }
}

fn same_rank(func: &Func, a: Value, b: Value) -> bool {
    func.rank(a) == func.rank(b)
}

fn int_as_float(int: i64) -> Option<f64> {
    i32::try_from(int).ok().map(f64::from)
}

/// The value whose reciprocal this is.
fn reciprocal_of(func: &Func, value: Value) -> Option<Value> {
    let (op, args) = func.as_op(value)?;
    match (op.kind.name(), args) {
        (name, [a]) if name == Reciprocal.name() => Some(*a),
        (name, [one, a]) if name == Div.name() => {
            matches!(func.def(*one), Def::Const(Const::Float(1.0) | Const::Int(1))).then_some(*a)
        }
        _ => None,
    }
}

/// Turns increments by a negated value into decrements.
fn fold_signs(func: &mut Func) {
    for index in 0..func.body.len() {
        let Some(Stmt::Update { slot, mut sign, mut value }) = func.body.get(index).cloned() else {
            continue;
        };
        while let Some(positive) = negated(func, value) {
            sign = sign.flip();
            value = positive;
        }
        if let Some(stmt) = func.body.get_mut(index) {
            *stmt = Stmt::Update { slot, sign, value };
        }
    }
}

/// The value whose negative this is, as rules write it.
fn negated(func: &Func, value: Value) -> Option<Value> {
    let (op, args) = func.as_op(value)?;
    match (op.kind.name(), args) {
        ("neg", [a]) => Some(*a),
        (name, [minus_one, a])
            if name == Mul.name() && is_minus_one(func, *minus_one) && same_rank(func, *a, value) =>
        {
            Some(*a)
        }
        _ => None,
    }
}

fn is_minus_one(func: &Func, value: Value) -> bool {
    matches!(func.def(value), Def::Const(Const::Float(-1.0)))
}
