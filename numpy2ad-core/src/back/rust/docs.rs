//! Doc comments of the generated functions.

use super::{Variant, Writer};
use crate::cost;
use crate::front::rust::Parameter;
use crate::ir::{Func, Op, SlotKind, Stmt};
use crate::ops::{Attr, Factors, Inv, Operation};
use proc_macro2::Ident;

/// What the adjoint computes, its arguments in order, what accumulates, flops.
pub(super) fn adjoint(
    writer: &Writer<'_>,
    variants: &[Writer<'_>],
    broadcasts: bool,
    adjoints: &[(&Parameter, Ident)],
    primal_flops: &str,
) -> Vec<String> {
    let func = writer.func;
    let name = &writer.program.item.sig.ident;
    let mut lines = vec![
        format!(" Adjoint of [`{name}`]: the primal result, and the derivatives by reverse mode."),
        String::new(),
    ];
    lines.extend(seeds(writer));
    lines.push(String::new());
    for (param, adjoint) in adjoints {
        let Some(primal) = &param.ident else { continue };
        let value = func.params.iter().find(|p| *primal == p.name);
        let shape = value.map(|p| func.dims.describe(p.ty.shape)).unwrap_or_default();
        let unused = !func.slots().any(|slot| {
            writer.idents.slots.get(&slot) == Some(adjoint)
                && matches!(func.slot(slot).kind, SlotKind::Param(_))
        });
        let note = if unused { "; the result does not depend on it" } else { "" };
        lines.push(format!(" - `{adjoint}`, by `{primal}` ({shape}{note})"));
    }
    lines.push(String::new());
    costs(&mut lines, writer, variants, broadcasts, primal_flops);
    panics_and_errors(writer, &mut lines, "no adjoint has been changed");
    lines
}

/// What the gradient function returns, in order, and flops.
pub(super) fn gradient(
    writer: &Writer<'_>,
    variants: &[Writer<'_>],
    broadcasts: bool,
    gradients: &[(&Parameter, Ident)],
    primal_flops: &str,
) -> Vec<String> {
    let name = &writer.program.item.sig.ident;
    let mut lines = vec![
        format!(" The value of [`{name}`] and its gradient, by reverse mode: its derivatives by"),
        String::new(),
    ];
    lines.extend(parameters(writer, gradients));
    lines.push(String::new());
    costs(&mut lines, writer, variants, broadcasts, primal_flops);
    panics_and_errors(writer, &mut lines, "nothing has been changed");
    lines
}

/// What the function of second derivatives takes and returns, in order, and flops.
pub(super) fn second(
    writer: &Writer<'_>,
    variants: &[Writer<'_>],
    broadcasts: bool,
    gradients: &[(&Parameter, Ident)],
    primal_flops: &str,
) -> Vec<String> {
    let name = &writer.program.item.sig.ident;
    let mut lines = Vec::new();
    if writer.program.signature.output.is_number() {
        lines.push(format!(
            " The value of [`{name}`], its gradient, and its Hessian times a direction, by the tangent of the adjoint."
        ));
    } else {
        let call = format!("{name}({})", call_arguments(writer));
        let seeds: Vec<String> = writer.idents.seeds.iter().map(|seed| format!("`{seed}`")).collect();
        lines.push(format!(" The value of [`{name}`], its adjoint for the seed, and the derivative of the adjoint in a direction."));
        lines.push(String::new());
        lines.push(format!(
            " They are the first and second derivatives of the inner product of `{call}` with {}.",
            seeds.join(", ")
        ));
    }
    lines.push(String::new());
    lines.push(
        " Behind each differentiable parameter stands the direction in which it moves, of its shape. The first tuple has"
            .to_owned(),
    );
    lines.push(" the derivatives, the second one the products, by".to_owned());
    lines.push(String::new());
    lines.extend(parameters(writer, gradients));
    lines.push(String::new());
    costs(&mut lines, writer, variants, broadcasts, primal_flops);
    panics_and_errors(writer, &mut lines, "nothing has been changed");
    lines
}

/// What the Jacobian function returns, in order, and flops of its ways, those by rows and those by columns.
pub(super) fn jacobian(
    writer: &Writer<'_>,
    ways: &[(bool, String)],
    broadcasts: bool,
    primal_flops: &str,
) -> Vec<String> {
    let func = writer.func;
    let name = &writer.program.item.sig.ident;
    let describe = |shape| func.dims.describe(shape);
    let mut lines = vec![
        format!(" The value of [`{name}`] and its Jacobian: a row for each element of the result"),
        format!(" ({}), a column for each element of", describe(func.ty(func.result()).shape)),
        String::new(),
    ];
    lines.extend(parameters(writer, &writer.adjoint_names()));
    lines.push(String::new());
    lines.push(" Elements of a matrix count row by row; a number is one element.".to_owned());
    lines.push(String::new());
    lines.push(format!(" Flops, the primal included, which alone and as written needs {primal_flops}:"));
    lines.push(String::new());
    for (by_rows, flops) in ways {
        let way = if *by_rows {
            "by rows, an adjoint for each element of the result"
        } else {
            "by columns, a tangent for each element of the parameters"
        };
        lines.push(format!(" - {way}: {flops}"));
    }
    if ways.len() > 1 {
        lines.push(String::new());
        lines.push(" What needs fewer for the sizes at hand runs.".to_owned());
    }
    if broadcasts {
        lines.push(String::new());
        lines.push(
            " Where an operand is repeated along an axis, the derivatives run statement by statement."
                .to_owned(),
        );
    }
    lines.push(String::new());
    panics_and_errors(writer, &mut lines, "nothing has been changed");
    lines
}

/// The parameters by which a function is differentiated, with their shapes.
fn parameters(writer: &Writer<'_>, active: &[(&Parameter, Ident)]) -> Vec<String> {
    let func = writer.func;
    let named = active.iter().filter_map(|(param, _)| param.ident.as_ref());
    let lines = named.map(|primal| {
        let value = func.params.iter().find(|p| *primal == p.name);
        let shape = value.map(|p| func.dims.describe(p.ty.shape)).unwrap_or_default();
        format!(" - `{primal}` ({shape})")
    });
    lines.collect()
}

/// What the function costs.
fn costs(
    lines: &mut Vec<String>,
    writer: &Writer<'_>,
    variants: &[Writer<'_>],
    broadcasts: bool,
    primal_flops: &str,
) {
    let flops: Vec<String> = variants.iter().map(|variant| variant.flops().to_string()).collect();
    match &flops[..] {
        [_, _, ..] => {
            lines.push(format!(
                " {} variants, of which the one with the fewest flops for the sizes at hand runs:",
                ["Two", "Three", "Four", "Five", "Six"].get(flops.len() - 2).unwrap_or(&"Several")
            ));
            lines.push(String::new());
            for (flops, variant) in flops.iter().zip(variants) {
                lines.push(format!(" - {flops}; {}{}", memory(variant), assumption(variant)));
            }
            lines.push(String::new());
            lines.push(format!(" The primal alone, as written: {primal_flops}."));
        }
        _ => lines.push(format!(
            " Flops, the primal included: {} (the primal alone, as written: {primal_flops}); {}.",
            writer.flops(),
            memory(writer)
        )),
    }
    let looks = looks(variants);
    if !looks.is_empty() {
        lines.push(String::new());
        lines.extend(looks);
    }
    if broadcasts {
        lines.push(String::new());
        lines.push(
            " Where an operand is repeated along an axis, the adjoint runs statement by statement."
                .to_owned(),
        );
    }
    lines.push(String::new());
}

/// What costs less than that because of what kernels see in their operands.
fn looks(variants: &[Writer<'_>]) -> Vec<String> {
    let computed = |func: &'_ Func, is: fn(Op) -> bool| {
        let mut values = func.body.iter().filter_map(|stmt| match stmt {
            Stmt::Let(value) | Stmt::Update { value, .. } => Some(*value),
            Stmt::Init(_) => None,
        });
        values.any(|value| func.as_op(value).is_some_and(|(op, _)| is(op)))
    };
    let any = |is: fn(Op) -> bool| variants.iter().any(|variant| computed(variant.func, is));
    let mut lines = Vec::new();
    if any(|op| {
        op.kind.name() == Factors.name() || op.kind.name() == Inv.name() && op.attr != Attr::Factorised
    }) {
        lines.push(
            " Where a matrix is found symmetric and positive definite, its factorisation takes half the flops.".to_owned(),
        );
    }
    if any(|op| op.attr == Attr::Mirrored) {
        lines.push(" Where a matrix is found symmetric, half of a product around it is computed.".to_owned());
    }
    lines
}

/// What the seeds are, and what is differentiated.
fn seeds(writer: &Writer<'_>) -> Vec<String> {
    let func = writer.func;
    let name = &writer.program.item.sig.ident;
    let call = format!("{name}({})", call_arguments(writer));
    let shape = |value| func.dims.describe(func.ty(value).shape);
    let results: Vec<_> = writer.idents.seeds.iter().zip(func.results.iter().copied()).collect();
    if let [(seed, result)] = results[..]
        && !writer.program.signature.output.is_tuple
    {
        return vec![
            format!(
                " `{seed}` is the adjoint of the result `{}` ({}). To each of the following is **added** the derivative of",
                writer.name(result),
                shape(result)
            ),
            format!(" `⟨{seed}, {call}⟩`:"),
        ];
    }
    let mut lines = vec![" The results have an adjoint each:".to_owned(), String::new()];
    lines.extend(
        results
            .iter()
            .map(|&(seed, result)| format!(" - `{seed}`, of `{}` ({})", writer.name(result), shape(result))),
    );
    let sum: Vec<String> =
        results.iter().map(|&(seed, result)| format!("⟨{seed}, {}⟩", writer.name(result))).collect();
    lines.push(String::new());
    lines.push(" To each of the following is **added** the derivative of".to_owned());
    lines.push(format!(" `{}`, where `({}) = {call}`:", sum.join(" + "), {
        let names: Vec<String> = results.iter().map(|&(_, result)| writer.name(result).to_string()).collect();
        names.join(", ")
    }));
    lines
}

/// Where alone a variant runs.
fn assumption(writer: &Writer<'_>) -> String {
    let variant = Variant { func: writer.func, assumption: writer.assumption };
    variant.condition().map(|condition| format!("; only where {condition}")).unwrap_or_default()
}

/// The elements of the arrays that a variant makes.
fn memory(writer: &Writer<'_>) -> String {
    format!("new arrays: {} elements", cost::memory(writer.func))
}

/// What the function with a workspace does differently.
pub(super) fn adjoint_into(writer: &Writer<'_>, ws: &Ident, targets: &[Ident]) -> Vec<String> {
    let name = &writer.program.item.sig.ident;
    let func = writer.func;
    let shapes = func.results.iter().zip(targets).map(|(&result, target)| match func.rank(result) {
        crate::ty::Rank::Scalar => format!("`{target}` (a number)"),
        _ => format!("`{target}` ({}, of any strides)", func.dims.describe(func.ty(result).shape)),
    });
    let shapes: Vec<String> = shapes.collect();
    let written = if shapes.len() == 1 { "The result is written to" } else { "The results are written to" };
    let mut lines = vec![
        format!(" [`{name}_ad`] without allocations: arrays are taken from `{ws}` and given back to it."),
        String::new(),
        format!(" From the second call on with the same shapes nothing is allocated. {written}"),
        format!(" {}.", shapes.join(", ")),
        String::new(),
    ];
    panics_and_errors(writer, &mut lines, "neither an adjoint nor the result has been changed");
    lines
}

/// What the tangent computes.
pub(super) fn tangent(writer: &Writer<'_>) -> Vec<String> {
    let name = &writer.program.item.sig.ident;
    let mut lines = vec![
        format!(" Tangent of [`{name}`]: the primal result and its directional derivative."),
        String::new(),
        " Behind each differentiable parameter stands the direction in which it moves.".to_owned(),
        String::new(),
        format!(" Flops, the primal included: {}.", writer.flops()),
        String::new(),
    ];
    panics_and_errors(writer, &mut lines, "nothing has been changed");
    lines
}

fn panics_and_errors(writer: &Writer<'_>, lines: &mut Vec<String>, promise: &str) {
    lines.push(" # Panics".to_owned());
    lines.push(String::new());
    lines.push(format!(" Where shapes do not fit, and where the primal function panics; {promise} then."));
    if writer.program.signature.output.fallible {
        lines.push(String::new());
        lines.push(" # Errors".to_owned());
        lines.push(String::new());
        lines.push(format!(" Those of the primal function; {promise} then."));
    }
}

fn call_arguments(writer: &Writer<'_>) -> String {
    let names: Vec<String> = writer
        .program
        .signature
        .params
        .iter()
        .map(|param| param.ident.as_ref().map_or_else(|| "_".to_owned(), ToString::to_string))
        .collect();
    names.join(", ")
}
