//! Python's names as Rust's.

use crate::ir::{Func, Value};
use crate::names::Names;
use crate::ops::{Spelling, TABLE};
use std::collections::BTreeMap;

/// Words that cannot name a variable: the language's keywords, those it keeps for later, and `_`.
const KEYWORDS: [&str; 54] = [
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield",
];

/// The functions that the printed module imports, so that nothing else is called like them.
fn imported() -> impl Iterator<Item = &'static str> {
    TABLE.iter().flat_map(|kind| kind.spellings()).filter_map(|spelling| match spelling {
        Spelling::RustFunction(name, ..) | Spelling::RustTupleFunction(name, ..) => Some(*name),
        _ => None,
    })
}

fn reserved() -> Names {
    Names::new(KEYWORDS.into_iter().chain(imported()))
}

/// One name for each function. `#[adjoint]` adds `<name>_ad` beside it, so that is taken as well.
pub(super) fn of_functions<'a, I: Iterator<Item = &'a str>>(functions: I) -> Vec<String> {
    let mut names = reserved();
    ["concatenate", "stack"].iter().for_each(|name| names.take(name));
    let mut out = Vec::new();
    for function in functions {
        let mut name = names.fresh(&snake_case(function));
        while names.is_taken(&format!("{name}_ad")) {
            name = names.fresh(&snake_case(function));
        }
        names.take(&format!("{name}_ad"));
        out.push(name);
    }
    out
}

/// Names for the parameters and the values that the user has named, and what is left for others.
///
/// Names that are good Rust already are kept before any other is turned into one: where both `a` and `A` exist
/// it is `A` that gives way.
///
/// No variable is called like one of the functions that are called.
pub(super) fn of_values<'a, I: Iterator<Item = &'a str>>(
    func: &Func,
    bound: &[Value],
    called: I,
) -> (BTreeMap<Value, String>, Names) {
    let mut names = reserved();
    called.for_each(|name| names.take(name));
    let mut out = BTreeMap::new();
    let params = func.params.iter().map(|param| param.value);
    let named: Vec<(Value, &str)> = params
        .chain(bound.iter().copied())
        .filter_map(|value| Some((value, func.value(value).name.as_deref()?)))
        .collect();
    let (kept, changed): (Vec<_>, Vec<_>) =
        named.into_iter().partition(|(_, name)| snake_case(name) == *name);
    for (value, name) in kept.into_iter().chain(changed) {
        out.insert(value, names.fresh(&snake_case(name)));
    }
    (out, names)
}

/// `Xb` as `xb`, `CX` as `cx`, `M_inv` as `m_inv`, `noiseLevel` as `noise_level`.
fn snake_case(name: &str) -> String {
    let mut out = String::new();
    let mut before_is_lower = false;
    for c in name.chars() {
        // A single capital behind small letters begins a word.
        if c.is_uppercase() && before_is_lower {
            out.push('_');
        }
        before_is_lower = c.is_lowercase() || c.is_numeric();
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snake_case() {
        let pairs = [
            ("A", "a"),
            ("Xb", "xb"),
            ("CX", "cx"),
            ("M_inv", "m_inv"),
            ("Ainv", "ainv"),
            ("noiseLevel", "noise_level"),
            ("x0", "x0"),
            ("Σ", "σ"),
        ];
        for (python, rust) in pairs {
            assert_eq!(snake_case(python), rust);
        }
    }

    #[test]
    fn functions_avoid_keywords_imports_each_other_and_each_others_adjoints() {
        let names = of_functions(["f", "F", "match", "inv", "g_ad", "g"].into_iter());
        assert_eq!(names, ["f", "f_1", "match_1", "inv_1", "g_ad", "g_1"]);
        assert_eq!(of_functions(["g", "g_ad"].into_iter()), ["g", "g_ad_1"]);
    }
}
