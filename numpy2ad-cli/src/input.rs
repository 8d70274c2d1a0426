//! What is read.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// A text and what messages call it.
pub(crate) struct Input {
    /// The text.
    pub(crate) text: String,
    /// Its name in messages.
    pub(crate) name: String,
}

impl Input {
    /// An expression from the command line.
    pub(crate) fn expression(argument: &OsStr) -> Result<Self, String> {
        match argument.to_str() {
            Some(text) => Ok(Self { text: text.to_owned(), name: "<expression>".to_owned() }),
            None => Err("error: the expression is not UTF-8\n".to_owned()),
        }
    }

    /// An expression if there is an assignment in it, and a file otherwise.
    pub(crate) fn either(argument: &OsStr) -> Result<Self, String> {
        match argument.to_str() {
            Some(text) if text.contains('=') && !Path::new(text).exists() => Self::expression(argument),
            _ => Self::file(argument),
        }
    }

    /// A file, or standard input for `-`.
    pub(crate) fn file(path: &OsStr) -> Result<Self, String> {
        let mut bytes = Vec::new();
        let (name, read) = if path == "-" {
            ("<stdin>".to_owned(), io::stdin().lock().read_to_end(&mut bytes).map(drop))
        } else {
            (path.to_string_lossy().into_owned(), fs::read(path).map(|all| bytes = all))
        };
        read.map_err(|error| format!("error: cannot read `{name}`: {error}\n"))?;
        match String::from_utf8(bytes) {
            // Editors of some systems mark UTF-8 at the beginning; Python skips the mark as well.
            Ok(text) => Ok(Self { text: text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned(), name }),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let line = bytes.iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
                Err(format!("error: `{name}` is not UTF-8 text: see line {line}\n"))
            }
        }
    }
}
