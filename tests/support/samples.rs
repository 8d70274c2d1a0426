//! What the samples of the operations' own files call.

pub use ndarray::prelude::*;
pub use ndarray::{concatenate, stack};
pub use numpy2ad::elementwise::{atan2, hypot, maximum, minimum, pow};
pub use numpy2ad::linalg::*;
