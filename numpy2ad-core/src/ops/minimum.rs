//! The smaller of two numbers, as `np.minimum`: `a_a += step(b, a) * y_a`, `b_a += step(a, b) * y_a`.
//!
//! Where the two tie, the adjoint is split: half to each. A NaN in either operand is the result.

use super::elementwise::{Elementwise, smaller};
use super::{Attr, Domain, PythonForm, RustForm, Sample, Spelling};

/// The smaller of two numbers, as `np.minimum`.
pub static MINIMUM: Elementwise = Elementwise {
    name: "minimum",
    spellings: &[
        Spelling::RustFunction("minimum", 2, Attr::None),
        Spelling::PythonCall("numpy.minimum", 2, Attr::None),
    ],
    citation: "Clarke 1983, proposition 2.3.12; of its subgradients at a tie the one in the middle",
    rust: RustForm::ElementFunction("minimum"),
    source: None,
    python: PythonForm::Call("np.minimum"),
    flops: 1,
    slopes: |func, call| smaller(func, call.arg(0), call.arg(1)),
    samples: &[
        Sample {
            rust: "fn minimum_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { minimum(a, b) }",
            python: Some("def minimum_mm(a, b):\n    return np.minimum(a, b)"),
            inputs: &[("m n", Domain::Odd), ("m n", Domain::Even)],
        },
        Sample {
            rust: "fn minimum_vv(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> { minimum(x, y) }",
            python: Some("def minimum_vv(x: 'vector', y: 'vector'):\n    return np.minimum(x, y)"),
            inputs: &[("m", Domain::Odd), ("m", Domain::Even)],
        },
        Sample {
            rust: "fn minimum_row(r: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { minimum(r, a) }",
            python: None,
            inputs: &[("1 n", Domain::Odd), ("m n", Domain::Even)],
        },
        Sample {
            rust: "",
            python: Some("def minimum_mv(a, x: 'vector'):\n    return np.minimum(a, x)"),
            inputs: &[("m n", Domain::Odd), ("n", Domain::Even)],
        },
        Sample {
            rust: "",
            python: Some(
                "def minimum_ss(s: float, t: float):\n    return np.minimum(s, t) + np.minimum(t, 0)",
            ),
            inputs: &[("", Domain::Even), ("", Domain::Odd)],
        },
        Sample {
            rust: "fn minimum_sum(a: &Array2<f64>, b: &Array2<f64>) -> f64 { minimum(&a.dot(b), &(a - b)).sum() }",
            python: Some("def minimum_sum(a, b):\n    return np.sum(np.minimum(a @ b, a - b))"),
            inputs: &[("m m", Domain::Any), ("m m", Domain::Any)],
        },
    ],
};
