//! Elementwise tangent of an angle, `y = tan(a)`: `a_a += (1 + y²) * y_a`.

use super::elementwise::{Elementwise, number, samples};
use super::rules::Partial;
use super::{Add, Attr, Domain, PythonForm, RustForm, Sample, Spelling, Square};

/// Elementwise tangent of an angle.
pub static TAN: Elementwise = Elementwise {
    name: "tan",
    spellings: &[
        Spelling::RustMethod("tan", 0, Attr::None),
        Spelling::PythonCall("numpy.tan", 1, Attr::None),
    ],
    citation: "DLMF 4.20.3",
    rust: RustForm::Method("tan"),
    source: None,
    python: PythonForm::Call("np.tan"),
    flops: 8,
    slopes: |func, call| {
        let y = call.result;
        let one = number(func, 1.0, y);
        let square = func.op(&Square, Attr::None, &[y]);
        vec![Partial::Times(func.op(&Add, Attr::None, &[one, square]))]
    },
    samples: samples!("tan", "np.tan", Unit),
};
