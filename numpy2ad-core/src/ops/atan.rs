//! Elementwise arc tangent, `y = arctan(a)`: `a_a += y_a / (1 + a²)`.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Add, Attr, Domain, PythonForm, RustForm, Sample, Spelling, Square};

/// Elementwise arc tangent.
pub static ATAN: Elementwise = Elementwise {
    name: "atan",
    spellings: &[
        Spelling::RustMethod("atan", 0, Attr::None),
        Spelling::PythonCall("numpy.arctan", 1, Attr::None),
    ],
    citation: "DLMF 4.24.9",
    rust: RustForm::Method("atan"),
    source: None,
    python: PythonForm::Call("np.arctan"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let one = number(func, 1.0, x);
        let square = func.op(&Square, Attr::None, &[x]);
        let sum = func.op(&Add, Attr::None, &[one, square]);
        vec![Partial::Times(over(func, 1.0, sum))]
    },
    samples: samples!("atan", "np.arctan", Any),
};
