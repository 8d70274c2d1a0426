//! The logarithm to any base, `y = ln(a) / ln(b)`: `a_a += y_a / (a ln b)`, `b_a -= y / (b ln b) * y_a`.

use super::elementwise::Elementwise;
use super::rules::Partial;
use super::{Attr, Div, Domain, Ln, Mul, Neg, PythonForm, RustForm, Sample, Spelling};

/// The logarithm to any base. Python writes it as a quotient.
pub static LOG: Elementwise = Elementwise {
    name: "log",
    spellings: &[Spelling::RustMethod("log", 1, Attr::None)],
    citation: "DLMF 4.7.1 and the quotient rule",
    rust: RustForm::Method("log"),
    source: None,
    python: PythonForm::Ratio("np.log"),
    flops: 17,
    slopes: |func, call| {
        let (a, base, y) = (call.arg(0), call.arg(1), call.result);
        let ln_base = func.op(&Ln, Attr::None, &[base]);
        let mut times = |x, y| func.op(&Mul, Attr::None, &[x, y]);
        let (under_a, under_base) = (times(a, ln_base), times(base, ln_base));
        let one = super::elementwise::number(func, 1.0, y);
        let by_a = func.op(&Div, Attr::None, &[one, under_a]);
        let minus_y = func.op(&Neg, Attr::None, &[y]);
        let by_base = func.op(&Div, Attr::None, &[minus_y, under_base]);
        vec![Partial::Times(by_a), Partial::Times(by_base)]
    },
    samples: &[
        Sample {
            rust: "fn log_m(a: &Array2<f64>) -> Array2<f64> { a.log(3.0) }",
            python: None,
            inputs: &[("m n", Domain::Positive)],
        },
        Sample {
            rust: "fn log_v(x: &Array1<f64>, s: f64) -> Array1<f64> { x.log(s) }",
            python: None,
            inputs: &[("m", Domain::Positive), ("", Domain::AboveOne)],
        },
        Sample {
            rust: "fn log_s(s: f64, t: f64) -> f64 { s.log(t) }",
            python: None,
            inputs: &[("", Domain::Positive), ("", Domain::AboveOne)],
        },
        Sample {
            rust: "fn log_base(x: &Array1<f64>, s: f64) -> Array1<f64> { x.mapv(|x| s.log(x)) }",
            python: None,
            inputs: &[("m", Domain::AboveOne), ("", Domain::Positive)],
        },
    ],
};
