//! Elementwise exponential less 1, `y = exp(a) - 1`: `a_a += exp(a) * y_a`.
//! The slope is not `y + 1`, which has no digits left where `a` is far below 0.

use super::elementwise::{Elementwise, samples};
use super::rules::Partial;
use super::{Attr, Domain, Exp, PythonForm, RustForm, Sample, Spelling};

/// Elementwise exponential less 1.
pub static EXP_M1: Elementwise = Elementwise {
    name: "exp_m1",
    spellings: &[
        Spelling::RustMethod("exp_m1", 0, Attr::None),
        Spelling::PythonCall("numpy.expm1", 1, Attr::None),
    ],
    citation: "DLMF 4.7.7",
    rust: RustForm::Method("exp_m1"),
    source: None,
    python: PythonForm::Call("np.expm1"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        vec![Partial::Times(func.op(&Exp, Attr::None, &[x]))]
    },
    samples: samples!("exp_m1", "np.expm1", Any),
};
