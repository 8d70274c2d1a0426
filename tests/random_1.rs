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
#[path = "support/random.rs"]
mod random;
#[path = "support/samples.rs"]
mod samples;
#[path = "support/tensor.rs"]
mod tensor;

/// A share of the programs, which is checked beside the others.
macro_rules! share {
    ($name:ident, $($seeds:tt)*) => {
        mod $name {
            use crate::random::{Compiled, check};
            use crate::samples::*;
            use crate::tensor::Tensor;

            numpy2ad_macros::__random_programs!($($seeds)*);

            #[test]
            fn adjoint_tangent_and_python_agree() {
                check(&PROGRAMS);
            }
        }
    };
}

share!(first, 0..200);
share!(second, 200..400);
