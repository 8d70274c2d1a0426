//! Ranks that are declared outside of the text, and what an annotation in the text declares.

use crate::origin::Origin;
use crate::ty::{Elem, Rank};
use ruff_python_ast::Expr;
use std::collections::BTreeMap;

/// Declared ranks by name; a name that is not among them is a matrix.
#[derive(Clone, Debug, Default)]
pub struct Ranks {
    declared: BTreeMap<String, (Rank, Origin)>,
}

impl Ranks {
    /// No declarations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares the rank of a name; a later declaration wins.
    pub fn declare(&mut self, name: impl Into<String>, rank: Rank) {
        self.declare_at(name, rank, Origin::None);
    }

    /// Declares the rank of a name, and remembers where for messages.
    pub fn declare_at(&mut self, name: impl Into<String>, rank: Rank, origin: Origin) {
        self.declared.insert(name.into(), (rank, origin));
    }

    /// The rank that is declared for a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Rank> {
        self.declared.get(name).map(|(rank, _)| *rank)
    }

    /// Every declaration: name, rank and place.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Rank, &Origin)> {
        self.declared.iter().map(|(name, (rank, origin))| (name.as_str(), *rank, origin))
    }
}

impl<N: Into<String>> FromIterator<(N, Rank)> for Ranks {
    fn from_iter<I: IntoIterator<Item = (N, Rank)>>(ranks: I) -> Self {
        let mut all = Self::new();
        for (name, rank) in ranks {
            all.declare(name, rank);
        }
        all
    }
}

/// What an annotation says of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Annotation {
    /// A number or an array of this rank.
    Rank(Rank),
    /// A constant such as a size, an exponent or a flag: no adjoint.
    Constant(Elem),
    /// Something else, such as `np.ndarray`.
    Other,
}

/// Reads an annotation; a name and a string of it mean the same.
pub(super) fn annotation(expr: &Expr) -> Annotation {
    let word = match expr {
        Expr::Name(name) => name.id.to_string(),
        Expr::StringLiteral(text) => text.value.to_str().trim().to_owned(),
        Expr::Attribute(attribute) => attribute.attr.to_string(),
        _ => return Annotation::Other,
    };
    match word.as_str() {
        "int" | "bool" | "str" => Annotation::Constant(Elem::Int),
        "float" | "float64" | "floating" => Annotation::Rank(Rank::Scalar),
        word => Rank::from_word(word).map_or(Annotation::Other, Annotation::Rank),
    }
}
