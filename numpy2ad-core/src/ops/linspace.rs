//! Numbers from one end to another at equal distances, `y_i = a + t_i (b - a)`: `b_a += ⟨t, y_a⟩`, `a_a += ⟨1 - t, y_a⟩`.

use super::rules::common_elem;
use super::{
    Attr, Call, Contribution, Domain, Fault, Mul, Operation, PythonForm, RustForm, Sample, SourceForm,
    Spelling, Sum, Word,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// A vector from one end to another: both ends, and how many numbers.
pub struct Linspace;

/// The share that one end has in each number.
fn share(func: &mut Func, call: &Call, first: f64, last: f64) -> Value {
    let elem = func.ty(call.result).elem;
    let (first, last) = (func.float(first, elem), func.float(last, elem));
    func.op(&Linspace, Attr::None, &[first, last, call.arg(2)])
}

impl Operation for Linspace {
    fn name(&self) -> &'static str {
        "linspace"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustSyntax("Array1::linspace(a, b, n)"),
            Spelling::PythonCall("numpy.linspace", 3, Attr::None),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let [first, last, count] = args else {
            return Err(Fault::new("numbers at equal distances have two ends and a count"));
        };
        if args.iter().any(|arg| arg.rank() != Rank::Scalar) || count.elem != Elem::Int {
            return Err(Fault::new(
                "numbers at equal distances have two numbers for ends, and an integer for their count",
            ));
        }
        let elem = match common_elem("the range", first.elem, last.elem)? {
            Elem::Int => Elem::F64,
            elem => elem,
        };
        Ok(Ty::new(elem, Shape::Vector(dims.fresh_loose())))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let mut to = |first: f64, last: f64| {
            let share = share(func, call, first, last);
            let product = func.op(&Mul, Attr::None, &[share, call.seed]);
            func.op(&Sum, Attr::All, &[product])
        };
        vec![Contribution::plus(0, to(1.0, 0.0)), Contribution::plus(1, to(0.0, 1.0))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let (first, last) = (tangents.first().copied().flatten(), tangents.get(1).copied().flatten());
        first.or(last)?;
        let elem = func.ty(call.result).elem;
        let first = first.unwrap_or_else(|| func.float(0.0, elem));
        let last = last.unwrap_or_else(|| func.float(0.0, elem));
        Some(func.op(&Linspace, Attr::None, &[first, last, call.arg(2)]))
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function("linspace")
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let _ = attr;
        Some(SourceForm::Constructor("linspace", &[Word::Operand(0), Word::Operand(1), Word::Shape(2)]))
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Call("np.linspace")
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        Flops::product(2.0, &result.axes(), dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn linspace_grid(x: &Array1<f64>) -> f64 { (x * &Array1::linspace(-1.0, 2.0, x.len())).exp().sum() }",
                python: Some(
                    "def linspace_grid(x: 'vector'):\n    return np.sum(np.exp(x * np.linspace(-1.0, 2.0, len(x))))",
                ),
                inputs: &[("m", Domain::Any)],
            },
            Sample {
                rust: "fn linspace_ends(first: f64, last: f64, x: &Array1<f64>) -> Array1<f64> { Array::linspace(first, last, x.len()) * x }",
                python: Some(
                    "def linspace_ends(first: float, last: float, x: 'vector'):\n    return np.linspace(first, last, x.shape[0]) * x",
                ),
                inputs: &[("", Domain::Any), ("", Domain::Any), ("m", Domain::Any)],
            },
        ]
    }
}
