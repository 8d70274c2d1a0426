use super::*;
use crate::testing::{SHAPES, layouts, matrix, vector};
use approx::assert_relative_eq;

#[test]
fn operators_agree_with_ndarray_in_every_layout() {
    for (m, n) in SHAPES {
        let (x, y) = (matrix::<f64>(m, n, 1), matrix::<f64>(m, n, 2));
        for (_, a) in layouts(&x) {
            let a = a.view();
            assert_eq!(map(&a, f64::exp), x.mapv(f64::exp));
            for (_, b) in layouts(&y) {
                let b = b.view();
                assert_eq!(add(&a, &b), &x + &y);
                assert_eq!(sub(&a, &b), &x - &y);
                assert_eq!(mul(&a, &b), &x * &y);
                assert_eq!(div(&a, &b), &x / &y);
                let dot = sum_map2(&a, &b, |a, b| a * b);
                assert_relative_eq!(dot, (&x * &y).sum(), epsilon = 1e-12);
            }
        }
    }
}

#[test]
fn axes_of_length_one_stretch_both_ways() {
    for (m, n) in SHAPES {
        let (column, row) = (matrix::<f32>(m, 1, 1), matrix::<f32>(1, n, 2));
        let expected = Array2::from_shape_fn((m, n), |(i, j)| column[(i, 0)] - row[(0, j)]);
        assert_eq!(sub(&column, &row), expected);
        let full = matrix::<f32>(m, n, 3);
        for (_, full_strided) in layouts(&full) {
            assert_eq!(add(&full_strided.view(), &row), &full + &row);
            assert_eq!(mul(&column, &full_strided.view()), &full * &column);
        }
        let sum = sum_map2(&column, &row, |a, b| a - b);
        assert_relative_eq!(sum, expected.sum(), epsilon = 1e-4);
    }
    let x = vector::<f64>(6, 1);
    assert_eq!(mul(&x, &array![2.0]), &x * 2.0);
    assert_eq!(add(&array![1.0], &Array1::zeros(0)), Array1::zeros(0));
}

#[test]
fn every_arity() {
    let arrays: Vec<Array2<f64>> = (1..7).map(|seed| matrix(4, 11, seed)).collect();
    let [a, b, c, d, e, h] = arrays.try_into().unwrap();
    let (row, column) = (matrix::<f64>(1, 11, 8), matrix::<f64>(4, 1, 9));
    assert_eq!(map3(&a, &b, &c, |a, b, c| a * b + c), &a * &b + &c);
    assert_eq!(map4(&a, &b, &c, &row, |a, b, c, d| a * b + c - d), &a * &b + &c - &row);
    let (four, five) = (&a * &b + &c * &d, &a * &b + &c * &d - &column);
    assert_eq!(map4(&a, &b, &c, &d, |a, b, c, d| a * b + c * d), four);
    assert_eq!(map5(&a, &b, &c, &d, &column, |a, b, c, d, e| a * b + c * d - e), five);
    let six = &four + &e * &h;
    let f = |a, b, c, d, e, h| a * b + c * d + e * h;
    assert_eq!(map6(&a, &b, &c, &d, &e, &h, f), six);
    assert_relative_eq!(sum_map6(&a, &b, &c, &d, &e, &h, f), six.sum(), epsilon = 1e-12);
    // Not all dense in one order.
    let t = b.t().to_owned();
    assert_eq!(map6(&a, &t.t(), &c, &d, &e, &h, f), six);
    assert_relative_eq!(sum_map6(&a, &t.t(), &c, &d, &e, &h, f), six.sum(), epsilon = 1e-12);
    assert_relative_eq!(sum_map(&a, |a| 2.0 * a), 2.0 * a.sum(), epsilon = 1e-12);
    assert_relative_eq!(sum_map3(&a, &row, &column, |a, _, _| a), a.sum(), epsilon = 1e-12);
    assert_relative_eq!(sum_map4(&row, &a, &t.t(), &row, |_, b, _, _| b), a.sum(), epsilon = 1e-12);
    let last = sum_map5(&row, &row, &row, &row, &a, |_, _, _, _, e| e);
    assert_relative_eq!(last, a.sum(), epsilon = 1e-12);
}

#[test]
fn closures_need_no_annotations() {
    fn generated(a: &ArrayView1<'_, f32>, b: &mut ArrayRef1<f32>) -> Array1<f32> {
        crate::add_map(b, a, |a| 2.0 * a.exp());
        map2(a, b, |a, b| a.powi(2).max(b))
    }
    fn generic<A: Real>(a: &Array2<A>) -> A {
        sum_map2(a, &a.t(), |a, b| (a * b).abs().sqrt())
    }
    let out = generated(&array![0.0, 0.0].view(), &mut array![1.0, 2.0]);
    assert_eq!((out, generic(&array![[4.0]])), (array![3.0, 4.0], 4.0));
}

#[test]
fn memory_order_is_kept() {
    let (c, row) = (matrix::<f64>(3, 4, 1), matrix::<f64>(1, 3, 1));
    let f = c.t();
    let column_major = |x: Array2<f64>| x.t().is_standard_layout() && !x.is_standard_layout();
    assert!(column_major(map(&f, |a| a)));
    assert!(column_major(add(&f, &f)));
    assert!(column_major(add(&f, &row)));
    assert!(column_major(mul(&row, &f)));
    assert!(column_major(map(&f.slice(s![.., ..;-1]), |a| a)));
    assert!(add(&c, &c).is_standard_layout());
    assert!(add(&f, &f.to_owned().as_standard_layout()).is_standard_layout());
}

#[test]
fn other_ranks() {
    let cube = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (i * 12 + j * 4 + k) as f64);
    assert_eq!(add(&cube, &Array3::ones((1, 3, 1))), &cube + 1.0);
    assert_eq!(mul(&cube.t(), &cube.t()), (&cube * &cube).t());
    assert_eq!(map(&arr0(2.0), |a| a * a), arr0(4.0));
    assert_eq!(sum_map(&cube.slice(s![..;-1, .., ..;2]), |a| a), 132.0);
    let dynamic = cube.clone().into_dyn();
    assert_eq!(sub(&dynamic, &dynamic), ArrayD::zeros(vec![2, 3, 4]));
}

#[test]
#[should_panic(
    expected = "could not broadcast arrays of shapes [2, 3] and [3, 2] together for addition (`+`)"
)]
fn addition_misfit() {
    add(&Array2::<f64>::zeros((2, 3)), &Array2::zeros((3, 2)));
}

#[test]
#[should_panic(expected = "shapes [2] and [1] and [3] together for an elementwise map")]
fn map_misfit() {
    let zeros = Array1::<f64>::zeros;
    map3(&zeros(2), &zeros(1), &zeros(3), |a, _, _| a);
}

#[test]
#[should_panic(expected = "shapes [0] and [2] together for a sum over an elementwise map")]
fn sum_map_misfit() {
    sum_map2(&Array1::<f64>::zeros(0), &Array1::zeros(2), |a, _| a);
}

#[test]
#[should_panic(expected = "together for division")]
fn rank_misfit_of_dynamic_ranks() {
    div(&ArrayD::<f64>::zeros(vec![2]), &ArrayD::zeros(vec![2, 2]));
}
