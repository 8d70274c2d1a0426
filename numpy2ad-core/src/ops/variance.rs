//! Variance and standard deviation of the elements, over all axes or along one. With the deviations `d = a - mean(a)`
//! of `n` elements, `a_a += 2 d y_a / (n - ddof)` for the variance, and `a_a += d y_a / ((n - ddof) y)` for its root,
//! chosen as 0 where the deviation is 0. What the mean moves adds nothing, because the deviations sum to 0.

use super::rules::{axis_of, count, expanded, reduced, reduction};
use super::{
    Attr, Call, Contribution, Div, Domain, Fault, InsertAxis, Mean, Mul, Operation, PythonForm, RecipOrZero,
    RustForm, Sample, Spelling, Sub, Sum,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Variance: the operand, and how many degrees of freedom are taken off.
pub struct Var;

/// Standard deviation: the operand, and how many degrees of freedom are taken off.
pub struct Std;

fn infer(what: &str, attr: Attr, args: &[Ty]) -> Result<Ty, Fault> {
    match args {
        [a, ddof] if ddof.rank() == Rank::Scalar => reduced(what, attr, *a),
        _ => {
            Err(Fault::new(format!("{what} takes an array and a number, the degrees of freedom to take off")))
        }
    }
}

/// The deviations from the mean, divided by the degrees of freedom.
fn deviations(func: &mut Func, call: &Call) -> Value {
    let (a, ddof) = (call.arg(0), call.arg(1));
    let mean = func.op(&Mean, call.attr, &[a]);
    let mean = if call.attr == Attr::Axis(1) { func.op(&InsertAxis, Attr::Axis(1), &[mean]) } else { mean };
    let deviations = func.op(&Sub, Attr::None, &[a, mean]);
    let count = count(func, call.attr, a);
    let freedom = func.op(&Sub, Attr::None, &[count, ddof]);
    func.op(&Div, Attr::None, &[deviations, freedom])
}

/// The derivative by each element.
fn slope(func: &mut Func, call: &Call, is_root: bool) -> Value {
    let deviations = deviations(func, call);
    let factor = if is_root {
        let inverse = func.op(&RecipOrZero, Attr::None, &[call.result]);
        expanded(func, call.attr, inverse)
    } else {
        func.float(2.0, func.ty(call.arg(0)).elem)
    };
    func.op(&Mul, Attr::None, &[factor, deviations])
}

fn adjoint(func: &mut Func, call: &Call, is_root: bool) -> Vec<Contribution> {
    let slope = slope(func, call, is_root);
    let seed = expanded(func, call.attr, call.seed);
    vec![Contribution::plus(0, func.op(&Mul, Attr::None, &[slope, seed]))]
}

fn tangent(func: &mut Func, call: &Call, tangents: &[Option<Value>], is_root: bool) -> Option<Value> {
    let tangent = tangents.first().copied().flatten()?;
    let slope = slope(func, call, is_root);
    let moved = func.op(&Mul, Attr::None, &[slope, tangent]);
    Some(func.op(&Sum, call.attr, &[moved]))
}

fn flops(args: &[Ty], dims: &Dims) -> Flops {
    args.first().map_or_else(Flops::zero, |a| Flops::product(4.0, &a.axes(), dims))
}

impl Operation for Var {
    fn name(&self) -> &'static str {
        "var"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("var", 1, Attr::All),
            Spelling::RustMethod("var_axis", 2, Attr::AnyAxis),
            Spelling::PythonCall("numpy.var", 1, Attr::All),
            Spelling::PythonCall("numpy.var", 2, Attr::AnyAxis),
            Spelling::PythonMethod("var", 0, Attr::All),
            Spelling::PythonMethod("var", 1, Attr::AnyAxis),
            Spelling::PythonSyntax("np.var(A, ddof=1)"),
        ]
    }

    fn citation(&self) -> &'static str {
        "the mean of squares of deviations"
    }

    fn infer(&self, attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        infer("a variance", attr, args)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        adjoint(func, call, false)
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        tangent(func, call, tangents, false)
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        reduction(attr, "var", "var_rows", "var_columns")
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Reduction("np.var", axis_of(attr), &["ddof"])
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        flops(args, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn var_m(a: &Array2<f64>) -> f64 { a.var(1.0) }",
                python: Some("def var_m(a):\n    return np.var(a, ddof=1)"),
                inputs: &[("m+2 n+2", Domain::Any)],
            },
            Sample {
                rust: "fn var_v(x: &Array1<f64>) -> f64 { x.exp().var(0.0) }",
                python: Some("def var_v(x: 'vector'):\n    return np.exp(x).var()"),
                inputs: &[("m+1", Domain::Any)],
            },
            Sample {
                rust: "fn var_along_rows(a: &Array2<f64>) -> Array1<f64> { a.var_axis(Axis(0), 0.5) }",
                python: Some("def var_along_rows(a):\n    return np.var(a, axis=0, ddof=0.5)"),
                inputs: &[("m+1 n", Domain::Any)],
            },
            Sample {
                rust: "fn var_along_columns(a: &Array2<f64>) -> Array1<f64> { a.var_axis(Axis(1), 0.0) }",
                python: Some("def var_along_columns(a):\n    return a.var(1)"),
                inputs: &[("m n+1", Domain::Any)],
            },
        ]
    }
}

impl Operation for Std {
    fn name(&self) -> &'static str {
        "std"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("std", 1, Attr::All),
            Spelling::RustMethod("std_axis", 2, Attr::AnyAxis),
            Spelling::PythonCall("numpy.std", 1, Attr::All),
            Spelling::PythonCall("numpy.std", 2, Attr::AnyAxis),
            Spelling::PythonMethod("std", 0, Attr::All),
            Spelling::PythonMethod("std", 1, Attr::AnyAxis),
        ]
    }

    fn citation(&self) -> &'static str {
        "the root of the variance"
    }

    fn infer(&self, attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        infer("a standard deviation", attr, args)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        adjoint(func, call, true)
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        tangent(func, call, tangents, true)
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        reduction(attr, "std", "std_rows", "std_columns")
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Reduction("np.std", axis_of(attr), &["ddof"])
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        flops(args, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        // Of few numbers that happen to lie near each other, the differences of fourth order are far off.
        &[
            Sample {
                rust: "fn std_m(a: &Array2<f64>) -> f64 { a.std(1.0) }",
                python: Some("def std_m(a):\n    return np.std(a, ddof=1)"),
                inputs: &[("m+3 n+3", Domain::Any)],
            },
            Sample {
                rust: "fn std_v(x: &Array1<f64>) -> f64 { x.std(0.0) }",
                python: Some("def std_v(x: 'vector'):\n    return x.std()"),
                inputs: &[("m+5", Domain::Any)],
            },
            Sample {
                rust: "fn std_along_rows(a: &Array2<f64>) -> Array2<f64> { a / &a.std_axis(Axis(0), 0.0) }",
                python: Some("def std_along_rows(a):\n    return a / np.std(a, axis=0)"),
                inputs: &[("m+5 n", Domain::Any)],
            },
            Sample {
                rust: "fn std_along_columns(a: &Array2<f64>) -> Array1<f64> { a.std_axis(Axis(1), 1.0) }",
                python: Some("def std_along_columns(a):\n    return np.std(a, 1, ddof=1)"),
                inputs: &[("m n+5", Domain::Any)],
            },
        ]
    }
}
