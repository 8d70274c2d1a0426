//! Lengths of axes: integers, and so constants.

use super::rules::one;
use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// The length of an axis, or of all.
pub struct Size;

impl Operation for Size {
    fn name(&self) -> &'static str {
        "size"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("nrows", 0, Attr::Axis(0)),
            Spelling::RustMethod("ncols", 0, Attr::Axis(1)),
            Spelling::RustMethod("len", 0, Attr::All),
            Spelling::RustMethod("len_of", 1, Attr::AnyAxis),
            Spelling::RustSyntax("a.dim()"),
            Spelling::RustSyntax("a.shape()[0]"),
            Spelling::PythonSyntax("A.shape[0]"),
            Spelling::PythonCall("len", 1, Attr::Axis(0)),
            Spelling::PythonCall("numpy.size", 1, Attr::All),
            Spelling::PythonAttribute("size", Attr::All),
        ]
    }

    fn citation(&self) -> &'static str {
        "constant"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = dims;
        let a = one("a length", args)?;
        match (attr, a.rank()) {
            (_, Rank::Scalar) => Err(Fault::new("a scalar has no length")),
            (Attr::Axis(1), Rank::Vector) => Err(Fault::with_help("a vector has one axis", "write `len()`")),
            (Attr::Axis(axis), rank) if axis > 1 => Err(Fault::new(format!("a {rank} has no axis {axis}"))),
            _ => Ok(Ty::new(Elem::Int, Shape::Scalar)),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let _ = (func, call);
        Vec::new()
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let _ = (func, call, tangents);
        None
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        RustForm::Size(match (attr, ranks) {
            (Attr::Axis(0), [Rank::Matrix]) => "nrows",
            (Attr::Axis(_), [Rank::Matrix]) => "ncols",
            _ => "len",
        })
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::ShapeOf(match attr {
            Attr::Axis(axis) => Some(axis),
            _ => None,
        })
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = (args, result, dims);
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn size_rows(a: &Array2<f64>) -> Array2<f64> { a / a.nrows() as f64 }",
                python: Some("def size_rows(a):\n    return a / a.shape[0]"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn size_cols(a: &Array2<f64>) -> Array2<f64> { a / a.ncols() as f64 }",
                python: Some("def size_cols(a):\n    return a / a.shape[1]"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn size_of_axes(a: &Array2<f64>) -> Array2<f64> { a * (a.shape()[1] + 2 * a.len_of(Axis(0)) - a.dim().0) as f64 }",
                python: Some(
                    "def size_of_axes(a):\n    return a * (a.shape[1] + 2 * a.shape[0] - a.shape[0])",
                ),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn size_len(x: &Array1<f64>) -> f64 { x.dot(x) / x.len() as f64 }",
                python: Some("def size_len(x: 'vector'):\n    return x @ x / len(x)"),
                inputs: &[("m", Domain::Any)],
            },
        ]
    }
}
