//! Parts of arrays, and texts with operands in them.

use super::Printer;
use super::precedence::Precedence;
use crate::ir::{Def, Func, Stmt, Value};
use crate::names::Names;
use crate::ops::{Along, End, PythonForm, Region};
use std::collections::BTreeSet;

/// The program in which every part that is placed in zeros has a statement of its own, but for increments, which are
/// added to the part of the adjoint.
pub(super) fn with_statements(func: &Func, mut names: Names) -> (Func, Names) {
    let placed: BTreeSet<Value> = func.values().filter(|&value| placed(func, value).is_some()).collect();
    let mut out = func.clone();
    if placed.is_empty() {
        return (out, names);
    }
    let mut bound: BTreeSet<Value> = func.lets().collect();
    let mut number = 0;
    out.body.clear();
    for stmt in &func.body {
        let mut needed = Vec::new();
        match stmt {
            Stmt::Let(value) => within(func, *value, (&placed, &bound), &mut needed),
            Stmt::Update { value, .. } if bound.contains(value) => {}
            Stmt::Update { value, .. } if placed.contains(value) => {
                within(func, *value, (&placed, &bound), &mut needed);
            }
            Stmt::Update { value, .. } => needs(func, *value, (&placed, &bound), &mut needed),
            Stmt::Init(_) => {}
        }
        for value in needed {
            if bound.insert(value) {
                let name = names.numbered("t", &mut number);
                if let Some(data) = out.value_mut(value) {
                    data.name = Some(name);
                }
                out.body.push(Stmt::Let(value));
            }
        }
        out.body.push(stmt.clone());
    }
    (out, names)
}

type Known<'a> = (&'a BTreeSet<Value>, &'a BTreeSet<Value>);

/// What the operands of a value need, operands first.
fn within(func: &Func, value: Value, known: Known<'_>, needed: &mut Vec<Value>) {
    if let Def::Op(_, args) = func.def(value) {
        args.iter().for_each(|&arg| needs(func, arg, known, needed));
    }
}

fn needs(func: &Func, value: Value, known: Known<'_>, needed: &mut Vec<Value>) {
    if known.1.contains(&value) || needed.contains(&value) {
        return;
    }
    within(func, value, known, needed);
    if known.0.contains(&value) {
        needed.push(value);
    }
}

/// The part at which a value is placed in zeros, if it is, or the diagonal.
fn placed(func: &Func, value: Value) -> Option<Option<Region>> {
    let (op, _) = func.as_op(value)?;
    match op.kind.python(op.attr) {
        PythonForm::Placed(part) => Some(part),
        _ => None,
    }
}

impl Printer<'_> {
    pub(super) fn placed(&self, value: Value) -> Option<Option<Region>> {
        placed(self.func, value)
    }

    /// `v = np.zeros_like(A)`, and the part of it.
    pub(super) fn placed_statements(&self, value: Value) -> String {
        let (Some(part), Some((_, [inner, like, bounds @ ..]))) =
            (self.placed(value), self.func.as_op(value))
        else {
            return String::new();
        };
        let name = self.func.value(value).name.as_deref().unwrap_or("");
        let zeros = self.call("np.zeros_like", &self.expr(*like, Precedence::Test));
        let part = self.place(part, *like, bounds);
        format!("{name} = {zeros}\n{name}{part} = {}", self.expr(*inner, Precedence::Test))
    }

    /// The part of an adjoint that an increment is added to, and what is added there.
    pub(super) fn placed_increment(&self, value: Value) -> Option<(String, Value)> {
        if self.bound.contains(&value) {
            return None;
        }
        let part = self.placed(value)?;
        match self.func.as_op(value) {
            Some((_, [inner, like, bounds @ ..])) => Some((self.place(part, *like, bounds), *inner)),
            _ => None,
        }
    }

    fn place(&self, part: Option<Region>, like: Value, bounds: &[Value]) -> String {
        match part {
            Some(part) => self.part(part, bounds),
            None => {
                let shape = format!("min({}.shape)", self.expr(like, Precedence::Atom));
                format!("[{}]", self.call("np.diag_indices", &shape))
            }
        }
    }

    /// `[1:3, ::2]`
    pub(super) fn part(&self, part: Region, bounds: &[Value]) -> String {
        let mut bounds = bounds.iter().copied();
        let mut along: Vec<String> = part.axes().map(|along| self.along(along, &mut bounds)).collect();
        if along.len() > 1 && along.last().is_some_and(|last| last == ":") {
            along.pop();
        }
        format!("[{}]", along.join(", "))
    }

    fn along(&self, along: Along, bounds: &mut impl Iterator<Item = Value>) -> String {
        let (from, to, step) = match along {
            Along::Index => return self.bound_text(bounds.next()),
            Along::Range { from, to, step } => (from, to, step),
        };
        let from = if from { self.bound_text(bounds.next()) } else { String::new() };
        let to = match to {
            End::Open => String::new(),
            End::Before => self.bound_text(bounds.next()),
            End::With => format!("{} + 1", self.bound_text(bounds.next())),
        };
        let step = if step == 1 { String::new() } else { format!(":{step}") };
        format!("{from}:{to}{step}")
    }

    fn bound_text(&self, bound: Option<Value>) -> String {
        bound.map(|bound| self.expr(bound, Precedence::Test)).unwrap_or_default()
    }

    /// A text with the operands in their places, of as many operands as there are.
    pub(super) fn template(&self, templates: &[&str], args: &[Value], around: Precedence) -> String {
        let template = args.len().checked_sub(1).and_then(|index| templates.get(index)).copied();
        let mut rest = template.unwrap_or_default();
        let mut text = String::new();
        while let Some((before, behind)) = rest.split_once('{') {
            text.push_str(&self.with_modules(before));
            let Some((index, behind)) = behind.split_once('}') else { break };
            let is_alone =
                before.ends_with(['(', ' ']) && behind.starts_with([',', ')']) && !before.ends_with(") ");
            let precedence = if is_alone { Precedence::Test } else { Precedence::Atom };
            let arg = index.parse::<usize>().ok().and_then(|index| args.get(index));
            text.push_str(&arg.map(|&arg| self.expr(arg, precedence)).unwrap_or_default());
            rest = behind;
        }
        text.push_str(&self.with_modules(rest));
        let is_one = !is_open(&text);
        if is_one { text } else { Precedence::Term.within(around, text) }
    }

    /// NumPy's functions by the names that the modules have here.
    fn with_modules(&self, text: &str) -> String {
        let numpy = self.modules.name("np.");
        let mut out = String::new();
        let mut last = ' ';
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("np.") {
            out.push_str(before);
            last = before.chars().last().unwrap_or(last);
            out.push_str(if last.is_alphanumeric() || last == '_' || last == '.' { "np." } else { &numpy });
            last = '.';
            rest = behind;
        }
        out.push_str(rest);
        out
    }
}

/// Whether an operator stands in a text outside of all parentheses.
fn is_open(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c == ' '
    })
}
