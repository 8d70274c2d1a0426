//! Products of elements, and of all elements but one: by products from both ends, which is right where elements are 0.

use crate::Real;
use ndarray::prelude::*;

/// The product of all elements; 1 if there are none.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::product;
///
/// assert_eq!(product(&array![[1.0, 2.0], [3.0, 4.0]]), 24.0);
/// ```
pub fn product<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> A {
    a.product()
}

/// The products along the rows of `a`, shape (m, n): a vector, shape (n).
pub fn product_rows<A: Real>(a: &ArrayRef2<A>) -> Array1<A> {
    a.product_axis(Axis(0))
}

/// The products along the columns of `a`, shape (m, n): a vector, shape (m).
pub fn product_columns<A: Real>(a: &ArrayRef2<A>) -> Array1<A> {
    a.product_axis(Axis(1))
}

/// For each element the product of all others.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::others;
///
/// assert_eq!(others(&array![2.0, 0.0, 3.0]), array![0.0, 6.0, 0.0]);
/// ```
pub fn others<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> Array<A, D> {
    let all: Vec<A> = a.iter().copied().collect();
    shaped_like(a, &products_of_others(&all))
}

/// For each element the product of all others in its column.
pub fn others_rows<A: Real>(a: &ArrayRef2<A>) -> Array2<A> {
    by_lane(a, 0, products_of_others)
}

/// For each element the product of all others in its row.
pub fn others_columns<A: Real>(a: &ArrayRef2<A>) -> Array2<A> {
    by_lane(a, 1, products_of_others)
}

/// The derivative of [`others`] in the direction `d`: `Σ_j d_j Π_{k≠i,j} a_k`, shapes of `a`.
///
/// # Panics
///
/// If the shapes differ.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::others_moved;
///
/// // (bc, ac, ab) moves by (b c' + c b', ..)
/// assert_eq!(others_moved(&array![0.0, 0.0, 3.0], &array![1.0, 2.0, 4.0]), array![6.0, 3.0, 0.0]);
/// ```
#[track_caller]
pub fn others_moved<A: Real, D: Dimension>(a: &ArrayRef<A, D>, d: &ArrayRef<A, D>) -> Array<A, D> {
    check("products of the others", a.shape(), d.shape());
    let all: Vec<Dual<A>> = a.iter().copied().zip(d.iter().copied()).collect();
    shaped_like(a, &moved(&all))
}

/// The derivative of [`others_rows`] in the direction `d`.
///
/// # Panics
///
/// If the shapes differ.
#[track_caller]
pub fn others_moved_rows<A: Real>(a: &ArrayRef2<A>, d: &ArrayRef2<A>) -> Array2<A> {
    by_lanes(a, d, 0)
}

/// The derivative of [`others_columns`] in the direction `d`.
///
/// # Panics
///
/// If the shapes differ.
#[track_caller]
pub fn others_moved_columns<A: Real>(a: &ArrayRef2<A>, d: &ArrayRef2<A>) -> Array2<A> {
    by_lanes(a, d, 1)
}

/// A number, and what it moves by.
type Dual<A> = (A, A);

/// A product that moves.
fn times<A: Real>(x: Dual<A>, y: Dual<A>) -> Dual<A> {
    (x.0 * y.0, x.0 * y.1 + x.1 * y.0)
}

fn products_of_others<A: Real>(all: &[A]) -> Vec<A> {
    around(all, A::one(), |x, y| x * y)
}

fn moved<A: Real>(all: &[Dual<A>]) -> Vec<A> {
    around(all, (A::one(), A::zero()), times).into_iter().map(|(_, moved)| moved).collect()
}

/// For each element what is before it times what is behind it.
fn around<T: Copy>(all: &[T], one: T, times: impl Fn(T, T) -> T) -> Vec<T> {
    let mut out = Vec::with_capacity(all.len());
    let mut before = one;
    for &x in all {
        out.push(before);
        before = times(before, x);
    }
    let mut behind = one;
    for (out, &x) in out.iter_mut().zip(all).rev() {
        *out = times(*out, behind);
        behind = times(behind, x);
    }
    out
}

fn shaped_like<A: Real, D: Dimension>(a: &ArrayRef<A, D>, values: &[A]) -> Array<A, D> {
    let mut out = Array::zeros(a.raw_dim());
    out.iter_mut().zip(values).for_each(|(out, value)| *out = *value);
    out
}

fn by_lane<A: Real>(a: &ArrayRef2<A>, axis: usize, f: impl Fn(&[A]) -> Vec<A>) -> Array2<A> {
    let mut out = Array2::zeros(a.raw_dim());
    for (mut out, lane) in out.lanes_mut(Axis(axis)).into_iter().zip(a.lanes(Axis(axis))) {
        out.iter_mut().zip(f(&lane.to_vec())).for_each(|(out, value)| *out = value);
    }
    out
}

#[track_caller]
fn by_lanes<A: Real>(a: &ArrayRef2<A>, d: &ArrayRef2<A>, axis: usize) -> Array2<A> {
    check("products of the others", a.shape(), d.shape());
    let mut out = Array2::zeros(a.raw_dim());
    let lanes = a.lanes(Axis(axis)).into_iter().zip(d.lanes(Axis(axis)));
    for (mut out, (a, d)) in out.lanes_mut(Axis(axis)).into_iter().zip(lanes) {
        let all: Vec<Dual<A>> = a.iter().copied().zip(d.iter().copied()).collect();
        out.iter_mut().zip(moved(&all)).for_each(|(out, value)| *out = value);
    }
    out
}

#[track_caller]
fn check(operation: &str, a: &[usize], b: &[usize]) {
    assert!(a == b, "{operation}: shapes {a:?} and {b:?} are not the same");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SHAPES, layouts, matrix};
    use approx::assert_relative_eq;

    #[test]
    fn others_are_quotients_where_nothing_is_zero_in_every_layout() {
        for (m, n) in SHAPES {
            let a = matrix::<f64>(m, n, 1).mapv(|x| x + 3.0);
            for (_, a_) in layouts(&a) {
                let a_ = a_.view();
                assert_relative_eq!(others(&a_), product(&a) / &a, max_relative = 1e-12);
                let columns = product_columns(&a).insert_axis(Axis(1));
                assert_relative_eq!(others_rows(&a_), &product_rows(&a) / &a, max_relative = 1e-12);
                assert_relative_eq!(others_columns(&a_), &columns / &a, max_relative = 1e-12);
            }
        }
    }

    #[test]
    fn second_derivatives_are_sums_of_products_without_two() {
        let a: Array1<f64> = array![2.0, 0.0, -3.0, 0.0, 5.0];
        let d = array![1.0, -2.0, 0.5, 3.0, -1.0];
        let mut expected = Array1::<f64>::zeros(5);
        for i in 0..5 {
            for j in (0..5).filter(|&j| j != i) {
                let rest: f64 = (0..5).filter(|&k| k != i && k != j).map(|k| a[k]).product();
                expected[i] += d[j] * rest;
            }
        }
        assert_eq!(others_moved(&a, &d), expected);
        let (row, d_row) = (a.view().insert_axis(Axis(0)), d.view().insert_axis(Axis(0)));
        assert_eq!(others_moved_columns(&row, &d_row).row(0), expected);
        assert_eq!(others_moved_rows(&row.t(), &d_row.t()).column(0), expected);
    }
}
