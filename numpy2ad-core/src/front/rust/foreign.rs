//! Calls of functions that have derivatives of their own.

use super::body::Lowering;
use super::known::{self, Known};
use super::scope::Binding;
use super::signature::{self, Kind, Part};
use super::syntax::{path_text, strip};
use super::types::INTEGERS;
use crate::ir::{Argument, Callee, Def, Failure, Form, Op, Passing, Stmt, Value};
use crate::ops::{Attr, Called, Part as CallPart};
use crate::origin::Origin;
use crate::ty::{Elem, Ty};
use quote::ToTokens;
use syn::{Expr, ExprCall, Lit, Pat};

/// A call as it stands in the source, and what becomes of its errors.
pub(super) struct Foreign<'e> {
    pub(super) call: &'e ExprCall,
    path: &'e syn::Path,
    failure: Failure,
}

/// What a call gives.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    pub(super) parts: Vec<Part>,
    pub(super) is_tuple: bool,
}

impl Foreign<'_> {
    /// The same with its errors returned, as those of a tail are.
    pub(super) fn returned(&self) -> Self {
        Self { failure: Failure::Returned, ..*self }
    }
}

impl Lowering<'_> {
    /// An expression of which the type is written down.
    pub(super) fn expected_expr(&mut self, expr: &Expr, expected: Option<&Expected>) -> Option<Value> {
        match (self.foreign(expr), expected) {
            (Some(foreign), Some(expected)) if !expected.is_tuple => {
                self.foreign_call(&foreign, expected, expr)?.first().copied()
            }
            _ => self.expr(expr),
        }
    }

    /// The type behind a pattern, if it is one that results have.
    pub(super) fn annotation(&self, pat: &Pat) -> Option<Expected> {
        match pat {
            Pat::Type(typed) => signature::expected(&typed.ty),
            Pat::Paren(paren) => self.annotation(&paren.pat),
            _ => None,
        }
    }

    /// The call of a function without a rule, bare or behind `?` or `unwrap()`.
    pub(super) fn foreign<'e>(&self, expr: &'e Expr) -> Option<Foreign<'e>> {
        let (inner, failure) = match strip(expr) {
            Expr::Try(attempt) => (&*attempt.expr, Failure::Returned),
            Expr::MethodCall(call) if super::tuples::is_unwrap(call) => (&*call.receiver, Failure::Panic),
            other => (other, Failure::None),
        };
        let Expr::Call(call) = strip(inner) else { return None };
        let Expr::Path(path) = strip(&call.func) else { return None };
        let last = path.path.segments.last()?.ident.to_string();
        let is_function = path.qself.is_none() && last.starts_with(|c: char| c.is_lowercase() || c == '_');
        let is_bound = path.path.get_ident().is_some_and(|ident| self.lookup(ident).is_some());
        let is_foreign = is_function && !is_of_type(&path.path) && !is_bound && !self.has_rule(call);
        is_foreign.then_some(Foreign { call, path: &path.path, failure })
    }

    /// What a call gives, by what is remembered of the function.
    pub(super) fn recalled(foreign: &Foreign<'_>) -> Option<Expected> {
        known_function(foreign).map(|known| Expected { parts: known.parts, is_tuple: known.is_tuple })
    }

    /// Lowers a call: its results, in order.
    pub(super) fn foreign_call(
        &mut self,
        foreign: &Foreign<'_>,
        expected: &Expected,
        whole: &Expr,
    ) -> Option<Vec<Value>> {
        if !self.guards.is_empty() {
            return self.refuse_in_branch(whole);
        }
        if foreign.failure == Failure::Returned {
            self.may_fail(whole)?;
        }
        let known = known_function(foreign).filter(|known| known.parts == expected.parts);
        let mut args = Vec::new();
        let mut operands = Vec::new();
        let mut refused = false;
        for (index, arg) in foreign.call.args.iter().enumerate() {
            let param = known.as_ref().and_then(|known| known.params.get(index)).copied();
            match self.argument(arg, param) {
                Some((argument, operand)) => {
                    args.push(argument);
                    operands.extend(operand);
                }
                None => refused = true,
            }
        }
        if refused {
            return None;
        }
        let (values, active): (Vec<Value>, Vec<bool>) = operands.into_iter().unzip();
        if values.iter().any(|&value| self.is_of_element(value)) {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                "a call for each element cannot be differentiated",
                "write out its expression in the closure",
            );
            return None;
        }
        let key = foreign.path.to_token_stream().to_string();
        self.constants.insert(key.clone(), foreign.path.clone());
        let callee = self.func.callees.len();
        self.func.callees.push(Callee {
            path: key,
            args,
            active,
            results: expected.parts.len(),
            is_tuple: expected.is_tuple,
            failure: foreign.failure,
            params: Vec::new(),
        });
        let parts = expected.parts.iter().enumerate();
        let results = parts.map(|(index, part)| {
            let attr = Attr::Part(CallPart { callee, index, rank: part.rank, elem: part.elem });
            let ty = Ty::new(part.elem, self.func.dims.fresh_shape(part.rank));
            let def = Def::Op(Op { kind: &Called::Result, attr }, values.clone());
            let value = self.func.push(def, ty, None, Origin::of_tokens(whole));
            self.func.body.push(Stmt::Let(value));
            value
        });
        Some(results.collect())
    }

    /// A call whose one result is used where it stands.
    pub(super) fn foreign_value(&mut self, foreign: &Foreign<'_>, whole: &Expr) -> Option<Value> {
        let Some(expected) = Self::recalled(foreign) else { return self.refuse_foreign(foreign) };
        if expected.is_tuple {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                format!("`{}` gives a tuple, and this takes one value", path_text(foreign.path)),
                "take it apart: `let (a, b) = ..;`",
            );
            return None;
        }
        self.foreign_call(foreign, &expected, whole)?.first().copied()
    }

    /// A function of which nothing is known.
    pub(super) fn refuse_foreign<T>(&mut self, foreign: &Foreign<'_>) -> Option<T> {
        let before = self.diags.iter().count();
        for arg in &foreign.call.args {
            if !matches!(strip(arg), Expr::Closure(_) | Expr::Path(_)) {
                self.expr(arg);
            }
        }
        if self.diags.iter().count() == before {
            self.refuse_call(foreign.path, foreign.call);
        }
        None
    }

    /// An argument, and the operand that it is, with whether the callee has an adjoint for it.
    fn argument(
        &mut self,
        arg: &Expr,
        param: Option<(Kind, bool)>,
    ) -> Option<(Argument, Option<(Value, bool)>)> {
        if self.is_foreign_argument(arg) || matches!(param, Some((Kind::Opaque, _))) {
            let key = format!("argument {}", arg.to_token_stream());
            self.foreign_args.insert(key.clone(), arg.to_token_stream());
            return Some((Argument::Foreign(key), None));
        }
        let value = match param {
            Some((Kind::Integer { .. }, _)) => self.with_integer_constants(arg)?,
            _ => self.expr(arg)?,
        };
        let is_float = self.func.ty(value).elem != Elem::Int;
        let active = param.map_or(is_float, |(_, active)| active && is_float);
        Some((Argument::Operand(self.passing(arg)), Some((value, active))))
    }

    /// What the callee takes and array code does not know: flags, texts, parameters that are passed on.
    fn is_foreign_argument(&self, arg: &Expr) -> bool {
        match strip(arg) {
            Expr::Lit(lit) => !matches!(lit.lit, Lit::Int(_) | Lit::Float(_)),
            Expr::Reference(reference) => self.is_foreign_argument(&reference.expr),
            Expr::Path(path) => path
                .path
                .get_ident()
                .and_then(|ident| self.lookup(ident))
                .is_some_and(|binding| matches!(binding, Binding::Opaque)),
            _ => false,
        }
    }

    /// How the value of an expression is handed over where that expression stands.
    pub(super) fn passing(&self, expr: &Expr) -> Passing {
        const VIEWS: [&str; 9] =
            ["view", "t", "slice", "row", "column", "index_axis", "diag", "broadcast", "insert_axis"];
        let owned = Passing { form: Form::Owned, by_ref: false };
        match strip(expr) {
            Expr::Path(path) => match path.path.get_ident().and_then(|ident| self.lookup(ident)) {
                Some(Binding::Value { passing, .. }) => *passing,
                _ => owned,
            },
            Expr::Reference(reference) => Passing { by_ref: true, ..self.passing(&reference.expr) },
            Expr::MethodCall(call) if VIEWS.contains(&call.method.to_string().as_str()) => {
                Passing { form: Form::View, by_ref: false }
            }
            Expr::MethodCall(call) if call.method == "clone" => match self.passing(&call.receiver).form {
                Form::View => Passing { form: Form::View, by_ref: false },
                _ => owned,
            },
            _ => owned,
        }
    }
}

/// The one function of this name and this number of parameters that is remembered.
fn known_function(foreign: &Foreign<'_>) -> Option<Known> {
    let name = foreign.path.segments.last()?.ident.to_string();
    let mut known = known::recall(&name).into_iter();
    let mut fitting = known.by_ref().filter(|known| known.params.len() == foreign.call.args.len());
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Whether a path names a function of a type of the libraries, `Array2::zeros`, `f64::from`: no macro stands on it.
pub(super) fn is_of_type(path: &syn::Path) -> bool {
    path.segments.iter().rev().nth(1).is_some_and(|segment| {
        let name = segment.ident.to_string();
        const OTHERS: [&str; 8] = ["f64", "f32", "Vec", "Box", "Option", "Result", "String", "Axis"];
        let is_scalar = name.len() == 1 && name.starts_with(char::is_uppercase);
        is_scalar
            || name.starts_with("Array")
            || OTHERS.contains(&name.as_str())
            || INTEGERS.contains(&name.as_str())
    })
}

/// What to do about a function that is not known to have a derivative.
pub(super) fn remedy(path: &syn::Path, count: usize) -> String {
    let text = path_text(path);
    let name = path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
    let known = known::recall(&name);
    match &known[..] {
        [] => format!(
            "put `#[adjoint]` on it, and let it stand above this function; of another crate, say what it gives: `let b: Array2<f64> = {text}(..);`"
        ),
        [only] if only.params.len() != count => {
            format!("`{text}` takes {} arguments", only.params.len())
        }
        _ => format!(
            "several functions have this name: say what this one gives, `let b: Array2<f64> = {text}(..);`"
        ),
    }
}
