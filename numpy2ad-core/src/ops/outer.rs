//! Outer product of two vectors, `y = a bᵀ`: `a_a += y_a · b`, `b_a += y_aᵀ · a`.

use super::rules::{bilinear_tangent, common_elem, kernel, two};
use super::{
    Attr, Call, Contribution, Domain, Fault, MatMul, Operation, PythonForm, RustForm, Sample, Spelling,
    Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Outer product of two vectors.
pub struct Outer;

impl Operation for Outer {
    fn name(&self) -> &'static str {
        "outer"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[Spelling::RustFunction("outer", 2, Attr::None), Spelling::PythonCall("numpy.outer", 2, Attr::None)]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.2.2, with one column each"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let _ = (attr, dims);
        let (a, b) = two("an outer product", args)?;
        let elem = common_elem("the outer product", a.elem, b.elem)?;
        match (a.shape, b.shape) {
            (Shape::Vector(m), Shape::Vector(n)) => Ok(Ty::new(elem, Shape::Matrix(m, n))),
            _ => Err(Fault::with_help(
                "an outer product needs two vectors",
                "for matrices of one column write `a @ b.T`",
            )),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (a, b, seed) = (call.arg(0), call.arg(1), call.seed);
        let to_a = func.op(&MatMul, Attr::None, &[seed, b]);
        let seed_t = func.op(&Transpose, Attr::None, &[seed]);
        let to_b = func.op(&MatMul, Attr::None, &[seed_t, a]);
        vec![Contribution::plus(0, to_a), Contribution::plus(1, to_b)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        bilinear_tangent(func, &Outer, call, tangents)
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = (attr, ranks);
        kernel("outer", ("add_outer", "sub_outer"))
    }

    fn python(&self, attr: Attr) -> PythonForm {
        let _ = attr;
        PythonForm::Call("np.outer")
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = args;
        Flops::product(1.0, &result.axes(), dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            rust: "fn outer_product(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> { outer(x, &y.exp()) }",
            python: Some("def outer_product(x: 'vector', y: 'vector'):\n    return np.outer(x, np.exp(y))"),
            inputs: &[("m", Domain::Any), ("n", Domain::Any)],
        }]
    }
}
