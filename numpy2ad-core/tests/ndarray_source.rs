//! The Rust source that is made of Python functions: the models, and one small function for each rule of borrows,
//! precedence and names.
//!
//! What is expected stands in `tests/ndarray_source/*.rs`; `NUMPY2AD_BLESS=1 cargo test -p numpy2ad-core
//! --features python --test ndarray_source` writes it anew.
#![cfg(feature = "python")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "a test fails by a panic"
)]

#[allow(unused_imports, reason = "other tests evaluate in double-double")]
mod eval;

use eval::{Inputs, Tensor, run};
use numpy2ad_core::ops::{Domain, TABLE};
use numpy2ad_core::python::{self, Ranks};
use numpy2ad_core::rust;
use numpy2ad_core::ty::{Elem, Shape};
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
fn the_whole_language() {
    check("tests/ndarray_source/language.py", "tests/ndarray_source/language.rs");
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
    let head = "import numpy as np\ndef f(A, B, x: 'vector', n: int):\n    return ";
    for (written, what, help) in [
        ("np.fmax(A, B)", "`np.fmax` of two arrays", "write `np.maximum`"),
        ("np.fmin(A, B)", "`np.fmin` of two arrays", "write `np.minimum`"),
        ("np.clip(A, B, 1.0)", "`np.clip` between arrays", "write `np.minimum(np.maximum(A, lower), upper)`"),
        ("np.where(A > B, A, B)", "`np.where` between several arrays", "the elements of one array"),
    ] {
        let text = refused(&format!("{head}{written} * 2.0\n"));
        assert!(text.contains(&format!("{what} has no counterpart in Rust code")), "{text}");
        let marks = "^".repeat(written.len());
        assert!(
            text.contains(&format!("3 |     return {written} * 2.0\n  |            {marks}\n")),
            "{text}"
        );
        assert!(text.contains(help), "{text}");
    }
    let text = refused(&format!("{head}np.zeros((-n, 2))\n"));
    assert!(text.contains("is no integer that Rust can write"), "{text}");
}

/// What the advice of a refusal says is taken.
#[test]
fn advice_is_taken() {
    let head = "import numpy as np\ndef f(A, B, x: 'vector', s: float):\n    return ";
    for written in [
        "np.maximum(A, B)",
        "np.minimum(A, B)",
        "np.minimum(np.maximum(A, B), B)",
        "np.where(A > s, s * A, 0.0)",
    ] {
        round_trip(&format!("{head}{written}\n"), &[]).unwrap();
    }
}

#[test]
fn every_refusal_is_reported_once() {
    let text = refused(
        "import numpy as np\ndef f(A, B):\n    C = np.fmax(A, B)\n    return C @ C + C\ndef g(A, B):\n    D = f(A, B)\n    return np.fmin(A, B) * D\n",
    );
    assert_eq!(text.matches("error: ").count(), 2, "{text}");
    assert!(text.contains("`np.fmax`") && text.contains("`np.fmin`"), "{text}");
}

#[test]
fn assignments_are_no_function() {
    assert!(refused("D = A @ B + C").contains("no function"));
}

/// What is printed must be what `#[adjoint]` reads: the attribute, applied to every function, finds no fault.
#[test]
fn the_attribute_takes_what_is_printed() {
    let mut faults = String::new();
    for file in ["models", "rules", "language"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/ndarray_source/{file}.rs"));
        let text = std::fs::read_to_string(path).unwrap();
        for item in functions(&text) {
            let name = item.sig.ident.to_string();
            let expanded = rust::adjoint(TokenStream::new(), quote::quote!(#item)).to_string();
            if let Some((_, fault)) = expanded.split_once("compile_error !") {
                faults.push_str(&format!("{name}: {}\n", fault.chars().take(300).collect::<String>()));
            }
            assert!(expanded.contains(&format!("fn {name}_ad ")), "{expanded}");
        }
    }
    assert_eq!(faults, "");
}

/// The functions of a module, without the attribute.
fn functions(text: &str) -> Vec<syn::ItemFn> {
    let items = syn::parse_file(text).unwrap().items.into_iter();
    let functions = items.filter_map(|item| match item {
        syn::Item::Fn(function) => Some(function),
        _ => None,
    });
    functions
        .map(|mut function| {
            function.attrs.retain(|attr| !attr.path().is_ident("adjoint"));
            function
        })
        .collect()
}

/// The functions of a Python text and what the Rust front end makes of them when they are printed; the last one's are
/// evaluated on the same numbers where the evaluator knows them, and must agree then. Gives whether they were.
fn round_trip(text: &str, inputs: &[(&str, Domain)]) -> Result<bool, String> {
    let printed = python::rust(text, &Ranks::new(), None).map_err(|diags| diags.render(text, "model.py"))?;
    let mut lowered = None;
    for item in functions(&printed) {
        let name = item.sig.ident.to_string();
        // The attribute remembers the function for those that call it.
        let expanded = rust::adjoint(TokenStream::new(), quote::quote!(#item)).to_string();
        assert!(!expanded.contains("compile_error"), "{name} of\n{printed}\n{expanded}");
        lowered = Some(rust::lower(&item).unwrap_or_else(|_| panic!("{name} of\n{printed}")).1.func);
    }
    let lowered = lowered.unwrap();
    let source = python::parse(text, &Ranks::new(), None).unwrap();
    let original = &source.functions.last().unwrap().func;
    let mut count = 0.0;
    let mut number = || {
        count += 1.0;
        0.4 + 0.3 * f64::sin(count)
    };
    let mut domains = inputs.iter().map(|(_, domain)| *domain);
    let mut params = Vec::new();
    for param in &original.params {
        if param.ty.elem == Elem::Int {
            params.push(Tensor::scalar(2.0));
            continue;
        }
        let more = if domains.next() == Some(Domain::AboveOne) { 1.0 } else { 0.0 };
        params.push(match param.ty.shape {
            // Near enough to a multiple of the identity for every factorisation.
            Shape::Matrix(..) => {
                Tensor::matrix(3, 3, |i, j| more + number() / 2.0 + 0.4 * f64::from(u8::from(i == j)))
            }
            Shape::Vector(_) => Tensor::vector((0..3).map(|_| more + number()).collect()),
            Shape::Scalar => Tensor::scalar(more + number()),
        });
    }
    let inputs = Inputs::primal(params);
    let (Ok(expected), Ok(found)) = (run(original, &inputs), run(&lowered, &inputs)) else {
        return Ok(false);
    };
    for (expected, found) in expected.results.iter().zip(&found.results) {
        assert_eq!((expected.rank, expected.rows, expected.cols), (found.rank, found.rows, found.cols));
        for (a, b) in expected.data.iter().zip(&found.data) {
            assert!((a - b).abs() <= 1e-12 * a.abs().max(1.0), "{a} is {b} in\n{printed}");
        }
    }
    Ok(true)
}

/// Samples of which Rust has no counterpart, and why.
const REFUSED: &[(&str, &str)] = &[
    // A closure is over the elements of one array, and an `if` chooses between numbers.
    ("select_arrays", "`np.where` between several arrays"),
    ("select_rows", "`np.where` between several arrays"),
];

/// Every operation that Python text has is printed, and read again by the Rust front end as the same function.
#[test]
fn every_sample_is_printed_and_read_again() {
    let (mut faults, mut compared) = (String::new(), 0);
    let mut refused = Vec::new();
    for sample in TABLE.iter().flat_map(|kind| kind.samples()) {
        let Some(source) = sample.python else { continue };
        let text = format!("import numpy as np\nimport scipy.linalg\n{source}\n");
        let name = source.trim_start_matches("def ").split('(').next().unwrap();
        match round_trip(&text, sample.inputs) {
            Ok(was_compared) => compared += usize::from(was_compared),
            Err(message) => match REFUSED.iter().find(|(known, _)| *known == name) {
                Some((_, reason)) if message.contains(reason) => refused.push(name),
                _ => faults.push_str(&message),
            },
        }
    }
    assert_eq!(faults, "");
    assert_eq!(refused.len(), REFUSED.len(), "{refused:?}");
    assert!(compared > 260, "{compared} were compared");
}
