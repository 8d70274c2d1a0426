//! Inverse, `y = a⁻¹`: `a_a -= yᵀ · y_a · yᵀ` (Giles 2008, section 2.2.3).

use super::rules::one;
use super::{
    Attr, Call, Contribution, Domain, Fault, MatMul, Neg, OfFactors, Operation, PythonForm, RustForm, Sample,
    Spelling, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Rank, Shape, Structure, Ty};

/// Inverse of a square matrix.
pub struct Inv;

impl Operation for Inv {
    fn name(&self) -> &'static str {
        "inv"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFallibleMethod("inv", 0),
            Spelling::RustFunction("inv", 1, Attr::None),
            Spelling::PythonCall("numpy.linalg.inv", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.2.3"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = attr;
        let a = one("an inverse", args)?;
        match a.shape {
            Shape::Matrix(m, n) => {
                dims.unify(m, n);
                Ok(a)
            }
            _ => Err(Fault::with_help("only a matrix has an inverse", "divide by a scalar with `/`")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let y_t = func.op(&Transpose, Attr::None, &[call.result]);
        let right = func.op(&MatMul, Attr::None, &[call.seed, y_t]);
        let value = func.op(&MatMul, Attr::None, &[y_t, right]);
        vec![Contribution { arg: 0, sign: Sign::Minus, value }]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = tangents.first().copied().flatten()?;
        let left = func.op(&MatMul, Attr::None, &[call.result, tangent]);
        let product = func.op(&MatMul, Attr::None, &[left, call.result]);
        Some(func.op(&Neg, Attr::None, &[product]))
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = ranks;
        let plain = match attr {
            Attr::Fallible => "try_inv",
            Attr::Factorised => "inv_of",
            _ => "inv",
        };
        RustForm::Kernel { plain, accumulate: None }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Factorised => PythonForm::OfFactors(OfFactors::Inverse),
            _ => PythonForm::Call("np.linalg.inv"),
        }
    }

    fn flops(&self, attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // LU factorisation 2/3, and from the factors 4/3; of a triangle 1/3, from Cholesky's factor 2/3 (Higham 2002,
        // chapter 14).
        let axes = result.axes();
        let cube: Vec<_> = axes.iter().chain(axes.first()).copied().collect();
        let structure = args.first().map(|a| a.structure).unwrap_or_default();
        let cubes = match (attr, structure) {
            (Attr::Factorised, Structure::Diagonal) => {
                return Flops::product(1.0, axes.get(..1).unwrap_or_default(), dims);
            }
            (Attr::Factorised, Structure::Lower | Structure::Upper) => 1.0 / 3.0,
            (Attr::Factorised, Structure::Definite | Structure::Semidefinite) => 2.0 / 3.0,
            (Attr::Factorised, _) => 4.0 / 3.0,
            _ => 2.0,
        };
        Flops::product(cubes, &cube, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn inv_function(a: &Array2<f64>) -> Array2<f64> { inv(a) }",
                python: Some("def inv_function(a):\n    return np.linalg.inv(a)"),
                inputs: &[("m m", Domain::Invertible)],
            },
            Sample {
                rust: "fn inv_try(a: &Array2<f64>) -> Result<Array2<f64>, LinalgError> { Ok(a.inv()?) }",
                python: None,
                inputs: &[("m m", Domain::Invertible)],
            },
            Sample {
                rust: "fn inv_unwrap(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a.inv().unwrap().dot(b) }",
                python: Some("def inv_unwrap(a, b):\n    return np.linalg.inv(a) @ b"),
                inputs: &[("m m", Domain::Invertible), ("m n", Domain::Any)],
            },
            Sample {
                rust: "fn inv_transpose(a: &Array2<f64>) -> Array2<f64> { inv(&a.t()) }",
                python: Some("def inv_transpose(a):\n    return np.linalg.inv(a.T)"),
                inputs: &[("m m", Domain::Invertible)],
            },
        ]
    }
}
