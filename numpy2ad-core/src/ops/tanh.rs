//! Elementwise hyperbolic tangent, `y = tanh(a)`: `a_a += (1 - y²) * y_a`.

use super::elementwise::{Elementwise, number, samples};
use super::rules::Partial;
use super::{Attr, Domain, PythonForm, RustForm, Sample, Spelling, Square, Sub};

/// Elementwise hyperbolic tangent.
pub static TANH: Elementwise = Elementwise {
    name: "tanh",
    spellings: &[
        Spelling::RustMethod("tanh", 0, Attr::None),
        Spelling::PythonCall("numpy.tanh", 1, Attr::None),
    ],
    citation: "DLMF 4.34.3",
    rust: RustForm::Method("tanh"),
    source: None,
    python: PythonForm::Call("np.tanh"),
    flops: 8,
    slopes: |func, call| {
        let y = call.result;
        let one = number(func, 1.0, y);
        let square = func.op(&Square, Attr::None, &[y]);
        vec![Partial::Times(func.op(&Sub, Attr::None, &[one, square]))]
    },
    samples: samples!("tanh", "np.tanh", Any),
};
