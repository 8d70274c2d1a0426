//! The operations: one file each, and the table that lists them.
//!
//! An operation's file holds everything that is particular to it: how both languages spell it, its type rule,
//! its adjoint and tangent with the place where the formula stands, how the back ends write it, its flops, and
//! samples from which the generic tests are made. A new operation is a new file and a line in [`TABLE`]; all
//! methods of [`Operation`] are required, so that a part that was forgotten does not compile.
//!
//! Rules build IR with [`Func::op`]. The seed of a rule is the value that reads the adjoint of the result.

mod abs;
mod acos;
mod acosh;
mod add;
mod add_product;
mod asin;
mod asinh;
mod atan;
mod atan2;
mod atanh;
mod blocks;
mod broadcast;
mod broadcast_to;
mod call;
mod cbrt;
mod cholesky;
mod clamp;
mod concatenate;
mod cos;
mod cosh;
mod decompose;
mod det;
mod div;
mod eigh;
mod elementwise;
mod exp;
mod exp2;
mod exp_m1;
mod expm;
mod factorise;
mod fill;
mod from_diag;
mod gaps;
mod hypot;
mod identity;
mod insert_axis;
mod inv;
mod kron;
mod linspace;
mod ln;
mod ln_1p;
mod ln_det;
mod log;
mod log10;
mod log2;
mod masked;
mod matmul;
mod matrix_power;
mod max;
mod maximum;
mod mean;
mod min;
mod minimum;
mod mul;
mod mul_add;
mod neg;
mod norm;
mod outer;
mod pinv;
mod pow;
mod product;
mod qr;
mod recip_or_zero;
mod reciprocal;
mod region;
mod reshape;
mod rules;
mod select;
mod sign;
mod signum;
mod sin;
mod sinh;
mod size;
mod slice;
mod solve;
mod source;
mod sqrt;
mod square;
mod step;
mod sub;
mod sum;
mod svd;
mod tan;
mod tanh;
mod to_float;
mod trace;
mod transpose;
mod triangle;
mod variance;

pub use abs::ABS;
pub use acos::ACOS;
pub use acosh::ACOSH;
pub use add::Add;
pub use add_product::{AddProduct, SubProduct};
pub use asin::ASIN;
pub use asinh::ASINH;
pub use atan::ATAN;
pub use atan2::ATAN2;
pub use atanh::ATANH;
pub use blocks::{Blocks, Gather, Spread};
pub use broadcast::Broadcast;
pub use broadcast_to::{BroadcastTo, Collapse};
pub(crate) use call::zero_like;
pub use call::{Called, Part};
pub use cbrt::CBRT;
pub use cholesky::CholeskyFactor;
pub use clamp::CLAMP;
pub use concatenate::Concatenate;
pub use cos::COS;
pub use cosh::COSH;
pub use decompose::{Eigh, Qr, Svd};
pub use det::{Cofactors, CofactorsMoved, Det};
pub use div::Div;
pub use eigh::{EighValues, EighVectors};
pub use elementwise::Elementwise;
pub use exp::Exp;
pub use exp_m1::EXP_M1;
pub use exp2::EXP2;
pub use expm::Expm;
pub use factorise::{
    Cholesky, Definite, Diagonal, Lower, Lu, Prepared, Upper, factorisation, is_factorisation, prepared,
    solves, stands_for_factors, takes_factors,
};
pub use fill::Fill;
pub use from_diag::FromDiag;
pub use gaps::Gaps;
pub use hypot::HYPOT;
pub use identity::Identity;
pub use insert_axis::InsertAxis;
pub use inv::Inv;
pub use kron::Kron;
pub use linspace::Linspace;
pub use ln::Ln;
pub use ln_1p::LN_1P;
pub use ln_det::{DetSign, LnDet};
pub use log::LOG;
pub use log2::LOG2;
pub use log10::LOG10;
pub use masked::Masked;
pub use matmul::MatMul;
pub use matrix_power::MatrixPower;
pub use max::MAX;
pub use maximum::MAXIMUM;
pub use mean::Mean;
pub use min::MIN;
pub use minimum::MINIMUM;
pub use mul::Mul;
pub use mul_add::MulAdd;
pub use neg::Neg;
pub use norm::{Norm, NormSlope};
pub use outer::Outer;
pub use pinv::Pinv;
pub use pow::Pow;
pub use product::{Others, Product};
pub use qr::{QrQ, QrR};
pub use recip_or_zero::RecipOrZero;
pub use reciprocal::Reciprocal;
pub use region::{Along, End, Region};
pub use reshape::Reshape;
pub use select::Select;
pub use sign::SIGN;
pub use signum::SIGNUM;
pub use sin::SIN;
pub use sinh::SINH;
pub use size::Size;
pub use slice::{Slice, Unslice};
pub use solve::Solve;
pub use source::{Gives, SourceForm, SourceMethod, Word};
pub use sqrt::SQRT;
pub use square::Square;
pub use step::STEP;
pub use sub::Sub;
pub use sum::Sum;
pub use svd::{SvdS, SvdU, SvdVt};
pub use tan::TAN;
pub use tanh::TANH;
pub use to_float::ToFloat;
pub use trace::Trace;
pub use transpose::Transpose;
pub use triangle::Triangle;
pub use variance::{Std, Var};

use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Rank, Structure, Ty};

/// Every operation of the language.
pub static TABLE: &[&dyn Operation] = &[
    &Add,
    &Sub,
    &Mul,
    &Div,
    &Neg,
    &Pow,
    &Exp,
    &Ln,
    &Square,
    &Reciprocal,
    &EXP2,
    &EXP_M1,
    &LOG2,
    &LOG10,
    &LN_1P,
    &LOG,
    &SQRT,
    &CBRT,
    &SIN,
    &COS,
    &TAN,
    &ASIN,
    &ACOS,
    &ATAN,
    &ATAN2,
    &SINH,
    &COSH,
    &TANH,
    &ASINH,
    &ACOSH,
    &ATANH,
    &ABS,
    &SIGNUM,
    &SIGN,
    &HYPOT,
    &MAX,
    &MIN,
    &MAXIMUM,
    &MINIMUM,
    &CLAMP,
    &STEP,
    &Select,
    &MulAdd,
    &MatMul,
    &Outer,
    &AddProduct,
    &SubProduct,
    &Transpose,
    &Inv,
    &Lu,
    &Cholesky,
    &Definite,
    &Lower,
    &Upper,
    &Diagonal,
    &Solve,
    &Det,
    &Cofactors,
    &CofactorsMoved,
    &LnDet,
    &DetSign,
    &CholeskyFactor,
    &Eigh,
    &EighValues,
    &EighVectors,
    &Qr,
    &QrQ,
    &QrR,
    &Svd,
    &SvdU,
    &SvdS,
    &SvdVt,
    &Pinv,
    &MatrixPower,
    &Expm,
    &Masked,
    &Gaps,
    &Spread,
    &Gather,
    &Sum,
    &Mean,
    &Product,
    &Others,
    &Var,
    &Std,
    &Norm,
    &NormSlope,
    &RecipOrZero,
    &Trace,
    &Slice,
    &Unslice,
    &InsertAxis,
    &FromDiag,
    &Triangle,
    &Reshape,
    &Concatenate,
    &Kron,
    &Broadcast,
    &BroadcastTo,
    &Collapse,
    &Identity,
    &Fill,
    &Linspace,
    &Size,
    &ToFloat,
    &Called::Result,
    &Called::Adjoint,
    &Called::Tangent,
    &Called::Second,
];

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

/// How Rust code writes an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RustForm {
    /// Elementwise, as an operator on elements; on whole arrays the kernel of this name.
    Infix {
        /// The operator.
        operator: &'static str,
        /// The kernel of two arrays.
        kernel: &'static str,
    },
    /// Elementwise, as an operator before the element.
    Prefix(&'static str),
    /// Elementwise, as a method of the element; the other operands are its arguments.
    Method(&'static str),
    /// Elementwise, as a function of the elements.
    ElementFunction(&'static str),
    /// Elementwise, as one of two values by a comparison of two others.
    Select(Comparison),
    /// Elementwise, as the second power of the element.
    Square,
    /// Elementwise, as `powi` or `powf`, by the type of the exponent.
    Power,
    /// The operand as it is; an array is copied.
    Same,
    /// A function of whole arrays; `add` and `sub` are the kernels that accumulate its result in place.
    Kernel {
        /// The kernel that gives a new array.
        plain: &'static str,
        /// The kernels for `+=` and `-=` on a slot, if there are any.
        accumulate: Option<(&'static str, &'static str)>,
    },
    /// A function of whole arrays that brings its own memory, where there is a workspace as well.
    Function(&'static str),
    /// The first operand, copied or taken over, with the product of the others added to it by this kernel.
    Accumulated(&'static str),
    /// A part of a call, which is written with all the others of it.
    Called(Called),
    /// A view of its operand by this method, free of charge.
    View(&'static str),
    /// A view of its operand by this function of the runtime's, free of charge.
    ViewFunction(&'static str),
    /// A part of its first operand, whose bounds are the others: a view, or an element.
    Region(Region),
    /// The first operand at a part of zeros like the second; the bounds are the others.
    Placed(Option<Region>),
    /// Several arrays side by side, by this function of the runtime's, which takes a slice of views.
    Side(&'static str),
    /// A number that an array's shape tells, by this method.
    Size(&'static str),
    /// An integer as a number of the function's float type.
    Cast,
}

impl RustForm {
    /// Whether a value is computed element by element.
    #[must_use]
    pub fn is_elementwise(self) -> bool {
        matches!(
            self,
            Self::Infix { .. }
                | Self::Prefix(_)
                | Self::Method(_)
                | Self::ElementFunction(_)
                | Self::Select(_)
                | Self::Square
                | Self::Power
        )
    }

    /// Whether nothing is computed.
    #[must_use]
    pub fn is_free(self) -> bool {
        matches!(self, Self::Same | Self::View(_) | Self::Size(_) | Self::Cast)
    }

    /// Whether a kernel makes a new array, which cannot be added to another in place.
    #[must_use]
    pub fn makes_array(self) -> bool {
        matches!(
            self,
            Self::Kernel { accumulate: None, .. }
                | Self::Function(_)
                | Self::Placed(_)
                | Self::Called(_)
                | Self::Side(_)
        )
    }

    /// Whether a value refers to the memory of its first operand, unless it is a number.
    #[must_use]
    pub fn is_view(self) -> bool {
        matches!(self, Self::View(_) | Self::ViewFunction(_) | Self::Region(_))
    }
}

/// How Python text writes an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PythonForm {
    /// An operator between two operands.
    Infix(&'static str),
    /// An operator before its operand.
    Prefix(&'static str),
    /// A function with all operands as arguments, `np.exp`.
    Call(&'static str),
    /// The first operand, this operator, and the product of the others.
    Accumulated(&'static str),
    /// An attribute.
    Attribute(&'static str),
    /// A function with all operands as arguments, and keywords behind them.
    CallWith(PythonCall),
    /// A function of the operands with `axis=` where it has one; further operands are keywords of these names, left
    /// out where they are 0.
    Reduction(&'static str, Option<usize>, &'static [&'static str]),
    /// A text with `{0}`, `{1}`, … in place of the operands; one for each number of operands.
    Templates(&'static [&'static str]),
    /// A function of a tuple of the operands, and an axis.
    CallTuple(&'static str, usize),
    /// A function of the first operand and a tuple of the others, `np.reshape`.
    CallAndShape(&'static str),
    /// A part of the first operand, whose bounds are the others.
    Region(Region),
    /// The first operand at a part, or on the diagonal, of zeros like the second; the bounds are the others.
    Placed(Option<Region>),
    /// A function of the difference of the operands, and more arguments behind it.
    CallOfDifference(PythonCall),
    /// A function of the first operand, divided by the same function of the second.
    Ratio(&'static str),
    /// The first operand times the second, plus the third.
    ProductAndSum,
    /// `np.where` of a comparison.
    Select(Comparison),
    /// An element of the operand's shape, or the number of all its elements.
    ShapeOf(Option<usize>),
    /// The operand as it is.
    Same,
    /// A function of the first operand and the second operand's shape, `np.broadcast_to`.
    CallLike(&'static str),
    /// A function of a shape tuple.
    CallShape(&'static str),
    /// A function of a shape tuple and the first operand, `np.full`.
    CallShapeAndValue(&'static str),
    /// A factorisation, for the solutions that share it.
    Factorised(PythonFactors),
    /// A part of a call.
    Called(Called),
    /// A solution with what the first operand, a factorisation, has left.
    Solved {
        /// With the transposed matrix.
        transposed: bool,
    },
    /// What the only operand, a factorisation, tells of its matrix.
    OfFactors(OfFactors),
    /// An element of the tuple that the only operand is.
    Element(usize),
    /// A call of any kind, with `{}` for the operand where an argument stands, or `{0}` and `{1}` for two.
    Template(&'static str),
}

/// How Python text factorises a matrix, and solves with the factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PythonFactors {
    /// The function of the matrix; without one, the matrix itself is what solutions take.
    pub factorise: Option<PythonCall>,
    /// Where the pivots stand, `{}` for the factors, if the text has to look for a zero among them itself.
    pub pivots: Option<&'static str>,
    /// How it solves; without a function, by a division by each element of a diagonal.
    pub solve: Option<PythonCall>,
    /// The keywords for the transposed matrix, before the others.
    pub transposed: &'static str,
    /// The logarithm of the absolute value of the determinant, `{}` for the factors.
    pub ln_det: &'static str,
    /// The sign of the determinant.
    pub sign: &'static str,
    /// The inverse of the matrix.
    pub inverse: &'static str,
}

/// What Python text reads off the factors of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfFactors {
    /// The logarithm of the absolute value of the determinant.
    LnDet,
    /// The sign of the determinant.
    Sign,
    /// The inverse.
    Inverse,
}

/// A function, and the keywords behind its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PythonCall {
    /// The function.
    pub function: &'static str,
    /// The keywords, each behind a comma.
    pub keywords: &'static str,
}

/// A type fault: what does not fit, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Fault {
    /// A fault without advice.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// A fault with advice.
    pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

/// One use of an operation, as its adjoint rule sees it.
#[derive(Clone, Debug)]
pub struct Call {
    /// Which form.
    pub attr: Attr,
    /// The operands.
    pub args: Vec<Value>,
    /// The primal result.
    pub result: Value,
    /// The adjoint of the result; `result` again where a tangent is asked for.
    pub seed: Value,
}

impl Call {
    /// The operand of this index; every rule asks within the arity that its own `infer` has checked.
    #[must_use]
    pub fn arg(&self, index: usize) -> Value {
        self.args.get(index).copied().unwrap_or(self.result)
    }
}

/// What a rule adds to the adjoint of an operand.
#[derive(Clone, Copy, Debug)]
pub struct Contribution {
    /// The operand's index.
    pub arg: usize,
    /// Added or subtracted.
    pub sign: Sign,
    /// The increment.
    pub value: Value,
}

impl Contribution {
    /// An increment that is added.
    #[must_use]
    pub fn plus(arg: usize, value: Value) -> Self {
        Self { arg, sign: Sign::Plus, value }
    }
}

/// What an input of a sample may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Any numbers.
    Any,
    /// Numbers in [1/2, 3/2].
    Positive,
    /// Numbers in [-4/5, 4/5].
    Unit,
    /// Numbers in [3/2, 5/2].
    AboveOne,
    /// Numbers near odd multiples of 1/8, no farther than 1/32 from one: never near 0, nor near a number of `Even`.
    Odd,
    /// Numbers near even multiples of 1/8.
    Even,
    /// Square, and far from singular.
    Invertible,
    /// Symmetric and positive definite.
    Definite,
    /// With singular values, and eigenvalues of the symmetric matrix of its lower triangle, that are far from 0 and from
    /// each other.
    Separated,
}

/// A small function from which generic tests are made, in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The Rust function, without `#[adjoint]`.
    pub rust: &'static str,
    /// The Python function of the same name, or nothing where Python cannot say it.
    pub python: Option<&'static str>,
    /// For each differentiable parameter: dimensions as letters (`"m k"`, `"m"`, `""`), and its domain.
    pub inputs: &'static [(&'static str, Domain)],
}

/// An operation: the whole of what the compiler knows of it.
pub trait Operation: Sync {
    /// Its name in the IR's text.
    fn name(&self) -> &'static str;

    /// How the source languages write it. The first of each language is what the compiler itself writes.
    fn spellings(&self) -> &'static [Spelling];

    /// Where its derivative stands in the literature.
    fn citation(&self) -> &'static str;

    /// The type of the result.
    ///
    /// # Errors
    ///
    /// A [`Fault`] where the operation does not take operands of these types.
    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault>;

    /// What an active use adds to the adjoints of its operands, the left operand first.
    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution>;

    /// The tangent of the result from the tangents of the operands; `None` stands for a tangent that is zero.
    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value>;

    /// How Rust writes it, for operands of these ranks.
    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm;

    /// How Rust source for `#[adjoint]` is written of it; nothing where a spelling that is an operator, a method or a
    /// function says it all.
    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let _ = attr;
        None
    }

    /// How Python writes it.
    fn python(&self, attr: Attr) -> PythonForm;

    /// Floating-point operations of one use.
    fn flops(&self, attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops;

    /// Functions that exercise it at every rank where it makes sense.
    fn samples(&self) -> &'static [Sample];
}

/// The operation that a spelling of some language stands for.
#[must_use]
pub fn find(matches: impl Fn(&Spelling) -> bool) -> Option<(&'static dyn Operation, Spelling)> {
    TABLE.iter().find_map(|&kind| kind.spellings().iter().find(|s| matches(s)).map(|s| (kind, *s)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_spellings_are_unique() {
        let mut names: Vec<_> = TABLE.iter().map(|op| op.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
        let spellings: Vec<_> = TABLE.iter().flat_map(|op| op.spellings()).collect();
        for (i, spelling) in spellings.iter().enumerate() {
            assert!(!spellings[..i].contains(spelling), "{spelling:?} stands twice");
        }
    }

    #[test]
    fn every_operation_that_users_write_has_samples() {
        for op in TABLE.iter().filter(|op| !op.spellings().is_empty()) {
            assert!(!op.samples().is_empty(), "{} has no sample", op.name());
        }
    }
}
