//! One function under construction: its names, its statements, its mistakes.

use super::defined::Defined;
use super::imports::Imports;
use super::linalg::Tuple;
use super::{Mode, Ranks, text_range};
use crate::diag::Diagnostics;
use crate::ir::{Func, Stmt, Value};
use crate::names::Names;
use crate::ops::{Attr, Fault, Fill, Operation, PythonForm, Transpose};
use crate::ty::{Elem, Rank};
use ruff_text_size::TextRange;
use std::collections::{BTreeMap, BTreeSet};

/// What a name stands for.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    /// Its value; `None` behind a mistake, so that one mistake is one message.
    pub(super) value: Option<Value>,
    /// Where it was bound.
    pub(super) at: TextRange,
    /// How.
    pub(super) how: How,
}

/// How a name came to be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// As a parameter.
    Parameter,
    /// By an assignment.
    Assigned,
    /// By being read, in an expression, where names without an assignment are inputs.
    Read,
}

/// One function under construction.
pub(super) struct Scope<'a> {
    pub(super) text: &'a str,
    pub(super) mode: Mode,
    pub(super) imports: Imports,
    pub(super) ranks: &'a Ranks,
    /// The functions of the text that can be called.
    pub(super) defined: &'a Defined,
    pub(super) diags: Diagnostics,
    pub(super) func: Func,
    pub(super) names: Names,
    pub(super) bindings: BTreeMap<String, Binding>,
    /// The names that stand for a tuple.
    pub(super) tuples: BTreeMap<String, Tuple>,
    /// The values of the targets in order.
    pub(super) targets: Vec<Value>,
    /// Where among them those of the last assignment begin.
    pub(super) latest: usize,
    /// Values are nested in what uses them rather than given a name of their own.
    pub(super) inline: bool,
    next: usize,
    transposes: BTreeMap<Value, Value>,
    varied: BTreeSet<Value>,
}

impl<'a> Scope<'a> {
    /// An empty function in a text that uses these names.
    pub(super) fn new(
        text: &'a str,
        mode: Mode,
        imports: Imports,
        (ranks, defined): (&'a Ranks, &'a Defined),
        taken: BTreeSet<String>,
    ) -> Self {
        let mut names = Names::new(taken);
        names.take("np");
        Self {
            text,
            mode,
            imports,
            ranks,
            defined,
            diags: Diagnostics::default(),
            func: Func::default(),
            names,
            bindings: BTreeMap::new(),
            tuples: BTreeMap::new(),
            targets: Vec::new(),
            latest: 0,
            inline: false,
            next: 0,
            transposes: BTreeMap::new(),
            varied: BTreeSet::new(),
        }
    }

    /// Records a mistake.
    pub(super) fn error(&mut self, at: TextRange, message: impl Into<String>, help: impl Into<String>) {
        self.diags.error_with_help(text_range(at), message, help);
    }

    /// The number of the line on which a range begins.
    pub(super) fn line(&self, at: TextRange) -> usize {
        line(self.text, at)
    }

    /// The text of a range.
    pub(super) fn slice(&self, at: TextRange) -> &'a str {
        self.text.get(at.start().to_usize()..at.end().to_usize()).unwrap_or("")
    }

    /// Adds a parameter.
    pub(super) fn param(&mut self, name: &str, kind: (Elem, Rank), at: TextRange, how: How) -> Option<Value> {
        if self.imports.binds(name) {
            self.error(
                at,
                format!("`{name}` is a module or a function here, and a variable of that name hides it"),
                "give the variable another name",
            );
            self.bindings.insert(name.to_owned(), Binding { value: None, at, how });
            return None;
        }
        let (elem, rank) = kind;
        let value = self.func.param(name, elem, rank, elem.is_float(), text_range(at));
        if elem.is_float() {
            self.varied.insert(value);
        }
        self.bindings.insert(name.to_owned(), Binding { value: Some(value), at, how });
        Some(value)
    }

    /// Whether a value depends on something that is differentiated.
    pub(super) fn is_varied(&self, value: Value) -> bool {
        self.varied.contains(&value)
    }

    /// Notes that a value depends on something that is differentiated.
    pub(super) fn note_varied(&mut self, value: Value) {
        self.varied.insert(value);
    }

    /// Makes a value a statement, under the target's name or the next free one.
    pub(super) fn bind(&mut self, value: Value, target: Option<&str>, at: TextRange) -> Value {
        if self.inline && target.is_none() {
            return value;
        }
        let name = match target {
            Some(name) => name.to_owned(),
            None => self.names.numbered("v", &mut self.next),
        };
        if let Some(data) = self.func.value_mut(value) {
            data.name = Some(name);
            data.origin = text_range(at);
        }
        self.func.body.push(Stmt::Let(value));
        value
    }

    /// A statement that applies an operation.
    pub(super) fn apply(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        args: &[Value],
        target: Option<&str>,
        at: TextRange,
    ) -> Option<Value> {
        let is_transpose = kind.name() == Transpose.name();
        if let (true, None, [arg]) = (is_transpose, target, args)
            && let Some(&taken) = self.transposes.get(arg)
        {
            return Some(taken);
        }
        let made = self.unvarying(kind, attr, args).and_then(|()| self.prepared(kind, attr, args, at));
        let value = match made {
            Ok(value) => value,
            Err(Fault { message, help: Some(help) }) => {
                self.error(at, message, help);
                return None;
            }
            Err(Fault { message, help: None }) => {
                self.diags.error(text_range(at), message);
                return None;
            }
        };
        if self.func.ty(value).elem.is_float() && args.iter().any(|arg| self.varied.contains(arg)) {
            self.varied.insert(value);
        }
        if let (true, [arg]) = (is_transpose, args) {
            self.transposes.entry(*arg).or_insert(value);
        }
        Some(self.bind(value, target, at))
    }

    /// An operation behind the steps that it needs.
    fn prepared(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        args: &[Value],
        at: TextRange,
    ) -> Result<Value, Fault> {
        let Some(prepared) = kind.prepared(attr) else {
            return self.func.apply(kind, attr, args);
        };
        let mut args = args.to_vec();
        if let Some(first) = args.first_mut() {
            for (step, attr) in prepared.steps {
                *first = self.made_once(step, attr, *first, at)?;
            }
        }
        self.func.apply(kind, prepared.then, &args)
    }

    /// Refuses what an operation takes for a constant where it depends on something that is differentiated.
    fn unvarying(&self, kind: &dyn Operation, attr: Attr, args: &[Value]) -> Result<(), Fault> {
        let varied = |index: usize| args.get(index).is_some_and(|&arg| self.is_varied(arg));
        let sizes = if attr == Attr::Full { 1 } else { 0 };
        if kind.name() == Fill.name() && (sizes..args.len()).any(varied) {
            return Err(Fault {
                message: "the shape of an array is made of integers".to_owned(),
                help: Some("sizes are integers, `A.shape[0]`".to_owned()),
            });
        }
        Ok(())
    }
}

/// The number of the line of `text` on which a range begins.
pub(super) fn line(text: &str, at: TextRange) -> usize {
    text.get(..at.start().to_usize()).unwrap_or("").matches('\n').count() + 1
}

/// Whether Python writes the value's operation as an operator.
pub(super) fn is_operator(func: &Func, value: Value) -> bool {
    func.as_op(value).is_some_and(|(op, _)| {
        matches!(op.kind.python(op.attr), PythonForm::Infix(_) | PythonForm::Prefix(_))
    })
}
