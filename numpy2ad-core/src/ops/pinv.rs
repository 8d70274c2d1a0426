//! Pseudo-inverse, `p = a⁺`, of a matrix whose rank stays what it is. Forwards
//! `p_t = -p a_t p + p pᵀ a_tᵀ (1 - a p) + (1 - p a) a_tᵀ pᵀ p` (Golub and Pereyra 1973, theorem 4.3), and backwards, with
//! `u = pᵀ p_a pᵀ`, `a_a += -u + (1 - a p) p_aᵀ p pᵀ + pᵀ p p_aᵀ (1 - p a)`.
//!
//! Least squares, `x = a⁺ b`, are a product with it.

use super::rules::one;
use super::{
    Add, Attr, Call, Contribution, Domain, Fault, MatMul, Operation, PythonForm, RustForm, Sample, Spelling,
    Sub, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Pseudo-inverse of a matrix of any shape.
pub struct Pinv;

fn transposed(func: &mut Func, a: Value) -> Value {
    func.op(&Transpose, Attr::None, &[a])
}

fn product(func: &mut Func, a: Value, b: Value) -> Value {
    func.op(&MatMul, Attr::None, &[a, b])
}

impl Operation for Pinv {
    fn name(&self) -> &'static str {
        "pinv"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("pinv", 1, Attr::None),
            Spelling::PythonCall("numpy.linalg.pinv", 1, Attr::None),
            Spelling::PythonCall("scipy.linalg.pinv", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "Golub and Pereyra (1973), theorem 4.3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a pseudo-inverse", args)?;
        match a.shape {
            Shape::Matrix(m, n) => Ok(Ty::new(a.elem, Shape::Matrix(n, m))),
            _ => Err(Fault::with_help("only a matrix has a pseudo-inverse", "divide by a scalar with `/`")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (a, p, p_a) = (call.arg(0), call.result, call.seed);
        let (p_t, p_a_t) = (transposed(func, p), transposed(func, p_a));
        let left = product(func, p_t, p_a);
        let through = product(func, left, p_t);
        // (1 - a p) p_aᵀ p pᵀ
        let right = product(func, p_a_t, p);
        let right = product(func, right, p_t);
        let onto = product(func, p, right);
        let onto = product(func, a, onto);
        let beside = func.op(&Sub, Attr::None, &[right, onto]);
        // pᵀ p p_aᵀ (1 - p a)
        let left = product(func, p, p_a_t);
        let left = product(func, p_t, left);
        let onto = product(func, left, p);
        let onto = product(func, onto, a);
        let below = func.op(&Sub, Attr::None, &[left, onto]);
        let sum = func.op(&Add, Attr::None, &[beside, below]);
        vec![Contribution::plus(0, func.op(&Sub, Attr::None, &[sum, through]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let (a, p, a_t) = (call.arg(0), call.result, tangents.first().copied().flatten()?);
        let (p_t, a_t_t) = (transposed(func, p), transposed(func, a_t));
        let left = product(func, p, a_t);
        let through = product(func, left, p);
        // p pᵀ a_tᵀ (1 - a p)
        let left = product(func, p_t, a_t_t);
        let left = product(func, p, left);
        let onto = product(func, left, a);
        let onto = product(func, onto, p);
        let beside = func.op(&Sub, Attr::None, &[left, onto]);
        // (1 - p a) a_tᵀ pᵀ p
        let right = product(func, a_t_t, p_t);
        let right = product(func, right, p);
        let onto = product(func, a, right);
        let onto = product(func, p, onto);
        let below = func.op(&Sub, Attr::None, &[right, onto]);
        let sum = func.op(&Add, Attr::None, &[beside, below]);
        Some(func.op(&Sub, Attr::None, &[sum, through]))
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("pinv")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.linalg.pinv")
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        // A singular value decomposition, and a product.
        let axes = args.first().map(|a| a.axes()).unwrap_or_default();
        let cube: Vec<_> = axes.iter().chain(axes.last()).copied().collect();
        Flops::product(16.0, &cube, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn pinv_whole(a: &Array2<f64>) -> Array2<f64> { pinv(a) }",
                python: Some("def pinv_whole(a):\n    return np.linalg.pinv(a)"),
                inputs: &[("m n", Domain::Separated)],
            },
            Sample {
                rust: "fn pinv_least_squares(a: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> { lstsq(a, b) }",
                python: Some("def pinv_least_squares(a, b: 'vector'):\n    return np.linalg.lstsq(a, b)[0]"),
                inputs: &[("m n", Domain::Separated), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn pinv_residual(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { let x = lstsq(a, b); a.dot(&x) - b }",
                python: Some(
                    "def pinv_residual(a, b):\n    x = np.linalg.lstsq(a, b)[0]\n    return a @ x - b",
                ),
                inputs: &[("m n", Domain::Separated), ("m k", Domain::Any)],
            },
        ]
    }
}
