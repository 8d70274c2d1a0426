//! Elementwise functions: what all of them share. Each has a file with its spellings, its slopes and its citation.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{
    Attr, Call, Comparison, Contribution, Div, Fault, Operation, PythonForm, RustForm, STEP, Sample, Select,
    SourceForm, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Const, Def, Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// An elementwise function.
pub struct Elementwise {
    pub(super) name: &'static str,
    pub(super) spellings: &'static [Spelling],
    pub(super) citation: &'static str,
    pub(super) rust: RustForm,
    pub(super) source: Option<SourceForm>,
    pub(super) python: PythonForm,
    pub(super) flops: u32,
    /// The derivative by each operand.
    pub(super) slopes: fn(&mut Func, &Call) -> Vec<Partial>,
    pub(super) samples: &'static [Sample],
}

impl Operation for Elementwise {
    fn name(&self) -> &'static str {
        self.name
    }

    fn spellings(&self) -> &'static [Spelling] {
        self.spellings
    }

    fn citation(&self) -> &'static str {
        self.citation
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise(self.name, args, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let slopes = (self.slopes)(func, call);
        elementwise_adjoint(func, call, &slopes)
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let slopes = (self.slopes)(func, call);
        elementwise_tangent(func, call, &slopes, tangents)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        self.rust
    }

    fn source(&self, _attr: Attr) -> Option<SourceForm> {
        self.source
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        self.python
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(self.flops, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        self.samples
    }
}

/// A number of the element type that `like` has.
pub(super) fn number(func: &mut Func, number: f64, like: Value) -> Value {
    func.float(number, func.ty(like).elem)
}

/// `number / denominator`.
pub(super) fn over(func: &mut Func, numerator: f64, denominator: Value) -> Value {
    let numerator = number(func, numerator, denominator);
    func.op(&Div, Attr::None, &[numerator, denominator])
}

/// The value, and 1 where it is 0: a denominator that stays away from 0 where the numerator does not matter.
pub(super) fn nonzero(func: &mut Func, value: Value) -> Value {
    let is_zero = match func.def(value) {
        Def::Const(Const::Int(int)) => Some(*int == 0),
        Def::Const(Const::Float(float)) => Some(*float == 0.0),
        _ => None,
    };
    match is_zero {
        Some(true) => return number(func, 1.0, value),
        Some(false) => return value,
        None => {}
    }
    let (zero, one) = (number(func, 0.0, value), number(func, 1.0, value));
    func.op(&Select, Attr::Where(Comparison::Equal), &[value, zero, one, value])
}

/// The slopes of the larger of two numbers.
pub(super) fn larger(func: &mut Func, a: Value, b: Value) -> Vec<Partial> {
    let (by_a, by_b) = (func.op(&STEP, Attr::None, &[a, b]), func.op(&STEP, Attr::None, &[b, a]));
    vec![Partial::Times(by_a), Partial::Times(by_b)]
}

/// The slopes of the smaller of two numbers.
pub(super) fn smaller(func: &mut Func, a: Value, b: Value) -> Vec<Partial> {
    let (by_a, by_b) = (func.op(&STEP, Attr::None, &[b, a]), func.op(&STEP, Attr::None, &[a, b]));
    vec![Partial::Times(by_a), Partial::Times(by_b)]
}

/// A sample at every rank: a method of a matrix, a function that is mapped over a vector, a method of a number.
macro_rules! samples {
    ($rust:literal, $python:literal, $domain:ident) => {
        &[
            Sample {
                rust: concat!("fn ", $rust, "_m(a: &Array2<f64>) -> Array2<f64> { a.", $rust, "() }"),
                python: Some(concat!("def ", $rust, "_m(a):\n    return ", $python, "(a)")),
                inputs: &[("m n", Domain::$domain)],
            },
            Sample {
                rust: concat!(
                    "fn ",
                    $rust,
                    "_v(x: &Array1<f64>) -> Array1<f64> { x.mapv(f64::",
                    $rust,
                    ") }"
                ),
                python: Some(concat!("def ", $rust, "_v(x: 'vector'):\n    return ", $python, "(x)")),
                inputs: &[("m", Domain::$domain)],
            },
            Sample {
                rust: concat!("fn ", $rust, "_s(s: f64) -> f64 { s.", $rust, "() }"),
                python: Some(concat!("def ", $rust, "_s(s: float):\n    return ", $python, "(s)")),
                inputs: &[("", Domain::$domain)],
            },
        ]
    };
}
pub(super) use samples;
