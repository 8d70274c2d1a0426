//! `numpy2ad!` as an ordinary function of tokens.

use crate::diag::Diagnostics;
use crate::front::tokens;
use crate::origin::Origin;
use crate::python::{Derivative, Form, Ranks, adjoint_in, derivative};
use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

/// The expansion of `numpy2ad!(..)`: a string literal with the adjoint's text, or a `compile_error!` for each
/// mistake in a block that is a string too, so that one mistake is one error.
#[must_use]
pub fn numpy2ad_macro(input: TokenStream) -> TokenStream {
    match expand(input) {
        Ok(text) => TokenTree::from(Literal::string(&text)).into(),
        Err(diags) => {
            let errors = diags.to_compile_errors();
            quote!({ #errors "" })
        }
    }
}

fn expand(input: TokenStream) -> Result<String, Diagnostics> {
    let (option, input) = tokens::options(input)?;
    let (input, declared) = tokens::input(input)?;
    let mut ranks = Ranks::new();
    for rank in declared {
        ranks.declare_at(rank.name, rank.rank, Origin::of_span(rank.span));
    }
    let which = Derivative::ALL.into_iter().find(|which| option == Some(which.word()));
    let made = match option {
        Some("optimize") => adjoint_in(Form::Optimised, input.text(), &ranks, None),
        _ => derivative(which.unwrap_or_default(), input.text(), &ranks, None),
    };
    made.map_err(|diags| input.at_tokens(&diags))
}
