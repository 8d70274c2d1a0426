//! What else is made of Python text: the same functions as Rust source, and their graphs.

use super::{Function, Mode, Ranks, parse};
use crate::back::python::Parameters;
use crate::back::{graph as drawing, ndarray};
use crate::diag::Diagnostics;
use crate::ir::{Func, Value};
use crate::origin::Origin;
use crate::ty::Elem;

/// The functions of a text, or the one that is called `only`, as a Rust module: each with `#[adjoint]` on it.
///
/// # Errors
///
/// Every mistake of the text, and every operation that Rust code for `#[adjoint]` cannot spell.
pub fn rust(text: &str, ranks: &Ranks, only: Option<&str>) -> Result<String, Diagnostics> {
    let source = parse(text, ranks, only)?;
    if source.mode == Mode::Expression {
        let mut diags = Diagnostics::default();
        diags.error_with_help(
            Origin::Text(0..text.len()),
            "there is no function here to be written in Rust",
            "write one: `def f(A, B, C):` and `return A @ B + C`",
        );
        return Err(diags);
    }
    let functions: Vec<(Func, Option<String>, Vec<Option<String>>)> = source
        .functions
        .into_iter()
        .map(|function| (own_names(&function), function.doc.clone(), defaults(&function)))
        .collect();
    let items =
        functions.iter().map(|(func, doc, defaults)| ndarray::Item { func, doc: doc.as_deref(), defaults });
    ndarray::source(&items.collect::<Vec<_>>())
}

/// The numbers that are defaults of a function's parameters, as Rust writes them: it has no defaults.
fn defaults(function: &Function) -> Vec<Option<String>> {
    let Parameters { positional_only, positional, keyword_only } = &function.signature;
    let written = positional_only.iter().chain(positional).chain(keyword_only);
    let numbers = written.zip(&function.func.params).map(|(written, param)| {
        let default = written.rsplit_once('=')?.1.trim();
        match param.ty.elem {
            Elem::Int => default.parse::<i32>().ok().map(|int| int.to_string()),
            _ => default
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
                .map(|number| format!("{number:?}")),
        }
    });
    numbers.collect()
}

/// The graph of a text's assignments, or of each of its functions, as a tree.
///
/// # Errors
///
/// Every mistake of the text.
pub fn graph(text: &str, ranks: &Ranks) -> Result<String, Diagnostics> {
    let source = parse(text, ranks, None)?;
    let trees: Vec<String> = source
        .functions
        .iter()
        .map(|function| match source.mode {
            Mode::Expression => drawing::text(&function.func),
            Mode::Functions => format!("{}:\n{}", function.func.name, drawing::text(&function.func)),
        })
        .collect();
    Ok(trees.join("\n"))
}

/// The same graph in Graphviz' language.
///
/// # Errors
///
/// Every mistake of the text.
pub fn dot(text: &str, ranks: &Ranks) -> Result<String, Diagnostics> {
    let source = parse(text, ranks, None)?;
    let drawings: Vec<String> =
        source.functions.iter().map(|function| drawing::dot(&function.func)).collect();
    Ok(drawings.join("\n"))
}

/// The function without the names that the front end has given to intermediates: Rust nests those.
fn own_names(function: &Function) -> Func {
    let mut func = function.func.clone();
    let others: Vec<Value> = func.lets().filter(|value| !function.targets.contains(value)).collect();
    for value in others {
        if let Some(data) = func.value_mut(value) {
            data.name = None;
        }
    }
    func
}
