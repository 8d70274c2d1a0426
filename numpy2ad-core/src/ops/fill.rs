//! Arrays of constants, `np.eye(n)`, `np.zeros((m, n))`, `np.ones(..)`, and of one number, `np.full(.., c)`, whose adjoint
//! is the sum of the array's. Rust's arrays all have their number as an operand, whose type is theirs: zeros are full of
//! 0, an identity has a diagonal of 1.

use super::{
    Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, SourceForm, Spelling,
    Sum, Trace, Word,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// An array of constants.
pub struct Fill;

impl Operation for Fill {
    fn name(&self) -> &'static str {
        "fill"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustSyntax("Array2::eye(n)"),
            Spelling::RustSyntax("Array2::zeros((m, n))"),
            Spelling::RustSyntax("Array2::ones((m, n))"),
            Spelling::RustSyntax("Array2::from_elem((m, n), c)"),
            Spelling::RustSyntax("Array2::from_diag_elem(n, c)"),
            Spelling::PythonSyntax("np.zeros_like(A)"),
            Spelling::PythonSyntax("np.ones_like(A)"),
            Spelling::PythonSyntax("np.full_like(A, c)"),
            Spelling::PythonCall("numpy.eye", 1, Attr::Eye),
            Spelling::PythonCall("numpy.identity", 1, Attr::Eye),
            Spelling::PythonCall("numpy.zeros", 1, Attr::Zeros),
            Spelling::PythonCall("numpy.ones", 1, Attr::Ones),
            Spelling::PythonCall("numpy.full", 2, Attr::Full),
        ]
    }

    fn citation(&self) -> &'static str {
        "constant"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (value, sizes) = parts(attr, args);
        if value.is_some_and(|value| value.rank() != Rank::Scalar) {
            return Err(Fault::with_help(
                "an array is filled with one number",
                "repeat an array by `broadcast`, or by `np.broadcast_to`",
            ));
        }
        if sizes.iter().any(|size| size.rank() != Rank::Scalar) {
            return Err(Fault::new("the shape of an array is made of integers"));
        }
        // Python text takes all shapes for what they are elsewhere, and NumPy's rule for what remains.
        let is_loose = attr == Attr::Filled || attr == Attr::Eye && value.is_some();
        let mut fresh = || if is_loose { dims.fresh_loose() } else { dims.fresh() };
        let shape = match (attr, sizes.len()) {
            (Attr::Eye, 1) => {
                let n = fresh();
                Shape::Matrix(n, n)
            }
            (Attr::Eye, _) => return Err(Fault::new("an identity takes its number of rows")),
            (_, 1) => Shape::Vector(fresh()),
            (_, 2) => Shape::Matrix(fresh(), fresh()),
            _ => return Err(Fault::new("arrays have one axis or two")),
        };
        let elem = value.map(|value| value.elem).filter(|elem| elem.is_float()).unwrap_or(Elem::F64);
        Ok(Ty::new(elem, shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        match (call.attr, call.args.len()) {
            (Attr::Full | Attr::Filled, _) => {
                vec![Contribution::plus(0, func.op(&Sum, Attr::All, &[call.seed]))]
            }
            (Attr::Eye, 2) => vec![Contribution::plus(1, func.op(&Trace, Attr::None, &[call.seed]))],
            _ => Vec::new(),
        }
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let mut args = call.args.clone();
        let place = if call.attr == Attr::Eye { 1 } else { 0 };
        *args.get_mut(place)? = tangents.get(place).copied().flatten()?;
        Some(func.op(&Fill, call.attr, &args))
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        RustForm::Function(match (attr, ranks.len()) {
            (Attr::Eye, _) => "scaled_eye",
            (_, 2) => "full_vector",
            _ => "full_matrix",
        })
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        let (name, words): (_, &[Word]) = match attr {
            Attr::Eye => ("eye", &[Word::Shape(0)]),
            Attr::Zeros => ("zeros", &[Word::Shape(0)]),
            Attr::Ones => ("ones", &[Word::Shape(0)]),
            _ => ("from_elem", &[Word::Shape(1), Word::Operand(0)]),
        };
        Some(SourceForm::Constructor(name, words))
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Eye => PythonForm::Call("np.eye"),
            Attr::Zeros => PythonForm::CallShape("np.zeros"),
            Attr::Ones => PythonForm::CallShape("np.ones"),
            _ => PythonForm::CallShapeAndValue("np.full"),
        }
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = (args, result, dims);
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn fill_identity(a: &Array2<f64>) -> Array2<f64> { (a + &Array2::<f64>::eye(a.nrows())).dot(&(Array2::<f64>::eye(a.ncols()) * 3.0)) }",
                python: Some("def fill_identity(a):\n    return (a + np.eye(a.shape[0])) @ (np.eye(a.shape[1]) * 3.0)"),
                inputs: &[("m m", Domain::Any)],
            },
            Sample {
                rust: "fn fill_shapes(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
                    let z = a * &Array2::<f64>::zeros((a.nrows(), a.ncols())) + Array2::from_elem(a.raw_dim(), 2.0);
                    (z + Array2::<f64>::ones(a.dim()) - a) * (x + &Array1::<f64>::ones(x.len()) - Array1::<f64>::zeros(x.raw_dim()))
                }",
                python: Some("def fill_shapes(a, x: 'vector'):\n    z = a * np.zeros(a.shape) + np.full(a.shape, 2.0)\n    return (z + np.ones_like(a) - a) * (x + np.ones(x.shape[0]) - np.zeros_like(x))"),
                inputs: &[("m n", Domain::Any), ("n", Domain::Any)],
            },
            Sample {
                rust: "fn fill_active(s: f64, x: &Array1<f64>) -> Array2<f64> {
                    Array2::from_diag_elem(x.len(), s * s) + Array::from_elem((x.len(), x.len()), s) * x
                }",
                python: Some("def fill_active(s: float, x: 'vector'):\n    return s * s * np.eye(len(x)) + np.full_like(x, s) * x"),
                inputs: &[("", Domain::Any), ("m", Domain::Any)],
            },
            Sample {
            rust: "",
            python: Some(
                "def fill(a):\n    return (a + np.eye(a.shape[0])) * np.ones((a.shape[0], a.shape[1])) + np.full((a.shape[0], 1), 2.0)",
            ),
            inputs: &[("m m", Domain::Any)],
        },
        ]
    }
}

/// The number that the array is made of, if it is an operand, and the lengths.
fn parts(attr: Attr, args: &[Ty]) -> (Option<Ty>, &[Ty]) {
    match (attr, args) {
        (Attr::Full | Attr::Filled, [value, sizes @ ..]) => (Some(*value), sizes),
        (Attr::Eye, [size, value]) => (Some(*value), std::slice::from_ref(size)),
        _ => (None, args),
    }
}
