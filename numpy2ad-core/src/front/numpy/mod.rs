//! Python text into the IR.
//!
//! The text is parsed by ruff's parser, which knows Python's whole grammar; what this compiler differentiates of
//! it is straight-line NumPy code. Every operation becomes a statement of its own in the order in which Python
//! would evaluate it, as the package numpy2ad 0.1.1 does: literals too (`v0 = 2`), a named target keeps its name,
//! and a transpose is taken once per value. Everything else is refused at its own place, with what to write
//! instead; a text's mistakes are reported together.

mod call;
mod defined;
mod expr;
mod function;
mod imports;
mod limits;
mod linalg;
mod margin;
mod ranks;
mod refuse;
mod scope;
mod shapes;
mod stmt;
mod tuples;

pub use ranks::Ranks;

use crate::back::python::{Directions, Modules, Parameters};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Func, Value};
use crate::names::Names;
use crate::origin::Origin;
use defined::Defined;
use imports::Imports;
use ruff_python_ast::Stmt;
use ruff_python_parser::{Mode as ParserMode, ParseOptions, parse_unchecked};
use ruff_text_size::TextRange;
use scope::Scope;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Assignments, `D = A @ B + C`; names without an assignment are inputs.
    Expression,
    /// Definitions of functions.
    Functions,
}

/// A parsed text.
#[derive(Clone, Debug)]
pub struct Source {
    /// What the text is.
    pub mode: Mode,
    /// Its functions in order; the assignments of an expression are one function without a name.
    pub functions: Vec<Function>,
    /// What the text calls the modules; where it does not say, names that it does not use otherwise.
    pub modules: Modules,
}

/// A function of a text.
#[derive(Clone, Debug)]
pub struct Function {
    /// The function itself.
    pub func: Func,
    /// How a call gives each of its parameters, in order.
    pub passing: Vec<Passing>,
    /// Its parameters as Python writes them.
    pub signature: Parameters,
    /// Values whose adjoints the caller gives: the results, and in expression mode every target that an operator
    /// computes.
    pub seeded: Vec<Value>,
    /// Values that the text itself names; all others are intermediates.
    pub targets: Vec<Value>,
    /// The function's docstring.
    pub doc: Option<String>,
    /// The names that are taken: the user's and those of intermediates.
    pub names: Names,
}

/// How a call gives a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    /// By its place.
    pub by_place: bool,
    /// By its name.
    pub by_name: bool,
    /// Or not at all.
    pub has_default: bool,
}

/// Reads a text: its functions, or `only` the one of this name, or else its assignments. A margin that all lines
/// have in common, as in a string within Rust code, is no indentation.
///
/// # Errors
///
/// Every mistake of the text, each at its range of bytes.
pub fn parse(text: &str, ranks: &Ranks, only: Option<&str>) -> Result<Source, Diagnostics> {
    let margin = margin::width(text);
    if margin == 0 {
        return parse_flush(text, ranks, only);
    }
    let flush = margin::without(text, margin);
    let outer = |origin: &Origin| margin::outer(text, &flush, margin, origin);
    match parse_flush(&flush, ranks, only) {
        Ok(mut source) => {
            for function in &mut source.functions {
                for value in function.func.values() {
                    if let Some(data) = function.func.value_mut(value) {
                        data.origin = outer(&data.origin);
                    }
                }
            }
            Ok(source)
        }
        Err(diags) => {
            let mut moved = Diagnostics::default();
            for diagnostic in diags.iter() {
                let origin = outer(&diagnostic.origin);
                moved.push(Diagnostic { origin, ..diagnostic.clone() });
            }
            Err(moved)
        }
    }
}

/// Reads a text that begins at the left.
fn parse_flush(text: &str, ranks: &Ranks, only: Option<&str>) -> Result<Source, Diagnostics> {
    let mut diags = Diagnostics::default();
    if let Err(diagnostic) = limits::check(text) {
        diags.push(diagnostic);
        return Err(diags);
    }
    let parsed = parse_unchecked(text, ParseOptions::from(ParserMode::Module));
    for error in parsed.errors() {
        diags.error(text_range(error.location), format!("this is not Python: {}", error.error));
    }
    let Some(module) = parsed.syntax().as_module() else {
        diags.error(Origin::None, "this is not a Python module");
        return Err(diags);
    };
    if !diags.is_empty() {
        return Err(diags);
    }
    let has_functions = module.body.iter().any(|stmt| matches!(stmt, Stmt::FunctionDef(_)));
    let source = if has_functions || only.is_some() {
        let imports = function::imports_of(&module.body, &mut diags);
        let functions = function::functions(text, &module.body, &imports, ranks, only, &mut diags);
        let modules = modules(&imports, &functions);
        Source { mode: Mode::Functions, functions, modules }
    } else {
        let functions = expression(text, &module.body, ranks, &mut diags);
        let modules = modules(&Imports::default(), &functions);
        Source { mode: Mode::Expression, functions, modules }
    };
    check_ranks(&source, ranks, &mut diags);
    if diags.is_empty() { Ok(source) } else { Err(diags) }
}

/// The modules' names. A function cannot see a module whose name is one of its own variables.
fn modules(imports: &Imports, functions: &[Function]) -> Modules {
    let Modules { numpy, linalg } = Modules::default();
    let is_free = |name: &str| !functions.iter().any(|function| function.names.is_taken(name));
    let numpy = imports.name_of("numpy").map_or(numpy, str::to_owned);
    let linalg = match imports.name_of("scipy.linalg") {
        Some(name) => name.to_owned(),
        None if is_free("scipy") => linalg,
        None => {
            let all = functions.iter().flat_map(|function| function.names.iter());
            Names::new(all).fresh("linalg")
        }
    };
    Modules { numpy, linalg }
}

/// The assignments of an expression, as a function whose parameters are the names that nothing assigns.
fn expression(text: &str, body: &[Stmt], ranks: &Ranks, diags: &mut Diagnostics) -> Vec<Function> {
    let defined = Defined::default();
    let around = (ranks, &defined);
    let mut scope = Scope::new(text, Mode::Expression, Imports::default(), around, refuse::names(body));
    for stmt in body {
        scope.statement(stmt);
    }
    let faultless = scope.diags.is_empty();
    diags.append(scope.diags);
    let results = scope.targets.get(scope.latest..).unwrap_or_default().to_vec();
    match results.is_empty() {
        false => {
            let mut seeded = scope.targets.clone();
            seeded.retain(|target| results.contains(target) || scope::is_operator(&scope.func, *target));
            scope.func.results = results;
            let signature = Parameters::default();
            let (func, targets, names) = (scope.func, scope.targets, scope.names);
            let passing = Vec::new();
            vec![Function { func, passing, signature, seeded, targets, doc: None, names }]
        }
        true => {
            if faultless {
                diags.error_with_help(
                    Origin::Text(0..text.len()),
                    "there is nothing to differentiate",
                    "write an assignment, `D = A @ B + C`, or a function",
                );
            }
            Vec::new()
        }
    }
}

/// The names of the directions of a function's parameters. The callers of the function know them by this as well.
pub(crate) fn directions(func: &Func, names: &mut Names) -> Directions {
    let params = func.params.iter().enumerate().filter(|(_, param)| param.differentiable);
    params.map(|(index, param)| (index, names.fresh(&format!("{}_t", param.name)))).collect()
}

/// Declared ranks must be of names that the text has; a name that is misspelt would silently be a matrix.
fn check_ranks(source: &Source, ranks: &Ranks, diags: &mut Diagnostics) {
    if !diags.is_empty() {
        return; // a parameter that was refused is no misspelling
    }
    for (name, rank, origin) in ranks.iter() {
        let mut params = source.functions.iter().flat_map(|function| &function.func.params);
        if !params.any(|param| param.name == name) {
            let all = source.functions.iter().flat_map(|function| &function.func.params);
            let all: Vec<String> = all.map(|param| format!("`{}`", param.name)).collect();
            diags.error_with_help(
                origin.clone(),
                format!("`{name}` is declared a {rank}, but the text has no input of that name"),
                format!("its inputs are {}", all.join(", ")),
            );
        }
    }
}

/// The place of a range of the parser's.
fn text_range(range: TextRange) -> Origin {
    Origin::Text(range.start().to_usize()..range.end().to_usize())
}
