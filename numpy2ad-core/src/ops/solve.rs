//! Solution of a linear system with a factorised matrix, `x = a⁻¹ b`: with `p = a⁻ᵀ x_a`, `b_a += p` and
//! `a_a -= p xᵀ`; transposed, `x = a⁻ᵀ b`: with `p = a⁻¹ x_a`, `b_a += p` and `a_a -= x pᵀ` (Giles 2008, section
//! 2.3.1). The first operand is a factorisation, whose adjoint is its matrix's: the front ends put it there, and of a
//! triangular system the triangle before it, so that what is not read has no derivative.

use super::rules::{common_elem, two};
use super::{
    Attr, Call, Contribution, Domain, Factors, Fault, Lower, Mask, Masked, MatMul, Neg, Operation, Outer,
    Prepared, PythonForm, RustForm, Sample, Spelling, Sub, Transpose, Upper,
};
use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Rank, Shape, Structure, Ty};

/// Solution of a linear system with one or several right-hand sides.
pub struct Solve;

impl Operation for Solve {
    fn name(&self) -> &'static str {
        "solve"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("solve", 2, Attr::None),
            Spelling::RustFunction("solve_t", 2, Attr::Transposed),
            Spelling::RustFunction("solve_lower", 2, Attr::Mask(Mask::Lower)),
            Spelling::RustFunction("solve_upper", 2, Attr::Mask(Mask::Upper)),
            Spelling::RustFallibleMethod("solve", 1),
            Spelling::RustFallibleMethod("solve_t", 1),
            Spelling::RustFallibleMethod("solve_triangular", 3),
            Spelling::PythonCall("numpy.linalg.solve", 2, Attr::None),
            Spelling::PythonCall("scipy.linalg.solve", 2, Attr::None),
            Spelling::PythonCall("scipy.linalg.solve_triangular", 2, Attr::Mask(Mask::Upper)),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.3.1"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, b) = two("a solution", args)?;
        let elem = common_elem("the solution", a.elem, b.elem)?;
        match (a.shape, b.shape) {
            (Shape::Matrix(m, n), Shape::Vector(k) | Shape::Matrix(k, _)) => {
                dims.unify(m, n);
                dims.unify(n, k);
                Ok(Ty::new(elem, b.shape))
            }
            _ => Err(Fault::new("a linear system is a matrix and right-hand sides")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let p = func.op(&Solve, other(call.attr), &[call.arg(0), call.seed]);
        let (left, right) = if call.attr == Attr::Transposed { (call.result, p) } else { (p, call.result) };
        let to_a = if func.rank(p) == Rank::Vector {
            func.op(&Outer, Attr::None, &[left, right])
        } else {
            let right_t = func.op(&Transpose, Attr::None, &[right]);
            func.op(&MatMul, Attr::None, &[left, right_t])
        };
        vec![Contribution { arg: 0, sign: Sign::Minus, value: to_a }, Contribution::plus(1, p)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let (a_t, b_t) = (tangents.first().copied().flatten(), tangents.get(1).copied().flatten());
        let moved = a_t.map(|a_t| {
            let a_t =
                if call.attr == Attr::Transposed { func.op(&Transpose, Attr::None, &[a_t]) } else { a_t };
            func.op(&MatMul, Attr::None, &[a_t, call.result])
        });
        let rhs = match (b_t, moved) {
            (Some(b_t), Some(moved)) => func.op(&Sub, Attr::None, &[b_t, moved]),
            (Some(b_t), None) => b_t,
            (None, moved) => func.op(&Neg, Attr::None, &[moved?]),
        };
        Some(func.op(&Solve, call.attr, &[call.arg(0), rhs]))
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        match attr {
            // Of the other triangle nothing is read.
            Attr::Mask(part) => {
                let triangle: &'static dyn Operation = if part == Mask::Upper { &Upper } else { &Lower };
                Some(Prepared { steps: vec![(&Masked, attr), (triangle, Attr::None)], then: Attr::None })
            }
            _ => Prepared::by(&Factors, attr),
        }
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let plain = match (attr, ranks.get(1)) {
            (Attr::Transposed, Some(Rank::Vector)) => "solve_t_vec",
            (Attr::Transposed, _) => "solve_t",
            (_, Some(Rank::Vector)) => "solve_vec",
            _ => "solve",
        };
        RustForm::Kernel { plain, accumulate: None }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Solved { transposed: attr == Attr::Transposed }
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // Two triangular solves, n² flops each for each right-hand side (Golub and Van Loan 2013, section 3.1).
        let mut axes = result.axes();
        let structure = args.first().map(|a| a.structure).unwrap_or_default();
        if structure == Structure::Diagonal {
            return Flops::product(1.0, &axes, dims);
        }
        axes.extend(args.first().and_then(|a| a.axes().first().copied()));
        let triangles = if matches!(structure, Structure::Lower | Structure::Upper) { 1.0 } else { 2.0 };
        Flops::product(triangles, &axes, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn solve_vector(a: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> { solve(a, b) }",
                python: Some("def solve_vector(a, b: 'vector'):\n    return np.linalg.solve(a, b)"),
                inputs: &[("m m", Domain::Invertible), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn solve_matrix(a: &Array2<f64>, b: &Array2<f64>) -> Result<Array2<f64>, LinalgError> { Ok(a.solve(&(b * 2.0))?) }",
                python: Some("def solve_matrix(a, b):\n    return scipy.linalg.solve(a, b * 2.0)"),
                inputs: &[("m m", Domain::Invertible), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn solve_transposed(a: &Array2<f64>, b: &Array1<f64>, c: &Array2<f64>) -> Result<Array2<f64>, LinalgError> { let x = a.solve_t(b)?; Ok(solve_t(a, c) * x.dot(&a.solve(b)?)) }",
                python: Some(
                    "def solve_transposed(a, b: 'vector', c):\n    return np.linalg.solve(a.T, c) * (np.linalg.solve(a.T, b) @ np.linalg.solve(a, b))",
                ),
                inputs: &[("m m", Domain::Invertible), ("m", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn solve_chain(a: &Array2<f64>, b: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { solve(a, &b.dot(x)) + inv(a).dot(x) }",
                python: Some(
                    "def solve_chain(a, b, x: 'vector'):\n    return np.linalg.solve(a, b @ x) + np.linalg.inv(a) @ x",
                ),
                inputs: &[("m m", Domain::Invertible), ("m m", Domain::Any), ("m", Domain::Any)],
            },
            // Whatever stands in the other triangle is not read, and has no derivative.
            Sample {
                rust: "fn solve_lower_vector(l: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> { solve_lower(l, b) }",
                python: Some(
                    "def solve_lower_vector(l, b: 'vector'):\n    return scipy.linalg.solve_triangular(l, b, lower=True)",
                ),
                inputs: &[("m m", Domain::Invertible), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn solve_upper_transposed(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { solve_upper(&l.t(), b) + solve_upper(l, b) }",
                python: Some(
                    "def solve_upper_transposed(l, b):\n    return scipy.linalg.solve_triangular(l, b, trans=1, lower=True) + scipy.linalg.solve_triangular(l, b)",
                ),
                inputs: &[("m m", Domain::Invertible), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn solve_triangular_try(l: &Array2<f64>, b: &Array2<f64>) -> Result<Array2<f64>, LinalgError> { let x = l.solve_triangular(UPLO::Upper, Diag::NonUnit, b)?; Ok(l.solve_triangular(UPLO::Lower, Diag::NonUnit, &x)?) }",
                python: None,
                inputs: &[("m m", Domain::Invertible), ("m n", Domain::Any)],
            },
        ]
    }
}

/// The form with the transposed matrix, of either.
fn other(attr: Attr) -> Attr {
    if attr == Attr::Transposed { Attr::None } else { Attr::Transposed }
}
