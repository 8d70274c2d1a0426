//! The option before the text: `optimize`, or the word of a derivative, `tangent`.

use super::without_invisible_group;
use crate::diag::Diagnostics;
use crate::front::rust::nearest;
use crate::origin::Origin;
use proc_macro2::{Ident, TokenStream, TokenTree};

/// The options: which text of a function is asked for.
pub(super) const WORDS: [&str; 4] = ["optimize", "tangent", "gradient", "hvp"];

/// How an option is given.
pub(super) fn usage(word: &str) -> String {
    format!("write `numpy2ad!({word}, \"D = A @ B + C\")`")
}

/// The option that is given, and the input behind it. In Python a name and a comma at the beginning assign to several
/// names: one of these words there is an option all the same, and a word that is nearly one was meant to be, unless
/// several values are assigned.
///
/// # Errors
///
/// An option that is not known, that has a value, or that stands beside another.
pub fn options(tokens: TokenStream) -> Result<(Option<&'static str>, TokenStream), Diagnostics> {
    let tokens: Vec<TokenTree> = tokens.into_iter().map(without_invisible_group).collect();
    let mut diags = Diagnostics::default();
    let mut given = None;
    match tokens.as_slice() {
        [TokenTree::Ident(option), comma, rest @ ..] if is_punct(comma, ',') => match rest {
            _ if word(option).is_some() => {
                given = word(option).map(|word| (word, rest));
                behind(option, rest, &mut diags);
            }
            [TokenTree::Literal(_), ..] => unknown(option, &mut diags),
            _ if nearest(&option.to_string(), WORDS).is_some() && !assigns_several(rest) => {
                unknown(option, &mut diags);
            }
            _ => {}
        },
        [TokenTree::Ident(option), equals, value, comma, TokenTree::Literal(_), ..]
            if word(option).is_some() && is_punct(equals, '=') && is_punct(comma, ',') =>
        {
            let origin = Origin::of_span(value.span());
            let message = format!("the option `{option}` takes no value here");
            diags.error_with_help(origin, message, usage(&option.to_string()));
        }
        _ => {}
    }
    if !diags.is_empty() {
        return Err(diags);
    }
    Ok(match given {
        Some((word, rest)) => (Some(word), rest.iter().cloned().collect()),
        None => (None, tokens.into_iter().collect()),
    })
}

/// The option that a word is.
fn word(ident: &Ident) -> Option<&'static str> {
    WORDS.into_iter().find(|word| ident == word)
}

/// What stands behind the option must be a text.
fn behind(option: &Ident, rest: &[TokenTree], diags: &mut Diagnostics) {
    match rest {
        [] => diags.error_with_help(
            Origin::of_span(option.span()),
            format!("there is nothing to differentiate behind `{option}`"),
            usage(&option.to_string()),
        ),
        [TokenTree::Ident(other), comma, ..] if word(other).is_some() && is_punct(comma, ',') => {
            let (message, help) = match other == option {
                true => (format!("the option `{option}` is given twice"), "give it once"),
                false => (
                    format!("the options `{option}` and `{other}` do not go together"),
                    "write a macro for each text; the optimised one is an adjoint",
                ),
            };
            diags.error_with_help(Origin::of_span(other.span()), message, help);
        }
        _ => {}
    }
}

/// Whether Python behind a name and a comma assigns to several names: `x = A, B`, or what a call gives.
fn assigns_several(tokens: &[TokenTree]) -> bool {
    let Some(equals) = tokens.iter().position(|tree| is_punct(tree, '=')) else { return false };
    let (names, value) = tokens.split_at_checked(equals).unwrap_or_default();
    let is_name = |tree: &TokenTree| matches!(tree, TokenTree::Ident(_)) || is_punct(tree, ',');
    let is_several = |tree: &TokenTree| is_punct(tree, ',') || matches!(tree, TokenTree::Group(_));
    names.iter().all(is_name) && value.iter().any(is_several)
}

fn unknown(option: &Ident, diags: &mut Diagnostics) {
    let text = option.to_string();
    let help = match nearest(&text, WORDS) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let words: Vec<String> = WORDS.iter().map(|word| format!("`{word}`")).collect();
            format!("the options are {}: {}", words.join(", "), usage("optimize"))
        }
    };
    diags.error_with_help(Origin::of_span(option.span()), format!("the option `{text}` is not known"), help);
}

fn is_punct(tree: &TokenTree, which: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == which)
}
