//! The arguments of the attributes.

use crate::diag::Diagnostics;
use crate::origin::Origin;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Meta, Path, Token, parse_quote};

/// What the attribute says.
#[derive(Clone, Debug)]
pub struct Options {
    /// `optimize = false` asks for the plain statement-by-statement adjoint.
    pub optimize: bool,
    /// `crate = path` tells where the facade is, if not at `::numpy2ad`.
    pub krate: Path,
}

impl Default for Options {
    fn default() -> Self {
        Self { optimize: true, krate: parse_quote!(::numpy2ad) }
    }
}

const HELP: &str = "the options are `optimize = false` and `crate = path::to::numpy2ad`";

/// Reads the arguments; faults are recorded, and the rest is read all the same.
pub(super) fn parse(attr: TokenStream, diags: &mut Diagnostics) -> Options {
    let mut options = Options::default();
    let arguments = match Punctuated::<Argument, Token![,]>::parse_terminated.parse2(attr) {
        Ok(arguments) => arguments,
        Err(error) => {
            diags.error_with_help(Origin::of_span(error.span()), error.to_string(), HELP);
            return options;
        }
    };
    for argument in arguments {
        option(&argument, &mut options, diags);
    }
    options
}

/// `crate = path`, which is no `Meta` because of the keyword, or `name = value`.
enum Argument {
    Crate(Path),
    Meta(Box<Meta>),
}

impl syn::parse::Parse for Argument {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            return Ok(Self::Crate(input.call(Path::parse_mod_style)?));
        }
        input.parse().map(|meta| Self::Meta(Box::new(meta)))
    }
}

fn option(argument: &Argument, options: &mut Options, diags: &mut Diagnostics) {
    let meta = match argument {
        Argument::Crate(path) => {
            options.krate = path.clone();
            return;
        }
        Argument::Meta(meta) => &**meta,
    };
    match meta {
        Meta::NameValue(pair) if pair.path.is_ident("optimize") => match &pair.value {
            Expr::Lit(lit) if let Lit::Bool(value) = &lit.lit => options.optimize = value.value,
            other => diags.error_with_help(Origin::of_tokens(other), "`optimize` is `true` or `false`", HELP),
        },
        other => {
            let name = other.path().to_token_stream().to_string();
            diags.error_with_help(
                Origin::of_tokens(other),
                format!("the option `{name}` is not known"),
                HELP,
            );
        }
    }
}
