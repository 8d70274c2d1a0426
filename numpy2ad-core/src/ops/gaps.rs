//! The reciprocals of the gaps of a spectrum, `f_ij = 1 / (w_j - w_i)`, and 0 where the two are equal: what the vectors of
//! a decomposition turn by. With `g = f ∘ f ∘ f_a`, `w_a += gᵀ 1 - g 1` by each entry's `df = -f² (dw_j - dw_i)`.

use super::rules::{flops_each, one};
use super::{
    Attr, Call, Contribution, Fault, Mul, Neg, Operation, PythonForm, RustForm, Sample, Spelling, Square,
    Sub, Sum, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// The matrix of reciprocal differences of a vector.
pub struct Gaps;

impl Operation for Gaps {
    fn name(&self) -> &'static str {
        "gaps"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 3.1"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let w = one("the gaps", args)?;
        match w.shape {
            Shape::Vector(n) => Ok(Ty::new(w.elem, Shape::Matrix(n, n))),
            _ => Err(Fault::new("only a vector has gaps")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let squares = func.op(&Square, Attr::None, &[call.result]);
        let g = func.op(&Mul, Attr::None, &[squares, call.seed]);
        let g_t = func.op(&Transpose, Attr::None, &[g]);
        let columns = func.op(&Sum, Attr::Axis(0), &[g]);
        let rows = func.op(&Sum, Attr::Axis(0), &[g_t]);
        vec![Contribution { arg: 0, sign: Sign::Minus, value: columns }, Contribution::plus(0, rows)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let w_t = tangents.first().copied().flatten()?;
        // Of an antisymmetric matrix, the squares are symmetric.
        let squares = func.op(&Square, Attr::None, &[call.result]);
        let columns = func.op(&Mul, Attr::None, &[squares, w_t]);
        let rows = func.op(&Transpose, Attr::None, &[columns]);
        let moved = func.op(&Sub, Attr::None, &[columns, rows]);
        Some(func.op(&Neg, Attr::None, &[moved]))
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("gaps")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Template(
            "(lambda w: np.divide(1.0, w - w[:, None], out=np.zeros(2 * w.shape), where=w != w[:, None]))({})",
        )
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(2, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
