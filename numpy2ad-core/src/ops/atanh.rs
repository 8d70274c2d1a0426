//! Elementwise inverse hyperbolic tangent, `y = artanh(a)`: `a_a += y_a / ((1 - a) (1 + a))`.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Add, Attr, Domain, Mul, PythonForm, RustForm, Sample, Spelling, Sub};

/// Elementwise inverse hyperbolic tangent.
pub static ATANH: Elementwise = Elementwise {
    name: "atanh",
    spellings: &[
        Spelling::RustMethod("atanh", 0, Attr::None),
        Spelling::PythonCall("numpy.arctanh", 1, Attr::None),
    ],
    citation: "DLMF 4.38.11",
    rust: RustForm::Method("atanh"),
    source: None,
    python: PythonForm::Call("np.arctanh"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let one = number(func, 1.0, x);
        let (below, above) = (func.op(&Sub, Attr::None, &[one, x]), func.op(&Add, Attr::None, &[one, x]));
        let product = func.op(&Mul, Attr::None, &[below, above]);
        vec![Partial::Times(over(func, 1.0, product))]
    },
    samples: samples!("atanh", "np.arctanh", Unit),
};
