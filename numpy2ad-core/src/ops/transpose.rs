//! Transpose, `y = aᵀ`: `a_a += y_aᵀ`. A transpose costs nothing in either language: it is a view, and its
//! adjoint is a view of the operand's adjoint.

use super::rules::{linear_tangent, one};
use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Transpose; a vector is its own.
pub struct Transpose;

impl Operation for Transpose {
    fn name(&self) -> &'static str {
        "transpose"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("t", 0, Attr::None),
            Spelling::RustMethod("reversed_axes", 0, Attr::None),
            Spelling::PythonAttribute("T", Attr::None),
            Spelling::PythonCall("numpy.transpose", 1, Attr::None),
            Spelling::PythonMethod("transpose", 0, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.2.1"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = (attr, dims);
        let a = one("a transpose", args)?;
        match a.shape {
            Shape::Matrix(m, n) => Ok(Ty::new(a.elem, Shape::Matrix(n, m))),
            Shape::Vector(_) => Ok(a),
            Shape::Scalar => Err(Fault::with_help("a scalar has no transpose", "leave the transpose out")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let seed_t = func.op(&Transpose, Attr::None, &[call.seed]);
        vec![Contribution::plus(0, seed_t)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &Transpose, call, tangents)
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = (attr, ranks);
        RustForm::View("t")
    }

    fn python(&self, attr: Attr) -> PythonForm {
        let _ = attr;
        PythonForm::Attribute("T")
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = (args, result, dims);
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn t_m(a: &Array2<f64>) -> Array2<f64> { a.t().to_owned() }",
                python: Some("def t_m(a):\n    return a.T"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn t_product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a.dot(b).t().to_owned() }",
                python: Some("def t_product(a, b):\n    return (a @ b).T"),
                inputs: &[("m k", Domain::Any), ("k n", Domain::Any)],
            },
            Sample {
                rust: "fn t_both(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a.t().dot(&b.t()) + a.t().dot(&b.t()) }",
                python: Some("def t_both(a, b):\n    return a.T @ b.T + a.T @ b.T"),
                inputs: &[("k m", Domain::Any), ("n k", Domain::Any)],
            },
            Sample {
                rust: "fn t_v(x: &Array1<f64>, a: &Array2<f64>) -> Array1<f64> { x.t().dot(a) }",
                python: Some("def t_v(x: 'vector', a):\n    return x.T @ a"),
                inputs: &[("m", Domain::Any), ("m n", Domain::Any)],
            },
        ]
    }
}
