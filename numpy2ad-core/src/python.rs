//! Python text to Python text: the whole way in functions that read aloud.

mod calls;
mod gradient;
mod optimised;
mod second;
mod tangent;
mod tidy;
mod views;

use crate::back::python::{Derivative as Written, Frame, Modules, Parameters, print};
use crate::diag::Diagnostics;
use crate::diff::{self, Activity};
use crate::ir::Func;
use crate::names::Names;
use crate::origin::Origin;
use crate::verify::verify;

pub use crate::front::numpy::{Function, Mode, Ranks, Source, parse};
pub(crate) use optimised::{index_of_best, variants};
pub use views::{dot, graph, rust};

/// Which form of an adjoint is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Statement by statement, as the package numpy2ad has it; right where NumPy broadcasts, too.
    #[default]
    Plain,
    /// Primal and adjoint as one program, in the cheapest form that is found; for shapes that fit exactly.
    Optimised,
}

/// Which derivative is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Derivative {
    /// `f_ad`, which adds to the adjoints of the parameters.
    #[default]
    Adjoint,
    /// `f_t`, the derivative in one direction.
    Tangent,
    /// `f_grad`, the derivatives by all parameters as new arrays.
    Gradient,
    /// `f_hvp`, the same with the derivative of the gradient in one direction.
    Second,
}

impl Derivative {
    /// Every derivative.
    pub const ALL: [Self; 4] = [Self::Adjoint, Self::Tangent, Self::Gradient, Self::Second];

    /// Its word, in the program's options and the macro's.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Adjoint => "adjoint",
            Self::Tangent => "tangent",
            Self::Gradient => "gradient",
            Self::Second => "hvp",
        }
    }
}

/// The adjoint of a text: the statements for assignments, and for functions a module that defines the adjoint of
/// each, or of the one that is called `only`.
///
/// # Errors
///
/// Every mistake of the text, each at its range of bytes.
pub fn adjoint(text: &str, ranks: &Ranks, only: Option<&str>) -> Result<String, Diagnostics> {
    adjoint_in(Form::Plain, text, ranks, only)
}

/// The same, in one of the forms.
///
/// # Errors
///
/// Every mistake of the text, each at its range of bytes.
pub fn adjoint_in(form: Form, text: &str, ranks: &Ranks, only: Option<&str>) -> Result<String, Diagnostics> {
    written_of(
        text,
        ranks,
        only,
        (Derivative::Adjoint, form == Form::Plain),
        |function, modules| match form {
            Form::Plain => Ok(Program {
                func: adjoint_of(function)?,
                names: function.names.clone(),
                derivative: Written::Adjoint,
            }),
            Form::Optimised => {
                let (func, names) = optimised::named(optimised::best(function)?, function, modules);
                Ok(Program { func, names, derivative: Written::Adjoint })
            }
        },
    )
}

/// Another derivative of a text than its adjoint, in the same way: a module, or statements.
///
/// # Errors
///
/// Every mistake of the text, each at its range of bytes.
pub fn derivative(
    which: Derivative,
    text: &str,
    ranks: &Ranks,
    only: Option<&str>,
) -> Result<String, Diagnostics> {
    match which {
        Derivative::Adjoint => adjoint(text, ranks, only),
        Derivative::Tangent => {
            written_of(text, ranks, only, (which, true), |function, _| tangent::of(function))
        }
        Derivative::Gradient => {
            written_of(text, ranks, only, (which, true), |function, _| gradient::of(function))
        }
        Derivative::Second => {
            written_of(text, ranks, only, (which, true), |function, _| second::of(function))
        }
    }
}

/// A derivative of one function, ready to be printed.
struct Program {
    func: Func,
    names: Names,
    derivative: Written,
}

/// Reads a text, and writes a program for each of its functions.
fn written_of(
    text: &str,
    ranks: &Ranks,
    only: Option<&str>,
    (which, plain): (Derivative, bool),
    derive: impl Fn(&Function, &Modules) -> Result<Program, Diagnostics>,
) -> Result<String, Diagnostics> {
    let Source { mode, functions, modules } = parse(text, ranks, only)?;
    // The plain text is the package's own, which knows one name for NumPy.
    let modules = if plain { Modules::default() } else { modules };
    let mut blocks = Vec::new();
    let mut diags = Diagnostics::default();
    calls::check_names(&functions, &mut diags);
    for function in &functions {
        let helpers = calls::helpers(function, &functions, which);
        let programs = helpers.into_iter().chain([derive(function, &modules)]);
        for program in programs {
            match program {
                Ok(program) => blocks.push((function.signature.clone(), program)),
                Err(violations) => diags.append(violations),
            }
        }
    }
    let made: Vec<Func> = blocks.iter().map(|(_, program)| program.func.clone()).collect();
    let blocks = blocks.into_iter().map(|(signature, Program { func, names, derivative })| {
        print(&func, &frame(mode, signature, derivative), names, &modules)
    });
    let blocks: Vec<String> = blocks.collect();
    match mode {
        _ if !diags.is_empty() => Err(diags),
        Mode::Expression => Ok(modules.unusual_import(&made) + &blocks.concat()),
        Mode::Functions => Ok(format!("{}\n{}", modules.imports(&made), blocks.join("\n\n"))),
    }
}

/// The function with its reverse sweep behind it, statement by statement, as the package numpy2ad has it.
///
/// # Errors
///
/// What [`verify`] finds: a fault of this compiler.
pub fn adjoint_of(function: &Function) -> Result<Func, Diagnostics> {
    checked(diff::adjoint(&function.func, Activity::Everything, &function.seeded))
}

/// A program as text by itself, without imports.
pub(crate) fn written(func: Func, function: &Function, mode: Mode, modules: &Modules) -> String {
    let (func, names) = optimised::named(func, function, modules);
    print(&func, &frame(mode, function.signature.clone(), Written::Adjoint), names, modules)
}

fn internal(violations: &[String]) -> Diagnostics {
    let mut diags = Diagnostics::default();
    for violation in violations {
        let help = "please report it with the text that led to it";
        diags.error_with_help(Origin::None, format!("a fault of numpy2ad itself: {violation}"), help);
    }
    diags
}

fn frame(mode: Mode, parameters: Parameters, derivative: Written) -> Frame {
    let function = match mode {
        Mode::Expression => None,
        Mode::Functions => Some(parameters),
    };
    Frame { function, derivative }
}

/// The program, unless it is wrong, which is a fault of this compiler.
fn checked(func: Func) -> Result<Func, Diagnostics> {
    match verify(&func) {
        Ok(()) => Ok(func),
        Err(violations) => Err(internal(&violations)),
    }
}
