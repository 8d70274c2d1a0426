//! The elements of a matrix on and below the k-th diagonal, `tril(k)`, or on and above it, `triu(k)`, and zeros
//! elsewhere: the same triangle of `y_a` is added to `a_a`.

use super::rules::one_float;
use super::{
    Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, SourceForm,
    SourceMethod, Spelling, Word,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Ty};

/// A triangle of a matrix: the matrix, and which diagonal bounds it.
pub struct Triangle;

impl Operation for Triangle {
    fn name(&self) -> &'static str {
        "triangle"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("tril", 1, Attr::Lower),
            Spelling::RustMethod("triu", 1, Attr::Upper),
            Spelling::PythonCall("numpy.tril", 2, Attr::Lower),
            Spelling::PythonCall("numpy.triu", 2, Attr::Upper),
            Spelling::PythonCall("numpy.tril", 1, Attr::Lower),
            Spelling::PythonCall("numpy.triu", 1, Attr::Upper),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, rest) = one_float("a triangle", args)?;
        if rest.len() > 1 || rest.iter().any(|k| k.rank() != Rank::Scalar || k.elem != Elem::Int) {
            return Err(Fault::new("the diagonal that bounds a triangle is an integer"));
        }
        if a.rank() != Rank::Matrix {
            return Err(Fault::new("only a matrix has a triangle"));
        }
        Ok(Ty::new(a.elem, a.shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let mut args = call.args.clone();
        if let Some(first) = args.first_mut() {
            *first = call.seed;
        }
        vec![Contribution::plus(0, func.op(&Triangle, call.attr, &args))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let mut args = call.args.clone();
        *args.first_mut()? = tangents.first().copied().flatten()?;
        Some(func.op(&Triangle, call.attr, &args))
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        RustForm::Function(match (attr, ranks.len()) {
            (Attr::Lower, 1) => "lower_triangle",
            (Attr::Lower, _) => "tril",
            (_, 1) => "upper_triangle",
            _ => "triu",
        })
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let name = if attr == Attr::Lower { "tril" } else { "triu" };
        Some(SourceForm::Method(SourceMethod::new(name, &[Word::Offset(1)])))
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Call(if attr == Attr::Lower { "np.tril" } else { "np.triu" })
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn triangle_lower(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a.tril(0).dot(b) + b.tril(-1) }",
                python: Some("def triangle_lower(a, b):\n    return np.tril(a) @ b + np.tril(b, -1)"),
                inputs: &[("m m", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn triangle_upper(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { a.triu(0).t().dot(&a.triu(1).dot(x)) }",
                python: Some(
                    "def triangle_upper(a, x: 'vector'):\n    return np.triu(a).T @ (np.triu(a, k=1) @ x)",
                ),
                inputs: &[("m n", Domain::Any), ("n", Domain::Any)],
            },
            Sample {
                rust: "fn triangle_wide(a: &Array2<f64>) -> Array2<f64> { a.tril(1) * a.triu(-1) }",
                python: Some("def triangle_wide(a):\n    return np.tril(a, 1) * np.triu(a, -1)"),
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}
