//! Second derivatives of every sample of every operation's own file, optimised and plain.
#![allow(
    clippy::needless_question_mark,
    clippy::reversed_empty_ranges,
    reason = "a sample exercises `?` in front of `Ok`, and slices without elements"
)]

#[path = "support/samples.rs"]
mod samples;
mod support;

use samples::*;

numpy2ad_macros::__second_samples!();
