//! Random programs over the whole language, compiled: a quarter of them, because four binaries are built at the same time.
#![allow(
    clippy::all,
    unused_imports,
    unused_variables,
    dead_code,
    reason = "programs are drawn, and take a part of what is shared"
)]

#[path = "support/python.rs"]
mod python;
#[path = "support/random.rs"]
mod random;
#[path = "support/samples.rs"]
mod samples;
#[path = "support/tensor.rs"]
mod tensor;

use random::Compiled;
use samples::*;
use tensor::Tensor;

numpy2ad_macros::__random_programs!(200..300);

#[test]
fn adjoint_tangent_and_python_agree() {
    random::check(&PROGRAMS);
}
