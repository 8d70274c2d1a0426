//! Elementwise decimal logarithm, `y = log10(a)`: `a_a += y_a / (a ln 10)`.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Attr, Domain, Mul, PythonForm, RustForm, Sample, Spelling};

/// Elementwise decimal logarithm.
pub static LOG10: Elementwise = Elementwise {
    name: "log10",
    spellings: &[
        Spelling::RustMethod("log10", 0, Attr::None),
        Spelling::PythonCall("numpy.log10", 1, Attr::None),
    ],
    citation: "DLMF 4.7.1",
    rust: RustForm::Method("log10"),
    source: None,
    python: PythonForm::Call("np.log10"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let ln_10 = number(func, std::f64::consts::LN_10, x);
        let scaled = func.op(&Mul, Attr::None, &[ln_10, x]);
        vec![Partial::Times(over(func, 1.0, scaled))]
    },
    samples: samples!("log10", "np.log10", Positive),
};
