//! `numpy2ad!` as a function of tokens: its literal, its layouts, its errors at their tokens.
#![cfg(feature = "python")]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use numpy2ad_core::python::{Derivative, Form, Ranks, adjoint, adjoint_in, derivative};
use numpy2ad_core::python_macro::numpy2ad_macro;
use numpy2ad_core::ty::Rank;
use proc_macro2::{TokenStream, TokenTree};

fn expand(input: &str) -> TokenStream {
    numpy2ad_macro(input.parse().expect("Rust tokens"))
}

/// The text that an input expands to.
fn text(input: &str) -> String {
    let expansion = expand(input);
    match syn::parse2::<syn::LitStr>(expansion.clone()) {
        Ok(text) => text.value(),
        Err(_) => panic!("{expansion}"),
    }
}

/// The messages of an input's errors, each with the line and column of its first token.
fn errors(input: &str) -> Vec<(String, usize, usize)> {
    let expansion = expand(input);
    assert!(syn::parse2::<syn::ExprBlock>(expansion.clone()).is_ok(), "{expansion}");
    let Some(TokenTree::Group(block)) = expansion.into_iter().next() else { panic!("no block") };
    let mut errors = Vec::new();
    let mut start = None;
    for tree in block.stream() {
        match tree {
            TokenTree::Ident(ident) if ident == "core" => start = Some(ident.span().start()),
            TokenTree::Group(group) => {
                let at = start.expect("a path before its body");
                let message = syn::parse2::<syn::LitStr>(group.stream()).expect("a message").value();
                errors.push((message, at.line, at.column));
            }
            _ => {}
        }
    }
    errors
}

fn plain(source: &str) -> String {
    adjoint(source, &Ranks::new(), None).expect(source)
}

#[test]
fn strings() {
    let mma = plain("D = A @ B + C");
    assert_eq!(text(r##""D = A @ B + C""##), mma);
    assert_eq!(text(r###"r#"D = A @ B + C"#"###), mma);
    assert_eq!(text(r#""D = A @ B + C","#), mma);
    assert_eq!(text(r#""def f(A):\n    return A @ A""#), plain("def f(A):\n    return A @ A"));
}

#[test]
fn ranks_behind_the_text() {
    let ranks: Ranks = [("x", Rank::Vector), ("s", Rank::Scalar)].into_iter().collect();
    let made = adjoint("y = A @ x * s", &ranks, None).unwrap();
    assert!(made.contains("np.outer(v0_a, x)") && made.contains("s_a += np.sum("), "{made}");
    assert_eq!(text(r#""y = A @ x * s", x: vector, s: scalar"#), made);
    assert_eq!(text("y = A @ x * s, x: vector, s: scalar,"), made);
    let function = adjoint("def f(A, x): return A @ x", &ranks_of("x", Rank::Vector), None).unwrap();
    assert_eq!(text("def f(A, x): return A @ x, x: vector"), function);
}

fn ranks_of(name: &str, rank: Rank) -> Ranks {
    [(name, rank)].into_iter().collect()
}

#[test]
fn bare_tokens() {
    assert_eq!(text("D = A @ B + C"), plain("D = A @ B + C"));
    assert_eq!(text("y = np.linalg.inv(A.T) @ B ** -2"), plain("y = np.linalg.inv(A.T) @ B ** -2"));
    assert_eq!(text("C = A @ B\nD = C + A"), plain("C = A @ B\nD = C + A"));
    assert_eq!(text("C = A @ B; D = C + A"), plain("C = A @ B\nD = C + A"));
    assert_eq!(text("def f(A): return A"), plain("def f(A):\n    return A"));
    let two = "\n    def f(A: \"vector\"):\n        B = A @ A\n        return B\n\n    def g(A):\n        return A\n";
    let same = "def f(A: \"vector\"):\n    B = A @ A\n    return B\ndef g(A):\n    return A";
    assert_eq!(text(two), plain(same));
    assert_eq!(text("y = (A +\n B)"), plain("y = A + B"));
}

#[test]
fn errors_of_bare_tokens_stand_at_their_tokens() {
    let found = errors("C = A % B\nD = C + A");
    assert_eq!(found.len(), 1, "{found:?}"); // what depends on a mistake is none
    assert_eq!((found[0].1, found[0].2), (1, 4));
    let found = errors("C = A % B\nD = A.foo\nA = B, x: vector, x: scalar, B: tensor");
    let places: Vec<_> = found.iter().map(|(_, line, column)| (*line, *column)).collect();
    assert_eq!(places, [(3, 18), (3, 32)], "{found:?}");
    let found = errors("C = A % B\nD = A.foo\nA = B");
    let places: Vec<_> = found.iter().map(|(_, line, column)| (*line, *column)).collect();
    assert_eq!(places, [(1, 4), (2, 6), (3, 0)], "{found:?}");
    assert!(found[2].0.starts_with("aliasing: `A` is assigned on line 3, but it is read before (line 1)"));
    let found = errors("y = A, x: vector");
    assert_eq!((found[0].1, found[0].2), (1, 7), "{found:?}");
    assert!(found[0].0.contains("its inputs are `A`"));
}

#[test]
fn errors_of_a_string_show_its_line() {
    let found = errors(r#""C = A @ B\nC = C % B""#);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        found[0].0,
        "the operator `%` has no derivative here\n\n --> text:2:5\n  |\n2 | C = C % B\n  |     ^^^^^\n\n  = help: \
         supported are `+`, `-`, `*`, `/`, `@` and `**`"
    );
    assert!(
        found[1].0.starts_with("aliasing: `C` is assigned on line 2, but it has a value already (line 1)")
    );
}

#[test]
fn wrong_inputs() {
    for (input, message) in [
        ("", "there is nothing to differentiate"),
        ("\"y = A\" x: vector", "expected a comma"),
        ("\"y = A\", vector", "expected the rank of a name"),
        ("\"y = A\", A: Vector", "`Vector` is not a rank"),
        ("\"\"", "there is nothing to differentiate"),
        ("2.0", "the value of this expression"),
    ] {
        let found = errors(input);
        assert_eq!(found.len(), 1, "{input}: {found:?}");
        assert!(found[0].0.starts_with(message), "{input}: {found:?}");
    }
}

fn optimised(source: &str, ranks: &Ranks) -> String {
    adjoint_in(Form::Optimised, source, ranks, None).expect(source)
}

#[test]
fn the_optimised_text() {
    let mma = optimised("D = A @ B + C", &Ranks::new());
    assert_ne!(mma, plain("D = A @ B + C"));
    assert_eq!(text(r#"optimize, "D = A @ B + C""#), mma);
    assert_eq!(text("optimize, D = A @ B + C"), mma);
    let ranks = ranks_of("y", Rank::Vector);
    let solved = optimised("def f(M, y):\n    return np.linalg.inv(M) @ y", &ranks);
    assert!(solved.contains("np.outer("), "{solved}");
    assert_eq!(text(r#"optimize, "def f(M, y):\n    return np.linalg.inv(M) @ y", y: vector"#), solved);
    assert_eq!(text("optimize, def f(M, y): return np.linalg.inv(M) @ y, y: vector"), solved);
    let lines = "optimize,\n    def f(M, y):\n        return np.linalg.inv(M) @ y,\n    y: vector";
    assert_eq!(text(lines), solved);
    // A variable may have the option's name.
    assert_eq!(text("optimize = A @ B"), plain("optimize = A @ B"));
}

#[test]
fn the_other_derivatives() {
    let ranks = ranks_of("x", Rank::Vector);
    for which in Derivative::ALL.into_iter().filter(|which| *which != Derivative::Adjoint) {
        let word = which.word();
        let made = derivative(which, "y = A @ x", &ranks, None).unwrap();
        assert_ne!(made, adjoint("y = A @ x", &ranks, None).unwrap());
        assert_eq!(text(&format!(r#"{word}, "y = A @ x", x: vector"#)), made);
        assert_eq!(text(&format!("{word}, y = A @ x, x: vector")), made);
        let made = derivative(which, "def f(A, x):\n    return A @ x", &ranks, None).unwrap();
        assert_eq!(text(&format!("{word},\n    def f(A, x):\n        return A @ x,\n    x: vector")), made);
        // A variable may have the option's name.
        assert_eq!(text(&format!("{word} = A @ B")), plain(&format!("{word} = A @ B")));
        assert_eq!(text(&format!("{word} = A, A: matrix")), plain(&format!("{word} = A")));
    }
}

#[test]
fn several_targets() {
    assert_eq!(text("B, C = A @ A, A.T"), plain("B, C = A @ A, A.T"));
    let ranks = ranks_of("x", Rank::Vector);
    let several = adjoint("B, s = A @ A, x @ x", &ranks, None).unwrap();
    assert_eq!(text("B, s = A @ A, x @ x, x: vector"), several);
    // Nearly an option, but what is assigned to it is one of several.
    assert_eq!(text("gradients, s = A @ A, A.T"), plain("gradients, s = A @ A, A.T"));
}

#[test]
fn wrong_options() {
    let use_it = "write `numpy2ad!(optimize, \"D = A @ B + C\")`";
    for (input, message, help) in [
        (r#"optmize, "y = A @ B""#, "the option `optmize` is not known", "did you mean `optimize`?"),
        ("optimise, y = A @ B", "the option `optimise` is not known", "did you mean `optimize`?"),
        (r#"fast, "y = A @ B""#, "the option `fast` is not known", use_it),
        (r#"tangents, "y = A @ B""#, "the option `tangents` is not known", "did you mean `tangent`?"),
        (r#"tangent, gradient, "y = A""#, "the options `tangent` and `gradient` do not go together", "each"),
        (r#"optimize, tangent, "y = A""#, "the options `optimize` and `tangent` do not go", "an adjoint"),
        (r#"tangent, tangent, "y = A""#, "the option `tangent` is given twice", "give it once"),
        (r#"tangent = 1, "y = A""#, "the option `tangent` takes no value here", "numpy2ad!(tangent, "),
        (r#""y = A", tangent"#, "the option `tangent` stands before the text", "numpy2ad!(tangent, "),
        ("gradient,", "there is nothing to differentiate behind `gradient`", "numpy2ad!(gradient, "),
        ("optimize,", "there is nothing to differentiate behind `optimize`", use_it),
        (r#"optimize, optimize, "y = A""#, "the option `optimize` is given twice", "give it once"),
        (r#"optimize = true, "y = A""#, "the option `optimize` takes no value here", use_it),
        (r#""y = A", optimize"#, "the option `optimize` stands before the text", use_it),
    ] {
        let found = errors(input);
        assert_eq!(found.len(), 1, "{input}: {found:?}");
        assert!(found[0].0.starts_with(message) && found[0].0.contains(help), "{input}: {found:?}");
    }
    let found = errors(r#"optimize, "y = A % B""#);
    assert!(found[0].0.starts_with("the operator `%` has no derivative here"), "{found:?}");
}
