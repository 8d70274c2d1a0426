//! Elementwise square, `y = a²`: `a_a += 2 a * y_a`.

use super::rules::{Partial, elementwise_adjoint, elementwise_tangent, flops_each, infer_elementwise};
use super::{
    Attr, Call, Contribution, Domain, Fault, Mul, Operation, PythonForm, RustForm, Sample, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Elementwise square.
pub struct Square;

impl Operation for Square {
    fn name(&self) -> &'static str {
        "square"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("pow2", 0, Attr::None),
            Spelling::RustMethod("square", 0, Attr::None),
            Spelling::PythonCall("numpy.square", 1, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "the product rule, elementwise"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        infer_elementwise("square", args, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let partials = partials(func, call);
        elementwise_adjoint(func, call, &partials)
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let partials = partials(func, call);
        elementwise_tangent(func, call, &partials, tangents)
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Square
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.square")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn square_m(a: &Array2<f64>) -> Array2<f64> { a.pow2() }",
                python: Some("def square_m(a):\n    return np.square(a)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn square_v(x: &Array1<f64>) -> Array1<f64> { x.pow2() }",
                python: Some("def square_v(x: 'vector'):\n    return np.square(x)"),
                inputs: &[("m", Domain::Any)],
            },
        ]
    }
}

fn partials(func: &mut Func, call: &Call) -> [Partial; 1] {
    let two = func.float(2.0, func.ty(call.result).elem);
    let twice = func.op(&Mul, Attr::Function, &[call.arg(0), two]);
    [Partial::Times(twice)]
}
