//! Elementwise cubic root, `y = ∛a`: `a_a += y_a / (3 y²)`.
//!
//! At 0 the slope is infinite.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Attr, Domain, Mul, PythonForm, RustForm, Sample, Spelling, Square};

/// Elementwise cubic root.
pub static CBRT: Elementwise = Elementwise {
    name: "cbrt",
    spellings: &[
        Spelling::RustMethod("cbrt", 0, Attr::None),
        Spelling::PythonCall("numpy.cbrt", 1, Attr::None),
    ],
    citation: "DLMF 4.7.10",
    rust: RustForm::Method("cbrt"),
    source: None,
    python: PythonForm::Call("np.cbrt"),
    flops: 8,
    slopes: |func, call| {
        let y = call.result;
        let three = number(func, 3.0, y);
        let square = func.op(&Square, Attr::None, &[y]);
        let scaled = func.op(&Mul, Attr::None, &[three, square]);
        vec![Partial::Times(over(func, 1.0, scaled))]
    },
    samples: samples!("cbrt", "np.cbrt", Odd),
};
