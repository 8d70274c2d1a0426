//! Which loop computes which product: our own where a matrix is small or thin, else the backend's.

use crate::Real;
use crate::loops::{Write, inner_products, matrix_gathered, matrix_rows, rank_update, sum_of_rows};
use crate::rows::{Elements, Rows, RowsMut};
use ndarray::prelude::*;

/// Up to this many multiplications our own loops are faster than a call of a backend.
const SMALL: usize = 16 * 16 * 16;
/// The same for a matrix with a side below the width of a vector.
const TINY: usize = 4 * 4 * 16;
/// Up to this inner dimension a product is one pass over its target.
const FEW: usize = 4;
/// Elements of a vector that are gathered on the stack at once.
const GATHERED: usize = 256;

/// `c += alpha * a · b` or `c = alpha * a · b`.
pub(crate) fn gemm<A: Real>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    b: &ArrayRef2<A>,
    c: &mut ArrayRef2<A>,
) {
    let ((m, n), k) = (c.dim(), a.ncols());
    match (m, k, n) {
        (0, _, _) | (_, _, 0) => {}
        (_, 0, _) => nothing(write, c),
        // A matrix of one row or column is as fast as a vector.
        (_, _, 1) => vectors(write, alpha, a, &b.column(0), &mut c.column_mut(0)),
        (1, _, _) => vectors(write, alpha, &b.t(), &a.row(0), &mut c.row_mut(0)),
        _ if k <= FEW || is_small(m, k, n) => {
            let (a_, b_) = (Elements::new(a), Elements::new(b));
            if let Some(mut c) = RowsMut::new(c) {
                own(write, alpha, a_, b_, (Rows::new(b), Rows::columns(b)), &mut c);
            } else if let Some(mut c) = RowsMut::columns(c) {
                own(write, alpha, b_.t(), a_.t(), (Rows::columns(a), Rows::new(a)), &mut c);
            } else {
                A::gemm(write, alpha, a, b, c);
            }
        }
        _ => A::gemm(write, alpha, a, b, c),
    }
}

/// Whether our own loops are faster than a backend. They are slow at sides that do not fill a
/// vector, and where such a side is long a backend is faster.
fn is_small(m: usize, k: usize, n: usize) -> bool {
    let multiplications = m * k * n;
    multiplications <= SMALL && (m.min(n) >= 4 || multiplications <= TINY)
}

/// The product by our own loops; `b` is given by its rows and columns, too, where they are slices.
fn own<A: Real>(
    write: Write,
    alpha: A,
    a: Elements<'_, A>,
    b: Elements<'_, A>,
    (rows, columns): (Option<Rows<'_, A>>, Option<Rows<'_, A>>),
    c: &mut RowsMut<'_, A>,
) {
    let ((m, k), n) = (a.dim(), c.dim().1);
    match (rows, k) {
        (Some(b), 1) => rank_update::<A, 1>(write, alpha, a, b, c, 0),
        (Some(b), 2) => rank_update::<A, 2>(write, alpha, a, b, c, 0),
        (Some(b), 3) => rank_update::<A, 3>(write, alpha, a, b, c, 0),
        (Some(b), 4) => rank_update::<A, 4>(write, alpha, a, b, c, 0),
        (Some(b), _) => matrix_rows(write, alpha, a, b, c),
        (None, 1) => few_gathered::<A, 1>(write, alpha, a, b, c),
        (None, 2) if m * n > SMALL => few_gathered::<A, 2>(write, alpha, a, b, c),
        (None, 3) if m * n > SMALL => few_gathered::<A, 3>(write, alpha, a, b, c),
        (None, 4) if m * n > SMALL => few_gathered::<A, 4>(write, alpha, a, b, c),
        (None, _) => matrix_gathered(write, alpha, a, (b, columns), c),
    }
}

/// The product with the inner dimension `N`, where the rows of `b` are no slices.
fn few_gathered<A: Real, const N: usize>(
    write: Write,
    alpha: A,
    a: Elements<'_, A>,
    b: Elements<'_, A>,
    c: &mut RowsMut<'_, A>,
) {
    let n = c.dim().1;
    let mut gathered = [[A::zero(); GATHERED]; N];
    for j in (0..n).step_by(GATHERED) {
        let width = GATHERED.min(n - j);
        for (l, row) in gathered.iter_mut().enumerate() {
            row.iter_mut().take(width).enumerate().for_each(|(s, x)| *x = b.get(l, j + s));
        }
        rank_update::<A, N>(write, alpha, a, Rows::of(&gathered).first(width), c, j);
    }
}

/// `y += alpha * a · x` or `y = alpha * a · x`.
pub(crate) fn gemv<A: Real>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
    y: &mut ArrayRef1<A>,
) {
    if y.is_empty() {
        return;
    }
    if x.is_empty() {
        return nothing(write, y);
    }
    vectors(write, alpha, a, x, y);
}

/// The same, where nothing is empty.
fn vectors<A: Real>(write: Write, alpha: A, a: &ArrayRef2<A>, x: &ArrayRef1<A>, y: &mut ArrayRef1<A>) {
    if a.len() <= SMALL { own_vectors(write, alpha, a, x, y) } else { A::gemv(write, alpha, a, x, y) }
}

/// The same by our own loops.
pub(crate) fn own_vectors<A: Real>(
    write: Write,
    alpha: A,
    a: &ArrayRef2<A>,
    x: &ArrayRef1<A>,
    y: &mut ArrayRef1<A>,
) {
    if let Some(rows) = Rows::new(a) {
        if let Some(x) = x.as_slice() {
            return inner_products(write, alpha, rows, x, &mut RowsMut::column(y));
        }
        return in_parts(write, x.len(), |write, part| {
            let mut gathered = [A::zero(); GATHERED];
            gathered.iter_mut().zip(x.slice(s![part.clone()])).for_each(|(to, x)| *to = *x);
            let (a, x) = (a.slice(s![.., part.clone()]), aview1(&gathered));
            own_vectors(write, alpha, &a, &x.slice(s![..part.len()]), y);
        });
    }
    if let Some(columns) = Rows::columns(a) {
        if let Some(y) = y.as_slice_mut() {
            return sum_of_rows(write, alpha, Elements::row(x), columns, y);
        }
        return in_parts(Write::Replace, y.len(), |_, part| {
            let mut sums = [A::zero(); GATHERED];
            let mut sums = ArrayViewMut1::from(&mut sums).slice_move(s![..part.len()]);
            own_vectors(Write::Replace, alpha, &a.slice(s![part.clone(), ..]), x, &mut sums);
            store(write, &sums, &mut y.slice_mut(s![part]));
        });
    }
    for (a, y) in a.rows().into_iter().zip(y) {
        store(write, &aview1(&[alpha * a.dot(x)]), &mut ArrayViewMut1::from(std::slice::from_mut(y)));
    }
}

/// Calls `f` with each part of `0..len`; only the first may replace what is there.
fn in_parts(write: Write, len: usize, mut f: impl FnMut(Write, std::ops::Range<usize>)) {
    for start in (0..len).step_by(GATHERED) {
        let write = if start == 0 { write } else { Write::Add };
        f(write, start..len.min(start + GATHERED));
    }
}

/// `c += alpha * x · yᵀ` or `c = alpha * x · yᵀ`.
pub(crate) fn ger<A: Real>(write: Write, alpha: A, x: &ArrayRef1<A>, y: &ArrayRef1<A>, c: &mut ArrayRef2<A>) {
    let (x, y) = (x.view().insert_axis(Axis(1)), y.view().insert_axis(Axis(0)));
    gemm(write, alpha, &x, &y, c);
}

/// `y += x` or `y = x`.
fn store<A: Real>(write: Write, x: &ArrayRef1<A>, y: &mut ArrayRef1<A>) {
    y.iter_mut().zip(x).for_each(|(y, &x)| match write {
        Write::Add => *y += x,
        Write::Replace => *y = x,
    });
}

/// A sum of no terms.
fn nothing<A: Real, D: Dimension>(write: Write, c: &mut ArrayRef<A, D>) {
    if write == Write::Replace {
        c.fill(A::zero());
    }
}

/// What the pointers of `rows` reach, in few enough steps to run under valgrind.
#[cfg(test)]
mod unsafe_paths {
    use super::*;
    use crate::testing::{layouts, matrix, vector};
    use approx::assert_abs_diff_eq;

    #[test]
    fn products_stay_inside_their_views() {
        let shapes = [(1, 1, 1), (3, 1, 2), (2, 3, 70), (70, 2, 3), (5, 6, 7), (9, 5, 11), (4, 17, 8)];
        for (m, k, n) in shapes {
            let (a, b) = (matrix::<f64>(m, k, 1), matrix::<f64>(k, n, 2));
            for (_, a_) in layouts(&a) {
                for (_, b_) in layouts(&b) {
                    for (name, mut c) in layouts(&matrix(m, n, 3)) {
                        gemm(Write::Replace, 2.0, &a_.view(), &b_.view(), &mut c.view_mut());
                        gemm(Write::Add, -1.0, &a_.view(), &b_.view(), &mut c.view_mut());
                        assert_abs_diff_eq!(c.view(), a.dot(&b), epsilon = 1e-13);
                        assert!(c.gaps_untouched(), "{name}");
                    }
                }
            }
        }
    }

    #[test]
    fn vectors_stay_inside_their_views() {
        for (m, n) in [(1, 1), (5, 3), (4, 9), (17, 18), (3, 2 * GATHERED + 1), (2 * GATHERED + 1, 3)] {
            let (a, x) = (matrix::<f64>(m, n, 1), vector::<f64>(n, 2));
            let expected = a.dot(&x);
            // Of a vector there are dense, strided and reversed ones; made once, for valgrind is slow.
            let column = |v: &Array1<f64>| {
                layouts(&v.clone().insert_axis(Axis(1))).into_iter().skip(1).step_by(2).collect::<Vec<_>>()
            };
            let before = vector(m, 3);
            let (xs, mut ys) = (column(&x), column(&before));
            for (_, a_) in layouts(&a) {
                for (_, x_) in &xs {
                    for (name, y) in &mut ys {
                        let x = x_.view();
                        let x = x.column(0);
                        y.view_mut().column_mut(0).assign(&before);
                        own_vectors(Write::Replace, 2.0, &a_.view(), &x, &mut y.view_mut().column_mut(0));
                        own_vectors(Write::Add, -1.0, &a_.view(), &x, &mut y.view_mut().column_mut(0));
                        assert_abs_diff_eq!(y.view().column(0), expected, epsilon = 1e-12);
                        assert!(y.gaps_untouched(), "{name}");
                    }
                }
            }
        }
    }

    #[test]
    fn wide_updates_are_gathered_in_parts() {
        for k in 1..=4 {
            let (a, b) = (matrix::<f64>(20, k, 1), matrix::<f64>(GATHERED + 9, k, 2));
            let mut c = matrix(20, GATHERED + 9, 3);
            gemm(Write::Replace, 1.0, &a, &b.t(), &mut c);
            assert_abs_diff_eq!(c, a.dot(&b.t()), epsilon = 1e-13);
        }
    }

    #[test]
    fn empty_views_are_not_read() {
        let a = Array2::<f32>::ones((4, 4));
        let mut c = Array2::ones((4, 4));
        gemm(Write::Add, 1.0, &a.slice(s![.., 4..]), &a.slice(s![4.., ..]), &mut c);
        gemm(Write::Replace, 1.0, &a.slice(s![..0, ..]), &a, &mut c.slice_mut(s![4.., ..]));
        assert_eq!(c, a);
        gemm(Write::Replace, 1.0, &a.slice(s![.., 4..]), &a.slice(s![4.., ..]), &mut c);
        gemv(Write::Replace, 1.0, &a.slice(s![.., 4..]), &array![], &mut a.row(0).to_owned());
        assert_eq!(c, Array2::zeros((4, 4)));
    }
}
