//! Calls of functions that the text defines: all parts of one call in one statement.

use super::Printer;
use super::frame::one_or_tuple;
use super::precedence::Precedence;
use crate::ir::{Callee, Def, Func, Stmt, Value};
use crate::names::Names;
use crate::ops::{Attr, Called, Part};
use crate::ty::Rank;
use std::collections::BTreeSet;

/// The program in which every part of a call has a statement and a name.
pub(super) fn with_statements(func: &Func, names: &mut Names) -> Func {
    let mut out = func.clone();
    if func.callees.is_empty() {
        return out;
    }
    let mut bound: BTreeSet<Value> = func.lets().collect();
    let mut number = 0;
    out.body.clear();
    for stmt in &func.body {
        let mut needed = Vec::new();
        match stmt {
            Stmt::Let(value) => {
                if let Def::Op(_, args) = func.def(*value) {
                    args.iter().for_each(|&arg| needs(func, arg, &bound, &mut needed));
                }
                if is_part(func, *value) && func.value(*value).name.is_none() {
                    name(&mut out, *value, names, &mut number);
                }
            }
            Stmt::Update { value, .. } => needs(func, *value, &bound, &mut needed),
            Stmt::Init(_) => {}
        }
        for value in needed {
            bound.insert(value);
            name(&mut out, value, names, &mut number);
            out.body.push(Stmt::Let(value));
        }
        out.body.push(stmt.clone());
    }
    out
}

fn name(func: &mut Func, value: Value, names: &mut Names, number: &mut usize) {
    let name = names.numbered("d", number);
    if let Some(data) = func.value_mut(value) {
        data.name = Some(name);
    }
}

fn is_part(func: &Func, value: Value) -> bool {
    func.as_op(value).is_some_and(|(op, _)| Called::of(op.kind).is_some())
}

/// The parts of calls without a statement that an expression holds, operands first.
fn needs(func: &Func, value: Value, bound: &BTreeSet<Value>, needed: &mut Vec<Value>) {
    if bound.contains(&value) || needed.contains(&value) {
        return;
    }
    if let Def::Op(_, args) = func.def(value) {
        args.iter().for_each(|&arg| needs(func, arg, bound, needed));
    }
    if is_part(func, value) {
        needed.push(value);
    }
}

impl Printer<'_> {
    /// Whether a value is a part of a call.
    pub(super) fn is_call(&self, value: Value) -> bool {
        is_part(self.func, value)
    }

    /// The part of a call that a statement computes.
    fn call_part(&self, value: Value) -> Option<(Called, Part, &[Value])> {
        let (op, args) = self.func.as_op(value)?;
        match (Called::of(op.kind), op.attr) {
            (Some(called), Attr::Part(part)) => Some((called, part, args)),
            _ => None,
        }
    }

    /// The statement of a call, where its first part is computed; nothing where its other parts are. `None` for what is
    /// no call.
    pub(super) fn call_statement(&self, value: Value) -> Option<String> {
        let (called, part, args) = self.call_part(value)?;
        let callee = self.func.callees.get(part.callee)?;
        let parts: Vec<(usize, Value)> = self
            .func
            .lets()
            .filter_map(|other| {
                let (kind, of, others) = self.call_part(other)?;
                let is_same = kind == called && of.callee == part.callee && others == args;
                is_same.then_some((of.index, other))
            })
            .collect();
        if parts.first().map(|(_, first)| *first) != Some(value) {
            return Some(String::new());
        }
        let named = |index: usize| {
            let found = parts.iter().find(|(at, _)| *at == index);
            let name = found.and_then(|(_, value)| self.func.value(*value).name.clone());
            name.unwrap_or_else(|| self.ignored.clone())
        };
        let (operands, rest) = args.split_at_checked(callee.active.len())?;
        let results: Vec<usize> = (0..callee.results).collect();
        let of_results = |named: &dyn Fn(usize) -> String| -> Vec<String> {
            results.iter().map(|&at| named(at)).collect()
        };
        let nothing = |_: usize| self.ignored.clone();
        // The operands whose derivatives are returned, in order; a default has none.
        let of_params = || -> Vec<String> {
            let active = callee.params.iter().filter(|param| param.direction.is_some());
            active.map(|param| param.operand.map_or_else(|| self.ignored.clone(), named)).collect()
        };
        let (targets, ending) = match called {
            Called::Result => (of_results(&named).join(", "), ""),
            Called::Tangent => {
                let moved = one_or_tuple(of_results(&named));
                (format!("{}, {moved}", self.ignored), "_t")
            }
            Called::Adjoint => {
                let mut all: Vec<String> = of_results(&nothing);
                all.extend(of_params());
                (all.join(", "), "_ad")
            }
            Called::Second => {
                let products = one_or_tuple(of_params());
                (format!("{0}, {0}, {products}", self.ignored), "_hvp")
            }
        };
        let arguments = self.call_arguments(called, callee, operands, rest);
        Some(format!("{targets} = {}{ending}({arguments})", callee.path))
    }

    fn call_arguments(&self, called: Called, callee: &Callee, operands: &[Value], rest: &[Value]) -> String {
        let text = |value: Value| self.expr(value, Precedence::Test);
        let moves = matches!(called, Called::Tangent | Called::Second);
        let active = callee.active.iter().filter(|active| **active).count();
        let (directions, seeds) = rest.split_at_checked(if moves { active } else { 0 }).unwrap_or_default();
        let mut directions = directions.iter();
        let (mut by_place, mut by_name) = (Vec::new(), Vec::new());
        let mut zeros = Vec::new();
        for param in &callee.params {
            let operand = param.operand.and_then(|at| operands.get(at)).copied();
            let is_active = param.operand.is_some_and(|at| callee.active.get(at) == Some(&true));
            let mut given: Vec<(&str, String)> = Vec::new();
            given.extend(operand.map(|operand| (param.name.as_str(), text(operand))));
            if let Some(direction) = &param.direction {
                zeros.push(self.zeros_for(operand));
                if moves {
                    let moved = if is_active { directions.next().map(|&moved| text(moved)) } else { None };
                    given.push((direction, moved.unwrap_or_else(|| self.zeros_for(operand))));
                }
            }
            for (name, text) in given {
                match param.by_name {
                    true => by_name.push(format!("{name}={text}")),
                    false => by_place.push(text),
                }
            }
        }
        if called == Called::Adjoint {
            by_place.extend(zeros);
        }
        by_place.extend(seeds.iter().map(|&seed| text(seed)));
        by_place.extend(by_name);
        by_place.join(", ")
    }

    /// An adjoint to begin with, or a direction of what stands still; a default is a number.
    fn zeros_for(&self, operand: Option<Value>) -> String {
        match operand {
            Some(operand) if self.func.rank(operand) != Rank::Scalar => {
                self.call("np.zeros_like", &self.expr(operand, Precedence::Test))
            }
            _ => "0.0".to_owned(),
        }
    }
}
