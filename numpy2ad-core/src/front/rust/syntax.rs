//! Pieces of syntax that several rooms look at.

use crate::origin::Origin;
use syn::{Expr, Ident};

/// The variable that a place begins with: `b` in `b[[0, 0]]`, `*b`, `b.row_mut(0)`, `b.field`.
pub(super) fn root(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Paren(inner) => root(&inner.expr),
        Expr::Group(inner) => root(&inner.expr),
        Expr::Reference(inner) => root(&inner.expr),
        Expr::Unary(inner) => root(&inner.expr),
        Expr::Index(inner) => root(&inner.expr),
        Expr::Field(inner) => root(&inner.base),
        Expr::MethodCall(inner) => root(&inner.receiver),
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
pub(super) fn is_path_end(expr: &Expr, name: &str) -> bool {
    matches!(strip(expr), Expr::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == name))
}

pub(super) fn path_text(path: &syn::Path) -> String {
    path.segments.iter().map(|s| s.ident.to_string()).collect::<Vec<_>>().join("::")
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
