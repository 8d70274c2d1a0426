//! A part of a matrix, `y = mask ∘ a`, for the rules of factorisations of which only one triangle counts. Linear, and
//! its own adjoint: `a_a += mask ∘ y_a`.

use super::rules::{flops_each, linear_tangent, one};
use super::{Attr, Call, Contribution, Fault, Mask, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// A part of a matrix, which the attribute names.
pub struct Masked;

impl Operation for Masked {
    fn name(&self) -> &'static str {
        "masked"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a triangle", args)?;
        if a.rank() == Rank::Matrix {
            Ok(Ty::new(a.elem, a.shape))
        } else {
            Err(Fault::new("only a matrix has a triangle"))
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        vec![Contribution::plus(0, func.op(&Masked, call.attr, &[call.seed]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        linear_tangent(func, &Masked, call, tangents)
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function(match attr {
            Attr::Mask(Mask::Upper) => "upper_triangle",
            Attr::Mask(Mask::StrictLower) => "strict_lower_triangle",
            Attr::Mask(Mask::LowerHalf) => "lower_half",
            _ => "lower_triangle",
        })
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Mask(Mask::Upper) => PythonForm::Call("np.triu"),
            Attr::Mask(Mask::StrictLower) => PythonForm::Template("np.tril({}, -1)"),
            Attr::Mask(Mask::LowerHalf) => {
                PythonForm::Template("(lambda x: np.tril(x) - np.diag(np.diag(x) / 2.0))({})")
            }
            _ => PythonForm::Call("np.tril"),
        }
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // A copy, which an optimised program should not make for nothing.
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}

/// Of the gradient `s` by a symmetric matrix, the gradient by the entries of its lower triangle, which alone are read:
/// those below the diagonal stand for two, `tril(s + sᵀ)` with half of the diagonal.
pub(super) fn of_lower_entries(func: &mut Func, s: Value) -> Value {
    let s_t = func.op(&super::Transpose, Attr::None, &[s]);
    let both = func.op(&super::Add, Attr::None, &[s, s_t]);
    func.op(&Masked, Attr::Mask(Mask::LowerHalf), &[both])
}

/// The symmetric matrix of which this is the lower triangle.
pub(super) fn from_lower_entries(func: &mut Func, a: Value) -> Value {
    let half = func.op(&Masked, Attr::Mask(Mask::LowerHalf), &[a]);
    let half_t = func.op(&super::Transpose, Attr::None, &[half]);
    func.op(&super::Add, Attr::None, &[half, half_t])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ty::{Elem, Shape};

    #[test]
    fn a_vector_has_no_triangle() {
        let mut dims = Dims::default();
        let vector = Ty::new(Elem::F64, Shape::Vector(dims.fresh()));
        assert!(Masked.infer(Attr::Mask(Mask::Lower), &[vector], &mut dims).is_err());
    }
}
