//! The list of ranks behind the text: `x: vector, s: scalar`.

use super::options::{WORDS, usage};
use crate::diag::Diagnostics;
use crate::origin::Origin;
use crate::ty::Rank;
use proc_macro2::{Span, TokenTree};

/// A rank that is declared behind the text.
#[derive(Clone, Debug)]
pub struct DeclaredRank {
    /// The name.
    pub name: String,
    /// Its rank.
    pub rank: Rank,
    /// The name's place.
    pub span: Span,
}

/// Splits bare tokens before the comma behind which nothing but a list of ranks stands: a comma in Python text at
/// that level is of a tuple, and has no name and colon behind it.
pub(super) fn split(tokens: &[TokenTree]) -> (&[TokenTree], &[TokenTree]) {
    let start = tokens.windows(3).position(|window| match window {
        [comma, TokenTree::Ident(_), colon] => is_punct(comma, ',') && is_punct(colon, ':'),
        _ => false,
    });
    match start {
        Some(at) => tokens.split_at_checked(at).unwrap_or((tokens, &[])),
        // A comma at the end belongs to an empty list.
        None => match tokens {
            [python @ .., comma] if is_punct(comma, ',') && !python.is_empty() => (python, &[]),
            _ => (tokens, &[]),
        },
    }
}

fn is_punct(tree: &TokenTree, which: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == which)
}

/// Reads the list.
pub fn declarations(tokens: &[TokenTree], diags: &mut Diagnostics) -> Vec<DeclaredRank> {
    let mut declared: Vec<DeclaredRank> = Vec::new();
    for part in tokens.split(|tree| is_punct(tree, ',')) {
        match part {
            [TokenTree::Ident(name), colon, TokenTree::Ident(rank)] if is_punct(colon, ':') => {
                let word = rank.to_string();
                let name_text = name.to_string();
                let Some(rank) = Rank::from_word(&word) else {
                    let message = format!("`{word}` is not a rank");
                    let help = "ranks are `scalar`, `vector` and `matrix`";
                    diags.error_with_help(Origin::of_span(rank.span()), message, help);
                    continue;
                };
                if declared.iter().any(|other| other.name == name_text) {
                    let message = format!("the rank of `{name_text}` is declared twice");
                    diags.error_with_help(Origin::of_span(name.span()), message, "declare it once");
                    continue;
                }
                declared.push(DeclaredRank { name: name_text, rank, span: name.span() });
            }
            [] => {} // behind the last comma
            [first, .., last] => {
                let origin = Origin::Tokens { first: first.span(), last: last.span() };
                expected_rank(origin, diags);
            }
            [TokenTree::Ident(option)] if WORDS.iter().any(|word| option == word) => {
                let origin = Origin::of_span(option.span());
                let message = format!("the option `{option}` stands before the text");
                diags.error_with_help(origin, message, usage(&option.to_string()));
            }
            [only] => expected_rank(Origin::of_span(only.span()), diags),
        }
    }
    declared
}

fn expected_rank(origin: Origin, diags: &mut Diagnostics) {
    let help = "write a name, a colon and `scalar`, `vector` or `matrix`: `x: vector`";
    diags.error_with_help(origin, "expected the rank of a name", help);
}
