//! The signatures that this compilation has seen: what a call of a differentiated function gives.
//!
//! A macro sees one function at a time, and a call says nothing of its result. Functions that were expanded before are
//! remembered here, by their names. What is remembered is a convenience and never the truth: generated code writes the
//! types down, so that rustc refuses what does not fit, and a call of a function that is not remembered, or of a name
//! that stands for several, says its result's type in a `let`.

use super::signature::{Kind, Part, Signature};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What a call needs to know of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// What each parameter is, and whether it has an adjoint.
    pub(super) params: Vec<(Kind, bool)>,
    pub(super) parts: Vec<Part>,
    pub(super) is_tuple: bool,
}

static SIGNATURES: Mutex<BTreeMap<String, Vec<Known>>> = Mutex::new(BTreeMap::new());

/// Remembers the signature of a function that has derivatives.
pub(crate) fn remember(name: &str, signature: &Signature) {
    let output = &signature.output;
    if output.refused {
        return;
    }
    let known = Known {
        params: signature.params.iter().map(|param| (param.kind, param.is_active())).collect(),
        parts: output.parts.clone(),
        is_tuple: output.is_tuple,
    };
    let mut all = SIGNATURES.lock().unwrap_or_else(PoisonError::into_inner);
    let same = all.entry(name.to_owned()).or_default();
    if !same.contains(&known) {
        same.push(known);
    }
}

/// The signatures of the functions of this name.
pub(super) fn recall(name: &str) -> Vec<Known> {
    let all = SIGNATURES.lock().unwrap_or_else(PoisonError::into_inner);
    all.get(name).cloned().unwrap_or_default()
}
