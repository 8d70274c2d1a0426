//! Aliasing: what changes a value that has a name already.

use super::body::Lowering;
use super::scope::Binding;
use super::syntax::{root, strip};
use crate::origin::Origin;
use syn::Expr;
use syn::spanned::Spanned;

impl Lowering<'_> {
    pub(super) fn refuse_assignment(&mut self, left: &Expr, whole: &Expr, operator: &str) {
        let line = operator_line(whole);
        let Some(ident) = root(left) else {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                format!("`{operator}` into a part of an array is aliasing, which cannot be differentiated"),
                "build the array by an expression, and bind it with `let`",
            );
            return;
        };
        if matches!(self.lookup(ident), Some(Binding::Poisoned(None))) {
            return;
        }
        let first = self.first_place(ident);
        if !matches!(strip(left), Expr::Path(_)) {
            let message = format!(
                "a part of `{ident}` is assigned on line {line}{first}: aliasing cannot be differentiated"
            );
            let help = "build the array by an expression, and bind it with `let`";
            self.diags.error_with_help(Origin::of_tokens(whole), message, help);
            return;
        }
        let instead = match operator {
            "=" => format!("write `let {ident} = ..`, a new variable of the same name"),
            _ => {
                let plain = operator.trim_end_matches('=');
                format!("write `let {ident} = &{ident} {plain} ..`, a new variable of the same name")
            }
        };
        let message = format!(
            "`{ident}` is assigned a second time on line {line}{first}: aliasing cannot be differentiated"
        );
        self.diags.error_with_help(Origin::of_tokens(whole), message, instead);
    }

    /// `&mut b` and methods that change `b` in place.
    pub(super) fn refuse_change(&mut self, how: &str, of: &Expr, at: &impl quote::ToTokens) {
        let origin = Origin::of_tokens(at);
        let line = origin.line().unwrap_or_default();
        let message = match root(of) {
            Some(ident) => {
                let first = self.first_place(ident);
                format!(
                    "`{ident}` is changed by {how} on line {line}{first}: aliasing cannot be differentiated"
                )
            }
            None => format!("{how} changes an array in place: aliasing cannot be differentiated"),
        };
        self.diags.error_with_help(
            origin,
            message,
            "build the array by an expression, and bind it with `let`",
        );
    }
}

fn operator_line(assignment: &Expr) -> usize {
    match assignment {
        Expr::Assign(assign) => assign.eq_token.span.start().line,
        Expr::Binary(binary) => binary.op.span().start().line,
        other => other.span().start().line,
    }
}

/// Whether an operator is `+=` or one of its kin.
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
