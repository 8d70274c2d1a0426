//! Random programs over the whole language, compiled: adjoint, tangent and executed Python text agree.
//!
//! One half of them: the other one is built at the same time.
#![allow(
    clippy::all,
    dead_code,
    unused_imports,
    unused_variables,
    reason = "programs are drawn, and take a part of what is shared"
)]

#[path = "support/python.rs"]
mod python;
#[macro_use]
#[path = "support/random.rs"]
mod random;
#[path = "support/samples.rs"]
mod samples;
#[path = "support/tensor.rs"]
mod tensor;

share!(first, 0..200);
share!(second, 200..400);
