//! Forward over reverse: the tangent of an adjoint program.
//!
//! An adjoint program is a program like any other, and the same rules give its tangent. What it has beside values are
//! slots. A slot is a sum, and so its tangent is a slot too, in which the tangents of the increments are summed: the
//! tangent of a view is the view of the tangent, and repetition and summation of what is broadcast are linear.
//! For a function of one number, whose adjoint is the gradient, the tangent in the direction `v` is the Hessian times `v`
//! (Pearlmutter 1994, "Fast exact multiplication by the Hessian"; Griewank and Walther 2008, section 5.1, table 5.4 for the
//! order of the two sweeps).

use super::tangent::bind_tangent;
use crate::ir::{Def, Func, Sign, Slot, SlotKind, Stmt, Value};
use crate::ops::{Attr, Broadcast, Call, Identity, MatMul, Operation, Outer, Solve};
use crate::origin::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// The second derivatives of an adjoint program: its results are those of the adjoint program, then for each
/// differentiable parameter its adjoint, then for each the tangent of the adjoint.
///
/// Adjoints begin with zero rather than with what the caller has, and directions are
/// [`ParamTangent`](Def::ParamTangent)s. Seeds do not move.
#[must_use]
pub fn second(adjoint: &Func) -> Func {
    let mut func = adjoint.clone();
    let gradient = own_adjoints(&mut func);
    let mut forward = Forward::of(&mut func);
    let body = std::mem::take(&mut forward.func.body);
    let is_let = |stmt: &&Stmt| matches!(stmt, Stmt::Let(_));
    let primal = body.iter().take_while(is_let).count();
    let (primal, reverse) = body.split_at_checked(primal).unwrap_or_default();
    // All of the primal program comes first, because a derivative may hold an expression that it computes only later.
    forward.body.extend(primal.iter().cloned());
    for stmt in primal {
        forward.tangent_statement(stmt);
    }
    for stmt in reverse {
        forward.body.push(stmt.clone());
        forward.tangent_statement(stmt);
    }
    let gradient: Vec<(usize, Value)> =
        gradient.into_iter().map(|(index, slot)| (index, forward.total(index, slot))).collect();
    let products: Vec<Value> = gradient.iter().map(|&(index, value)| forward.product(index, value)).collect();
    let Forward { grown, slots, mut body, .. } = forward;
    // A slot to which nothing was added has no tangent.
    let empty: BTreeSet<Slot> = slots
        .iter()
        .filter(|(slot, _)| !grown.contains(&base(&func, **slot)))
        .map(|(_, tangent)| *tangent)
        .collect();
    body.retain(|stmt| !matches!(stmt, Stmt::Init(slot) if empty.contains(slot)));
    func.body = body;
    func.results.extend(gradient.into_iter().map(|(_, value)| value).chain(products));
    func
}

/// Makes the adjoints of the parameters slots of the function's own, which begin with zero. Gives the slot of each
/// differentiable parameter that has increments.
fn own_adjoints(func: &mut Func) -> Vec<(usize, Option<Slot>)> {
    let grown: BTreeSet<Slot> = func
        .body
        .iter()
        .filter_map(|stmt| match stmt {
            Stmt::Update { slot, .. } => Some(base(func, *slot)),
            Stmt::Let(_) | Stmt::Init(_) => None,
        })
        .collect();
    let mut made = Vec::new();
    let mut gradient = Vec::new();
    for index in 0..func.params.len() {
        if !func.params.get(index).is_some_and(|param| param.differentiable) {
            continue;
        }
        let slot = func.slots().find(|&slot| func.slot(slot).kind == SlotKind::Param(index));
        if let Some(slot) = slot
            && let Some(data) = func.slot_mut(slot)
        {
            data.kind = SlotKind::Local;
            if grown.contains(&slot) {
                made.push(Stmt::Init(slot));
            }
        }
        gradient.push((index, slot.filter(|slot| grown.contains(slot))));
    }
    // Views of parameters' adjoints are made behind these.
    let at = func.body.iter().position(|stmt| !matches!(stmt, Stmt::Let(_))).unwrap_or(func.body.len());
    let rest: Vec<Stmt> = func.body.drain(at..).collect();
    func.body.extend(made);
    for stmt in rest {
        let of_nothing = match stmt {
            Stmt::Init(slot) => {
                let of = base(func, slot);
                let of_param = matches!(func.def(func.slot(of).primal), Def::Param(_));
                of_param && !grown.contains(&of)
            }
            Stmt::Let(_) | Stmt::Update { .. } => false,
        };
        if !of_nothing {
            func.body.push(stmt);
        }
    }
    gradient
}

/// The slot behind views.
fn base(func: &Func, slot: Slot) -> Slot {
    match func.slot(slot).kind {
        SlotKind::TransposeOf(of) => base(func, of),
        SlotKind::Param(_) | SlotKind::Seed | SlotKind::Local => slot,
    }
}

/// The forward sweep through a program of values and slots.
struct Forward<'f> {
    func: &'f mut Func,
    body: Vec<Stmt>,
    /// The tangents that are known; `None` stands for zero.
    tangents: BTreeMap<Value, Option<Value>>,
    /// The tangents of slots.
    slots: BTreeMap<Slot, Slot>,
    /// The slots, views counted as what they view, to whose tangent something is added.
    grown: BTreeSet<Slot>,
    bound: BTreeSet<Value>,
}

impl<'f> Forward<'f> {
    fn of(func: &'f mut Func) -> Self {
        let mut tangents = BTreeMap::new();
        for index in 0..func.params.len() {
            let Some(param) = func.params.get(index) else { continue };
            if param.differentiable {
                let (value, ty) = (param.value, param.ty);
                let tangent = func.push(Def::ParamTangent(index), ty, None, Origin::None);
                tangents.insert(value, Some(tangent));
            }
        }
        Self {
            func,
            body: Vec::new(),
            tangents,
            slots: BTreeMap::new(),
            grown: BTreeSet::new(),
            bound: BTreeSet::new(),
        }
    }

    /// The tangent of a statement.
    fn tangent_statement(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let(value) => {
                if let Some(tangent) = self.tangent(*value) {
                    bind_tangent(self.func, *value, tangent, &mut self.bound, &mut self.body);
                }
            }
            Stmt::Init(slot) => {
                let data = self.func.slot(*slot).clone();
                let kind = match data.kind {
                    SlotKind::TransposeOf(of) => {
                        self.slots.get(&of).map_or(SlotKind::Local, |of| SlotKind::TransposeOf(*of))
                    }
                    _ => SlotKind::Local,
                };
                let tangent = self.func.push_slot(kind, data.primal);
                if let Some(data) = self.func.slot_mut(tangent) {
                    data.tangent_of = Some(*slot);
                }
                self.slots.insert(*slot, tangent);
                self.body.push(Stmt::Init(tangent));
            }
            Stmt::Update { slot, sign, value } => {
                if let (Some(tangent), Some(&of)) = (self.tangent(*value), self.slots.get(slot)) {
                    self.grown.insert(base(self.func, *slot));
                    self.update(of, *sign, tangent);
                }
            }
        }
    }

    /// Adds a tangent. Of a sum of products each is added by itself, so that it accumulates in place; what is computed
    /// element by element may be repeated along an axis, and stays together.
    fn update(&mut self, slot: Slot, sign: Sign, value: Value) {
        let products: [&dyn Operation; 3] = [&MatMul, &Outer, &Solve];
        let is_product = |func: &Func, value: Value| products.iter().any(|kind| func.is_op(value, *kind));
        let of_second = match self.func.as_op(value) {
            Some((op, [a, b])) if is_product(self.func, *a) && is_product(self.func, *b) => {
                match op.kind.name() {
                    "add" => Some((*a, *b, sign)),
                    "sub" => Some((*a, *b, sign.flip())),
                    _ => None,
                }
            }
            _ => None,
        };
        match of_second {
            Some((a, b, of_second)) => {
                self.body.push(Stmt::Update { slot, sign, value: a });
                self.body.push(Stmt::Update { slot, sign: of_second, value: b });
            }
            None => self.body.push(Stmt::Update { slot, sign, value }),
        }
    }

    /// The tangent of a value, of the expressions in it first: rules nest them, and do so a few levels deep.
    fn tangent(&mut self, value: Value) -> Option<Value> {
        if let Some(&known) = self.tangents.get(&value) {
            return known;
        }
        let tangent = match self.func.def(value).clone() {
            Def::Op(op, args) if self.func.ty(value).elem.is_float() => {
                let of_args: Vec<Option<Value>> = args.iter().map(|&arg| self.tangent(arg)).collect();
                let call = Call { attr: op.attr, args, result: value, seed: value };
                let moves = of_args.iter().any(Option::is_some);
                if moves { op.kind.tangent(self.func, &call, &of_args) } else { None }
            }
            Def::Adjoint(slot) => {
                let tangent = self.slots.get(&slot).copied();
                let tangent = tangent.filter(|_| self.grown.contains(&base(self.func, slot)));
                let ty = self.func.ty(value);
                tangent.map(|tangent| self.func.push(Def::Adjoint(tangent), ty, None, Origin::None))
            }
            Def::Op(..) | Def::Param(_) | Def::Const(_) | Def::ParamTangent(_) => None,
        };
        self.tangents.insert(value, tangent);
        tangent
    }

    /// What has accumulated in the adjoint of a parameter.
    fn total(&mut self, index: usize, slot: Option<Slot>) -> Value {
        match slot {
            Some(slot) => self.read(index, slot, "g"),
            None => self.zeros(index, "g"),
        }
    }

    /// The tangent of such a total.
    fn product(&mut self, index: usize, total: Value) -> Value {
        let slot = match self.func.def(total) {
            Def::Adjoint(slot) if self.grown.contains(slot) => self.slots.get(slot).copied(),
            _ => None,
        };
        match slot {
            Some(slot) => self.read(index, slot, "h"),
            None => self.zeros(index, "h"),
        }
    }

    fn read(&mut self, index: usize, slot: Slot, ending: &str) -> Value {
        let (name, ty) = self.named(index, ending);
        self.func.push(Def::Adjoint(slot), ty, Some(name), Origin::None)
    }

    /// The derivative by a parameter on which nothing depends.
    fn zeros(&mut self, index: usize, ending: &str) -> Value {
        let (name, ty) = self.named(index, ending);
        let zero = self.func.float(0.0, ty.elem);
        let param = self.func.params.get(index).map_or(zero, |param| param.value);
        let zeros = match ty.rank() {
            crate::ty::Rank::Scalar => self.func.op(&Identity, Attr::None, &[zero]),
            _ => self.func.op(&Broadcast, Attr::None, &[zero, param]),
        };
        if let Some(data) = self.func.value_mut(zeros) {
            data.name = Some(name);
        }
        self.body.push(Stmt::Let(zeros));
        zeros
    }

    fn named(&self, index: usize, ending: &str) -> (String, crate::ty::Ty) {
        let param = self.func.params.get(index);
        let name = param.map(|param| param.name.trim_start_matches("r#").to_owned()).unwrap_or_default();
        let ty = param.map_or(crate::ty::Ty::scalar(crate::ty::Elem::F64), |param| param.ty);
        (format!("{name}_{ending}"), ty)
    }
}
