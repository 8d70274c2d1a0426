//! What the generic harness does not see: conventions, failures, single precision and workspaces of linear algebra.

use approx::assert_abs_diff_eq;
use ndarray::prelude::*;
use numpy2ad::linalg::*;
use numpy2ad::{Workspace, adjoint};

#[adjoint]
fn volume(a: &Array2<f64>) -> f64 {
    det(a)
}

#[test]
fn singular_matrices_have_cofactors() {
    // Of rank 2, 1 and 0.
    for (a, expected) in [
        (
            array![[1.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 0.0]],
            array![[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 2.0]],
        ),
        (Array2::ones((3, 3)), Array2::zeros((3, 3))),
        (Array2::zeros((3, 3)), Array2::zeros((3, 3))),
    ] {
        let mut a_a = Array2::zeros((3, 3));
        assert_abs_diff_eq!(volume_ad(&a, &mut a_a, 1.0), 0.0, epsilon = 1e-15);
        assert_abs_diff_eq!(a_a, expected, epsilon = 1e-14);
    }
}

#[adjoint]
fn spectrum(a: &Array2<f64>) -> Array1<f64> {
    eigvalsh(a)
}

#[adjoint]
fn vectors(a: &Array2<f64>) -> Array2<f64> {
    let (_, v) = eigh(a);
    v
}

#[test]
fn equal_eigenvalues_have_derivatives_and_their_vectors_none() {
    let a = Array2::<f64>::eye(3) * 2.0;
    let mut a_a = Array2::zeros((3, 3));
    let w = spectrum_ad(&a, &mut a_a, &Array1::ones(3));
    assert_abs_diff_eq!(w, array![2.0, 2.0, 2.0], epsilon = 1e-15);
    // The sum of the eigenvalues is the trace.
    assert_abs_diff_eq!(a_a, Array2::eye(3), epsilon = 1e-15);

    let mut a_a = Array2::zeros((3, 3));
    vectors_ad(&a, &mut a_a, &Array2::from_shape_fn((3, 3), |(i, j)| (i + 2 * j) as f64));
    assert_eq!(a_a, Array2::zeros((3, 3)));
}

#[adjoint]
fn factor(a: &Array2<f64>) -> Array2<f64> {
    cholesky(a)
}

#[adjoint]
fn factor_of_product(x: &Array2<f64>) -> Array2<f64> {
    cholesky(&(x.dot(&x.t()) + x + x.t()))
}

#[test]
fn one_triangle_counts_and_what_it_is_made_of_does_not_see_that() {
    let a = array![[4.0, 1.0], [1.0, 3.0]];
    let seed = array![[1.0, 5.0], [2.0, 3.0]];
    let mut a_a = Array2::zeros((2, 2));
    let l = factor_ad(&a, &mut a_a, &seed);
    assert_eq!(a_a[(0, 1)], 0.0);
    let step = 1e-6;
    let moved = |i, j| {
        let at = |h: f64| {
            let mut a = a.clone();
            a[(i, j)] += h;
            (cholesky(&a) * &seed).sum()
        };
        (at(step) - at(-step)) / (2.0 * step)
    };
    for (i, j) in [(0, 0), (1, 0), (1, 1)] {
        assert_abs_diff_eq!(a_a[(i, j)], moved(i, j), epsilon = 1e-8);
    }
    assert_abs_diff_eq!(l.dot(&l.t()), a, epsilon = 1e-14);

    let x = array![[2.0, 0.5], [0.25, 1.5]];
    let mut x_a = Array2::zeros((2, 2));
    factor_of_product_ad(&x, &mut x_a, &seed);
    for index in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let at = |h: f64| {
            let mut x = x.clone();
            x[index] += h;
            (factor_of_product(&x) * &seed).sum()
        };
        assert_abs_diff_eq!(x_a[index], (at(step) - at(-step)) / (2.0 * step), epsilon = 1e-7);
    }
}

#[adjoint]
fn whitened(a: &Array2<f64>, b: &Array1<f64>) -> Result<f64, LinalgError> {
    let (q, r) = a.qr()?;
    let l = r.t().dot(&r).cholesky(UPLO::Upper)?;
    let x = l.solve_triangular(UPLO::Upper, Diag::NonUnit, &q.t().dot(b))?;
    Ok(x.dot(&x))
}

#[adjoint]
fn evidence(k: &Array2<f64>, b: &Array1<f64>) -> Result<f64, LinalgError> {
    let (_, ln) = k.sln_det()?;
    Ok(ln + k.solve(b)?.dot(b) + k.det()?)
}

#[test]
fn failures_leave_adjoints_as_they_were() {
    let b = array![1.0, 2.0, 3.0];
    let dependent = array![[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]];
    let wide = Array2::zeros((2, 3));
    let untouched = |a: &Array2<f64>| (Array2::from_elem(a.dim(), 7.0), Array1::from_elem(3, 7.0));
    for (a, expected) in [
        (wide.clone(), "matrix has more columns than rows: 2 × 3"),
        (dependent, "matrix is not positive definite: check the matrix, or remove its declaration `spd(..)`"),
    ] {
        let (mut a_a, mut b_a) = untouched(&a);
        let error = whitened_ad(&a, &b, &mut a_a, &mut b_a, 1.0).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(whitened(&a, &b).unwrap_err(), error);
        assert_eq!((a_a, b_a), untouched(&a));
    }
    for a in [wide, Array2::ones((3, 3))] {
        let (mut a_a, mut b_a) = untouched(&a);
        let error = evidence_ad(&a, &b, &mut a_a, &mut b_a, 1.0).unwrap_err();
        assert_eq!(evidence(&a, &b).unwrap_err(), error);
        assert_eq!((a_a, b_a), untouched(&a));
    }
}

#[adjoint]
fn single(a: &Array2<f32>, b: &Array1<f32>) -> f32 {
    let k = a.dot(&a.t()) + a + a.t();
    let (w, v) = eigh(&k);
    let u = v.t().dot(b).pow2();
    ln_det(&k) + solve(&k, b).dot(b) + u.dot(&w) * det(a) + expm(a).dot(b).sum() + lstsq(a, b).dot(b)
}

#[adjoint]
fn double(a: &Array2<f64>, b: &Array1<f64>) -> f64 {
    let k = a.dot(&a.t()) + a + a.t();
    let (w, v) = eigh(&k);
    let u = v.t().dot(b).pow2();
    ln_det(&k) + solve(&k, b).dot(b) + u.dot(&w) * det(a) + expm(a).dot(b).sum() + lstsq(a, b).dot(b)
}

#[test]
fn single_precision_agrees_with_double() {
    let (a, b) = (array![[2.0, 0.5], [0.25, 1.5]], array![1.0, -0.5]);
    let (mut a_a, mut b_a) = (Array2::zeros((2, 2)), Array1::zeros(2));
    let value = double_ad(&a, &b, &mut a_a, &mut b_a, 1.0);
    let (a, b) = (a.mapv(|x| x as f32), b.mapv(|x| x as f32));
    let (mut a_s, mut b_s) = (Array2::zeros((2, 2)), Array1::zeros(2));
    let found = single_ad(&a, &b, &mut a_s, &mut b_s, 1.0);
    assert_abs_diff_eq!(f64::from(found), value, epsilon = 1e-4);
    assert_abs_diff_eq!(a_s.mapv(f64::from), a_a, epsilon = 1e-4);
    assert_abs_diff_eq!(b_s.mapv(f64::from), b_a, epsilon = 1e-4);
}

#[adjoint(workspace)]
fn spacious(a: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    let (q, r) = qr(a);
    let (w, v) = eigh(&(a.dot(&a.t())));
    let l = cholesky(&(a.dot(&a.t())));
    solve_upper(&r, &q.t().dot(b)) + v.dot(&w) + solve_lower(&l, b) * ln_det(a)
}

#[test]
fn a_workspace_gives_the_same() {
    let (a, b) = (array![[2.0, 0.5], [0.25, 1.5]], array![1.0, -0.5]);
    let seed = array![1.0, 2.0];
    let (mut a_a, mut b_a) = (Array2::zeros((2, 2)), Array1::zeros(2));
    let out = spacious_ad(&a, &b, &mut a_a, &mut b_a, &seed);
    let mut ws = Workspace::new();
    for _ in 0..3 {
        let (mut a_w, mut b_w, mut out_w) = (Array2::zeros((2, 2)), Array1::zeros(2), Array1::zeros(2));
        spacious_ad_into(&mut ws, &a, &b, &mut a_w, &mut b_w, &seed, &mut out_w);
        assert_abs_diff_eq!(out_w, out, epsilon = 1e-13);
        assert_abs_diff_eq!(a_w, a_a, epsilon = 1e-12);
        assert_abs_diff_eq!(b_w, b_a, epsilon = 1e-12);
    }
}
