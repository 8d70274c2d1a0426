//! Expressions: which values are variables, and every other one as the text that Rust has for its operation.

use super::text::{Binding, Kind, Text};
use super::{names, uses};
use crate::diag::Diagnostics;
use crate::ir::{Const, Def, Func, Op, Value};
use crate::names::Names;
use crate::ops::{
    Attr, Lower, Masked, MatrixPower, Operation, RustForm, Spelling, TABLE, Upper, is_factorisation,
};
use crate::ty::{Elem, Rank};
use std::collections::{BTreeMap, BTreeSet};

/// The functions of two arrays, in `numpy2ad::elementwise`.
pub(super) const PAIRS: [&str; 5] = ["atan2", "hypot", "maximum", "minimum", "pow"];

/// Writes the expressions of one function.
pub(super) struct Printer<'a> {
    func: &'a Func,
    names: BTreeMap<Value, String>,
    free: Names,
    next: usize,
    bound: BTreeSet<Value>,
    used: BTreeSet<Value>,
    kinds: BTreeMap<Value, Kind>,
    functions: BTreeSet<&'static str>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(func: &'a Func) -> Self {
        let uses = uses(func, |value| is_copied(func, value));
        let bound: Vec<Value> = func
            .lets()
            .filter(|&value| {
                let is_named = func.value(value).name.is_some() && !stands_for_matrix(func, value);
                is_named || (uses(value) > 1 && !is_copied(func, value))
            })
            .collect();
        let used = func.values().filter(|&value| uses(value) > 0).collect();
        let (names, free) = names::of_values(func, &bound);
        let bound = bound.into_iter().collect();
        let (kinds, functions) = (BTreeMap::new(), BTreeSet::new());
        Self { func, names, free, next: 0, bound, used, kinds, functions }
    }

    /// Whether the value has a `let` of its own.
    pub(super) fn is_bound(&self, value: Value) -> bool {
        self.bound.contains(&value)
    }

    /// The name of a parameter or a bound value.
    pub(super) fn name(&self, value: Value) -> String {
        self.names.get(&value).cloned().unwrap_or_else(|| "_".to_owned())
    }

    /// The functions that the expressions so far have called.
    pub(super) fn functions(&self) -> BTreeSet<&'static str> {
        self.functions.clone()
    }

    /// The pattern of the `let` that binds the value to this text.
    pub(super) fn bind(&mut self, value: Value, text: &Text) -> String {
        self.kinds.insert(value, text.variable_kind());
        let name = match self.names.get(&value) {
            Some(name) => name.clone(),
            None => self.free.numbered("v", &mut self.next),
        };
        self.names.insert(value, name.clone());
        // The compiler warns of a variable that nothing reads, unless its name says so.
        if self.used.contains(&value) { name } else { format!("_{name}") }
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
        self.write_definition(value, self.is_untyped(value, true), diags)
    }

    fn write(&mut self, value: Value, typed: bool, diags: &mut Diagnostics) -> Text {
        if let Some(kind) = self.kinds.get(&value) {
            return Text { text: self.name(value), binding: Binding::Postfix, kind: *kind };
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
            let exponent = match (self.integer(*rest), self.func.def(*rest)) {
                (Some(int), _) => int.to_string(),
                (None, Def::Param(_)) => self.name(*rest),
                _ => format!("({}) as i32", self.write(*rest, false, diags).text),
            };
            let text = format!("{function}({}, {exponent})", self.write(*a, false, diags).argument());
            return Text { text, binding: Binding::Postfix, kind };
        }
        let form = op.kind.rust(op.attr, &ranks);
        // Their Rust takes integers, traits or owned copies that the words of the table do not show.
        if ["slice", "triangle", "reshape", "norm"].contains(&op.kind.name()) {
            return self.refuse(value, op, args, diags);
        }
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
                self.refuse(value, op, args, diags)
            }
            // Numbers have no `pow2`; it is a method of arrays alone.
            (RustForm::Square, _, [base]) if kind == Kind::Number => Text {
                text: format!("{}.powi(2)", self.receiver(*base, diags)),
                binding: Binding::Postfix,
                kind,
            },
            (RustForm::View(method), _, [a]) => {
                let of = self.write(*a, false, diags);
                let of_temporary = match of.kind {
                    Kind::View { of_temporary } => of_temporary,
                    kind => kind == Kind::Owned,
                };
                let text = format!("{}.{method}()", of.receiver());
                Text { text, binding: Binding::Postfix, kind: Kind::View { of_temporary } }
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
            (_, Some(Spelling::RustMethod(method, ..)), [a, rest @ ..]) => {
                let receiver = self.receiver(*a, diags);
                let rest: Vec<String> =
                    rest.iter().map(|&arg| self.write(arg, false, diags).argument()).collect();
                let text = format!("{receiver}.{method}({})", rest.join(", "));
                Text::postfix(text, kind)
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
            _ => self.refuse(value, op, args, diags),
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
    fn receiver(&mut self, value: Value, diags: &mut Diagnostics) -> String {
        let typed = self.is_untyped(value, false);
        self.write(value, typed, diags).receiver()
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

    /// A function of two operands: a method of a number, a closure where one is an array, and a function of two
    /// arrays. Beside a NaN, the methods `max` and `min` give the other number, which `np.maximum` does not; two arrays
    /// under `np.fmax` are refused for that, but a person would write the closure of a single array.
    fn pair(
        &mut self,
        value: Value,
        op: Op,
        args: &[Value],
        (method, function): (&'static str, &'static str),
        diags: &mut Diagnostics,
    ) -> Text {
        let &[a, b] = args else { return self.refuse(value, op, args, diags) };
        let of_numbers = op.kind.rust(op.attr, &[]) != RustForm::Method(method);
        match (self.func.rank(a), self.func.rank(b)) {
            (Rank::Scalar, Rank::Scalar) => {
                let (a, b) = (self.receiver(a, diags), self.write(b, false, diags).argument());
                Text::postfix(format!("{a}.{method}({b})"), Kind::Number)
            }
            (_, Rank::Scalar) => {
                let (array, number) = (self.receiver(a, diags), self.write(b, false, diags).argument());
                let x = self.free.fresh("x");
                self.free.release(&x);
                Text::postfix(format!("{array}.mapv(|{x}| {x}.{method}({number}))"), Kind::Owned)
            }
            (Rank::Scalar, _) => {
                let (number, array) = (self.receiver(a, diags), self.receiver(b, diags));
                let x = self.free.fresh("x");
                self.free.release(&x);
                Text::postfix(format!("{array}.mapv(|{x}| {number}.{method}({x}))"), Kind::Owned)
            }
            (left, right) if left == right && (of_numbers || method == function) => {
                self.functions.insert(function);
                let [a, b] = [a, b].map(|arg| self.write(arg, false, diags).argument());
                Text::postfix(format!("{function}({a}, {b})"), Kind::Owned)
            }
            _ => self.refuse(value, op, args, diags),
        }
    }

    /// The integer that stands in the source, with its sign, if the value is one.
    fn integer(&self, value: Value) -> Option<i32> {
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
    fn is_untyped(&self, value: Value, definition: bool) -> bool {
        if self.func.rank(value) != Rank::Scalar || (self.is_bound(value) && !definition) {
            return false;
        }
        match self.func.def(value) {
            Def::Const(Const::Int(_) | Const::Float(_)) => true,
            Def::Op(op, args) => {
                let is_operator =
                    matches!(spelling(*op), Some(Spelling::RustInfix(_) | Spelling::RustPrefix(_)));
                (is_operator || op.kind.rust(op.attr, &[Rank::Scalar]) == RustForm::Same)
                    && args.iter().all(|&arg| self.is_untyped(arg, false))
            }
            _ => false,
        }
    }

    /// Records that Rust code for `#[adjoint]` has no word for the operation.
    fn refuse(&self, value: Value, op: Op, args: &[Value], diags: &mut Diagnostics) -> Text {
        if let Some(callee) = self.func.callee(value) {
            let message = format!("calls, as of `{}` here, are not written in Rust", callee.path);
            let help = "write the body of the function where it is called";
            diags.error_with_help(self.func.value(value).origin.clone(), message, help);
            return Text::unknown();
        }
        let takes_arrays = args.iter().any(|&arg| self.func.rank(arg) != Rank::Scalar);
        let help = if takes_arrays {
            format!("write it with operations that both languages have: {}", common().join(", "))
        } else {
            "pass the array as a parameter of the function".to_owned()
        };
        let message = format!("`{}` has no counterpart in Rust code for `#[adjoint]`", python_name(op));
        diags.error_with_help(self.func.value(value).origin.clone(), message, help);
        Text::unknown()
    }
}

/// Whether a value is a factorisation, or the triangle before it: Rust's functions take the matrix itself.
fn stands_for_matrix(func: &Func, value: Value) -> bool {
    func.as_op(value).is_some_and(|(op, _)| is_factorisation(op.kind) || op.kind.name() == Masked.name())
}

/// Whether every use of a value without a name writes it afresh, because that costs nothing.
fn is_copied(func: &Func, value: Value) -> bool {
    match func.def(value) {
        Def::Const(_) => true,
        Def::Op(..) if stands_for_matrix(func, value) => true,
        Def::Op(op, args) => {
            let ranks: Vec<Rank> = args.iter().map(|&arg| func.rank(arg)).collect();
            matches!(op.kind.rust(op.attr, &ranks), RustForm::Same | RustForm::View(_) | RustForm::Size(_))
        }
        _ => false,
    }
}

/// How Rust writes the operation: an operator, a method or a function that does not return a `Result`.
fn spelling(op: Op) -> Option<Spelling> {
    op.kind.spellings().iter().copied().find(|spelling| match spelling {
        Spelling::RustInfix(_) | Spelling::RustPrefix(_) | Spelling::RustTupleFunction(..) => true,
        Spelling::RustMethod(_, _, attr) | Spelling::RustFunction(_, _, attr) => {
            *attr == op.attr || (*attr == Attr::None && op.attr == Attr::Function)
        }
        _ => false,
    })
}

/// The operation as Python writes it.
fn python_name(op: Op) -> String {
    let of_attr = op.kind.spellings().iter().find_map(|spelling| match spelling {
        Spelling::PythonCall(name, _, attr) if *attr == op.attr => Some(name.replacen("numpy.", "np.", 1)),
        _ => None,
    });
    of_attr.unwrap_or_else(|| op.kind.name().to_owned())
}

/// What both languages can say, as Python says it.
fn common() -> Vec<String> {
    let has_rust = |spelling: &&Spelling| {
        matches!(
            spelling,
            Spelling::RustInfix(_)
                | Spelling::RustPrefix(_)
                | Spelling::RustMethod(..)
                | Spelling::RustFunction(..)
        )
    };
    let both = TABLE.iter().filter(|kind| kind.spellings().iter().any(|s| has_rust(&s)));
    both.filter_map(|kind| {
        kind.spellings().iter().find_map(|spelling| match spelling {
            Spelling::PythonInfix(operator) | Spelling::PythonPrefix(operator) => {
                Some(format!("`{operator}`"))
            }
            Spelling::PythonAttribute(name, _) => Some(format!("`.{name}`")),
            Spelling::PythonCall(name, ..) => Some(format!("`{}`", name.replacen("numpy.", "np.", 1))),
            _ => None,
        })
    })
    .fold(Vec::new(), |mut list, word| {
        if !list.contains(&word) {
            list.push(word);
        }
        list
    })
}
