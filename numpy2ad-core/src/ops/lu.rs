//! Factorisation of a square matrix, for the solves that share it. To the rest of the program a factorisation *is*
//! its matrix: its adjoint is the matrix's adjoint, its tangent the matrix's tangent. Users do not write it; the
//! optimiser does, for the inverses that meet a product.

use super::rules::one;
use super::{Attr, Call, Contribution, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Factorisation of a square matrix.
pub struct Lu;

impl Operation for Lu {
    fn name(&self) -> &'static str {
        "lu"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "the matrix itself"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let a = one("a factorisation", args)?;
        match a.shape {
            Shape::Matrix(m, n) => {
                dims.unify(m, n);
                Ok(a)
            }
            _ => Err(Fault::new("only a matrix is factorised")),
        }
    }

    fn adjoint(&self, _func: &mut Func, call: &Call) -> Vec<Contribution> {
        vec![Contribution::plus(0, call.seed)]
    }

    fn tangent(&self, _func: &mut Func, _call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        tangents.first().copied().flatten()
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        let plain = if attr == Attr::Fallible { "try_lu" } else { "lu" };
        RustForm::Kernel { plain, accumulate: None }
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("scipy.linalg.lu_factor")
    }

    fn flops(&self, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // Golub and Van Loan (2013), section 3.2.
        let axes = result.axes();
        let cube: Vec<_> = axes.iter().chain(axes.first()).copied().collect();
        Flops::product(2.0 / 3.0, &cube, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
