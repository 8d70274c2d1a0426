//! Arrays one behind the other along an axis, or side by side along a new one: each operand's adjoint gets its part of
//! the result's.

use super::rules::common_elem;
use super::{
    Add, Attr, Broadcast, Call, Contribution, Domain, Fault, Operation, PythonForm, Region, RustForm, Sample,
    Size, Slice, SourceForm, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// Arrays one behind the other along an axis, or, as [`Attr::Stacked`], vectors as rows or columns.
pub struct Concatenate;

impl Operation for Concatenate {
    fn name(&self) -> &'static str {
        "concatenate"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustSyntax("concatenate![Axis(0), a, b]"),
            Spelling::RustSyntax("concatenate(Axis(0), &[a.view(), b.view()]).unwrap()"),
            Spelling::RustSyntax("stack![Axis(0), x, y]"),
            Spelling::PythonSyntax("np.concatenate((A, B), axis=0)"),
            Spelling::PythonSyntax("np.stack((x, y), axis=0)"),
            Spelling::PythonSyntax("np.vstack((A, B))"),
            Spelling::PythonSyntax("np.hstack((A, B))"),
        ]
    }

    fn citation(&self) -> &'static str {
        "linear"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let [first, rest @ ..] = args else {
            return Err(Fault::new("there are no arrays to put together"));
        };
        let mut elem: Elem = first.elem;
        for arg in rest {
            elem = common_elem("what is put together", elem, arg.elem)?;
            if arg.rank() != first.rank() {
                return Err(Fault::with_help(
                    "arrays of several ranks are put together",
                    "make a matrix of a vector by `insert_axis`",
                ));
            }
        }
        let axes: Vec<_> = args.iter().map(|arg| arg.axes()).collect();
        let unify = |dims: &mut Dims, axis: usize| {
            let all: Vec<_> = axes.iter().filter_map(|axes| axes.get(axis).copied()).collect();
            all.windows(2).for_each(|pair| {
                if let [a, b] = pair {
                    dims.unify(*a, *b);
                }
            });
        };
        let shape = match (attr, first.shape) {
            (Attr::Axis(0), Shape::Vector(_)) => Shape::Vector(dims.fresh_loose()),
            (Attr::Axis(0), Shape::Matrix(_, n)) => {
                unify(dims, 1);
                Shape::Matrix(dims.fresh_loose(), n)
            }
            (Attr::Axis(1), Shape::Matrix(m, _)) => {
                unify(dims, 0);
                Shape::Matrix(m, dims.fresh_loose())
            }
            (Attr::Stacked(0), Shape::Vector(n)) => {
                unify(dims, 0);
                Shape::Matrix(dims.fresh_loose(), n)
            }
            (Attr::Stacked(1), Shape::Vector(n)) => {
                unify(dims, 0);
                Shape::Matrix(n, dims.fresh_loose())
            }
            (Attr::Stacked(_), Shape::Matrix(..)) => {
                return Err(Fault::with_help(
                    "a stack of matrices has three axes",
                    "write `concatenate`, which puts them one behind the other",
                ));
            }
            (Attr::Axis(axis) | Attr::Stacked(axis), _) => {
                return Err(Fault::new(format!("a {} is not put together along axis {axis}", first.rank())));
            }
            _ => return Err(Fault::new("arrays are put together along an axis")),
        };
        Ok(Ty::new(elem, shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let mut start: Option<Value> = None;
        let mut out = Vec::new();
        for (index, &arg) in call.args.iter().enumerate() {
            let part = match call.attr {
                Attr::Stacked(axis) => {
                    let at = func.int(i64::try_from(index).unwrap_or(i64::MAX));
                    func.op(&Slice, Attr::Region(Region::line(axis)), &[call.seed, at])
                }
                attr => {
                    let axis = if attr == Attr::Axis(1) { 1 } else { 0 };
                    let length = func.op(&Size, Attr::Axis(axis), &[arg]);
                    let from = start.unwrap_or_else(|| func.int(0));
                    let to = match start {
                        Some(start) => func.op(&Add, Attr::None, &[start, length]),
                        None => length,
                    };
                    start = Some(to);
                    let range = Region::range(axis, func.rank(call.seed));
                    func.op(&Slice, Attr::Region(range), &[call.seed, from, to])
                }
            };
            out.push(Contribution::plus(index, part));
        }
        out
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        tangents.iter().any(Option::is_some).then_some(())?;
        let elem = func.ty(call.result).elem;
        let moved: Vec<Value> = call
            .args
            .iter()
            .enumerate()
            .map(|(index, &arg)| match tangents.get(index).copied().flatten() {
                Some(tangent) => tangent,
                None => {
                    let zero = func.float(0.0, elem);
                    func.op(&Broadcast, Attr::None, &[zero, arg])
                }
            })
            .collect();
        Some(func.op(&Concatenate, call.attr, &moved))
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        RustForm::Side(match (attr, ranks.first()) {
            (Attr::Stacked(0), _) => "stack_rows",
            (Attr::Stacked(_), _) => "stack_columns",
            (Attr::Axis(1), _) => "concatenate_columns",
            _ => "concatenate",
        })
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        match attr {
            Attr::Stacked(axis) => Some(SourceForm::Side("stack", axis)),
            Attr::Axis(axis) => Some(SourceForm::Side("concatenate", axis)),
            _ => None,
        }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Stacked(axis) => PythonForm::CallTuple("np.stack", axis),
            Attr::Axis(axis) => PythonForm::CallTuple("np.concatenate", axis),
            _ => PythonForm::CallTuple("np.concatenate", 0),
        }
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn concatenate_rows(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
                    concatenate(Axis(0), &[a.view(), b.view(), (a * a).view()]).unwrap()
                }",
                python: Some("def concatenate_rows(a, b):\n    return np.concatenate((a, b, a * a))"),
                inputs: &[("m n", Domain::Any), ("k n", Domain::Any)],
            },
            Sample {
                rust: "fn concatenate_sides(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { concatenate![Axis(1), *a, b.exp()].t().dot(b) }",
                python: Some("def concatenate_sides(a, b):\n    return np.hstack([a, np.exp(b)]).T @ b"),
                inputs: &[("m n", Domain::Any), ("m k", Domain::Any)],
            },
            Sample {
                rust: "fn concatenate_vectors(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
                    let z = ndarray::concatenate![Axis(0), x.view(), y.view()];
                    z.dot(&z.slice(s![..;-1]))
                }",
                python: Some(
                    "def concatenate_vectors(x: 'vector', y: 'vector'):\n    z = np.concatenate((x, y), axis=0)\n    return z @ z[::-1]",
                ),
                inputs: &[("m", Domain::Any), ("n", Domain::Any)],
            },
            Sample {
                rust: "fn concatenate_stack(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
                    stack(Axis(0), &[x.view(), y.view()]).unwrap().dot(&stack![Axis(1), y.exp(), *x])
                }",
                python: Some(
                    "def concatenate_stack(x: 'vector', y: 'vector'):\n    return np.vstack((x, y)) @ np.stack((np.exp(y), x), axis=1)",
                ),
                inputs: &[("m", Domain::Any), ("m", Domain::Any)],
            },
        ]
    }
}
