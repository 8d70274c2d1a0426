//! The larger of two numbers, as `np.maximum`: `a_a += step(a, b) * y_a`, `b_a += step(b, a) * y_a`.
//!
//! Where the two tie, the adjoint is split: half to each. A NaN in either operand is the result.

use super::elementwise::{Elementwise, larger};
use super::{Attr, Domain, PythonForm, RustForm, Sample, Spelling};

/// The larger of two numbers, as `np.maximum`.
pub static MAXIMUM: Elementwise = Elementwise {
    name: "maximum",
    spellings: &[
        Spelling::RustFunction("maximum", 2, Attr::None),
        Spelling::PythonCall("numpy.maximum", 2, Attr::None),
    ],
    citation: "Clarke 1983, proposition 2.3.12; of its subgradients at a tie the one in the middle",
    rust: RustForm::ElementFunction("maximum"),
    source: None,
    python: PythonForm::Call("np.maximum"),
    flops: 1,
    slopes: |func, call| larger(func, call.arg(0), call.arg(1)),
    samples: &[
        Sample {
            rust: "fn maximum_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { maximum(a, b) }",
            python: Some("def maximum_mm(a, b):\n    return np.maximum(a, b)"),
            inputs: &[("m n", Domain::Odd), ("m n", Domain::Even)],
        },
        Sample {
            rust: "fn maximum_vv(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> { maximum(x, y) }",
            python: Some("def maximum_vv(x: 'vector', y: 'vector'):\n    return np.maximum(x, y)"),
            inputs: &[("m", Domain::Odd), ("m", Domain::Even)],
        },
        Sample {
            rust: "fn maximum_row(r: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { maximum(r, a) }",
            python: None,
            inputs: &[("1 n", Domain::Odd), ("m n", Domain::Even)],
        },
        Sample {
            rust: "",
            python: Some("def maximum_mv(a, x: 'vector'):\n    return np.maximum(a, x)"),
            inputs: &[("m n", Domain::Odd), ("n", Domain::Even)],
        },
        Sample {
            rust: "",
            python: Some(
                "def maximum_ss(s: float, t: float):\n    return np.maximum(s, t) + np.maximum(t, 0)",
            ),
            inputs: &[("", Domain::Even), ("", Domain::Odd)],
        },
        Sample {
            rust: "fn maximum_sum(a: &Array2<f64>, b: &Array2<f64>) -> f64 { maximum(&a.dot(b), &(a - b)).sum() }",
            python: Some("def maximum_sum(a, b):\n    return np.sum(np.maximum(a @ b, a - b))"),
            inputs: &[("m m", Domain::Any), ("m m", Domain::Any)],
        },
    ],
};
