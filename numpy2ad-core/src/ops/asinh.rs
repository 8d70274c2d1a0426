//! Elementwise inverse hyperbolic sine, `y = arsinh(a)`: `a_a += y_a / √(1 + a²)`.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Add, Attr, Domain, PythonForm, RustForm, SQRT, Sample, Spelling, Square};

/// Elementwise inverse hyperbolic sine.
pub static ASINH: Elementwise = Elementwise {
    name: "asinh",
    spellings: &[
        Spelling::RustMethod("asinh", 0, Attr::None),
        Spelling::PythonCall("numpy.arcsinh", 1, Attr::None),
    ],
    citation: "DLMF 4.38.9",
    rust: RustForm::Method("asinh"),
    source: None,
    python: PythonForm::Call("np.arcsinh"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let one = number(func, 1.0, x);
        let square = func.op(&Square, Attr::None, &[x]);
        let sum = func.op(&Add, Attr::None, &[one, square]);
        let root = func.op(&SQRT, Attr::None, &[sum]);
        vec![Partial::Times(over(func, 1.0, root))]
    },
    samples: samples!("asinh", "np.arcsinh", Any),
};
