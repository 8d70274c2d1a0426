//! Expressions: which values are variables, and every other one as the text that Rust has for its operation.

use super::calls::{Callees, Members, tuples};
use super::integers::Width;
use super::text::{Binding, Kind, Text};
use super::values::{integers, is_copied, stands_for_matrix};
use super::{choice, macros, names, uses};
use crate::diag::Diagnostics;
use crate::ir::{Const, Def, Func, Op, Value};
use crate::names::Names;
use crate::ops::{Attr, Lower, MatrixPower, Operation, RustForm, SourceForm, Spelling, Upper};
use crate::ty::{Elem, Rank};
use std::collections::{BTreeMap, BTreeSet};

/// Writes the expressions of one function.
pub(super) struct Printer<'a> {
    pub(super) func: &'a Func,
    /// The functions that it may call.
    pub(super) callees: Callees,
    pub(super) free: Names,
    /// What is imported for the expressions so far.
    pub(super) functions: BTreeSet<&'static str>,
    /// The macros that a name stands for until the text is formatted.
    parts: Vec<String>,
    names: BTreeMap<Value, String>,
    next: usize,
    bound: BTreeSet<Value>,
    tuples: BTreeMap<Value, Members>,
    /// The variables that are integers.
    integers: BTreeSet<Value>,
    /// The texts of values that are no expressions of this function.
    given: BTreeMap<Value, Text>,
    kinds: BTreeMap<Value, Kind>,
    reads: BTreeSet<Value>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(func: &'a Func, callees: &Callees) -> Self {
        let tuples = tuples(func);
        let in_tuples: BTreeSet<Value> = tuples.values().flatten().flatten().copied().collect();
        let outside = choice::outside_of_branches(func);
        let uses = uses(func, |value| is_copied(func, value));
        let bound: Vec<Value> = func
            .lets()
            .filter(|&value| {
                let is_named = func.value(value).name.is_some() && !stands_for_matrix(func, value);
                let is_shared = uses(value) > 1 && !is_copied(func, value);
                is_named || is_shared || in_tuples.contains(&value) || outside.contains(&value)
            })
            .collect();
        let called = func.callees.iter().filter_map(|callee| callees.get(&callee.path));
        let (names, free) = names::of_values(func, &bound, called.map(|callee| callee.name.as_str()));
        let bound = bound.into_iter().collect();
        let integers = integers(func, &bound);
        Self { integers, tuples, callees: callees.clone(), names, free, bound, ..Self::empty(func) }
    }

    /// For an expression of which the operands are these texts, integer parameters these names.
    pub(super) fn of_element(
        func: &'a Func,
        (given, names): (BTreeMap<Value, Text>, BTreeMap<Value, String>),
        free: Names,
    ) -> Self {
        Self { given, names, free, ..Self::empty(func) }
    }

    fn empty(func: &'a Func) -> Self {
        Self {
            func,
            callees: Callees::new(),
            free: Names::new(Vec::<String>::new()),
            functions: BTreeSet::new(),
            parts: Vec::new(),
            names: BTreeMap::new(),
            next: 0,
            bound: BTreeSet::new(),
            tuples: BTreeMap::new(),
            integers: BTreeSet::new(),
            given: BTreeMap::new(),
            kinds: BTreeMap::new(),
            reads: BTreeSet::new(),
        }
    }

    /// Whether the value has a `let`, its own or that of a tuple.
    pub(super) fn is_bound(&self, value: Value) -> bool {
        self.bound.contains(&value)
    }

    /// The tuple that is bound where this value is computed; without members if another value of it has been there.
    pub(super) fn tuple_at(&self, value: Value) -> Option<Members> {
        let is_member = |members: &&Members| members.contains(&Some(value));
        match self.tuples.get(&value) {
            Some(members) => Some(members.clone()),
            None => self.tuples.values().find(is_member).map(|_| Members::new()),
        }
    }

    /// Whether the value is a variable that is an integer.
    pub(super) fn is_integer_variable(&self, value: Value) -> bool {
        self.integers.contains(&value)
    }

    /// The name of a parameter or a bound value.
    pub(super) fn name(&self, value: Value) -> String {
        self.names.get(&value).cloned().unwrap_or_else(|| "_".to_owned())
    }

    /// The name of a variable that is read.
    pub(super) fn read(&mut self, value: Value) -> String {
        self.reads.insert(value);
        self.name(value)
    }

    /// The variables that have been read since this was asked last.
    pub(super) fn take_reads(&mut self) -> BTreeSet<Value> {
        std::mem::take(&mut self.reads)
    }

    /// What is imported for the expressions so far.
    pub(super) fn functions(&self) -> BTreeSet<&'static str> {
        self.functions.clone()
    }

    /// The name of the variable that a `let` binds.
    pub(super) fn bind(&mut self, value: Value, kind: Kind) -> String {
        self.kinds.insert(value, kind);
        let name = match self.names.get(&value) {
            Some(name) => name.clone(),
            None => self.free.numbered("v", &mut self.next),
        };
        self.names.insert(value, name.clone());
        name
    }

    /// What stands for a macro until the text is formatted.
    pub(super) fn part(&mut self, text: String) -> String {
        let mark = macros::mark(self.parts.len(), &text);
        self.parts.push(text);
        mark
    }

    /// The macros of the function.
    pub(super) fn into_parts(self) -> Vec<String> {
        self.parts
    }

    /// A name that nothing else has.
    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        self.free.fresh(wanted)
    }

    /// The value where it is used: a variable's name, or the whole expression.
    pub(super) fn value(&mut self, value: Value, diags: &mut Diagnostics) -> Text {
        self.write(value, false, diags)
    }

    /// The right-hand side of the value's own `let`.
    pub(super) fn definition(&mut self, value: Value, diags: &mut Diagnostics) -> Text {
        if self.integers.remove(&value) {
            let text = self.integer_text(value, Width::Usize, diags);
            self.integers.insert(value);
            return text.unwrap_or_else(|| self.refuse_negative(value, diags));
        }
        self.write_definition(value, self.is_untyped(value, true), diags)
    }

    pub(super) fn write(&mut self, value: Value, typed: bool, diags: &mut Diagnostics) -> Text {
        if let Some(text) = self.given.get(&value) {
            return text.clone();
        }
        if let Some(&kind) = self.kinds.get(&value) {
            let name = self.read(value);
            if self.integers.contains(&value) {
                return Text { text: format!("{name} as f64"), binding: Binding::Cast, kind };
            }
            return Text::postfix(name, kind);
        }
        self.write_definition(value, typed, diags)
    }

    fn write_definition(&mut self, value: Value, typed: bool, diags: &mut Diagnostics) -> Text {
        let func = self.func;
        match func.def(value) {
            Def::Param(_) => self.parameter(value),
            Def::Const(literal) => self.literal(value, literal, typed, diags),
            Def::Op(op, args) => self.operation(value, *op, args, typed, diags),
            Def::ParamTangent(_) | Def::Adjoint(_) => {
                let origin = func.value(value).origin.clone();
                diags.error(origin, "Rust source is written of a function, not of its derivative");
                Text::unknown()
            }
        }
    }

    fn parameter(&self, value: Value) -> Text {
        let (name, ty) = (self.name(value), self.func.ty(value));
        match (ty.rank(), ty.elem) {
            // Rust does not mix integers and floating-point numbers as Python does.
            (Rank::Scalar, Elem::Int) => {
                Text { text: format!("{name} as f64"), binding: Binding::Cast, kind: Kind::Number }
            }
            (Rank::Scalar, _) => Text::postfix(name, Kind::Number),
            _ => Text { text: name, binding: Binding::Postfix, kind: Kind::Reference },
        }
    }

    fn literal(&self, value: Value, literal: &Const, typed: bool, diags: &mut Diagnostics) -> Text {
        let suffix = match (typed, self.func.ty(value).elem) {
            (false, _) => "",
            (true, Elem::F32) => "_f32",
            (true, _) => "_f64",
        };
        let (text, is_negative) = match literal {
            Const::Int(int) => (format!("{int}.0{suffix}"), *int < 0),
            Const::Float(float) if float.is_nan() => ("f64::NAN".to_owned(), false),
            Const::Float(float) if float.is_infinite() && *float > 0.0 => ("f64::INFINITY".to_owned(), false),
            Const::Float(float) if float.is_infinite() => ("f64::NEG_INFINITY".to_owned(), false),
            Const::Float(float) => (format!("{float:?}{suffix}"), float.is_sign_negative()),
            Const::Named(path) if syn::parse_str::<syn::Path>(path).is_ok() => (path.clone(), false),
            Const::Named(path) => {
                diags.error_with_help(
                    self.func.value(value).origin.clone(),
                    format!("`{path}` has no name in Rust"),
                    "pass it as a parameter of the function",
                );
                return Text::unknown();
            }
        };
        let binding = if is_negative { Binding::Prefix } else { Binding::Postfix };
        Text { text, binding, kind: Kind::Number }
    }

    fn operation(
        &mut self,
        value: Value,
        op: Op,
        args: &[Value],
        typed: bool,
        diags: &mut Diagnostics,
    ) -> Text {
        let ranks: Vec<Rank> = args.iter().map(|&arg| self.func.rank(arg)).collect();
        let kind = if self.func.rank(value) == Rank::Scalar { Kind::Number } else { Kind::Owned };
        if let (true, [matrix]) = (stands_for_matrix(self.func, value), args) {
            return self.write(*matrix, typed, diags);
        }
        if let (Some(function), [a, rest]) = (self.integer_call(op, args), args) {
            self.functions.insert(function);
            let Some(exponent) = self.integer_text(*rest, Width::I32, diags).map(|text| text.text) else {
                return self.refuse_negative(value, diags);
            };
            let text = format!("{function}({}, {exponent})", self.write(*a, false, diags).argument());
            return Text { text, binding: Binding::Postfix, kind };
        }
        if self.func.callee(value).is_some() {
            return self.call(value, diags);
        }
        if let Some(form) = op.kind.source(op.attr) {
            return self.form(value, op, (args, typed), form, diags);
        }
        let form = op.kind.rust(op.attr, &ranks);
        match (form, spelling(op), args) {
            (RustForm::Same, _, [a]) => self.write(*a, typed, diags),
            (RustForm::Size(method), _, [a]) => {
                let array = self.write(*a, false, diags);
                let text = format!("{}.{method}() as f64", array.receiver());
                Text { text, binding: Binding::Cast, kind }
            }
            (RustForm::Power, _, [base, exponent]) if self.func.rank(*exponent) == Rank::Scalar => {
                self.power(kind, *base, *exponent, diags)
            }
            (RustForm::Power, ..) => self.pair(value, op, args, ("powf", "pow"), diags),
            (RustForm::Method(method @ ("max" | "hypot" | "atan2")), ..) => {
                let function = if method == "max" { "maximum" } else { method };
                self.pair(value, op, args, (method, function), diags)
            }
            (RustForm::Method("min"), ..) => self.pair(value, op, args, ("min", "minimum"), diags),
            (RustForm::ElementFunction("maximum"), ..) => {
                self.pair(value, op, args, ("max", "maximum"), diags)
            }
            (RustForm::ElementFunction("minimum"), ..) => {
                self.pair(value, op, args, ("min", "minimum"), diags)
            }
            (RustForm::Method("clamp"), _, [_, bounds @ ..])
                if bounds.iter().any(|&bound| self.func.rank(bound) != Rank::Scalar) =>
            {
                self.refuse(value, op, diags)
            }
            // Numbers have no `pow2`; it is a method of arrays alone.
            (RustForm::Square, _, [base]) if kind == Kind::Number => Text {
                text: format!("{}.powi(2)", self.receiver(*base, diags)),
                binding: Binding::Postfix,
                kind,
            },
            (RustForm::View(method), _, [a]) => {
                let of = self.write(*a, false, diags);
                let kind = of.viewed();
                let text = format!("{}.{method}()", of.receiver());
                Text::postfix(text, kind)
            }
            (_, Some(Spelling::RustInfix(operator)), [a, b]) => {
                let (left, right) = if matches!(operator, "+" | "-") {
                    (Binding::Sum, Binding::Product)
                } else {
                    (Binding::Product, Binding::Cast)
                };
                let (a, b) = (self.write(*a, typed, diags), self.write(*b, false, diags));
                let (a, b) = (a.operand().at_least(left), b.right_operand(a.kind).at_least(right));
                Text { text: format!("{a} {operator} {b}"), binding: left, kind }
            }
            (_, Some(Spelling::RustPrefix(operator)), [a]) => {
                let a = self.write(*a, typed, diags).operand().at_least(Binding::Prefix);
                Text { text: format!("{operator}{a}"), binding: Binding::Prefix, kind }
            }
            (
                _,
                Some(
                    spelling @ (Spelling::RustMethod(method, _, attr)
                    | Spelling::RustOptionMethod(method, _, attr)),
                ),
                [a, rest @ ..],
            ) => {
                let receiver = self.receiver(*a, diags);
                let mut words = Vec::new();
                if let (Attr::AnyAxis, Attr::Axis(axis)) = (attr, op.attr) {
                    self.functions.insert("prelude");
                    words.push(format!("Axis({axis})"));
                }
                words.extend(rest.iter().map(|&arg| self.write(arg, false, diags).argument()));
                let behind =
                    if matches!(spelling, Spelling::RustOptionMethod(..)) { ".unwrap()" } else { "" };
                Text::postfix(format!("{receiver}.{method}({}){behind}", words.join(", ")), kind)
            }
            (_, Some(Spelling::RustFunction(function, ..)), args) => {
                let function = match args {
                    [factors, _] => self.triangular(*factors).unwrap_or(function),
                    _ => function,
                };
                self.functions.insert(function);
                let args: Vec<String> =
                    args.iter().map(|&arg| self.write(arg, false, diags).argument()).collect();
                Text { text: format!("{function}({})", args.join(", ")), binding: Binding::Postfix, kind }
            }
            (_, Some(Spelling::RustTupleFunction(function, _, component)), args) => {
                self.functions.insert(function);
                let args: Vec<String> =
                    args.iter().map(|&arg| self.write(arg, false, diags).argument()).collect();
                let text = format!("{function}({}).{}", args.join(", "), component.index);
                Text { text, binding: Binding::Postfix, kind }
            }
            _ => self.refuse(value, op, diags),
        }
    }

    /// The function of a power of a matrix, whose exponent is an integer.
    fn integer_call(&self, op: Op, args: &[Value]) -> Option<&'static str> {
        let is_integer = args.get(1).is_some_and(|&arg| self.func.ty(arg).elem == Elem::Int);
        match spelling(op) {
            Some(Spelling::RustFunction(function, ..))
                if is_integer && op.kind.name() == MatrixPower.name() =>
            {
                Some(function)
            }
            _ => None,
        }
    }

    /// The function that solves with a triangle, if the value is one.
    fn triangular(&self, factors: Value) -> Option<&'static str> {
        let (op, _) = self.func.as_op(factors)?;
        match op.kind.name() {
            name if name == Lower.name() => Some("solve_lower"),
            name if name == Upper.name() => Some("solve_upper"),
            _ => None,
        }
    }

    /// The value as the receiver of a method. The type of a number must be known there, so literals say it.
    pub(super) fn receiver(&mut self, value: Value, diags: &mut Diagnostics) -> String {
        self.receiver_of(value, diags).receiver()
    }

    pub(super) fn receiver_of(&mut self, value: Value, diags: &mut Diagnostics) -> Text {
        let typed = self.is_untyped(value, false);
        self.write(value, typed, diags)
    }

    fn power(&mut self, kind: Kind, base: Value, exponent: Value, diags: &mut Diagnostics) -> Text {
        let base = self.receiver(base, diags);
        let is_integer = self.func.ty(exponent).elem == Elem::Int;
        let text = match (self.integer(exponent), self.func.def(exponent)) {
            (Some(int), _) => format!("{base}.powi({int})"),
            (None, Def::Param(_)) if is_integer => format!("{base}.powi({})", self.name(exponent)),
            _ => format!("{base}.powf({})", self.write(exponent, false, diags).text),
        };
        Text::postfix(text, kind)
    }

    /// The integer that stands in the source, with its sign, if the value is one.
    pub(super) fn integer(&self, value: Value) -> Option<i32> {
        if self.is_bound(value) {
            return None;
        }
        match self.func.def(value) {
            Def::Const(Const::Int(int)) => i32::try_from(*int).ok(),
            Def::Op(op, args) => match (spelling(*op)?, args.as_slice()) {
                (Spelling::RustPrefix("-"), [a]) => self.integer(*a)?.checked_neg(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether nothing but literals says what type the number has: `2.0 + 1.0`. A `let` of such a number is
    /// asked for its `definition`; anything else that has a `let` is a variable, whose type is known.
    pub(super) fn is_untyped(&self, value: Value, definition: bool) -> bool {
        if self.func.rank(value) != Rank::Scalar || (self.is_bound(value) && !definition) {
            return false;
        }
        match self.func.def(value) {
            Def::Const(Const::Int(_) | Const::Float(_)) => true,
            Def::Op(op, args) if matches!(op.kind.source(op.attr), Some(SourceForm::Choice(_))) => {
                args.iter().skip(2).all(|&arg| self.is_untyped(arg, false))
            }
            Def::Op(op, args) => {
                let is_operator =
                    matches!(spelling(*op), Some(Spelling::RustInfix(_) | Spelling::RustPrefix(_)));
                (is_operator || op.kind.rust(op.attr, &[Rank::Scalar]) == RustForm::Same)
                    && args.iter().all(|&arg| self.is_untyped(arg, false))
            }
            _ => false,
        }
    }
}

/// How Rust writes the operation: an operator, a method or a function that does not return a `Result`.
pub(super) fn spelling(op: Op) -> Option<Spelling> {
    op.kind.spellings().iter().copied().find(|spelling| match spelling {
        Spelling::RustInfix(_) | Spelling::RustPrefix(_) | Spelling::RustTupleFunction(..) => true,
        Spelling::RustMethod(_, _, attr)
        | Spelling::RustOptionMethod(_, _, attr)
        | Spelling::RustFunction(_, _, attr) => {
            *attr == op.attr
                || (*attr == Attr::None && op.attr == Attr::Function)
                || (*attr == Attr::AnyAxis && matches!(op.attr, Attr::Axis(_)))
        }
        _ => false,
    })
}
