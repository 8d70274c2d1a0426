//! Elementwise inverse hyperbolic cosine, `y = arcosh(a)`: `a_a += y_a / √((a - 1) (a + 1))`.
//!
//! At 1 the slope is infinite. Its square is not `a² - 1`, which has no digits left near 1.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Add, Attr, Domain, Mul, PythonForm, RustForm, SQRT, Sample, Spelling, Sub};

/// Elementwise inverse hyperbolic cosine.
pub static ACOSH: Elementwise = Elementwise {
    name: "acosh",
    spellings: &[
        Spelling::RustMethod("acosh", 0, Attr::None),
        Spelling::PythonCall("numpy.arccosh", 1, Attr::None),
    ],
    citation: "DLMF 4.38.10",
    rust: RustForm::Method("acosh"),
    source: None,
    python: PythonForm::Call("np.arccosh"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let one = number(func, 1.0, x);
        let (below, above) = (func.op(&Sub, Attr::None, &[x, one]), func.op(&Add, Attr::None, &[x, one]));
        let product = func.op(&Mul, Attr::None, &[below, above]);
        let root = func.op(&SQRT, Attr::None, &[product]);
        vec![Partial::Times(over(func, 1.0, root))]
    },
    samples: samples!("acosh", "np.arccosh", AboveOne),
};
