//! Elementwise power with a constant exponent, `y = a^c`: `a_a += c * a^(c - 1) * y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise, two};
use super::{
    Attr, Call, Contribution, Domain, Fault, Mul, Operation, PythonForm, RustForm, Sample, Spelling, Sub,
};
use crate::cost::Flops;
use crate::ir::{Const, Def, Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise power; the exponent is a scalar constant.
pub struct Pow;

impl Operation for Pow {
    fn name(&self) -> &'static str {
        "pow"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("powi", 1, Attr::None),
            Spelling::RustMethod("powf", 1, Attr::None),
            Spelling::PythonInfix("**"),
            Spelling::PythonCall("numpy.power", 2, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "the power rule, elementwise"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (base, exponent) = two("a power", args)?;
        if exponent.rank() != Rank::Scalar {
            return Err(Fault::with_help(
                "the exponent of a power must be a constant",
                "write the power as an exponential: `exp(b * ln(a))`",
            ));
        }
        infer_elementwise("pow", &[base, exponent], dims).map(|ty| Ty::new(base.elem, ty.shape))
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
        RustForm::Power
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Infix("**")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(2, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn powi_m(a: &Array2<f64>) -> Array2<f64> { a.powi(3) }",
                python: Some("def powi_m(a):\n    return a ** 3"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn powi_v(x: &Array1<f64>) -> Array1<f64> { x.powi(3) }",
                python: Some("def powi_v(x: 'vector'):\n    return x ** 3"),
                inputs: &[("m", Domain::Any)],
            },
            Sample {
                rust: "fn powi_s(s: f64) -> f64 { s.powi(3) }",
                python: Some("def powi_s(s: float):\n    return s ** 3"),
                inputs: &[("", Domain::Any)],
            },
            Sample {
                rust: "fn powf_m(a: &Array2<f64>) -> Array2<f64> { a.powf(1.5) }",
                python: Some("def powf_m(a):\n    return a ** 1.5"),
                inputs: &[("m n", Domain::Positive)],
            },
            Sample {
                rust: "fn powf_v(x: &Array1<f64>) -> Array1<f64> { x.powf(1.5) }",
                python: Some("def powf_v(x: 'vector'):\n    return x ** 1.5"),
                inputs: &[("m", Domain::Positive)],
            },
            Sample {
                rust: "fn powf_s(s: f64) -> f64 { s.powf(1.5) }",
                python: Some("def powf_s(s: float):\n    return s ** 1.5"),
                inputs: &[("", Domain::Positive)],
            },
            Sample {
                rust: "fn powi_closure(a: &Array2<f64>) -> Array2<f64> { a.mapv(|x| x.powi(2)) }",
                python: None,
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn powi_zero(a: &Array2<f64>) -> Array2<f64> { a.powi(0) }",
                python: Some("def powi_zero(a):\n    return a ** 0"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn powi_negative(a: &Array2<f64>) -> Array2<f64> { a.powi(-2) }",
                python: Some("def powi_negative(a):\n    return a ** -2"),
                inputs: &[("m n", Domain::Positive)],
            },
            Sample {
                rust: "fn powi_parameter(a: &Array2<f64>, n: i32) -> Array2<f64> { a.powi(n) }",
                python: None,
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}

/// A zero exponent has no slope: `c * a^(c - 1)` would be 0 · ∞ at a = 0.
fn partials(func: &mut Func, call: &Call) -> [Partial; 2] {
    let (base, exponent) = (call.arg(0), call.arg(1));
    if matches!(func.def(exponent), Def::Const(Const::Int(0)) | Def::Const(Const::Float(0.0))) {
        return [Partial::Zero, Partial::Zero];
    }
    let one = func.int(1);
    let less = func.op(&Sub, Attr::None, &[exponent, one]);
    let power = func.op(&Pow, Attr::None, &[base, less]);
    let slope = func.op(&Mul, Attr::None, &[exponent, power]);
    [Partial::Times(slope), Partial::Zero]
}
