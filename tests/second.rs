//! Second derivatives of every sample of every operation's own file, optimised and plain.
#![allow(clippy::needless_question_mark, reason = "a sample exercises `?` in front of `Ok`")]

mod support;

use ndarray::prelude::*;
use ndarray::{concatenate, stack};
use numpy2ad::elementwise::{atan2, hypot, maximum, minimum, pow};
use numpy2ad::linalg::*;

numpy2ad_macros::__second_samples!();
