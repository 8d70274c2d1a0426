//! How deep a function may nest. The parser and everything behind it follow the syntax by recursion, so the depth
//! is bounded on the tokens, before there is a tree: no input overflows the stack.

use crate::diag::Diagnostic;
use crate::origin::Origin;
use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};

/// The stack that a function may take, in KiB; threads have 2 MiB where nobody asks for more.
const STACK: usize = 1200;

/// What one level takes, in KiB, measured on an unoptimised build of syn and rounded up.
mod weight {
    pub(super) const BLOCK: usize = 25;
    pub(super) const BRACKET: usize = 24;
    pub(super) const TYPE_BRACKET: usize = 40;
    pub(super) const TYPE_PREFIX: usize = 38;
    pub(super) const GENERIC: usize = 58;
    pub(super) const ARROW: usize = 44;
    pub(super) const CLOSURE: usize = 10;
    pub(super) const ASSIGNMENT: usize = 9;
    pub(super) const PREFIX: usize = 5;
    pub(super) const INFIX: usize = 1;
}

/// One list of tokens that is being read, within all that are open around it.
struct Level {
    tokens: proc_macro2::token_stream::IntoIter,
    /// Of the levels around it.
    around: usize,
    /// Of the operators since the last `;` or `,`.
    operators: usize,
    /// Of the `<` that are still open.
    generics: usize,
    /// Whether an operand has just ended, so that an operator is infix.
    operand: bool,
    /// Whether the last token was an operator before an operand.
    prefix: bool,
    /// Whether a type is being read, which takes the parser more than an expression.
    types: bool,
    /// The last token, if another belongs to it: `>` to `-` in an arrow, `:` to `:` in a path.
    joint: Option<char>,
}

impl Level {
    fn new(tokens: TokenStream, around: usize, types: bool) -> Self {
        let tokens = tokens.into_iter();
        Self { tokens, around, operators: 0, generics: 0, operand: false, prefix: false, types, joint: None }
    }

    fn depth(&self) -> usize {
        self.around + self.operators
    }

    fn punct(&mut self, op: char, spacing: Spacing) {
        let joint = (spacing == Spacing::Joint).then_some(op);
        let before = std::mem::replace(&mut self.joint, joint);
        let prefix = std::mem::replace(&mut self.prefix, false);
        match op {
            ';' => (self.operators, self.generics, self.types) = (0, 0, false),
            ',' => self.operators = self.generics,
            ':' if before == Some(':') => self.types = false,
            ':' => self.types = true,
            '#' | '\'' => {}
            '<' => {
                self.operators += weight::GENERIC;
                self.generics += weight::GENERIC;
            }
            '>' if before == Some('-') => {
                self.operators += weight::ARROW;
                self.types = true;
            }
            '>' if before == Some('=') => {}
            '>' if self.generics > 0 => {
                self.generics -= weight::GENERIC;
                self.operators = self.operators.saturating_sub(weight::GENERIC);
            }
            '|' => {
                self.operators += weight::CLOSURE;
                self.types = false;
            }
            '=' => {
                self.operators += weight::ASSIGNMENT;
                self.types = false;
            }
            '?' => {
                self.operators += weight::INFIX;
                return;
            }
            _ if self.operand => self.operators += weight::INFIX,
            _ => {
                let heavy = prefix || self.reads_types();
                self.operators += if heavy { weight::TYPE_PREFIX } else { weight::PREFIX };
                self.prefix = true;
            }
        }
        self.operand = false;
    }

    fn word(&mut self, word: &Ident) {
        const PREFIXES: [&str; 17] = [
            "return", "break", "move", "unsafe", "as", "dyn", "impl", "fn", "else", "if", "match", "let",
            "async", "const", "static", "for", "while",
        ];
        let prefix = PREFIXES.iter().any(|keyword| word == keyword);
        self.types |= word == "as";
        if prefix {
            self.operators += weight::PREFIX;
        } else {
            self.prefix = false;
        }
        self.operand = !prefix;
        self.joint = None;
    }

    fn reads_types(&self) -> bool {
        self.types || self.generics > 0
    }
}

/// The first place at which the tokens nest deeper than the stack reaches.
pub(super) fn check(tokens: &TokenStream) -> Result<(), Diagnostic> {
    let Some(span) = passed(tokens) else { return Ok(()) };
    Err(Diagnostic::new(Origin::of_span(span), "this is nested too deeply to be differentiated")
        .with_help("bind parts of it with `let`"))
}

fn passed(tokens: &TokenStream) -> Option<Span> {
    let mut levels = vec![Level::new(tokens.clone(), 0, false)];
    while let Some(level) = levels.last_mut() {
        let Some(tree) = level.tokens.next() else {
            levels.pop();
            continue;
        };
        match &tree {
            TokenTree::Punct(punct) => level.punct(punct.as_char(), punct.spacing()),
            TokenTree::Ident(word) => level.word(word),
            TokenTree::Literal(_) | TokenTree::Group(_) => {
                // A call or an index stands behind its operand.
                level.operators += usize::from(level.operand) * weight::INFIX;
                (level.operand, level.prefix, level.joint) = (true, false, None);
            }
        }
        if level.depth() > STACK {
            return Some(tree.span());
        }
        if let TokenTree::Group(group) = &tree {
            let types = group.delimiter() != Delimiter::Brace && level.reads_types();
            let own = match group.delimiter() {
                Delimiter::Brace => weight::BLOCK,
                _ if types => weight::TYPE_BRACKET,
                _ => weight::BRACKET,
            };
            let around = level.depth() + own;
            if around > STACK {
                return Some(group.span_open());
            }
            levels.push(Level::new(group.stream(), around, types));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(source: &str) -> bool {
        check(&source.parse().unwrap()).is_ok()
    }

    #[test]
    fn what_people_write_is_not_too_deep() {
        assert!(passes(&format!(
            "fn f(a: f64) -> f64 {{ {} a }}",
            "let a = (a + 1.0) * a.exp();".repeat(1000)
        )));
        assert!(passes(&format!("fn f(a: f64) -> f64 {{ {} a }}", "a.dot(b) + ".repeat(190))));
        assert!(passes(&format!(
            "{} fn f() {{}}",
            "#[doc = \" One of many lines, as - ever.\"]".repeat(3000)
        )));
        assert!(passes(&format!("fn f({}) {{}}", "a: &ArrayView2<'_, f64>, ".repeat(300))));
        assert!(passes(&format!("fn f(a: f64) -> f64 {{ {}a{} }}", "inv(&".repeat(25), ")".repeat(25))));
    }

    #[test]
    fn depth_is_seen() {
        for (open, close) in
            [("(", ")"), ("- ", ""), ("a + (", ")"), ("Vec<A, ", ">"), ("|x| ", ""), ("{", "}")]
        {
            assert!(!passes(&format!("{}a{}", open.repeat(2000), close.repeat(2000))), "{open}");
        }
    }
}
