//! An array repeated to given lengths, as in an elementwise operation, and the sum that undoes it: each of the two is
//! the other's derivative.

use super::rules::one_float;
use super::{
    Attr, Broadcast, Call, Contribution, Domain, Fault, Gives, Operation, PythonForm, RustForm, Sample,
    SourceForm, SourceMethod, Spelling, Word,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// An array repeated to these lengths.
pub struct BroadcastTo;

/// The first operand summed to the shape of the second, which was repeated to the first's.
pub struct Collapse;

impl Operation for BroadcastTo {
    fn name(&self) -> &'static str {
        "broadcast_to"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustSyntax("a.broadcast((m, n)).unwrap()"),
            Spelling::PythonSyntax("np.broadcast_to(A, (m, n))"),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, sizes) = one_float("a repetition", args)?;
        if sizes.iter().any(|size| size.elem != Elem::Int || size.rank() != Rank::Scalar) {
            return Err(Fault::new("the shape of an array is made of integers"));
        }
        let shape = match (a.rank(), sizes.len()) {
            (Rank::Vector, 1) => Shape::Vector(dims.fresh_loose()),
            (Rank::Vector | Rank::Matrix, 2) => Shape::Matrix(dims.fresh_loose(), dims.fresh_loose()),
            (Rank::Scalar, _) => {
                return Err(Fault::with_help(
                    "a scalar is not repeated",
                    "write `Array2::from_elem((m, n), s)`, or `np.full((m, n), s)`",
                ));
            }
            _ => return Err(Fault::new("an array is repeated to as many axes as it has, or to one more")),
        };
        Ok(Ty::new(a.elem, shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        vec![Contribution::plus(0, func.op(&Collapse, Attr::None, &[call.seed, call.arg(0)]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = tangents.first().copied().flatten()?;
        Some(func.op(&Broadcast, Attr::None, &[tangent, call.result]))
    }

    fn rust(&self, _attr: Attr, ranks: &[Rank]) -> RustForm {
        RustForm::Function(if ranks.len() == 2 { "broadcast_to_vector" } else { "broadcast_to_matrix" })
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let _ = attr;
        let method = SourceMethod::new("broadcast", &[Word::Shape(1)]);
        Some(SourceForm::Method(SourceMethod { behind: ".unwrap()", gives: Gives::View, ..method }))
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::CallAndShape("np.broadcast_to")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn broadcast_to_rows(x: &Array1<f64>, a: &Array2<f64>) -> Array2<f64> {
                    &x.broadcast((a.nrows(), a.ncols())).unwrap() * a
                }",
                python: Some(
                    "def broadcast_to_rows(x: 'vector', a):\n    return np.broadcast_to(x, (a.shape[0], a.shape[1])) * a",
                ),
                inputs: &[("n", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn broadcast_to_columns(x: &Array1<f64>, a: &Array2<f64>) -> Array2<f64> {
                    let y = x.exp().insert_axis(Axis(1));
                    y.broadcast((x.len(), 3)).unwrap().dot(a)
                }",
                python: Some(
                    "def broadcast_to_columns(x: 'vector', a):\n    return np.broadcast_to(np.exp(x)[:, None], (len(x), 3)) @ a",
                ),
                inputs: &[("m", Domain::Any), ("3 n", Domain::Any)],
            },
        ]
    }
}

impl Operation for Collapse {
    fn name(&self) -> &'static str {
        "collapse"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        match args {
            [a, like] if like.rank() != Rank::Scalar && a.rank() >= like.rank() => {
                Ok(Ty::new(a.elem, like.shape))
            }
            _ => Err(Fault::new("an array is summed to the shape of another")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        vec![Contribution::plus(0, func.op(&Broadcast, Attr::None, &[call.seed, call.arg(0)]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = tangents.first().copied().flatten()?;
        Some(func.op(&Collapse, Attr::None, &[tangent, call.arg(1)]))
    }

    fn rust(&self, _attr: Attr, ranks: &[Rank]) -> RustForm {
        RustForm::Function(match ranks {
            [Rank::Matrix, Rank::Vector] => "collapse_rows",
            _ => "collapse",
        })
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Templates(&[
            "",
            "np.sum({0}, axis=tuple((i for i in range({0}.ndim) if {0}.shape[i] != (({0}.ndim - {1}.ndim) * (1,) + {1}.shape)[i]))).reshape({1}.shape)",
        ])
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        args.first().map_or_else(Flops::zero, |a| Flops::product(1.0, &a.axes(), dims))
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
