//! Eigenvalues and eigenvectors of a symmetric matrix, `a = v diag(w) vᵀ`. The gradient by a symmetric matrix is
//! `s = v (diag(w_a) + f ∘ (vᵀ v_a)) vᵀ` with `f_ij = 1 / (w_j - w_i)`, and forwards, with `p = vᵀ a_t v`,
//! `w_t = diag p` and `v_t = v (f ∘ p)` (Giles 2008, section 3.1).
//!
//! Only the lower triangle of `a` is read, and derivatives are those by its entries, as for the Cholesky factor. Where
//! eigenvalues are equal, `f` is 0: their own derivatives then add up to the right trace, and what a function makes of the
//! vectors has the right derivative where it does not depend on how they were chosen.

use super::decompose::no_flops;
use super::masked::{from_lower_entries, of_lower_entries};
use super::rules::one;
use super::{
    Attr, Call, Component, Contribution, Domain, Eigh, Fault, Gaps, MatMul, Mul, Operation, Prepared,
    PythonForm, RustForm, Sample, Spelling, Sum, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// The eigenvalues of a symmetric matrix in ascending order.
pub struct EighValues;

/// The eigenvectors of a symmetric matrix, one in each column.
pub struct EighVectors;

fn square(args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
    let a = one("an eigendecomposition", args)?;
    match a.shape {
        Shape::Matrix(m, n) => {
            dims.unify(m, n);
            Ok(Ty::new(a.elem, a.shape))
        }
        _ => Err(Fault::new("only a matrix has eigenvalues")),
    }
}

/// `v inner vᵀ`, where `left` is `v inner`, by the entries of the lower triangle.
fn rotated(func: &mut Func, left: Value, v: Value) -> Value {
    let v_t = func.op(&Transpose, Attr::None, &[v]);
    let s = func.op(&MatMul, Attr::None, &[left, v_t]);
    of_lower_entries(func, s)
}

impl Operation for EighValues {
    fn name(&self) -> &'static str {
        "eigh_values"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("eigvalsh", 1, Attr::None),
            Spelling::RustFallibleMethod("eigvalsh", 1),
            Spelling::RustTupleFunction("eigh", 1, Component { index: 0, of: 2 }),
            Spelling::RustTupleMethod("eigh", 1, Component { index: 0, of: 2 }),
            Spelling::PythonCall("numpy.linalg.eigvalsh", 1, Attr::None),
            Spelling::PythonCall("scipy.linalg.eigvalsh", 1, Attr::None),
            Spelling::PythonTupleCall("numpy.linalg.eigh", 1, Component { index: 0, of: 2 }),
            Spelling::PythonTupleCall("scipy.linalg.eigh", 1, Component { index: 0, of: 2 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 3.1"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = square(args, dims)?;
        match a.shape {
            Shape::Matrix(n, _) => Ok(Ty::new(a.elem, Shape::Vector(n))),
            _ => Ok(a),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let v = func.op(&EighVectors, Attr::None, &[call.arg(0)]);
        let left = func.op(&Mul, Attr::None, &[v, call.seed]);
        vec![Contribution::plus(0, rotated(func, left, v))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = from_lower_entries(func, tangents.first().copied().flatten()?);
        let v = func.op(&EighVectors, Attr::None, &[call.arg(0)]);
        let right = func.op(&MatMul, Attr::None, &[a_t, v]);
        let products = func.op(&Mul, Attr::None, &[v, right]);
        Some(func.op(&Sum, Attr::Axis(0), &[products]))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Eigh, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("eigh_values")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Element(0)
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        no_flops()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn eigh_values(a: &Array2<f64>) -> Array1<f64> { eigvalsh(a) }",
                python: Some("def eigh_values(a):\n    return np.linalg.eigvalsh(a)"),
                inputs: &[("m m", Domain::Separated)],
            },
            Sample {
                rust: "fn eigh_values_upper(a: &Array2<f64>, x: &Array1<f64>) -> Result<f64, LinalgError> { Ok(a.eigvalsh(UPLO::Upper)?.dot(x)) }",
                python: Some(
                    "def eigh_values_upper(a, x: 'vector'):\n    return scipy.linalg.eigvalsh(a.T) @ x",
                ),
                inputs: &[("m m", Domain::Separated), ("m", Domain::Any)],
            },
            // A symmetric matrix by construction, whose eigenvalue 0 is a double one where there are fewer columns.
            Sample {
                rust: "fn eigh_values_product(x: &Array2<f64>) -> f64 { let w = eigvalsh(&x.dot(&x.t())); w.dot(&w) }",
                python: Some(
                    "def eigh_values_product(x):\n    w = np.linalg.eigvalsh(x @ x.T)\n    return w @ w",
                ),
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}

impl Operation for EighVectors {
    fn name(&self) -> &'static str {
        "eigh_vectors"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustTupleFunction("eigh", 1, Component { index: 1, of: 2 }),
            Spelling::RustTupleMethod("eigh", 1, Component { index: 1, of: 2 }),
            Spelling::PythonTupleCall("numpy.linalg.eigh", 1, Component { index: 1, of: 2 }),
            Spelling::PythonTupleCall("scipy.linalg.eigh", 1, Component { index: 1, of: 2 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 3.1"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        square(args, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let w = func.op(&EighValues, Attr::None, &[call.arg(0)]);
        let f = func.op(&Gaps, Attr::None, &[w]);
        let v_t = func.op(&Transpose, Attr::None, &[call.result]);
        let turned = func.op(&MatMul, Attr::None, &[v_t, call.seed]);
        let inner = func.op(&Mul, Attr::None, &[f, turned]);
        let left = func.op(&MatMul, Attr::None, &[call.result, inner]);
        vec![Contribution::plus(0, rotated(func, left, call.result))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = from_lower_entries(func, tangents.first().copied().flatten()?);
        let w = func.op(&EighValues, Attr::None, &[call.arg(0)]);
        let f = func.op(&Gaps, Attr::None, &[w]);
        let v_t = func.op(&Transpose, Attr::None, &[call.result]);
        let right = func.op(&MatMul, Attr::None, &[a_t, call.result]);
        let p = func.op(&MatMul, Attr::None, &[v_t, right]);
        let turn = func.op(&Mul, Attr::None, &[f, p]);
        Some(func.op(&MatMul, Attr::None, &[call.result, turn]))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Eigh, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("eigh_vectors")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Element(1)
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        no_flops()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            // Of vectors whose signs nobody knows, the squares.
            Sample {
                rust: "fn eigh_vectors(a: &Array2<f64>) -> Array2<f64> { let (w, v) = eigh(a); &v * &v * w }",
                python: Some("def eigh_vectors(a):\n    w, v = np.linalg.eigh(a)\n    return v * v * w"),
                inputs: &[("m m", Domain::Separated)],
            },
            Sample {
                rust: "fn eigh_function(a: &Array2<f64>, x: &Array1<f64>) -> Result<Array1<f64>, LinalgError> { let (w, v) = a.eigh(UPLO::Upper)?; Ok(v.dot(&(w.exp() * v.t().dot(x)))) }",
                python: Some(
                    "def eigh_function(a, x: 'vector'):\n    w, v = np.linalg.eigh(a.T)\n    return v @ (np.exp(w) * (v.T @ x))",
                ),
                inputs: &[("m m", Domain::Separated), ("m", Domain::Any)],
            },
        ]
    }
}
