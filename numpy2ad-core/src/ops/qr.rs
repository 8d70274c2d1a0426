//! QR decomposition of a matrix that has at least as many rows as columns, `a = q r`: with `m = r r_aᵀ - q_aᵀ q` and
//! `c` the symmetric matrix of its lower triangle, `a_a += (q_a + q c) r⁻ᵀ`; forwards, with `x = a_t r⁻¹`, `y = qᵀ x` and
//! `ω` the antisymmetric matrix of the lower triangle of `y`, `q_t = x - q (y - ω)` and `r_t = (y - ω) r` (Walter and
//! Lehmann 2010, section 3; Roberts and Roberts 2020, section 3).
//!
//! Where columns depend on each other, `r` has a zero on its diagonal and there is no derivative: it divides by that zero.

use super::decompose::no_flops;
use super::rules::one;
use super::{
    Add, Attr, Call, Component, Contribution, Domain, Fault, Mask, Masked, MatMul, Neg, Operation, Prepared,
    PythonForm, Qr, RustForm, Sample, Solve, Spelling, Sub, Transpose, Upper,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// The orthogonal factor of a QR decomposition.
pub struct QrQ;

/// The triangular factor of a QR decomposition.
pub struct QrR;

fn tall(args: &[Ty]) -> Result<Ty, Fault> {
    let a = one("a QR decomposition", args)?;
    if a.rank() == Rank::Matrix {
        Ok(Ty::new(a.elem, a.shape))
    } else {
        Err(Fault::new("only a matrix has a QR decomposition"))
    }
}

fn transposed(func: &mut Func, a: Value) -> Value {
    func.op(&Transpose, Attr::None, &[a])
}

/// The symmetric matrix of the lower triangle of `m`.
fn mirrored(func: &mut Func, m: Value) -> Value {
    let half = func.op(&Masked, Attr::Mask(Mask::LowerHalf), &[m]);
    let half_t = transposed(func, half);
    func.op(&Add, Attr::None, &[half, half_t])
}

/// `x r⁻ᵀ`
fn divided(func: &mut Func, x: Value, r: Value) -> Value {
    let r = func.op(&Upper, Attr::Unchecked, &[r]);
    let x_t = transposed(func, x);
    let solved = func.op(&Solve, Attr::None, &[r, x_t]);
    transposed(func, solved)
}

/// `x = a_t r⁻¹` and the upper triangular `y - ω`.
fn moved(func: &mut Func, a_t: Value, q: Value, r: Value) -> (Value, Value) {
    let r = func.op(&Upper, Attr::Unchecked, &[r]);
    let rhs = transposed(func, a_t);
    let x_t = func.op(&Solve, Attr::Transposed, &[r, rhs]);
    let x = transposed(func, x_t);
    let q_t = transposed(func, q);
    let y = func.op(&MatMul, Attr::None, &[q_t, x]);
    // Above the diagonal y + yᵀ, on it y, below it nothing.
    let below = func.op(&Masked, Attr::Mask(Mask::StrictLower), &[y]);
    let above = transposed(func, below);
    let rest = func.op(&Sub, Attr::None, &[y, below]);
    (x, func.op(&Add, Attr::None, &[rest, above]))
}

impl Operation for QrQ {
    fn name(&self) -> &'static str {
        "qr_q"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustTupleFunction("qr", 1, Component { index: 0, of: 2 }),
            Spelling::RustTupleMethod("qr", 0, Component { index: 0, of: 2 }),
            Spelling::PythonTupleCall("numpy.linalg.qr", 1, Component { index: 0, of: 2 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Walter and Lehmann (2010), section 3; Roberts and Roberts (2020), section 3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        tall(args)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let r = func.op(&QrR, Attr::None, &[call.arg(0)]);
        let seed_t = transposed(func, call.seed);
        let product = func.op(&MatMul, Attr::None, &[seed_t, call.result]);
        let m = func.op(&Neg, Attr::None, &[product]);
        let c = mirrored(func, m);
        let turned = func.op(&MatMul, Attr::None, &[call.result, c]);
        let sum = func.op(&Add, Attr::None, &[call.seed, turned]);
        vec![Contribution::plus(0, divided(func, sum, r))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        let r = func.op(&QrR, Attr::None, &[call.arg(0)]);
        let (x, upper) = moved(func, a_t, call.result, r);
        let along = func.op(&MatMul, Attr::None, &[call.result, upper]);
        Some(func.op(&Sub, Attr::None, &[x, along]))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Qr, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("qr_q")
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
                rust: "fn qr_both(a: &Array2<f64>) -> Array2<f64> { let (q, r) = qr(a); (&q * &q).dot(&(&r * &r)) }",
                python: Some("def qr_both(a):\n    q, r = np.linalg.qr(a)\n    return (q * q) @ (r * r)"),
                inputs: &[("m+n n", Domain::Separated)],
            },
            Sample {
                rust: "fn qr_projected(a: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> { let (q, _) = a.qr()?; Ok(q.dot(&q.t().dot(y))) }",
                python: Some(
                    "def qr_projected(a, y: 'vector'):\n    q = np.linalg.qr(a)[0]\n    return q @ (q.T @ y)",
                ),
                inputs: &[("m+n n", Domain::Separated), ("m+n", Domain::Any)],
            },
        ]
    }
}

impl Operation for QrR {
    fn name(&self) -> &'static str {
        "qr_r"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustTupleFunction("qr", 1, Component { index: 1, of: 2 }),
            Spelling::RustTupleMethod("qr", 0, Component { index: 1, of: 2 }),
            Spelling::PythonTupleCall("numpy.linalg.qr", 1, Component { index: 1, of: 2 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Walter and Lehmann (2010), section 3; Roberts and Roberts (2020), section 3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let a = tall(args)?;
        match a.shape {
            Shape::Matrix(_, n) => Ok(Ty::new(a.elem, Shape::Matrix(n, n))),
            _ => Ok(a),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let q = func.op(&QrQ, Attr::None, &[call.arg(0)]);
        let seed_t = transposed(func, call.seed);
        let m = func.op(&MatMul, Attr::None, &[call.result, seed_t]);
        let c = mirrored(func, m);
        let turned = func.op(&MatMul, Attr::None, &[q, c]);
        vec![Contribution::plus(0, divided(func, turned, call.result))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        let q = func.op(&QrQ, Attr::None, &[call.arg(0)]);
        let (_, upper) = moved(func, a_t, q, call.result);
        Some(func.op(&MatMul, Attr::None, &[upper, call.result]))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Qr, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("qr_r")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Element(1)
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        no_flops()
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            rust: "fn qr_triangle(a: &Array2<f64>) -> Array2<f64> { let (_, r) = qr(a); &r * &r }",
            python: Some("def qr_triangle(a):\n    r = np.linalg.qr(a)[1]\n    return r * r"),
            inputs: &[("m+n n", Domain::Separated)],
        }]
    }
}
