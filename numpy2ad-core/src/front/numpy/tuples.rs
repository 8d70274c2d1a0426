//! Tuples: several names assigned at once, and several results.

use super::scope::{Binding, How, Scope};
use crate::ir::Value;
use crate::ops::{Attr, Identity};
use ruff_python_ast::{Expr, ExprName};
use ruff_text_size::Ranged;

impl Scope<'_> {
    /// `B, s = A @ A, x @ x`; `false` if the value is no tuple that is written out.
    pub(super) fn define_several(&mut self, targets: &[Expr], value: &Expr) -> bool {
        let names: Option<Vec<&ExprName>> = targets.iter().map(|target| target.as_name_expr()).collect();
        let Some(names) = names else { return false };
        if let Expr::Call(call) = value
            && let Some(function) = self.defined_function(call)
        {
            self.define_results(&names, function, call);
            return true;
        }
        let Some(parts) = parts(value) else { return false };
        if names.len() != parts.len() {
            let message = format!("{} names stand for {} values", names.len(), parts.len());
            self.error(value.range(), message, "give each value a name, or `_`");
        }
        let taken: Vec<bool> =
            names.iter().map(|name| self.bindings.contains_key(name.id.as_str())).collect();
        // All values are there before the first name is: `B, C = C, B` reads what the names were.
        let mut values = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let name = names.get(index).map(|name| name.id.as_str()).filter(|name| *name != "_");
            values.push(self.expr(part, name));
        }
        for (index, (name, taken)) in names.into_iter().zip(taken).enumerate() {
            if name.id.as_str() != "_" {
                self.bind_name(name, values.get(index).copied().flatten(), taken);
            }
        }
        true
    }

    /// The function's results: a variable is returned under its own name, everything else is called `out`, or `out0`,
    /// `out1`, … by its place among several.
    pub(super) fn returned(&mut self, value: &Expr) -> Option<Vec<Value>> {
        if let Expr::Call(call) = value
            && let Some(function) = self.defined_function(call)
        {
            let function = function?;
            let names = match function.func.results.len() {
                1 => vec![self.names.fresh("out")],
                count => (0..count).map(|index| self.names.fresh(&format!("out{index}"))).collect(),
            };
            let targets: Vec<Option<&str>> = names.iter().map(|name| Some(name.as_str())).collect();
            return self.called(function, call, &targets);
        }
        let Expr::Tuple(tuple) = value else {
            return self.result(value, "out", &[]).map(|value| vec![value]);
        };
        if tuple.elts.len() < 2 {
            let help = "write `return B`, or several results, `return B, C`";
            self.error(tuple.range, "a tuple of fewer than two results", help);
            return None;
        }
        let mut results = Vec::new();
        let mut is_whole = true;
        for (index, part) in tuple.elts.iter().enumerate() {
            match self.result(part, &format!("out{index}"), &results) {
                Some(value) => results.push(value),
                None => is_whole = false,
            }
        }
        is_whole.then_some(results)
    }

    /// One result; a variable that is among the others already is copied, so that each has an adjoint of its own.
    fn result(&mut self, value: &Expr, otherwise: &str, others: &[Value]) -> Option<Value> {
        let variable = match value {
            Expr::Name(name) => self.bindings.get(name.id.as_str()).cloned(),
            _ => None,
        };
        match variable {
            Some(Binding { how: How::Assigned, value: Some(variable), .. })
                if !others.contains(&variable) =>
            {
                Some(variable)
            }
            Some(Binding { how: How::Assigned, value: Some(variable), .. }) => {
                let name = self.names.fresh(otherwise);
                self.apply(&Identity, Attr::None, &[variable], Some(&name), value.range())
            }
            Some(Binding { how: How::Assigned, value: None, .. }) => None,
            _ => {
                let name = self.names.fresh(otherwise);
                self.expr(value, Some(&name))
            }
        }
    }
}

/// The parts of a tuple or a list that is written out, none of them with a `*`.
fn parts(value: &Expr) -> Option<&[Expr]> {
    let parts = match value {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) => &list.elts,
        _ => return None,
    };
    parts.iter().all(|part| !part.is_starred_expr()).then_some(parts)
}
