//! The matrix with a vector on its diagonal, `y = diag(a)`: `a_a += ` the diagonal of `y_a`.

use super::rules::{linear_tangent, one};
use super::{
    Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Slice, SourceForm,
    Spelling, Word,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Structure, Ty};

/// A diagonal matrix.
pub struct FromDiag;

impl Operation for FromDiag {
    fn name(&self) -> &'static str {
        "from_diag"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustSyntax("Array2::from_diag(x)"),
            // `np.diag` of a matrix is its diagonal: the front end looks at the rank.
            Spelling::PythonCall("numpy.diag", 1, Attr::None),
            Spelling::PythonCall("numpy.diagflat", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a diagonal matrix", args)?;
        match a.shape {
            Shape::Vector(n) => Ok(Ty::new(a.elem, Shape::Matrix(n, n)).with(Structure::Diagonal)),
            _ => Err(Fault::new("a diagonal matrix is made of a vector")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        vec![Contribution::plus(0, func.op(&Slice, Attr::Diagonal, &[call.seed]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &FromDiag, call, tangents)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("from_diag")
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let _ = attr;
        Some(SourceForm::Constructor("from_diag", &[Word::Operand(0)]))
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.diag")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn from_diag_product(x: &Array1<f64>, a: &Array2<f64>) -> Array2<f64> { Array2::from_diag(x).dot(a) }",
                python: Some("def from_diag_product(x: 'vector', a):\n    return np.diag(x) @ a"),
                inputs: &[("m", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn from_diag_inverse(x: &Array1<f64>) -> Array2<f64> { inv(&Array2::from_diag(&x.exp())) }",
                python: Some(
                    "def from_diag_inverse(x: 'vector'):\n    return np.linalg.inv(np.diag(np.exp(x)))",
                ),
                inputs: &[("m", Domain::Any)],
            },
            Sample {
                rust: "fn from_diag_sum(x: &Array1<f64>, a: &Array2<f64>) -> Array2<f64> { a + &Array::from_diag(&(x * x)) }",
                python: Some("def from_diag_sum(x: 'vector', a):\n    return a + np.diag(x * x)"),
                inputs: &[("m", Domain::Any), ("m m", Domain::Any)],
            },
        ]
    }
}
