//! Python text to Python text: the whole way in functions that read aloud.

mod optimised;
mod tidy;
mod views;

use crate::back::python::{Frame, Modules, print};
use crate::diag::Diagnostics;
use crate::diff::{self, Activity};
use crate::ir::Func;
use crate::origin::Origin;
use crate::verify::verify;

pub use crate::front::numpy::{Function, Mode, Ranks, Signature, Source, parse};
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
    let Source { mode, functions, modules } = parse(text, ranks, only)?;
    // The plain text is the package's own, which knows one name for NumPy.
    let modules = if form == Form::Plain { Modules::default() } else { modules };
    let (mut blocks, mut made) = (Vec::new(), Vec::new());
    let mut diags = Diagnostics::default();
    for function in functions {
        let written = match form {
            Form::Plain => adjoint_of(&function).map(|func| (func, function.names)),
            Form::Optimised => {
                optimised::best(&function).map(|func| optimised::named(func, &function, &modules))
            }
        };
        match written {
            Ok((func, names)) => {
                blocks.push(print(&func, &frame(mode, function.signature), names, &modules));
                made.push(func);
            }
            Err(violations) => diags.append(violations),
        }
    }
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
    let func = diff::adjoint(&function.func, Activity::Everything, &function.seeded);
    match verify(&func) {
        Ok(()) => Ok(func),
        Err(violations) => Err(internal(&violations)),
    }
}

/// A program as text by itself, without imports.
pub(crate) fn written(func: Func, function: &Function, mode: Mode, modules: &Modules) -> String {
    let (func, names) = optimised::named(func, function, modules);
    print(&func, &frame(mode, function.signature.clone()), names, modules)
}

fn internal(violations: &[String]) -> Diagnostics {
    let mut diags = Diagnostics::default();
    for violation in violations {
        let help = "please report it with the text that led to it";
        diags.error_with_help(Origin::None, format!("a fault of numpy2ad itself: {violation}"), help);
    }
    diags
}

fn frame(mode: Mode, signature: Signature) -> Frame {
    match mode {
        Mode::Expression => Frame::Statements,
        Mode::Functions => Frame::Function {
            positional_only: signature.positional_only,
            positional: signature.positional,
            keyword_only: signature.keyword_only,
        },
    }
}
