//! Exponential of a matrix, `y = eᵃ`: `a_a += L(aᵀ, y_a)` with the derivative `L(a, e)` of the exponential at `a` in the
//! direction `e`, which is a block of an exponential itself (Najfeld and Havel 1995; Al-Mohy and Higham 2009, equation
//! 1.3 and section 4).

use super::blocks::derivative;
use super::rules::one;
use super::{
    Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Exponential of a square matrix.
pub struct Expm;

impl Operation for Expm {
    fn name(&self) -> &'static str {
        "expm"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustFunction("expm", 1, Attr::None),
            Spelling::PythonCall("scipy.linalg.expm", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "Al-Mohy and Higham (2009), section 4"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a matrix exponential", args)?;
        match a.shape {
            Shape::Matrix(m, n) => {
                dims.unify(m, n);
                Ok(Ty::new(a.elem, a.shape))
            }
            _ => Err(Fault::with_help(
                "`expm` is of a matrix",
                "write `exp` for the exponential of each element",
            )),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let a_t = func.op(&Transpose, Attr::None, &[call.arg(0)]);
        let value = derivative(func, a_t, call.seed, |func, a| func.op(&Expm, Attr::None, &[a]));
        vec![Contribution::plus(0, value)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a_t = tangents.first().copied().flatten()?;
        Some(derivative(func, call.arg(0), a_t, |func, a| func.op(&Expm, Attr::None, &[a])))
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("expm")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("scipy.linalg.expm")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // Of a matrix of norm 1 or so: six products and a solution (Higham 2005, table 2.2 and algorithm 2.3).
        let axes = result.axes();
        let cube: Vec<_> = axes.iter().chain(axes.first()).copied().collect();
        Flops::product(44.0 / 3.0, &cube, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn expm_whole(a: &Array2<f64>) -> Array2<f64> { expm(a) }",
                python: Some("def expm_whole(a):\n    return scipy.linalg.expm(a)"),
                inputs: &[("m m", Domain::Any)],
            },
            Sample {
                rust: "fn expm_propagated(a: &Array2<f64>, x: &Array1<f64>, t: f64) -> Array1<f64> { expm(&(a * t)).dot(x) }",
                python: Some(
                    "def expm_propagated(a, x: 'vector', t: 'scalar'):\n    return scipy.linalg.expm(a * t) @ x",
                ),
                inputs: &[("m m", Domain::Any), ("m", Domain::Any), ("", Domain::Any)],
            },
        ]
    }
}
