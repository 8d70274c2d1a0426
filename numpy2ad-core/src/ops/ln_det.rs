//! Logarithm of the absolute value of a determinant, `y = ln |det a|`: `a_a += y_a a⁻ᵀ` (Giles 2008, section 2.2.4), and the
//! sign of a determinant, which is constant where it is not 0. The operand is a factorisation, whose adjoint is its
//! matrix's. A singular matrix has no derivative here, and is refused when it is factorised.

use super::rules::one;
use super::{
    Attr, Call, Component, Contribution, Domain, Factors, Fault, Inv, Mul, OfFactors, Operation, Prepared,
    PythonForm, RustForm, Sample, Spelling, Sum, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Logarithm of the absolute value of a determinant.
pub struct LnDet;

/// Sign of a determinant.
pub struct DetSign;

fn infer(args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
    let a = one("a determinant", args)?;
    match a.shape {
        Shape::Matrix(m, n) => {
            dims.unify(m, n);
            Ok(Ty::scalar(a.elem))
        }
        _ => Err(Fault::new("only a matrix has a determinant")),
    }
}

/// One operation for each pivot.
fn pivots(args: &[Ty], dims: &Dims) -> Flops {
    let axes: Vec<_> = args.first().and_then(|a| a.axes().first().copied()).into_iter().collect();
    Flops::product(2.0, &axes, dims)
}

impl Operation for LnDet {
    fn name(&self) -> &'static str {
        "ln_det"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("ln_det", 1, Attr::None),
            Spelling::RustTupleMethod("sln_det", 0, Component { index: 1, of: 2 }),
            Spelling::RustTupleFunction("sln_det", 1, Component { index: 1, of: 2 }),
            Spelling::PythonTupleCall("numpy.linalg.slogdet", 1, Component { index: 1, of: 2 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.2.4"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer(args, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let inverse = func.op(&Inv, Attr::Factorised, &[call.arg(0)]);
        let inverse_t = func.op(&Transpose, Attr::None, &[inverse]);
        vec![Contribution::plus(0, func.op(&Mul, Attr::None, &[call.seed, inverse_t]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        let inverse = func.op(&Inv, Attr::Factorised, &[call.arg(0)]);
        let inverse_t = func.op(&Transpose, Attr::None, &[inverse]);
        let product = func.op(&Mul, Attr::None, &[inverse_t, a_t]);
        Some(func.op(&Sum, Attr::All, &[product]))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Factors, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("ln_det_of")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::OfFactors(OfFactors::LnDet)
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        pivots(args, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn ln_det_function(a: &Array2<f64>) -> f64 { ln_det(a) }",
                python: Some("def ln_det_function(a):\n    return np.linalg.slogdet(a)[1]"),
                inputs: &[("m m", Domain::Invertible)],
            },
            Sample {
                rust: "fn ln_det_shared(a: &Array2<f64>, b: &Array1<f64>) -> f64 { ln_det(a) + solve(a, b).dot(b) }",
                python: Some(
                    "def ln_det_shared(a, b: 'vector'):\n    sign, logabs = np.linalg.slogdet(a)\n    return logabs + np.linalg.solve(a, b) @ b",
                ),
                inputs: &[("m m", Domain::Invertible), ("m", Domain::Any)],
            },
            // A symmetric matrix by construction: one Cholesky factorisation for everything.
            Sample {
                rust: "fn ln_det_definite(x: &Array2<f64>, b: &Array1<f64>) -> f64 { let k = x.dot(&x.t()); ln_det(&k) + solve(&k, b).dot(b) }",
                python: None,
                inputs: &[("m m", Domain::Invertible), ("m", Domain::Any)],
            },
        ]
    }
}

impl Operation for DetSign {
    fn name(&self) -> &'static str {
        "det_sign"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustTupleMethod("sln_det", 0, Component { index: 0, of: 2 }),
            Spelling::RustTupleFunction("sln_det", 1, Component { index: 0, of: 2 }),
            Spelling::PythonTupleCall("numpy.linalg.slogdet", 1, Component { index: 0, of: 2 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "constant where it is not 0"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer(args, dims)
    }

    fn adjoint(&self, _func: &mut Func, _call: &Call) -> Vec<Contribution> {
        Vec::new()
    }

    fn tangent(&self, _func: &mut Func, _call: &Call, _tangents: &[Option<Value>]) -> Option<Value> {
        None
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Factors, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("det_sign_of")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::OfFactors(OfFactors::Sign)
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        pivots(args, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            rust: "",
            python: Some(
                "def det_sign(a):\n    sign, logabs = np.linalg.slogdet(-a)\n    return sign * logabs",
            ),
            inputs: &[("m m", Domain::Invertible)],
        }]
    }
}
