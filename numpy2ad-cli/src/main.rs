//! `numpy2ad`, the program: arguments, files and the exit status around [`numpy2ad_core`].
//!
//! Status 0 is success; 1 a fault of the text, of a file or of the system, explained on standard error; 2 wrong
//! usage. Standard output stays empty unless everything has succeeded.

mod args;
mod commands;
mod help;
mod input;
mod output;

use args::Request;
use std::process::ExitCode;

fn main() -> ExitCode {
    let request = match args::parse(lexopt::Parser::from_env()) {
        Ok(request) => request,
        Err(wrong) => {
            output::complain(&wrong.to_string());
            return ExitCode::from(2);
        }
    };
    let done = match request {
        Request::Help(None) => output::print(help::PROGRAM),
        Request::Help(Some(command)) => output::print(command.spec().help),
        Request::Version => output::print(concat!("numpy2ad ", env!("CARGO_PKG_VERSION"), "\n")),
        Request::Run(job) => commands::run(&job).and_then(|text| output::write(job.out.as_deref(), &text)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            output::complain(&message);
            ExitCode::FAILURE
        }
    }
}
