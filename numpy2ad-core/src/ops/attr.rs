//! What distinguishes the forms of one operation: axes, triangles, comparisons, what becomes of a failure.

use super::{Blocks, Part, Region};
use crate::ty::Structure;

/// Which form of an operation: what spelling or failure mode it was written with, where that matters behind the
/// front end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attr {
    /// The usual form.
    None,
    /// Written as a function where an operator is usual, `np.divide(a, b)`: the package numpy2ad keeps the
    /// spelling in its derivative, and so does the Python text.
    Function,
    /// A failure is returned as an error rather than raised as a panic.
    Fallible,
    /// With the transposed matrix.
    Transposed,
    /// An axis.
    Axis(usize),
    /// In a spelling: along the axis that an argument says, the first in Rust and the last in Python.
    AnyAxis,
    /// A part of an array; its bounds are operands.
    Region(Region),
    /// The main diagonal of a matrix.
    Diagonal,
    /// The lower triangle of a matrix.
    Lower,
    /// The upper triangle of a matrix.
    Upper,
    /// Of arrays side by side along a new axis.
    Stacked(usize),
    /// Of the shape of the second operand.
    Like,
    /// A failure is returned as an error, which is `ndarray`'s own.
    FallibleShape,
    /// The sum of the absolute values.
    L1,
    /// The root of the sum of the squares.
    L2,
    /// The largest absolute value.
    LMax,
    /// What a Kronecker product and its right factor say of the left one.
    KronLeft,
    /// What a Kronecker product and its left factor say of the right one.
    KronRight,
    /// A product that is symmetric.
    Symmetric,
    /// A product that is symmetric where one more operand is, as `x · (m · xᵀ)` where `m` is.
    Mirrored,
    /// A product whose left factor has this structure.
    Left(Structure),
    /// A product whose right factor has this structure.
    Right(Structure),
    /// Over all axes.
    All,
    /// A part of a call.
    Part(Part),
    /// In the precision of the function's type parameter.
    Generic,
    /// In single precision.
    Single,
    /// Filled with ones on the diagonal.
    Eye,
    /// Filled with zeros.
    Zeros,
    /// Filled with ones.
    Ones,
    /// Filled with a value, which is the first argument.
    Full,
    /// The same in Rust, where an optimised program looks for axes that may be repeated, as Python's is not asked to.
    Filled,
    /// The first value where this holds of two others, and the second where it does not.
    Where(Comparison),
    /// Of a factorisation rather than of its matrix.
    Factorised,
    /// A zero on the diagonal is no failure: it divides, and infinity or NaN flows.
    Unchecked,
    /// A part of a matrix, with zeros in place of the rest.
    Mask(Mask),
    /// With the pseudo-inverse of the first operand.
    LeastSquares,
    /// Some of the 2 × 2 blocks of a matrix.
    Blocks(Blocks),
}

/// A comparison of two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Self; 6] =
        [Self::Less, Self::LessOrEqual, Self::Greater, Self::GreaterOrEqual, Self::Equal, Self::NotEqual];

    /// The operator, which is the same in both languages.
    #[must_use]
    pub fn operator(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
        }
    }
}

/// Which part of a matrix is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mask {
    /// The lower triangle, diagonal included.
    Lower,
    /// The upper triangle, diagonal included.
    Upper,
    /// The lower triangle without the diagonal.
    StrictLower,
    /// The lower triangle, with half of the diagonal.
    LowerHalf,
}
