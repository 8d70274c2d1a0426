//! `numpy2ad!` as an ordinary function of tokens.

use crate::diag::Diagnostics;
use crate::front::tokens;
use crate::origin::Origin;
use crate::python::{Form, Ranks, adjoint_in};
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
    let (optimize, input) = tokens::options(input)?;
    let (input, declared) = tokens::input(input)?;
    let mut ranks = Ranks::new();
    for rank in declared {
        ranks.declare_at(rank.name, rank.rank, Origin::of_span(rank.span));
    }
    let form = if optimize { Form::Optimised } else { Form::Plain };
    adjoint_in(form, input.text(), &ranks, None).map_err(|diags| input.at_tokens(&diags))
}
