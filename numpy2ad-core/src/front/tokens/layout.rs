//! Rust tokens as Python text. Rust does not read spaces and lines, and Python does, so they are taken from where
//! the tokens stand in the file.

use crate::origin::Origin;
use proc_macro2::{Delimiter, Group, LineColumn, Span, TokenTree};
use std::ops::Range;

/// Text that was laid out from tokens, and which token each part of it is.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    text: String,
    tokens: Vec<(Range<usize>, Span)>,
}

impl Laid {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tokens that a range of the text touches; the last token if it stands behind all of them.
    #[must_use]
    pub fn origin(&self, range: &Range<usize>) -> Origin {
        let mut touched = self
            .tokens
            .iter()
            .filter(|(at, _)| at.start < range.end.max(range.start + 1) && range.start < at.end)
            .map(|(_, span)| *span);
        match (touched.next(), self.tokens.last()) {
            (Some(first), _) => Origin::Tokens { first, last: touched.next_back().unwrap_or(first) },
            (None, Some((_, span))) => Origin::of_span(*span),
            (None, None) => Origin::None,
        }
    }
}

/// A token or a bracket.
struct Piece {
    text: String,
    span: Span,
    start: LineColumn,
    end: LineColumn,
    /// Whether it stands within brackets, where Python does not read lines.
    nested: bool,
    /// Whether the next piece belongs to the same operator.
    joint: bool,
}

/// The text of tokens. Tokens on a line of their own begin a line of Python; its indentation is by their columns,
/// relative to the first token where that begins its line, and else to the leftmost line behind it.
#[must_use]
pub fn layout(tokens: &[TokenTree]) -> Laid {
    let mut pieces = Vec::new();
    for tree in tokens {
        push_pieces(tree, false, &mut pieces);
    }
    let base = Base::of(&pieces);
    let mut laid = Laid::default();
    let mut previous: Option<&Piece> = None;
    for piece in &pieces {
        // A line of the file is the line of that number in the text, so that messages may name it.
        let line = previous.map_or(1, |before| before.end.line);
        laid.text.extend(std::iter::repeat_n('\n', piece.start.line.saturating_sub(line)));
        if let Some(before) = previous {
            if piece.start.line > line {
                laid.text.extend(std::iter::repeat_n(' ', base.indentation(piece.start.column)));
            } else if !before.joint && !touches(before, piece) {
                laid.text.push(' ');
            }
        }
        let start = laid.text.len();
        laid.text.push_str(&piece.text);
        laid.tokens.push((start..laid.text.len(), piece.span));
        previous = Some(piece);
    }
    laid
}

fn begins_line(before: &Piece, piece: &Piece) -> bool {
    !piece.nested && piece.start.line > before.end.line
}

/// Whether no space is between two pieces: `A.T` is written as it was. Words are kept apart whatever their places.
fn touches(before: &Piece, piece: &Piece) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    before.end == piece.start
        && before.end != before.start
        && !(is_word(before.text.chars().last()) && is_word(piece.text.chars().next()))
}

/// The columns from which indentation counts.
struct Base {
    column: usize,
    indentation: usize,
}

impl Base {
    fn of(pieces: &[Piece]) -> Self {
        let first = pieces.first().map_or(0, |piece| piece.start.column);
        let lines =
            pieces.iter().zip(pieces.iter().skip(1)).filter(|(before, piece)| begins_line(before, piece));
        let leftmost = lines.clone().map(|(_, piece)| piece.start.column).min().unwrap_or(first);
        if leftmost >= first {
            return Self { column: first, indentation: 0 };
        }
        // `numpy2ad!(def f(A):` has its body on lines left of the `def`.
        let opens_block = lines.clone().next().is_some_and(|(before, _)| before.text == ":");
        Self { column: leftmost, indentation: if opens_block { 4 } else { 0 } }
    }

    fn indentation(&self, column: usize) -> usize {
        column.saturating_sub(self.column) + self.indentation
    }
}

fn push_pieces(tree: &TokenTree, nested: bool, out: &mut Vec<Piece>) {
    let span = tree.span();
    let mut joint = false;
    let text = match tree {
        TokenTree::Group(group) => return push_group(group, nested, out),
        TokenTree::Ident(ident) => {
            let text = ident.to_string();
            text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
        }
        TokenTree::Punct(punct) => {
            joint = punct.spacing() == proc_macro2::Spacing::Joint;
            punct.as_char().to_string()
        }
        TokenTree::Literal(literal) => literal.to_string(),
    };
    out.push(Piece { text, span, start: span.start(), end: span.end(), nested, joint });
}

fn push_group(group: &Group, nested: bool, out: &mut Vec<Piece>) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        // What another macro has pasted as one expression stays one.
        Delimiter::None => ("(", ")"),
    };
    let bracket = |text: &str, span: Span, nested: bool| Piece {
        text: text.to_owned(),
        span,
        start: span.start(),
        end: span.end(),
        nested,
        joint: false,
    };
    out.push(bracket(open, group.span_open(), nested));
    for tree in group.stream() {
        push_pieces(&tree, true, out);
    }
    out.push(bracket(close, group.span_close(), true));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::TokenStream;

    fn laid(source: &str) -> Laid {
        let tokens: Vec<TokenTree> = source.parse::<TokenStream>().unwrap().into_iter().collect();
        layout(&tokens)
    }

    #[test]
    fn lines_and_columns_are_kept() {
        for text in [
            "D = A.T @ B ** -2 + np.exp(C)",
            "def f(A, B):\n    C = A @ B\n    return C",
            "def f(A):\n    return A\ndef g(A):\n    return A",
        ] {
            assert_eq!(laid(text).text(), text);
        }
    }

    #[test]
    fn a_first_token_in_the_middle_of_its_line_still_opens_a_block() {
        let tokens: Vec<TokenTree> =
            "m!(def f(A):\n  B = A\n  return B\n)".parse::<TokenStream>().unwrap().into_iter().collect();
        let Some(TokenTree::Group(group)) = tokens.last() else { panic!("no group") };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        assert_eq!(layout(&inner).text(), "def f(A):\n    B = A\n    return B");
    }

    #[test]
    fn lines_within_brackets_do_not_count_for_the_margin() {
        assert_eq!(laid("  y = (A +\n B)\n  z = y").text(), "y = (A +\nB)\nz = y");
    }

    #[test]
    fn a_line_keeps_its_number() {
        assert_eq!(laid("\n\n  y = A\n\n  z = y").text(), "\n\ny = A\n\nz = y");
    }

    #[test]
    fn a_place_in_the_text_is_its_tokens() {
        let laid = laid("y = A // B".replace("//", "%").as_str());
        let Origin::Tokens { first, last } = laid.origin(&(4..9)) else { panic!("no tokens") };
        assert_eq!((first.start().column, last.end().column), (4, 9));
        assert!(matches!(laid.origin(&(90..91)), Origin::Tokens { .. }));
    }
}
