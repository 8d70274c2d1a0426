//! Every sample of every operation's own file, through the generic harness.
#![allow(clippy::needless_question_mark, reason = "a sample exercises `?` in front of `Ok`")]

mod support;

use ndarray::prelude::*;
use ndarray::{concatenate, stack};
use numpy2ad::elementwise::{atan2, hypot, maximum, minimum, pow};
use numpy2ad::linalg::{Inverse, LinalgError, Norm, Trace, inv, kron, outer, trace};

numpy2ad_macros::__samples!();
