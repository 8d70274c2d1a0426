use super::*;
use crate::testing::{SHAPES, layouts, matrix};
use approx::assert_relative_eq;

/// The shape of `a` with the axes of `small` that have length 1 summed away.
fn summed(a: &Array2<f64>, (rows, cols): (usize, usize)) -> Array2<f64> {
    let mut a = a.clone();
    if rows == 1 {
        a = a.sum_axis(Axis(0)).insert_axis(Axis(0));
    }
    if cols == 1 {
        a = a.sum_axis(Axis(1)).insert_axis(Axis(1));
    }
    a
}

#[test]
fn terms_are_added_and_summed_to_the_target() {
    for (m, n) in SHAPES {
        let (a, b) = (matrix::<f64>(m, n, 1), matrix::<f64>(m, n, 2));
        let product = &a * &b;
        for target_dim in [(m, n), (1, n), (m, 1), (1, 1)] {
            let start = matrix::<f64>(target_dim.0, target_dim.1, 3);
            let expected = summed(&product, target_dim);
            for (_, a) in layouts(&a) {
                for (name, mut target) in layouts(&start) {
                    add_map2(&mut target.view_mut(), &a.view(), &b, |a, b| a * b);
                    assert_relative_eq!(target.view(), &start + &expected, epsilon = 1e-12);
                    sub_map2(&mut target.view_mut(), &b, &a.view(), |b, a| a * b);
                    assert_relative_eq!(target.view(), start, epsilon = 1e-12);
                    assert!(target.gaps_untouched(), "{name}");
                }
            }
        }
    }
}

#[test]
fn operands_shorter_than_the_target_stretch() {
    let (row, column) = (matrix::<f64>(1, 5, 1), matrix::<f64>(3, 1, 2));
    let start = matrix::<f64>(3, 5, 3);
    let mut target = start.clone();
    add_map(&mut target, &row, |a| 2.0 * a);
    assert_eq!(target, &start + &row * 2.0);
    target.assign(&start);
    sub_map2(&mut target.view_mut(), &row, &column, |a, b| a * b);
    assert_relative_eq!(target, &start - &row * &column, epsilon = 1e-15);
    // Both at once: the rows are summed, the columns stretched.
    let mut target = Array2::zeros((1, 5));
    add_map2(&mut target, &column, &column, |a, b| a + b);
    assert_relative_eq!(target, Array2::from_elem((1, 5), 2.0 * column.sum()), epsilon = 1e-15);
}

#[test]
fn every_arity() {
    let arrays: Vec<Array2<f64>> = (1..7).map(|seed| matrix(4, 11, seed)).collect();
    let [a, b, c, d, e, h] = arrays.try_into().unwrap();
    let mut target = Array2::zeros((4, 11));
    let mut column = Array2::zeros((4, 1));
    macro_rules! check {
        ($add:ident $sub:ident: $($x:ident)+) => {
            $add(&mut target, $(&$x,)+ |$($x),+| 0.0 $(+ $x)+);
            $add(&mut column, $(&$x,)+ |$($x),+| 0.0 $(+ $x)+);
            let mut expected = Array2::<f64>::zeros((4, 11));
            $(expected += &$x;)+
            assert_relative_eq!(target, expected, epsilon = 1e-12);
            assert_relative_eq!(column, summed(&expected, (4, 1)), epsilon = 1e-12);
            $sub(&mut target, $(&$x,)+ |$($x),+| 0.0 $(+ $x)+);
            $sub(&mut column, $(&$x,)+ |$($x),+| 0.0 $(+ $x)+);
            assert_relative_eq!(target, Array2::zeros((4, 11)), epsilon = 1e-12);
            assert_relative_eq!(column, Array2::zeros((4, 1)), epsilon = 1e-12);
        };
    }
    check!(add_map sub_map: a);
    check!(add_map2 sub_map2: a b);
    check!(add_map3 sub_map3: a b c);
    check!(add_map4 sub_map4: a b c d);
    check!(add_map5 sub_map5: a b c d e);
    check!(add_map6 sub_map6: a b c d e h);
}

#[test]
fn empty_terms_add_nothing() {
    let mut target = array![[1.0, 2.0]];
    add_map(&mut target, &Array2::zeros((0, 2)), |_| f64::NAN);
    add_map(&mut target.slice_mut(s![.., 0..0]), &Array2::zeros((1, 1)), |_| f64::NAN);
    assert_eq!(target, array![[1.0, 2.0]]);
}

#[test]
#[should_panic(expected = "sum array of shape [2, 3] to [3, 3] for an elementwise map added")]
fn target_misfit() {
    add_map(&mut Array2::<f64>::zeros((3, 3)), &Array2::zeros((2, 3)), |a| a);
}

#[test]
#[should_panic(expected = "shapes [2, 3] and [3, 3] together for an elementwise map subtracted")]
fn operand_misfit() {
    let zeros = |m, n| Array2::<f64>::zeros((m, n));
    sub_map2(&mut zeros(3, 3), &zeros(2, 3), &zeros(3, 3), |a, _| a);
}
