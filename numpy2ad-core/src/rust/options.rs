//! The arguments of the attributes.

use crate::diag::Diagnostics;
use crate::front::rust::nearest;
use crate::origin::Origin;
use crate::ty::Structure;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{LitBool, LitInt, Path, parse_quote};

/// What the attribute says.
#[derive(Clone, Debug)]
pub struct Options {
    /// `optimize = false` asks for the plain statement-by-statement adjoint.
    pub optimize: bool,
    /// `crate = path` tells where the facade is, if not at `::numpy2ad`.
    pub krate: Path,
    /// `workspace` asks for a second function that allocates nothing.
    pub workspace: bool,
    /// `spd(m), lower(l)` and the like: what is known of the entries of parameters.
    pub structures: Vec<(Ident, Structure)>,
    /// `sizes(n = 1000, m = 50)`: lengths of dimensions, by their letters in the documentation.
    pub sizes: Vec<(Ident, u32)>,
    /// `wrt(a, b)`: the parameters that get derivatives; all of them without it.
    pub wrt: Option<Vec<Ident>>,
    /// `tangent`: beside an adjoint by hand there is a tangent.
    pub tangent: bool,
    /// The names of the options as they were given.
    pub given: Vec<Ident>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            optimize: true,
            krate: parse_quote!(::numpy2ad),
            workspace: false,
            structures: Vec::new(),
            sizes: Vec::new(),
            wrt: None,
            tangent: false,
            given: Vec::new(),
        }
    }
}

/// The declarations of structure.
const STRUCTURES: [(&str, Structure); 5] = [
    ("spd", Structure::Definite),
    ("symmetric", Structure::Symmetric),
    ("lower", Structure::Lower),
    ("upper", Structure::Upper),
    ("diagonal", Structure::Diagonal),
];

const HELP: &str = "the options are `wrt(a, b)`, `spd(..)`, `symmetric(..)`, `lower(..)`, `upper(..)`, `diagonal(..)`, `sizes(n = 1000)`, `workspace`, `optimize = false` and `crate = path::to::numpy2ad`";

/// What an option stands with.
enum Form<'a> {
    /// `workspace`
    Flag,
    /// `optimize = false`
    Value(TokenStream),
    /// `spd(a, b)`
    List(Vec<&'a [TokenTree]>),
}

/// Reads the arguments; faults are recorded, and the rest is read all the same.
pub(super) fn parse(attr: TokenStream, diags: &mut Diagnostics) -> Options {
    let mut options = Options::default();
    let mut seen = Vec::new();
    let trees: Vec<TokenTree> = attr.into_iter().collect();
    for argument in arguments(&trees) {
        option(argument, &mut seen, &mut options, diags);
    }
    options
}

/// What stands between commas; one may stand at the end.
fn arguments(trees: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut arguments: Vec<&[TokenTree]> = trees.split(|tree| is_punct(tree, ',')).collect();
    arguments.pop_if(|last| last.is_empty());
    arguments
}

fn option(argument: &[TokenTree], seen: &mut Vec<String>, options: &mut Options, diags: &mut Diagnostics) {
    let Some((name, rest)) = named(argument, diags) else { return };
    let text = name.to_string();
    if !is_known(name, &text, diags) {
        return;
    }
    if seen.contains(&text) {
        let message = format!("the option `{text}` is given twice");
        let help = match rest {
            [TokenTree::Group(_)] => format!("give it once, with all that it is for: `{text}(.., ..)`"),
            _ => "give it once".to_owned(),
        };
        return diags.error_with_help(Origin::of_tokens(name), message, help);
    }
    let inner: Vec<TokenTree>;
    let form = match rest {
        [] => Form::Flag,
        [equals, value @ ..] if is_punct(equals, '=') && !value.is_empty() => {
            Form::Value(value.iter().cloned().collect())
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            inner = group.stream().into_iter().collect();
            Form::List(arguments(&inner))
        }
        [equals] if is_punct(equals, '=') => Form::Flag,
        _ => return diags.error_with_help(whole(argument), "this is no option", HELP),
    };
    let structure = STRUCTURES.iter().find(|(word, _)| *word == text).map(|(_, structure)| *structure);
    match (text.as_str(), form) {
        (_, Form::List(names)) if let Some(structure) = structure => {
            parameters(name, &names, diags, |name| options.structures.push((name, structure)));
        }
        ("wrt", Form::List(names)) => {
            let mut wanted = Vec::new();
            parameters(name, &names, diags, |name| wanted.push(name));
            options.wrt = Some(wanted);
        }
        ("sizes", Form::List(sizes)) => lengths(name, &sizes, options, diags),
        ("workspace", Form::Flag) if rest.is_empty() => options.workspace = true,
        ("tangent", Form::Flag) if rest.is_empty() => options.tangent = true,
        ("optimize", Form::Value(value)) => optimize(value, options, diags),
        ("crate", Form::Value(value)) => facade(value, options, diags),
        ("workspace" | "tangent", _) => {
            let attribute = if text == "tangent" { "adjoint_rule" } else { "adjoint" };
            let help = format!("write `#[{attribute}({text})]`");
            diags.error_with_help(whole(argument), format!("`{text}` stands by itself"), help);
        }
        ("optimize" | "crate", _) => {
            let message = format!("the option `{text}` needs a value");
            let help = if text == "crate" {
                "write `crate = path::to::numpy2ad`"
            } else {
                "write `optimize = false`"
            };
            return diags.error_with_help(Origin::of_tokens(name), message, help);
        }
        _ => {
            let example =
                if text == "sizes" { "sizes(n = 1000, m = 50)".to_owned() } else { format!("{text}(a)") };
            let message = format!("the option `{text}` needs a list in parentheses");
            return diags.error_with_help(Origin::of_tokens(name), message, format!("write `{example}`"));
        }
    }
    options.given.push(name.clone());
    seen.push(text);
}

/// The name of an option, and what stands behind it.
fn named<'a>(argument: &'a [TokenTree], diags: &mut Diagnostics) -> Option<(&'a Ident, &'a [TokenTree])> {
    match argument {
        [TokenTree::Ident(name), rest @ ..] => return Some((name, rest)),
        [] => diags.error_with_help(Origin::None, "there is no option between two commas", HELP),
        _ => diags.error_with_help(whole(argument), "this is no option", HELP),
    }
    None
}

fn is_known(name: &Ident, text: &str, diags: &mut Diagnostics) -> bool {
    let words = || {
        STRUCTURES.iter().map(|(word, _)| *word).chain([
            "wrt",
            "sizes",
            "workspace",
            "optimize",
            "crate",
            "tangent",
        ])
    };
    if words().any(|word| word == text) {
        return true;
    }
    let help = match nearest(text, words()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => HELP.to_owned(),
    };
    diags.error_with_help(Origin::of_tokens(name), format!("the option `{text}` is not known"), help);
    false
}

/// The names in a list of parameters.
fn parameters(option: &Ident, names: &[&[TokenTree]], diags: &mut Diagnostics, mut take: impl FnMut(Ident)) {
    if names.is_empty() {
        let message = format!("`{option}()` names no parameter");
        diags.error_with_help(Origin::of_tokens(option), message, format!("write `{option}(a)`"));
    }
    for argument in names {
        match argument {
            [TokenTree::Ident(name)] => take(name.clone()),
            _ => {
                let origin = if argument.is_empty() { Origin::of_tokens(option) } else { whole(argument) };
                diags.error_with_help(
                    origin,
                    "this is not the name of a parameter",
                    format!("write `{option}(a)`"),
                );
            }
        }
    }
}

fn lengths(option: &Ident, sizes: &[&[TokenTree]], options: &mut Options, diags: &mut Diagnostics) {
    const EXAMPLE: &str = "write `sizes(n = 1000, m = 50)`";
    if sizes.is_empty() {
        diags.error_with_help(Origin::of_tokens(option), "`sizes()` names no dimension", EXAMPLE);
    }
    for argument in sizes {
        let length = match argument {
            [TokenTree::Ident(letter), equals, TokenTree::Literal(length)] if is_punct(equals, '=') => {
                let length = syn::parse2::<LitInt>(TokenTree::Literal(length.clone()).into());
                length
                    .ok()
                    .and_then(|length| length.base10_parse::<u32>().ok())
                    .map(|length| (letter, length))
            }
            _ => None,
        };
        match length {
            Some((letter, length)) => options.sizes.push((letter.clone(), length)),
            None => {
                let origin = if argument.is_empty() { Origin::of_tokens(option) } else { whole(argument) };
                let message = "this is not the size of a dimension: its letter and a whole number";
                diags.error_with_help(origin, message, EXAMPLE);
            }
        }
    }
}

fn optimize(value: TokenStream, options: &mut Options, diags: &mut Diagnostics) {
    let origin = Origin::of_tokens(&value);
    match syn::parse2::<LitBool>(value) {
        Ok(literal) => options.optimize = literal.value,
        Err(_) => {
            diags.error_with_help(origin, "`optimize` is `true` or `false`", "write `optimize = false`");
        }
    }
}

fn facade(value: TokenStream, options: &mut Options, diags: &mut Diagnostics) {
    let origin = Origin::of_tokens(&value);
    match Path::parse_mod_style.parse2(value) {
        Ok(path) => options.krate = path,
        Err(_) => diags.error_with_help(
            origin,
            "`crate` is the path of this crate",
            "write `crate = path::to::numpy2ad`, without quotes",
        ),
    }
}

/// Where an argument stands, all of it.
fn whole(argument: &[TokenTree]) -> Origin {
    match argument {
        [only] => Origin::of_span(only.span()),
        [first, .., last] => Origin::Tokens { first: first.span(), last: last.span() },
        [] => Origin::None,
    }
}

fn is_punct(tree: &TokenTree, which: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == which)
}
