//! Matrix product of every pair of ranks, `y = a · b`: `a_a += y_a · bᵀ`, `b_a += aᵀ · y_a` (Giles 2008,
//! section 2.2.2). Where one operand is a vector the product that is a matrix becomes an outer product, and
//! where both are, the seed is a number.

use super::rules::{bilinear_tangent, common_elem, kernel, two};
use super::{
    Attr, Call, Component, Contribution, Domain, Fault, Mul, Operation, Outer, Pinv, Prepared, PythonForm,
    RustForm, Sample, Spelling, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Structure, Ty};

/// Product of matrices and vectors.
pub struct MatMul;

fn structured_left(structure: Structure) -> RustForm {
    match structure {
        Structure::Lower => kernel("lower_mat_mul", ("add_lower_mat_mul", "sub_lower_mat_mul")),
        Structure::Upper => kernel("upper_mat_mul", ("add_upper_mat_mul", "sub_upper_mat_mul")),
        Structure::Diagonal => kernel("diag_mat_mul", ("add_diag_mat_mul", "sub_diag_mat_mul")),
        _ => kernel("mat_mul", ("add_mat_mul", "sub_mat_mul")),
    }
}

fn structured_right(structure: Structure) -> RustForm {
    match structure {
        Structure::Lower => kernel("mat_lower_mul", ("add_mat_lower_mul", "sub_mat_lower_mul")),
        Structure::Upper => kernel("mat_upper_mul", ("add_mat_upper_mul", "sub_mat_upper_mul")),
        Structure::Diagonal => kernel("mat_diag_mul", ("add_mat_diag_mul", "sub_mat_diag_mul")),
        _ => kernel("mat_mul", ("add_mat_mul", "sub_mat_mul")),
    }
}

fn structured_vector(structure: Structure) -> RustForm {
    match structure {
        Structure::Lower => kernel("lower_mat_vec", ("add_lower_mat_vec", "sub_lower_mat_vec")),
        Structure::Upper => kernel("upper_mat_vec", ("add_upper_mat_vec", "sub_upper_mat_vec")),
        Structure::Diagonal => kernel("diag_mat_vec", ("add_diag_mat_vec", "sub_diag_mat_vec")),
        _ => kernel("mat_vec", ("add_mat_vec", "sub_mat_vec")),
    }
}

impl Operation for MatMul {
    fn name(&self) -> &'static str {
        "matmul"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("dot", 1, Attr::None),
            Spelling::PythonInfix("@"),
            Spelling::PythonCall("numpy.dot", 2, Attr::None),
            Spelling::PythonCall("numpy.matmul", 2, Attr::None),
            Spelling::PythonMethod("dot", 1, Attr::None),
            Spelling::RustFunction("lstsq", 2, Attr::LeastSquares),
            Spelling::PythonTupleCall("numpy.linalg.lstsq", 2, Component { index: 0, of: 4 }),
            Spelling::PythonTupleCall("scipy.linalg.lstsq", 2, Component { index: 0, of: 4 }),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.2.2"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let factors = if attr == Attr::Mirrored { args.get(..2).unwrap_or(args) } else { args };
        let (a, b) = two("a product", factors)?;
        let elem = common_elem("the product", a.elem, b.elem)?;
        let shape = match (a.shape, b.shape) {
            (Shape::Matrix(m, k), Shape::Matrix(l, n)) => {
                dims.unify(k, l);
                Shape::Matrix(m, n)
            }
            (Shape::Matrix(m, k), Shape::Vector(l)) => {
                dims.unify(k, l);
                Shape::Vector(m)
            }
            (Shape::Vector(k), Shape::Matrix(l, n)) => {
                dims.unify(k, l);
                Shape::Vector(n)
            }
            (Shape::Vector(k), Shape::Vector(l)) => {
                dims.unify(k, l);
                Shape::Scalar
            }
            (Shape::Scalar, _) | (_, Shape::Scalar) => {
                return Err(Fault::with_help(
                    "a matrix product needs arrays, and this operand is a scalar",
                    "multiply by a scalar with `*`",
                ));
            }
        };
        Ok(Ty::new(elem, shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (a, b, seed) = (call.arg(0), call.arg(1), call.seed);
        let (to_a, to_b) = match (func.rank(a), func.rank(b)) {
            (Rank::Vector, Rank::Vector) => {
                (func.op(&Mul, Attr::None, &[b, seed]), func.op(&Mul, Attr::None, &[a, seed]))
            }
            (rank_a, rank_b) => {
                let to_a = if rank_b == Rank::Vector {
                    func.op(&Outer, Attr::None, &[seed, b])
                } else {
                    let b_t = func.op(&Transpose, Attr::None, &[b]);
                    func.op(&MatMul, Attr::None, &[seed, b_t])
                };
                let to_b = if rank_a == Rank::Vector {
                    func.op(&Outer, Attr::None, &[a, seed])
                } else {
                    let a_t = func.op(&Transpose, Attr::None, &[a]);
                    func.op(&MatMul, Attr::None, &[a_t, seed])
                };
                (to_a, to_b)
            }
        };
        vec![Contribution::plus(0, to_a), Contribution::plus(1, to_b)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        // What is known of a factor, or of the product, is not known of its tangent.
        let known = matches!(call.attr, Attr::Left(_) | Attr::Right(_) | Attr::Symmetric | Attr::Mirrored);
        let attr = if known { Attr::None } else { call.attr };
        bilinear_tangent(func, &MatMul, &Call { attr, ..call.clone() }, tangents)
    }

    fn prepared(&self, attr: Attr) -> Option<Prepared> {
        // Least squares: the product with the pseudoinverse.
        (attr == Attr::LeastSquares).then(|| Prepared { steps: vec![(&Pinv, Attr::None)], then: Attr::None })
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        match (attr, ranks) {
            (Attr::Left(structure), [_, Rank::Vector]) => structured_vector(structure),
            (Attr::Left(structure), _) => structured_left(structure),
            (Attr::Right(structure), _) => structured_right(structure),
            (Attr::Symmetric, _) => kernel("sym_mat_mul", ("add_sym_mat_mul", "sub_sym_mat_mul")),
            (Attr::Mirrored, _) => {
                kernel("mirrored_mat_mul", ("add_mirrored_mat_mul", "sub_mirrored_mat_mul"))
            }
            (_, [Rank::Matrix, Rank::Vector]) => kernel("mat_vec", ("add_mat_vec", "sub_mat_vec")),
            (_, [Rank::Vector, Rank::Matrix]) => kernel("vec_mat", ("add_vec_mat", "sub_vec_mat")),
            (_, [Rank::Vector, Rank::Vector]) => RustForm::Kernel { plain: "vec_vec", accumulate: None },
            _ => kernel("mat_mul", ("add_mat_mul", "sub_mat_mul")),
        }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        let _ = attr;
        PythonForm::Infix("@")
    }

    fn flops(&self, attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let mut axes = result.axes();
        // What a diagonal is multiplied with is scaled, once an element.
        if matches!(attr, Attr::Left(Structure::Diagonal) | Attr::Right(Structure::Diagonal)) {
            return Flops::product(1.0, &axes, dims);
        }
        axes.extend(args.first().and_then(|a| a.axes().last().copied()));
        // Of a triangle, and of a symmetric product, one half is looked at.
        let each = if matches!(attr, Attr::Left(_) | Attr::Right(_) | Attr::Symmetric) { 1.0 } else { 2.0 };
        Flops::product(each, &axes, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn dot_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a.dot(b) }",
                python: Some("def dot_mm(a, b):\n    return a @ b"),
                inputs: &[("m k", Domain::Any), ("k n", Domain::Any)],
            },
            Sample {
                rust: "fn dot_mv(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { a.dot(x) }",
                python: Some("def dot_mv(a, x: 'vector'):\n    return a @ x"),
                inputs: &[("m k", Domain::Any), ("k", Domain::Any)],
            },
            Sample {
                rust: "fn dot_vm(x: &Array1<f64>, a: &Array2<f64>) -> Array1<f64> { x.dot(a) }",
                python: Some("def dot_vm(x: 'vector', a):\n    return x @ a"),
                inputs: &[("m", Domain::Any), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn dot_vv(x: &Array1<f64>, y: &Array1<f64>) -> f64 { x.dot(y) }",
                python: Some("def dot_vv(x: 'vector', y: 'vector'):\n    return x @ y"),
                inputs: &[("m", Domain::Any), ("m", Domain::Any)],
            },
            Sample {
                rust: "fn dot_outer(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> { x.dot(&y.t()) }",
                python: Some("def dot_outer(x, y):\n    return x @ y.T"),
                inputs: &[("m 1", Domain::Any), ("n 1", Domain::Any)],
            },
            Sample {
                rust: "fn dot_gram(a: &Array2<f64>) -> Array2<f64> { a.t().dot(a) }",
                python: Some("def dot_gram(a):\n    return a.T @ a"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn dot_norm(x: &Array1<f64>) -> f64 { x.dot(x) }",
                python: Some("def dot_norm(x: 'vector'):\n    return x @ x"),
                inputs: &[("m", Domain::Any)],
            },
        ]
    }
}
