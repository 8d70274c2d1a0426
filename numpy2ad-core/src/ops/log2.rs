//! Elementwise binary logarithm, `y = log2(a)`: `a_a += y_a / (a ln 2)`.

use super::elementwise::{Elementwise, number, over, samples};
use super::rules::Partial;
use super::{Attr, Domain, Mul, PythonForm, RustForm, Sample, Spelling};

/// Elementwise binary logarithm.
pub static LOG2: Elementwise = Elementwise {
    name: "log2",
    spellings: &[
        Spelling::RustMethod("log2", 0, Attr::None),
        Spelling::PythonCall("numpy.log2", 1, Attr::None),
    ],
    citation: "DLMF 4.7.1",
    rust: RustForm::Method("log2"),
    source: None,
    python: PythonForm::Call("np.log2"),
    flops: 8,
    slopes: |func, call| {
        let x = call.arg(0);
        let ln_2 = number(func, std::f64::consts::LN_2, x);
        let scaled = func.op(&Mul, Attr::None, &[ln_2, x]);
        vec![Partial::Times(over(func, 1.0, scaled))]
    },
    samples: samples!("log2", "np.log2", Positive),
};
