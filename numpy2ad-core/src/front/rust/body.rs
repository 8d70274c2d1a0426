//! Statements: `let` bindings, scopes and the tail.

use super::signature::{Kind, Signature};
use super::{Lowered, refuse};
use crate::diag::Diagnostics;
use crate::ir::{Def, Func, Op, Stmt as IrStmt, Value};
use crate::ops::{Attr, Fault, Identity, Operation};
use crate::origin::Origin;
use crate::ty::{Elem, Rank};
use std::collections::{BTreeMap, HashMap};
use syn::spanned::Spanned;
use syn::{Block, Expr, Item, ItemFn, Local, Pat, Stmt};

/// What a name stands for.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    /// A value, and the line it was bound on.
    Value { value: Value, line: usize, parameter: bool },
    /// A parameter without a derivative that expressions may not use.
    Opaque,
    /// A binding whose right-hand side was refused: using it is no second mistake.
    Poisoned,
}

/// The state of lowering one function.
pub(super) struct Lowering<'a> {
    pub(super) func: Func,
    pub(super) diags: &'a mut Diagnostics,
    pub(super) scopes: Vec<HashMap<String, Binding>>,
    pub(super) constants: BTreeMap<String, syn::Path>,
    pub(super) elem: Elem,
    pub(super) fallible: bool,
    pub(super) depth: usize,
    items: Vec<Item>,
}

pub(super) fn lower(item: &ItemFn, signature: &Signature, diags: &mut Diagnostics) -> Lowered {
    let mut lowering = Lowering {
        func: Func::new(item.sig.ident.to_string()),
        diags,
        scopes: vec![HashMap::new()],
        constants: BTreeMap::new(),
        elem: signature.output.elem,
        fallible: signature.output.fallible,
        depth: 0,
        items: Vec::new(),
    };
    lowering.parameters(signature);
    let result = lowering.function_body(&item.block);
    let (value, result_is_new) = match result {
        Some((value, name)) => {
            lowering.check_result(value, item, signature);
            lowering.name_result(value, name)
        }
        None => (lowering.func.result(), true),
    };
    lowering.func.results = vec![value];
    Lowered { func: lowering.func, constants: lowering.constants, items: lowering.items, result_is_new }
}

impl Lowering<'_> {
    fn parameters(&mut self, signature: &Signature) {
        for parameter in &signature.params {
            let Some(ident) = &parameter.ident else { continue };
            let name = ident.to_string();
            let (elem, rank, differentiable) = match parameter.kind {
                Kind::Differentiable { rank, elem, .. } => (elem, rank, true),
                Kind::Integer { .. } => (Elem::Int, Rank::Scalar, false),
                Kind::Opaque => {
                    self.bind(&name, Binding::Opaque);
                    continue;
                }
            };
            let value = self.func.param(&name, elem, rank, differentiable, Origin::of_tokens(ident));
            let line = ident.span().start().line;
            self.bind(&name, Binding::Value { value, line, parameter: true });
        }
    }

    pub(super) fn bind(&mut self, name: &str, binding: Binding) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), binding);
        }
    }

    pub(super) fn lookup(&self, name: &str) -> Option<&Binding> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// The result of the whole body and, where it is a plain variable, its name.
    fn function_body(&mut self, block: &Block) -> Option<(Value, Option<String>)> {
        let tail = self.statements(block)?;
        let tail = match tail {
            Expr::Return(ret) => ret.expr.as_deref()?,
            other => other,
        };
        let (inner, propagates) = self.unwrap_ok(tail)?;
        let name = match strip(inner) {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        };
        let value = if propagates { self.fallible_tail(inner)? } else { self.expr(inner)? };
        Some((value, name))
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
            Stmt::Item(item) => self.diags.error_with_help(
                Origin::of_tokens(item),
                "an item inside a differentiated function is not supported",
                "move it out of the function; `use` and `const` may stay",
            ),
            Stmt::Macro(mac) => self.diags.error_with_help(
                Origin::of_tokens(&mac.mac),
                format!("the macro `{}!` cannot be differentiated", path_text(&mac.mac.path)),
                "check inputs in a function that calls this one; shapes are checked by the adjoint itself",
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
                if let Some((what, help)) = refuse::construct(other) {
                    let message = format!("{what} cannot be differentiated");
                    self.diags.error_with_help(head(other), message, help);
                    return;
                }
                self.diags.error_with_help(
                    Origin::of_tokens(other),
                    "a statement for its side effect cannot be differentiated",
                    "bind the result: `let b = ..;`",
                );
            }
        }
    }

    pub(super) fn refuse_assignment(&mut self, left: &Expr, whole: &Expr, operator: &str) {
        let name = match strip(left) {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        };
        let Some(name) = name else {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                format!("`{operator}` into a part of an array is aliasing"),
                "build the array by an expression and bind it with `let`",
            );
            return;
        };
        let first = match self.lookup(&name) {
            Some(Binding::Value { line, parameter: true, .. }) => {
                format!("; it is a parameter, on line {line}")
            }
            Some(Binding::Value { line, .. }) => format!("; it is first bound on line {line}"),
            _ => String::new(),
        };
        let instead = match operator {
            "=" => format!("write `let {name} = ..`, a new variable of the same name"),
            _ => {
                let plain = operator.trim_end_matches('=');
                format!("write `let {name} = &{name} {plain} ..`, a new variable of the same name")
            }
        };
        let line = whole.span().start().line;
        let message = format!(
            "`{name}` is assigned a second time on line {line}{first}: aliasing cannot be differentiated"
        );
        self.diags.error_with_help(Origin::of_tokens(whole), message, instead);
    }

    fn local(&mut self, local: &Local) {
        let Some(name) = binding_name(&local.pat) else {
            self.diags.error_with_help(
                Origin::of_tokens(&local.pat),
                "a pattern in `let` is not supported",
                "bind one name: `let b = ..;`",
            );
            return;
        };
        let Some(init) = &local.init else {
            self.diags.error_with_help(
                Origin::of_tokens(&local.pat),
                format!("`{name}` is declared without a value"),
                "bind it where its value is known: `let b = ..;`",
            );
            self.bind(&name, Binding::Poisoned);
            return;
        };
        if let Some((_, diverge)) = &init.diverge {
            self.diags.error_with_help(
                Origin::of_tokens(&**diverge),
                "`let .. else` cannot be differentiated",
                "write `?` or `unwrap()`",
            );
        }
        let last = self.func.values().next_back();
        let value = self.expr(&init.expr);
        let line = local.pat.span().start().line;
        let Some(value) = value else {
            self.bind(&name, Binding::Poisoned);
            return;
        };
        let is_new = last.is_none_or(|last| value > last);
        if is_new
            && name != "_"
            && let Some(data) = self.func.value_mut(value)
            && data.name.is_none()
        {
            data.name = Some(name.clone());
        }
        self.bind(&name, Binding::Value { value, line, parameter: false });
    }

    /// The result may not be a parameter itself, nor a value whose name is not the one the user returned.
    fn name_result(&mut self, value: Value, name: Option<String>) -> (Value, bool) {
        let taken = |name: &String| self.func.params.iter().any(|param| param.name == *name);
        let own_name = name.filter(|name| !taken(name) && name != "_");
        let is_new = own_name.is_none();
        let wanted = own_name.unwrap_or_else(|| "out".to_owned());
        let bound = self.func.lets().any(|bound| bound == value);
        let own = self.func.value(value).name.as_ref().is_none_or(|own| *own == wanted);
        let result =
            if bound && own { value } else { self.emit(&Identity, Attr::None, &[value]).unwrap_or(value) };
        if let Some(data) = self.func.value_mut(result) {
            data.name = Some(wanted);
        }
        (result, is_new)
    }

    fn check_result(&mut self, value: Value, item: &ItemFn, signature: &Signature) {
        let ty = self.func.ty(value);
        let output = &signature.output;
        if ty.rank() != output.rank {
            let tail = item.block.stmts.last().map(Origin::of_tokens).unwrap_or_default();
            self.diags.error_with_help(
                tail,
                format!("the body is a {}, but the signature returns a {}", ty.rank(), output.rank),
                "change the return type, or the body",
            );
        }
    }

    /// Applies an operation as a statement of its own.
    pub(super) fn emit(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        args: &[Value],
    ) -> Result<Value, Fault> {
        let value = self.func.apply(kind, attr, args)?;
        debug_assert!(matches!(self.func.def(value), Def::Op(Op { .. }, _)));
        self.func.body.push(IrStmt::Let(value));
        Ok(value)
    }
}

/// The name that a pattern binds, `_` included.
fn binding_name(pat: &Pat) -> Option<String> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(pat.ident.to_string()),
        Pat::Type(typed) => binding_name(&typed.pat),
        Pat::Paren(paren) => binding_name(&paren.pat),
        Pat::Wild(_) => Some("_".to_owned()),
        _ => None,
    }
}

/// The expression without parentheses and invisible groups.
pub(super) fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => strip(&paren.expr),
        Expr::Group(group) => strip(&group.expr),
        other => other,
    }
}

/// Whether an expression is a path that ends in this name.
fn is_path_end(expr: &Expr, name: &str) -> bool {
    matches!(strip(expr), Expr::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == name))
}

pub(super) fn path_text(path: &syn::Path) -> String {
    path.segments.iter().map(|s| s.ident.to_string()).collect::<Vec<_>>().join("::")
}

pub(super) fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp as B;
    matches!(
        op,
        B::AddAssign(_)
            | B::SubAssign(_)
            | B::MulAssign(_)
            | B::DivAssign(_)
            | B::RemAssign(_)
            | B::BitXorAssign(_)
            | B::BitAndAssign(_)
            | B::BitOrAssign(_)
            | B::ShlAssign(_)
            | B::ShrAssign(_)
    )
}

/// The keyword or head of a construct, so that a long loop is not underlined as a whole.
pub(super) fn head(expr: &Expr) -> Origin {
    let first = quote::ToTokens::to_token_stream(expr).into_iter().next();
    match (expr, first) {
        (
            Expr::If(_)
            | Expr::Match(_)
            | Expr::ForLoop(_)
            | Expr::While(_)
            | Expr::Loop(_)
            | Expr::Unsafe(_)
            | Expr::Async(_)
            | Expr::Return(_)
            | Expr::Break(_)
            | Expr::Continue(_)
            | Expr::Const(_)
            | Expr::TryBlock(_),
            Some(first),
        ) => Origin::of_span(first.span()),
        _ => Origin::of_tokens(expr),
    }
}
