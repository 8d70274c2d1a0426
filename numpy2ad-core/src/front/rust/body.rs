//! Statements: `let` bindings, scopes and the tail.

use super::aliasing::is_assignment;
use super::scope::{Binding, Scope};
use super::signature::{Kind, Signature};
use super::syntax::{is_path_end, path_text, strip};
use super::tuples::tuple_pattern;
use super::{Lowered, ResultName};
use crate::diag::Diagnostics;
use crate::ir::{Func, Guard, Stmt as IrStmt, Value};
use crate::ops::{Attr, Fault, Identity, Operation};
use crate::origin::Origin;
use crate::ty::{Elem, Rank};
use proc_macro2::TokenStream;
use std::collections::{BTreeMap, BTreeSet};
use syn::spanned::Spanned;
use syn::{Block, Expr, Ident, Item, ItemFn, Local, Pat, Stmt};

/// The state of lowering one function.
pub(super) struct Lowering<'a> {
    pub(super) func: Func,
    pub(super) diags: &'a mut Diagnostics,
    pub(super) scopes: Vec<Scope>,
    pub(super) constants: BTreeMap<String, syn::Path>,
    pub(super) foreign_args: BTreeMap<String, TokenStream>,
    pub(super) elem: Elem,
    /// The type parameter that elements are of.
    pub(super) scalar: Option<String>,
    pub(super) fallible: bool,
    pub(super) depth: usize,
    /// Whether a named constant is an integer here: under a cast, and as the exponent of `powi`.
    pub(super) integer_constants: bool,
    /// For each closure that is being lowered, the innermost last: what is made of its element.
    pub(super) elements: Vec<BTreeSet<Value>>,
    /// The conditions of the branches that are being lowered, the innermost last.
    pub(super) guards: Vec<Guard>,
    items: Vec<Item>,
}

pub(super) fn lower(item: &ItemFn, signature: &Signature, diags: &mut Diagnostics) -> Lowered {
    let mut lowering = Lowering {
        func: Func::new(item.sig.ident.to_string()),
        diags,
        scopes: vec![Scope::default()],
        constants: BTreeMap::new(),
        foreign_args: BTreeMap::new(),
        elem: signature.output.elem(),
        scalar: signature.scalar.as_ref().map(ToString::to_string),
        fallible: signature.output.fallible,
        depth: 0,
        integer_constants: false,
        elements: Vec::new(),
        guards: Vec::new(),
        items: Vec::new(),
    };
    lowering.refuse_cfg(item);
    lowering.parameters(signature);
    let results = if signature.output.refused {
        // What the body ends in is wrong for the reason that the type is.
        for stmt in item.block.stmts.split_last().map_or([].as_slice(), |(_, before)| before) {
            lowering.statement(stmt);
        }
        None
    } else {
        lowering.function_body(&item.block, signature.output.is_tuple)
    };
    let result_names = match results {
        Some(results) => {
            lowering.check_results(&results, item, signature);
            lowering.name_results(results, signature.output.is_tuple)
        }
        None => {
            if lowering.diags.is_empty() {
                let message = "this body cannot be differentiated";
                lowering.diags.error(Origin::of_tokens(&item.sig.ident), message);
            }
            Vec::new()
        }
    };
    Lowered {
        func: lowering.func,
        constants: lowering.constants,
        foreign_args: lowering.foreign_args,
        items: lowering.items,
        result_names,
    }
}

/// A result, and the variable that it is in the tail.
struct Returned {
    value: Value,
    name: Option<String>,
}

impl Lowering<'_> {
    fn parameters(&mut self, signature: &Signature) {
        for parameter in &signature.params {
            let Some(ident) = &parameter.ident else {
                let refused = matches!(parameter.kind, Kind::Refused { .. });
                let binding = if refused { Binding::Poisoned(None) } else { Binding::Opaque };
                self.bind_pattern(&parameter.pat, &binding);
                continue;
            };
            let name = ident.to_string();
            let line = ident.span().start().line;
            let (elem, rank, differentiable) = match parameter.kind {
                Kind::Differentiable { rank, elem, .. } => (elem, rank, parameter.wanted),
                Kind::Integer { .. } => (Elem::Int, Rank::Scalar, false),
                Kind::Opaque => {
                    self.bind(ident, Binding::Opaque);
                    continue;
                }
                Kind::Refused { .. } => {
                    self.bind(ident, Binding::Poisoned(Some(line)));
                    continue;
                }
            };
            let value = self.func.param(&name, elem, rank, differentiable, Origin::of_tokens(ident));
            self.bind(ident, Binding::parameter(value, line));
        }
    }

    /// A part that is compiled only sometimes would need a derivative for each case.
    fn refuse_cfg(&mut self, item: &ItemFn) {
        struct Cfgs(Vec<Origin>);
        impl<'ast> syn::visit::Visit<'ast> for Cfgs {
            fn visit_attribute(&mut self, attr: &'ast syn::Attribute) {
                if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
                    self.0.push(Origin::of_tokens(attr));
                }
            }
        }
        let mut cfgs = Cfgs(Vec::new());
        syn::visit::Visit::visit_signature(&mut cfgs, &item.sig);
        syn::visit::Visit::visit_block(&mut cfgs, &item.block);
        for origin in cfgs.0 {
            self.diags.error_with_help(
                origin,
                "a `cfg` inside a differentiated function is not supported",
                "write one function for each case, with `#[cfg(..)]` on it",
            );
        }
    }

    /// The results of the whole body.
    fn function_body(&mut self, block: &Block, is_tuple: bool) -> Option<Vec<Returned>> {
        let tail = self.statements(block)?;
        let tail = match tail {
            Expr::Return(ret) => ret.expr.as_deref()?,
            other => other,
        };
        let (inner, propagates) = self.unwrap_ok(tail)?;
        let name = |expr: &Expr| match strip(expr) {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        };
        if !is_tuple {
            let value = if propagates { self.fallible_tail(inner)? } else { self.expr(inner)? };
            return Some(vec![Returned { value, name: name(inner) }]);
        }
        let values = if propagates { self.fallible_tuple(inner)? } else { self.tuple(inner, None)? };
        let names: Vec<Option<String>> = match strip(inner) {
            Expr::Tuple(tuple) => tuple.elems.iter().map(name).collect(),
            _ => vec![None; values.len()],
        };
        Some(values.into_iter().zip(names).map(|(value, name)| Returned { value, name }).collect())
    }

    /// The expression inside `Ok(..)` of a fallible function; `true` where the tail is itself a `Result`.
    fn unwrap_ok<'e>(&mut self, tail: &'e Expr) -> Option<(&'e Expr, bool)> {
        if !self.fallible {
            return Some((tail, false));
        }
        match strip(tail) {
            Expr::Call(call) if is_path_end(&call.func, "Ok") => {
                call.args.first().map(|value| (value, false))
            }
            other => Some((other, true)),
        }
    }

    /// Lowers all statements but the last and gives the tail expression.
    pub(super) fn statements<'b>(&mut self, block: &'b Block) -> Option<&'b Expr> {
        let Some((last, before)) = block.stmts.split_last() else {
            self.diags.error_with_help(
                Origin::of_span(block.brace_token.span.join()),
                "an empty body has nothing to differentiate",
                "let the body end in its result",
            );
            return None;
        };
        for stmt in before {
            self.statement(stmt);
        }
        match last {
            Stmt::Expr(expr, None) => Some(expr),
            Stmt::Expr(expr @ Expr::Return(_), Some(_)) => Some(expr),
            other => {
                self.statement(other);
                if self.diags.is_empty() {
                    self.diags.error_with_help(
                        Origin::of_tokens(other),
                        "the body does not end in an expression",
                        "let the body end in its result, without a semicolon",
                    );
                }
                None
            }
        }
    }

    fn statement(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Local(local) => self.local(local),
            Stmt::Item(item @ (Item::Use(_) | Item::Const(_))) => self.items.push(item.clone()),
            Stmt::Item(item) => {
                if let Item::Fn(inner) = item {
                    self.bind(&inner.sig.ident, Binding::Poisoned(None));
                }
                let origin = match item {
                    Item::Fn(inner) => Origin::of_tokens(&inner.sig),
                    Item::Static(inner) => Origin::of_tokens(&inner.ident),
                    other => Origin::of_tokens(other),
                };
                self.diags.error_with_help(
                    origin,
                    "an item inside a differentiated function is not supported",
                    "move it out of the function; `use` and `const` may stay",
                );
            }
            Stmt::Macro(mac) => self.diags.error_with_help(
                Origin::of_tokens(&mac.mac),
                format!("the macro `{}!` cannot be differentiated", path_text(&mac.mac.path)),
                "leave it to the function that calls this one; shapes are checked in any case",
            ),
            Stmt::Expr(expr, _) => self.expression_statement(expr),
        }
    }

    /// A statement for its effect: there are none that a derivative survives.
    fn expression_statement(&mut self, expr: &Expr) {
        match expr {
            Expr::Assign(assign) => self.refuse_assignment(&assign.left, expr, "="),
            Expr::Binary(binary) if is_assignment(&binary.op) => {
                let operator = quote::ToTokens::to_token_stream(&binary.op).to_string();
                self.refuse_assignment(&binary.left, expr, &operator);
            }
            other => {
                // What is wrong inside is the first thing to say.
                let before = self.diags.iter().count();
                self.expr(other);
                if self.diags.iter().count() == before {
                    self.diags.error_with_help(
                        Origin::of_tokens(other),
                        "the value of this statement is not used",
                        "remove it, or bind it: `let b = ..;`",
                    );
                }
            }
        }
    }

    fn local(&mut self, local: &Local) {
        let Some(init) = &local.init else {
            self.diags.error_with_help(
                Origin::of_tokens(&local.pat),
                "a variable is declared without a value",
                "bind it where its value is known: `let b = ..;`",
            );
            self.bind_pattern(&local.pat, &Binding::Poisoned(None));
            return;
        };
        let line = local.pat.span().start().line;
        if let Some((token, _)) = &init.diverge {
            self.diags.error_with_help(
                Origin::of_tokens(token),
                "`let .. else` cannot be differentiated",
                "take the value out by `?` or `unwrap()`: `let b = m.inv()?;`",
            );
            self.bind_pattern(&local.pat, &Binding::Poisoned(Some(line)));
            return;
        }
        let expected = self.annotation(&local.pat);
        if let Some(pattern) = tuple_pattern(&local.pat) {
            return self.bind_tuple(pattern, &init.expr, expected.as_ref(), line);
        }
        let Some(name) = bound_name(&local.pat) else {
            self.diags.error_with_help(
                Origin::of_tokens(&local.pat),
                "a pattern in `let` is not supported",
                "bind one name at a time: `let b = ..;`",
            );
            self.bind_pattern(&local.pat, &Binding::Poisoned(Some(line)));
            return;
        };
        if self.is_tuple(&init.expr) || expected.as_ref().is_some_and(|expected| expected.is_tuple) {
            let values = self.tuple(&init.expr, expected.as_ref());
            let BoundName::Ident(name) = name else { return };
            let binding = match values {
                Some(values) => Binding::Tuple { values, line },
                None => Binding::Poisoned(Some(line)),
            };
            return self.bind(name, binding);
        }
        let last = self.func.values().next_back();
        let value = self.expected_expr(&init.expr, expected.as_ref());
        let BoundName::Ident(name) = name else { return };
        let Some(value) = value else {
            self.bind(name, Binding::Poisoned(Some(line)));
            return;
        };
        self.name_value(value, name, last);
        let passing = self.passing(&init.expr);
        self.bind(name, Binding::Value { value, line, parameter: false, passing });
    }

    /// Gives the user's name to a value that was made behind `last`.
    pub(super) fn name_value(&mut self, value: Value, name: &Ident, last: Option<Value>) {
        let is_new = last.is_none_or(|last| value > last);
        if is_new
            && let Some(data) = self.func.value_mut(value)
            && data.name.is_none()
        {
            data.name = Some(name.to_string());
        }
    }

    /// The names of the results, which become statements of these names: a result may not be a parameter itself, nor
    /// a value whose name is not the one the user returned, nor another result. What is no plain variable is `out`, and
    /// of several `out0`, `out1`; the compiler's own names are marked.
    fn name_results(&mut self, returned: Vec<Returned>, is_tuple: bool) -> Vec<ResultName> {
        let mut names: Vec<ResultName> = Vec::new();
        for (index, Returned { value, name }) in returned.into_iter().enumerate() {
            let taken = |name: &String| {
                self.func.params.iter().any(|param| param.name == *name)
                    || names.iter().any(|other| other.name == *name)
            };
            let own_name = name.filter(|name| !taken(name) && name != "_");
            let is_new = own_name.is_none();
            let wanted =
                own_name.unwrap_or_else(|| if is_tuple { format!("out{index}") } else { "out".to_owned() });
            let bound = self.func.lets().any(|bound| bound == value) && !self.func.results.contains(&value);
            let own = self.func.value(value).name.as_ref().is_none_or(|own| *own == wanted);
            let result = if bound && own {
                value
            } else {
                self.emit(&Identity, Attr::None, &[value]).unwrap_or(value)
            };
            if let Some(data) = self.func.value_mut(result) {
                data.name = Some(wanted.clone());
            }
            self.func.results.push(result);
            names.push(ResultName { name: wanted, is_new });
        }
        names
    }

    fn check_results(&mut self, returned: &[Returned], item: &ItemFn, signature: &Signature) {
        let tail = item.block.stmts.last().map(Origin::of_tokens).unwrap_or_default();
        let parts = &signature.output.parts;
        if returned.len() != parts.len() {
            let message =
                format!("the body has {} results, and the signature {}", returned.len(), parts.len());
            self.diags.error_with_help(tail, message, "change the return type, or the body");
            return;
        }
        for (index, (Returned { value, .. }, part)) in returned.iter().zip(parts).enumerate() {
            let rank = self.func.ty(*value).rank();
            if rank != part.rank {
                let message = if signature.output.is_tuple {
                    format!("result {index} is a {rank}, but the signature returns a {} there", part.rank)
                } else {
                    format!("the body is a {rank}, but the signature returns a {}", part.rank)
                };
                self.diags.error_with_help(tail.clone(), message, "change the return type, or the body");
            }
        }
    }

    /// Applies an operation as a statement of its own.
    pub(super) fn emit(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        args: &[Value],
    ) -> Result<Value, Fault> {
        let mut args = args.to_vec();
        self.spread_in_branch(&mut args);
        let value = self.func.apply(kind, attr, &args)?;
        if let Some(data) = self.func.value_mut(value) {
            data.guards = self.guards.clone();
        }
        self.note_element(&args, value);
        self.func.body.push(IrStmt::Let(value));
        Ok(value)
    }
}

/// What a plain pattern binds.
pub(super) enum BoundName<'a> {
    Ident(&'a Ident),
    Nothing,
}

pub(super) fn bound_name(pat: &Pat) -> Option<BoundName<'_>> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(BoundName::Ident(&pat.ident)),
        Pat::Type(typed) => bound_name(&typed.pat),
        Pat::Paren(paren) => bound_name(&paren.pat),
        Pat::Wild(_) => Some(BoundName::Nothing),
        _ => None,
    }
}
