use super::*;
use crate::testing::{layouts, matrix, vector};
use crate::triangular_vectors::*;
use approx::{AbsDiffEq, assert_abs_diff_eq};

/// (n, m): empty, single rows and columns, past the sizes of blocks.
const SIZES: [(usize, usize); 9] =
    [(0, 3), (3, 0), (1, 1), (1, 4), (2, 2), (5, 1), (8, 9), (17, 3), (33, 34)];

/// A triangle, and the same with NaN in the other one.
fn triangle<A: Real>(n: usize, upper: bool) -> (Array2<A>, Array2<A>) {
    let full = matrix::<A>(n, n, 3);
    let outside = |i, j| if upper { j < i } else { i < j };
    let fill =
        |with: A| Array2::from_shape_fn((n, n), |(i, j)| if outside(i, j) { with } else { full[(i, j)] });
    (fill(A::zero()), fill(A::nan()))
}

type Product<A> = fn(&ArrayRef2<A>, &ArrayRef2<A>) -> Array2<A>;
type Update<A> = fn(&mut ArrayRef2<A>, &ArrayRef2<A>, &ArrayRef2<A>);

/// A product and its updates, of operands `a` and `b` in every layout, against `expected`.
fn check_product_of<A: Real + AbsDiffEq<Epsilon = A>>(
    (product, add, sub): (Product<A>, Update<A>, Update<A>),
    (a, b): (&Array2<A>, &Array2<A>),
    expected: &Array2<A>,
    tolerance: A,
) {
    let c = matrix::<A>(a.nrows(), b.ncols(), 7);
    for (_, a) in layouts(a) {
        for (_, b) in layouts(b) {
            let (a, b) = (a.view(), b.view());
            assert_abs_diff_eq!(product(&a, &b), expected, epsilon = tolerance);
            for (name, mut target) in layouts(&c) {
                add(&mut target.view_mut(), &a, &b);
                assert!(target.gaps_untouched(), "{name}");
                assert_abs_diff_eq!(target.view(), &c + expected, epsilon = tolerance);
                sub(&mut target.view_mut(), &a, &b);
                sub(&mut target.view_mut(), &a, &b);
                assert!(target.gaps_untouched(), "{name}");
                assert_abs_diff_eq!(target.view(), &c - expected, epsilon = tolerance);
            }
        }
    }
}

fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (n, m) in SIZES {
        let (b, a) = (matrix::<A>(n, m, 1), matrix::<A>(m, n, 2));
        let ((l, l_nan), (r, r_nan)) = (triangle::<A>(n, false), triangle::<A>(n, true));
        let kernels: (Product<A>, Update<A>, Update<A>) =
            (lower_mat_mul, add_lower_mat_mul, sub_lower_mat_mul);
        check_product_of(kernels, (&l_nan, &b), &l.dot(&b), tolerance);
        let kernels: (Product<A>, Update<A>, Update<A>) =
            (upper_mat_mul, add_upper_mat_mul, sub_upper_mat_mul);
        check_product_of(kernels, (&r_nan, &b), &r.dot(&b), tolerance);
        let kernels: (Product<A>, Update<A>, Update<A>) =
            (mat_lower_mul, add_mat_lower_mul, sub_mat_lower_mul);
        check_product_of(kernels, (&a, &l_nan), &a.dot(&l), tolerance);
        let kernels: (Product<A>, Update<A>, Update<A>) =
            (mat_upper_mul, add_mat_upper_mul, sub_mat_upper_mul);
        check_product_of(kernels, (&a, &r_nan), &a.dot(&r), tolerance);
    }
}

#[test]
fn products_read_one_triangle() {
    check::<f64>(1e-13);
    check::<f32>(1e-4);
}

type VectorProduct<A> = fn(&ArrayRef2<A>, &ArrayRef1<A>) -> Array1<A>;
type VectorUpdate<A> = fn(&mut ArrayRef1<A>, &ArrayRef2<A>, &ArrayRef1<A>);

/// Of the upper triangle, or of the lower one.
type VectorKernels<A> = (bool, VectorProduct<A>, VectorUpdate<A>, VectorUpdate<A>);

fn check_vectors<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    let kernels: [VectorKernels<A>; 2] = [
        (false, lower_mat_vec, add_lower_mat_vec, sub_lower_mat_vec),
        (true, upper_mat_vec, add_upper_mat_vec, sub_upper_mat_vec),
    ];
    for n in [0, 1, 2, 7, 31, 32, 33, 65, 100] {
        let (x, y) = (vector::<A>(n, 1), vector::<A>(n, 2));
        let columns = |v: &Array1<A>| layouts(&v.clone().insert_axis(Axis(1)));
        for (upper, product, add, sub) in kernels {
            let (a, a_nan) = triangle::<A>(n, upper);
            let expected = a.dot(&x);
            for (_, a) in layouts(&a_nan) {
                for (_, x) in columns(&x) {
                    let (a, x) = (a.view(), x.view());
                    let x = x.column(0);
                    assert_abs_diff_eq!(product(&a, &x), expected, epsilon = tolerance);
                    for (name, mut target) in columns(&y) {
                        add(&mut target.view_mut().column_mut(0), &a, &x);
                        assert_abs_diff_eq!(target.view().column(0), &y + &expected, epsilon = tolerance);
                        sub(&mut target.view_mut().column_mut(0), &a, &x);
                        sub(&mut target.view_mut().column_mut(0), &a, &x);
                        assert_abs_diff_eq!(target.view().column(0), &y - &expected, epsilon = tolerance);
                        assert!(target.gaps_untouched(), "{name}");
                    }
                }
            }
        }
    }
}

#[test]
fn vector_products_read_one_triangle() {
    check_vectors::<f64>(1e-13);
    check_vectors::<f32>(1e-4);
}

#[test]
fn nan_and_infinity_flow_through() {
    for n in [1, 5, 40] {
        for bad in [f64::NAN, f64::INFINITY] {
            let (l, mut b) = (Array2::<f64>::ones((n, n)), Array2::ones((n, 2)));
            b[(0, 1)] = bad;
            let c = lower_mat_mul(&l, &b);
            assert!(c.column(1).iter().all(|x| !x.is_finite()));
            assert!(c.column(0).iter().all(|x| x.is_finite()));
            assert!(lower_mat_vec(&l, &b.column(1)).iter().all(|x| !x.is_finite()));
        }
    }
}

#[test]
#[should_panic(expected = "inputs 3 × 3 and 2 × 4 are not compatible for triangular")]
fn inner_misfit() {
    lower_mat_mul(&Array2::<f64>::eye(3), &Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "inputs 3 × 2 and 2 × 4 are not compatible for triangular")]
fn not_square() {
    upper_mat_mul(&Array2::<f64>::zeros((3, 2)), &Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "and output 2 × 3 are not compatible for triangular")]
fn output_misfit() {
    let (a, r) = (Array2::<f64>::zeros((2, 2)), Array2::eye(2));
    sub_mat_upper_mul(&mut Array2::zeros((2, 3)), &a, &r);
}

#[test]
#[should_panic(expected = "inputs 3 × 3 and 2 are not compatible for triangular matrix-vector")]
fn vector_misfit() {
    upper_mat_vec(&Array2::<f64>::eye(3), &Array1::zeros(2));
}

#[test]
#[should_panic(expected = "inputs 3 × 3 and 3, and output 2 are not compatible for triangular")]
fn vector_output_misfit() {
    add_lower_mat_vec(&mut Array1::zeros(2), &Array2::<f64>::eye(3), &Array1::zeros(3));
}
