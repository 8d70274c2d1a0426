//! The arguments of the attributes.

use crate::diag::Diagnostics;
use crate::front::rust::nearest;
use crate::origin::Origin;
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{LitBool, Path, parse_quote};

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
    let mut seen = Vec::new();
    let trees: Vec<TokenTree> = attr.into_iter().collect();
    let mut arguments: Vec<&[TokenTree]> = trees.split(|tree| is_punct(tree, ',')).collect();
    arguments.pop_if(|last| last.is_empty());
    for argument in arguments {
        option(argument, &mut seen, &mut options, diags);
    }
    options
}

/// `name = value`.
fn option(argument: &[TokenTree], seen: &mut Vec<String>, options: &mut Options, diags: &mut Diagnostics) {
    let (name, value) = match argument {
        [TokenTree::Ident(name)] => (name, None),
        [TokenTree::Ident(name), equals, value @ ..] if is_punct(equals, '=') => {
            (name, Some((equals, value)).filter(|(_, value)| !value.is_empty()))
        }
        [first, .., last] => {
            let origin = Origin::Tokens { first: first.span(), last: last.span() };
            return diags.error_with_help(origin, "this is no option", HELP);
        }
        [only] => return diags.error_with_help(Origin::of_span(only.span()), "this is no option", HELP),
        [] => {
            return diags.error_with_help(Origin::None, "there is no option between two commas", HELP);
        }
    };
    let text = name.to_string();
    if !["optimize", "crate"].contains(&text.as_str()) {
        let help = match nearest(&text, ["optimize", "crate"]) {
            Some(near) => format!("did you mean `{near}`?"),
            None => HELP.to_owned(),
        };
        return diags.error_with_help(
            Origin::of_tokens(name),
            format!("the option `{text}` is not known"),
            help,
        );
    }
    if seen.contains(&text) {
        let message = format!("the option `{text}` is given twice");
        return diags.error_with_help(Origin::of_tokens(name), message, "give it once");
    }
    let Some((_, value)) = value else {
        let message = format!("the option `{text}` needs a value");
        return diags.error_with_help(Origin::of_tokens(name), message, HELP);
    };
    let tokens: TokenStream = value.iter().cloned().collect();
    let origin = Origin::of_tokens(&tokens);
    if text == "optimize" {
        match syn::parse2::<LitBool>(tokens) {
            Ok(literal) => options.optimize = literal.value,
            Err(_) => diags.error_with_help(origin, "`optimize` is `true` or `false`", HELP),
        }
    } else {
        match Path::parse_mod_style.parse2(tokens) {
            Ok(path) => options.krate = path,
            Err(_) => diags.error_with_help(
                origin,
                "`crate` is the path of this crate",
                "write `crate = path::to::numpy2ad`, without quotes",
            ),
        }
    }
    seen.push(text);
}

fn is_punct(tree: &TokenTree, which: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == which)
}
