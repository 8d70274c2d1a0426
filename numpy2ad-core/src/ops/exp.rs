//! Elementwise exponential, `y = exp(a)`: `a_a += exp(a) * y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise exponential.
pub struct Exp;

impl Operation for Exp {
    fn name(&self) -> &'static str {
        "exp"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[Spelling::RustMethod("exp", 0, Attr::None), Spelling::PythonCall("numpy.exp", 1, Attr::None)]
    }

    fn citation(&self) -> &'static str {
        "exp' = exp"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("exp", args, dims)
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
        RustForm::Method("exp")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.exp")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(8, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn exp_m(a: &Array2<f64>) -> Array2<f64> { a.exp() }",
                python: Some("def exp_m(a):\n    return np.exp(a)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn exp_v(x: &Array1<f64>) -> Array1<f64> { x.exp() }",
                python: Some("def exp_v(x: 'vector'):\n    return np.exp(x)"),
                inputs: &[("m", Domain::Any)],
            },
            Sample {
                rust: "fn exp_s(s: f64) -> f64 { s.exp() }",
                python: Some("def exp_s(s: float):\n    return np.exp(s)"),
                inputs: &[("", Domain::Any)],
            },
            Sample {
                rust: "fn exp_mapv(a: &Array2<f64>) -> Array2<f64> { a.mapv(f64::exp) }",
                python: None,
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn exp_closure(a: &Array2<f64>) -> Array2<f64> { a.mapv(|t| (-t * t / 2.0).exp()) }",
                python: None,
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}

/// Written as the exponential again; common subexpressions turn it into the primal result.
fn partials(func: &mut Func, call: &Call) -> [Partial; 1] {
    let exp = func.op(&Exp, Attr::None, &[call.arg(0)]);
    [Partial::Times(exp)]
}
