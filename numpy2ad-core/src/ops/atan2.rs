//! The angle of a point, `y = atan2(a, b)` with the ordinate first: `a_a += b / r² * y_a`, `b_a -= a / r² * y_a`.
//!
//! At the origin both slopes are 0.

use super::elementwise::{Elementwise, nonzero};
use super::rules::Partial;
use super::{Attr, Div, Domain, HYPOT, Neg, PythonForm, RustForm, Sample, Spelling};

/// The angle of a point.
pub static ATAN2: Elementwise = Elementwise {
    name: "atan2",
    spellings: &[
        Spelling::RustMethod("atan2", 1, Attr::None),
        Spelling::RustFunction("atan2", 2, Attr::None),
        Spelling::PythonCall("numpy.arctan2", 2, Attr::None),
    ],
    citation: "DLMF 4.24.9 of the quotient",
    rust: RustForm::Method("atan2"),
    source: None,
    python: PythonForm::Call("np.arctan2"),
    flops: 8,
    slopes: |func, call| {
        // Divided by the length twice: its square would overflow long before the slope does.
        let (a, b) = (call.arg(0), call.arg(1));
        let length = func.op(&HYPOT, Attr::None, &[a, b]);
        let length = nonzero(func, length);
        let mut over = |x| func.op(&Div, Attr::None, &[x, length]);
        let (sine, cosine) = (over(a), over(b));
        let (by_b, by_a) = (over(sine), over(cosine));
        vec![Partial::Times(by_a), Partial::Times(func.op(&Neg, Attr::None, &[by_b]))]
    },
    samples: &[
        Sample {
            rust: "fn atan2_mm(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { atan2(a, b) }",
            python: Some("def atan2_mm(a, b):\n    return np.arctan2(a, b)"),
            inputs: &[("m n", Domain::Odd), ("m n", Domain::Positive)],
        },
        Sample {
            rust: "fn atan2_vv(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> { atan2(x, y) }",
            python: Some("def atan2_vv(x: 'vector', y: 'vector'):\n    return np.arctan2(x, y)"),
            inputs: &[("m", Domain::Odd), ("m", Domain::Odd)],
        },
        Sample {
            rust: "fn atan2_ms(a: &Array2<f64>, s: f64) -> Array2<f64> { a.mapv(|x| x.atan2(s)) }",
            python: Some("def atan2_ms(a, s: float):\n    return np.arctan2(a, s)"),
            inputs: &[("m n", Domain::Odd), ("", Domain::Positive)],
        },
        Sample {
            rust: "fn atan2_ss(s: f64, t: f64) -> f64 { s.atan2(t) }",
            python: Some("def atan2_ss(s: float, t: float):\n    return np.arctan2(s, t)"),
            inputs: &[("", Domain::Odd), ("", Domain::Odd)],
        },
    ],
};
