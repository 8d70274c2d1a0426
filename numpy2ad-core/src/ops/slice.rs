//! A part of an array, `y = a[part]`: `a_a[part] += y_a`. Rows, columns, elements, ranges with steps and the diagonal
//! are all parts. [`Unslice`] is the transpose of that, zeros with the part in its place; where it is added to an
//! adjoint, both languages add to the part of the adjoint and make no zeros.

use super::rules::one_float;
use super::{
    Attr, Call, Contribution, Domain, Fault, Gives, Operation, PythonForm, Region, RustForm, Sample,
    SourceForm, SourceMethod, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// A part of an array.
pub struct Slice;

/// Zeros with a part in its place: value, an array of the shape wanted, bounds.
pub struct Unslice;

/// The shape of the part, for these bounds.
fn shape_of(attr: Attr, a: Ty, bounds: &[Ty], dims: &mut Dims) -> Result<Shape, Fault> {
    if bounds.iter().any(|bound| bound.rank() != Rank::Scalar || bound.elem != Elem::Int) {
        return Err(Fault::new("indices and bounds are integers"));
    }
    match (attr, a.shape) {
        (Attr::Diagonal, Shape::Matrix(m, n)) => {
            let same = dims.find(m) == dims.find(n);
            Ok(Shape::Vector(if same && !dims.is_loose(m) { m } else { dims.fresh_loose() }))
        }
        (Attr::Diagonal, _) => Err(Fault::new("only a matrix has a diagonal")),
        (Attr::Region(part), shape) if part.bounds() == bounds.len() => part.shape(shape, dims),
        _ => Err(Fault::new("a part has an operand for each bound")),
    }
}

impl Operation for Slice {
    fn name(&self) -> &'static str {
        "slice"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustSyntax("a.slice(s![1..3, ..;2])"),
            Spelling::RustSyntax("a.index_axis(Axis(0), i)"),
            Spelling::RustSyntax("a.remove_axis(Axis(0))"),
            Spelling::RustSyntax("a[[i, j]]"),
            Spelling::RustSyntax("x[i]"),
            Spelling::PythonSyntax("A[1:3, ::2]"),
            Spelling::PythonSyntax("A[i]"),
            Spelling::PythonSyntax("A[i, j]"),
            Spelling::RustMethod("row", 1, Attr::Region(Region::ROW)),
            Spelling::RustMethod("column", 1, Attr::Region(Region::COLUMN)),
            Spelling::RustMethod("diag", 0, Attr::Diagonal),
            Spelling::PythonCall("numpy.diagonal", 1, Attr::Diagonal),
            Spelling::PythonMethod("diagonal", 0, Attr::Diagonal),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, bounds) = one_float("a part", args)?;
        Ok(Ty::new(a.elem, shape_of(attr, a, bounds, dims)?))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let mut args = vec![call.seed, call.arg(0)];
        args.extend(call.args.iter().skip(1));
        let placed = func.op(&Unslice, call.attr, &args);
        vec![Contribution::plus(0, placed)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let mut args = call.args.clone();
        *args.first_mut()? = tangents.first().copied().flatten()?;
        Some(func.op(&Slice, call.attr, &args))
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        match attr {
            Attr::Region(part) => RustForm::Region(part),
            _ => RustForm::View("diag"),
        }
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        match attr {
            Attr::Region(part) => Some(SourceForm::Region(part)),
            _ => Some(SourceForm::Method(SourceMethod {
                gives: Gives::View,
                ..SourceMethod::new("diag", &[])
            })),
        }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Region(part) => PythonForm::Region(part),
            _ => PythonForm::Call("np.diag"),
        }
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn slice_rows(a: &Array2<f64>) -> Array2<f64> { &a.slice(s![1..3, ..]) * 2.0 }",
                python: Some("def slice_rows(a):\n    return a[1:3] * 2.0"),
                inputs: &[("m+3 n", Domain::Any)],
            },
            Sample {
                rust: "fn slice_steps(a: &Array2<f64>) -> Array2<f64> { a.slice(s![..;2, ..;-1]).exp() }",
                python: Some("def slice_steps(a):\n    return np.exp(a[::2, ::-1])"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn slice_backwards(x: &Array1<f64>) -> f64 { x.slice(s![1..-1;-2]).dot(&x.slice(s![1..-1;2])) }",
                python: None,
                inputs: &[("m+2", Domain::Any)],
            },
            Sample {
                rust: "fn slice_ends(a: &Array2<f64>) -> Array1<f64> { &a.slice(s![-1, ..=1]) * &a.slice(s![0, -2..]) }",
                python: Some("def slice_ends(a):\n    return a[-1, :2] * a[0, -2:]"),
                inputs: &[("m+1 n+2", Domain::Any)],
            },
            Sample {
                rust: "fn slice_lines(a: &Array2<f64>) -> f64 { a.row(0).dot(&a.column(1)) + a.index_axis(Axis(1), 0).sum() }",
                python: Some("def slice_lines(a):\n    return a[0] @ a[:, 1] + np.sum(a[:, 0])"),
                inputs: &[("m+2 m+2", Domain::Any)],
            },
            Sample {
                rust: "fn slice_halves(a: &Array2<f64>) -> Array2<f64> {
                    let h = a.nrows() / 2;
                    let b = a.exp();
                    &b.slice(s![..h, ..]) * &b.slice(s![a.nrows() - h.., ..]) + &b.slice(s![h..2 * h, ..])
                }",
                python: None,
                inputs: &[("m+1 n", Domain::Any)],
            },
            Sample {
                rust: "fn slice_elements(a: &Array2<f64>, x: &Array1<f64>) -> f64 { a[[0, 1]] * x[2] + a[(1, 0)].exp() * a[[0, 1]] }",
                python: Some(
                    "def slice_elements(a, x: 'vector'):\n    return a[0, 1] * x[2] + np.exp(a[1, 0]) * a[0, 1]",
                ),
                inputs: &[("m+2 n+2", Domain::Any), ("k+3", Domain::Any)],
            },
            Sample {
                rust: "fn slice_of_result(a: &Array2<f64>, b: &Array2<f64>) -> Array1<f64> { a.dot(b).t().row(1).to_owned() }",
                python: Some("def slice_of_result(a, b):\n    return (a @ b).T[1]"),
                inputs: &[("m k", Domain::Any), ("k n+2", Domain::Any)],
            },
            // A view of a view, with a name.
            Sample {
                rust: "fn slice_of_view(a: &Array2<f64>, b: &Array2<f64>) -> Array1<f64> {
                    let row = a.dot(b).t().row(1).to_owned();
                    row.exp()
                }",
                python: Some("def slice_of_view(a, b):\n    row = (a @ b).T[1]\n    return np.exp(row)"),
                inputs: &[("m k", Domain::Any), ("k n+2", Domain::Any)],
            },
            Sample {
                rust: "fn slice_diag(a: &Array2<f64>) -> Array1<f64> { &a.diag() * &a.diag() }",
                python: Some("def slice_diag(a):\n    return np.diag(a) * np.diagonal(a)"),
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}

impl Operation for Unslice {
    fn name(&self) -> &'static str {
        "unslice"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let [value, like, bounds @ ..] = args else {
            return Err(Fault::new("a part is placed in an array"));
        };
        let shape = shape_of(attr, *like, bounds, dims)?;
        if shape.rank() != value.rank() {
            return Err(Fault::new("a part is placed where it is of another rank"));
        }
        Ok(Ty::new(value.elem, like.shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let mut args = vec![call.seed];
        args.extend(call.args.iter().skip(2));
        let part = func.op(&Slice, call.attr, &args);
        vec![Contribution::plus(0, part)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let mut args = call.args.clone();
        *args.first_mut()? = tangents.first().copied().flatten()?;
        Some(func.op(&Unslice, call.attr, &args))
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Placed(part_of(attr))
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Placed(part_of(attr))
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}

fn part_of(attr: Attr) -> Option<Region> {
    match attr {
        Attr::Region(part) => Some(part),
        _ => None,
    }
}
