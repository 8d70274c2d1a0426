use super::*;
use crate::testing::{layouts, matrix};
use approx::{AbsDiffEq, assert_abs_diff_eq};

fn check<A: Real + AbsDiffEq<Epsilon = A>>(tolerance: A) {
    for (m, n) in [(1, 1), (2, 2), (5, 3), (3, 5), (16, 16), (40, 17), (60, 2), (2, 60)] {
        let a = matrix::<A>(m, n, 3);
        let square = a.dot(&a.t());
        for ((name, a_), (_, square_)) in layouts(&a).into_iter().zip(layouts(&square)) {
            let f = svd(&a_.view());
            let (u, s, vt) = (svd_u(&f), svd_s(&f), svd_vt(&f));
            assert!(
                s.windows(2).into_iter().all(|pair| pair[0] >= pair[1] && pair[1] >= A::zero()),
                "{name}"
            );
            assert_abs_diff_eq!((&u * &s).dot(&vt), a, epsilon = tolerance);
            assert_abs_diff_eq!(vt.dot(&vt.t()), Array2::eye(m.min(n)), epsilon = tolerance);
            assert_abs_diff_eq!(u.t().dot(&u), Array2::eye(m.min(n)), epsilon = tolerance);
            if m >= n {
                let f = qr(&a_.view());
                let (q, r) = (qr_q(&f), qr_r(&f));
                assert_abs_diff_eq!(q.dot(&r), a, epsilon = tolerance);
                assert_abs_diff_eq!(q.t().dot(&q), Array2::eye(n), epsilon = tolerance);
                assert!(r.indexed_iter().all(|((i, j), x)| i <= j || *x == A::zero()), "{name}");
            }
            let f = eigh(&square_.view());
            let (w, v) = (eigh_values(&f), eigh_vectors(&f));
            let largest = A::from(m).unwrap();
            assert!(w.windows(2).into_iter().all(|pair| pair[0] <= pair[1]), "{name}");
            assert_abs_diff_eq!((&v * &w).dot(&v.t()), square, epsilon = tolerance * largest);
            assert!(v.is_standard_layout() && u.is_standard_layout() && vt.is_standard_layout(), "{name}");
        }
    }
}

#[test]
fn factors_multiply_to_the_matrix() {
    check::<f64>(1e-13);
    check::<f32>(5e-5);
}

#[test]
fn only_the_lower_triangle_is_read() {
    let a = array![[2.0, f64::NAN], [1.0, 2.0]];
    let f = eigh(&a);
    assert_abs_diff_eq!(eigh_values(&f), array![1.0, 3.0], epsilon = 1e-14);
    assert!(eigh_values(&eigh(&a.t())).iter().all(|x| x.is_nan()));
}

#[test]
fn nan_and_infinity_make_nan() {
    for bad in [f64::NAN, f64::INFINITY] {
        let mut a = Array2::<f64>::eye(4);
        a[(2, 1)] = bad;
        assert!(eigh_vectors(&eigh(&a)).iter().all(|x| x.is_nan()));
        assert!(qr_r(&qr(&a)).iter().all(|x| x.is_nan()));
        assert!(svd_s(&svd(&a)).iter().all(|x| x.is_nan()));
    }
}

#[test]
fn empty_matrices_have_empty_parts() {
    let empty = |m, n| Array2::<f64>::zeros((m, n));
    assert_eq!(eigh_values(&eigh(&empty(0, 0))).len(), 0);
    assert_eq!(qr_q(&qr(&empty(3, 0))).dim(), (3, 0));
    assert_eq!(svd_u(&svd(&empty(3, 0))).dim(), (3, 0));
    assert_eq!(svd_vt(&svd(&empty(0, 3))).dim(), (0, 3));
}

#[test]
fn shapes_are_checked() {
    assert_eq!(try_qr(&Array2::<f64>::zeros((2, 3))).err(), Some(LinalgError::Wide { rows: 2, cols: 3 }));
    let not_square = LinalgError::NotSquare { rows: 2, cols: 3 };
    assert_eq!(try_eigh(&Array2::<f64>::zeros((2, 3))).err(), Some(not_square));
}

#[test]
fn dependent_columns_are_decomposed() {
    let a = Array2::<f64>::ones((4, 3));
    let f = qr(&a);
    assert_abs_diff_eq!(qr_q(&f).dot(&qr_r(&f)), a, epsilon = 1e-14);
    assert_abs_diff_eq!(svd_s(&svd(&a)), array![12.0_f64.sqrt(), 0.0, 0.0], epsilon = 1e-14);
    let zero = Array2::<f64>::zeros((4, 3));
    assert_eq!(qr_r(&qr(&zero)), Array2::zeros((3, 3)));
    assert_eq!(eigh_values(&eigh(&Array2::<f64>::zeros((3, 3)))), array![0.0, 0.0, 0.0]);
}

#[test]
fn equal_entries_have_no_gap() {
    assert_eq!(gaps(&array![1.0, 1.0, 3.0]), array![[0.0, 0.0, 0.5], [0.0, 0.0, 0.5], [-0.5, -0.5, 0.0]]);
    assert!(gaps(&array![1.0, f64::NAN])[(0, 1)].is_nan());
}
