//! Mean over all axes, or along one: every operand element gets the mean's adjoint, divided by how many there are.

use super::rules::{axis_of, count, linear_tangent, one, reduced, reduction, repeated};
use super::{
    Attr, Call, Contribution, Div, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Mean over all axes, or along one.
pub struct Mean;

impl Operation for Mean {
    fn name(&self) -> &'static str {
        "mean"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustOptionMethod("mean", 0, Attr::All),
            Spelling::RustOptionMethod("mean_axis", 1, Attr::AnyAxis),
            Spelling::PythonCall("numpy.mean", 1, Attr::All),
            Spelling::PythonCall("numpy.mean", 2, Attr::AnyAxis),
            Spelling::PythonMethod("mean", 0, Attr::All),
            Spelling::PythonMethod("mean", 1, Attr::AnyAxis),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        reduced("a mean", attr, one("a mean", args)?)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let count = count(func, call.attr, call.arg(0));
        let share = func.op(&Div, Attr::None, &[call.seed, count]);
        vec![Contribution::plus(0, repeated(func, call, share))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &Mean, call, tangents)
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        reduction(attr, "mean", "mean_rows", "mean_columns")
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Reduction("np.mean", axis_of(attr), &[])
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        args.first().map_or_else(Flops::zero, |a| Flops::product(1.0, &a.axes(), dims))
    }

    fn samples(&self) -> &'static [Sample] {
        // The mean of nothing is `None` in Rust: no empty arrays.
        &[
            Sample {
                rust: "fn mean_m(a: &Array2<f64>) -> Array2<f64> { a - a.mean().unwrap() }",
                python: Some("def mean_m(a):\n    return a - np.mean(a)"),
                inputs: &[("m+1 n+1", Domain::Any)],
            },
            Sample {
                rust: "fn mean_v(x: &Array1<f64>) -> f64 { (x * x).mean().expect(\"numbers\") }",
                python: Some("def mean_v(x: 'vector'):\n    return (x * x).mean()"),
                inputs: &[("m+1", Domain::Any)],
            },
            Sample {
                rust: "fn mean_along_rows(a: &Array2<f64>) -> Array2<f64> { a * &a.mean_axis(Axis(0)).unwrap() }",
                python: Some("def mean_along_rows(a):\n    return a * np.mean(a, axis=0)"),
                inputs: &[("m+1 n+1", Domain::Any)],
            },
            Sample {
                rust: "fn mean_along_columns(a: &Array2<f64>) -> Array1<f64> { (a * a).mean_axis(ndarray::Axis(1)).unwrap() }",
                python: Some("def mean_along_columns(a):\n    return (a * a).mean(axis=1)"),
                inputs: &[("m+1 n+1", Domain::Any)],
            },
        ]
    }
}
