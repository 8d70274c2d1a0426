//! What a module has beside the derivatives that are asked for: the functions that they call.

use super::{Derivative, Function, Program, Written, adjoint_of, tangent};
use crate::diag::Diagnostics;
use crate::origin::Origin;

/// The programs that others need of a function that they call: itself, its adjoint beside gradients and second
/// derivatives, and its tangent beside the latter.
pub(super) fn helpers(
    function: &Function,
    all: &[Function],
    which: Derivative,
) -> Vec<Result<Program, Diagnostics>> {
    if !is_called(function, all) {
        return Vec::new();
    }
    let names = || function.names.clone();
    let own = Program { func: function.func.clone(), names: names(), derivative: Written::None };
    let adjoint =
        || adjoint_of(function).map(|func| Program { func, names: names(), derivative: Written::Adjoint });
    match which {
        Derivative::Adjoint | Derivative::Tangent => vec![Ok(own)],
        Derivative::Gradient => vec![Ok(own), adjoint()],
        Derivative::Second => vec![Ok(own), adjoint(), tangent::of(function)],
    }
}

fn is_called(function: &Function, all: &[Function]) -> bool {
    let mut callees = all.iter().flat_map(|other| &other.func.callees);
    callees.any(|callee| callee.path == function.func.name)
}

/// A function that is called stands in the module under its own name, which may be none of a derivative.
pub(super) fn check_names(all: &[Function], diags: &mut Diagnostics) {
    for function in all.iter().filter(|function| is_called(function, all)) {
        let name = &function.func.name;
        let ending = ["_ad", "_t", "_grad", "_hvp"].into_iter().find(|ending| {
            name.strip_suffix(ending).is_some_and(|of| all.iter().any(|other| other.func.name == of))
        });
        if let Some(of) = ending.and_then(|ending| name.strip_suffix(ending)) {
            let message = format!("`{name}` is called, and its name is that of a derivative of `{of}`");
            diags.error_with_help(Origin::None, message, "give it another name");
        }
    }
}
