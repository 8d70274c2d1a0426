//! Elementwise cosine, `y = cos(a)`: `a_a -= sin(a) * y_a`.

use super::elementwise::{Elementwise, samples};
use super::rules::Partial;
use super::{Attr, Domain, Neg, PythonForm, RustForm, SIN, Sample, Spelling};

/// Elementwise cosine.
pub static COS: Elementwise = Elementwise {
    name: "cos",
    spellings: &[
        Spelling::RustMethod("cos", 0, Attr::None),
        Spelling::PythonCall("numpy.cos", 1, Attr::None),
    ],
    citation: "DLMF 4.20.2",
    rust: RustForm::Method("cos"),
    source: None,
    python: PythonForm::Call("np.cos"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let sine = func.op(&SIN, Attr::None, &[x]);
        vec![Partial::Times(func.op(&Neg, Attr::None, &[sine]))]
    },
    samples: samples!("cos", "np.cos", Any),
};
