//! Definitions of functions: signature, ranks, body and `return`.

use super::defined::{self, Defined};
use super::imports::Imports;
use super::ranks::{Annotation, annotation};
use super::scope::{How, Scope, line};
use super::{Function, Mode, Passing, Ranks, refuse, text_range};
use crate::back::python::Parameters as Signature;
use crate::diag::Diagnostics;
use crate::ty::{Elem, Rank};
use ruff_python_ast::{Expr, ParameterWithDefault, Parameters, Stmt, StmtFunctionDef};
use ruff_python_codegen::{Generator, Indentation, Mode as GeneratorMode};
use ruff_source_file::LineEnding;
use ruff_text_size::Ranged;
use std::collections::BTreeMap;

/// The functions at the top level of a text, or the one that is asked for. What else stands there is not theirs,
/// except for imports.
pub(super) fn functions(
    text: &str,
    body: &[Stmt],
    imports: &Imports,
    ranks: &Ranks,
    only: Option<&str>,
    diags: &mut Diagnostics,
) -> Vec<Function> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wanted: Vec<&StmtFunctionDef> = Vec::new();
    let mut twice = Diagnostics::default();
    for stmt in body {
        let Stmt::FunctionDef(def) = stmt else { continue };
        let name = def.name.as_str();
        if only.is_some_and(|only| only != name) {
            continue;
        }
        if let Some(first) = seen.insert(name, line(text, def.name.range)) {
            twice.error_with_help(
                text_range(def.name.range),
                format!("`{name}` is defined twice, first on line {first}"),
                "give the two functions different names",
            );
            continue;
        }
        wanted.push(def);
    }
    let all = defined::definitions(body, imports);
    let mut defined = Defined::new(&all);
    // What is called comes first; mistakes are told in the order of the text.
    let mut mistakes: BTreeMap<usize, Diagnostics> = BTreeMap::new();
    for def in defined::callees_first(&wanted, &all) {
        let mut own = Diagnostics::default();
        let function = function(text, def, imports.clone(), (ranks, &defined), &mut own);
        mistakes.insert(def.range.start().to_usize(), own);
        defined.insert(def.name.as_str(), function);
    }
    mistakes.into_values().for_each(|own| diags.append(own));
    diags.append(twice);
    let functions = defined.in_order(body, &wanted);
    if let Some(only) = only
        && seen.is_empty()
    {
        let all: Vec<String> = body
            .iter()
            .filter_map(|stmt| stmt.as_function_def_stmt())
            .map(|def| format!("`{}`", def.name))
            .collect();
        let help = match all.is_empty() {
            true => "it defines no function at its top level".to_owned(),
            false => format!("its functions are {}", all.join(", ")),
        };
        diags.error_with_help(
            crate::origin::Origin::None,
            format!("the text has no function `{only}`"),
            help,
        );
    }
    functions
}

/// What names of modules and functions mean when the functions of a text run: the last statement decides.
pub(super) fn imports_of(body: &[Stmt], diags: &mut Diagnostics) -> Imports {
    let mut imports = Imports::default();
    for stmt in body {
        match stmt {
            Stmt::FunctionDef(def) => imports.shadow(&def.name),
            Stmt::ClassDef(class) => imports.shadow(&class.name),
            _ if imports.read(stmt, diags) => {}
            _ => refuse::bound(stmt).iter().for_each(|name| imports.shadow(name)),
        }
    }
    imports
}

fn function(
    text: &str,
    def: &StmtFunctionDef,
    imports: Imports,
    around: (&Ranks, &Defined),
    diags: &mut Diagnostics,
) -> Option<Function> {
    let taken = refuse::names(std::slice::from_ref(&Stmt::FunctionDef(def.clone())));
    let mut scope = Scope::new(text, Mode::Functions, imports, around, taken);
    scope.func.name = def.name.to_string();
    if def.is_async {
        let line = line(text, def.name.range);
        let help = "write an ordinary `def`";
        scope.error(def.name.range, format!("`async def` on line {line} cannot be differentiated"), help);
    }
    if let Some(params) = &def.type_params {
        scope.error(params.range, "type parameters are not supported", "leave them out");
    }
    let signature = scope.parameters(&def.parameters);
    let results = scope.body(def);
    scope.func.results = results.unwrap_or_default();
    let faultless = scope.diags.is_empty();
    diags.append(scope.diags);
    if !faultless {
        return None;
    }
    let seeded = scope.func.results.clone();
    let (func, targets, names) = (scope.func, scope.targets, scope.names);
    let passing = passing(&def.parameters);
    Some(Function { func, passing, signature, seeded, targets, doc: docstring(def), names })
}

/// How a call gives each parameter.
fn passing(parameters: &Parameters) -> Vec<Passing> {
    let of = |list: &[ParameterWithDefault], by_place: bool, by_name: bool| -> Vec<Passing> {
        list.iter().map(|param| Passing { by_place, by_name, has_default: param.default.is_some() }).collect()
    };
    let mut all = of(&parameters.posonlyargs, true, false);
    all.extend(of(&parameters.args, true, true));
    all.extend(of(&parameters.kwonlyargs, false, true));
    all
}

/// The string that stands first in the body.
fn docstring(def: &StmtFunctionDef) -> Option<String> {
    let Stmt::Expr(first) = def.body.first()? else { return None };
    Some(first.value.as_string_literal_expr()?.value.to_str().to_owned())
}

impl Scope<'_> {
    fn parameters(&mut self, parameters: &Parameters) -> Signature {
        for variadic in [&parameters.vararg, &parameters.kwarg].into_iter().flatten() {
            let stars = if parameters.kwarg.as_ref() == Some(variadic) { "**" } else { "*" };
            let name = variadic.name.as_str();
            let help = "write each parameter by name";
            self.error(variadic.range, format!("`{stars}{name}` has no adjoint"), help);
            let binding = super::scope::Binding { value: None, at: variadic.range, how: How::Parameter };
            self.bindings.insert(name.to_owned(), binding);
        }
        Signature {
            positional_only: self.parameter_list(&parameters.posonlyargs, false),
            positional: self.parameter_list(&parameters.args, false),
            keyword_only: self.parameter_list(&parameters.kwonlyargs, true),
        }
    }

    fn parameter_list(&mut self, list: &[ParameterWithDefault], may_default: bool) -> Vec<String> {
        list.iter().map(|parameter| self.parameter(parameter, may_default)).collect()
    }

    fn parameter(&mut self, with_default: &ParameterWithDefault, may_default: bool) -> String {
        let parameter = &with_default.parameter;
        let name = parameter.name.as_str();
        let mut written = name.to_owned();
        let mut declared = Annotation::Other;
        if let Some(expr) = &parameter.annotation {
            written = format!("{name}: {}", unparse(expr));
            declared = annotation(expr);
        }
        if let Some(default) = &with_default.default {
            let unparsed = unparse(default);
            if !may_default {
                let help = format!("make it keyword-only, behind a `*`: `*, {written}={unparsed}`");
                let message =
                    format!("`{name}` has a default, but parameters without one, the adjoints, follow it");
                self.error(default.range(), message, help);
            }
            let is_number = matches!(&**default, Expr::NumberLiteral(_) | Expr::UnaryOp(_));
            if may_default && declared == Annotation::Other && is_number {
                declared = Annotation::Rank(Rank::Scalar);
            }
            written = format!("{written}={unparsed}");
        }
        let kind = match (self.ranks.get(name), declared) {
            (Some(rank), _) | (None, Annotation::Rank(rank)) => (Elem::F64, rank),
            (None, Annotation::Constant(elem)) => (elem, Rank::Scalar),
            (None, Annotation::Other) => (Elem::F64, Rank::Matrix),
        };
        self.param(name, kind, parameter.name.range, How::Parameter);
        written
    }

    /// The statements up to the one `return`, which is the last.
    fn body(&mut self, def: &StmtFunctionDef) -> Option<Vec<crate::ir::Value>> {
        let mut returned = None;
        let mut line_of_return = None;
        for stmt in &def.body {
            match (stmt, line_of_return) {
                (Stmt::Return(stmt), Some(first)) => {
                    let message = format!("a second `return`, behind the first on line {first}");
                    self.error(stmt.range, message, "a function returns once, at its end");
                }
                (_, Some(first)) => {
                    let message = format!("a statement behind `return` on line {first}");
                    self.error(stmt.range(), message, "put `return` last");
                    break;
                }
                (Stmt::Return(stmt), None) => {
                    line_of_return = Some(self.line(stmt.range));
                    match &stmt.value {
                        Some(value) => returned = self.returned(value),
                        None => self.error(stmt.range, "`return` without a value", "return the result"),
                    }
                }
                (_, None) => self.statement(stmt),
            }
        }
        if line_of_return.is_none() && self.diags.is_empty() {
            let message = format!("`{}` returns nothing", def.name);
            self.error(def.name.range, message, "end it with `return` and its result");
        }
        returned
    }
}

/// An annotation or default as `ast.unparse` writes it.
fn unparse(expr: &Expr) -> String {
    let indentation = Indentation::default();
    Generator::new(&indentation, LineEnding::default()).with_mode(GeneratorMode::AstUnparse).expr(expr)
}
