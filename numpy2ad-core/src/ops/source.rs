//! How Rust source for `#[adjoint]` writes an operation of which no single word says it: with axes, indices, shapes,
//! names of types, or a trait that has to be imported. [`crate::back`] writes these, in the spellings that the Rust front
//! end reads.

use super::{Comparison, Region};

/// How Rust source writes an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceForm {
    /// A method of the first operand.
    Method(SourceMethod),
    /// A function of the array type that the result has: `Array2::<f64>::eye(n)`.
    Constructor(&'static str, &'static [Word]),
    /// A part of the first operand, whose bounds are the others: `a.slice(s![1..3, ..])`, `a.row(i)`, `x[i]`.
    Region(Region),
    /// All operands behind an axis: `concatenate![Axis(0), a, b]`.
    Side(&'static str, usize),
    /// `if p < q { a } else { b }`, of arrays in a closure over the elements of one of them.
    Choice(Comparison),
    /// -1, 0 or 1, by comparisons with 0.
    Sign,
}

/// A method, and what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceMethod {
    /// The method.
    pub name: &'static str,
    /// What stands between the parentheses.
    pub words: &'static [Word],
    /// What stands behind the call.
    pub behind: &'static str,
    /// What it gives.
    pub gives: Gives,
    /// The trait of `numpy2ad::linalg` that has the method.
    pub of: Option<&'static str>,
}

impl SourceMethod {
    /// A method that gives a new array, or a number.
    pub(super) const fn new(name: &'static str, words: &'static [Word]) -> Self {
        Self { name, words, behind: "", gives: Gives::Owned, of: None }
    }
}

/// What a method gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A new array, or a number.
    Owned,
    /// A view of its receiver.
    View,
    /// Its receiver, which it takes over: a new array or a view, as that was.
    Receiver,
}

/// An argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The operand of this index.
    Operand(usize),
    /// The operand of this index as an integer with a sign, or 0 where there is none.
    Offset(usize),
    /// The operands from this index as a shape: `n`, `(m, n)`. A length of -1 is what the others leave of the first
    /// operand.
    Shape(usize),
    /// An axis.
    Axis(usize),
}
