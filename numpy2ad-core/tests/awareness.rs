//! Awareness of linear algebra, as leading flops of primal and adjoint at n = 1000: it does not depend on the machine.
//!
//! The expressions are those by which linear-algebra awareness of frameworks is measured (Sankaran, Alashti, Psarras and
//! Bientinesi 2022, "Benchmarking the linear algebra awareness of TensorFlow and PyTorch", arXiv 2202.09888).
#![allow(clippy::expect_used, clippy::panic, reason = "a test may panic outside of its functions as well")]

use numpy2ad_core::cost;
use numpy2ad_core::opt::{self, Declared, Derived};
use numpy2ad_core::rust;
use numpy2ad_core::ty::Structure;

const N: f64 = 1000.0;

/// Flops of the cheapest form of the primal and of its adjoint, primal included, in units of n³, all sizes being n.
fn cubes(source: &str, declared: &[(usize, Structure)]) -> (f64, f64) {
    let (primal, adjoint) = squares(source, declared);
    (primal / N, adjoint / N)
}

/// The same in units of n².
fn squares(source: &str, declared: &[(usize, Structure)]) -> (f64, f64) {
    let item = syn::parse_str(source).expect("the source is Rust");
    let primal = rust::lower(&item).expect("the source is differentiable").1.func;
    let declared = Declared { structures: declared.iter().copied().collect() };
    let best = |derived: Derived<'_>| {
        let forms = opt::optimise(derived, &declared, &opt::scenarios(&primal));
        let costs = forms.iter().map(|form| cost::flops(form).at(|_| N) / (N * N));
        costs.fold(f64::INFINITY, f64::min)
    };
    let adjoint = rust::adjoint_ir(&primal);
    let derived = Derived::new(&adjoint, &primal, &rust::adjoint_ir);
    (best(Derived::alone(&primal)), best(derived))
}

#[track_caller]
fn assert_at_most((primal, adjoint): (f64, f64), (most_primal, most_adjoint): (f64, f64)) {
    assert!(primal <= most_primal, "primal: {primal}, not {most_primal}");
    assert!(adjoint <= most_adjoint, "adjoint: {adjoint}, not {most_adjoint}");
    assert!(
        primal >= 0.9 * most_primal && adjoint >= 0.9 * most_adjoint,
        "better: pin ({primal}, {adjoint})"
    );
}

#[test]
fn a_gram_matrix_times_a_vector_is_two_products_with_a_vector() {
    let source = "fn f(h: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { h.t().dot(h).dot(x) }";
    // Hx, Hᵀ(Hx); H y_a, Hᵀ(H y_a), and two outer products.
    assert_at_most(squares(source, &[]), (4.01, 10.1));
}

#[test]
fn a_difference_with_a_gram_matrix_is_multiplied_out() {
    let source = "fn f(a: &Array2<f64>, h: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
        (a - &h.t().dot(h)).dot(x)
    }";
    assert_at_most(squares(source, &[]), (6.01, 16.1));
}

#[test]
fn a_common_factor_is_taken_out() {
    let source =
        "fn f(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> { a.dot(b) + a.dot(c) }";
    assert_at_most(cubes(source, &[]), (2.01, 6.01));
    let right =
        "fn f(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> { b.dot(a) + c.dot(a) }";
    assert_at_most(cubes(right, &[]), (2.01, 6.01));
}

#[test]
fn a_product_that_stands_twice_is_computed_once() {
    let source = "fn f(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a.t().dot(b) + a.t().dot(b) }";
    assert_at_most(cubes(source, &[]), (2.01, 6.01));
}

#[test]
fn a_triangular_product_costs_half() {
    let source = "fn f(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { l.dot(b) }";
    assert_at_most(cubes(source, &[(0, Structure::Lower)]), (1.0, 4.0));
    let right = "fn f(b: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> { b.dot(r) }";
    assert_at_most(cubes(right, &[(1, Structure::Upper)]), (1.0, 4.0));
}

#[test]
fn a_triangular_system_is_substitution() {
    let source = "fn f(l: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { inv(l).dot(x) }";
    assert_at_most(squares(source, &[(0, Structure::Lower)]), (1.0, 3.01));
}

#[test]
fn a_symmetric_product_costs_half() {
    let source = "fn f(a: &Array2<f64>) -> Array2<f64> { a.t().dot(a) }";
    // A (G + Gᵀ) is one product.
    assert_at_most(cubes(source, &[]), (1.0, 3.01));
}

#[test]
fn a_diagonal_product_scales() {
    let source = "fn f(w: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { w.dot(b) }";
    let (primal, adjoint) = cubes(source, &[(0, Structure::Diagonal)]);
    assert!(primal < 0.002, "{primal}");
    // Only the dense adjoint of `w` is a product.
    assert_at_most((2.0, adjoint), (2.0, 2.01));
}

#[test]
fn the_symmetric_half_of_a_product_is_computed_once() {
    let source = "fn f(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { b.t().dot(a).dot(&a.t()).dot(b) }";
    assert_at_most(cubes(source, &[]), (3.0, 9.01));
}

#[test]
fn a_chain_with_a_vector_never_multiplies_matrices() {
    let source = "fn f(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
        a.dot(b).dot(c).dot(x)
    }";
    assert_at_most(squares(source, &[]), (6.0, 15.1));
}

#[test]
fn a_declared_definite_matrix_is_factorised_by_cholesky() {
    let source = "fn f(m: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { inv(m).dot(x) }";
    let (lu, _) = cubes(source, &[]);
    let (cholesky, adjoint) = cubes(source, &[(0, Structure::Definite)]);
    assert!(lu > 0.66 && cholesky < 0.34 && adjoint < 0.345, "{lu} {cholesky} {adjoint}");
}

#[test]
fn a_product_around_a_definite_inverse_is_half_a_solution_and_half_a_product() {
    let source = "fn f(m: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> { x.t().dot(&inv(m)).dot(x) }";
    let (primal, _) = cubes(source, &[(0, Structure::Definite)]);
    assert!((2.33..2.34).contains(&primal), "{primal}");
}

#[test]
fn a_declared_definite_matrix_is_inverted_from_its_cholesky_factor() {
    let source = "fn f(m: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> { inv(m) + x }";
    let (primal, _) = cubes(source, &[(0, Structure::Definite)]);
    assert!((1.0..1.01).contains(&primal), "{primal}");
}
