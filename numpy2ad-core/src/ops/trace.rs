//! Trace of a square matrix, the sum of its diagonal: `a_a += y_a I`, which is added to the diagonal alone (Giles 2008,
//! section 2.2, in which every rule is one of a trace).

use super::rules::{linear_tangent, one};
use super::{
    Attr, Broadcast, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Slice,
    Spelling, Unslice,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Sum of the diagonal.
pub struct Trace;

impl Operation for Trace {
    fn name(&self) -> &'static str {
        "trace"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("trace", 1, Attr::None),
            Spelling::RustFallibleMethod("trace", 0),
            Spelling::PythonCall("numpy.trace", 1, Attr::None),
            Spelling::PythonMethod("trace", 0, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.2"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a trace", args)?;
        match a.shape {
            Shape::Matrix(m, n) => {
                dims.unify(m, n);
                Ok(Ty::scalar(a.elem))
            }
            _ => Err(Fault::new("only a matrix has a trace")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let diagonal = func.op(&Slice, Attr::Diagonal, &[call.arg(0)]);
        let seeds = func.op(&Broadcast, Attr::None, &[call.seed, diagonal]);
        vec![Contribution::plus(0, func.op(&Unslice, Attr::Diagonal, &[seeds, call.arg(0)]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &Trace, &Call { attr: Attr::None, ..call.clone() }, tangents)
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function(if attr == Attr::Fallible { "try_trace" } else { "trace" })
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.trace")
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        let rows = args.first().and_then(|a| a.axes().first().copied());
        rows.map_or_else(Flops::zero, |rows| Flops::product(1.0, &[rows], dims))
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn trace_of(a: &Array2<f64>) -> f64 { trace(&a.dot(a)) }",
                python: Some("def trace_of(a):\n    return np.trace(a @ a)"),
                inputs: &[("m m", Domain::Any)],
            },
            Sample {
                rust: "fn trace_fallible(a: &Array2<f64>) -> Result<f64, LinalgError> { Ok(a.trace()? * a.trace()?) }",
                python: Some("def trace_fallible(a):\n    return a.trace() * np.trace(a)"),
                inputs: &[("m m", Domain::Any)],
            },
        ]
    }
}
