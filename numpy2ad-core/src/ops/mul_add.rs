//! A product and a sum with one rounding, `y = a * b + c`: `a_a += b * y_a`, `b_a += a * y_a`, `c_a += y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{
    Attr, Broadcast, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// A product and a sum with one rounding, of numbers and in closures.
pub struct MulAdd;

impl Operation for MulAdd {
    fn name(&self) -> &'static str {
        "mul_add"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[Spelling::RustMethod("mul_add", 2, Attr::None)]
    }

    fn citation(&self) -> &'static str {
        "bilinear, and linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("mul_add", args, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        elementwise_adjoint(func, call, &partials(call))
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = elementwise_tangent(func, call, &partials(call), tangents)?;
        // The tangent of the product alone does not have the summand's axes.
        let has_all = tangents.get(2).copied().flatten().is_some() || func.rank(call.arg(2)) == Rank::Scalar;
        Some(if has_all { tangent } else { func.op(&Broadcast, Attr::None, &[tangent, call.result]) })
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Method("mul_add")
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::ProductAndSum
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(2, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn mul_add_s(s: f64, t: f64, r: f64) -> f64 { s.mul_add(t, r) }",
                python: None,
                inputs: &[("", Domain::Any), ("", Domain::Any), ("", Domain::Any)],
            },
            Sample {
                rust: "fn mul_add_v(x: &Array1<f64>, s: f64, t: f64) -> Array1<f64> { x.mapv(|x| x.mul_add(s, t)) }",
                python: None,
                inputs: &[("m", Domain::Any), ("", Domain::Any), ("", Domain::Any)],
            },
            Sample {
                rust: "fn mul_add_m(a: &Array2<f64>, s: f64) -> Array2<f64> { a.mapv(|x| s.mul_add(2.0, x)) }",
                python: None,
                inputs: &[("m n", Domain::Any), ("", Domain::Any)],
            },
        ]
    }
}

fn partials(call: &Call) -> [Partial; 3] {
    [Partial::Times(call.arg(1)), Partial::Times(call.arg(0)), Partial::One]
}
