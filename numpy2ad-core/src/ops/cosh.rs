//! Elementwise hyperbolic cosine, `y = cosh(a)`: `a_a += sinh(a) * y_a`.

use super::elementwise::{Elementwise, samples};
use super::rules::Partial;
use super::{Attr, Domain, PythonForm, RustForm, SINH, Sample, Spelling};

/// Elementwise hyperbolic cosine.
pub static COSH: Elementwise = Elementwise {
    name: "cosh",
    spellings: &[
        Spelling::RustMethod("cosh", 0, Attr::None),
        Spelling::PythonCall("numpy.cosh", 1, Attr::None),
    ],
    citation: "DLMF 4.34.2",
    rust: RustForm::Method("cosh"),
    source: None,
    python: PythonForm::Call("np.cosh"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        vec![Partial::Times(func.op(&SINH, Attr::None, &[x]))]
    },
    samples: samples!("cosh", "np.cosh", Any),
};
