//! How tightly Python's operators bind, in the steps of `ast.unparse`.

/// How tightly something binds; what binds less tightly than its surroundings stands in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    /// A whole expression.
    Test,
    /// `a + b`
    Sum,
    /// `a * b`, `a @ b`
    Term,
    /// `-a`
    Factor,
    /// `a ** b`
    Power,
    /// The left operand of `**`.
    Await,
    /// A name, a call, an attribute.
    Atom,
}

impl Precedence {
    /// The text, in parentheses if its surroundings bind more tightly.
    pub(super) fn within(self, around: Self, text: String) -> String {
        if around > self { format!("({text})") } else { text }
    }
}

/// The precedence of an operator, of its left operand and of its right one.
pub(super) fn infix(operator: &str) -> (Precedence, Precedence, Precedence) {
    match operator {
        "+" | "-" => (Precedence::Sum, Precedence::Sum, Precedence::Term),
        "**" => (Precedence::Power, Precedence::Await, Precedence::Power),
        _ => (Precedence::Term, Precedence::Term, Precedence::Factor),
    }
}

/// A number; a negative one stands in parentheses as the operand of a power.
pub(super) fn signed(number: String, around: Precedence) -> String {
    let own = if number.starts_with('-') { Precedence::Factor } else { Precedence::Atom };
    own.within(around, number)
}
