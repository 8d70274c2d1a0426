//! Every sample of every operation's own file, through the generic harness.

mod support;

use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError, inv};

numpy2ad_macros::__samples!();
