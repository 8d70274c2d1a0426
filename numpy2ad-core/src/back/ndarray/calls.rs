//! Calls of the file's own functions, and what gives several values at once: `let (x1, p1) = step(x, p);`,
//! `let (w, v) = eigh(a);`.

use super::expr::Printer;
use super::integers::Width;
use super::text::{Kind, Text};
use crate::diag::Diagnostics;
use crate::ir::{Func, Value};
use crate::ops::Spelling;
use crate::ty::{Elem, Rank};
use std::collections::BTreeMap;

/// A function of the file, as a caller has to know it.
#[derive(Clone, Debug)]
pub(super) struct Callee {
    /// Its name in Rust.
    pub(super) name: String,
    /// For each parameter its rank and element type, and the number that is its default.
    pub(super) params: Vec<(Rank, Elem, Option<String>)>,
}

/// The functions of the file, by their names in Python.
pub(super) type Callees = BTreeMap<String, Callee>;

/// The values that a tuple holds; nothing in the place of those that the function does not use.
pub(super) type Members = Vec<Option<Value>>;

/// The tuples of a function, by the first of their values.
pub(super) fn tuples(func: &Func) -> BTreeMap<Value, Members> {
    let mut tuples: Vec<Members> = Vec::new();
    for (index, callee) in func.callees.iter().enumerate() {
        if callee.is_tuple {
            tuples.push(func.results_of_call(index).into_iter().map(Some).collect());
        }
    }
    let mut components: BTreeMap<(&str, &[Value]), Members> = BTreeMap::new();
    for value in func.lets() {
        let Some((op, args)) = func.as_op(value) else { continue };
        for spelling in op.kind.spellings() {
            if let Spelling::RustTupleFunction(name, _, component) = spelling {
                let members = components.entry((name, args)).or_insert_with(|| vec![None; component.of]);
                if let Some(member) = members.get_mut(component.index) {
                    member.get_or_insert(value);
                }
            }
        }
    }
    // One component alone is written where it is used.
    tuples.extend(components.into_values().filter(|members| members.iter().flatten().count() > 1));
    let first = |members: &Members| members.iter().flatten().min().copied();
    tuples.into_iter().filter_map(|members| Some((first(&members)?, members))).collect()
}

impl Printer<'_> {
    /// The right-hand side of a tuple's `let`.
    pub(super) fn tuple_definition(&mut self, members: &Members, diags: &mut Diagnostics) -> String {
        let Some(&value) = members.iter().flatten().next() else { return "_".to_owned() };
        if self.func.callee(value).is_some() {
            return self.call(value, diags).text;
        }
        let Some((op, args)) = self.func.as_op(value) else { return "_".to_owned() };
        let name = op.kind.spellings().iter().find_map(|spelling| match spelling {
            Spelling::RustTupleFunction(name, ..) => Some(*name),
            _ => None,
        });
        let name = name.unwrap_or("_");
        self.functions.insert(name);
        let args: Vec<String> = args.iter().map(|&arg| self.value(arg, diags).argument()).collect();
        format!("{name}({})", args.join(", "))
    }

    /// A call of a function of the file.
    pub(super) fn call(&mut self, value: Value, diags: &mut Diagnostics) -> Text {
        let func = self.func;
        let kind = if func.rank(value) == Rank::Scalar { Kind::Number } else { Kind::Owned };
        let (Some(called), Some((_, operands))) = (func.callee(value), func.as_op(value)) else {
            return Text::unknown();
        };
        let Some(callee) = self.callees.get(&called.path).cloned() else {
            let message = format!("`{}` is not among the functions that are written", called.path);
            return self.refuse_with(value, message, "write it in the same file", diags);
        };
        let mut args = Vec::new();
        for (param, (rank, elem, default)) in called.params.iter().zip(&callee.params) {
            let operand = param.operand.and_then(|at| operands.get(at)).copied();
            let text = match (operand, default) {
                (Some(operand), _) if *elem == Elem::Int => {
                    self.integer_text(operand, Width::I32, diags).map(|text| text.text)
                }
                (Some(operand), _) if *rank == Rank::Scalar => Some(self.value(operand, diags).argument()),
                (Some(operand), _) => Some(self.value(operand, diags).array_argument()),
                (None, default) => default.clone(),
            };
            let Some(text) = text else {
                let message =
                    format!("the argument `{}` of `{}` cannot be written in Rust", param.name, called.path);
                let help = "give a number, a length or an integer parameter";
                return self.refuse_with(value, message, help, diags);
            };
            args.push(text);
        }
        Text::postfix(format!("{}({})", callee.name, args.join(", ")), kind)
    }
}
