//! What is known of a value before the program runs: its element type, its rank, and symbolic dimensions.
//!
//! Ranks are certain: they come from the signature and every rule keeps them. Dimensions are symbols that
//! unification makes equal where an operation needs them equal; they serve the account of flops and the
//! documentation. No rule may rely on them for the value of a derivative, because elementwise operations
//! broadcast at run time and an axis called `m` may have length 1 there.

use std::fmt;

/// The type of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Elem {
    /// Single precision.
    F32,
    /// Double precision; also what every Python value is.
    F64,
    /// The type parameter of a generic function.
    Generic,
    /// An integer such as a size or an exponent: always a constant.
    Int,
}

impl Elem {
    /// Whether derivatives exist with respect to values of this type.
    #[must_use]
    pub fn is_float(self) -> bool {
        self != Self::Int
    }
}

/// How many axes a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// A number.
    Scalar,
    /// One axis.
    Vector,
    /// Two axes.
    Matrix,
}

impl Rank {
    /// The rank that a word stands for: `scalar`, `vector` or `matrix`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Scalar, Self::Vector, Self::Matrix].into_iter().find(|rank| rank.to_string() == word)
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scalar => "scalar",
            Self::Vector => "vector",
            Self::Matrix => "matrix",
        })
    }
}

/// A symbolic dimension: a variable of [`Dims`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dim(u32);

/// The axes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// No axis.
    Scalar,
    /// One axis.
    Vector(Dim),
    /// Rows and columns.
    Matrix(Dim, Dim),
}

impl Shape {
    /// The number of axes.
    #[must_use]
    pub fn rank(self) -> Rank {
        match self {
            Self::Scalar => Rank::Scalar,
            Self::Vector(_) => Rank::Vector,
            Self::Matrix(..) => Rank::Matrix,
        }
    }
}

/// What is known of the entries of a matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Structure {
    /// Nothing.
    #[default]
    General,
    /// Equal to its transpose.
    Symmetric,
    /// A sum of products `XᵀX` and the like: symmetric, and positive definite unless columns depend on each other.
    Semidefinite,
    /// Declared symmetric and positive definite.
    Definite,
    /// Zero above the diagonal.
    Lower,
    /// Zero below the diagonal.
    Upper,
    /// Zero outside of the diagonal.
    Diagonal,
}

impl Structure {
    /// What is known of the transpose.
    #[must_use]
    pub fn transposed(self) -> Self {
        match self {
            Self::Lower => Self::Upper,
            Self::Upper => Self::Lower,
            other => other,
        }
    }

    /// Whether the matrix equals its transpose.
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        matches!(self, Self::Symmetric | Self::Semidefinite | Self::Definite | Self::Diagonal)
    }

    /// What is known of the inverse.
    #[must_use]
    pub fn inverse(self) -> Self {
        self
    }
}

/// Element type, shape and structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ty {
    /// The type of each element.
    pub elem: Elem,
    /// The axes.
    pub shape: Shape,
    /// What is known of the entries.
    pub structure: Structure,
}

impl Ty {
    /// A type from its two halves.
    #[must_use]
    pub fn new(elem: Elem, shape: Shape) -> Self {
        Self { elem, shape, structure: Structure::General }
    }

    /// The same with this structure.
    #[must_use]
    pub fn with(self, structure: Structure) -> Self {
        Self { structure, ..self }
    }

    /// A scalar of this element type.
    #[must_use]
    pub fn scalar(elem: Elem) -> Self {
        Self::new(elem, Shape::Scalar)
    }

    /// The number of axes.
    #[must_use]
    pub fn rank(self) -> Rank {
        self.shape.rank()
    }

    /// The dimensions, in order.
    #[must_use]
    pub fn axes(self) -> Vec<Dim> {
        match self.shape {
            Shape::Scalar => Vec::new(),
            Shape::Vector(n) => vec![n],
            Shape::Matrix(m, n) => vec![m, n],
        }
    }
}

/// The symbolic dimensions of one function, and which of them are known to be equal.
///
/// A union-find: [`Dims::unify`] merges two classes, [`Dims::find`] gives the class's first member.
#[derive(Clone, Debug, Default)]
pub struct Dims {
    parent: Vec<u32>,
    /// The dimensions that may be 1 where an operation repeats them, whatever unification says.
    loose: std::collections::BTreeSet<u32>,
}

impl Dims {
    /// A dimension about which nothing is known yet.
    pub fn fresh(&mut self) -> Dim {
        let index = u32::try_from(self.parent.len()).unwrap_or(u32::MAX);
        self.parent.push(index);
        Dim(index)
    }

    /// A fresh dimension that no parameter has: of a new axis, of a part, of an array of constants. Where it meets
    /// another in an elementwise operation it may have length 1 and be repeated, which no look at the parameters
    /// tells before the program runs.
    pub fn fresh_loose(&mut self) -> Dim {
        let dim = self.fresh();
        self.loose.insert(dim.0);
        dim
    }

    /// Whether this very dimension, not its class, was made by [`Dims::fresh_loose`].
    #[must_use]
    pub fn is_loose(&self, dim: Dim) -> bool {
        self.loose.contains(&dim.0)
    }

    /// The dimension of the result of an elementwise operation on these two: the one that is a parameter's. Of two
    /// that are loose either may be repeated to the other.
    pub fn joined(&mut self, a: Dim, b: Dim) -> Dim {
        self.unify(a, b);
        match (self.is_loose(a), self.is_loose(b)) {
            (true, true) if a != b => {
                let joined = self.fresh_loose();
                self.unify(a, joined);
                joined
            }
            (true, _) => b,
            _ => a,
        }
    }

    /// A shape of this rank, all its dimensions fresh.
    pub fn fresh_shape(&mut self, rank: Rank) -> Shape {
        match rank {
            Rank::Scalar => Shape::Scalar,
            Rank::Vector => Shape::Vector(self.fresh()),
            Rank::Matrix => Shape::Matrix(self.fresh(), self.fresh()),
        }
    }

    /// The representative of the dimension's class: the member that was made first.
    #[must_use]
    pub fn find(&self, dim: Dim) -> Dim {
        let mut at = dim.0;
        while let Some(&up) = self.parent.get(at as usize) {
            if up == at {
                break;
            }
            at = up;
        }
        Dim(at)
    }

    /// Records that both dimensions are the same number.
    pub fn unify(&mut self, a: Dim, b: Dim) {
        let (a, b) = (self.find(a).0, self.find(b).0);
        let (first, second) = (a.min(b), a.max(b));
        if let Some(parent) = self.parent.get_mut(second as usize) {
            *parent = first;
        }
    }

    /// A readable letter for the class of a dimension: `n`, `m`, `k`, … in order of first appearance among `all`.
    #[must_use]
    pub fn letter(&self, dim: Dim) -> Letter {
        let root = self.find(dim);
        let parents = self.parent.iter().zip(0..root.0);
        Letter::of(parents.filter(|(up, d)| *up == d).count())
    }

    /// The shape as a reader writes it: `m×n`, `m`, or nothing for a scalar.
    #[must_use]
    pub fn describe(&self, shape: Shape) -> String {
        match shape {
            Shape::Scalar => "scalar".to_owned(),
            Shape::Vector(n) => self.letter(n).to_string(),
            Shape::Matrix(m, n) => format!("{}×{}", self.letter(m), self.letter(n)),
        }
    }
}

/// The letter of a dimension. Letters are in the order of their texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letter {
    /// The text, with zeros behind it: a polynomial has many letters, and each as a string takes the heap's time.
    text: [u8; 8],
}

impl Letter {
    /// That of the dimension before which this many were made: a single one, or `d` and the number.
    fn of(order: usize) -> Self {
        const LETTERS: &[u8; 10] = b"mnkpqrstuw";
        let mut text = [0; 8];
        if let Some(letter) = LETTERS.get(order) {
            text = [*letter, 0, 0, 0, 0, 0, 0, 0];
        } else {
            text.iter_mut().zip(format!("d{order}").bytes()).for_each(|(to, byte)| *to = byte);
        }
        Self { text }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let end = self.text.iter().position(|byte| *byte == 0).unwrap_or(self.text.len());
        self.text.get(..end).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }
}

impl fmt::Display for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq<&str> for Letter {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unification_keeps_the_first_member_and_its_letter() {
        let mut dims = Dims::default();
        let (a, b, c) = (dims.fresh(), dims.fresh(), dims.fresh());
        dims.unify(c, b);
        assert_eq!(dims.find(c), b);
        assert_eq!(dims.letter(c), "n");
        dims.unify(a, c);
        assert_eq!(dims.describe(Shape::Matrix(b, c)), "m×m");
    }
}
