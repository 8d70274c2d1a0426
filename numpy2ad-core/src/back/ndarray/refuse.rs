//! What Rust source cannot say, at its place, with what to write instead.

use super::expr::Printer;
use super::text::Text;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Op, Value};
use crate::ops::{CLAMP, MAX, MIN, Operation, SourceForm, Spelling};
use crate::origin::Origin;
use crate::ty::Rank;

impl Printer<'_> {
    /// Records that Rust code for `#[adjoint]` has no word for the operation.
    pub(super) fn refuse(&self, value: Value, op: Op, diags: &mut Diagnostics) -> Text {
        let args = self.func.as_op(value).map(|(_, args)| args).unwrap_or_default();
        let arrays: Vec<Rank> =
            args.iter().map(|&arg| self.func.rank(arg)).filter(|rank| *rank != Rank::Scalar).collect();
        let name = python_name(op);
        let is = |other: &str| op.kind.name() == other;
        let (what, help) = match arrays[..] {
            _ if matches!(op.kind.source(op.attr), Some(SourceForm::Choice(_))) => (
                "`np.where` between several arrays".to_owned(),
                "choose by the elements of one array, `np.where(A > s, s * A, 0.0)`",
            ),
            _ if is(CLAMP.name()) => {
                (format!("`{name}` between arrays"), "write `np.minimum(np.maximum(A, lower), upper)`")
            }
            [_, _] if is(MAX.name()) => {
                (format!("`{name}` of two arrays"), "write `np.maximum`, which gives NaN beside a NaN")
            }
            [_, _] if is(MIN.name()) => {
                (format!("`{name}` of two arrays"), "write `np.minimum`, which gives NaN beside a NaN")
            }
            _ => (
                format!("`{name}`"),
                "compute it in the function that calls this one, and pass it as a parameter",
            ),
        };
        self.refuse_with(
            value,
            format!("{what} has no counterpart in Rust code for `#[adjoint]`"),
            help,
            diags,
        )
    }

    /// Records that a length or an index is negative, or no integer.
    pub(super) fn refuse_negative(&self, value: Value, diags: &mut Diagnostics) -> Text {
        let message = "a length or an index here is no integer that Rust can write";
        let help =
            "write literals, lengths such as `A.shape[0]`, integer parameters, and `+`, `-`, `*` of them";
        self.refuse_with(value, message.to_owned(), help, diags)
    }

    /// Records a message at a value's place, once.
    pub(super) fn refuse_with(
        &self,
        value: Value,
        message: String,
        help: &str,
        diags: &mut Diagnostics,
    ) -> Text {
        let origin = self.func.value(value).origin.clone();
        let is_there =
            |known: &Origin| matches!((known, &origin), (Origin::Text(a), Origin::Text(b)) if a == b);
        if !diags.iter().any(|known| is_there(&known.origin) && known.message == message) {
            diags.push(Diagnostic::new(origin, message).with_help(help));
        }
        Text::unknown()
    }
}

/// The operation as Python writes it.
fn python_name(op: Op) -> String {
    let named = |exact: bool| {
        op.kind.spellings().iter().find_map(|spelling| match spelling {
            Spelling::PythonCall(name, _, attr) if !exact || *attr == op.attr => {
                Some(name.replacen("numpy.", "np.", 1))
            }
            Spelling::PythonInfix(operator) if !exact => Some((*operator).to_owned()),
            _ => None,
        })
    };
    named(true).or_else(|| named(false)).unwrap_or_else(|| op.kind.name().to_owned())
}
