//! The commands: each gives the text that it prints, or the message that explains why there is none.

use crate::args::{Command, Job};
use crate::input::Input;
use numpy2ad_core::python::{self, Form, Ranks};

/// Runs a command.
pub(crate) fn run(job: &Job) -> Result<String, String> {
    let input = match job.command {
        Command::Expr | Command::Graph => Input::expression(&job.subject)?,
        Command::Transform | Command::Rust => Input::file(&job.subject)?,
    };
    let ranks: Ranks = job.ranks.iter().map(|(name, rank)| (name.clone(), *rank)).collect();
    let (text, only) = (input.text.as_str(), job.function.as_deref());
    let done = match job.command {
        Command::Expr | Command::Transform => {
            let form = if job.optimize { Form::Optimised } else { Form::Plain };
            python::adjoint_in(form, text, &ranks, only)
        }
        Command::Rust => python::rust(text, &ranks, only),
        Command::Graph if job.dot => python::dot(text, &ranks),
        Command::Graph => python::graph(text, &ranks),
    };
    // The compiler gives text as a constant holds it; a file's last line has an end.
    let ended = |text: String| if text.ends_with('\n') { text } else { text + "\n" };
    done.map(ended).map_err(|diags| diags.render(text, &input.name))
}
