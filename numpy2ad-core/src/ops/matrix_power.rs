//! Integer power of a matrix, `y = aⁿ`: `a_a += L(aᵀ, y_a)`, where the derivative in the direction `e`,
//! `L(a, e) = Σ aᵏ e aⁿ⁻¹⁻ᵏ`, is a block of a power itself (Mathias 1996, theorem 2.1; Higham 2008, section 3.2). That holds
//! for negative powers as well.

use super::blocks::derivative;
use super::rules::two;
use super::{
    Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// Power of a square matrix by an integer.
pub struct MatrixPower;

impl Operation for MatrixPower {
    fn name(&self) -> &'static str {
        "matrix_power"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("matrix_power", 2, Attr::None),
            Spelling::PythonCall("numpy.linalg.matrix_power", 2, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "Higham (2008), section 3.2"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, n) = two("a power of a matrix", args)?;
        if n.elem != Elem::Int || n.rank() != Rank::Scalar {
            return Err(Fault::with_help(
                "the exponent of a power of a matrix is an integer",
                "write `matrix_power(&a, 3)`; an integer parameter is declared `n: i32`, in Python `n: int`",
            ));
        }
        match a.shape {
            Shape::Matrix(m, k) => {
                dims.unify(m, k);
                Ok(Ty::new(a.elem, a.shape))
            }
            _ => Err(Fault::with_help(
                "`matrix_power` is of a matrix",
                "write `powi` for the power of each element",
            )),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (a_t, n) = (func.op(&Transpose, Attr::None, &[call.arg(0)]), call.arg(1));
        let value = derivative(func, a_t, call.seed, |func, a| func.op(&MatrixPower, Attr::None, &[a, n]));
        vec![Contribution::plus(0, value)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let (a_t, n) = (tangents.first().copied().flatten()?, call.arg(1));
        Some(derivative(func, call.arg(0), a_t, |func, a| func.op(&MatrixPower, Attr::None, &[a, n])))
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("matrix_power")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.linalg.matrix_power")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // One product: how many there are, twice the logarithm of the exponent, is known only when it runs.
        let axes = result.axes();
        let cube: Vec<_> = axes.iter().chain(axes.first()).copied().collect();
        Flops::product(2.0, &cube, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn power_cube(a: &Array2<f64>) -> Array2<f64> { matrix_power(a, 3) }",
                python: Some("def power_cube(a):\n    return np.linalg.matrix_power(a, 3)"),
                inputs: &[("m m", Domain::Any)],
            },
            Sample {
                rust: "fn power_none(a: &Array2<f64>) -> Array2<f64> { matrix_power(a, 0) * a }",
                python: Some("def power_none(a):\n    return np.linalg.matrix_power(a, 0) * a"),
                inputs: &[("m m", Domain::Any)],
            },
            Sample {
                rust: "fn power_negative(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { matrix_power(a, -2).dot(x) }",
                python: Some(
                    "def power_negative(a, x: 'vector'):\n    return np.linalg.matrix_power(a, -2) @ x",
                ),
                inputs: &[("m m", Domain::Invertible), ("m", Domain::Any)],
            },
        ]
    }
}
