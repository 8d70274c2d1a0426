//! The smaller of two numbers, as `f64::min`: `a_a += step(b, a) * y_a`, `b_a += step(a, b) * y_a`.
//!
//! Where the two tie, the adjoint is split: half to each. A number beside a NaN is the result; the slopes are then NaN.

use super::elementwise::{Elementwise, smaller};
use super::{Attr, Domain, PythonForm, RustForm, Sample, Spelling};

/// The smaller of two numbers, as `f64::min`.
pub static MIN: Elementwise = Elementwise {
    name: "min",
    spellings: &[
        Spelling::RustMethod("min", 1, Attr::None),
        Spelling::PythonCall("numpy.fmin", 2, Attr::None),
    ],
    citation: "Clarke 1983, proposition 2.3.12; of its subgradients at a tie the one in the middle",
    rust: RustForm::Method("min"),
    source: None,
    python: PythonForm::Call("np.fmin"),
    flops: 1,
    slopes: |func, call| smaller(func, call.arg(0), call.arg(1)),
    samples: &[
        Sample {
            rust: "fn min_ss(s: f64, t: f64) -> f64 { s.min(t) }",
            python: Some("def min_ss(s: float, t: float):\n    return np.fmin(s, t)"),
            inputs: &[("", Domain::Odd), ("", Domain::Even)],
        },
        Sample {
            rust: "fn min_ms(a: &Array2<f64>, s: f64) -> Array2<f64> { a.mapv(|x| x.min(s)) }",
            python: Some("def min_ms(a, s: float):\n    return np.fmin(a, s)"),
            inputs: &[("m n", Domain::Odd), ("", Domain::Even)],
        },
        Sample {
            rust: "fn min_sv(s: f64, x: &Array1<f64>) -> Array1<f64> { x.mapv(|x| f64::min(s, x)) }",
            python: Some("def min_sv(s: float, x: 'vector'):\n    return np.fmin(s, x)"),
            inputs: &[("", Domain::Odd), ("m", Domain::Even)],
        },
        Sample {
            rust: "fn min_lit(x: &Array1<f64>) -> Array1<f64> { x.mapv(|x| x.min(0.0)) }",
            python: Some("def min_lit(x: 'vector'):\n    return np.fmin(x, 0)"),
            inputs: &[("m", Domain::Odd)],
        },
    ],
};
