//! What the attribute says of the parameters, applied to the function.

use super::Options;
use crate::diag::Diagnostics;
use crate::front::rust::{Kind, Parameter, Signature, nearest};
use crate::ir::Func;
use crate::opt::{self, Declared, Sizes};
use crate::origin::Origin;
use crate::ty::{Dim, Elem, Rank, Shape};
use std::collections::BTreeMap;

/// Marks the parameters whose derivatives are not wanted. What is no differentiable parameter is an error at its name.
pub(super) fn wanted(options: &Options, signature: &mut Signature, diags: &mut Diagnostics) {
    let Some(wanted) = &options.wrt else { return };
    let candidates: Vec<String> = signature
        .params
        .iter()
        .filter(|param| matches!(param.kind, Kind::Differentiable { .. }))
        .filter_map(|param| param.ident.as_ref().map(ToString::to_string))
        .collect();
    let names: Vec<&str> = candidates.iter().map(String::as_str).collect();
    let mut seen: Vec<String> = Vec::new();
    for name in wanted {
        let (origin, text) = (Origin::of_tokens(name), name.to_string());
        let exists = signature.params.iter().any(|param| param.ident.as_ref() == Some(name));
        if names.contains(&text.as_str()) {
            if seen.contains(&text) {
                diags.error_with_help(origin, format!("`{name}` is named twice"), "name it once");
            }
            seen.push(text);
            continue;
        }
        let message = match exists {
            true => format!("the parameter `{name}` has no derivative"),
            false => format!("the function has no parameter `{name}`"),
        };
        let help = match nearest(&text, names.iter().copied()) {
            Some(near) if !exists => format!("did you mean `{near}`?"),
            _ => format!("the parameters with derivatives: {}", quoted(&names)),
        };
        diags.error_with_help(origin, message, help);
    }
    for param in &mut signature.params {
        param.wanted = param.ident.as_ref().is_some_and(|ident| wanted.contains(ident));
    }
}

/// The declared structures by parameter. A declaration of what is no square matrix of the function is an error at its
/// name.
pub(super) fn structures(options: &Options, func: &mut Func, diags: &mut Diagnostics) -> Declared {
    let mut declared = Declared::default();
    for (name, structure) in &options.structures {
        let origin = Origin::of_tokens(name);
        let wanted = name.to_string();
        let Some((index, param)) = func.params.iter().enumerate().find(|(_, param)| param.name == wanted)
        else {
            let matrices = func.params.iter().filter(|param| param.ty.rank() == Rank::Matrix);
            let names: Vec<&str> = matrices.map(|param| param.name.as_str()).collect();
            let help = match nearest(&wanted, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => "no parameter is a matrix: leave the declaration out".to_owned(),
                None => format!("the parameters that are matrices: {}", quoted(&names)),
            };
            diags.error_with_help(origin, format!("the function has no parameter `{name}`"), help);
            continue;
        };
        if param.ty.rank() != Rank::Matrix {
            let what = if param.ty.elem == Elem::Int {
                "an integer".to_owned()
            } else {
                format!("a {}", param.ty.rank())
            };
            let message = format!("`{name}` is {what}, and only a matrix has a structure");
            diags.error_with_help(origin, message, "leave the declaration out");
            continue;
        }
        if declared.structures.insert(index, *structure).is_some() {
            let help = "give the stronger of the two: `spd` says `symmetric` as well";
            diags.error_with_help(origin, format!("the structure of `{name}` is declared twice"), help);
        }
        if let Shape::Matrix(rows, columns) = param.ty.shape {
            func.dims.unify(rows, columns);
        }
    }
    declared
}

/// The scenarios: one, if sizes are given. A size of what is no dimension is an error at its letter.
pub(super) fn scenarios(options: &Options, func: &Func, diags: &mut Diagnostics) -> Vec<Sizes> {
    if options.sizes.is_empty() {
        return opt::scenarios(func);
    }
    let letters: BTreeMap<String, Dim> = func
        .params
        .iter()
        .flat_map(|param| param.ty.axes())
        .map(|dim| (func.dims.letter(dim).to_string(), func.dims.find(dim)))
        .collect();
    let mut known = BTreeMap::new();
    for (letter, length) in &options.sizes {
        let origin = Origin::of_tokens(letter);
        let Some(&dim) = letters.get(&letter.to_string()) else {
            let shapes: Vec<String> = func
                .params
                .iter()
                .filter(|param| param.ty.rank() != Rank::Scalar)
                .map(|param| {
                    let elements = if param.ty.rank() == Rank::Vector { " long" } else { "" };
                    format!("`{}` is {}{elements}", param.name, func.dims.describe(param.ty.shape))
                })
                .collect();
            let help = format!("the dimensions have letters of their own: {}", shapes.join(", "));
            diags.error_with_help(origin, format!("no dimension is called `{letter}`"), help);
            continue;
        };
        if known.insert(dim, f64::from(*length)).is_some() {
            diags.error_with_help(origin, format!("the size of `{letter}` is given twice"), "give it once");
        }
    }
    vec![Sizes::new(known)]
}

/// A tangent runs statement by statement: what steers the optimiser has no place there.
pub(super) fn refuse_for_tangent(options: &Options, diags: &mut Diagnostics) {
    for name in
        options.given.iter().filter(|name| !["crate", "optimize", "wrt"].iter().any(|other| *name == other))
    {
        let message = format!("`{name}` is an option of `#[adjoint]` alone");
        diags.error_with_help(Origin::of_tokens(name), message, "leave it out of `#[tangent]`");
    }
}

/// What is said of derivatives by hand is said in `#[adjoint_rule]`.
pub(super) fn refuse_rule_options(options: &Options, diags: &mut Diagnostics) {
    for name in options.given.iter().filter(|name| *name == "tangent") {
        let help = "leave it out, or put `#[tangent]` on the function";
        diags.error_with_help(
            Origin::of_tokens(name),
            "`tangent` is an option of `#[adjoint_rule]` alone",
            help,
        );
    }
}

/// Derivatives by hand are what they are.
pub(super) fn refuse_for_rule(options: &Options, signature: &Signature, diags: &mut Diagnostics) {
    for name in
        options.given.iter().filter(|name| !["crate", "wrt", "tangent"].iter().any(|other| *name == other))
    {
        let message = format!("`{name}` is an option of `#[adjoint]` alone");
        diags.error_with_help(Origin::of_tokens(name), message, "leave it out of `#[adjoint_rule]`");
    }
    if !signature.params.iter().any(Parameter::is_active) {
        let help = "take arrays or numbers by which it can be differentiated";
        let message = "the function has no parameter with a derivative";
        diags.error_with_help(Origin::of_tokens(&signature.output.ty), message, help);
    }
}

/// A gradient is of one number, and returns arrays of its own.
pub(super) fn refuse_for_gradient(options: &Options, signature: &Signature, diags: &mut Diagnostics) {
    let output = &signature.output;
    if !output.is_number() {
        diags.error_with_help(
            Origin::of_tokens(&output.ty),
            "a gradient is of a function that returns one number",
            "return `f64`, or take `#[adjoint]`, which has a seed for each result",
        );
    }
    refuse_for_new_arrays(options, signature, "gradient", diags);
}

/// A Jacobian is of one result, and returns arrays of its own.
pub(super) fn refuse_for_jacobian(options: &Options, signature: &Signature, diags: &mut Diagnostics) {
    let output = &signature.output;
    if output.is_tuple && !output.refused {
        diags.error_with_help(
            Origin::of_tokens(&output.ty),
            "a Jacobian is of a function that returns one result",
            "return one array, or take `#[adjoint]` and `#[tangent]`, which have a seed and a tangent for each result",
        );
    }
    refuse_for_new_arrays(options, signature, "jacobian", diags);
}

/// What a function that returns its derivatives in new arrays has no use for; it needs a parameter to differentiate by.
pub(super) fn refuse_for_new_arrays(
    options: &Options,
    signature: &Signature,
    attribute: &str,
    diags: &mut Diagnostics,
) {
    if !signature.params.iter().any(Parameter::is_active) {
        let help = "take arrays or numbers by which it can be differentiated";
        diags.error_with_help(
            Origin::of_tokens(&signature.output.ty),
            "the function has no parameter with a derivative",
            help,
        );
    }
    for name in options.given.iter().filter(|name| *name == "workspace") {
        let help = format!(
            "leave it out of `#[{attribute}]`, which returns new arrays; `#[adjoint(workspace)]` allocates nothing"
        );
        diags.error_with_help(
            Origin::of_tokens(name),
            "`workspace` is an option of `#[adjoint]` alone",
            help,
        );
    }
}

/// Nor has it where the optimiser is switched off.
pub(super) fn refuse_without_optimiser(options: &Options, diags: &mut Diagnostics) {
    if options.optimize {
        return;
    }
    for name in options
        .given
        .iter()
        .filter(|name| !["crate", "optimize", "workspace", "wrt"].iter().any(|other| *name == other))
    {
        let message = format!("the option `{name}` does nothing beside `optimize = false`");
        diags.error_with_help(Origin::of_tokens(name), message, "leave one of the two out");
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
