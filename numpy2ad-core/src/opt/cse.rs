//! Common subexpressions: equal definitions become one value.
//!
//! Rules write derivatives as if the primal program had left nothing behind, `exp(a) * y_a`; this pass finds
//! that `exp(a)` is the primal result. It also joins what the user computed twice, such as two transposes of
//! the same matrix. Operations that only differ in spelling are the same here.

use crate::ir::{Const, Def, Func, Op, SlotKind, Stmt, Value};
use crate::ops::Attr;
use crate::table::{Set, Table};

/// Makes every use of a value a use of the first value with the same definition.
pub fn common_subexpressions(func: &mut Func) {
    let mut first = First::default();
    let mut same: Table<Value, Value> = Table::default();
    // Values that a statement computes come first, so that an expression of a rule finds the one with a name.
    let bound: Set<Value> = func.lets().collect();
    let order: Vec<Value> = func.values().collect();
    for &value in &order {
        let mut def = func.def(value).clone();
        if let Def::Op(_, args) = &mut def {
            for arg in args.iter_mut() {
                *arg = same.get(*arg).copied().unwrap_or(*arg);
            }
        }
        let mut guards = func.value(value).guards.clone();
        for guard in &mut guards {
            let renamed = |side: Value| same.get(side).copied().unwrap_or(side);
            (guard.left, guard.right) = (renamed(guard.left), renamed(guard.right));
        }
        if let Some(data) = func.value_mut(value) {
            data.def = def;
            data.guards = guards;
        }
        let like_it = first.like(func.def(value));
        match like_it.iter_mut().find(|earlier| are_equal(func, **earlier, value)) {
            Some(earlier) if bound.contains(*earlier) || !bound.contains(value) => {
                same.insert(value, *earlier);
            }
            Some(earlier) => *earlier = value,
            None => like_it.push(value),
        }
    }
    let results = func.results.clone();
    func.body.retain(
        |stmt| !matches!(stmt, Stmt::Let(value) if same.contains(*value) && !results.contains(value)),
    );
    for stmt in &mut func.body {
        if let Stmt::Update { value, .. } = stmt {
            *value = same.get(*value).copied().unwrap_or(*value);
        }
    }
    // What a branch computes is joined with the same expression elsewhere only once both have an adjoint: these are of
    // one value then.
    for slot in func.slots() {
        if let Some(slot) = func.slot_mut(slot)
            && slot.kind == SlotKind::Local
            && let Some(&earlier) = same.get(slot.primal)
        {
            slot.primal = earlier;
        }
    }
}

/// The first values of their definitions: operations by what they read first.
#[derive(Default)]
struct First {
    operations: Table<Value, Vec<Value>>,
    others: Vec<Value>,
}

impl First {
    /// Those among which a value of this definition is.
    fn like(&mut self, def: &Def) -> &mut Vec<Value> {
        match def {
            Def::Op(_, args) => match args.first() {
                Some(&operand) => self.operations.entry(operand),
                None => &mut self.others,
            },
            _ => &mut self.others,
        }
    }
}

/// Whether two values have the same definition in the same branches: what a branch computes has another derivative than
/// the same expression elsewhere.
fn are_equal(func: &Func, one: Value, other: Value) -> bool {
    let (a, b) = (func.value(one), func.value(other));
    let is_same = match (&a.def, &b.def) {
        (Def::Op(op, args), Def::Op(other, others)) => args == others && spells_the_same(*op, *other),
        // A literal's text does not tell its type, and 0 is not -0.
        (Def::Const(Const::Float(one)), Def::Const(Const::Float(other))) => {
            one.to_bits() == other.to_bits() && a.ty.elem == b.ty.elem
        }
        (Def::Const(one), Def::Const(other)) => one == other && a.ty.elem == b.ty.elem,
        (one, other) => one == other,
    };
    is_same && a.guards == b.guards
}

fn spells_the_same(one: Op, other: Op) -> bool {
    let plain = |op: Op| Op { attr: if op.attr == Attr::Function { Attr::None } else { op.attr }, ..op };
    plain(one) == plain(other)
}
