//! The account of Rust functions.

use super::{Account, Written, legend};
use crate::back::rust::Variant;
use crate::cost;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::Func;
use crate::opt::{Assuming, Assumption};
use crate::origin::Origin;
use crate::rust::{self, Programs};
use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Item, ItemFn};

/// What each function of a Rust file with `#[adjoint]` on it costs, those in its modules as well; or the one that is
/// called `only`, whether or not the attribute stands on it.
///
/// # Errors
///
/// Every mistake of the text, each at its range of bytes.
pub fn rust(text: &str, only: Option<&str>) -> Result<String, Diagnostics> {
    let mut diags = Diagnostics::default();
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => {
            diags.error(of_span(error.span(), error.span()), format!("this is not Rust: {error}"));
            return Err(diags);
        }
    };
    let mut all = Vec::new();
    functions(&file.items, &mut all);
    let is_wanted = |item: &&&ItemFn| match only {
        Some(only) => item.sig.ident == only,
        None => item.attrs.iter().any(is_adjoint),
    };
    let wanted: Vec<&ItemFn> = all.iter().filter(is_wanted).copied().collect();
    if wanted.is_empty() {
        let names: Vec<String> = all.iter().map(|item| format!("`{}`", item.sig.ident)).collect();
        let (message, help) = match (only, names.is_empty()) {
            (_, true) => {
                ("the text has no function".to_owned(), "write one: `fn f(a: &Array2<f64>) -> ..`".to_owned())
            }
            (Some(only), _) => (
                format!("the text has no function `{only}`"),
                format!("its functions are {}", names.join(", ")),
            ),
            (None, _) => (
                "the text has no function with `#[adjoint]` on it".to_owned(),
                format!("name one of its functions with `-f`: {}", names.join(", ")),
            ),
        };
        diags.error_with_help(Origin::None, message, help);
        return Err(diags);
    }
    let mut found: Vec<Programs> = Vec::new();
    for item in wanted {
        match rust::programs(options(item), item) {
            Ok(programs) => found.push(programs),
            Err(mistakes) => mistakes.iter().for_each(|mistake| diags.push(in_text(mistake))),
        }
    }
    if !diags.is_empty() {
        return Err(diags);
    }
    let mut accounts = Vec::new();
    for Programs { primal, plain, variants, assuming } in &found {
        let write = |func: &Func, assumption: Option<&Assumption>| {
            let condition = Variant { func, assumption }.condition();
            let assumes = condition.is_some();
            let note = condition.map(|condition| format!(", only where {condition}")).unwrap_or_default();
            Written { text: func.to_string(), func: func.clone(), note, assumes }
        };
        let mut variants: Vec<Written> = variants.iter().map(|func| write(func, None)).collect();
        if let Some(Assuming { assumption, variants: assuming }) = assuming {
            variants.extend(assuming.iter().map(|func| write(func, Some(assumption))));
        }
        accounts.push(Account { primal, plain, variants, memory: cost::memory });
    }
    let mut texts: Vec<String> = accounts.iter().map(Account::text).collect();
    texts.push(legend(
        "an elementwise expression makes one, a product that is added in place none. Matrices that are found symmetric \
         when the program runs take fewer flops: half of a factorisation, if positive definite, and of a product around them.",
    ));
    Ok(texts.join("\n"))
}

fn functions<'a>(items: &'a [Item], out: &mut Vec<&'a ItemFn>) {
    for item in items {
        match item {
            Item::Fn(item) => out.push(item),
            Item::Mod(module) => {
                functions(
                    module.content.as_ref().map(|(_, items)| items.as_slice()).unwrap_or_default(),
                    out,
                );
            }
            _ => {}
        }
    }
}

fn is_adjoint(attr: &Attribute) -> bool {
    attr.path().segments.last().is_some_and(|last| last.ident == "adjoint")
}

/// What stands in the parentheses of the attribute.
fn options(item: &ItemFn) -> TokenStream {
    let list = item.attrs.iter().find(|attr| is_adjoint(attr)).and_then(|attr| attr.meta.require_list().ok());
    list.map(|list| list.tokens.clone()).unwrap_or_default()
}

/// A mistake at tokens, moved to their place in the text.
fn in_text(mistake: &Diagnostic) -> Diagnostic {
    match mistake.origin {
        Origin::Tokens { first, last } => Diagnostic { origin: of_span(first, last), ..mistake.clone() },
        Origin::None | Origin::Text(_) => mistake.clone(),
    }
}

fn of_span(first: Span, last: Span) -> Origin {
    Origin::Text(first.byte_range().start..last.byte_range().end)
}
