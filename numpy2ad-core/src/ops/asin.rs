//! Elementwise arc sine, `y = arcsin(a)`: `a_a += y_a / √((1 - a) (1 + a))`.
//!
//! At ±1 the slope is infinite.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Add, Attr, Domain, Mul, PythonForm, RustForm, SQRT, Sample, Spelling, Sub};
use crate::ir::{Func, Value};

/// Elementwise arc sine.
pub static ASIN: Elementwise = Elementwise {
    name: "asin",
    spellings: &[
        Spelling::RustMethod("asin", 0, Attr::None),
        Spelling::PythonCall("numpy.arcsin", 1, Attr::None),
    ],
    citation: "DLMF 4.24.7",
    rust: RustForm::Method("asin"),
    source: None,
    python: PythonForm::Call("np.arcsin"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        vec![Partial::Times(cosine_slope(func, 1.0, x))]
    },
    samples: samples!("asin", "np.arcsin", Unit),
};

/// `numerator / √(1 - x²)`; `1 - x²` itself would have no digits left near ±1.
pub(super) fn cosine_slope(func: &mut Func, numerator: f64, x: Value) -> Value {
    let one = number(func, 1.0, x);
    let (below, above) = (func.op(&Sub, Attr::None, &[one, x]), func.op(&Add, Attr::None, &[one, x]));
    let product = func.op(&Mul, Attr::None, &[below, above]);
    let root = func.op(&SQRT, Attr::None, &[product]);
    over(func, numerator, root)
}
