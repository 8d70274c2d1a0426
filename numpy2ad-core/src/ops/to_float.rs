//! An integer as a floating-point number, `n as f64`: a constant.

use super::rules::one;
use super::{Attr, Call, Contribution, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// An integer as a floating-point number.
pub struct ToFloat;

impl Operation for ToFloat {
    fn name(&self) -> &'static str {
        "to_float"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "constant"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = dims;
        let a = one("a conversion", args)?;
        match (a.shape, attr) {
            (Shape::Scalar, Attr::Single) => Ok(Ty::scalar(Elem::F32)),
            (Shape::Scalar, Attr::Generic) => Ok(Ty::scalar(Elem::Generic)),
            (Shape::Scalar, _) => Ok(Ty::scalar(Elem::F64)),
            _ => Err(Fault::new("only a number is converted with `as`")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let _ = (func, call);
        Vec::new()
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let _ = (func, call, tangents);
        None
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = (attr, ranks);
        RustForm::Cast
    }

    fn python(&self, attr: Attr) -> PythonForm {
        let _ = attr;
        PythonForm::Same
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = (args, result, dims);
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
