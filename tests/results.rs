//! Functions with several results: one adjoint each, tuples taken apart in `let`.

mod support;

use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use numpy2ad::{Workspace, adjoint, tangent};

/// The first result is part of the second.
#[adjoint(workspace)]
#[tangent]
pub fn update(k: &Array2<f64>, h: &Array2<f64>, p: &Array2<f64>) -> (Array2<f64>, f64) {
    let kh = k.dot(h);
    let next = p - &kh.dot(p);
    let size = (&next * &next).sum();
    (next, size)
}
check_function!(update, update_ad, update_t, plain, (matrix, scalar), [
    (matrix "m n" Any), (matrix "n m" Any), (matrix "m m" Any)
]);

#[adjoint(optimize = false)]
#[tangent]
fn update_plain(k: &Array2<f64>, h: &Array2<f64>, p: &Array2<f64>) -> (Array2<f64>, f64) {
    let kh = k.dot(h);
    let next = p - &kh.dot(p);
    let size = (&next * &next).sum();
    (next, size)
}
check_function!(update_plain, update_plain_ad, update_plain_t, plain, (matrix, scalar), [
    (matrix "m n" Any), (matrix "n m" Any), (matrix "m m" Any)
]);

/// One value twice, a parameter, and a value that does not move.
#[adjoint]
#[tangent]
pub fn copies(x: &Array1<f64>) -> (Array1<f64>, Array1<f64>, Array1<f64>) {
    let y = 2.0 * x;
    (y.clone(), y, x.clone())
}
check_function!(copies, copies_ad, copies_t, plain, (vector, vector, vector), [(vector "m" Any)]);

#[allow(clippy::type_complexity, reason = "results as people write them")]
#[adjoint]
#[tangent]
fn fallible(m: &Array2<f64>, y: &Array1<f64>) -> Result<(Array1<f64>, f64, Array2<f64>), LinalgError> {
    let (inverse, scaled) = (m.inv()?, 3.0 * y);
    let pair = (inverse.dot(&scaled), y.dot(y));
    Ok((pair.0, pair.1, inverse))
}
check_function!(fallible, fallible_ad, fallible_t, fallible, (vector, scalar, matrix), [
    (matrix "m m" Invertible), (vector "m" Any)
]);

/// What is computed twice is one result and a part of another.
#[adjoint]
#[tangent]
pub fn joined(a: &Array2<f64>, b: &Array2<f64>) -> (Array2<f64>, f64) {
    let product = a.dot(b);
    let (square, still) = { (a.dot(b) * &product, 1.0) };
    (product, square.sum() * still)
}
check_function!(joined, joined_ad, joined_t, plain, (matrix, scalar), [(matrix "m k" Any), (matrix "k n" Any)]);

#[test]
fn seeds_have_the_names_of_the_results() {
    let item = "fn f(x: &Array1<f64>) -> (Array1<f64>, f64) { let y = 2.0 * x; (y, x.sum()) }";
    let source = numpy2ad_core::rust::adjoint(Default::default(), item.parse().expect("tokens"));
    let source = source.to_string();
    assert!(source.contains("y_a : & "), "{source}");
    assert!(source.contains("out1_a : f64"), "{source}");
}

#[test]
fn a_workspace_has_a_target_for_each_result() {
    let (k, h, p) = (array![[1.0, 2.0]], array![[0.5], [1.5]], array![[3.0]]);
    let (mut k_a, mut h_a, mut p_a) = (Array2::zeros((1, 2)), Array2::zeros((2, 1)), Array2::zeros((1, 1)));
    let (next_a, size_a) = (array![[1.0]], 2.0);
    let (next, size) = update_ad(&k, &h, &p, &mut k_a, &mut h_a, &mut p_a, &next_a, size_a);
    let (mut k_b, mut h_b, mut p_b) = (Array2::zeros((1, 2)), Array2::zeros((2, 1)), Array2::zeros((1, 1)));
    let (mut next_b, mut size_b) = (Array2::zeros((1, 1)), 0.0);
    let mut ws = Workspace::new();
    update_ad_into(
        &mut ws,
        &k,
        &h,
        &p,
        &mut k_b,
        &mut h_b,
        &mut p_b,
        &next_a,
        size_a,
        &mut next_b,
        &mut size_b,
    );
    assert_eq!((next, size), (next_b, size_b));
    assert_eq!((k_a, h_a, p_a), (k_b, h_b, p_b));
}

#[test]
#[should_panic(expected = "next_a")]
fn a_seed_of_another_shape_is_refused() {
    let (k, h, p) = (array![[1.0]], array![[0.5]], array![[3.0]]);
    let (mut k_a, mut h_a, mut p_a) = (Array2::zeros((1, 1)), Array2::zeros((1, 1)), Array2::zeros((1, 1)));
    let _ = update_ad(&k, &h, &p, &mut k_a, &mut h_a, &mut p_a, &Array2::zeros((2, 1)), 1.0);
}

#[test]
fn a_singular_matrix_touches_nothing() {
    let (mut m_a, mut y_a) = (Array2::zeros((2, 2)), Array1::zeros(2));
    let seeds = (Array1::ones(2), 1.0, Array2::ones((2, 2)));
    let failed =
        fallible_ad(&Array2::ones((2, 2)), &Array1::ones(2), &mut m_a, &mut y_a, &seeds.0, seeds.1, &seeds.2);
    assert_eq!(failed, Err(LinalgError::Singular));
    assert_eq!((m_a, y_a), (Array2::zeros((2, 2)), Array1::zeros(2)));
    let _ = inv(&array![[1.0]]);
}
