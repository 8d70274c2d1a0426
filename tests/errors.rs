//! What goes wrong at run time: shapes, singular matrices, numbers that are none, empty arrays. No adjoint is
//! touched where a result cannot be had.

#![allow(dead_code, reason = "of most functions only the adjoint is called")]

use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use std::panic::{AssertUnwindSafe, catch_unwind};

#[adjoint]
fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    a.dot(b) + c
}

#[adjoint]
fn affine(a: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>, s: f64) -> f64 {
    (a.dot(x) - y).dot(y) * s
}

#[adjoint]
fn hadamard(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    (a * b).mapv(f64::exp)
}

#[adjoint]
fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
    let w = m.inv()?;
    let s = x.t().dot(&w).dot(x).inv()?;
    Ok(s.dot(&x.t().dot(&w.dot(y))))
}

#[adjoint]
fn raising(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    inv(a).dot(b)
}

#[adjoint]
fn unwrapping(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    b.dot(&a.inv().unwrap())
}

/// An error that a user has made.
#[derive(Debug, PartialEq)]
enum ModelError {
    Algebra(LinalgError),
}

impl From<LinalgError> for ModelError {
    fn from(error: LinalgError) -> Self {
        Self::Algebra(error)
    }
}

#[adjoint]
fn by_own_error(a: &Array2<f64>) -> Result<Array2<f64>, ModelError> {
    let b = a.inv()?;
    Ok(b)
}

#[adjoint]
fn by_boxed_error(a: &Array2<f64>) -> Result<f64, Box<dyn std::error::Error>> {
    Ok(a.inv()?.sum())
}

/// An array whose every bit can be told from another's.
fn marked<const N: usize, D: Dimension>(shape: [usize; N]) -> Array<f64, D>
where
    [usize; N]: ndarray::IntoDimension<Dim = D>,
{
    let mut next = 0.0;
    Array::from_shape_simple_fn(shape, || {
        next += 0.1;
        next
    })
}

fn bits<D: Dimension>(a: &Array<f64, D>) -> Vec<u64> {
    a.iter().map(|x| x.to_bits()).collect()
}

/// Runs what must panic and gives its message.
fn message<T>(run: impl FnOnce() -> T) -> String {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(run));
    std::panic::set_hook(hook);
    match result {
        Ok(_) => panic!("no panic"),
        Err(payload) => match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => payload.downcast_ref::<&str>().copied().unwrap_or("no text").to_owned(),
        },
    }
}

#[track_caller]
fn says(message: &str, words: &[&str]) {
    for word in words {
        assert!(message.contains(word), "no {word:?} in {message:?}");
    }
}

/// Panics take the process's hook, so that these tests follow each other in one.
#[test]
fn panics_leave_adjoints_alone() {
    shapes_of_operands();
    shapes_of_adjoints();
    singular_matrices();
}

fn shapes_of_operands() {
    let (mut a_a, mut b_a, mut c_a) = (marked([2, 3]), marked([4, 2]), marked([2, 2]));
    let before = (bits(&a_a), bits(&b_a), bits(&c_a));
    let text = message(|| {
        mma_ad(
            &marked([2, 3]),
            &marked([4, 2]),
            &marked([2, 2]),
            &mut a_a,
            &mut b_a,
            &mut c_a,
            &marked([2, 2]),
        )
    });
    says(&text, &["2 × 3", "4 × 2", "matrix multiplication"]);
    assert_eq!(before, (bits(&a_a), bits(&b_a), bits(&c_a)));

    let mut b_a = marked([3, 2]);
    let mut c_a = marked([5, 2]);
    let before = (bits(&a_a), bits(&b_a), bits(&c_a));
    let text = message(|| {
        mma_ad(
            &marked([2, 3]),
            &marked([3, 2]),
            &marked([5, 2]),
            &mut a_a,
            &mut b_a,
            &mut c_a,
            &marked([2, 2]),
        )
    });
    says(&text, &["[2, 2]", "[5, 2]", "`+`"]);
    assert_eq!(before, (bits(&a_a), bits(&b_a), bits(&c_a)));

    let (mut x_a, mut y_a, mut s_a) = (marked([4]), marked([2]), 0.5);
    let before = (bits(&a_a), bits(&x_a), bits(&y_a), s_a);
    let text = message(|| {
        affine_ad(
            &marked([2, 3]),
            &marked([4]),
            &marked([2]),
            1.0,
            &mut a_a,
            &mut x_a,
            &mut y_a,
            &mut s_a,
            1.0,
        )
    });
    says(&text, &["2 × 3", "4"]);
    assert_eq!(before, (bits(&a_a), bits(&x_a), bits(&y_a), s_a));

    let mut b_a = marked([3, 2]);
    let before = (bits(&a_a), bits(&b_a));
    let text = message(|| hadamard_ad(&marked([2, 3]), &marked([3, 2]), &mut a_a, &mut b_a, &marked([2, 3])));
    says(&text, &["[2, 3]", "[3, 2]"]);
    assert_eq!(before, (bits(&a_a), bits(&b_a)));
}

fn shapes_of_adjoints() {
    let (a, b, c) = (marked([2, 3]), marked([3, 2]), marked([2, 2]));
    let right = || (marked::<2, Ix2>([2, 3]), marked::<2, Ix2>([3, 2]), marked::<2, Ix2>([2, 2]));
    // The wrong one is the last that the reverse sweep would come to, and the seed.
    for (name, wrong) in [("a_a", 0), ("b_a", 1), ("c_a", 2), ("out_a", 3)] {
        let (mut a_a, mut b_a, mut c_a) = right();
        let mut out_a: Array2<f64> = marked([2, 2]);
        match wrong {
            0 => a_a = marked([3, 2]),
            1 => b_a = marked([1, 2]),
            2 => c_a = marked([1, 1]),
            _ => out_a = marked([1, 2]),
        }
        let before = (bits(&a_a), bits(&b_a), bits(&c_a));
        let text = message(|| mma_ad(&a, &b, &c, &mut a_a, &mut b_a, &mut c_a, &out_a));
        says(&text, &[&format!("adjoint `{name}`"), "shape"]);
        assert_eq!(before, (bits(&a_a), bits(&b_a), bits(&c_a)), "{name}");
    }
    let (mut a_a, mut x_a, mut y_a, mut s_a) = (marked([2, 3]), marked([2]), marked([2]), 0.25);
    let before = (bits(&a_a), bits(&x_a), bits(&y_a), s_a);
    let text = message(|| {
        affine_ad(&a, &marked([3]), &marked([2]), 1.0, &mut a_a, &mut x_a, &mut y_a, &mut s_a, 1.0)
    });
    says(&text, &["adjoint `x_a`", "[2]", "[3]"]);
    assert_eq!(before, (bits(&a_a), bits(&x_a), bits(&y_a), s_a));
}

fn singular_matrices() {
    let ones = Array2::<f64>::ones((2, 2));
    let (mut a_a, mut b_a) = (marked([2, 2]), marked([2, 2]));
    let before = (bits(&a_a), bits(&b_a));
    says(&message(|| raising_ad(&ones, &ones, &mut a_a, &mut b_a, &ones)), &["singular", "no inverse"]);
    says(&message(|| unwrapping_ad(&ones, &ones, &mut a_a, &mut b_a, &ones)), &["singular"]);
    assert_eq!(before, (bits(&a_a), bits(&b_a)));
    let tall = marked([3, 2]);
    let mut tall_a = marked([3, 2]);
    says(&message(|| raising_ad(&tall, &ones, &mut tall_a, &mut b_a, &tall)), &["not square", "3 × 2"]);
    assert_eq!(before.1, bits(&b_a));
    assert_eq!(bits(&tall_a), bits(&marked::<2, Ix2>([3, 2])));
}

#[test]
fn a_singular_matrix_is_an_error() {
    let (x, y) = (marked([3, 2]), marked([3]));
    let (mut x_a, mut m_a, mut y_a) = (marked([3, 2]), marked([3, 3]), marked([3]));
    let before = (bits(&x_a), bits(&m_a), bits(&y_a));
    let singular = Array2::zeros((3, 3));
    let result = gls_ad(&x, &singular, &y, &mut x_a, &mut m_a, &mut y_a, &marked([2]));
    assert_eq!(result, Err(LinalgError::Singular));
    // The second inverse fails where the columns of `x` are dependent.
    let result =
        gls_ad(&Array2::ones((3, 2)), &Array2::eye(3), &y, &mut x_a, &mut m_a, &mut y_a, &marked([2]));
    assert_eq!(result, Err(LinalgError::Singular));
    assert_eq!(before, (bits(&x_a), bits(&m_a), bits(&y_a)));
    assert!(gls_ad(&x, &Array2::eye(3), &y, &mut x_a, &mut m_a, &mut y_a, &marked([2])).is_ok());
    assert_ne!(before, (bits(&x_a), bits(&m_a), bits(&y_a)));
}

#[test]
fn errors_become_the_users_own() {
    let mut a_a = marked([2, 2]);
    let before = bits(&a_a);
    let ones = Array2::<f64>::ones((2, 2));
    assert_eq!(by_own_error_ad(&ones, &mut a_a, &ones), Err(ModelError::Algebra(LinalgError::Singular)));
    assert_eq!(
        by_boxed_error_ad(&ones, &mut a_a, 1.0).unwrap_err().to_string(),
        LinalgError::Singular.to_string()
    );
    let (wide, mut wide_a) = (marked([2, 3]), marked([2, 3]));
    let error = by_own_error_ad(&wide, &mut wide_a, &wide).unwrap_err();
    assert!(matches!(error, ModelError::Algebra(LinalgError::NotSquare { rows: 2, cols: 3, .. })));
    assert_eq!(before, bits(&a_a));
}

#[test]
fn nan_and_infinity_flow_through() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut a = marked([2, 2]);
        a[(0, 1)] = bad;
        let (b, c) = (marked([2, 2]), marked([2, 2]));
        let (mut a_a, mut b_a, mut c_a) =
            (Array2::zeros((2, 2)), Array2::zeros((2, 2)), Array2::zeros((2, 2)));
        let out = mma_ad(&a, &b, &c, &mut a_a, &mut b_a, &mut c_a, &Array2::ones((2, 2)));
        let expected = mma(&a, &b, &c);
        assert_eq!(bits(&out.is_nan_map()), bits(&expected.is_nan_map()));
        assert!(a_a.iter().all(|x| x.is_finite()));
        assert!(b_a.row(1).iter().all(|x| !x.is_finite()));
        assert!(b_a.row(0).iter().all(|x| x.is_finite()));
        let mut b_a = Array2::zeros((2, 2));
        let out = raising_ad(&a, &b, &mut a_a, &mut b_a, &Array2::ones((2, 2)));
        assert!(out.iter().any(|x| !x.is_normal()));
        assert!(by_own_error_ad(&a, &mut c_a, &b).is_ok());
    }
    // A seed that is not finite reaches what it belongs to, and only that.
    let (mut a_a, mut b_a) = (Array2::zeros((1, 2)), Array2::zeros((1, 2)));
    hadamard_ad(&array![[1.0, 2.0]], &array![[3.0, 4.0]], &mut a_a, &mut b_a, &array![[f64::NAN, 1.0]]);
    assert!(a_a[(0, 0)].is_nan() && b_a[(0, 0)].is_nan());
    assert!(a_a[(0, 1)].is_finite() && b_a[(0, 1)].is_finite());
}

trait NanMap {
    fn is_nan_map(&self) -> Array2<f64>;
}

impl NanMap for Array2<f64> {
    fn is_nan_map(&self) -> Array2<f64> {
        self.mapv(|x| if x.is_nan() { 1.0 } else { 0.0 })
    }
}

#[test]
fn empty_arrays_give_empty_results() {
    let (a, b, c) = (marked([0, 3]), marked([3, 2]), marked([0, 2]));
    let (mut a_a, mut b_a, mut c_a) = (marked([0, 3]), marked([3, 2]), marked([0, 2]));
    let before = bits(&b_a);
    let out = mma_ad(&a, &b, &c, &mut a_a, &mut b_a, &mut c_a, &marked([0, 2]));
    assert_eq!(out.dim(), (0, 2));
    assert_eq!(before, bits(&b_a));

    // A product over nothing is zero, and nothing depends on its factors.
    let (a, b, c) = (marked([2, 0]), marked([0, 2]), marked([2, 2]));
    let (mut a_a, mut b_a, mut c_a) = (marked([2, 0]), marked([0, 2]), Array2::zeros((2, 2)));
    let out = mma_ad(&a, &b, &c, &mut a_a, &mut b_a, &mut c_a, &c);
    assert_eq!((out, c_a), (c.clone(), c));

    let mut none_a = marked([0, 0]);
    assert_eq!(by_own_error_ad(&marked([0, 0]), &mut none_a, &marked([0, 0])).unwrap().dim(), (0, 0));
    let (mut a_a, mut x_a, mut y_a, mut s_a) = (marked([0, 2]), marked([2]), marked([0]), 3.0);
    let out = affine_ad(
        &marked([0, 2]),
        &marked([2]),
        &marked([0]),
        2.0,
        &mut a_a,
        &mut x_a,
        &mut y_a,
        &mut s_a,
        1.0,
    );
    assert_eq!((out, s_a, bits(&x_a)), (0.0, 3.0, bits(&marked::<1, Ix1>([2]))));
}
