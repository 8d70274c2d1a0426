//! The statements of a body, and which of them are needed: a value may be written out where it is used, or be needed as
//! an integer alone.

use crate::ir::Value;
use std::collections::BTreeSet;

/// A `let`.
#[derive(Debug)]
pub(super) struct Line {
    /// What it binds: each value with its name, or nothing for a value that has no use.
    pub(super) bound: Vec<Option<(Value, String)>>,
    /// Whether it binds a tuple.
    pub(super) is_tuple: bool,
    /// The right-hand side.
    pub(super) text: String,
    /// The variables that it reads.
    pub(super) reads: BTreeSet<Value>,
}

/// The text of the lines that are needed when these variables are read behind them. A variable that the user has written
/// down for nothing stays, under a name of which the compiler does not warn.
pub(super) fn written(lines: &[Line], mut live: BTreeSet<Value>, idle: impl Fn(Value) -> bool) -> String {
    let mut out = Vec::new();
    for line in lines.iter().rev() {
        let names = || line.bound.iter().flatten();
        let is_live = names().any(|(value, _)| live.contains(value));
        if !is_live && !names().any(|(value, _)| idle(*value)) {
            continue;
        }
        let names: Vec<String> = line
            .bound
            .iter()
            .map(|bound| match bound {
                Some((value, name)) if live.contains(value) => name.clone(),
                Some((value, name)) if idle(*value) => format!("_{name}"),
                _ => "_".to_owned(),
            })
            .collect();
        let pattern = if line.is_tuple { format!("({})", names.join(", ")) } else { names.concat() };
        out.push(format!("let {pattern} = {};\n", line.text));
        live.extend(&line.reads);
    }
    out.reverse();
    out.concat()
}
