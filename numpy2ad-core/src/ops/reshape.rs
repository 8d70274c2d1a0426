//! The same elements in row-major order under another shape: the adjoint goes back to the operand's shape.

use super::{
    Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, SourceForm,
    SourceMethod, Spelling, Word,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// Another shape: the operand and the lengths, or as [`Attr::Like`] the operand and an array of the shape wanted, or as
/// [`Attr::All`] the operand alone, for a vector of everything.
pub struct Reshape;

impl Operation for Reshape {
    fn name(&self) -> &'static str {
        "reshape"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustSyntax("a.to_shape((m, n))?"),
            Spelling::RustSyntax("a.into_shape_with_order((m, n))?"),
            Spelling::PythonSyntax("np.reshape(A, (m, n))"),
            Spelling::PythonSyntax("A.reshape(m, n)"),
            Spelling::RustMethod("flatten", 0, Attr::All),
            Spelling::RustMethod("into_flat", 0, Attr::All),
            Spelling::PythonCall("numpy.ravel", 1, Attr::All),
            Spelling::PythonMethod("ravel", 0, Attr::All),
            Spelling::PythonMethod("flatten", 0, Attr::All),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, rest) = super::rules::one_float("a new shape", args)?;
        if a.rank() == Rank::Scalar {
            return Err(Fault::new("a scalar has no shape to change"));
        }
        let shape = match (attr, rest) {
            (Attr::Like, [like]) => like.shape,
            (Attr::All, []) if a.rank() == Rank::Vector => a.shape,
            (Attr::All, []) => Shape::Vector(dims.fresh_loose()),
            (_, sizes) if sizes.iter().any(|size| size.elem != Elem::Int || size.rank() != Rank::Scalar) => {
                return Err(Fault::new("the shape of an array is made of integers"));
            }
            (_, [_]) => Shape::Vector(dims.fresh_loose()),
            (_, [_, _]) => Shape::Matrix(dims.fresh_loose(), dims.fresh_loose()),
            _ => return Err(Fault::new("arrays have one axis or two")),
        };
        Ok(Ty::new(a.elem, shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        vec![Contribution::plus(0, func.op(&Reshape, Attr::Like, &[call.seed, call.arg(0)]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = tangents.first().copied().flatten()?;
        Some(func.op(&Reshape, Attr::Like, &[tangent, call.result]))
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        RustForm::Function(match (attr, ranks.len()) {
            (Attr::Like, _) => "reshape_like",
            (Attr::FallibleShape, 2) => "try_reshape_vector",
            (Attr::FallibleShape, _) => "try_reshape_matrix",
            (_, 1) => "flatten",
            (_, 2) => "reshape_vector",
            _ => "reshape_matrix",
        })
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let method = SourceMethod::new("to_shape", &[Word::Shape(1)]);
        match attr {
            Attr::None => {
                Some(SourceForm::Method(SourceMethod { behind: ".unwrap().into_owned()", ..method }))
            }
            _ => None,
        }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Like => PythonForm::CallLike("np.reshape"),
            Attr::All => PythonForm::Call("np.ravel"),
            _ => PythonForm::CallAndShape("np.reshape"),
        }
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn reshape_flat(a: &Array2<f64>, x: &Array1<f64>) -> f64 { a.t().flatten().dot(&a.flatten()) + x.flatten().sum() }",
                python: Some(
                    "def reshape_flat(a, x: 'vector'):\n    return a.T.ravel() @ np.ravel(a) + np.sum(x.flatten())",
                ),
                inputs: &[("m n", Domain::Any), ("k", Domain::Any)],
            },
            Sample {
                rust: "fn reshape_matrix(a: &Array2<f64>) -> Array2<f64> {
                    let (m, n) = (a.nrows(), a.ncols());
                    let b = a.exp().to_shape((n, m)).unwrap().to_owned();
                    b + a.t()
                }",
                python: Some(
                    "def reshape_matrix(a):\n    m = a.shape[0]\n    n = a.shape[1]\n    b = np.reshape(np.exp(a), (n, m))\n    return b + a.T",
                ),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn reshape_vector(a: &Array2<f64>) -> Result<Array1<f64>, ndarray::ShapeError> {
                    Ok((a * a).to_shape(a.len())?.exp())
                }",
                python: Some("def reshape_vector(a):\n    return np.exp((a * a).reshape(-1))"),
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}
