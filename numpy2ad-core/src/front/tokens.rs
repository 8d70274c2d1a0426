//! What `numpy2ad!` is given, as text: a string literal, or bare Rust tokens whose lines and columns give back
//! the layout that Python reads.

mod layout;
mod options;
mod ranks;

pub use layout::{Laid, layout};
pub use options::options;
pub use ranks::{DeclaredRank, declarations};

use crate::diag::{Diagnostic, Diagnostics};
use crate::origin::Origin;
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// The text that a macro is given.
#[derive(Clone, Debug)]
pub enum Input {
    /// A string literal: its value, and the one span that all of it has.
    Literal {
        /// The text.
        text: String,
        /// Of the literal.
        span: Span,
    },
    /// Bare tokens.
    Bare(Laid),
}

impl Input {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Literal { text, .. } => text,
            Self::Bare(laid) => laid.text(),
        }
    }

    /// Mistakes at places of the text, moved to the tokens: those of bare tokens exactly, those of a literal to the
    /// literal, with the line of the text and a caret in the message.
    #[must_use]
    pub fn at_tokens(&self, diags: &Diagnostics) -> Diagnostics {
        let mut moved = Diagnostics::default();
        for diagnostic in diags.iter() {
            moved.push(self.moved(diagnostic));
        }
        moved
    }

    fn moved(&self, diagnostic: &Diagnostic) -> Diagnostic {
        let mut moved = diagnostic.clone();
        match (&diagnostic.origin, self) {
            (Origin::Tokens { .. }, _) => {}
            (Origin::Text(range), Self::Literal { text, span }) => {
                let excerpt = crate::diag::excerpt(text, range.start, range.end, "text");
                moved.message = format!("{}\n\n{}", diagnostic.message, excerpt.trim_end());
                moved.origin = Origin::of_span(*span);
            }
            (Origin::Text(range), Self::Bare(laid)) => moved.origin = laid.origin(range),
            (Origin::None, Self::Literal { span, .. }) => moved.origin = Origin::of_span(*span),
            (Origin::None, Self::Bare(laid)) => moved.origin = laid.origin(&(0..laid.text().len())),
        }
        moved
    }
}

/// Takes the macro's input apart: the text, and the ranks that are declared behind it.
///
/// # Errors
///
/// Where the input is empty, or where a string is followed by something else than a list of ranks.
pub fn input(tokens: TokenStream) -> Result<(Input, Vec<DeclaredRank>), Diagnostics> {
    let tokens: Vec<TokenTree> = tokens.into_iter().map(without_invisible_group).collect();
    let mut diags = Diagnostics::default();
    if let Some(span) = too_deep(&tokens) {
        let help = "give the inner expressions names of their own";
        diags.error_with_help(Origin::of_span(span), "brackets are nested more than 200 deep", help);
        return Err(diags);
    }
    let literal = tokens.first().and_then(string_value);
    let (input, rest) = match (literal, tokens.as_slice()) {
        (Some((text, span)), [_, rest @ ..]) => (Input::Literal { text, span }, rest),
        (_, []) => {
            diags.error_with_help(
                Origin::of_span(Span::call_site()),
                "there is nothing to differentiate",
                "write `numpy2ad!(\"D = A @ B + C\")` or `numpy2ad!(D = A @ B + C)`",
            );
            return Err(diags);
        }
        (_, tokens) => {
            let (python, rest) = ranks::split(tokens);
            (Input::Bare(layout(python)), rest)
        }
    };
    let ranks = match rest {
        [] => Vec::new(),
        [TokenTree::Punct(comma), list @ ..] if comma.as_char() == ',' => declarations(list, &mut diags),
        [other, ..] => {
            let help = "behind the text stands a comma and a list of ranks, `x: vector, s: scalar`";
            diags.error_with_help(Origin::of_span(other.span()), "expected a comma", help);
            Vec::new()
        }
    };
    if diags.is_empty() { Ok((input, ranks)) } else { Err(diags) }
}

/// The first bracket within 200 others, before anything follows the brackets by recursion.
fn too_deep(tokens: &[TokenTree]) -> Option<Span> {
    let mut open: Vec<(TokenTree, usize)> = tokens.iter().cloned().map(|tree| (tree, 0)).collect();
    while let Some((tree, depth)) = open.pop() {
        if let TokenTree::Group(group) = tree {
            if depth == 200 {
                return Some(group.span_open());
            }
            open.extend(group.stream().into_iter().map(|tree| (tree, depth + 1)));
        }
    }
    None
}

/// A literal that came through another macro stands in a group without delimiters.
fn without_invisible_group(tree: TokenTree) -> TokenTree {
    match &tree {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut inner = group.stream().into_iter();
            match (inner.next(), inner.next()) {
                (Some(only), None) => without_invisible_group(only),
                _ => tree,
            }
        }
        _ => tree,
    }
}

/// The value of a string literal, plain or raw.
fn string_value(tree: &TokenTree) -> Option<(String, Span)> {
    let TokenTree::Literal(literal) = tree else { return None };
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some((text.value(), literal.span())),
        _ => None,
    }
}
