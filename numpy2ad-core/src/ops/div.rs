//! Elementwise quotient, `y = a / b`: `a_a += 1 / b * y_a`, `b_a += -a / b² * y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{
    Attr, Call, Contribution, Domain, Fault, Neg, Operation, Pow, PythonForm, Reciprocal, RustForm, Sample,
    Spelling, Square,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise quotient.
pub struct Div;

impl Operation for Div {
    fn name(&self) -> &'static str {
        "div"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustInfix("/"),
            Spelling::PythonInfix("/"),
            Spelling::PythonCall("numpy.divide", 2, Attr::Function),
        ]
    }

    fn citation(&self) -> &'static str {
        "the quotient rule, elementwise"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("div", args, dims)
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
        RustForm::Infix { operator: "/", kernel: "div" }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Function => PythonForm::Call("np.divide"),
            _ => PythonForm::Infix("/"),
        }
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn div_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a / b }",
                python: Some("def div_mm(a, b):\n    return a / b"),
                inputs: &[("m n", Domain::Any), ("m n", Domain::Positive)],
            },
            Sample {
                rust: "fn div_vv(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> { x / y }",
                python: Some("def div_vv(x: 'vector', y: 'vector'):\n    return x / y"),
                inputs: &[("m", Domain::Any), ("m", Domain::Positive)],
            },
            Sample {
                rust: "fn div_ms(a: &Array2<f64>, s: f64) -> Array2<f64> { a / s }",
                python: Some("def div_ms(a, s: float):\n    return a / s"),
                inputs: &[("m n", Domain::Any), ("", Domain::Positive)],
            },
            Sample {
                rust: "fn div_sv(s: f64, x: &Array1<f64>) -> Array1<f64> { s / x }",
                python: Some("def div_sv(s: float, x: 'vector'):\n    return s / x"),
                inputs: &[("", Domain::Any), ("m", Domain::Positive)],
            },
            Sample {
                rust: "fn div_ss(s: f64, t: f64) -> f64 { s / t }",
                python: Some("def div_ss(s: float, t: float):\n    return s / t"),
                inputs: &[("", Domain::Any), ("", Domain::Positive)],
            },
            Sample {
                rust: "fn div_lit(a: &Array2<f64>) -> Array2<f64> { 1.5 / a }",
                python: Some("def div_lit(a):\n    return 1.5 / a"),
                inputs: &[("m n", Domain::Positive)],
            },
            Sample {
                rust: "fn div_mv(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> { a / x }",
                python: Some("def div_mv(a, x: 'vector'):\n    return a / x"),
                inputs: &[("m n", Domain::Any), ("n", Domain::Positive)],
            },
            Sample {
                rust: "fn div_row(a: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> { a / r }",
                python: None,
                inputs: &[("m n", Domain::Any), ("1 n", Domain::Positive)],
            },
            Sample {
                rust: "fn div_col(c: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { c / a }",
                python: None,
                inputs: &[("m 1", Domain::Any), ("m n", Domain::Positive)],
            },
            Sample {
                rust: "fn div_self(a: &Array2<f64>) -> Array2<f64> { a / a }",
                python: Some("def div_self(a):\n    return a / a"),
                inputs: &[("m n", Domain::Positive)],
            },
        ]
    }
}

/// In the spelling in which the quotient was written, as the Python package keeps it.
fn partials(func: &mut Func, call: &Call) -> [Partial; 2] {
    let (a, b) = (call.arg(0), call.arg(1));
    let minus_a = func.op(&Neg, Attr::None, &[a]);
    let (by_a, b_squared) = if call.attr == Attr::Function {
        (func.op(&Reciprocal, Attr::None, &[b]), func.op(&Square, Attr::None, &[b]))
    } else {
        let one = func.float(1.0, func.ty(call.result).elem);
        let two = func.int(2);
        (func.op(&Div, Attr::None, &[one, b]), func.op(&Pow, Attr::None, &[b, two]))
    };
    let by_b = func.op(&Div, call.attr, &[minus_a, b_squared]);
    [Partial::Times(by_a), Partial::Times(by_b)]
}
