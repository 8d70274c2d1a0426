//! Names for what is refused, and the names that a piece of text uses.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_parameter, walk_stmt};
use ruff_python_ast::{Expr, Parameter, Stmt};
use std::collections::BTreeSet;

/// What an expression is called, and what to write instead.
pub(super) fn expression(expr: &Expr) -> (&'static str, &'static str) {
    const ARRAYS: &str = "write matrix operations, such as `A @ B + C`";
    match expr {
        Expr::Compare(compare) if compare.comparators.len() > 1 => ("a chained comparison", ARRAYS),
        Expr::Compare(_) => ("a comparison", ARRAYS),
        Expr::BoolOp(_) => ("`and` or `or`", ARRAYS),
        Expr::If(_) => ("a conditional expression", "write one function for each case"),
        Expr::Named(_) => ("`:=`", "write the assignment as a statement of its own"),
        Expr::Lambda(_) => ("`lambda`", "write its expression where it is used"),
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
            ("a comprehension", ARRAYS)
        }
        Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) | Expr::Dict(_) => {
            ("a list, tuple, set or dict", "pass arrays as parameters")
        }
        Expr::Await(_) => ("`await`", ARRAYS),
        Expr::Yield(_) | Expr::YieldFrom(_) => ("`yield`", "end the function with `return`"),
        Expr::FString(_) | Expr::TString(_) => ("an f-string", "leave it out"),
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) => ("a string", "leave it out"),
        Expr::BooleanLiteral(_) => ("`True` or `False`", "write 1.0 or 0.0"),
        Expr::NoneLiteral(_) => ("`None`", ARRAYS),
        Expr::EllipsisLiteral(_) => ("`...`", ARRAYS),
        Expr::Starred(_) => ("`*`", "write the values one by one"),
        Expr::Slice(_) => ("a slice", "pass the part as a parameter of its own"),
        _ => ("this expression", ARRAYS),
    }
}

/// The keyword of a statement that is refused, and what to write instead.
pub(super) fn statement(stmt: &Stmt) -> (&'static str, &'static str) {
    const STRAIGHT: &str = "only straight-line code is differentiated: assignments and one `return`";
    match stmt {
        Stmt::If(_) => ("if", "write one function for each branch"),
        Stmt::For(node) if node.is_async => ("async for", STRAIGHT),
        Stmt::For(_) => ("for", "write the steps one after another, each with a name of its own"),
        Stmt::While(_) => ("while", "write the steps one after another, each with a name of its own"),
        Stmt::FunctionDef(node) if node.is_async => ("async def", STRAIGHT),
        Stmt::FunctionDef(_) => ("def", "write the inner function's expression where it is called"),
        Stmt::ClassDef(_) => ("class", STRAIGHT),
        Stmt::With(node) if node.is_async => ("async with", STRAIGHT),
        Stmt::With(_) => ("with", STRAIGHT),
        Stmt::Try(_) => ("try", "leave errors to the caller"),
        Stmt::Raise(_) => ("raise", "leave errors to the caller"),
        Stmt::Assert(_) => ("assert", "check the arguments before the call"),
        Stmt::Match(_) => ("match", "write one function for each case"),
        Stmt::Delete(_) => ("del", "leave it out"),
        Stmt::Global(_) => ("global", "pass the value as a parameter"),
        Stmt::Nonlocal(_) => ("nonlocal", "pass the value as a parameter"),
        Stmt::TypeAlias(_) => ("type", "leave it out"),
        Stmt::Break(_) => ("break", STRAIGHT),
        Stmt::Continue(_) => ("continue", STRAIGHT),
        Stmt::Return(_) => ("return", "put it into a function, or write an assignment"),
        _ => ("this statement", STRAIGHT),
    }
}

/// Every name that the statements use, of variables, parameters, functions and modules.
pub(super) fn names(body: &[Stmt]) -> BTreeSet<String> {
    let mut names = Collect::default();
    names.visit_body(body);
    names.all
}

/// The names that a statement binds.
pub(super) fn bound(stmt: &Stmt) -> BTreeSet<String> {
    let mut names = Collect::default();
    names.visit_stmt(stmt);
    names.bound
}

#[derive(Default)]
struct Collect {
    all: BTreeSet<String>,
    bound: BTreeSet<String>,
}

impl<'a> Visitor<'a> for Collect {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let name = match stmt {
            Stmt::FunctionDef(def) => Some(&def.name),
            Stmt::ClassDef(class) => Some(&class.name),
            _ => None,
        };
        if let Some(name) = name {
            self.all.insert(name.to_string());
            self.bound.insert(name.to_string());
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr {
            self.all.insert(name.id.to_string());
            if name.ctx.is_store() {
                self.bound.insert(name.id.to_string());
            }
        }
        walk_expr(self, expr);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.all.insert(parameter.name.to_string());
        walk_parameter(self, parameter);
    }
}
