//! Determinant, `y = det a`: `a_a += y_a · cof(a)` with the matrix of cofactors, which is `det(a) a⁻ᵀ` for a regular
//! matrix (Giles 2008, section 2.2.4) and exists for a singular one as well (Magnus and Neudecker 2019, section 8.3).
//!
//! The cofactors of `a = u s vᵀ` are `det(u vᵀ) u c vᵀ` with `c_i` the product of all other singular values, and their
//! derivative in the direction `x` is `det(u vᵀ) u d vᵀ` where, with `b = uᵀ x v` and `c_ij` the product of all but
//! two, `d_ii = Σ c_ij b_jj` and `d_ij = -c_ij b_ji`: the minors of a diagonal matrix.

use super::rules::{one, two};
use super::{
    Add, Attr, Call, Contribution, Domain, Fault, Inv, MatMul, Mul, Operation, PythonForm, RustForm, Sample,
    Spelling, Sub, Sum, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Determinant of a square matrix.
pub struct Det;

/// The cofactors of a square matrix.
pub struct Cofactors;

/// The derivative of the cofactors of the first operand in the direction of the second.
pub struct CofactorsMoved;

fn square(what: &str, a: Ty, dims: &mut Dims) -> Result<(), Fault> {
    match a.shape {
        Shape::Matrix(m, n) => {
            dims.unify(m, n);
            Ok(())
        }
        _ => Err(Fault::new(format!("only a matrix has {what}"))),
    }
}

fn cubes(coefficient: f64, args: &[Ty], dims: &Dims) -> Flops {
    let axes = args.first().map(|a| a.axes()).unwrap_or_default();
    let cube: Vec<_> = axes.iter().chain(axes.first()).copied().collect();
    Flops::product(coefficient, &cube, dims)
}

impl Operation for Det {
    fn name(&self) -> &'static str {
        "det"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("det", 1, Attr::None),
            Spelling::RustFallibleMethod("det", 0),
            Spelling::PythonCall("numpy.linalg.det", 1, Attr::None),
            Spelling::PythonCall("scipy.linalg.det", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.2.4; Magnus and Neudecker (2019), section 8.3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a determinant", args)?;
        square("a determinant", a, dims)?;
        Ok(Ty::scalar(a.elem))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let cofactors = func.op(&Cofactors, Attr::None, &[call.arg(0)]);
        vec![Contribution::plus(0, func.op(&Mul, Attr::None, &[call.seed, cofactors]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        let cofactors = func.op(&Cofactors, Attr::None, &[call.arg(0)]);
        let product = func.op(&Mul, Attr::None, &[cofactors, a_t]);
        Some(func.op(&Sum, Attr::All, &[product]))
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function(if attr == Attr::Fallible { "try_det" } else { "det" })
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.linalg.det")
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        cubes(2.0 / 3.0, args, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn det_function(a: &Array2<f64>) -> f64 { det(a) }",
                python: Some("def det_function(a):\n    return np.linalg.det(a)"),
                inputs: &[("m m", Domain::Any)],
            },
            Sample {
                rust: "fn det_method(a: &Array2<f64>, s: f64) -> Result<f64, LinalgError> { Ok(s * a.det()?) }",
                python: None,
                inputs: &[("m m", Domain::Invertible), ("", Domain::Any)],
            },
            // Of rank 2 and less: the determinant of 3 × 3 is 0, and its derivative is not.
            Sample {
                rust: "fn det_singular(x: &Array2<f64>, y: &Array2<f64>) -> f64 { det(&(x.dot(&x.t()) + x.dot(y))) }",
                python: Some("def det_singular(x, y):\n    return np.linalg.det(x @ x.T + x @ y)"),
                inputs: &[("3 2", Domain::Any), ("2 3", Domain::Any)],
            },
        ]
    }
}

impl Operation for Cofactors {
    fn name(&self) -> &'static str {
        "cofactors"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "Magnus and Neudecker (2019), section 8.3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a matrix of cofactors", args)?;
        square("cofactors", a, dims)?;
        Ok(Ty::new(a.elem, a.shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        // The second derivative of the determinant is symmetric.
        let value = func.op(&CofactorsMoved, Attr::None, &[call.arg(0), call.seed]);
        vec![Contribution::plus(0, value)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        Some(func.op(&CofactorsMoved, Attr::None, &[call.arg(0), a_t]))
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("cofactors")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Template(
            "(lambda u, s, vt: np.linalg.det(u @ vt) * (u * [np.prod(np.delete(s, i)) for i in range(len(s))]) @ vt)(*np.linalg.svd({}))",
        )
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        // A factorisation and an inverse, where the matrix is not nearly singular.
        cubes(2.0, args, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}

impl Operation for CofactorsMoved {
    fn name(&self) -> &'static str {
        "cofactors_moved"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "Magnus and Neudecker (2019), section 8.3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, x) = two("a derivative of cofactors", args)?;
        square("cofactors", a, dims)?;
        square("cofactors", x, dims)?;
        a.axes().into_iter().zip(x.axes()).for_each(|(a, x)| dims.unify(a, x));
        Ok(Ty::new(a.elem, a.shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let to_a = third(func, call.arg(0), call.arg(1), call.seed);
        let to_x = func.op(&CofactorsMoved, Attr::None, &[call.arg(0), call.seed]);
        vec![Contribution::plus(0, to_a), Contribution::plus(1, to_x)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let of_a = tangents.first().copied().flatten().map(|a_t| third(func, call.arg(0), call.arg(1), a_t));
        let of_x = tangents.get(1).copied().flatten();
        let of_x = of_x.map(|x_t| func.op(&CofactorsMoved, Attr::None, &[call.arg(0), x_t]));
        match (of_a, of_x) {
            (Some(of_a), Some(of_x)) => Some(func.op(&Add, Attr::None, &[of_a, of_x])),
            (one, other) => one.or(other),
        }
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("cofactors_moved")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Template(
            "(lambda u, s, vt, x: (lambda b, c: np.linalg.det(u @ vt) * u @ (np.diag(c @ np.diag(b)) - c * b.T) @ vt)(u.T @ x @ vt.T, np.reshape([np.prod(np.delete(s, (i, j))) if i != j else 0.0 for i in range(len(s)) for j in range(len(s))], 2 * s.shape)))(*np.linalg.svd({0}), {1})",
        )
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        // A singular value decomposition (Golub and Van Loan 2013, figure 8.6.1) and four products.
        cubes(29.0, args, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}

/// The third derivative of the determinant in two directions, of a regular matrix: with `p = a⁻ᵀ`, `p_x = p xᵀ p` and
/// `⟨p, x⟩` for traces, `det a` times `⟨p, x⟩⟨p, y⟩ p - ⟨p, x⟩ p_y - ⟨p, y⟩ p_x - ⟨p_x, y⟩ p + p_x yᵀ p + p_y xᵀ p`.
fn third(func: &mut Func, a: Value, x: Value, y: Value) -> Value {
    let inverse = func.op(&Inv, Attr::None, &[a]);
    let p = func.op(&Transpose, Attr::None, &[inverse]);
    let inner = |func: &mut Func, a, b| {
        let product = func.op(&Mul, Attr::None, &[a, b]);
        func.op(&Sum, Attr::All, &[product])
    };
    let between = |func: &mut Func, left, x| {
        let x_t = func.op(&Transpose, Attr::None, &[x]);
        let product = func.op(&MatMul, Attr::None, &[left, x_t]);
        func.op(&MatMul, Attr::None, &[product, p])
    };
    let (of_x, of_y) = (inner(func, p, x), inner(func, p, y));
    let (p_x, p_y) = (between(func, p, x), between(func, p, y));
    let both = func.op(&Mul, Attr::None, &[of_x, of_y]);
    let crossed = inner(func, p_x, y);
    let own = func.op(&Sub, Attr::None, &[both, crossed]);
    let mut sum = func.op(&Mul, Attr::None, &[own, p]);
    for (scale, matrix) in [(of_x, p_y), (of_y, p_x)] {
        let term = func.op(&Mul, Attr::None, &[scale, matrix]);
        sum = func.op(&Sub, Attr::None, &[sum, term]);
    }
    for (left, direction) in [(p_x, y), (p_y, x)] {
        let term = between(func, left, direction);
        sum = func.op(&Add, Attr::None, &[sum, term]);
    }
    let det = func.op(&Det, Attr::None, &[a]);
    func.op(&Mul, Attr::None, &[det, sum])
}
