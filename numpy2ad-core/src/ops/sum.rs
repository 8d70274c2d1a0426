//! Sum over all axes, or over the first: every operand element that was summed gets the sum's adjoint.

use super::rules::{linear_tangent, one};
use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Sum over all axes, or over the first.
pub struct Sum;

impl Operation for Sum {
    fn name(&self) -> &'static str {
        "sum"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("sum", 0, Attr::All),
            Spelling::PythonCall("numpy.sum", 1, Attr::All),
            Spelling::PythonMethod("sum", 0, Attr::All),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = dims;
        let a = one("a sum", args)?;
        match (attr, a.shape) {
            (Attr::Axis(0), Shape::Matrix(_, n)) => Ok(Ty::new(a.elem, Shape::Vector(n))),
            (Attr::Axis(_), _) => Err(Fault::new("only a matrix is summed over its first axis")),
            (_, Shape::Scalar) => Err(Fault::with_help("a scalar has nothing to sum", "leave the sum out")),
            _ => Ok(Ty::scalar(a.elem)),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let _ = func;
        vec![Contribution::plus(0, call.seed)] // repeated along the summed axes by the update itself
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &Sum, call, tangents)
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = ranks;
        let plain = if attr == Attr::Axis(0) { "sum_rows" } else { "sum" };
        RustForm::Kernel { plain, accumulate: None }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Axis(_) => PythonForm::CallAxis0("np.sum"),
            _ => PythonForm::Call("np.sum"),
        }
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = result;
        args.first().map_or_else(Flops::zero, |a| Flops::product(1.0, &a.axes(), dims))
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn sum_m(a: &Array2<f64>) -> f64 { a.sum() }",
                python: Some("def sum_m(a):\n    return np.sum(a)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn sum_v(x: &Array1<f64>) -> f64 { (x * x).sum() }",
                python: Some("def sum_v(x: 'vector'):\n    return np.sum(x * x)"),
                inputs: &[("m", Domain::Any)],
            },
        ]
    }
}
