//! Reciprocal, and 0 where the operand is 0, elementwise: `a_a += -y² ∘ y_a`. Users do not write it: norms and
//! deviations divide by themselves in their derivatives, which are chosen as 0 where they are 0.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{
    Attr, Call, Contribution, Fault, Neg, Operation, PythonForm, RustForm, Sample, Spelling, Square,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise reciprocal, 0 of 0.
pub struct RecipOrZero;

fn partial(func: &mut Func, call: &Call) -> [Partial; 1] {
    let square = func.op(&Square, Attr::None, &[call.result]);
    [Partial::Times(func.op(&Neg, Attr::None, &[square]))]
}

impl Operation for RecipOrZero {
    fn name(&self) -> &'static str {
        "recip_or_zero"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "(1/x)' = -1/x², chosen as 0 at 0"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("a reciprocal", args, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let partial = partial(func, call);
        elementwise_adjoint(func, call, &partial)
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let partial = partial(func, call);
        elementwise_tangent(func, call, &partial, tangents)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::ElementFunction("recip_or_zero")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Templates(&["np.divide(1.0, {0}, out=np.zeros_like({0}), where={0} != 0)"])
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
