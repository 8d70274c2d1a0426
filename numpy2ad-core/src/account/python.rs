//! The account of Python functions and assignments.

use super::{Account, Written, legend};
use crate::cost;
use crate::diag::Diagnostics;
use crate::python::{self, Ranks, parse};

/// What each function of a text costs, or the one that is called `only`, or its assignments.
///
/// # Errors
///
/// Every mistake of the text, each at its range of bytes.
pub fn python(text: &str, ranks: &Ranks, only: Option<&str>) -> Result<String, Diagnostics> {
    let source = parse(text, ranks, only)?;
    let mut diags = Diagnostics::default();
    let mut programs = Vec::new();
    for function in &source.functions {
        match python::adjoint_of(function).and_then(|plain| Ok((plain, python::variants(function)?))) {
            Ok((plain, variants)) => programs.push((function, plain, variants)),
            Err(violations) => diags.append(violations),
        }
    }
    if !diags.is_empty() {
        return Err(diags);
    }
    let mut accounts = Vec::new();
    for (function, plain, variants) in &programs {
        let chosen = python::index_of_best(&function.func, variants);
        let several = variants.len() > 1;
        let write = |(index, variant): (usize, &crate::ir::Func)| Written {
            func: variant.clone(),
            text: python::written(variant.clone(), function, source.mode, &source.modules),
            note: if several && index == chosen { ", what `--optimize` writes" } else { "" }.to_owned(),
            assumes: false,
        };
        let variants = variants.iter().enumerate().map(write).collect();
        accounts.push(Account { primal: &function.func, plain, variants, memory: cost::memory_of_each });
    }
    let mut texts: Vec<String> = accounts.iter().map(Account::text).collect();
    texts.push(legend("NumPy makes one for each operation."));
    Ok(texts.join("\n"))
}
