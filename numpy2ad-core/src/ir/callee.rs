//! Functions that are called: what a front end has found of them, and what a back end needs to write the call.

/// A function that is called, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callee {
    /// Its path; back ends know the tokens behind it.
    pub path: String,
    /// What stands between the parentheses.
    pub args: Vec<Argument>,
    /// Of each operand of the call, whether the callee has an adjoint for it.
    pub active: Vec<bool>,
    /// How many results it has.
    pub results: usize,
    /// Whether they come in a tuple.
    pub is_tuple: bool,
    /// What becomes of its errors.
    pub failure: Failure,
    /// The parameters of a Python function.
    pub params: Vec<CalledParam>,
}

/// A parameter of a Python function that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledParam {
    /// Its name.
    pub name: String,
    /// Whether it is given by name.
    pub by_name: bool,
    /// What its direction is called, if it has one; it has an adjoint as well then.
    pub direction: Option<String>,
    /// Its operand among those of the call; nothing where its default is taken, which is a number.
    pub operand: Option<usize>,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// The next operand of the call.
    Operand(Passing),
    /// Something without a derivative; back ends know the tokens behind it.
    Foreign(String),
}

/// How an operand is handed to a function: what the user's expression is, and by how many references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    /// What stands behind the references.
    pub form: Form,
    /// By reference.
    pub by_ref: bool,
}

/// What an expression is in the user's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A parameter, as it is.
    Parameter,
    /// An array or a number of its own.
    Owned,
    /// A view of an array.
    View,
}

/// What becomes of the errors of a function that is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It has none.
    None,
    /// They are returned: `?`.
    Returned,
    /// They are panics: `unwrap()`.
    Panic,
}
