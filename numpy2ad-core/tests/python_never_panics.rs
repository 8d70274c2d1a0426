//! No text and no tokens make the compiler panic or overflow the stack: they give text or diagnostics.
#![cfg(feature = "python")]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use numpy2ad_core::python::{Form, Ranks, adjoint, adjoint_in};
use numpy2ad_core::python_macro::numpy2ad_macro;
use proc_macro2::TokenStream;
use proptest::prelude::*;
use std::str::FromStr;

/// Pieces of Python that meet in every order.
const PIECES: &[&str] = &[
    "A",
    "B",
    "x",
    "v0",
    "out",
    "np",
    "inv",
    "f",
    "f_ad",
    "2",
    "-1",
    "0.5",
    "1e-400",
    "1e999",
    "1j",
    "0x1f",
    "99999999999999999999",
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "@",
    "**",
    "~",
    "not ",
    "=",
    "+=",
    ":=",
    "==",
    "<",
    ",",
    ":",
    ";",
    ".",
    "->",
    "*args",
    "**kw",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ".T",
    ".shape[0]",
    ".shape",
    ".size",
    ".dot(",
    ".sum()",
    "np.exp(",
    "np.linalg.inv(",
    "np.eye(3)",
    "np.zeros((2, 3))",
    "np.full((2,), 1.0)",
    "np.sum(",
    "axis=0",
    "len(",
    "def f(A, B):\n    ",
    "def ",
    "return ",
    "lambda x: ",
    "if A:",
    "else ",
    "for i in A:",
    "while ",
    "with ",
    "try:",
    "except:",
    "class C:",
    "import numpy as np\n",
    "from numpy import *\n",
    "from .a import b as c\n",
    "async ",
    "await ",
    "yield ",
    "global x",
    "del ",
    "match A:",
    "case _:",
    "\n",
    "\n    ",
    "\n\t",
    "\\\n",
    " ",
    "# comment\n",
    "'text'",
    "\"vector\"",
    "'''doc'''",
    "f'{A}'",
    "b'x'",
    "é",
    "\u{0}",
    "\u{feff}",
    "'",
    "\"",
    "@decorated\n",
    "...",
    "None",
    "True",
    "x: float",
    "A: \"vector\"",
    "*, ",
    "/, ",
    "!",
    "$",
    "?",
];

fn compiles(text: &str) {
    for (form, only) in [(Form::Plain, None), (Form::Plain, Some("f")), (Form::Optimised, None)] {
        match adjoint_in(form, text, &Ranks::new(), only) {
            Ok(made) => assert!(adjoint_is_python(&made), "{text:?} gives\n{made}"),
            Err(diags) => assert!(!diags.is_empty() && !diags.render(text, "text").is_empty()),
        }
    }
}

/// What was made is read again: it is Python, of which an adjoint is refused for its `+=` at most.
fn adjoint_is_python(made: &str) -> bool {
    match adjoint(made, &Ranks::new(), None) {
        Ok(_) => true,
        Err(diags) => diags.iter().all(|diagnostic| !diagnostic.message.starts_with("this is not Python")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text(text in "\\PC{0,60}|[ -~\n\t]{0,80}") {
        compiles(&text);
    }

    #[test]
    fn random_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        compiles(&pieces.concat());
    }

    #[test]
    fn random_assignments(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..8)) {
        compiles(&format!("y = A {}", pieces.concat()));
        compiles(&format!("def f(A, B):\n    C = {}\n    return C", pieces.concat()));
        compiles(&format!("def f({}):\n    return A", pieces.concat()));
    }

    #[test]
    fn random_tokens(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16), quoted: bool) {
        let source = if quoted { format!("{:?} {}", pieces.concat(), pieces.join(" ")) } else { pieces.join(" ") };
        if let Ok(tokens) = TokenStream::from_str(&source) {
            let expansion = numpy2ad_macro(tokens);
            prop_assert!(syn::parse2::<syn::Expr>(expansion.clone()).is_ok(), "{source:?} gives {expansion}");
        }
    }
}

#[test]
fn depth_is_bounded() {
    let deep = |piece: &str, count: usize| piece.repeat(count);
    for count in [50, 199, 200, 201, 480, 501, 2000, 50_000] {
        for text in [
            format!("y = {}A{}", deep("(", count), deep(")", count)),
            format!("y = {}A", deep("-", count)),
            format!("y = {}A", deep("not ", count)),
            format!("y = {}A", deep("lambda: ", count)),
            format!("y = {}A", deep("A + ", count)),
            format!("y = {}A", deep("A ** ", count)),
            format!("y = {}A", deep("A if A else ", count)),
            format!("y = A{}", deep(".T", count)),
            format!("y = A{}", deep("()", count)),
            format!("y = A{}", deep("[0]", count)),
            format!("y = {}A{}", deep("np.exp(", count), deep(")", count)),
            format!("y = {}", deep("[", count)),
            format!("{}y", deep("y = ", count)),
            deep("if A: ", count),
            (0..count.min(2000)).map(|i| format!("{}if A:\n", " ".repeat(i))).collect(),
            (0..count.min(2000)).map(|i| format!("{}def f():\n", " ".repeat(i))).collect(),
            format!("y = {}", deep("f'{", count)),
            format!("match A:\n  case {}:\n    pass", deep("(", count)),
        ] {
            compiles(&text);
        }
    }
}
