//! The length of the hypotenuse, `y = √(a² + b²)`: `a_a += a / y * y_a`, `b_a += b / y * y_a`.
//!
//! At the origin both slopes are 0, as they are for norms.

use super::elementwise::{Elementwise, nonzero};
use super::rules::Partial;
use super::{Attr, Div, Domain, PythonForm, RustForm, Sample, Spelling};

/// The length of the hypotenuse.
pub static HYPOT: Elementwise = Elementwise {
    name: "hypot",
    spellings: &[
        Spelling::RustMethod("hypot", 1, Attr::None),
        Spelling::RustFunction("hypot", 2, Attr::None),
        Spelling::PythonCall("numpy.hypot", 2, Attr::None),
    ],
    citation: "the chain rule; DLMF 4.7.10",
    rust: RustForm::Method("hypot"),
    source: None,
    python: PythonForm::Call("np.hypot"),
    flops: 8,
    slopes: |func, call| {
        let length = nonzero(func, call.result);
        let (a, b) = (call.arg(0), call.arg(1));
        let mut over = |x| Partial::Times(func.op(&Div, Attr::None, &[x, length]));
        vec![over(a), over(b)]
    },
    samples: &[
        Sample {
            rust: "fn hypot_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { hypot(a, b) }",
            python: Some("def hypot_mm(a, b):\n    return np.hypot(a, b)"),
            inputs: &[("m n", Domain::Odd), ("m n", Domain::Any)],
        },
        Sample {
            rust: "fn hypot_vv(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> { hypot(x, y) }",
            python: Some("def hypot_vv(x: 'vector', y: 'vector'):\n    return np.hypot(x, y)"),
            inputs: &[("m", Domain::Odd), ("m", Domain::Any)],
        },
        Sample {
            rust: "fn hypot_ms(a: &Array2<f64>, s: f64) -> Array2<f64> { a.hypot(s) }",
            python: Some("def hypot_ms(a, s: float):\n    return np.hypot(a, s)"),
            inputs: &[("m n", Domain::Any), ("", Domain::Odd)],
        },
        Sample {
            rust: "fn hypot_sv(s: f64, x: &Array1<f64>) -> Array1<f64> { x.mapv(|x| f64::hypot(s, x)) }",
            python: Some("def hypot_sv(s: float, x: 'vector'):\n    return np.hypot(s, x)"),
            inputs: &[("", Domain::Odd), ("m", Domain::Any)],
        },
        Sample {
            rust: "fn hypot_ss(s: f64, t: f64) -> f64 { s.hypot(t) }",
            python: Some("def hypot_ss(s: float, t: float):\n    return np.hypot(s, t)"),
            inputs: &[("", Domain::Odd), ("", Domain::Any)],
        },
        Sample {
            rust: "fn hypot_col(c: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { hypot(c, a) }",
            python: None,
            inputs: &[("m 1", Domain::Odd), ("m n", Domain::Any)],
        },
    ],
};
