//! The sign, `y = -1, 0, 1`: the slope is 0 everywhere, also at 0. It is the slope of the absolute value.

use super::elementwise::Elementwise;
use super::rules::Partial;
use super::{Attr, Domain, PythonForm, RustForm, Sample, SourceForm, Spelling};

/// The sign, which is 0 at 0.
pub static SIGN: Elementwise = Elementwise {
    name: "sign",
    spellings: &[Spelling::PythonCall("numpy.sign", 1, Attr::None)],
    citation: "constant on either side of 0",
    rust: RustForm::ElementFunction("sign"),
    source: Some(SourceForm::Sign),
    python: PythonForm::Call("np.sign"),
    flops: 1,
    slopes: |_func, _call| vec![Partial::Zero],
    samples: &[
        Sample {
            rust: "",
            python: Some("def sign_m(a):\n    return a * np.sign(a)"),
            inputs: &[("m n", Domain::Odd)],
        },
        Sample {
            rust: "",
            python: Some("def sign_v(x: 'vector'):\n    return np.sign(x)"),
            inputs: &[("m", Domain::Odd)],
        },
    ],
};
