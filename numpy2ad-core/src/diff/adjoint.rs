//! The reverse sweep.

use super::Activity;
use super::activity::varied;
use crate::ir::{Const, Def, Func, Op, Slot, SlotKind, Stmt, Value};
use crate::ops::{Attr, Call, Fill, MatMul, Operation, Sum, Transpose};
use crate::ty::Rank;
use std::collections::{BTreeMap, BTreeSet};

/// The primal function followed by its adjoint statement by statement: slots made in primal order, then each
/// statement's increments in exactly reverse order.
///
/// `seeded` are the values whose adjoint the caller gives; the results of the function belong to them.
#[must_use]
pub fn adjoint(primal: &Func, activity: Activity, seeded: &[Value]) -> Func {
    let mut func = primal.clone();
    let active = activity.values(primal);
    let varied = varied(primal);
    let slots = make_slots(&mut func, &active, seeded);
    let mut increments = Vec::new();
    for value in primal.lets() {
        push_increments(&mut func, value, &slots, &varied, &mut increments);
    }
    func.body.extend(increments.into_iter().rev());
    func
}

/// A slot for each active value that a statement or a parameter defines.
fn make_slots(func: &mut Func, active: &BTreeSet<Value>, seeded: &[Value]) -> BTreeMap<Value, Slot> {
    let mut slots = BTreeMap::new();
    for (index, param) in func.params.clone().iter().enumerate() {
        if param.differentiable && active.contains(&param.value) {
            slots.insert(param.value, func.push_slot(SlotKind::Param(index), param.value));
        }
    }
    let values: Vec<Value> = func.lets().filter(|value| active.contains(value)).collect();
    for value in values {
        if seeded.contains(&value) {
            slots.insert(value, func.push_slot(SlotKind::Seed, value));
            continue;
        }
        let of = transposed_slot(func, value, &slots);
        let slot = func.push_slot(of.map_or(SlotKind::Local, SlotKind::TransposeOf), value);
        slots.insert(value, slot);
        func.body.push(Stmt::Init(slot));
    }
    slots
}

/// The slot of the operand, if the value is a transpose: its own adjoint is then a view of that one.
fn transposed_slot(func: &Func, value: Value, slots: &BTreeMap<Value, Slot>) -> Option<Slot> {
    let (op, args) = func.as_op(value)?;
    (op.kind.name() == Transpose.name()).then_some(())?;
    slots.get(args.first()?).copied()
}

/// What the statement that computes `value` adds to the adjoints of its operands.
fn push_increments(
    func: &mut Func,
    value: Value,
    slots: &BTreeMap<Value, Slot>,
    varied: &BTreeSet<Value>,
    out: &mut Vec<Stmt>,
) {
    let Some(&slot) = slots.get(&value) else {
        return;
    };
    if matches!(func.slot(slot).kind, SlotKind::TransposeOf(_)) {
        return; // a view needs no increment
    }
    let Def::Op(op, args) = func.def(value).clone() else {
        return;
    };
    if args.iter().all(|arg| !slots.contains_key(arg)) {
        return;
    }
    let seed = func.push(Def::Adjoint(slot), func.ty(value), None, crate::origin::Origin::None);
    let call = Call { attr: op.attr, args, result: value, seed };
    for contribution in op.kind.adjoint(func, &call) {
        let arg = call.arg(contribution.arg);
        if let Some(&slot) = slots.get(&arg)
            && (varied.contains(&arg) || fits_constant(func, op, arg, contribution.value))
        {
            out.push(Stmt::Update { slot, sign: contribution.sign, value: contribution.value });
        }
    }
}

/// Whether an increment fits the adjoint of a constant. The Python package adds arrays to the adjoints of numbers,
/// so that its adjoint of the 2 in `2 * A` changes its shape; floats to the zeros that it makes like an integer,
/// which NumPy refuses; and whole arrays to the adjoint of `np.ones((m, 1))`. Nobody asks for the derivative by a
/// constant, so these are left out.
fn fits_constant(func: &Func, op: Op, arg: Value, increment: Value) -> bool {
    let is_array = func.is_op(increment, &Sum) || func.rank(increment) != Rank::Scalar;
    let made_like_integer = func.as_op(arg).is_some() && !func.ty(arg).elem.is_float();
    let is_product = op.kind.name() == MatMul.name();
    !(func.rank(arg) == Rank::Scalar && is_array
        || made_like_integer && has_float(func, increment)
        || !is_product && has_axis_of_one(func, arg))
}

/// Whether an expression has a float in it; the factor -1.0 of a negated integer has the type of an integer.
fn has_float(func: &Func, value: Value) -> bool {
    match func.def(value) {
        Def::Const(Const::Float(_)) => true,
        Def::Op(_, args) => args.iter().any(|&arg| has_float(func, arg)),
        _ => func.ty(value).elem.is_float(),
    }
}

/// Whether a constant is made of an array with an axis that is written down as 1, along which it is repeated.
fn has_axis_of_one(func: &Func, constant: Value) -> bool {
    let Some((op, args)) = func.as_op(constant) else {
        return false;
    };
    let sizes = match op.attr {
        Attr::Full => args.get(1..).unwrap_or_default(),
        _ => args,
    };
    if op.kind.name() == Fill.name() {
        return sizes.iter().any(|&size| *func.def(size) == Def::Const(Const::Int(1)));
    }
    args.iter().any(|&arg| has_axis_of_one(func, arg))
}
