//! A triangular matrix and one vector: products and substitution by halves, whose rectangles are
//! products of the backend, and whose triangles are small.

use crate::Real;
use crate::shape::column_major;
use ndarray::prelude::*;

/// Up to this size a triangle is walked lane by lane.
const SMALL: usize = 32;

/// `y += alpha * L · x` with the lower triangle L of `l`.
pub(crate) fn lower_gemv<A: Real>(alpha: A, l: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(l);
        let (x_above, x_below) = x.view().split_at(Axis(0), n / 2);
        let (mut y_above, mut y_below) = y.view_mut().split_at(Axis(0), n / 2);
        lower_gemv(alpha, &above.0, &x_above, &mut y_above);
        A::gemv(alpha, &below.0, &x_above, &mut y_below);
        lower_gemv(alpha, &below.1, &x_below, &mut y_below);
    } else if column_major([l]) {
        for ((j, column), x) in l.columns().into_iter().enumerate().zip(x) {
            let (_, y) = y.view_mut().split_at(Axis(0), j);
            axpy(y, alpha * *x, column.split_at(Axis(0), j).1);
        }
    } else {
        for ((i, row), y) in l.rows().into_iter().enumerate().zip(y) {
            let (row, x) = (row.split_at(Axis(0), i + 1).0, x.view().split_at(Axis(0), i + 1).0);
            *y += alpha * row.dot(&x);
        }
    }
}

/// `y += alpha * R · x` with the upper triangle R of `r`.
pub(crate) fn upper_gemv<A: Real>(alpha: A, r: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(r);
        let (x_above, x_below) = x.view().split_at(Axis(0), n / 2);
        let (mut y_above, mut y_below) = y.view_mut().split_at(Axis(0), n / 2);
        upper_gemv(alpha, &above.0, &x_above, &mut y_above);
        A::gemv(alpha, &above.1, &x_below, &mut y_above);
        upper_gemv(alpha, &below.1, &x_below, &mut y_below);
    } else if column_major([r]) {
        for ((j, column), x) in r.columns().into_iter().enumerate().zip(x) {
            let (y, _) = y.view_mut().split_at(Axis(0), j + 1);
            axpy(y, alpha * *x, column.split_at(Axis(0), j + 1).0);
        }
    } else {
        for ((i, row), y) in r.rows().into_iter().enumerate().zip(y) {
            let (row, x) = (row.split_at(Axis(0), i).1, x.view().split_at(Axis(0), i).1);
            *y += alpha * row.dot(&x);
        }
    }
}

/// Puts in place of `x` what the lower triangle of `l` takes to it.
pub(crate) fn solve_lower_vec<A: Real>(l: &ArrayRef2<A>, x: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(l);
        let (mut x_above, mut x_below) = x.view_mut().split_at(Axis(0), n / 2);
        solve_lower_vec(&above.0, &mut x_above);
        A::gemv(-A::one(), &below.0, &x_above, &mut x_below);
        solve_lower_vec(&below.1, &mut x_below);
    } else if column_major([l]) {
        for (j, column) in l.columns().into_iter().enumerate() {
            let (pivot, column) = column.split_at(Axis(0), j).1.split_at(Axis(0), 1);
            let (x, rest) = x.view_mut().split_at(Axis(0), j).1.split_at(Axis(0), 1);
            if let (Some(x), Some(pivot)) = (x.into_iter().next(), pivot.first()) {
                *x /= *pivot;
                axpy(rest, -*x, column);
            }
        }
    } else {
        for (i, row) in l.rows().into_iter().enumerate() {
            let (row, pivot) = row.split_at(Axis(0), i);
            let (known, mut rest) = x.view_mut().split_at(Axis(0), i);
            let sum = row.dot(&known);
            rest.iter_mut().zip(pivot).take(1).for_each(|(x, pivot)| *x = (*x - sum) / *pivot);
        }
    }
}

/// Puts in place of `x` what the upper triangle of `r` takes to it.
pub(crate) fn solve_upper_vec<A: Real>(r: &ArrayRef2<A>, x: &mut ArrayRef1<A>) {
    let n = x.len();
    if n > SMALL {
        let (above, below) = quarters(r);
        let (mut x_above, mut x_below) = x.view_mut().split_at(Axis(0), n / 2);
        solve_upper_vec(&below.1, &mut x_below);
        A::gemv(-A::one(), &above.1, &x_below, &mut x_above);
        solve_upper_vec(&above.0, &mut x_above);
    } else if column_major([r]) {
        for (j, column) in r.columns().into_iter().enumerate().rev() {
            let (column, pivot) = column.split_at(Axis(0), j);
            let (rest, x) = x.view_mut().split_at(Axis(0), j);
            if let (Some(x), Some(pivot)) = (x.into_iter().next(), pivot.first()) {
                *x /= *pivot;
                axpy(rest, -*x, column);
            }
        }
    } else {
        for (i, row) in r.rows().into_iter().enumerate().rev() {
            let (pivot, row) = row.split_at(Axis(0), i).1.split_at(Axis(0), 1);
            let (x, known) = x.view_mut().split_at(Axis(0), i).1.split_at(Axis(0), 1);
            let sum = row.dot(&known);
            x.into_iter().zip(pivot).for_each(|(x, pivot)| *x = (*x - sum) / *pivot);
        }
    }
}

/// `y += alpha * x`; of slices, which the compiler vectorises, where they are.
fn axpy<A: Real>(mut y: ArrayViewMut1<'_, A>, alpha: A, x: ArrayView1<'_, A>) {
    if let (Some(y), Some(x)) = (y.as_slice_mut(), x.as_slice()) {
        y.iter_mut().zip(x).for_each(|(y, x)| *y += alpha * *x);
    } else {
        y.iter_mut().zip(x).for_each(|(y, x)| *y += alpha * *x);
    }
}

type Pair<'a, A> = (ArrayView2<'a, A>, ArrayView2<'a, A>);

/// The quarters of a square matrix: those above, left and right, and those below.
fn quarters<A>(a: &ArrayRef2<A>) -> (Pair<'_, A>, Pair<'_, A>) {
    let half = a.nrows() / 2;
    let (above, below) = a.view().split_at(Axis(0), half);
    (above.split_at(Axis(1), half), below.split_at(Axis(1), half))
}
