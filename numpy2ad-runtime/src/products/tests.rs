use super::*;
use crate::testing::{layouts, matrix, vector};
use approx::{AbsDiffEq, assert_abs_diff_eq};
use proptest::prelude::*;

/// (m, k, n): empty in each place, single rows and columns, past the small-product cut-offs.
const SHAPES: [(usize, usize, usize); 17] = [
    (0, 3, 2),
    (3, 0, 2),
    (3, 2, 0),
    (0, 0, 0),
    (1, 1, 1),
    (1, 4, 1),
    (1, 3, 5),
    (5, 3, 1),
    (4, 1, 3),
    (7, 2, 9),
    (2, 9, 3),
    (8, 8, 8),
    (17, 18, 19),
    (65, 1, 3),
    (2, 2, 64),
    (64, 3, 65),
    (4, 4, 66),
];

fn naive<A: Real>(a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A> {
    Array2::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
        (0..a.ncols()).fold(A::zero(), |sum, l| sum + a[(i, l)] * b[(l, j)])
    })
}

/// Every product, in every pairing of layouts, against the loops.
fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (m, k, n) in SHAPES {
        let (a, b, c) = (matrix::<A>(m, k, 1), matrix::<A>(k, n, 2), matrix::<A>(m, n, 3));
        let product = naive(&a, &b);
        for (_, a) in layouts(&a) {
            let a = a.view();
            for (_, b) in layouts(&b) {
                let b = b.view();
                assert_abs_diff_eq!(mat_mul(&a, &b), product, epsilon = tolerance);
                for (name, mut target) in layouts(&c) {
                    add_mat_mul(&mut target.view_mut(), &a, &b);
                    assert!(target.gaps_untouched(), "{name}");
                    assert_abs_diff_eq!(target.view(), &c + &product, epsilon = tolerance);
                    sub_mat_mul(&mut target.view_mut(), &a, &b);
                    sub_mat_mul(&mut target.view_mut(), &a, &b);
                    assert!(target.gaps_untouched(), "{name}");
                    assert_abs_diff_eq!(target.view(), &c - &product, epsilon = tolerance);
                }
            }
        }
    }
}

fn check_vectors<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (m, n) in [(0, 3), (3, 0), (0, 0), (1, 1), (1, 7), (7, 1), (3, 20), (20, 3), (33, 34)] {
        let a = matrix::<A>(m, n, 1);
        let (x, y) = (vector::<A>(n, 2), vector::<A>(m, 3));
        let (column, line) = (x.clone().insert_axis(Axis(1)), y.clone().insert_axis(Axis(0)));
        let (a_x, y_a) = (naive(&a, &column).remove_axis(Axis(1)), naive(&line, &a));
        let y_a = y_a.remove_axis(Axis(0));
        let y_x = naive(&line.t(), &column.t());
        // The columns of the strided matrices are the strided vectors.
        let pair = |v: &Array1<A>| layouts(&v.clone().insert_axis(Axis(1)));
        for (_, a_) in layouts(&a) {
            for (_, x_) in pair(&x) {
                for (_, mut y_) in pair(&y) {
                    let (a, x) = (a_.view(), x_.view());
                    let x = x.column(0);
                    let eps = tolerance;
                    assert_abs_diff_eq!(mat_vec(&a, &x), a_x, epsilon = eps);
                    assert_abs_diff_eq!(vec_mat(&y_.view().column(0), &a), y_a, epsilon = eps);
                    assert_abs_diff_eq!(outer(&y_.view().column(0), &x), y_x, epsilon = eps);

                    add_mat_vec(&mut y_.view_mut().column_mut(0), &a, &x);
                    assert_abs_diff_eq!(y_.view().column(0), &y + &a_x, epsilon = eps);
                    sub_mat_vec(&mut y_.view_mut().column_mut(0), &a, &x);
                    assert_abs_diff_eq!(y_.view().column(0), y, epsilon = eps);
                    assert!(y_.gaps_untouched());

                    let mut x_ = x.to_owned();
                    add_vec_mat(&mut x_.slice_mut(s![..;-1]), &y_.view().column(0), &a);
                    sub_vec_mat(&mut x_, &y_.view().column(0), &a);
                    assert_abs_diff_eq!(x_, &x + &y_a.slice(s![..;-1]) - &y_a, epsilon = eps);
                }
            }
        }
        for (_, mut c) in layouts(&a) {
            for (_, x_) in pair(&x) {
                for (_, y_) in pair(&y) {
                    let (y_, x_) = (y_.view(), x_.view());
                    add_outer(&mut c.view_mut(), &y_.column(0), &x_.column(0));
                    assert_abs_diff_eq!(c.view(), &a + &y_x, epsilon = tolerance);
                    sub_outer(&mut c.view_mut(), &y_.column(0), &x_.column(0));
                    assert!(c.gaps_untouched());
                }
            }
        }
        let reversed = x.slice(s![..;-1]);
        let expected = x.iter().zip(&reversed).fold(A::zero(), |sum, (&a, &b)| sum + a * b);
        assert_abs_diff_eq!(vec_vec(&x, &reversed), expected, epsilon = tolerance);
    }
}

#[test]
fn matrix_products() {
    check::<f64>(1e-13);
    check::<f32>(1e-4);
}

#[test]
fn vector_products() {
    check_vectors::<f64>(1e-13);
    check_vectors::<f32>(1e-4);
}

#[test]
fn stretched_operands() {
    // A stretched axis has stride 0: one element under many indices.
    let (row, column) = (matrix::<f64>(1, 9, 1), matrix::<f64>(9, 1, 2));
    let (a, b) = (row.broadcast((7, 9)).unwrap(), column.broadcast((9, 6)).unwrap());
    assert_abs_diff_eq!(mat_mul(&a, &b), naive(&a, &b), epsilon = 1e-13);
    assert_abs_diff_eq!(mat_mul(&b.t(), &a.t()), naive(&b.t(), &a.t()), epsilon = 1e-13);
    let point = arr0(2.0);
    let x = point.broadcast(9).unwrap();
    assert_abs_diff_eq!(mat_vec(&a, &x), Array1::from_elem(7, 2.0 * row.sum()), epsilon = 1e-13);
    assert_abs_diff_eq!(vec_vec(&x, &x), 36.0);
    assert_abs_diff_eq!(outer(&x, &x), Array2::from_elem((9, 9), 4.0));
    let large = point.broadcast((40, 40)).unwrap();
    assert_abs_diff_eq!(mat_mul(&large, &large), Array2::from_elem((40, 40), 160.0));
}

#[test]
fn arguments_coerce_without_annotations() {
    fn generated(a: &Array2<f64>, b: &ArrayView2<'_, f64>, c: &mut ArrayRef2<f64>) -> Array2<f64> {
        add_mat_mul(c, a, b);
        sub_mat_mul(c, &a.t(), &mat_mul(a, b));
        add_mat_vec(&mut c.row_mut(0), a, &a.column(0));
        add_outer(&mut crate::t_mut(c), &a.row(0), &b.row(1));
        mat_mul(c, b)
    }
    let a = Array2::eye(2);
    let mut c = Array2::zeros((2, 2));
    let out = generated(&a, &a.view(), &mut c);
    assert_eq!((out, c), (array![[1.0, 0.0], [1.0, 0.0]], array![[1.0, 0.0], [1.0, 0.0]]));
}

#[test]
fn column_major_stays_column_major() {
    let a = matrix::<f64>(3, 4, 1);
    assert!(mat_mul(&a, &a.t()).is_standard_layout());
    let f = mat_mul(&matrix::<f64>(4, 3, 1).t(), &a.t());
    assert!(f.t().is_standard_layout() && !f.is_standard_layout());
}

#[test]
fn nan_is_not_lost() {
    let mut a = matrix::<f64>(5, 5, 1);
    a[(2, 3)] = f64::NAN;
    let product = mat_mul(&a, &Array2::zeros((5, 5)));
    assert!(product.row(2).iter().all(|x| x.is_nan()));
    assert_eq!(product.row(1), Array1::zeros(5));
}

proptest! {
    #[test]
    fn any_sizes((m, k, n) in (0_usize..40, 0_usize..40, 0_usize..40), seed in any::<u64>()) {
        let (a, b) = (matrix::<f64>(m, k, seed), matrix::<f64>(n, k, seed ^ 5));
        let mut c = Array2::zeros((n, m));
        add_mat_mul(&mut c.view_mut().reversed_axes(), &a, &b.t());
        assert_abs_diff_eq!(c.t(), naive(&a, &b.t()), epsilon = 1e-12);
    }
}

fn zeros(m: usize, n: usize) -> Array2<f64> {
    Array2::zeros((m, n))
}

#[test]
#[should_panic(expected = "inputs 2 × 3 and 4 × 5 are not compatible for matrix multiplication (`dot`)")]
fn mat_mul_misfit() {
    mat_mul(&zeros(2, 3), &zeros(4, 5));
}

#[test]
#[should_panic(expected = "inputs 2 × 3 and 2 are not compatible for matrix-vector")]
fn mat_vec_misfit() {
    mat_vec(&zeros(2, 3), &Array1::zeros(2));
}

#[test]
#[should_panic(expected = "inputs 3 and 2 × 3 are not compatible for vector-matrix")]
fn vec_mat_misfit() {
    vec_mat(&Array1::zeros(3), &zeros(2, 3));
}

#[test]
#[should_panic(expected = "inputs 3 and 4 are not compatible for inner product (`dot`)")]
fn vec_vec_misfit() {
    vec_vec(&Array1::<f64>::zeros(3), &Array1::zeros(4));
}

#[test]
#[should_panic(expected = "inputs 2 × 3 and 3 × 4, and output 2 × 5 are not compatible")]
fn add_mat_mul_misfit() {
    add_mat_mul(&mut zeros(2, 5), &zeros(2, 3), &zeros(3, 4));
}

#[test]
#[should_panic(expected = "inputs 2 and 3, and output 3 × 2 are not compatible for outer product")]
fn add_outer_misfit() {
    add_outer(&mut zeros(3, 2), &Array1::zeros(2), &Array1::zeros(3));
}

#[test]
#[should_panic(expected = "inputs 2 × 3 and 3, and output 3 are not compatible")]
fn add_mat_vec_misfit() {
    add_mat_vec(&mut Array1::zeros(3), &zeros(2, 3), &Array1::zeros(3));
}

#[test]
#[should_panic(expected = "inputs 2 and 2 × 3, and output 2 are not compatible")]
fn sub_vec_mat_misfit() {
    sub_vec_mat(&mut Array1::zeros(2), &Array1::zeros(2), &zeros(2, 3));
}
