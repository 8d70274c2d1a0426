//! Elementwise power, `y = a^c`: `a_a += c * a^(c - 1) * y_a`, `c_a += ln(a) * y * y_a`.
//!
//! At `a = 0` the slope by the exponent is 0, which it is for positive exponents; below 0 it is NaN. A zero exponent has
//! no slope by the base, also at `a = 0`.

use super::elementwise::{nonzero, number};
use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise, two};
use super::{
    Attr, Call, Comparison, Contribution, Domain, Fault, Ln, Mul, Operation, PythonForm, RustForm, Sample,
    Select, Spelling, Sub,
};
use crate::cost::Flops;
use crate::ir::{Const, Def, Func, Value};
use crate::ty::{Dims, Rank, Ty};
use std::collections::BTreeSet;

/// Elementwise power.
pub struct Pow;

impl Operation for Pow {
    fn name(&self) -> &'static str {
        "pow"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("powi", 1, Attr::None),
            Spelling::RustMethod("powf", 1, Attr::None),
            Spelling::RustFunction("pow", 2, Attr::None),
            Spelling::PythonInfix("**"),
            Spelling::PythonCall("numpy.power", 2, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "DLMF 4.7.9 and 4.7.10"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (base, exponent) = two("a power", args)?;
        let ty = infer_elementwise("pow", &[base, exponent], dims)?;
        // An integer as the exponent does not make a float of an integer, nor the other way round.
        Ok(if base.elem.is_float() { Ty::new(base.elem, ty.shape) } else { ty })
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
            Sample {
                rust: "fn pow_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { pow(a, b) }",
                python: Some("def pow_mm(a, b):\n    return a ** b"),
                inputs: &[("m n", Domain::Positive), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn pow_vv(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> { pow(x, y) }",
                python: Some("def pow_vv(x: 'vector', y: 'vector'):\n    return np.power(x, y)"),
                inputs: &[("m", Domain::Positive), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn pow_ms(a: &Array2<f64>, s: f64) -> Array2<f64> { a.powf(s) }",
                python: Some("def pow_ms(a, s: float):\n    return a ** s"),
                inputs: &[("m n", Domain::Positive), ("", Domain::Any)],
            },
            Sample {
                rust: "fn pow_sv(s: f64, x: &Array1<f64>) -> Array1<f64> { x.mapv(|e| s.powf(e)) }",
                python: Some("def pow_sv(s: float, x: 'vector'):\n    return s ** x"),
                inputs: &[("", Domain::Positive), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn pow_ss(s: f64, t: f64) -> f64 { s.powf(t) }",
                python: Some("def pow_ss(s: float, t: float):\n    return s ** t"),
                inputs: &[("", Domain::Positive), ("", Domain::Any)],
            },
            Sample {
                rust: "fn pow_of_literal(a: &Array2<f64>) -> Array2<f64> { a.mapv(|e| 2.0_f64.powf(e)) }",
                python: Some("def pow_of_literal(a):\n    return 2 ** a"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn pow_col(c: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { pow(c, a) }",
                python: None,
                inputs: &[("m 1", Domain::Positive), ("m n", Domain::Any)],
            },
        ]
    }
}

fn partials(func: &mut Func, call: &Call) -> [Partial; 2] {
    let (base, exponent) = (call.arg(0), call.arg(1));
    let by_exponent = if func.ty(exponent).elem.is_float() { by_exponent(func, call) } else { Partial::Zero };
    // `c * a^(c - 1)` would be 0 · ∞ at a = 0.
    if matches!(func.def(exponent), Def::Const(Const::Int(0)) | Def::Const(Const::Float(0.0))) {
        return [Partial::Zero, by_exponent];
    }
    let one = func.int(1);
    let less = func.op(&Sub, Attr::None, &[exponent, one]);
    let power = func.op(&Pow, Attr::None, &[base, less]);
    let mut slope = func.op(&Mul, Attr::None, &[exponent, power]);
    if func.ty(exponent).elem.is_float() && depends_on_parameter(func, exponent) {
        let zero = number(func, 0.0, call.result);
        slope = func.op(&Select, Attr::Where(Comparison::Equal), &[exponent, zero, zero, slope]);
    }
    [Partial::Times(slope), by_exponent]
}

fn by_exponent(func: &mut Func, call: &Call) -> Partial {
    let base = nonzero(func, call.arg(0));
    let ln = func.op(&Ln, Attr::None, &[base]);
    Partial::Times(func.op(&Mul, Attr::None, &[ln, call.result]))
}

/// Whether the exponent may be anything; otherwise it is made of literals.
fn depends_on_parameter(func: &Func, exponent: Value) -> bool {
    let (mut open, mut seen) = (vec![exponent], BTreeSet::new());
    while let Some(value) = open.pop() {
        match func.def(value) {
            Def::Op(_, args) => open.extend(args.iter().copied().filter(|&arg| seen.insert(arg))),
            Def::Const(_) => {}
            Def::Param(_) | Def::ParamTangent(_) | Def::Adjoint(_) => return true,
        }
    }
    false
}
