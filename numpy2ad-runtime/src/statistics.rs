//! Reductions of all elements, along the rows (the first axis) or along the columns (the second).

use crate::Real;
use ndarray::prelude::*;

/// A count as a number.
fn count<A: Real>(n: usize) -> A {
    A::from(n).unwrap_or_else(A::nan)
}

/// `f` of each lane along an axis.
fn lanes<A: Real>(a: &ArrayRef2<A>, axis: usize, f: impl Fn(ArrayView1<'_, A>) -> A) -> Array1<A> {
    a.lanes(Axis(axis)).into_iter().map(f).collect()
}

/// The sum of the columns of `a`, shape (m, n), as a vector, shape (m).
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::sum_columns;
///
/// assert_eq!(sum_columns(&array![[1.0, 2.0], [3.0, 4.0]]), array![3.0, 7.0]);
/// ```
pub fn sum_columns<A: Real>(a: &ArrayRef2<A>) -> Array1<A> {
    a.sum_axis(Axis(1))
}

/// The mean of all elements.
///
/// # Panics
///
/// If there are none, as `a.mean().unwrap()`.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::mean;
///
/// assert_eq!(mean(&array![[1.0, 2.0], [3.0, 4.0]]), 2.5);
/// ```
#[track_caller]
pub fn mean<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> A {
    if a.is_empty() {
        no_mean(a.shape());
    }
    a.sum() / count(a.len())
}

/// The mean of the rows of `a`, shape (m, n), as a vector, shape (n).
///
/// # Panics
///
/// If there are none, as `a.mean_axis(Axis(0)).unwrap()`.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::mean_rows;
///
/// assert_eq!(mean_rows(&array![[1.0, 2.0], [3.0, 4.0]]), array![2.0, 3.0]);
/// ```
#[track_caller]
pub fn mean_rows<A: Real>(a: &ArrayRef2<A>) -> Array1<A> {
    if a.nrows() == 0 {
        no_mean(a.shape());
    }
    a.sum_axis(Axis(0)) / count::<A>(a.nrows())
}

/// The mean of the columns of `a`, shape (m, n), as a vector, shape (m).
///
/// # Panics
///
/// If there are none, as `a.mean_axis(Axis(1)).unwrap()`.
#[track_caller]
pub fn mean_columns<A: Real>(a: &ArrayRef2<A>) -> Array1<A> {
    if a.ncols() == 0 {
        no_mean(a.shape());
    }
    a.sum_axis(Axis(1)) / count::<A>(a.ncols())
}

#[cold]
#[track_caller]
#[allow(clippy::panic, reason = "documented on what calls it")]
fn no_mean(shape: &[usize]) -> ! {
    panic!("mean of no elements: the array has shape {shape:?}");
}

/// The variance of all elements, with `ddof` degrees of freedom taken off: the sum of squared deviations from the mean,
/// divided by their number less `ddof`.
///
/// The sum goes over the deviations themselves (Chan, Golub and LeVeque 1983, "Algorithms for computing the sample
/// variance", the two-pass algorithm). The variance of nothing is NaN.
///
/// # Panics
///
/// If `ddof` is negative or more than the number of elements.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::var;
///
/// assert_eq!(var(&array![1.0, 3.0, 5.0], 1.0), 4.0);
/// ```
#[track_caller]
#[allow(clippy::panic, reason = "documented on what calls it")]
pub fn var<A: Real, D: Dimension>(a: &ArrayRef<A, D>, ddof: A) -> A {
    let n = count::<A>(a.len());
    if ddof < A::zero() || ddof > n {
        panic!("variance: ddof is {ddof}, which is not between 0 and the number of elements, {}", a.len());
    }
    let mean = a.sum() / n;
    a.fold(A::zero(), |sum, &x| sum + (x - mean) * (x - mean)) / (n - ddof)
}

/// The variance of each column of `a`, shape (m, n), along the rows: a vector, shape (n).
///
/// # Panics
///
/// As [`var`].
#[track_caller]
pub fn var_rows<A: Real>(a: &ArrayRef2<A>, ddof: A) -> Array1<A> {
    lanes(a, 0, |lane| var(&lane, ddof))
}

/// The variance of each row of `a`, shape (m, n), along the columns: a vector, shape (m).
///
/// # Panics
///
/// As [`var`].
#[track_caller]
pub fn var_columns<A: Real>(a: &ArrayRef2<A>, ddof: A) -> Array1<A> {
    lanes(a, 1, |lane| var(&lane, ddof))
}

/// The standard deviation of all elements, the root of [`var`].
///
/// # Panics
///
/// As [`var`].
#[track_caller]
pub fn std<A: Real, D: Dimension>(a: &ArrayRef<A, D>, ddof: A) -> A {
    var(a, ddof).sqrt()
}

/// The standard deviation of each column, the root of [`var_rows`].
///
/// # Panics
///
/// As [`var`].
#[track_caller]
pub fn std_rows<A: Real>(a: &ArrayRef2<A>, ddof: A) -> Array1<A> {
    lanes(a, 0, |lane| std(&lane, ddof))
}

/// The standard deviation of each row, the root of [`var_columns`].
///
/// # Panics
///
/// As [`var`].
#[track_caller]
pub fn std_columns<A: Real>(a: &ArrayRef2<A>, ddof: A) -> Array1<A> {
    lanes(a, 1, |lane| std(&lane, ddof))
}

/// `1 / x`, and 0 where `x` is 0: what a norm's derivative divides by.
///
/// ```
/// assert_eq!(numpy2ad_runtime::recip_or_zero(4.0), 0.25);
/// assert_eq!(numpy2ad_runtime::recip_or_zero(0.0), 0.0);
/// ```
#[must_use]
pub fn recip_or_zero<A: Real>(x: A) -> A {
    if x == A::zero() { x } else { x.recip() }
}

/// -1, 0 or 1 where an element is negative, 0 or positive: the derivative of the sum of absolute values, 0 at its kinks.
/// NaN stays NaN.
pub fn norm_l1_slope<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> Array<A, D> {
    a.map(|&x| sign(x))
}

/// The derivative of the largest absolute value: the signs of the elements that have it, divided by how many they are.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::norm_max_slope;
///
/// assert_eq!(norm_max_slope(&array![1.0, -2.0, 2.0]), array![0.0, -0.5, 0.5]);
/// ```
pub fn norm_max_slope<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> Array<A, D> {
    let most = crate::linalg::norm_max(a);
    let ties = a.iter().filter(|x| x.abs() == most).count();
    let share = recip_or_zero(count::<A>(ties));
    a.map(|&x| if x.abs() == most { sign(x) * share } else { (x - x) * A::zero() })
}

fn sign<A: Real>(x: A) -> A {
    if x > A::zero() {
        A::one()
    } else if x < A::zero() {
        -A::one()
    } else {
        x // 0 of either sign, or NaN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SHAPES, layouts, matrix};
    use approx::assert_relative_eq;

    #[test]
    fn reductions_are_those_of_ndarray_in_every_layout() {
        for (m, n) in SHAPES.into_iter().filter(|&(m, n)| m > 0 && n > 0) {
            let a = matrix::<f64>(m, n, 1);
            for (_, a_) in layouts(&a) {
                let a_ = a_.view();
                assert_relative_eq!(sum_columns(&a_), a.sum_axis(Axis(1)), epsilon = 1e-13);
                assert_relative_eq!(mean(&a_), a.mean().unwrap(), epsilon = 1e-13);
                assert_relative_eq!(mean_rows(&a_), a.mean_axis(Axis(0)).unwrap(), epsilon = 1e-13);
                assert_relative_eq!(mean_columns(&a_), a.mean_axis(Axis(1)).unwrap(), epsilon = 1e-13);
                assert_relative_eq!(var(&a_, 0.5), a.var(0.5), epsilon = 1e-13);
                assert_relative_eq!(var_rows(&a_, 0.5), a.var_axis(Axis(0), 0.5), epsilon = 1e-13);
                assert_relative_eq!(std_columns(&a_, 0.5), a.std_axis(Axis(1), 0.5), epsilon = 1e-13);
                assert_relative_eq!(std_rows(&a_, 0.0), a.std_axis(Axis(0), 0.0), epsilon = 1e-13);
                assert_relative_eq!(var_columns(&a_, 0.0), a.var_axis(Axis(1), 0.0), epsilon = 1e-13);
            }
        }
    }

    #[test]
    fn slopes_at_kinks() {
        assert_eq!(norm_l1_slope(&array![-2.0, 0.0, 3.0]), array![-1.0, 0.0, 1.0]);
        assert_eq!(norm_max_slope(&array![0.0, 0.0]), array![0.0, 0.0]);
        assert!(norm_l1_slope(&array![f64::NAN])[0].is_nan());
        assert_eq!(norm_max_slope(&Array1::<f32>::zeros(0)), Array1::zeros(0));
    }

    #[test]
    #[should_panic(expected = "mean of no elements: the array has shape [0, 3]")]
    fn the_mean_of_nothing_is_a_panic() {
        mean(&Array2::<f64>::zeros((0, 3)));
    }

    #[test]
    #[should_panic(expected = "variance: ddof is 3, which is not between 0 and the number of elements, 2")]
    fn no_degrees_of_freedom_are_a_panic() {
        var(&array![1.0, 2.0], 3.0);
    }
}
