//! Diagnostics: collected by every stage, rendered for rustc as `compile_error!` at the user's tokens and for
//! Python text as a line with a caret.

use crate::origin::Origin;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use std::fmt::Write as _;

/// One mistake: where, what, and what to write instead.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The place.
    pub origin: Origin,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// All mistakes found so far. Stages add to it and go on, so that one compilation reports them together.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Records a mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Records a mistake that needs no advice.
    pub fn error(&mut self, origin: Origin, message: impl Into<String>) {
        self.push(Diagnostic::new(origin, message));
    }

    /// Records a mistake and what to write instead.
    pub fn error_with_help(&mut self, origin: Origin, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::new(origin, message).with_help(help));
    }

    /// Takes over the mistakes of another stage or part.
    pub fn append(&mut self, mut other: Self) {
        self.list.append(&mut other.list);
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The mistakes in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// One `compile_error!` a mistake, each at its own tokens.
    #[must_use]
    pub fn to_compile_errors(&self) -> TokenStream {
        self.list.iter().map(Diagnostic::to_compile_error).collect()
    }

    /// Every mistake as lines for a terminal: the message, the line of `source`, a caret under the fault.
    #[must_use]
    pub fn render(&self, source: &str, file: &str) -> String {
        self.list.iter().map(|diagnostic| diagnostic.render(source, file)).collect()
    }
}

impl Diagnostic {
    /// A mistake at a place.
    #[must_use]
    pub fn new(origin: Origin, message: impl Into<String>) -> Self {
        Self { origin, message: message.into(), help: None }
    }

    /// The same with what to write instead.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Message and help as one text.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.help {
            Some(help) => format!("{}\n\n  = help: {help}", self.message),
            None => self.message.clone(),
        }
    }

    fn to_compile_error(&self) -> TokenStream {
        let text = self.text();
        let (first, last) = match self.origin {
            Origin::Tokens { first, last } => (first, last),
            Origin::None | Origin::Text(_) => (Span::call_site(), Span::call_site()),
        };
        // rustc underlines from the first token of the invocation to the last, so the path carries the first
        // span and the body the last one.
        let path = quote_spanned!(first=> ::core::compile_error!);
        let body = quote_spanned!(last=> { #text });
        quote!(#path #body)
    }

    /// The message, the line it is about and a caret under the fault.
    #[must_use]
    pub fn render(&self, source: &str, file: &str) -> String {
        let mut out = format!("error: {}\n", self.message);
        if let Origin::Text(range) = &self.origin {
            out.push_str(&excerpt(source, range.start, range.end, file));
        }
        if let Some(help) = &self.help {
            let _ = writeln!(out, "  = help: {help}");
        }
        out
    }
}

/// The line of `source` that byte `start` stands on, numbered, with carets from `start` to `end` or the line's end.
pub(crate) fn excerpt(source: &str, start: usize, end: usize, file: &str) -> String {
    let start = floor_char_boundary(source, start);
    let before = source.get(..start).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let number = before.matches('\n').count() + 1;
    let line = source.get(line_start..).unwrap_or("").lines().next().unwrap_or("");
    let column = before.get(line_start..).unwrap_or("").chars().count();
    let end = floor_char_boundary(source, end.max(start));
    let width = source.get(start..end).unwrap_or("").lines().next().unwrap_or("").chars().count().max(1);
    let margin = " ".repeat(number.to_string().len());
    let pad: String = line.chars().take(column).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    format!(
        "{margin}--> {file}:{number}:{}\n{margin} |\n{number} | {line}\n{margin} | {pad}{}\n",
        column + 1,
        "^".repeat(width)
    )
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caret_stands_under_the_fault() {
        let mut diags = Diagnostics::default();
        diags.error_with_help(Origin::Text(8..9), "no rule for this", "write `@`");
        assert_eq!(
            diags.render("x = 1\ny ~ 2\n", "model.py"),
            "error: no rule for this\n --> model.py:2:3\n  |\n2 | y ~ 2\n  |   ^\n  = help: write `@`\n"
        );
    }

    #[test]
    fn a_place_past_the_end_is_no_panic() {
        let mut diags = Diagnostics::default();
        diags.error(Origin::Text(90..99), "end of text");
        assert!(diags.render("é", "-").contains("end of text"));
    }
}
