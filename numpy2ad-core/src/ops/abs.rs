//! Elementwise absolute value, `y = |a|`: `a_a += sign(a) * y_a`.
//!
//! At the kink the slope is 0.

use super::elementwise::{Elementwise, samples};
use super::rules::Partial;
use super::{Attr, Domain, PythonForm, RustForm, SIGN, Sample, Spelling};

/// Elementwise absolute value.
pub static ABS: Elementwise = Elementwise {
    name: "abs",
    spellings: &[
        Spelling::RustMethod("abs", 0, Attr::None),
        Spelling::PythonCall("numpy.absolute", 1, Attr::None),
        Spelling::PythonCall("numpy.abs", 1, Attr::None),
        Spelling::PythonCall("numpy.fabs", 1, Attr::None),
        Spelling::PythonCall("abs", 1, Attr::None),
    ],
    citation: "the sign; at 0 the least of the subgradients [-1, 1] (Clarke 1983, section 2.1)",
    rust: RustForm::Method("abs"),
    source: None,
    python: PythonForm::Call("np.absolute"),
    flops: 1,
    slopes: |func, call| {
        let x = call.arg(0);
        vec![Partial::Times(func.op(&SIGN, Attr::None, &[x]))]
    },
    samples: samples!("abs", "np.absolute", Odd),
};
