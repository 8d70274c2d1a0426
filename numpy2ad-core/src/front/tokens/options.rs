//! The option before the text: `optimize`.

use super::without_invisible_group;
use crate::diag::Diagnostics;
use crate::front::rust::nearest;
use crate::origin::Origin;
use proc_macro2::{Ident, TokenStream, TokenTree};

const USE: &str = "write `numpy2ad!(optimize, \"D = A @ B + C\")`";

/// Whether the optimised text is asked for, and the input behind the option. Python that begins with a name and a
/// comma assigns to several targets, which is refused anyway, so that a word there is an option, or was meant to be.
///
/// # Errors
///
/// An option that is not known, or that is given a value or twice.
pub fn options(tokens: TokenStream) -> Result<(bool, TokenStream), Diagnostics> {
    let tokens: Vec<TokenTree> = tokens.into_iter().map(without_invisible_group).collect();
    let mut diags = Diagnostics::default();
    match tokens.as_slice() {
        [TokenTree::Ident(option), comma, rest @ ..] if is_punct(comma, ',') => match rest {
            _ if option == "optimize" => behind(option, rest, &mut diags),
            [TokenTree::Literal(_), ..] => unknown(option, &mut diags),
            _ if nearest(&option.to_string(), ["optimize"]).is_some() => unknown(option, &mut diags),
            _ => {}
        },
        [TokenTree::Ident(option), equals, value, comma, ..]
            if option == "optimize" && is_punct(equals, '=') && is_punct(comma, ',') =>
        {
            let origin = Origin::of_span(value.span());
            diags.error_with_help(origin, "the option `optimize` takes no value here", USE);
        }
        _ => {}
    }
    if !diags.is_empty() {
        return Err(diags);
    }
    match tokens.as_slice() {
        [TokenTree::Ident(option), comma, rest @ ..] if option == "optimize" && is_punct(comma, ',') => {
            Ok((true, rest.iter().cloned().collect()))
        }
        _ => Ok((false, tokens.into_iter().collect())),
    }
}

/// What stands behind the option must be a text.
fn behind(option: &Ident, rest: &[TokenTree], diags: &mut Diagnostics) {
    match rest {
        [] => diags.error_with_help(
            Origin::of_span(option.span()),
            "there is nothing to differentiate behind `optimize`",
            USE,
        ),
        [TokenTree::Ident(again), comma, ..] if again == "optimize" && is_punct(comma, ',') => {
            diags.error_with_help(
                Origin::of_span(again.span()),
                "the option `optimize` is given twice",
                "give it once",
            );
        }
        _ => {}
    }
}

fn unknown(option: &Ident, diags: &mut Diagnostics) {
    let text = option.to_string();
    let help = match nearest(&text, ["optimize"]) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the option is `optimize`: {USE}"),
    };
    diags.error_with_help(Origin::of_span(option.span()), format!("the option `{text}` is not known"), help);
}

fn is_punct(tree: &TokenTree, which: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == which)
}
