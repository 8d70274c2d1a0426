//! Thin singular value decomposition, `a = u diag(s) vᵀ`. With `f_ij = 1 / (s_j² - s_i²)`, `g = uᵀ u_a` and `h = vᵀ v_a`,
//! `a_a += u diag(s_a) vᵀ`, `+= (u (f ∘ (g - gᵀ)) diag(s) + (u_a - u g) diag(1/s)) vᵀ` and
//! `+= u (diag(s) (f ∘ (h - hᵀ)) vᵀ + diag(1/s) (v_aᵀ - hᵀ vᵀ))`; forwards, with `p = uᵀ a_t v`, `s_t = diag p`,
//! `u_t = u (f ∘ (p diag(s) + diag(s) pᵀ)) + (a_t v - u p) diag(1/s)` and the same for `v` with `aᵀ` (Townsend 2016,
//! equations 17 to 26).
//!
//! Where singular values are equal, `f` is 0, as for eigenvectors. The vectors of a singular value 0 have no derivative: it
//! divides by that zero. Singular values of 0 have kinks.

use super::decompose::no_flops;
use super::rules::one;
use super::{
    Add, Attr, Call, Component, Contribution, Div, Domain, Fault, Gaps, MatMul, Mul, Operation, Prepared,
    PythonForm, RustForm, Sample, Spelling, Square, Sub, Sum, Svd, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// The left singular vectors, one in each column.
pub struct SvdU;

/// The singular values in descending order.
pub struct SvdS;

/// The right singular vectors, one in each row.
pub struct SvdVt;

/// The axes of the matrix and the number of its singular values.
fn axes(args: &[Ty], dims: &mut Dims) -> Result<(Ty, [crate::ty::Dim; 3]), Fault> {
    let a = one("a singular value decomposition", args)?;
    match a.shape {
        // A square matrix has as many as rows; of any other, nobody knows which of its axes is the shorter.
        Shape::Matrix(m, n) if dims.find(m) == dims.find(n) => Ok((a, [m, n, n])),
        Shape::Matrix(m, n) => Ok((a, [m, n, dims.fresh()])),
        _ => Err(Fault::new("only a matrix has singular values")),
    }
}

fn transposed(func: &mut Func, a: Value) -> Value {
    func.op(&Transpose, Attr::None, &[a])
}

fn product(func: &mut Func, a: Value, b: Value) -> Value {
    func.op(&MatMul, Attr::None, &[a, b])
}

/// `f ∘ (g - gᵀ)`
fn turned(func: &mut Func, s: Value, g: Value) -> Value {
    let squares = func.op(&Square, Attr::None, &[s]);
    let f = func.op(&Gaps, Attr::None, &[squares]);
    let g_t = transposed(func, g);
    let difference = func.op(&Sub, Attr::None, &[g, g_t]);
    func.op(&Mul, Attr::None, &[f, difference])
}

/// The tangent of `u` where `a = u diag(s) vt` moves by `a_t`: that of the other vectors with everything transposed.
fn vectors_tangent(func: &mut Func, a_t: Value, u: Value, s: Value, vt: Value) -> Value {
    let v = transposed(func, vt);
    let right = product(func, a_t, v);
    let u_t = transposed(func, u);
    let p = product(func, u_t, right);
    let scaled = func.op(&Mul, Attr::None, &[p, s]);
    let scaled_t = transposed(func, scaled);
    let sum = func.op(&Add, Attr::None, &[scaled, scaled_t]);
    let squares = func.op(&Square, Attr::None, &[s]);
    let f = func.op(&Gaps, Attr::None, &[squares]);
    let turn = func.op(&Mul, Attr::None, &[f, sum]);
    let along = product(func, u, turn);
    let own = product(func, u, p);
    let outside = func.op(&Sub, Attr::None, &[right, own]);
    let outside = func.op(&Div, Attr::None, &[outside, s]);
    func.op(&Add, Attr::None, &[along, outside])
}

impl Operation for SvdU {
    fn name(&self) -> &'static str {
        "svd_u"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustTupleFunction("svd", 1, Component { index: 0, of: 3 }),
            Spelling::PythonTupleCall("numpy.linalg.svd", 1, Component { index: 0, of: 3 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Townsend (2016)"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, [m, _, k]) = axes(args, dims)?;
        Ok(Ty::new(a.elem, Shape::Matrix(m, k)))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (u, u_a) = (call.result, call.seed);
        let s = func.op(&SvdS, Attr::None, &[call.arg(0)]);
        let vt = func.op(&SvdVt, Attr::None, &[call.arg(0)]);
        let u_t = transposed(func, u);
        let g = product(func, u_t, u_a);
        let turn = turned(func, s, g);
        let inner = func.op(&Mul, Attr::None, &[turn, s]);
        let along = product(func, u, inner);
        let own = product(func, u, g);
        let outside = func.op(&Sub, Attr::None, &[u_a, own]);
        let outside = func.op(&Div, Attr::None, &[outside, s]);
        let left = func.op(&Add, Attr::None, &[along, outside]);
        vec![Contribution::plus(0, product(func, left, vt))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        let s = func.op(&SvdS, Attr::None, &[call.arg(0)]);
        let vt = func.op(&SvdVt, Attr::None, &[call.arg(0)]);
        Some(vectors_tangent(func, a_t, call.result, s, vt))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Svd, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("svd_u")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Element(0)
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        no_flops()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            // Of vectors whose signs nobody knows, the squares.
            Sample {
                rust: "fn svd_left(a: &Array2<f64>) -> Array2<f64> { let (u, _, _) = svd(a); &u * &u }",
                python: Some(
                    "def svd_left(a):\n    u = np.linalg.svd(a, full_matrices=False)[0]\n    return u * u",
                ),
                inputs: &[("m n", Domain::Separated)],
            },
            Sample {
                rust: "fn svd_all(a: &Array2<f64>) -> Array2<f64> { let (u, s, vt) = svd(a); (u * s.exp()).dot(&vt) }",
                python: Some(
                    "def svd_all(a):\n    u, s, vt = np.linalg.svd(a, full_matrices=False)\n    return (u * np.exp(s)) @ vt",
                ),
                inputs: &[("m n", Domain::Separated)],
            },
        ]
    }
}

impl Operation for SvdS {
    fn name(&self) -> &'static str {
        "svd_s"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("svdvals", 1, Attr::None),
            Spelling::RustTupleFunction("svd", 1, Component { index: 1, of: 3 }),
            Spelling::PythonCall("scipy.linalg.svdvals", 1, Attr::None),
            Spelling::PythonCall("numpy.linalg.svdvals", 1, Attr::None),
            Spelling::PythonTupleCall("numpy.linalg.svd", 1, Component { index: 1, of: 3 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 3.3; Townsend (2016)"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, [_, _, k]) = axes(args, dims)?;
        Ok(Ty::new(a.elem, Shape::Vector(k)))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let u = func.op(&SvdU, Attr::None, &[call.arg(0)]);
        let vt = func.op(&SvdVt, Attr::None, &[call.arg(0)]);
        let left = func.op(&Mul, Attr::None, &[u, call.seed]);
        vec![Contribution::plus(0, product(func, left, vt))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        let u = func.op(&SvdU, Attr::None, &[call.arg(0)]);
        let vt = func.op(&SvdVt, Attr::None, &[call.arg(0)]);
        let v = transposed(func, vt);
        let right = product(func, a_t, v);
        let products = func.op(&Mul, Attr::None, &[u, right]);
        Some(func.op(&Sum, Attr::Axis(0), &[products]))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Svd, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("svd_s")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Element(1)
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        no_flops()
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            rust: "fn svd_values(a: &Array2<f64>) -> Array1<f64> { svdvals(a) }",
            python: Some("def svd_values(a):\n    return scipy.linalg.svdvals(a)"),
            inputs: &[("m n", Domain::Separated)],
        }]
    }
}

impl Operation for SvdVt {
    fn name(&self) -> &'static str {
        "svd_vt"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustTupleFunction("svd", 1, Component { index: 2, of: 3 }),
            Spelling::PythonTupleCall("numpy.linalg.svd", 1, Component { index: 2, of: 3 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Townsend (2016)"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, [_, n, k]) = axes(args, dims)?;
        Ok(Ty::new(a.elem, Shape::Matrix(k, n)))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (vt, vt_a) = (call.result, call.seed);
        let s = func.op(&SvdS, Attr::None, &[call.arg(0)]);
        let u = func.op(&SvdU, Attr::None, &[call.arg(0)]);
        let v_a = transposed(func, vt_a);
        let h = product(func, vt, v_a);
        let turn = turned(func, s, h);
        let scaled = func.op(&Mul, Attr::None, &[u, s]);
        let inner = product(func, scaled, turn);
        let along = product(func, inner, vt);
        let h_t = transposed(func, h);
        let own = product(func, h_t, vt);
        let outside = func.op(&Sub, Attr::None, &[vt_a, own]);
        let divided = func.op(&Div, Attr::None, &[u, s]);
        let outside = product(func, divided, outside);
        vec![Contribution::plus(0, func.op(&Add, Attr::None, &[along, outside]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        let s = func.op(&SvdS, Attr::None, &[call.arg(0)]);
        let u = func.op(&SvdU, Attr::None, &[call.arg(0)]);
        let (a_t_t, u_t, v) = (transposed(func, a_t), transposed(func, u), transposed(func, call.result));
        let v_t = vectors_tangent(func, a_t_t, v, s, u_t);
        Some(transposed(func, v_t))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        Prepared::by(&Svd, attr)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("svd_vt")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Element(2)
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        no_flops()
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            rust: "fn svd_right(a: &Array2<f64>) -> Array2<f64> { let (_, _, vt) = svd(a); &vt * &vt }",
            python: Some(
                "def svd_right(a):\n    vt = np.linalg.svd(a, full_matrices=False)[2]\n    return vt * vt",
            ),
            inputs: &[("m n", Domain::Separated)],
        }]
    }
}
