//! Elementwise sine, `y = sin(a)`: `a_a += cos(a) * y_a`.

use super::elementwise::{Elementwise, samples};
use super::rules::Partial;
use super::{Attr, COS, Domain, PythonForm, RustForm, Sample, Spelling};

/// Elementwise sine.
pub static SIN: Elementwise = Elementwise {
    name: "sin",
    spellings: &[
        Spelling::RustMethod("sin", 0, Attr::None),
        Spelling::PythonCall("numpy.sin", 1, Attr::None),
    ],
    citation: "DLMF 4.20.1",
    rust: RustForm::Method("sin"),
    source: None,
    python: PythonForm::Call("np.sin"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        vec![Partial::Times(func.op(&COS, Attr::None, &[x]))]
    },
    samples: samples!("sin", "np.sin", Any),
};
