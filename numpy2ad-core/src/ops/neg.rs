//! Elementwise negation, `y = -a`: `a_a += -1 * y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise negation.
pub struct Neg;

impl Operation for Neg {
    fn name(&self) -> &'static str {
        "neg"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustPrefix("-"),
            Spelling::PythonPrefix("-"),
            Spelling::PythonCall("numpy.negative", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("neg", args, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let partials = partials(func, call);
        elementwise_adjoint(func, call, &partials)
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let partials = partials(func, call);
        elementwise_tangent(func, call, &partials, tangents)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Prefix("-")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Prefix("-")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn neg_m(a: &Array2<f64>) -> Array2<f64> { -a }",
                python: Some("def neg_m(a):\n    return -a"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn neg_v(x: &Array1<f64>) -> Array1<f64> { -x }",
                python: Some("def neg_v(x: 'vector'):\n    return -x"),
                inputs: &[("m", Domain::Any)],
            },
            Sample {
                rust: "fn neg_s(s: f64) -> f64 { -s }",
                python: Some("def neg_s(s: float):\n    return -s"),
                inputs: &[("", Domain::Any)],
            },
        ]
    }
}

/// A factor rather than a sign: so the Python package writes it.
fn partials(func: &mut Func, call: &Call) -> [Partial; 1] {
    let minus_one = func.float(-1.0, func.ty(call.result).elem);
    [Partial::Times(minus_one)]
}
