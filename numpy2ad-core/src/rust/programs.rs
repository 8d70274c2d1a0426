//! The programs behind `#[adjoint(..)]`, for tools that show them.

use super::{adjoint_ir, declared, front, options};
use crate::diag::Diagnostics;
use crate::ir::Func;
use crate::opt::{self, Assuming, Derived};
use proc_macro2::TokenStream;
use syn::ItemFn;

/// The programs of one function.
#[derive(Clone, Debug)]
pub struct Programs {
    /// The function as the user wrote it.
    pub primal: Func,
    /// Its adjoint statement by statement.
    pub plain: Func,
    /// The optimised adjoints; none with `optimize = false`.
    pub variants: Vec<Func>,
    /// Those beside them that run only where a look at some parameters speaks for it.
    pub assuming: Option<Assuming>,
}

/// The programs that `#[adjoint(attr)]` makes of a function.
///
/// # Errors
///
/// What cannot be differentiated, and options that are wrong.
pub fn programs(attr: TokenStream, item: &ItemFn) -> Result<Programs, Diagnostics> {
    let mut diags = Diagnostics::default();
    let options = options::parse(attr, &mut diags);
    let mut signature = front::signature(item, &mut diags);
    if let Some(signature) = &mut signature {
        declared::wanted(&options, signature, &mut diags);
    }
    let lowered = signature.as_ref().map(|signature| front::lower(item, signature, &mut diags));
    let Some(mut primal) = lowered.map(|lowered| lowered.func).filter(|_| diags.is_empty()) else {
        return Err(diags);
    };
    declared::refuse_without_optimiser(&options, &mut diags);
    let declared = declared::structures(&options, &mut primal, &mut diags);
    let scenarios = declared::scenarios(&options, &primal, &mut diags);
    if !diags.is_empty() {
        return Err(diags);
    }
    let plain = adjoint_ir(&primal);
    let derived = Derived::new(&plain, &primal, &adjoint_ir);
    let variants = if options.optimize { opt::optimise(derived, &declared, &scenarios) } else { Vec::new() };
    let assuming = opt::assuming(derived, &declared, &scenarios, &variants);
    Ok(Programs { primal, plain, variants, assuming })
}
