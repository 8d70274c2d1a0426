//! The reverse sweep.

use super::Activity;
use super::activity::varied;
use super::constants::Constants;
use crate::ir::{Def, Func, Guard, Op, Sign, Slot, SlotKind, Stmt, Value};
use crate::ops::{Attr, Call, Called, Operation, Part, Select, Sum, Transpose, is_factorisation, zero_like};
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
    let constants = Constants::of(primal);
    // The Python package adds to the caller's own arrays. It knows one result: several are told apart.
    let keeps_apart = |value: Value| {
        activity == Activity::Active || primal.results.len() > 1 && primal.results.contains(&value)
    };
    let (slots, seeding) = make_slots(&mut func, &active, seeded, keeps_apart);
    func.body.extend(seeding);
    let mut increments = Vec::new();
    for value in primal.lets() {
        push_increments(&mut func, value, &slots, (&varied, &constants), &mut increments);
    }
    func.body.extend(increments.into_iter().rev());
    // They have done what they are for, and would keep equal values apart.
    for value in primal.values() {
        if let Some(data) = func.value_mut(value) {
            data.guards.clear();
        }
    }
    func
}

/// A slot for each active value that a statement or a parameter defines.
///
/// A result that other results are made of has two: the caller's seed, which is only read, and one to which the seed is
/// added before anything else. These come back as statements.
fn make_slots(
    func: &mut Func,
    active: &BTreeSet<Value>,
    seeded: &[Value],
    keeps_apart: impl Fn(Value) -> bool,
) -> (BTreeMap<Value, Slot>, Vec<Stmt>) {
    let uses = func.uses();
    let mut seeds: Vec<(Value, Slot)> = Vec::new();
    let mut slots = BTreeMap::new();
    for (index, param) in func.params.clone().iter().enumerate() {
        if param.differentiable && active.contains(&param.value) {
            slots.insert(param.value, func.push_slot(SlotKind::Param(index), param.value));
        }
    }
    let values: Vec<Value> = func.lets().filter(|value| active.contains(value)).collect();
    for value in values {
        let is_seeded = seeded.contains(&value);
        if is_seeded {
            let seed = func.push_slot(SlotKind::Seed, value);
            if !keeps_apart(value) || !uses.contains(value) {
                slots.insert(value, seed);
                continue;
            }
            seeds.push((value, seed));
        }
        if let Some(matrix) = factorised(func, value) {
            if let Some(&slot) = slots.get(&matrix) {
                slots.insert(value, slot);
            }
            continue;
        }
        let of = transposed_slot(func, value, &slots).filter(|_| !is_seeded);
        let slot = func.push_slot(of.map_or(SlotKind::Local, SlotKind::TransposeOf), value);
        slots.insert(value, slot);
        func.body.push(Stmt::Init(slot));
    }
    let mut seeding = Vec::new();
    for (result, seed) in seeds {
        if let Some(&slot) = slots.get(&result) {
            let value = func.push(Def::Adjoint(seed), func.ty(result), None, crate::origin::Origin::None);
            seeding.push(Stmt::Update { slot, sign: Sign::Plus, value });
        }
    }
    (slots, seeding)
}

/// The matrix of a factorisation. The adjoint of the one is the adjoint of the other: they share a slot.
fn factorised(func: &Func, value: Value) -> Option<Value> {
    let (op, args) = func.as_op(value)?;
    is_factorisation(op.kind).then_some(())?;
    args.first().copied()
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
    (varied, constants): (&BTreeSet<Value>, &Constants),
    out: &mut Vec<Stmt>,
) {
    if func.is_op(value, &Called::Result) {
        return push_call(func, value, slots, varied, out);
    }
    let Some(&slot) = slots.get(&value) else {
        return;
    };
    if factorised(func, value).is_some() {
        return; // what its readers add to it is added to its matrix
    }
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
            && (varied.contains(&arg) || constants.fits(func, op, arg, contribution.value))
        {
            let guarded = guarded(func, value, contribution.value);
            out.push(Stmt::Update { slot, sign: contribution.sign, value: guarded });
        }
    }
}

/// A contribution of a value in a branch: 0 where the branch is not taken, whatever its derivative is there. The adjoint
/// of the value is 0 there as well, but 0 times what is no number is none.
fn guarded(func: &mut Func, value: Value, contribution: Value) -> Value {
    let guards = func.value(value).guards.clone();
    if guards.is_empty() || matches!(func.def(contribution), Def::Adjoint(_)) {
        return contribution;
    }
    if let Some((op, [of])) = func.as_op(contribution)
        && op.kind.name() == Sum.name()
    {
        let (op, of) = (op, *of);
        let of = guarded(func, value, of);
        return func.op(op.kind, op.attr, &[of]);
    }
    let mut contribution = contribution;
    for Guard { comparison, left, right, holds } in guards {
        let zero = func.float(0.0, func.ty(contribution).elem);
        let (taken, other) = if holds { (contribution, zero) } else { (zero, contribution) };
        contribution = func.op(&Select, Attr::Where(comparison), &[left, right, taken, other]);
    }
    contribution
}

/// What one adjoint call adds for all results of a call; it stands where the first of them is computed.
fn push_call(
    func: &mut Func,
    value: Value,
    slots: &BTreeMap<Value, Slot>,
    varied: &BTreeSet<Value>,
    out: &mut Vec<Stmt>,
) {
    let Def::Op(Op { attr: Attr::Part(part), .. }, args) = func.def(value).clone() else { return };
    let results = func.results_of_call(part.callee);
    if results.first() != Some(&value) || results.iter().all(|result| !slots.contains_key(result)) {
        return;
    }
    let mut operands = args.clone();
    for &result in &results {
        let seed = match slots.get(&result) {
            Some(&slot) => func.push(Def::Adjoint(slot), func.ty(result), None, crate::origin::Origin::None),
            None => zero_like(func, result),
        };
        operands.push(seed);
    }
    let active = func.callees.get(part.callee).map(|callee| callee.active.clone()).unwrap_or_default();
    let (mut lets, mut updates) = (Vec::new(), Vec::new());
    for (index, &arg) in args.iter().enumerate() {
        let is_active = active.get(index) == Some(&true);
        let Some(&slot) = slots.get(&arg).filter(|_| is_active && varied.contains(&arg)) else { continue };
        let increment = func.op(&Called::Adjoint, Attr::Part(Part { index, ..part }), &operands);
        lets.push(Stmt::Let(increment));
        updates.push(Stmt::Update { slot, sign: Sign::Plus, value: increment });
    }
    // Statements come out in reverse.
    out.extend(updates);
    out.extend(lets.into_iter().rev());
}
