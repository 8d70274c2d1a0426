//! Elementwise power of two, `y = 2^a`: `a_a += ln 2 * y * y_a`.

use super::elementwise::{Elementwise, number, samples};
use super::rules::Partial;
use super::{Attr, Domain, Mul, PythonForm, RustForm, Sample, Spelling};

/// Elementwise power of two.
pub static EXP2: Elementwise = Elementwise {
    name: "exp2",
    spellings: &[
        Spelling::RustMethod("exp2", 0, Attr::None),
        Spelling::PythonCall("numpy.exp2", 1, Attr::None),
    ],
    citation: "DLMF 4.7.9",
    rust: RustForm::Method("exp2"),
    source: None,
    python: PythonForm::Call("np.exp2"),
    flops: 8,
    slopes: |func, call| {
        let y = call.result;
        let ln_2 = number(func, std::f64::consts::LN_2, y);
        vec![Partial::Times(func.op(&Mul, Attr::None, &[ln_2, y]))]
    },
    samples: samples!("exp2", "np.exp2", Any),
};
