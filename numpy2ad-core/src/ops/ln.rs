//! Elementwise natural logarithm, `y = ln(a)`: `a_a += 1 / a * y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{
    Attr, Call, Contribution, Div, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise natural logarithm.
pub struct Ln;

impl Operation for Ln {
    fn name(&self) -> &'static str {
        "ln"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[Spelling::RustMethod("ln", 0, Attr::None), Spelling::PythonCall("numpy.log", 1, Attr::None)]
    }

    fn citation(&self) -> &'static str {
        "ln' = 1/a"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("ln", args, dims)
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
        RustForm::Method("ln")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.log")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(8, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn ln_m(a: &Array2<f64>) -> Array2<f64> { a.ln() }",
                python: Some("def ln_m(a):\n    return np.log(a)"),
                inputs: &[("m n", Domain::Positive)],
            },
            Sample {
                rust: "fn ln_v(x: &Array1<f64>) -> Array1<f64> { x.ln() }",
                python: Some("def ln_v(x: 'vector'):\n    return np.log(x)"),
                inputs: &[("m", Domain::Positive)],
            },
            Sample {
                rust: "fn ln_s(s: f64) -> f64 { s.ln() }",
                python: Some("def ln_s(s: float):\n    return np.log(s)"),
                inputs: &[("", Domain::Positive)],
            },
        ]
    }
}

fn partials(func: &mut Func, call: &Call) -> [Partial; 1] {
    let one = func.float(1.0, func.ty(call.result).elem);
    let reciprocal = func.op(&Div, Attr::None, &[one, call.arg(0)]);
    [Partial::Times(reciprocal)]
}
