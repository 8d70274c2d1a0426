//! `syn::ItemFn` to IR.
//!
//! The signature says what is differentiable and at which rank, the body is `let` bindings and a tail
//! expression. Everything that cannot be differentiated is recorded at its own tokens, and lowering goes on, so
//! that several mistakes are reported together.

mod aliasing;
mod body;
mod calls;
mod choice;
mod elements;
mod expr;
mod foreign;
mod known;
mod limits;
mod linalg;
mod refuse;
mod scope;
mod shapes;
mod signature;
mod syntax;
mod tuples;
mod types;
mod unknown;

pub(crate) use known::remember;
pub(crate) use refuse::nearest;
pub use signature::{Kind, Output, Parameter, Part, Signature};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::Func;
use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use syn::ItemFn;

/// A function as the compiler's stages take it, and what only the Rust back end needs of its source.
#[derive(Debug)]
pub struct Lowered {
    /// The primal function.
    pub func: Func,
    /// The paths behind the IR's named constants, with their spans.
    pub constants: BTreeMap<String, syn::Path>,
    /// The tokens behind the arguments of calls that have no derivative.
    pub foreign_args: BTreeMap<String, TokenStream>,
    /// `use` and `const` items of the body.
    pub items: Vec<syn::Item>,
    /// The names of the results.
    pub result_names: Vec<ResultName>,
}

/// The name of a result, which the name of its adjoint is made from.
#[derive(Clone, Debug)]
pub struct ResultName {
    /// A variable that the body ends in, or `out`.
    pub name: String,
    /// Whether it is the compiler's own.
    pub is_new: bool,
}

/// Refuses tokens that nest so deeply that parsing them would overflow the stack.
///
/// # Errors
///
/// The first place that is too deep.
pub fn check_depth(tokens: &TokenStream) -> Result<(), Diagnostic> {
    limits::check(tokens)
}

/// The signature of a function that is to be differentiated; `None` where even a stub could not be written.
#[must_use]
pub fn signature(item: &ItemFn, diags: &mut Diagnostics) -> Option<Signature> {
    signature::read(item, diags)
}

/// Lowers the body. What comes back is only meaningful if `diags` stayed empty.
#[must_use]
pub fn lower(item: &ItemFn, signature: &Signature, diags: &mut Diagnostics) -> Lowered {
    body::lower(item, signature, diags)
}
