//! Sum over all axes, or along one: every operand element that was summed gets the sum's adjoint.

use super::rules::{axis_of, linear_tangent, one, reduced, reduction, repeated};
use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Sum over all axes, or along one.
pub struct Sum;

impl Operation for Sum {
    fn name(&self) -> &'static str {
        "sum"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("sum", 0, Attr::All),
            Spelling::RustMethod("sum_axis", 1, Attr::AnyAxis),
            Spelling::PythonCall("numpy.sum", 1, Attr::All),
            Spelling::PythonCall("numpy.sum", 2, Attr::AnyAxis),
            Spelling::PythonMethod("sum", 0, Attr::All),
            Spelling::PythonMethod("sum", 1, Attr::AnyAxis),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = dims;
        reduced("a sum", attr, one("a sum", args)?)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        vec![Contribution::plus(0, repeated(func, call, call.seed))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &Sum, call, tangents)
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = ranks;
        match attr {
            Attr::Axis(1) => reduction(attr, "sum", "sum_rows", "sum_columns"),
            Attr::Axis(_) => RustForm::Kernel { plain: "sum_rows", accumulate: None },
            _ => RustForm::Kernel { plain: "sum", accumulate: None },
        }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Reduction("np.sum", axis_of(attr), &[])
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
            Sample {
                rust: "fn sum_along_rows(a: &Array2<f64>) -> Array1<f64> { (a * a).sum_axis(Axis(0)) }",
                python: Some("def sum_along_rows(a):\n    return np.sum(a * a, axis=0)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn sum_along_columns(a: &Array2<f64>) -> Array1<f64> { (a * a).sum_axis(Axis(1)) + a.sum_axis(Axis(1)) }",
                python: Some("def sum_along_columns(a):\n    return (a * a).sum(axis=1) + np.sum(a, 1)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn sum_kept(a: &Array2<f64>) -> Array2<f64> { a * &(a * a).sum_axis(Axis(1)).insert_axis(Axis(1)) }",
                python: Some("def sum_kept(a):\n    return a * np.sum(a * a, axis=1, keepdims=True)"),
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}
