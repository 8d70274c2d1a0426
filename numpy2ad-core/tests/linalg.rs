//! Factorisations are shared, and what is not supported is refused where it stands.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use numpy2ad_core::rust::adjoint;
use proc_macro2::TokenStream;

/// The expansion with these options.
fn expanded(options: &str, item: &str) -> String {
    let parse = |text: &str| text.parse::<TokenStream>().expect("tokens");
    adjoint(parse(options), parse(item)).to_string()
}

/// The first variant of an expansion: behind it stand those for other sizes, and the plain one for operands that are
/// repeated along an axis.
fn first_variant(expansion: &str) -> &str {
    let ends = ["} else {", " 1 => {", " _ => {"].iter().filter_map(|end| expansion.find(end));
    &expansion[..ends.min().unwrap_or(expansion.len())]
}

/// How often the kernels of these names are called.
fn calls(expansion: &str, kernels: &[&str]) -> usize {
    kernels.iter().map(|kernel| expansion.matches(&format!(":: {kernel} (")).count()).sum()
}

const FACTORISATIONS: [&str; 10] = [
    "factors",
    "try_factors",
    "cholesky",
    "try_cholesky",
    "definite",
    "try_definite",
    "inv",
    "try_inv",
    "det",
    "cofactors",
];

const LIKELIHOOD: &str = "fn likelihood(k: &Array2<f64>, y: &Array1<f64>) -> Result<f64, LinalgError> {
    let (_, ln) = k.sln_det()?;
    let weights = k.solve(y)?;
    Ok(ln + weights.dot(y) + inv(k).dot(y).dot(y))
}";

#[test]
fn one_factorisation_serves_everything() {
    for (options, kernel) in [("", "try_factors"), ("spd(k)", "try_cholesky")] {
        let expansion = expanded(options, LIKELIHOOD);
        assert!(!expansion.contains("compile_error"), "{expansion}");
        assert_eq!(calls(&expansion, &[kernel]), 1, "{expansion}");
        assert_eq!(calls(&expansion, &FACTORISATIONS), 1, "{expansion}");
    }
}

#[test]
fn the_plain_adjoint_factorises_once_for_both_sweeps() {
    let item =
        "fn f(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { solve(a, b) + solve_t(a, b) * ln_det(a) }";
    let expansion = expanded("optimize = false", item);
    assert_eq!(calls(&expansion, &FACTORISATIONS), 1, "{expansion}");
}

#[test]
fn components_share_their_decomposition() {
    for (item, kernel) in [
        ("fn f(a: &Array2<f64>) -> Array2<f64> { let (w, v) = eigh(a); v * w }", "eigh"),
        ("fn f(a: &Array2<f64>) -> Array2<f64> { let (q, r) = qr(a); q.dot(&r) }", "qr"),
        (
            "fn f(a: &Array2<f64>) -> Array2<f64> { let (u, s, vt) = svd(a); (u * svdvals(a) * s).dot(&vt) }",
            "svd",
        ),
    ] {
        for options in ["", "optimize = false"] {
            let expansion = expanded(options, item);
            assert!(!expansion.contains("compile_error"), "{expansion}");
            assert_eq!(calls(first_variant(&expansion), &[kernel]), 1, "{options} {item}: {expansion}");
        }
    }
}

#[test]
fn a_triangle_that_is_one_is_not_copied() {
    let copied = |options, item| first_variant(&expanded(options, item)).contains("lower_triangle (& l)");
    let factor =
        "fn f(k: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> { let l = cholesky(k); solve_lower(&l, y) }";
    assert!(!copied("", factor));
    let triangle = "fn f(l: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> { solve_lower(l, y) }";
    assert!(!copied("lower(l)", triangle));
    // A parameter is a reference as it is.
    assert!(expanded("", triangle).contains("lower_triangle (l)"));
    let declared = expanded("lower(l)", triangle);
    assert!(!declared.contains("lower_triangle (l)"), "{declared}");
}

#[test]
fn what_is_not_supported_says_what_to_write() {
    for (body, message) in [
        ("a.cholesky(uplo).unwrap()", "write `UPLO::Lower` or `UPLO::Upper`"),
        ("a.solve_triangular(UPLO::Lower, Diag::Unit, a).unwrap()", "write `Diag::NonUnit`"),
        ("eigh(a)", "is a tuple"),
        ("matrix_power(a, 0.5)", "the exponent of a power of a matrix is an integer"),
        ("a.solve(a)", "write `.solve()?` or `.solve().unwrap()`"),
        ("expm(s)", "write `exp` for the exponential of each element"),
        ("cholesky(s)", "write `sqrt` for a number"),
    ] {
        let item = format!("fn f(a: &Array2<f64>, s: f64, uplo: UPLO) -> Array2<f64> {{ {body} }}");
        let expansion = expanded("", &item);
        assert!(expansion.contains("compile_error") && expansion.contains(message), "{body}: {expansion}");
    }
}

#[test]
fn second_derivatives_are_programs() {
    use numpy2ad_core::ops::TABLE;
    let mut failed = Vec::new();
    for sample in TABLE.iter().flat_map(|op| op.samples()).filter(|sample| !sample.rust.is_empty()) {
        for options in ["", "optimize = false"] {
            let item: TokenStream = sample.rust.parse().expect("tokens");
            let expansion = numpy2ad_core::rust::hvp(options.parse().expect("tokens"), item).to_string();
            if expansion.contains("has a fault") {
                let at = expansion.find("has a fault").unwrap_or(0);
                failed.push(format!("{options} {}: {}", sample.rust, &expansion[at..at + 150]));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
