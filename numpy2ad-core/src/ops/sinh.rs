//! Elementwise hyperbolic sine, `y = sinh(a)`: `a_a += cosh(a) * y_a`.

use super::elementwise::{Elementwise, samples};
use super::rules::Partial;
use super::{Attr, COSH, Domain, PythonForm, RustForm, Sample, Spelling};

/// Elementwise hyperbolic sine.
pub static SINH: Elementwise = Elementwise {
    name: "sinh",
    spellings: &[
        Spelling::RustMethod("sinh", 0, Attr::None),
        Spelling::PythonCall("numpy.sinh", 1, Attr::None),
    ],
    citation: "DLMF 4.34.1",
    rust: RustForm::Method("sinh"),
    source: None,
    python: PythonForm::Call("np.sinh"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        vec![Partial::Times(func.op(&COSH, Attr::None, &[x]))]
    },
    samples: samples!("sinh", "np.sinh", Any),
};
