//! A vector as a matrix of one row or one column: a view in both languages, and so is its adjoint.

use super::rules::{linear_tangent, one};
use super::{
    Attr, Call, Contribution, Domain, Fault, Gives, Operation, PythonForm, Region, RustForm, Sample, Slice,
    SourceForm, SourceMethod, Spelling, Word,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// A vector as a matrix with this axis of length 1.
pub struct InsertAxis;

impl Operation for InsertAxis {
    fn name(&self) -> &'static str {
        "insert_axis"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::PythonSyntax("x[:, np.newaxis]"),
            Spelling::RustMethod("insert_axis", 1, Attr::AnyAxis),
            Spelling::PythonCall("numpy.expand_dims", 2, Attr::AnyAxis),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a new axis", args)?;
        match (attr, a.shape) {
            (Attr::Axis(0), Shape::Vector(n)) => Ok(Ty::new(a.elem, Shape::Matrix(dims.fresh_loose(), n))),
            (Attr::Axis(1), Shape::Vector(n)) => Ok(Ty::new(a.elem, Shape::Matrix(n, dims.fresh_loose()))),
            (Attr::Axis(axis), Shape::Vector(_)) => Err(Fault::with_help(
                format!("a vector has no place for a new axis {axis}"),
                "`Axis(0)` makes a row of it, `Axis(1)` a column",
            )),
            _ => Err(Fault::with_help(
                format!("a {} with another axis is no vector and no matrix", a.rank()),
                "arrays have one axis or two here",
            )),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let axis = if call.attr == Attr::Axis(1) { 1 } else { 0 };
        let zero = func.int(0);
        let line = func.op(&Slice, Attr::Region(Region::line(axis)), &[call.seed, zero]);
        vec![Contribution::plus(0, line)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &InsertAxis, call, tangents)
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::ViewFunction(if attr == Attr::Axis(1) { "column" } else { "row" })
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let words: &[Word] = if attr == Attr::Axis(1) { &[Word::Axis(1)] } else { &[Word::Axis(0)] };
        let method = SourceMethod::new("insert_axis", words);
        Some(SourceForm::Method(SourceMethod { gives: Gives::Receiver, ..method }))
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Templates(if attr == Attr::Axis(1) {
            &["{0}[:, np.newaxis]"]
        } else {
            &["{0}[np.newaxis, :]"]
        })
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn insert_axis_column(x: &Array1<f64>, a: &Array2<f64>) -> Array2<f64> { a * &x.view().insert_axis(Axis(1)) }",
                python: Some("def insert_axis_column(x: 'vector', a):\n    return a * x[:, np.newaxis]"),
                inputs: &[("m", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn insert_axis_row(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
                    x.view().insert_axis(Axis(1)).dot(&y.view().insert_axis(Axis(0)))
                }",
                python: Some(
                    "def insert_axis_row(x: 'vector', y: 'vector'):\n    return x[:, None] @ np.expand_dims(y, 0)",
                ),
                inputs: &[("m", Domain::Any), ("n", Domain::Any)],
            },
            Sample {
                rust: "fn insert_axis_result(x: &Array1<f64>) -> Array2<f64> { x.clone().insert_axis(Axis(1)) }",
                python: Some("def insert_axis_result(x: 'vector'):\n    return x[:, None]"),
                inputs: &[("m", Domain::Any)],
            },
            Sample {
                rust: "fn insert_axis_outer(x: &Array1<f64>) -> Array2<f64> {
                    let y = x.exp().insert_axis(Axis(1));
                    &y * &y.t() - y.remove_axis(Axis(1))
                }",
                python: None,
                inputs: &[("m", Domain::Any)],
            },
        ]
    }
}
