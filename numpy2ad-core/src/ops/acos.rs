//! Elementwise arc cosine, `y = arccos(a)`: `a_a -= y_a / √((1 - a) (1 + a))`.
//!
//! At ±1 the slope is infinite.

use super::asin::cosine_slope;
use super::elementwise::{Elementwise, samples};
use super::rules::Partial;
use super::{Attr, Domain, PythonForm, RustForm, Sample, Spelling};

/// Elementwise arc cosine.
pub static ACOS: Elementwise = Elementwise {
    name: "acos",
    spellings: &[
        Spelling::RustMethod("acos", 0, Attr::None),
        Spelling::PythonCall("numpy.arccos", 1, Attr::None),
    ],
    citation: "DLMF 4.24.8",
    rust: RustForm::Method("acos"),
    source: None,
    python: PythonForm::Call("np.arccos"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        vec![Partial::Times(cosine_slope(func, -1.0, x))]
    },
    samples: samples!("acos", "np.arccos", Unit),
};
