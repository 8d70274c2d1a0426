//! A number kept between two bounds, `y = min(max(a, lo), hi)`: `a_a += y_a` between them, `lo_a += y_a` below,
//! `hi_a += y_a` above.
//!
//! On a bound the adjoint is split, half to the number and half to the bound, as it is by [`MAXIMUM`](super::MAXIMUM).

use super::elementwise::Elementwise;
use super::rules::Partial;
use super::{Attr, Domain, MAXIMUM, Mul, PythonForm, RustForm, STEP, Sample, Spelling};

/// A number kept between two bounds.
pub static CLAMP: Elementwise = Elementwise {
    name: "clamp",
    spellings: &[
        Spelling::RustMethod("clamp", 2, Attr::None),
        Spelling::PythonCall("numpy.clip", 3, Attr::None),
        Spelling::PythonMethod("clip", 2, Attr::None),
    ],
    citation: "the chain rule of the smaller of the larger; Clarke 1983, proposition 2.3.12",
    rust: RustForm::Method("clamp"),
    source: None,
    python: PythonForm::Call("np.clip"),
    flops: 2,
    slopes: |func, call| {
        let (a, low, high) = (call.arg(0), call.arg(1), call.arg(2));
        let raised = func.op(&MAXIMUM, Attr::None, &[a, low]);
        let mut step = |x, y| func.op(&STEP, Attr::None, &[x, y]);
        let (above, below, open) = (step(a, low), step(high, a), step(high, low));
        let (under, over) = (step(low, a), step(raised, high));
        let by_a = func.op(&Mul, Attr::None, &[above, below]);
        let by_low = func.op(&Mul, Attr::None, &[under, open]);
        vec![Partial::Times(by_a), Partial::Times(by_low), Partial::Times(over)]
    },
    samples: &[
        Sample {
            rust: "fn clamp_m(a: &Array2<f64>) -> Array2<f64> { a.clamp(-0.5, 0.25) }",
            python: Some("def clamp_m(a):\n    return np.clip(a, -0.5, 0.25)"),
            inputs: &[("m n", Domain::Odd)],
        },
        Sample {
            rust: "fn clamp_v(x: &Array1<f64>, s: f64, t: f64) -> Array1<f64> { x.clamp(-s, t) }",
            python: Some("def clamp_v(x: 'vector', s: float, t: float):\n    return x.clip(-s, t)"),
            inputs: &[("m", Domain::Any), ("", Domain::Positive), ("", Domain::Positive)],
        },
        Sample {
            rust: "fn clamp_s(s: f64, t: f64) -> f64 { s.clamp(0.0, t) }",
            python: Some("def clamp_s(s: float, t: float):\n    return np.clip(s, 0, t)"),
            inputs: &[("", Domain::Odd), ("", Domain::Positive)],
        },
        Sample {
            rust: "fn clamp_closure(x: &Array1<f64>, s: f64) -> Array1<f64> { x.mapv(|x| x.clamp(s - 1.0, s)) }",
            python: None,
            inputs: &[("m", Domain::Odd), ("", Domain::Even)],
        },
    ],
};
