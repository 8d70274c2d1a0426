//! Rust's `signum`, `y = ±1` by the sign bit of `a`: the slope is 0 everywhere.
//!
//! At 0 it is that of [`SIGN`](super::SIGN), 0, although `signum` itself jumps there from -1 to 1.

use super::elementwise::Elementwise;
use super::rules::Partial;
use super::{Attr, Domain, PythonForm, RustForm, Sample, Spelling};

/// Rust's `signum`, which is never 0. Python text is not written of it: only Rust spells it.
pub static SIGNUM: Elementwise = Elementwise {
    name: "signum",
    spellings: &[Spelling::RustMethod("signum", 0, Attr::None)],
    citation: "constant on either side of 0",
    rust: RustForm::Method("signum"),
    source: None,
    python: PythonForm::Call("np.sign"),
    flops: 1,
    slopes: |_func, _call| vec![Partial::Zero],
    samples: &[
        Sample {
            rust: "fn signum_m(a: &Array2<f64>) -> Array2<f64> { a * a.signum() }",
            python: None,
            inputs: &[("m n", Domain::Odd)],
        },
        Sample {
            rust: "fn signum_v(x: &Array1<f64>) -> Array1<f64> { x * x.mapv(f64::signum) }",
            python: None,
            inputs: &[("m", Domain::Odd)],
        },
        Sample {
            rust: "fn signum_s(s: f64) -> f64 { s.signum() }",
            python: None,
            inputs: &[("", Domain::Odd)],
        },
    ],
};
