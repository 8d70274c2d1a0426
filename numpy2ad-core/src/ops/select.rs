//! One of two values, by a comparison of two others, `y = if p < q { a } else { b }`: the adjoint goes where the value
//! came from. What is compared has the slope 0: at the border between the two branches the slope is that of the branch
//! that is taken.

use super::rules::{common_elem, flops_each, infer_elementwise, sum_to_rank};
use super::{
    Attr, Broadcast, Call, Comparison, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample,
    SourceForm, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// One of two values, by a comparison, which is its attribute.
pub struct Select;

impl Operation for Select {
    fn name(&self) -> &'static str {
        "select"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[Spelling::RustIf, Spelling::PythonCall("numpy.where", 3, Attr::Where(Comparison::Less))]
    }

    fn citation(&self) -> &'static str {
        "linear in what is chosen"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let [p, q, a, b] = args else {
            return Err(Fault::new("a choice takes two values to compare and two to choose from"));
        };
        common_elem("a comparison", p.elem, q.elem)?;
        let elem = common_elem("a choice", a.elem, b.elem)?;
        let shapes = args.iter().map(|arg| Ty::new(elem, arg.shape)).collect::<Vec<_>>();
        infer_elementwise("a choice", &shapes, dims)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let zero = func.float(0.0, func.ty(call.result).elem);
        let (p, q) = (call.arg(0), call.arg(1));
        let chosen = [(2, call.seed, zero), (3, zero, call.seed)];
        let contributions = chosen.map(|(arg, a, b)| {
            let value = func.op(&Select, call.attr, &[p, q, a, b]);
            Contribution::plus(arg, sum_to_rank(func, value, func.rank(call.arg(arg))))
        });
        contributions.into()
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let of = |index: usize| tangents.get(index).copied().flatten();
        let (a_t, b_t) = (of(2), of(3));
        if a_t.is_none() && b_t.is_none() {
            return None;
        }
        let zero = func.float(0.0, func.ty(call.result).elem);
        let is_missing = |tangent: Option<Value>, arg| tangent.is_none() && func.rank(arg) != Rank::Scalar;
        let lacks_axes = is_missing(a_t, call.arg(2)) || is_missing(b_t, call.arg(3));
        let operands = [call.arg(0), call.arg(1), a_t.unwrap_or(zero), b_t.unwrap_or(zero)];
        let tangent = func.op(&Select, call.attr, &operands);
        Some(if lacks_axes { func.op(&Broadcast, Attr::None, &[tangent, call.result]) } else { tangent })
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Select(comparison(attr))
    }

    fn source(&self, attr: Attr) -> Option<SourceForm> {
        Some(SourceForm::Choice(comparison(attr)))
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Select(comparison(attr))
    }

    fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        flops_each(1, result, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn select_closure(a: &Array2<f64>, s: f64) -> Array2<f64> { a.mapv(|x| if x < s { x * x } else { s * x }) }",
                python: Some("def select_closure(a, s: float):\n    return np.where(a < s, a * a, s * a)"),
                inputs: &[("m n", Domain::Odd), ("", Domain::Even)],
            },
            Sample {
                rust: "fn select_numbers(s: f64, t: f64) -> f64 { if s >= t { s * t } else { t } }",
                python: Some(
                    "def select_numbers(s: float, t: float):\n    return np.where(s >= t, s * t, t)",
                ),
                inputs: &[("", Domain::Odd), ("", Domain::Even)],
            },
            Sample {
                rust: "",
                python: Some(
                    "def select_arrays(x: 'vector', y: 'vector', s: float):\n    return np.where(s > 0, x * y, x - s)",
                ),
                inputs: &[("m", Domain::Any), ("m", Domain::Any), ("", Domain::Odd)],
            },
            Sample {
                rust: "fn select_guarded(x: &Array1<f64>, s: f64, t: f64) -> Array1<f64> { x.mapv(|x| if x > 0.0 && x != s { let r = x.sqrt(); r * t.sqrt() } else if !(x < -0.5) { s.powi(3) } else { (-x).ln() * s }) }",
                python: None,
                inputs: &[("m", Domain::Odd), ("", Domain::Even), ("", Domain::Positive)],
            },
            Sample {
                rust: "",
                python: Some(
                    "def select_rows(a, b, x: 'vector', s: float):\n    return np.where(a != b, x, s) * np.where(a <= x, 1, b)",
                ),
                inputs: &[
                    ("m n", Domain::Odd),
                    ("m n", Domain::Even),
                    ("n", Domain::Even),
                    ("", Domain::Any),
                ],
            },
        ]
    }
}

fn comparison(attr: Attr) -> Comparison {
    match attr {
        Attr::Where(comparison) => comparison,
        _ => Comparison::Equal,
    }
}
