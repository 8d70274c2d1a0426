//! Rust source on `ndarray`: the functions as a person would write them, with `#[adjoint]` on each.
//!
//! A value that the user has named is a `let`, and so is one without a name that is used more than once; every
//! other value is written where it is used. `expr` finds the words, with `forms` for what an operation's own file says,
//! `integers`, `choice`, `pairs` and `calls` for what Rust says in its own way; `text` knows what is a reference, a view or
//! an owned array and where `ndarray` wants which; `names` turns Python's names into Rust's, and `lines` leaves out what
//! is not needed. What Rust cannot say `refuse` reports.

mod calls;
mod choice;
mod expr;
mod forms;
mod integers;
mod lines;
mod macros;
mod names;
mod pairs;
mod refuse;
mod text;
mod values;

use crate::diag::Diagnostics;
use crate::ir::{Def, Func, Value};
use crate::origin::Origin;
use crate::ty::{Elem, Rank, Ty};
use calls::{Callee, Callees};
use expr::Printer;
use lines::Line;
use std::collections::BTreeSet;
use text::{Kind, Text};

/// A function to be written, and what its documentation says.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The function as the user wrote it, without its derivative.
    pub func: &'a Func,
    /// The text of its doc comment.
    pub doc: Option<&'a str>,
    /// For each parameter the number that is its default, as Rust writes it.
    pub defaults: &'a [Option<String>],
}

/// A Rust module of these functions: the imports and one `#[adjoint]` function for each.
///
/// # Errors
///
/// A diagnostic for each operation that Rust code for `#[adjoint]` cannot spell.
pub fn source(items: &[Item<'_>]) -> Result<String, Diagnostics> {
    let mut diags = Diagnostics::default();
    let mut imports = Imports::default();
    let mut functions = Vec::new();
    let names = names::of_functions(items.iter().map(|item| item.func.name.as_str()));
    let known = items.iter().zip(&names).map(|(item, name)| (item.func.name.clone(), callee(item, name)));
    let callees: Callees = known.collect();
    let items = callees_first(items);
    for item in &items {
        functions.push(function(item, &callees, &mut imports, &mut diags));
    }
    if !diags.is_empty() {
        return Err(diags);
    }
    let mut parts = vec![imports.text()];
    for (item, text) in items.iter().zip(&functions) {
        let (text, macros) = text;
        match syn::parse_file(text) {
            Ok(file) => parts.push(macros::written(prettyplease::unparse(&file), macros)),
            Err(error) => diags.error(
                Origin::None,
                format!("the compiler wrote Rust that does not parse for `{}`: {error}", item.func.name),
            ),
        }
    }
    if diags.is_empty() { Ok(parts.join("\n")) } else { Err(diags) }
}

/// A function as its callers have to know it.
fn callee(item: &Item<'_>, name: &str) -> Callee {
    let params =
        item.func.params.iter().enumerate().map(|(index, param)| {
            (param.ty.rank(), param.ty.elem, item.defaults.get(index).cloned().flatten())
        });
    Callee { name: name.to_owned(), params: params.collect() }
}

/// The functions in their order, but each behind those that it calls: the macro has to have seen what a call gives.
fn callees_first<'a>(items: &[Item<'a>]) -> Vec<Item<'a>> {
    let mut order: Vec<Item<'a>> = Vec::new();
    let mut open: Vec<Item<'a>> = items.iter().rev().copied().collect();
    let mut waiting: BTreeSet<&str> = BTreeSet::new();
    while let Some(item) = open.pop() {
        let name = item.func.name.as_str();
        if order.iter().any(|done| done.func.name == name) {
            continue;
        }
        let calls = |other: &&Item<'a>| item.func.callees.iter().any(|callee| callee.path == other.func.name);
        let missing: Vec<Item<'a>> = items
            .iter()
            .filter(calls)
            .filter(|other| !order.iter().any(|done| done.func.name == other.func.name))
            .copied()
            .collect();
        if missing.is_empty() || !waiting.insert(name) {
            order.push(item);
        } else {
            open.push(item);
            open.extend(missing.into_iter().rev());
        }
    }
    order
}

/// What the module needs from elsewhere.
#[derive(Default)]
struct Imports {
    arrays: bool,
    functions: BTreeSet<&'static str>,
}

impl Imports {
    fn text(&self) -> String {
        let of = |module: &str| -> Vec<&str> {
            self.functions.iter().copied().filter(|name| *name != "prelude" && home(name) == module).collect()
        };
        let mut arrays = of("ndarray");
        if self.arrays || self.functions.contains("prelude") {
            arrays.push("prelude::*");
        }
        arrays.sort_unstable();
        let mut ours = vec!["adjoint".to_owned()];
        for module in ["elementwise", "linalg"] {
            match of(module).as_slice() {
                [] => {}
                several => ours.push(format!("{module}::{}", one_or_braces(several))),
            }
        }
        let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
        let arrays = match arrays.as_slice() {
            [] => String::new(),
            several => format!("use ndarray::{};\n", one_or_braces(several)),
        };
        format!("{arrays}use numpy2ad::{};\n", one_or_braces(&ours))
    }
}

/// Where a function, a macro or a trait comes from.
fn home(name: &str) -> &'static str {
    match name {
        "concatenate" | "stack" => "ndarray",
        name if pairs::PAIRS.contains(&name) => "elementwise",
        _ => "linalg",
    }
}

fn one_or_braces(names: &[&str]) -> String {
    match names {
        [one] => (*one).to_owned(),
        several => format!("{{{}}}", several.join(", ")),
    }
}

/// One function, in tokens that parse, and the macros that they stand for; the pretty printer breaks the lines.
fn function(
    item: &Item<'_>,
    callees: &Callees,
    imports: &mut Imports,
    diags: &mut Diagnostics,
) -> (String, Vec<String>) {
    let func = item.func;
    let name = callees.get(&func.name).map_or("_", |callee| callee.name.as_str());
    let mut printer = Printer::new(func, callees);
    let mut lines: Vec<Line> = Vec::new();
    for value in func.lets() {
        let (members, text) = match printer.tuple_at(value) {
            Some(members) if members.is_empty() => continue,
            Some(members) => {
                let text = printer.tuple_definition(&members, diags);
                (members, Text::postfix(text, Kind::Owned))
            }
            None if printer.is_bound(value) => (vec![Some(value)], printer.definition(value, diags)),
            None => continue,
        };
        let reads = printer.take_reads();
        let is_tuple = members.len() > 1;
        let kind = |value: Value| match func.rank(value) {
            _ if !is_tuple => text.variable_kind(),
            Rank::Scalar => Kind::Number,
            _ => Kind::Place,
        };
        let bound = members.into_iter().map(|member| {
            let value = member?;
            Some((value, printer.bind(value, kind(value))))
        });
        lines.push(Line { bound: bound.collect(), is_tuple, text: text.bound(), reads });
    }
    let tail = tail(func, &mut printer, diags);
    let uses = func.uses();
    let idle = |value: Value| {
        func.value(value).name.is_some() && !uses.contains(value) && !func.results.contains(&value)
    };
    let body = lines::written(&lines, printer.take_reads(), idle) + &tail;
    let params: Vec<String> = func
        .params
        .iter()
        .map(|param| format!("{}: {}", printer.name(param.value), param_type(param.ty)))
        .collect();
    imports.functions.extend(printer.functions());
    let results: Vec<Ty> = func.results.iter().map(|&result| func.ty(result)).collect();
    let mut types = func.params.iter().map(|param| param.ty).chain(results.iter().copied());
    imports.arrays |= types.any(|ty| ty.rank() != Rank::Scalar);
    let output = one_or_tuple(results.into_iter().map(owned_type).collect());
    let doc = item.doc.map(doc_attributes).unwrap_or_default();
    let text = format!("{doc}#[adjoint]\npub fn {name}({}) -> {output} {{\n{body}\n}}", params.join(", "));
    (text, printer.into_parts())
}

/// What the body ends in. In a tuple a variable that owns its array moves into its place, so that whatever is computed
/// behind it has a `let` before it.
fn tail(func: &Func, printer: &mut Printer<'_>, diags: &mut Diagnostics) -> String {
    let texts: Vec<Text> = func.results.iter().map(|&result| printer.value(result, diags)).collect();
    if let [only] = &texts[..] {
        return only.owned();
    }
    let (mut lets, mut parts) = (String::new(), Vec::new());
    for (index, text) in texts.iter().enumerate() {
        let (before, behind) = texts.split_at_checked(index).unwrap_or_default();
        let again = behind.iter().skip(1).any(|other| other.kind == Kind::Place && other.text == text.text);
        parts.push(match text.kind {
            Kind::Place if again => format!("{}.clone()", text.text),
            Kind::Place => text.text.clone(),
            Kind::Number if text.is_variable() => text.text.clone(),
            _ if before.iter().any(|other| other.kind == Kind::Place) => {
                let name = printer.fresh(&format!("out{index}"));
                lets.push_str(&format!("let {name} = {};\n", text.owned()));
                name
            }
            _ => text.owned(),
        });
    }
    lets + &one_or_tuple(parts)
}

fn one_or_tuple(parts: Vec<String>) -> String {
    if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(", ")) }
}

fn owned_type(ty: Ty) -> String {
    let elem = if ty.elem == Elem::F32 { "f32" } else { "f64" };
    match ty.rank() {
        Rank::Scalar => elem.to_owned(),
        Rank::Vector => format!("Array1<{elem}>"),
        Rank::Matrix => format!("Array2<{elem}>"),
    }
}

fn param_type(ty: Ty) -> String {
    match (ty.elem, ty.rank()) {
        (Elem::Int, Rank::Scalar) => "i32".to_owned(),
        (_, Rank::Scalar) => owned_type(ty),
        _ => format!("&{}", owned_type(ty)),
    }
}

/// Documentation as attributes, which need no care for what stands in the text.
fn doc_attributes(doc: &str) -> String {
    let lines = doc.trim().lines().map(|line| {
        let line = line.trim();
        let text = if line.is_empty() { String::new() } else { format!(" {line}") };
        format!("#[doc = {text:?}]\n")
    });
    lines.collect()
}

/// How often each value is written, when values that are written afresh at every use (constants, transposes,
/// other names for the same value) hand their own count on to their operands.
fn uses(func: &Func, is_copied: impl Fn(Value) -> bool) -> impl Fn(Value) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for &result in &func.results {
        *counts.entry(result).or_insert(0) += 1;
    }
    let lets: BTreeSet<Value> = func.lets().collect();
    let mut values: Vec<Value> = func.values().collect();
    values.reverse(); // the arena is in order of definition: every use is met before its definition
    for value in values {
        let own = counts.get(&value).copied().unwrap_or(0_usize);
        let named = lets.contains(&value) && func.value(value).name.is_some();
        let passed = match (is_copied(value), named) {
            (true, false) => own,
            _ => usize::from(own > 0 || named),
        };
        if let Def::Op(op, args) = func.def(value) {
            for (index, &arg) in args.iter().enumerate() {
                let times = forms::times_written(func, *op, args, index);
                *counts.entry(arg).or_insert(0) += passed * times;
            }
        }
    }
    move |value| counts.get(&value).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Stmt;
    use crate::ops::{Attr, Inv, MAX, MatMul, Operation, Sub, Transpose};

    fn matrix(func: &mut Func, name: &str) -> Value {
        func.param(name, Elem::F64, Rank::Matrix, true, Origin::None)
    }

    fn statement(func: &mut Func, kind: &'static dyn Operation, args: &[Value], name: Option<&str>) -> Value {
        let value = func.op(kind, Attr::None, args);
        func.body.push(Stmt::Let(value));
        if let Some(data) = func.value_mut(value) {
            data.name = name.map(str::to_owned);
        }
        value
    }

    #[test]
    fn named_values_are_lets_and_the_others_are_nested() {
        let mut f = Func::new("GLS");
        let (x, m) = (matrix(&mut f, "X"), matrix(&mut f, "M"));
        let inverse = statement(&mut f, &Inv, &[m], Some("M_inv"));
        let x_t = statement(&mut f, &Transpose, &[x], None);
        let left = statement(&mut f, &MatMul, &[x_t, inverse], None);
        let right = statement(&mut f, &MatMul, &[x_t, x], None);
        let difference = statement(&mut f, &Sub, &[left, x_t], None);
        let result = statement(&mut f, &Sub, &[difference, right], None);
        f.results = vec![result];
        let doc = Some("Says \"why\".");
        assert_eq!(
            source(&[Item { func: &f, doc, defaults: &[] }]).unwrap(),
            "\
use ndarray::prelude::*;
use numpy2ad::{adjoint, linalg::inv};

/// Says \"why\".
#[adjoint]
pub fn gls(x: &Array2<f64>, m: &Array2<f64>) -> Array2<f64> {
    let m_inv = inv(m);
    x.t().dot(&m_inv) - x.t() - x.t().dot(x)
}
"
        );
    }

    #[test]
    fn a_shared_temporary_is_a_let_around_the_users_names() {
        let mut f = Func::new("f");
        let a = matrix(&mut f, "v0");
        let square = statement(&mut f, &MatMul, &[a, a], None);
        let turned = statement(&mut f, &Transpose, &[square], None);
        let result = statement(&mut f, &Sub, &[square, turned], None);
        f.results = vec![result];
        let text = source(&[Item { func: &f, doc: None, defaults: &[] }]).unwrap();
        assert!(text.contains("    let v1 = v0.dot(v0);\n    &v1 - &v1.t()\n"), "{text}");
    }

    #[test]
    fn what_rust_cannot_say_is_refused() {
        let mut f = Func::new("f");
        let (a, b) = (matrix(&mut f, "a"), matrix(&mut f, "b"));
        let largest = statement(&mut f, &MAX, &[a, b], None);
        let result = statement(&mut f, &Sub, &[a, largest], None);
        f.results = vec![result];
        let diags = source(&[Item { func: &f, doc: None, defaults: &[] }]).unwrap_err();
        let text = diags.render("", "model.py");
        assert!(text.contains("`np.fmax` of two arrays has no counterpart in Rust code"), "{text}");
        assert!(text.contains("write `np.maximum`"), "{text}");
    }
}
