//! What stands around the statements: a signature and a `return`, by the derivative that the program is.

use super::precedence::Precedence;
use super::{Modules, Printer, calls, label};
use crate::ir::{Func, Slot, SlotKind, Value};
use crate::names::Names;
use crate::ty::Rank;
use std::collections::{BTreeMap, BTreeSet};

/// The frame around the statements.
#[derive(Clone, Debug)]
pub struct Frame {
    /// A function of these parameters, or nothing.
    pub function: Option<Parameters>,
    /// Which derivative the program is.
    pub derivative: Derivative,
}

/// Parameters as Python writes them, each with its annotation and default, in the order of the function's own.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    /// Those before `/`.
    pub positional_only: Vec<String>,
    /// Those behind it and before `*`.
    pub positional: Vec<String>,
    /// Those behind `*`.
    pub keyword_only: Vec<String>,
}

/// The derivatives that are written.
#[derive(Clone, Debug)]
pub enum Derivative {
    /// `f(A, x)`, the function itself.
    None,
    /// `f_ad(A, x, A_a, x_a, out_a)` gives `(out, A_a, x_a)`.
    Adjoint,
    /// `f_t(A, A_t, x, x_t)` gives `(out, out_t)`.
    Tangent(Tangents),
    /// `f_grad(A, x)` gives `(out, (A_g, x_g))`, and takes the adjoint of the result where that is no number.
    Gradient,
    /// `f_hvp(A, A_t, x, x_t)` gives `(out, (A_g, x_g), (A_h, x_h))`, and takes adjoints as the gradient does. These are
    /// the directions; behind the function's own results stand its derivatives, and then the products.
    Second(Directions),
}

/// The directions of the parameters, by their index.
pub type Directions = BTreeMap<usize, String>;

/// The tangents in a program, whose statements are named already.
#[derive(Clone, Debug, Default)]
pub struct Tangents {
    /// The directions of the parameters, by their index.
    pub directions: Directions,
    /// Each result with its tangent: a value of the program, or a name for the zeros that the others have.
    pub results: Vec<(Value, Result<Value, String>)>,
}

/// The text of a program in its frame. `names` are the names that are taken; the adjoints step around them.
#[must_use]
pub fn print(func: &Func, frame: &Frame, mut names: Names, modules: &Modules) -> String {
    let func = calls::with_statements(func, &mut names);
    let (func, mut names) = super::parts::with_statements(&func, names);
    let func = &func;
    let mut printer = Printer::new(func, &mut names, modules);
    match &frame.derivative {
        Derivative::None => printer.framed(frame, "", &mut names),
        Derivative::Adjoint => printer.framed(frame, "_ad", &mut names),
        Derivative::Gradient => printer.framed(frame, "_grad", &mut names),
        Derivative::Second(directions) => {
            printer.directions.clone_from(directions);
            printer.framed(frame, "_hvp", &mut names)
        }
        Derivative::Tangent(tangents) => {
            printer.directions.clone_from(&tangents.directions);
            printer.framed(frame, "_t", &mut names)
        }
    }
}

impl Printer<'_> {
    fn framed(&self, frame: &Frame, suffix: &str, names: &mut Names) -> String {
        let indent = if frame.function.is_some() { "    " } else { "" };
        let mut statements = self.statements(indent);
        for line in self.still(&frame.derivative) {
            statements.extend([indent, &line, "\n"]);
        }
        let Some(parameters) = &frame.function else { return statements.trim_end().to_owned() };
        format!(
            "def {}{suffix}({}):\n{statements}    return {}",
            self.func.name,
            self.parameters(parameters, &frame.derivative, names),
            self.returned(&frame.derivative),
        )
    }

    /// The tangents of results that stand still: zeros.
    fn still(&self, derivative: &Derivative) -> Vec<String> {
        let Derivative::Tangent(tangents) = derivative else { return Vec::new() };
        let still = tangents.results.iter().filter_map(|(result, tangent)| match tangent {
            Ok(_) => None,
            Err(name) if self.func.rank(*result) == Rank::Scalar => Some(format!("{name} = 0.0")),
            Err(name) => {
                let zeros = self.call("np.zeros_like", &self.expr(*result, Precedence::Test));
                Some(format!("{name} = {zeros}"))
            }
        });
        still.collect()
    }

    /// All parameters, what the derivative takes among them.
    fn parameters(&self, written: &Parameters, derivative: &Derivative, names: &mut Names) -> String {
        let mut index = 0;
        let mut own = |list: &[String]| -> Vec<String> {
            let mut all = Vec::new();
            for written in list {
                all.push(written.clone());
                // Directions stand behind their parameters.
                all.extend(self.directions.get(&index).cloned());
                index += 1;
            }
            all
        };
        let mut params = own(&written.positional_only);
        if !params.is_empty() {
            params.push("/".to_owned());
        }
        params.extend(own(&written.positional));
        if let Derivative::Adjoint = derivative {
            params.extend(self.parameter_adjoints());
        }
        if !matches!(derivative, Derivative::None | Derivative::Tangent(_)) {
            params.extend(self.seeds(derivative, names));
        }
        let keywords = own(&written.keyword_only);
        if !keywords.is_empty() {
            params.push("*".to_owned());
        }
        params.extend(keywords);
        params.join(", ")
    }

    fn returned(&self, derivative: &Derivative) -> String {
        let value = |value: Value| self.expr(value, Precedence::Test);
        let results: Vec<String> = self.func.results.iter().map(|&result| value(result)).collect();
        match derivative {
            Derivative::None => one_or_tuple(results),
            Derivative::Adjoint => tuple(results.into_iter().chain(self.parameter_adjoints()).collect()),
            Derivative::Tangent(tangents) => {
                let primal = tangents.results.iter().map(|(result, _)| value(*result)).collect();
                let moves = tangents.results.iter().map(|(_, tangent)| match tangent {
                    Ok(tangent) => value(*tangent),
                    Err(name) => name.clone(),
                });
                tuple(vec![one_or_tuple(primal), one_or_tuple(moves.collect())])
            }
            Derivative::Gradient => {
                let gradient = self.parameter_adjoints().collect();
                tuple(vec![one_or_tuple(results), one_or_tuple(gradient)])
            }
            Derivative::Second(directions) => {
                let own = self.own_results(derivative).len();
                let (own, derivatives) = results.split_at_checked(own).unwrap_or_default();
                let parts = [
                    own,
                    derivatives.get(..directions.len()).unwrap_or_default(),
                    derivatives.get(directions.len()..).unwrap_or_default(),
                ];
                tuple(parts.into_iter().map(|part| one_or_tuple(part.to_vec())).collect())
            }
        }
    }

    /// The adjoints of parameters, in the order of the parameters.
    fn parameter_adjoints(&self) -> impl Iterator<Item = String> {
        self.parameter_slots().into_iter().map(|slot| self.adjoint(slot).to_owned())
    }

    fn parameter_slots(&self) -> Vec<Slot> {
        let slot_of = |value: Value| {
            let is_own = |slot: &Slot| {
                let data = self.func.slot(*slot);
                data.primal == value && matches!(data.kind, SlotKind::Param(_) | SlotKind::Local)
            };
            self.adjoints.keys().copied().find(is_own)
        };
        self.func.params.iter().filter_map(|param| slot_of(param.value)).collect()
    }

    /// The function's own results, which stand before its derivatives.
    fn own_results(&self, derivative: &Derivative) -> &[Value] {
        let results = &self.func.results;
        let derivatives = match derivative {
            Derivative::Second(directions) => 2 * directions.len(),
            _ => 0,
        };
        results.get(..results.len().saturating_sub(derivatives)).unwrap_or_default()
    }

    /// The adjoints of the results that the caller gives. One has its name where nothing reads it as well, so that the
    /// signature is the same for every function.
    fn seeds(&self, derivative: &Derivative, names: &mut Names) -> Vec<String> {
        let results = self.own_results(derivative);
        if matches!(derivative, Derivative::Gradient | Derivative::Second(_)) && is_number(self.func, results)
        {
            return Vec::new();
        }
        let mut used = BTreeSet::new();
        let mut seeds = Vec::new();
        for &result in results {
            let slot = self.adjoints.keys().copied().find(|&slot| {
                let data = self.func.slot(slot);
                data.kind == SlotKind::Seed && data.primal == result && !used.contains(&slot)
            });
            used.extend(slot);
            seeds.push(match slot {
                Some(slot) => self.adjoint(slot).to_owned(),
                None => names.fresh(&format!("{}_a", label(self.func, result))),
            });
        }
        seeds
    }
}

/// Whether a function's results are one number, whose gradient needs no adjoint to begin with.
#[must_use]
pub fn is_number(func: &Func, results: &[Value]) -> bool {
    matches!(results, [result] if func.rank(*result) == Rank::Scalar)
}

/// `(a, b)`, `(a,)`
fn tuple(values: Vec<String>) -> String {
    let comma = if values.len() == 1 { "," } else { "" };
    format!("({}{comma})", values.join(", "))
}

pub(super) fn one_or_tuple(mut values: Vec<String>) -> String {
    if values.len() == 1 { values.pop().unwrap_or_default() } else { tuple(values) }
}
