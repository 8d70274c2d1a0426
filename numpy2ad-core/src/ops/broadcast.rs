//! The first operand repeated to the shape of the second, which is not used otherwise. Users do not write it;
//! the tangent of a broadcasting operation does.

use super::rules::{Partial, elementwise_adjoint, two};
use super::{Attr, Call, Contribution, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Repetition to another value's shape.
pub struct Broadcast;

impl Operation for Broadcast {
    fn name(&self) -> &'static str {
        "broadcast"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = (attr, dims);
        let (a, like) = two("a broadcast", args)?;
        Ok(Ty::new(a.elem, like.shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        // The update sums over the axes that were repeated at equal rank; over those that the operand
        // does not have, the rule of elementwise operations sums.
        elementwise_adjoint(func, call, &[Partial::One, Partial::Zero])
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = tangents.first().copied().flatten()?;
        Some(func.op(&Broadcast, Attr::None, &[tangent, call.arg(1)]))
    }

    fn rust(&self, _attr: Attr, ranks: &[Rank]) -> RustForm {
        let plain = match ranks {
            [Rank::Scalar, _] => "full_like",
            [Rank::Vector, Rank::Matrix] => "broadcast_row",
            _ => "broadcast",
        };
        RustForm::Kernel { plain, accumulate: None }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        let _ = attr;
        PythonForm::CallLike("np.broadcast_to")
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = (args, result, dims);
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
