//! Python text to Python text: the whole way in functions that read aloud.

mod views;

use crate::back::python::{Frame, print};
use crate::diag::Diagnostics;
use crate::diff::{self, Activity};
use crate::ir::Func;
use crate::origin::Origin;
use crate::verify::verify;

pub use crate::front::numpy::{Function, Mode, Ranks, Signature, Source, parse};
pub use views::{dot, graph, rust};

/// The adjoint of a text: the statements for assignments, and for functions a module that defines the adjoint of
/// each, or of the one that is called `only`.
///
/// # Errors
///
/// Every mistake of the text, each at its range of bytes.
pub fn adjoint(text: &str, ranks: &Ranks, only: Option<&str>) -> Result<String, Diagnostics> {
    let source = parse(text, ranks, only)?;
    let mut blocks = Vec::new();
    let mut diags = Diagnostics::default();
    for function in source.functions {
        match adjoint_of(&function) {
            Ok(func) => blocks.push(print(&func, &frame(source.mode, function.signature), function.names)),
            Err(violations) => diags.append(violations),
        }
    }
    match source.mode {
        _ if !diags.is_empty() => Err(diags),
        Mode::Expression => Ok(blocks.concat()),
        Mode::Functions => Ok(format!("import numpy as np\n\n{}", blocks.join("\n\n"))),
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
