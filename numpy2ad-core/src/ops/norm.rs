//! Norms of all elements, of a matrix as of a vector: `norm_l2`, the root of the sum of squares (for a matrix
//! Frobenius's), with `a_a += y_a a / y`; `norm_l1`, the sum of absolute values, with `a_a += y_a sign(a)`; `norm_max`,
//! the largest absolute value, with `a_a += y_a sign(a)` at the largest, split evenly among equal ones. Where a norm is
//! not differentiable, at 0, its derivative is chosen as 0.

use super::rules::one;
use super::{
    Attr, Call, Contribution, Domain, Fault, Mul, Operation, PythonForm, RecipOrZero, RustForm, Sample,
    SourceForm, SourceMethod, Spelling, Sum,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// A norm of all elements.
pub struct Norm;

/// The derivative of a norm by each element, where that is constant between kinks: of `norm_l1` and `norm_max`.
pub struct NormSlope;

/// The derivative of a norm by each element.
fn slope(func: &mut Func, call: &Call) -> (Value, Option<Value>) {
    let a = call.arg(0);
    if call.attr == Attr::L2 {
        (a, Some(func.op(&RecipOrZero, Attr::None, &[call.result])))
    } else {
        (func.op(&NormSlope, call.attr, &[a]), None)
    }
}

impl Operation for Norm {
    fn name(&self) -> &'static str {
        "norm"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("norm_l2", 0, Attr::L2),
            Spelling::RustMethod("norm", 0, Attr::L2),
            Spelling::RustMethod("norm_l1", 0, Attr::L1),
            Spelling::RustMethod("norm_max", 0, Attr::LMax),
            Spelling::PythonCall("numpy.linalg.norm", 1, Attr::L2),
        ]
    }

    fn citation(&self) -> &'static str {
        "Petersen and Pedersen (2012), section 2.6.1"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a norm", args)?;
        if a.rank() == Rank::Scalar {
            return Err(Fault::with_help("a norm is of an array", "write `abs()` of a number"));
        }
        Ok(Ty::scalar(a.elem))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (slope, factor) = slope(func, call);
        let seed = match factor {
            Some(factor) => func.op(&Mul, Attr::None, &[factor, call.seed]),
            None => call.seed,
        };
        vec![Contribution::plus(0, func.op(&Mul, Attr::None, &[slope, seed]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = tangents.first().copied().flatten()?;
        let (slope, factor) = slope(func, call);
        let moved = func.op(&Mul, Attr::None, &[slope, tangent]);
        let sum = func.op(&Sum, Attr::All, &[moved]);
        Some(match factor {
            Some(factor) => func.op(&Mul, Attr::None, &[factor, sum]),
            None => sum,
        })
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function(match attr {
            Attr::L1 => "norm_l1",
            Attr::LMax => "norm_max",
            _ => "norm_l2",
        })
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let name = match attr {
            Attr::L1 => "norm_l1",
            Attr::LMax => "norm_max",
            _ => "norm_l2",
        };
        Some(SourceForm::Method(SourceMethod { of: Some("Norm"), ..SourceMethod::new(name, &[]) }))
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::L1 => PythonForm::Templates(&["np.linalg.norm({0}, 1)"]),
            Attr::LMax => PythonForm::Templates(&["np.linalg.norm({0}, np.inf)"]),
            _ => PythonForm::Call("np.linalg.norm"),
        }
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        args.first().map_or_else(Flops::zero, |a| Flops::product(2.0, &a.axes(), dims))
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn norm_m(a: &Array2<f64>) -> f64 { (a + 1.5).norm_l2() }",
                python: Some("def norm_m(a):\n    return np.linalg.norm(a + 1.5)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn norm_v(x: &Array1<f64>) -> Array1<f64> { x / x.norm() }",
                python: Some("def norm_v(x: 'vector'):\n    return x / np.linalg.norm(x)"),
                inputs: &[("m", Domain::Positive)],
            },
            Sample {
                rust: "fn norm_one(a: &Array2<f64>, x: &Array1<f64>) -> f64 { a.norm_l1() * x.norm_l1() }",
                python: None,
                inputs: &[("m n", Domain::Positive), ("k", Domain::Positive)],
            },
            Sample {
                rust: "fn norm_largest(a: &Array2<f64>, x: &Array1<f64>) -> f64 { a.norm_max() * x.norm_max() }",
                python: None,
                inputs: &[("m n", Domain::Positive), ("k", Domain::Positive)],
            },
            Sample {
                rust: "",
                python: Some(
                    "def norm_orders(x: 'vector'):\n    return np.linalg.norm(x, 1) * np.linalg.norm(x, np.inf) + np.linalg.norm(x, 2)",
                ),
                inputs: &[("m+1", Domain::Positive)],
            },
        ]
    }
}

impl Operation for NormSlope {
    fn name(&self) -> &'static str {
        "norm_slope"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "constant between kinks"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a slope", args)?;
        Ok(Ty::new(a.elem, a.shape))
    }

    fn adjoint(&self, _func: &mut Func, _call: &Call) -> Vec<Contribution> {
        Vec::new()
    }

    fn tangent(&self, _func: &mut Func, _call: &Call, _tangents: &[Option<Value>]) -> Option<Value> {
        None
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function(if attr == Attr::LMax { "norm_max_slope" } else { "norm_l1_slope" })
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::LMax => PythonForm::Templates(&[
                "np.sign({0}) * (np.abs({0}) == np.linalg.norm({0}, np.inf)) / np.sum(np.abs({0}) == np.linalg.norm({0}, np.inf))",
            ]),
            _ => PythonForm::Call("np.sign"),
        }
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        Flops::product(2.0, &result.axes(), dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
