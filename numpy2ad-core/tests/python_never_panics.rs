//! No text and no tokens make the compiler panic or overflow the stack: they give text or diagnostics.
#![cfg(feature = "python")]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use numpy2ad_core::diag::Diagnostics;
use numpy2ad_core::python::{Derivative, Form, Ranks, adjoint, adjoint_in, derivative};
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
    "def g(A, B):\n    ",
    "g(",
    "f(A, B)",
    "B, x = ",
    "_, C = ",
    "return A, ",
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
            Err(diags) => is_the_users(text, &diags),
        }
    }
    // What is refused is refused before it is differentiated.
    let is_read = adjoint(text, &Ranks::new(), None).is_ok();
    for which in Derivative::ALL.into_iter().filter(|_| is_read) {
        match derivative(which, text, &Ranks::new(), None) {
            Ok(made) => assert!(adjoint_is_python(&made), "{text:?} gives\n{made}"),
            Err(diags) => is_the_users(text, &diags),
        }
    }
}

/// A refusal has words, and is no fault of the compiler.
fn is_the_users(text: &str, diags: &Diagnostics) {
    assert!(!diags.is_empty() && !diags.render(text, "text").is_empty());
    let own = diags.iter().find(|diagnostic| diagnostic.message.starts_with("a fault of numpy2ad"));
    assert!(own.is_none(), "{text:?}: {own:?}");
}

/// What was made is read again: it is Python, of which an adjoint is refused for its `+=` at most.
fn adjoint_is_python(made: &str) -> bool {
    match adjoint(made, &Ranks::new(), None) {
        Ok(_) => true,
        Err(diags) => diags.iter().all(|diagnostic| !diagnostic.message.starts_with("this is not Python")),
    }
}

/// What functions call, and the ways of a function to make each of its variables of theirs and of those before it.
const CALLEES: &str = "def g(A, x: 'vector'):\n    return A * x + A.T\n\n\
    def h(A, x: 'vector', *, k: float=1.0):\n    B = g(A, x) @ A\n    return B * k, x @ B @ x\n\n";
const WAYS: [&[&str]; 5] = [
    &["B = g(A, x)", "B, _ = h(A, x)", "B = A @ A"],
    &["s = x @ x", "_, s = h(B, x)", "s = 2.0"],
    &["y = B @ x", "y = x", "y, r = B @ x, s"],
    &["C = g(B.T, y)", "C, t = h(x=y, A=B, k=s)", "C = A ** 2"],
    &["return C", "return B, s, y", "return h(C, y)", "return g(C, x), A, C, C", "return s * y @ C @ x"],
];

#[test]
fn calls_and_tuples_in_every_combination() {
    let mut bodies = vec![String::new()];
    for ways in WAYS {
        let longer = bodies.iter().flat_map(|body| ways.iter().map(move |way| format!("{body}    {way}\n")));
        bodies = longer.collect();
    }
    for body in bodies {
        let text = format!("{CALLEES}def f(A, x: 'vector'):\n{body}");
        for which in Derivative::ALL {
            let made = derivative(which, &text, &Ranks::new(), None);
            let made = made.unwrap_or_else(|diags| panic!("{}", diags.render(&text, "text")));
            assert!(adjoint_is_python(&made), "{text:?} gives\n{made}");
        }
        adjoint_in(Form::Optimised, &text, &Ranks::new(), None).unwrap_or_else(|diags| {
            panic!("{text}\n{}", diags.render(&text, "text"));
        });
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
