use super::*;
use crate::testing::{SHAPES, layouts, matrix, vector};
use crate::{inv_of, solve, solve_t, solve_t_vec, solve_vec};
use approx::{AbsDiffEq, assert_abs_diff_eq};

/// A diagonal matrix, and the same with NaN beside the diagonal.
fn diagonals<A: Real>(n: usize) -> (Array2<A>, Array2<A>) {
    let two = A::one() + A::one();
    let w = Array2::from_diag(&vector::<A>(n, 6).mapv(|x| x + two));
    (w.clone(), Array2::from_shape_fn((n, n), |(i, j)| if i == j { w[(i, j)] } else { A::nan() }))
}

fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (n, m) in SHAPES {
        let (b, a, x) = (matrix::<A>(n, m, 1), matrix::<A>(m, n, 2), vector::<A>(n, 3));
        let (w, w_nan) = diagonals::<A>(n);
        let (w_b, a_w, w_x) = (w.dot(&b), a.dot(&w), w.dot(&x));
        for (_, w) in layouts(&w_nan) {
            let w = w.view();
            assert_abs_diff_eq!(diag_mat_vec(&w, &x), w_x, epsilon = tolerance);
            for ((_, b), (_, a)) in layouts(&b).into_iter().zip(layouts(&a)) {
                let (b, a) = (b.view(), a.view());
                assert_abs_diff_eq!(diag_mat_mul(&w, &b), w_b, epsilon = tolerance);
                assert_abs_diff_eq!(mat_diag_mul(&a, &w), a_w, epsilon = tolerance);
                for (name, mut c) in layouts(&b.to_owned()) {
                    add_diag_mat_mul(&mut c.view_mut(), &w, &b);
                    assert_abs_diff_eq!(c.view(), &b + &w_b, epsilon = tolerance);
                    sub_diag_mat_mul(&mut c.view_mut(), &w, &b);
                    sub_diag_mat_mul(&mut c.view_mut(), &w, &b);
                    assert_abs_diff_eq!(c.view(), &b - &w_b, epsilon = tolerance);
                    assert!(c.gaps_untouched(), "{name}");
                }
                for (name, mut c) in layouts(&a.to_owned()) {
                    add_mat_diag_mul(&mut c.view_mut(), &a, &w);
                    assert_abs_diff_eq!(c.view(), &a + &a_w, epsilon = tolerance);
                    sub_mat_diag_mul(&mut c.view_mut(), &a, &w);
                    sub_mat_diag_mul(&mut c.view_mut(), &a, &w);
                    assert_abs_diff_eq!(c.view(), &a - &a_w, epsilon = tolerance);
                    assert!(c.gaps_untouched(), "{name}");
                }
            }
            let mut y = Array1::ones(2 * n);
            add_diag_mat_vec(&mut y.slice_mut(s![..;-2]), &w, &x);
            assert_abs_diff_eq!(y.slice(s![..;-2]), &w_x + A::one(), epsilon = tolerance);
            sub_diag_mat_vec(&mut y.slice_mut(s![..;-2]), &w, &x);
            assert_abs_diff_eq!(y, Array1::ones(2 * n), epsilon = tolerance);
        }
    }
}

#[test]
fn products_read_the_diagonal() {
    check::<f64>(1e-14);
    check::<f32>(1e-6);
}

#[test]
fn products_keep_the_memory_order() {
    let (w, b) = (Array2::<f64>::eye(3), Array2::<f64>::ones((3, 3)));
    assert!(diag_mat_mul(&w, &b).is_standard_layout());
    assert!(diag_mat_mul(&w, &b.t()).t().is_standard_layout());
    assert!(mat_diag_mul(&b.t(), &w).t().is_standard_layout());
}

#[test]
fn solutions_solve() {
    for (n, m) in SHAPES {
        let (w, w_nan) = diagonals::<f64>(n);
        let (b, x) = (matrix::<f64>(n, m, 1), vector::<f64>(n, 3));
        for (name, w_) in layouts(&w_nan) {
            let w_ = w_.view();
            let f = diagonal(&w_);
            assert_eq!(f.order(), n);
            assert_abs_diff_eq!(w.dot(&inv_of(&f)), Array2::eye(n), epsilon = 1e-15);
            for (_, b_) in layouts(&b) {
                assert_abs_diff_eq!(w.dot(&solve(&f, &b_.view())), b, epsilon = 1e-15);
                assert_eq!(solve(&f, &b_.view()), solve_t(&f, &b_.view()), "{name}");
            }
            assert_abs_diff_eq!(w.dot(&solve_vec(&f, &x)), x, epsilon = 1e-15);
            assert_eq!(solve_vec(&f, &x), solve_t_vec(&f, &x));
        }
    }
}

#[test]
fn errors() {
    let w = array![[1.0, 5.0], [5.0, 0.0]];
    assert_eq!(try_diagonal(&w).err(), Some(LinalgError::Singular));
    let error = LinalgError::NotSquare { rows: 2, cols: 3 };
    assert_eq!(try_diagonal(&Array2::<f32>::ones((2, 3))).err(), Some(error));
}

#[test]
fn nan_and_infinity_flow_through() {
    let w = array![[f64::NAN, 0.0], [0.0, f64::INFINITY]];
    let x = solve_vec(&diagonal(&w), &array![1.0, 1.0]);
    assert!(x[0].is_nan() && x[1] == 0.0);
    let x = diag_mat_mul(&w, &array![[1.0], [1.0]]);
    assert!(x[(0, 0)].is_nan() && x[(1, 0)].is_infinite());
}

#[test]
#[should_panic(expected = "no inverse: singular matrix")]
fn singular_panics() {
    diagonal(&array![[1.0, 2.0], [2.0, 0.0]]);
}

#[test]
#[should_panic(expected = "inputs 3 × 3 and 2 × 4 are not compatible for diagonal")]
fn inner_misfit() {
    diag_mat_mul(&Array2::<f64>::eye(3), &Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "inputs 4 × 3 and 3 × 2 are not compatible for diagonal")]
fn not_square() {
    mat_diag_mul(&Array2::<f64>::zeros((4, 3)), &Array2::zeros((3, 2)));
}

#[test]
#[should_panic(expected = "and output 2 × 3 are not compatible for diagonal")]
fn output_misfit() {
    let (a, w) = (Array2::<f64>::zeros((2, 2)), Array2::eye(2));
    add_mat_diag_mul(&mut Array2::zeros((2, 3)), &a, &w);
}

#[test]
#[should_panic(expected = "inputs 2 × 2 and 2, and output 3 are not compatible for diagonal")]
fn vector_output_misfit() {
    sub_diag_mat_vec(&mut Array1::zeros(3), &Array2::<f64>::eye(2), &Array1::zeros(2));
}

#[test]
#[should_panic(expected = "inputs 2 × 2 and 3 are not compatible for diagonal matrix-vector")]
fn vector_misfit() {
    diag_mat_vec(&Array2::<f64>::eye(2), &Array1::zeros(3));
}

/// Every entry of every layout is looked at, whether it is larger than a block of them or not.
fn check_look<A: Real>() {
    for n in [0, 1, 2, 5, 64, 65, 70, 131] {
        let mut a = Array2::from_diag(&vector::<A>(n, 1));
        for (name, a) in layouts(&a) {
            assert!(is_diagonal(&a.view()), "{name} at {n}");
        }
        let last = n.saturating_sub(1);
        for at in
            [(0, 1), (0, last), (last, 0), (last, last.saturating_sub(1)), (n / 2, n / 3), (n / 3, n / 2)]
        {
            if at.0 == at.1 || at.1 >= n {
                continue;
            }
            for entry in [A::min_positive_value(), -A::one(), A::nan(), A::infinity()] {
                a[at] = entry;
                for (name, a) in layouts(&a) {
                    assert!(!is_diagonal(&a.view()), "{entry} at {at:?} of {n}, {name}");
                }
            }
            a[at] = -A::zero();
            assert!(is_diagonal(&a), "minus 0 is 0");
            a[at] = A::zero();
        }
    }
}

#[test]
fn a_look_tells_whether_a_matrix_is_diagonal() {
    check_look::<f64>();
    check_look::<f32>();
    assert!(is_diagonal(&array![[f64::NAN]]));
    assert!(is_diagonal(&Array2::from_diag(&array![f64::NAN, 0.0])));
}

#[test]
fn only_a_square_matrix_is_diagonal() {
    for shape in [(2, 3), (3, 2), (0, 1), (1, 0), (1, 2)] {
        assert!(!is_diagonal(&Array2::<f64>::zeros(shape)));
    }
    // Rows at no distance from each other.
    assert!(!is_diagonal(&array![1.0, 0.0].broadcast((2, 2)).unwrap()));
}
