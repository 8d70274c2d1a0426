//! Cholesky factor of a symmetric positive definite matrix, `a = l lᵀ`: with `Φ` the lower triangle with half of the
//! diagonal and `s = l⁻ᵀ Φ(lᵀ l_a) l⁻¹`, the gradient by a symmetric matrix is `(s + sᵀ) / 2`, and forwards
//! `l_t = l Φ(l⁻¹ a_t l⁻ᵀ)` (Murray 2016, equations 8 and 10).
//!
//! Only the lower triangle of `a` is read, so that derivatives are those by its entries: `a_a += Φ(s + sᵀ)`. Where `a` is
//! made as a symmetric matrix, `a = x xᵀ` say, the gradient by what it is made of is the same in either convention.

use super::masked::{from_lower_entries, of_lower_entries};
use super::rules::one;
use super::{
    Attr, Call, Contribution, Domain, Fault, Lower, Mask, Masked, MatMul, Operation, PythonForm, RustForm,
    Sample, Solve, Spelling, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// The lower Cholesky factor of a matrix, as a matrix with zeros above the diagonal.
pub struct CholeskyFactor;

impl Operation for CholeskyFactor {
    fn name(&self) -> &'static str {
        "cholesky_factor"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("cholesky", 1, Attr::None),
            Spelling::RustFallibleMethod("cholesky", 1),
            Spelling::PythonCall("numpy.linalg.cholesky", 1, Attr::None),
            Spelling::PythonCall("scipy.linalg.cholesky", 1, Attr::Mask(Mask::Upper)),
        ]
    }

    fn citation(&self) -> &'static str {
        "Murray (2016), section 3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a Cholesky factor", args)?;
        match a.shape {
            Shape::Matrix(m, n) => {
                dims.unify(m, n);
                Ok(Ty::new(a.elem, a.shape))
            }
            _ => Err(Fault::with_help("only a matrix has a Cholesky factor", "write `sqrt` for a number")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let l_t = func.op(&Transpose, Attr::None, &[call.result]);
        let product = func.op(&MatMul, Attr::None, &[l_t, call.seed]);
        let inner = func.op(&Masked, Attr::Mask(Mask::LowerHalf), &[product]);
        let l = func.op(&Lower, Attr::Unchecked, &[call.result]);
        let left = func.op(&Solve, Attr::Transposed, &[l, inner]);
        let left_t = func.op(&Transpose, Attr::None, &[left]);
        let s_t = func.op(&Solve, Attr::Transposed, &[l, left_t]);
        vec![Contribution::plus(0, of_lower_entries(func, s_t))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = from_lower_entries(func, tangents.first().copied().flatten()?);
        let l = func.op(&Lower, Attr::Unchecked, &[call.result]);
        let left = func.op(&Solve, Attr::None, &[l, a_t]);
        let left_t = func.op(&Transpose, Attr::None, &[left]);
        // Symmetric, so that it is its own transpose.
        let both = func.op(&Solve, Attr::None, &[l, left_t]);
        let inner = func.op(&Masked, Attr::Mask(Mask::LowerHalf), &[both]);
        Some(func.op(&MatMul, Attr::None, &[call.result, inner]))
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function(if attr == Attr::Fallible { "try_cholesky_factor" } else { "cholesky_factor" })
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.linalg.cholesky")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // Golub and Van Loan 2013, section 4.2.
        let axes = result.axes();
        let cube: Vec<_> = axes.iter().chain(axes.first()).copied().collect();
        Flops::product(1.0 / 3.0, &cube, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn cholesky_lower(a: &Array2<f64>) -> Array2<f64> { cholesky(a) }",
                python: Some("def cholesky_lower(a):\n    return np.linalg.cholesky(a)"),
                inputs: &[("m m", Domain::Definite)],
            },
            Sample {
                rust: "fn cholesky_upper(a: &Array2<f64>, b: &Array1<f64>) -> Result<Array1<f64>, LinalgError> { Ok(a.cholesky(UPLO::Upper)?.dot(b)) }",
                python: Some("def cholesky_upper(a, b: 'vector'):\n    return scipy.linalg.cholesky(a) @ b"),
                inputs: &[("m m", Domain::Definite), ("m", Domain::Any)],
            },
            // A symmetric matrix by construction: what it is made of has the right gradient.
            Sample {
                rust: "fn cholesky_whitened(x: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> { let l = cholesky(&x.dot(&x.t())); solve_lower(&l, y) }",
                python: Some(
                    "def cholesky_whitened(x, y: 'vector'):\n    L = np.linalg.cholesky(x @ x.T)\n    return scipy.linalg.solve_triangular(L, y, lower=True)",
                ),
                inputs: &[("m m", Domain::Invertible), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn cholesky_likelihood(k: &Array2<f64>, y: &Array1<f64>) -> Result<f64, LinalgError> { let l = k.cholesky(UPLO::Lower)?; let r = l.solve_triangular(UPLO::Lower, Diag::NonUnit, y)?; Ok(r.dot(&r)) }",
                python: None,
                inputs: &[("m m", Domain::Definite), ("m", Domain::Any)],
            },
        ]
    }
}
