//! The larger of two numbers, as `f64::max`: `a_a += step(a, b) * y_a`, `b_a += step(b, a) * y_a`.
//!
//! Where the two tie, the adjoint is split: half to each. A number beside a NaN is the result; the slopes are then NaN.

use super::elementwise::{Elementwise, larger};
use super::{Attr, Domain, PythonForm, RustForm, Sample, Spelling};

/// The larger of two numbers, as `f64::max`.
pub static MAX: Elementwise = Elementwise {
    name: "max",
    spellings: &[
        Spelling::RustMethod("max", 1, Attr::None),
        Spelling::PythonCall("numpy.fmax", 2, Attr::None),
    ],
    citation: "Clarke 1983, proposition 2.3.12; of its subgradients at a tie the one in the middle",
    rust: RustForm::Method("max"),
    source: None,
    python: PythonForm::Call("np.fmax"),
    flops: 1,
    slopes: |func, call| larger(func, call.arg(0), call.arg(1)),
    samples: &[
        Sample {
            rust: "fn max_ss(s: f64, t: f64) -> f64 { s.max(t) }",
            python: Some("def max_ss(s: float, t: float):\n    return np.fmax(s, t)"),
            inputs: &[("", Domain::Odd), ("", Domain::Even)],
        },
        Sample {
            rust: "fn max_ms(a: &Array2<f64>, s: f64) -> Array2<f64> { a.mapv(|x| x.max(s)) }",
            python: Some("def max_ms(a, s: float):\n    return np.fmax(a, s)"),
            inputs: &[("m n", Domain::Odd), ("", Domain::Even)],
        },
        Sample {
            rust: "fn max_sv(s: f64, x: &Array1<f64>) -> Array1<f64> { x.mapv(|x| f64::max(s, x)) }",
            python: Some("def max_sv(s: float, x: 'vector'):\n    return np.fmax(s, x)"),
            inputs: &[("", Domain::Odd), ("m", Domain::Even)],
        },
        Sample {
            rust: "fn max_lit(x: &Array1<f64>) -> Array1<f64> { x.mapv(|x| x.max(0.0)) }",
            python: Some("def max_lit(x: 'vector'):\n    return np.fmax(x, 0)"),
            inputs: &[("m", Domain::Odd)],
        },
    ],
};
