//! The text of an expression, with what has to be known of it to make it part of another one: how tightly it
//! binds, and what kind of thing it denotes.
//!
//! Arithmetic on `ndarray` consumes owned arrays and borrows everything else; a method borrows its receiver by
//! itself, and its array arguments are references.

/// How tightly the outermost operator of a text binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    /// `if`, which is in parentheses wherever it is an operand.
    Block,
    Sum,
    Product,
    Cast,
    Prefix,
    Postfix,
}

/// What a text denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number.
    Number,
    /// A variable that is a reference already.
    Reference,
    /// A variable that owns its array.
    Place,
    /// A view, and whether what it looks at lives no longer than the statement.
    View { of_temporary: bool },
    /// A new array.
    Owned,
}

/// The text of an expression.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) binding: Binding,
    pub(super) kind: Kind,
}

impl Text {
    /// A name, a call or a literal.
    pub(super) fn postfix(text: String, kind: Kind) -> Self {
        Self { text, binding: Binding::Postfix, kind }
    }

    /// What stands for a value that cannot be written, once its diagnostic is on record.
    pub(super) fn unknown() -> Self {
        Self::postfix("_".to_owned(), Kind::Number)
    }

    /// Whether it is the name of a variable.
    pub(super) fn is_variable(&self) -> bool {
        self.text.chars().all(|c| c.is_alphanumeric() || c == '_')
    }

    /// What a view of it denotes.
    pub(super) fn viewed(&self) -> Kind {
        let is_variable = self.is_variable() && self.kind != Kind::Owned;
        Kind::View { of_temporary: !is_variable }
    }

    /// In parentheses, unless it binds that tightly by itself.
    pub(super) fn at_least(&self, binding: Binding) -> String {
        if self.binding < binding { format!("({})", self.text) } else { self.text.clone() }
    }

    /// As the receiver of a method.
    pub(super) fn receiver(&self) -> String {
        self.at_least(Binding::Postfix)
    }

    /// As an operand of an operator.
    pub(super) fn operand(&self) -> Self {
        match self.kind {
            Kind::Place | Kind::View { .. } => {
                Self { text: self.argument(), binding: Binding::Prefix, kind: self.kind }
            }
            Kind::Number | Kind::Reference | Kind::Owned => self.clone(),
        }
    }

    /// As the right operand behind one of this kind: an owned array takes a view as it is.
    pub(super) fn right_operand(&self, left: Kind) -> Self {
        match (left, self.kind) {
            (Kind::Owned, Kind::View { .. }) => self.clone(),
            _ => self.operand(),
        }
    }

    /// As an argument.
    pub(super) fn argument(&self) -> String {
        match self.kind {
            Kind::Number | Kind::Reference => self.text.clone(),
            Kind::Place | Kind::View { .. } | Kind::Owned => format!("&{}", self.at_least(Binding::Prefix)),
        }
    }

    /// As an argument of a function that takes `&Array2<f64>`, of which a view is none.
    pub(super) fn array_argument(&self) -> String {
        match self.kind {
            Kind::View { .. } => format!("&{}", self.owned()),
            _ => self.argument(),
        }
    }

    /// As what a `let` binds. A view must not outlive the array that it looks at.
    pub(super) fn bound(&self) -> String {
        match self.kind {
            Kind::Place => self.argument(),
            Kind::View { of_temporary: true } => self.owned(),
            _ => self.text.clone(),
        }
    }

    /// As what the function returns.
    pub(super) fn owned(&self) -> String {
        match self.kind {
            Kind::Reference => format!("{}.clone()", self.text),
            Kind::View { .. } => format!("{}.to_owned()", self.receiver()),
            Kind::Number | Kind::Place | Kind::Owned => self.text.clone(),
        }
    }

    /// What the variable denotes to which a `let` has bound this.
    pub(super) fn variable_kind(&self) -> Kind {
        match self.kind {
            Kind::Number => Kind::Number,
            Kind::Reference | Kind::Place => Kind::Reference,
            Kind::View { of_temporary: false } => Kind::View { of_temporary: false },
            Kind::View { of_temporary: true } | Kind::Owned => Kind::Place,
        }
    }
}
