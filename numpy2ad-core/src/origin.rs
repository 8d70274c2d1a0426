//! Where a value came from, so that a message can point at it.

use proc_macro2::Span;
use std::ops::Range;

/// A place in the user's source: tokens of Rust or bytes of Python text.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// Made by the compiler.
    #[default]
    None,
    /// From the first token's span to the last token's.
    Tokens {
        /// Span of the first token.
        first: Span,
        /// Span of the last token.
        last: Span,
    },
    /// A range of bytes of the text that is being compiled.
    Text(Range<usize>),
}

impl Origin {
    /// The place of a piece of syntax.
    #[must_use]
    pub fn of_tokens(syntax: &impl quote::ToTokens) -> Self {
        let mut spans = syntax.to_token_stream().into_iter().map(|tree| tree.span());
        match spans.next() {
            None => Self::None,
            Some(first) => Self::Tokens { first, last: spans.last().unwrap_or(first) },
        }
    }

    /// The place of one span.
    #[must_use]
    pub fn of_span(span: Span) -> Self {
        Self::Tokens { first: span, last: span }
    }

    /// The line that the place begins on, counted from 1; `None` for what the compiler made and for text,
    /// whose lines only the text knows.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Tokens { first, .. } => Some(first.start().line),
            Self::None | Self::Text(_) => None,
        }
    }
}
