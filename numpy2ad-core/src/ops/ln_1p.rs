//! Elementwise natural logarithm of 1 + a, `y = ln(1 + a)`: `a_a += y_a / (1 + a)`.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Add, Attr, Domain, PythonForm, RustForm, Sample, Spelling};

/// Elementwise natural logarithm of 1 + a.
pub static LN_1P: Elementwise = Elementwise {
    name: "ln_1p",
    spellings: &[
        Spelling::RustMethod("ln_1p", 0, Attr::None),
        Spelling::PythonCall("numpy.log1p", 1, Attr::None),
    ],
    citation: "DLMF 4.7.1",
    rust: RustForm::Method("ln_1p"),
    source: None,
    python: PythonForm::Call("np.log1p"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let one = number(func, 1.0, x);
        let shifted = func.op(&Add, Attr::None, &[one, x]);
        vec![Partial::Times(over(func, 1.0, shifted))]
    },
    samples: samples!("ln_1p", "np.log1p", Unit),
};
