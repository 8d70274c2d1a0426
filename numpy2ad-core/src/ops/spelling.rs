//! How the source languages spell operations.

use super::Attr;

/// A spelling of an operation in a source language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A Rust operator between two operands.
    RustInfix(&'static str),
    /// A Rust operator before its operand.
    RustPrefix(&'static str),
    /// A method, by name and the number of arguments behind the receiver: `a.dot(&b)` is `("dot", 1)`.
    RustMethod(&'static str, usize, Attr),
    /// The choice `if p < q { a } else { b }`, for every comparison.
    RustIf,
    /// A method that returns a `Result`.
    RustFallibleMethod(&'static str, usize),
    /// A method that returns an `Option`, by name and the number of arguments behind the receiver.
    RustOptionMethod(&'static str, usize, Attr),
    /// A function, by the last segment of its path and the number of arguments.
    RustFunction(&'static str, usize, Attr),
    /// Syntax that is the front end's own, as the documentation writes it.
    RustSyntax(&'static str),
    /// A Python operator between two operands.
    PythonInfix(&'static str),
    /// A Python operator before its operand.
    PythonPrefix(&'static str),
    /// A function by its full name, with the number of arguments: `("numpy.linalg.inv", 1)`.
    PythonCall(&'static str, usize, Attr),
    /// A method of an array, by name and the number of arguments behind the receiver.
    PythonMethod(&'static str, usize, Attr),
    /// Syntax that is the front end's own, as the documentation writes it.
    PythonSyntax(&'static str),
    /// An attribute of an array.
    PythonAttribute(&'static str, Attr),
    /// A component of the tuple in the `Result` of a method: name, number of arguments behind the receiver, and which.
    RustTupleMethod(&'static str, usize, Component),
    /// A component of the tuple that a function gives: name, number of arguments, and which.
    RustTupleFunction(&'static str, usize, Component),
    /// A component of the tuple that a Python function gives: full name, number of arguments, and which.
    PythonTupleCall(&'static str, usize, Component),
}

/// Which component of a tuple, of how many: the 0th of 2 is `q` in `let (q, r) = qr(&a);`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    /// Counted from 0.
    pub index: usize,
    /// The length of the tuple.
    pub of: usize,
}
