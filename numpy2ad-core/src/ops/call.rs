//! Calls of functions that have derivatives of their own: `y = f(a, b)` by `f_ad`, which adds to `a_a` and `b_a`, and by
//! `f_t`, which gives `y_t`. What they compute is the callee's business: the chain rule is all that is known here
//! (Griewank and Walther 2008, "Evaluating Derivatives", section 3.2).
//!
//! A call gives several values: its results; what its adjoint adds, one for each operand with an adjoint; or the tangents
//! of its results. Each value is an operation on the same operands, told apart by a [`Part`], and back ends write all
//! parts of one call in one statement.

use super::{
    Add, Attr, Broadcast, Call, Contribution, Fault, Mul, Operation, PythonForm, RustForm, Sample, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Ty};

/// Which part of which call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The callee, by its place in [`Func::callees`].
    pub callee: usize,
    /// The result, or the operand whose adjoint it is.
    pub index: usize,
    /// The rank of the result.
    pub rank: Rank,
    /// The element type of the result.
    pub elem: Elem,
}

/// A part of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// A result.
    Result,
    /// What is added to the adjoint of an operand. Behind the operands of the call stand the adjoints of all of its
    /// results.
    Adjoint,
    /// The tangent of a result. Behind the operands of the call stand the tangents of those that have an adjoint.
    Tangent,
    /// The tangent of what is added to the adjoint of an operand, for adjoints of the results that stand still. Behind the
    /// operands of the call stand the tangents of those that have an adjoint, and the adjoints of the results.
    Second,
}

impl Called {
    /// The part of a call that an operation is, if it is one.
    #[must_use]
    pub fn of(kind: &dyn Operation) -> Option<Self> {
        [Self::Result, Self::Adjoint, Self::Tangent, Self::Second]
            .into_iter()
            .find(|called| called.name() == kind.name())
    }
}

/// Zeros of the shape of a value.
pub(crate) fn zero_like(func: &mut Func, like: Value) -> Value {
    let zero = func.float(0.0, func.ty(like).elem);
    match func.rank(like) {
        Rank::Scalar => zero,
        _ => func.op(&Broadcast, Attr::None, &[zero, like]),
    }
}

/// The tangents of the operands with an adjoint; of what stands still, zeros.
fn moved(func: &mut Func, part: Part, call: &Call, tangents: &[Option<Value>]) -> Option<Vec<Value>> {
    let active = func.callees.get(part.callee)?.active.clone();
    let active = active.iter().enumerate().filter(|(_, active)| **active);
    Some(
        active
            .map(|(at, _)| match tangents.get(at).copied().flatten() {
                Some(tangent) => tangent,
                None => zero_like(func, call.arg(at)),
            })
            .collect(),
    )
}

/// With `ā = Jᵀ ȳ`: the tangent is `(J̇)ᵀ ȳ`, which the callee's second derivative gives, and `Jᵀ` times the tangent of
/// `ȳ`. The second derivative of a function with a number for its result has no seed, and is multiplied by it.
fn adjoint_tangent(func: &mut Func, part: Part, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
    let callee = func.callees.get(part.callee)?;
    let (count, is_number) = (callee.active.len(), callee.results == 1 && part.rank == Rank::Scalar);
    let (operands, seeds) = call.args.split_at_checked(count)?;
    let (of_operands, of_seeds) = tangents.split_at_checked(count)?;
    let attr = Attr::Part(part);
    let second = if of_operands.iter().any(Option::is_some) {
        let mut all = operands.to_vec();
        all.extend(moved(func, part, call, of_operands)?);
        if !is_number {
            all.extend(seeds);
        }
        let second = func.op(&Called::Second, attr, &all);
        match seeds {
            [seed] if is_number => Some(func.op(&Mul, Attr::None, &[second, *seed])),
            _ => Some(second),
        }
    } else {
        None
    };
    let first = if of_seeds.iter().any(Option::is_some) {
        let mut all = operands.to_vec();
        for (&seed, &tangent) in seeds.iter().zip(of_seeds) {
            all.push(match tangent {
                Some(tangent) => tangent,
                None => zero_like(func, seed),
            });
        }
        Some(func.op(&Called::Adjoint, attr, &all))
    } else {
        None
    };
    match (second, first) {
        (Some(second), Some(first)) => Some(func.op(&Add, Attr::None, &[second, first])),
        (one, other) => one.or(other),
    }
}

impl Operation for Called {
    fn name(&self) -> &'static str {
        match self {
            Self::Result => "call",
            Self::Adjoint => "call_adjoint",
            Self::Tangent => "call_tangent",
            Self::Second => "call_second",
        }
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "Griewank and Walther (2008), section 3.2"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let Attr::Part(part) = attr else { return Err(Fault::new("a call without a callee")) };
        match self {
            Self::Result | Self::Tangent => Ok(Ty::new(part.elem, dims.fresh_shape(part.rank))),
            Self::Adjoint | Self::Second => {
                args.get(part.index).copied().ok_or_else(|| Fault::new("an adjoint call without its operand"))
            }
        }
    }

    /// All results of a call have one adjoint call in common, which [`crate::diff`] makes.
    fn adjoint(&self, func: &mut Func, _call: &Call) -> Vec<Contribution> {
        func.faults.push(format!("a {} has no adjoint by itself", self.name()));
        Vec::new()
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let Attr::Part(part) = call.attr else { return None };
        match self {
            Self::Result => {
                let mut operands = call.args.clone();
                operands.extend(moved(func, part, call, tangents)?);
                Some(func.op(&Self::Tangent, call.attr, &operands))
            }
            Self::Adjoint => adjoint_tangent(func, part, call, tangents),
            Self::Tangent | Self::Second => {
                func.faults.push(format!("a {} has no tangent", self.name()));
                None
            }
        }
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Called(*self)
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Called(*self)
    }

    /// What a callee costs, its own documentation says.
    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
