//! The commands: each gives the text that it prints, or the message that explains why there is none.

use crate::args::{Command, Job};
use crate::input::Input;
use numpy2ad_core::account;
use numpy2ad_core::python::{self, Form, Ranks};
use std::path::Path;

/// Runs a command.
pub(crate) fn run(job: &Job) -> Result<String, String> {
    let input = match job.command {
        Command::Expr | Command::Graph => Input::expression(&job.subject)?,
        Command::Transform | Command::Rust => Input::file(&job.subject)?,
        Command::Explain => Input::either(&job.subject)?,
    };
    let ranks: Ranks = job.ranks.iter().map(|(name, rank)| (name.clone(), *rank)).collect();
    let (text, only) = (input.text.as_str(), job.function.as_deref());
    let done = match job.command {
        Command::Expr | Command::Transform if job.optimize => {
            python::adjoint_in(Form::Optimised, text, &ranks, only)
        }
        Command::Expr | Command::Transform => python::derivative(job.mode, text, &ranks, only),
        Command::Rust => python::rust(text, &ranks, only),
        Command::Explain
            if Path::new(&job.subject).extension().is_some_and(|extension| extension == "rs") =>
        {
            if let Some(name) = job.ranks.keys().next() {
                let help = "its types declare them";
                return Err(format!("error: `--rank {name}=..` is not for Rust\n  = help: {help}\n"));
            }
            account::rust(text, only)
        }
        Command::Explain => account::python(text, &ranks, only),
        Command::Graph if job.dot => python::dot(text, &ranks),
        Command::Graph => python::graph(text, &ranks),
    };
    // The compiler gives text as a constant holds it; a file's last line has an end.
    let ended = |text: String| if text.ends_with('\n') { text } else { text + "\n" };
    done.map(ended).map_err(|diags| diags.render(text, &input.name))
}
