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
mod attr;
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
mod forms;
mod from_diag;
mod gaps;
mod hypot;
mod identity;
mod insert_axis;
mod inv;
mod inverse_gram;
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
mod spelling;
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
pub use attr::{Attr, Comparison, Mask};
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
    Cholesky, Definite, Diagonal, Factors, Lower, Prepared, Upper, factorisation, is_factorisation, solves,
    stands_for_factors, takes_factors,
};
pub use fill::Fill;
pub use forms::{OfFactors, PythonCall, PythonFactors, PythonForm, RustForm};
pub use from_diag::FromDiag;
pub use gaps::Gaps;
pub use hypot::HYPOT;
pub use identity::Identity;
pub use insert_axis::InsertAxis;
pub use inv::Inv;
pub use inverse_gram::InverseGram;
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
pub use spelling::{Component, Spelling};
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
use crate::ty::{Dims, Rank, Ty};

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
    &Factors,
    &Cholesky,
    &Definite,
    &Lower,
    &Upper,
    &Diagonal,
    &Solve,
    &InverseGram,
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

    /// What stands between the matrix that it is written of and its first operand, if anything does.
    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        let _ = attr;
        None
    }

    /// How Rust writes it, for operands of these ranks.
    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm;

    /// Whether there is a kernel that computes in the memory of the first operand, where nothing else needs that: by the name
    /// of the other, with `_into` behind it.
    fn computes_in_place(&self) -> bool {
        false
    }

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
