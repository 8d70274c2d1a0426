//! Tuples: what several names are bound to at once, and what a body with several results ends in.

use super::body::{BoundName, Lowering, bound_name};
use super::foreign::Expected;
use super::scope::{Binding, Scope};
use super::syntax::strip;
use crate::ir::Value;
use crate::ops::{self, Attr, Component, Operation, Spelling};
use crate::origin::Origin;
use syn::{Expr, ExprMethodCall, Member, Pat, PatTuple};

/// The operations behind the components of a tuple, in order.
type Components = Vec<&'static dyn Operation>;

impl Lowering<'_> {
    /// Whether an expression gives a tuple.
    pub(super) fn is_tuple(&self, expr: &Expr) -> bool {
        if let Some(foreign) = self.foreign(expr) {
            return Self::recalled(&foreign).is_some_and(|expected| expected.is_tuple);
        }
        match strip(expr) {
            Expr::Tuple(_) => true,
            Expr::Reference(reference) => self.is_tuple(&reference.expr),
            Expr::Try(attempt) => self.is_tuple(&attempt.expr),
            Expr::Block(block) => match block.block.stmts.last() {
                Some(syn::Stmt::Expr(tail, None)) => self.is_tuple(tail),
                _ => false,
            },
            Expr::MethodCall(call) if is_unwrap(call) => self.is_tuple(&call.receiver),
            Expr::MethodCall(call) if self.is_shape_of_matrix(call) => true,
            Expr::MethodCall(call) => tuple_method(call).is_some(),
            Expr::Call(call) => tuple_function(call).is_some(),
            Expr::Path(path) => path
                .path
                .get_ident()
                .and_then(|ident| self.lookup(ident))
                .is_some_and(|binding| matches!(binding, Binding::Tuple { .. })),
            _ => false,
        }
    }

    /// Lowers an expression that gives a tuple; `None` if a part of it was refused, which is then on record.
    pub(super) fn tuple(&mut self, expr: &Expr, expected: Option<&Expected>) -> Option<Vec<Value>> {
        if let Some(foreign) = self.foreign(expr) {
            return match expected.cloned().or_else(|| Self::recalled(&foreign)) {
                Some(expected) => self.foreign_call(&foreign, &expected, expr),
                None => self.refuse_foreign(&foreign),
            };
        }
        match strip(expr) {
            Expr::Tuple(tuple) => {
                // All parts are lowered before the first that was refused counts.
                let parts: Vec<Option<Value>> = tuple.elems.iter().map(|part| self.expr(part)).collect();
                parts.into_iter().collect()
            }
            Expr::Reference(reference) => self.tuple(&reference.expr, expected),
            Expr::Block(block) if block.label.is_none() => {
                self.scopes.push(Scope::default());
                let values = self.statements(&block.block).and_then(|tail| self.tuple(tail, expected));
                self.scopes.pop();
                values
            }
            Expr::Try(attempt) => match strip(&attempt.expr) {
                Expr::MethodCall(call) if tuple_method(call).is_some() => {
                    self.may_fail(expr)?;
                    self.tuple_method(call, Attr::Fallible, expr)
                }
                _ => self.no_tuple(expr),
            },
            Expr::MethodCall(call) if self.is_shape_of_matrix(call) => self.lengths(call, expr),
            Expr::MethodCall(call) if is_unwrap(call) => match strip(&call.receiver) {
                Expr::MethodCall(inner) if tuple_method(inner).is_some() => {
                    self.tuple_method(inner, Attr::None, expr)
                }
                _ => self.no_tuple(expr),
            },
            Expr::Call(call) => match tuple_function(call) {
                Some(components) => {
                    let args: Vec<Option<Value>> = call.args.iter().map(|arg| self.expr(arg)).collect();
                    let args: Option<Vec<Value>> = args.into_iter().collect();
                    self.components(&components, Attr::None, &args?, expr)
                }
                None => self.no_tuple(expr),
            },
            Expr::Path(path) => {
                let binding = path.path.get_ident().and_then(|ident| self.lookup(ident));
                match binding {
                    Some(Binding::Tuple { values, .. }) => Some(values.clone()),
                    _ => self.no_tuple(expr),
                }
            }
            _ => self.no_tuple(expr),
        }
    }

    /// The tail of a fallible body that is itself the `Result` of a tuple: `a.qr()` without `?`.
    pub(super) fn fallible_tuple(&mut self, tail: &Expr) -> Option<Vec<Value>> {
        if let Some(foreign) = self.foreign(tail) {
            return match Self::recalled(&foreign) {
                Some(expected) => self.foreign_call(&foreign.returned(), &expected, tail),
                None => self.refuse_foreign(&foreign),
            };
        }
        match strip(tail) {
            Expr::MethodCall(call) if tuple_method(call).is_some() => {
                self.tuple_method(call, Attr::Fallible, tail)
            }
            _ => {
                self.diags.error_with_help(
                    Origin::of_tokens(tail),
                    "a function that returns a `Result` ends in `Ok(..)`",
                    "write `Ok((a, b))`",
                );
                None
            }
        }
    }

    fn tuple_method(&mut self, call: &ExprMethodCall, attr: Attr, whole: &Expr) -> Option<Vec<Value>> {
        let components = tuple_method(call)?;
        let receiver = self.expr(&call.receiver);
        let args: Vec<Option<Value>> = call.args.iter().map(|arg| self.expr(arg)).collect();
        let mut operands = vec![receiver?];
        for arg in args {
            operands.push(arg?);
        }
        self.components(&components, attr, &operands, whole)
    }

    fn components(
        &mut self,
        components: &Components,
        attr: Attr,
        operands: &[Value],
        whole: &Expr,
    ) -> Option<Vec<Value>> {
        components.iter().map(|kind| self.apply(*kind, attr, operands, whole)).collect()
    }

    fn no_tuple(&mut self, expr: &Expr) -> Option<Vec<Value>> {
        // What is wrong inside is the first thing to say.
        let before = self.diags.iter().count();
        self.expr(expr);
        if self.diags.iter().count() == before {
            self.diags.error_with_help(
                Origin::of_tokens(expr),
                "one value stands where a tuple is taken apart",
                "bind it to one name: `let b = ..;`",
            );
        }
        None
    }

    /// `pair.0`
    pub(super) fn field(&mut self, field: &syn::ExprField, whole: &Expr) -> Option<Value> {
        let origin = Origin::of_tokens(whole);
        let values = self.tuple(&field.base, None)?;
        let index = match &field.member {
            Member::Unnamed(index) => index.index as usize,
            Member::Named(_) => usize::MAX,
        };
        let value = values.get(index).copied();
        if value.is_none() {
            let help = format!("it has the fields 0 to {}", values.len().saturating_sub(1));
            self.diags.error_with_help(origin, "the tuple has no such field", help);
        }
        value
    }

    /// `let (q, r) = ..;`
    pub(super) fn bind_tuple(
        &mut self,
        pattern: &PatTuple,
        init: &Expr,
        expected: Option<&Expected>,
        line: usize,
    ) {
        let names: Vec<Option<BoundName<'_>>> = pattern.elems.iter().map(bound_name).collect();
        if names.iter().any(Option::is_none) {
            self.diags.error_with_help(
                Origin::of_tokens(pattern),
                "a pattern inside of a tuple is not supported",
                "bind plain names: `let (a, b) = ..;`",
            );
            return self.poison(pattern, line);
        }
        let last = self.func.values().next_back();
        let Some(values) = self.tuple(init, expected) else { return self.poison(pattern, line) };
        if values.len() != names.len() {
            self.diags.error_with_help(
                Origin::of_tokens(pattern),
                format!("{} names stand for {} values", names.len(), values.len()),
                "give each value a name, or `_`",
            );
            return self.poison(pattern, line);
        }
        for (name, value) in names.into_iter().flatten().zip(values) {
            if let BoundName::Ident(name) = name {
                self.name_value(value, name, last);
                self.bind(name, Binding::local(value, line));
            }
        }
    }

    fn poison(&mut self, pattern: &PatTuple, line: usize) {
        for part in &pattern.elems {
            self.bind_pattern(part, &Binding::Poisoned(Some(line)));
        }
    }
}

/// The tuple behind a pattern with or without a type.
pub(super) fn tuple_pattern(pat: &Pat) -> Option<&PatTuple> {
    match pat {
        Pat::Tuple(tuple) => Some(tuple),
        Pat::Type(typed) => tuple_pattern(&typed.pat),
        Pat::Paren(paren) => tuple_pattern(&paren.pat),
        _ => None,
    }
}

pub(super) fn is_unwrap(call: &ExprMethodCall) -> bool {
    (call.method == "unwrap" && call.args.is_empty()) || (call.method == "expect" && call.args.len() == 1)
}

fn tuple_method(call: &ExprMethodCall) -> Option<Components> {
    let (name, count) = (call.method.to_string(), call.args.len());
    components(|spelling| match spelling {
        Spelling::RustTupleMethod(n, k, component) if *n == name && *k == count => Some(*component),
        _ => None,
    })
}

pub(super) fn tuple_function(call: &syn::ExprCall) -> Option<Components> {
    let Expr::Path(path) = strip(&call.func) else { return None };
    let (name, count) = (path.path.segments.last()?.ident.to_string(), call.args.len());
    components(|spelling| match spelling {
        Spelling::RustTupleFunction(n, k, component) if *n == name && *k == count => Some(*component),
        _ => None,
    })
}

/// The operations that are components of what a spelling gives, if all of them are there.
pub(crate) fn components(pick: impl Fn(&Spelling) -> Option<Component>) -> Option<Components> {
    let mut found: Vec<(Component, &'static dyn Operation)> = Vec::new();
    for &kind in ops::TABLE {
        found.extend(kind.spellings().iter().filter_map(&pick).map(|component| (component, kind)));
    }
    found.sort_by_key(|(component, _)| component.index);
    let of = found.first()?.0.of;
    let is_whole = found.len() == of && found.iter().enumerate().all(|(at, (c, _))| c.index == at);
    is_whole.then(|| found.into_iter().map(|(_, kind)| kind).collect())
}
