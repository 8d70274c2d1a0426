//! The Rust source that is made of Python functions: the models, and one small function for each rule of borrows,
//! precedence and names.
//!
//! What is expected stands in `tests/ndarray_source/*.rs`; `NUMPY2AD_BLESS=1 cargo test -p numpy2ad-core
//! --features python --test ndarray_source` writes it anew.
#![cfg(feature = "python")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use numpy2ad_core::python::{self, Ranks};
use numpy2ad_core::rust;
use proc_macro2::TokenStream;
use std::path::Path;

fn check(python: &str, expected: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(python)).unwrap();
    let printed = python::rust(&text, &Ranks::new(), None).map_err(|diags| diags.render(&text, python));
    let printed = printed.unwrap_or_else(|message| panic!("{message}"));
    let expected = root.join(expected);
    if std::env::var_os("NUMPY2AD_BLESS").is_some() {
        std::fs::write(&expected, &printed).unwrap();
    }
    let golden = std::fs::read_to_string(&expected).unwrap();
    assert!(printed == golden, "{} differs from what is printed:\n{printed}", expected.display());
}

fn refused(text: &str) -> String {
    match python::rust(text, &Ranks::new(), None) {
        Ok(printed) => panic!("{text}\nis printed as\n{printed}"),
        Err(diags) => diags.render(text, "model.py"),
    }
}

#[test]
fn the_models() {
    check("../examples/models.py", "tests/ndarray_source/models.rs");
}

#[test]
fn borrows_precedence_and_names() {
    check("tests/ndarray_source/rules.py", "tests/ndarray_source/rules.rs");
}

#[test]
fn what_rust_cannot_say_is_refused_at_its_place() {
    let text = refused("import numpy as np\ndef f(A):\n    return A + np.eye(3)\n");
    assert!(text.contains("`np.eye` has no counterpart in Rust code for `#[adjoint]`"), "{text}");
    assert!(text.contains("3 |     return A + np.eye(3)\n  |                ^^^^^^^^^\n"), "{text}");
    assert!(text.contains("pass the array as a parameter"), "{text}");
    let text = "import numpy as np\ndef f(x: 'vector'):\n    return np.outer(x, x)\n";
    let printed =
        python::rust(text, &Ranks::new(), None).map_err(|diags| diags.render(text, "model.py")).unwrap();
    assert!(printed.contains("outer(x, x)"), "{printed}");
    for (function, written) in
        [("np.tril(A, -1)", "`np.tril`"), ("np.ravel(A)", "`np.ravel`"), ("A[0]", "`slice`")]
    {
        let text = refused(&format!("import numpy as np\ndef f(A):\n    return {function} * 2.0\n"));
        assert!(text.contains(&format!("{written} has no counterpart")), "{text}");
        assert!(text.contains("`@`") && text.contains("`.T`"), "{text}");
    }
}

#[test]
fn calls_are_refused_by_name() {
    let text = refused("def g(A):\n    return A\ndef f(A):\n    return g(A) @ A\n");
    assert!(text.contains("calls, as of `g` here, are not written in Rust"), "{text}");
}

#[test]
fn every_refusal_is_reported() {
    let text = refused(
        "import numpy as np\ndef f(A):\n    return A + np.eye(3)\ndef g(A):\n    return np.ones((2, 2)) * A\n",
    );
    assert!(text.contains("`np.eye`") && text.contains("`np.ones`"), "{text}");
}

#[test]
fn assignments_are_no_function() {
    assert!(refused("D = A @ B + C").contains("no function"));
}

/// What is printed must be what `#[adjoint]` reads: the attribute, applied to every function, finds no fault.
#[test]
fn the_attribute_takes_what_is_printed() {
    let mut faults = String::new();
    for file in ["models", "rules"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/ndarray_source/{file}.rs"));
        let module = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
        for item in module.items {
            let syn::Item::Fn(mut function) = item else { continue };
            function.attrs.retain(|attr| !attr.path().is_ident("adjoint"));
            let name = function.sig.ident.to_string();
            let expanded = rust::adjoint(TokenStream::new(), quote::quote!(#function)).to_string();
            if let Some((_, fault)) = expanded.split_once("compile_error !") {
                faults.push_str(&format!("{name}: {}\n", fault.chars().take(300).collect::<String>()));
            }
            assert!(expanded.contains(&format!("fn {name}_ad ")), "{expanded}");
        }
    }
    assert_eq!(faults, "");
}
