//! Every sample of every operation's own file, through the generic harness.
#![allow(clippy::needless_question_mark, reason = "a sample exercises `?` in front of `Ok`")]

mod support;

use support::samples::*;

numpy2ad_macros::__samples!();
