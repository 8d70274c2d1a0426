//! Elementwise square root, `y = √a`: `a_a += y_a / (2 y)`.
//!
//! At 0 the slope is infinite, as NumPy and ndarray compute it: `1 / 0`.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Attr, Domain, Mul, PythonForm, RustForm, Sample, Spelling};

/// Elementwise square root.
pub static SQRT: Elementwise = Elementwise {
    name: "sqrt",
    spellings: &[
        Spelling::RustMethod("sqrt", 0, Attr::None),
        Spelling::PythonCall("numpy.sqrt", 1, Attr::None),
    ],
    citation: "DLMF 4.7.10",
    rust: RustForm::Method("sqrt"),
    source: None,
    python: PythonForm::Call("np.sqrt"),
    flops: 1,
    slopes: |func, call| {
        let y = call.result;
        let two = number(func, 2.0, y);
        let twice = func.op(&Mul, Attr::None, &[two, y]);
        vec![Partial::Times(over(func, 1.0, twice))]
    },
    samples: samples!("sqrt", "np.sqrt", Positive),
};
