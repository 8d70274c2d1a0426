//! How deep a text may nest. The parser and everything behind it follow the syntax tree by recursion, so the
//! depth is bounded on the tokens, before a tree exists: no text overflows the stack.

use crate::diag::Diagnostic;
use crate::origin::Origin;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};

/// Brackets within brackets; CPython's own bound.
const BRACKETS: usize = 200;
/// Blocks within blocks; CPython's own bound.
const BLOCKS: usize = 100;
/// Operators, keywords and brackets in one statement: an upper bound of its depth.
const OPERATIONS: usize = 500;
/// Bytes of text.
const BYTES: usize = 16 << 20;

/// The first place at which the text passes a bound.
pub(super) fn check(text: &str) -> Result<(), Diagnostic> {
    if text.len() > BYTES {
        return Err(Diagnostic::new(Origin::Text(0..0), "the text is longer than 16 MiB"));
    }
    let Some((message, help)) = passed(text) else {
        return Ok(());
    };
    // The lexer keeps the ranges of its tokens to itself; the shortest prefix that passes a bound ends there.
    let (mut within, mut beyond) = (0, text.len());
    while beyond - within > 1 {
        let middle = within + (beyond - within) / 2;
        match text.get(..middle) {
            Some(prefix) if passed(prefix).is_none() => within = middle,
            Some(_) => beyond = middle,
            None => break, // inside a character: near enough
        }
    }
    Err(Diagnostic::new(Origin::Text(within..beyond), message).with_help(help))
}

/// Which bound the text passes first, and what to do about it.
fn passed(text: &str) -> Option<(&'static str, &'static str)> {
    let mut lexer = lexer::lex(text, Mode::Module);
    let (mut brackets, mut blocks, mut operations) = (0_usize, 0_usize, 0_usize);
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return None,
            TokenKind::Newline => operations = 0,
            TokenKind::Indent => blocks += 1,
            TokenKind::Dedent => blocks = blocks.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                brackets += 1;
                operations += 1;
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => brackets = brackets.saturating_sub(1),
            TokenKind::Name
            | TokenKind::Comma
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline => {}
            _ => operations += 1,
        }
        if brackets > BRACKETS {
            return Some(("brackets are nested more than 200 deep", NAMES));
        }
        if blocks > BLOCKS {
            return Some(("blocks are nested more than 100 deep", "write straight-line code"));
        }
        if operations > OPERATIONS {
            return Some(("a statement has more than 500 operations", NAMES));
        }
    }
}

const NAMES: &str = "give the inner expressions names of their own";
