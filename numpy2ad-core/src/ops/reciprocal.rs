//! Elementwise reciprocal, `y = 1 / a`: `a_a += -1 / a² * y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{
    Attr, Call, Contribution, Div, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling, Square,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise reciprocal.
pub struct Reciprocal;

impl Operation for Reciprocal {
    fn name(&self) -> &'static str {
        "reciprocal"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("recip", 0, Attr::None),
            Spelling::PythonCall("numpy.reciprocal", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "the quotient rule, elementwise"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("reciprocal", args, dims)
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
        RustForm::Method("recip")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.reciprocal")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn recip_m(a: &Array2<f64>) -> Array2<f64> { a.recip() }",
                python: Some("def recip_m(a):\n    return np.reciprocal(a)"),
                inputs: &[("m n", Domain::Positive)],
            },
            Sample {
                rust: "fn recip_v(x: &Array1<f64>) -> Array1<f64> { x.recip() }",
                python: Some("def recip_v(x: 'vector'):\n    return np.reciprocal(x)"),
                inputs: &[("m", Domain::Positive)],
            },
            Sample {
                rust: "fn recip_s(s: f64) -> f64 { s.recip() }",
                python: Some("def recip_s(s: float):\n    return np.reciprocal(s)"),
                inputs: &[("", Domain::Positive)],
            },
        ]
    }
}

fn partials(func: &mut Func, call: &Call) -> [Partial; 1] {
    let minus_one = func.float(-1.0, func.ty(call.result).elem);
    let square = func.op(&Square, Attr::None, &[call.arg(0)]);
    let slope = func.op(&Div, Attr::None, &[minus_one, square]);
    [Partial::Times(slope)]
}
