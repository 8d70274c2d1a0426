//! Which of two numbers is larger: 1 where `a > b`, 0 where `a < b`, and a half where they tie. The slope is 0. It is the
//! slope of the larger and the smaller of two numbers; users do not write it.

use super::elementwise::Elementwise;
use super::rules::Partial;
use super::{PythonCall, PythonForm, RustForm};

/// The unit step of `a - b`, a half where they tie.
pub static STEP: Elementwise = Elementwise {
    name: "step",
    spellings: &[],
    citation: "constant on either side of a tie",
    rust: RustForm::ElementFunction("step"),
    source: None,
    python: PythonForm::CallOfDifference(PythonCall { function: "np.heaviside", keywords: ", 0.5" }),
    flops: 1,
    slopes: |_func, _call| vec![Partial::Zero, Partial::Zero],
    samples: &[],
};
