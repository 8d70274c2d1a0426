//! Elementwise sum, `y = a + b`: `a_a += y_a`, `b_a += y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise sum.
pub struct Add;

impl Operation for Add {
    fn name(&self) -> &'static str {
        "add"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustInfix("+"),
            Spelling::PythonInfix("+"),
            Spelling::PythonCall("numpy.add", 2, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "the sum rule; Giles (2008), section 2.2.1"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("add", args, dims)
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
        RustForm::Infix { operator: "+", kernel: "add" }
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Infix("+")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn add_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a + b }",
                python: Some("def add_mm(a, b):\n    return a + b"),
                inputs: &[("m n", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn add_vv(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> { x + y }",
                python: Some("def add_vv(x: 'vector', y: 'vector'):\n    return x + y"),
                inputs: &[("m", Domain::Any), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn add_ms(a: &Array2<f64>, s: f64) -> Array2<f64> { a + s }",
                python: Some("def add_ms(a, s: float):\n    return a + s"),
                inputs: &[("m n", Domain::Any), ("", Domain::Any)],
            },
            Sample {
                rust: "fn add_sv(s: f64, x: &Array1<f64>) -> Array1<f64> { s + x }",
                python: Some("def add_sv(s: float, x: 'vector'):\n    return s + x"),
                inputs: &[("", Domain::Any), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn add_ss(s: f64, t: f64) -> f64 { s + t }",
                python: Some("def add_ss(s: float, t: float):\n    return s + t"),
                inputs: &[("", Domain::Any), ("", Domain::Any)],
            },
            Sample {
                rust: "fn add_lit(a: &Array2<f64>) -> Array2<f64> { 1.5 + a }",
                python: Some("def add_lit(a):\n    return 1.5 + a"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn add_mv(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> { a + x }",
                python: Some("def add_mv(a, x: 'vector'):\n    return a + x"),
                inputs: &[("m n", Domain::Any), ("n", Domain::Any)],
            },
            Sample {
                rust: "fn add_row(a: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> { a + r }",
                python: None,
                inputs: &[("m n", Domain::Any), ("1 n", Domain::Any)],
            },
            Sample {
                rust: "fn add_col(c: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { c + a }",
                python: None,
                inputs: &[("m 1", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn add_self(a: &Array2<f64>) -> Array2<f64> { a + a }",
                python: Some("def add_self(a):\n    return a + a"),
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}

fn partials(_func: &mut Func, _call: &Call) -> [Partial; 2] {
    [Partial::One, Partial::One]
}
