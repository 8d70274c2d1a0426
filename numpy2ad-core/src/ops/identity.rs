//! A value under another name, `y = a`: `a_a += y_a`. Front ends use it where the result of a function, or a
//! Python name, is nothing but another one.

use super::rules::one;
use super::{Attr, Call, Contribution, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// A value under another name.
pub struct Identity;

impl Operation for Identity {
    fn name(&self) -> &'static str {
        "identity"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = (attr, dims);
        one("a name", args)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let _ = func;
        vec![Contribution::plus(0, call.seed)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let _ = (func, call);
        tangents.first().copied().flatten()
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = (attr, ranks);
        RustForm::Same
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
