//! Arrays made of constants and of the elements of others: other shapes, repetition, triangles, side by side.

use crate::Real;
use ndarray::prelude::*;
use ndarray::{RemoveAxis, ShapeError};

/// A length, which the compiler hands over as a signed integer.
#[track_caller]
fn length(n: isize) -> usize {
    usize::try_from(n).unwrap_or_else(|_| negative(n))
}

#[cold]
#[track_caller]
#[allow(clippy::panic, reason = "documented on what calls it")]
fn negative(n: isize) -> ! {
    panic!("the length of an axis is negative: {n}");
}

/// A vector, shape (n), full of `s`.
///
/// # Panics
///
/// If `n` is negative.
///
/// ```
/// use ndarray::array;
///
/// assert_eq!(numpy2ad_runtime::full_vector(2.0, 3), array![2.0, 2.0, 2.0]);
/// ```
#[track_caller]
pub fn full_vector<A: Real>(s: A, n: isize) -> Array1<A> {
    Array1::from_elem(length(n), s)
}

/// A matrix, shape (m, n), full of `s`.
///
/// # Panics
///
/// If `m` or `n` is negative.
#[track_caller]
pub fn full_matrix<A: Real>(s: A, m: isize, n: isize) -> Array2<A> {
    Array2::from_elem((length(m), length(n)), s)
}

/// A matrix, shape (n, n), with `s` on its diagonal.
///
/// # Panics
///
/// If `n` is negative.
///
/// ```
/// use ndarray::array;
///
/// assert_eq!(numpy2ad_runtime::scaled_eye(2, 3.0), array![[3.0, 0.0], [0.0, 3.0]]);
/// ```
#[track_caller]
pub fn scaled_eye<A: Real>(n: isize, s: A) -> Array2<A> {
    Array2::from_diag_elem(length(n), s)
}

/// `n` numbers from `first` to `last` at equal distances; `first` alone if there is one.
///
/// # Panics
///
/// If `n` is negative.
///
/// ```
/// use ndarray::array;
///
/// assert_eq!(numpy2ad_runtime::linspace(0.0, 1.0, 3), array![0.0, 0.5, 1.0]);
/// ```
#[track_caller]
pub fn linspace<A: Real>(first: A, last: A, n: isize) -> Array1<A> {
    Array1::linspace(first, last, length(n))
}

/// The matrix, shape (n, n), with `x`, shape (n), on its diagonal.
pub fn from_diag<A: Real>(x: &ArrayRef1<A>) -> Array2<A> {
    let mut out = Array2::zeros((x.len(), x.len()));
    out.diag_mut().assign(x);
    out
}

/// All elements in row-major order.
///
/// ```
/// use ndarray::array;
///
/// assert_eq!(numpy2ad_runtime::flatten(&array![[1.0, 2.0], [3.0, 4.0]].t()), array![1.0, 3.0, 2.0, 4.0]);
/// ```
pub fn flatten<A: Real, D: Dimension>(a: &ArrayRef<A, D>) -> Array1<A> {
    a.iter().copied().collect()
}

/// The elements of `a` in row-major order as a vector of length `n`.
///
/// # Panics
///
/// If there are not `n`.
#[track_caller]
pub fn reshape_vector<A: Real, D: Dimension>(a: &ArrayRef<A, D>, n: isize) -> Array1<A> {
    reshaped(a, Ix1(length(n)))
}

/// The elements of `a` in row-major order as a matrix, shape (m, n).
///
/// # Panics
///
/// If there are not `m·n`.
#[track_caller]
pub fn reshape_matrix<A: Real, D: Dimension>(a: &ArrayRef<A, D>, m: isize, n: isize) -> Array2<A> {
    reshaped(a, Ix2(length(m), length(n)))
}

/// The elements of `a` in row-major order under the shape of `like`.
///
/// # Panics
///
/// If there are not as many.
#[track_caller]
pub fn reshape_like<A: Real, D: Dimension, E: Dimension>(
    a: &ArrayRef<A, D>,
    like: &ArrayRef<A, E>,
) -> Array<A, E> {
    reshaped(a, like.raw_dim())
}

/// [`reshape_vector`] as `into_shape_with_order` fails.
///
/// # Errors
///
/// `ShapeError` where there are not `n` elements.
#[track_caller]
pub fn try_reshape_vector<A: Real, D: Dimension>(
    a: &ArrayRef<A, D>,
    n: isize,
) -> Result<Array1<A>, ShapeError> {
    Array1::from_shape_vec(length(n), a.iter().copied().collect())
}

/// [`reshape_matrix`] as `into_shape_with_order` fails.
///
/// # Errors
///
/// `ShapeError` where there are not `m·n` elements.
#[track_caller]
pub fn try_reshape_matrix<A: Real, D: Dimension>(
    a: &ArrayRef<A, D>,
    m: isize,
    n: isize,
) -> Result<Array2<A>, ShapeError> {
    Array2::from_shape_vec((length(m), length(n)), a.iter().copied().collect())
}

#[track_caller]
#[allow(clippy::panic, reason = "documented on what calls it")]
fn reshaped<A: Real, D: Dimension, E: Dimension>(a: &ArrayRef<A, D>, dim: E) -> Array<A, E> {
    let shape = dim.slice().to_vec();
    match Array::from_shape_vec(dim, a.iter().copied().collect()) {
        Ok(out) => out,
        Err(_) => {
            panic!("reshape: an array of shape {:?} does not have the elements of shape {shape:?}", a.shape())
        }
    }
}

/// The array `a` repeated to a vector of length `n`.
///
/// # Panics
///
/// If `a` has neither length 1 nor `n`.
#[track_caller]
pub fn broadcast_to_vector<A: Real>(a: &ArrayRef1<A>, n: isize) -> Array1<A> {
    repeated(a, Ix1(length(n)))
}

/// The vector or matrix `a` repeated to a matrix, shape (m, n).
///
/// # Panics
///
/// If an axis of `a` has neither length 1 nor the one wanted.
///
/// ```
/// use ndarray::array;
///
/// assert_eq!(numpy2ad_runtime::broadcast_to_matrix(&array![1.0, 2.0], 2, 2), array![[1.0, 2.0], [1.0, 2.0]]);
/// ```
#[track_caller]
pub fn broadcast_to_matrix<A: Real, D: Dimension>(a: &ArrayRef<A, D>, m: isize, n: isize) -> Array2<A> {
    repeated(a, Ix2(length(m), length(n)))
}

#[track_caller]
#[allow(clippy::panic, reason = "documented on what calls it")]
fn repeated<A: Real, D: Dimension, E: Dimension>(a: &ArrayRef<A, D>, dim: E) -> Array<A, E> {
    match a.broadcast(dim.clone()) {
        Some(view) => view.to_owned(),
        None => {
            panic!("broadcast: an array of shape {:?} does not repeat to shape {:?}", a.shape(), dim.slice())
        }
    }
}

/// The array `a` summed to the shape of `like`, along the axes where `like` has length 1 and `a` has not.
///
/// # Panics
///
/// If an axis of `like` has neither length 1 nor the length of the axis of `a`.
///
/// ```
/// use ndarray::array;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(numpy2ad_runtime::collapse(&a, &array![[0.0], [0.0]]), array![[3.0], [7.0]]);
/// ```
#[track_caller]
pub fn collapse<A: Real, D: Dimension>(a: &ArrayRef<A, D>, like: &ArrayRef<A, D>) -> Array<A, D> {
    let mut out = Array::zeros(like.raw_dim());
    crate::add_assign(&mut out, a);
    out
}

/// The matrix `a` summed to the shape of the vector `like`, which was repeated as its rows.
///
/// # Panics
///
/// If `like` has neither length 1 nor as many elements as `a` has columns.
#[track_caller]
pub fn collapse_rows<A: Real>(a: &ArrayRef2<A>, like: &ArrayRef1<A>) -> Array1<A> {
    let mut out = Array1::zeros(like.raw_dim());
    crate::add_assign(&mut crate::row_mut(&mut out), a);
    out
}

/// The elements of `a` on its `k`-th diagonal and below, and zeros.
pub fn tril<A: Real>(a: &ArrayRef2<A>, k: isize) -> Array2<A> {
    masked(a, |i, j| j <= i.saturating_add(k))
}

/// The elements of `a` on its `k`-th diagonal and above, and zeros.
pub fn triu<A: Real>(a: &ArrayRef2<A>, k: isize) -> Array2<A> {
    masked(a, |i, j| j >= i.saturating_add(k))
}

/// The lower triangle of `a`: [`tril`] of the main diagonal.
pub fn lower_triangle<A: Real>(a: &ArrayRef2<A>) -> Array2<A> {
    tril(a, 0)
}

/// The upper triangle of `a`: [`triu`] of the main diagonal.
pub fn upper_triangle<A: Real>(a: &ArrayRef2<A>) -> Array2<A> {
    triu(a, 0)
}

fn masked<A: Real>(a: &ArrayRef2<A>, keep: impl Fn(isize, isize) -> bool) -> Array2<A> {
    let mut out = crate::copy(a);
    out.indexed_iter_mut()
        .filter(|((i, j), _)| !keep(i.cast_signed(), j.cast_signed()))
        .for_each(|(_, x)| *x = A::zero());
    out
}

/// Arrays one behind the other along the first axis.
///
/// # Panics
///
/// If other axes differ, or if there are no arrays.
#[track_caller]
pub fn concatenate<A: Real, D: RemoveAxis>(arrays: &[ArrayView<'_, A, D>]) -> Array<A, D> {
    together("concatenation", ndarray::concatenate(Axis(0), arrays), arrays)
}

/// Matrices side by side.
///
/// # Panics
///
/// If they have different numbers of rows, or if there are none.
#[track_caller]
pub fn concatenate_columns<A: Real>(arrays: &[ArrayView2<'_, A>]) -> Array2<A> {
    together("concatenation of columns", ndarray::concatenate(Axis(1), arrays), arrays)
}

/// Vectors as the rows of a matrix.
///
/// # Panics
///
/// If they have different lengths, or if there are none.
#[track_caller]
pub fn stack_rows<A: Real>(vectors: &[ArrayView1<'_, A>]) -> Array2<A> {
    together("stack of rows", ndarray::stack(Axis(0), vectors), vectors)
}

/// Vectors as the columns of a matrix.
///
/// # Panics
///
/// If they have different lengths, or if there are none.
#[track_caller]
pub fn stack_columns<A: Real>(vectors: &[ArrayView1<'_, A>]) -> Array2<A> {
    together("stack of columns", ndarray::stack(Axis(1), vectors), vectors)
}

#[track_caller]
#[allow(clippy::panic, reason = "documented on what calls it")]
fn together<A, D: Dimension, E: Dimension>(
    operation: &str,
    made: Result<Array<A, E>, ShapeError>,
    arrays: &[ArrayView<'_, A, D>],
) -> Array<A, E> {
    match made {
        Ok(made) => made,
        Err(_) => {
            let shapes: Vec<&[usize]> = arrays.iter().map(|array| array.shape()).collect();
            panic!("{operation}: shapes {shapes:?} do not fit");
        }
    }
}

/// The Kronecker product of `a`, shape (m, n), and `b`, shape (p, q): the blocks `a_ij b`, shape (mp, nq).
pub fn kron<A: Real>(a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A> {
    let (p, q) = b.dim();
    let mut out = Array2::zeros((a.nrows() * p, a.ncols() * q));
    for ((i, j), &x) in a.indexed_iter() {
        let mut block = out.slice_mut(s![i * p..(i + 1) * p, j * q..(j + 1) * q]);
        block.zip_mut_with(b, |out, &y| *out = x * y);
    }
    out
}

/// Of an array `c` of the shape of a Kronecker product, the products of its blocks with `b`, summed: shape of `like`,
/// the left factor's.
///
/// # Panics
///
/// If `c` does not have the shape of a Kronecker product of `like` and `b`.
#[track_caller]
pub fn kron_left<A: Real>(c: &ArrayRef2<A>, b: &ArrayRef2<A>, like: &ArrayRef2<A>) -> Array2<A> {
    check_blocks(c.dim(), like.dim(), b.dim());
    let (p, q) = b.dim();
    Array2::from_shape_fn(like.raw_dim(), |(i, j)| {
        let block = c.slice(s![i * p..(i + 1) * p, j * q..(j + 1) * q]);
        block.iter().zip(b).fold(A::zero(), |sum, (&x, &y)| sum + x * y)
    })
}

/// Of an array `c` of the shape of a Kronecker product, the blocks times the elements of `a`, summed: shape of `like`,
/// the right factor's.
///
/// # Panics
///
/// If `c` does not have the shape of a Kronecker product of `a` and `like`.
#[track_caller]
pub fn kron_right<A: Real>(c: &ArrayRef2<A>, a: &ArrayRef2<A>, like: &ArrayRef2<A>) -> Array2<A> {
    check_blocks(c.dim(), a.dim(), like.dim());
    let (p, q) = like.dim();
    let mut out = Array2::zeros(like.raw_dim());
    for ((i, j), &x) in a.indexed_iter() {
        let block = c.slice(s![i * p..(i + 1) * p, j * q..(j + 1) * q]);
        out.zip_mut_with(&block, |out, &y| *out += x * y);
    }
    out
}

#[track_caller]
fn check_blocks(c: (usize, usize), a: (usize, usize), b: (usize, usize)) {
    let whole = (a.0 * b.0, a.1 * b.1);
    assert!(c == whole, "blocks: an array of shape {c:?} is no Kronecker product of shapes {a:?} and {b:?}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SHAPES, layouts, matrix};

    #[test]
    fn arrangements_are_those_of_ndarray_in_every_layout() {
        for (m, n) in SHAPES {
            let a = matrix::<f64>(m, n, 1);
            let b = matrix::<f64>(2, 3, 2);
            for (_, a_) in layouts(&a) {
                let a_ = a_.view();
                assert_eq!(flatten(&a_), a.flatten());
                for k in [-2, 0, 1] {
                    assert_eq!(tril(&a_, k), a.tril(k));
                    assert_eq!(triu(&a_, k), a.triu(k));
                }
                assert_eq!(kron(&a_, &b), ndarray::linalg::kron(&a, &b));
                let (rows, columns) = (n.cast_signed(), m.cast_signed());
                assert_eq!(reshape_matrix(&a_, rows, columns), a.to_shape((n, m)).unwrap());
                assert_eq!(reshape_like(&a_, &a.t()), a.to_shape((n, m)).unwrap());
                assert_eq!(concatenate(&[a_, a.view()]), ndarray::concatenate![Axis(0), a, a]);
                assert_eq!(concatenate_columns(&[a_, a.view()]), ndarray::concatenate![Axis(1), a, a]);
            }
        }
    }

    #[test]
    fn sums_over_blocks_undo_the_product() {
        let (a, b) = (matrix::<f64>(2, 3, 1), matrix::<f64>(4, 2, 2));
        let c = kron(&a, &b);
        let (a2, b2) = (a.mapv(|x| x * x).sum(), b.mapv(|x| x * x).sum());
        approx::assert_relative_eq!(kron_left(&c, &b, &a), &a * b2, max_relative = 1e-12);
        approx::assert_relative_eq!(kron_right(&c, &a, &b), &b * a2, max_relative = 1e-12);
    }

    #[test]
    #[should_panic(expected = "reshape: an array of shape [2, 3] does not have the elements of shape [4]")]
    fn too_few_elements() {
        reshape_vector(&Array2::<f64>::zeros((2, 3)), 4);
    }

    #[test]
    #[should_panic(expected = "broadcast: an array of shape [2] does not repeat to shape [2, 3]")]
    fn no_repetition() {
        broadcast_to_matrix(&Array1::<f64>::zeros(2), 2, 3);
    }

    #[test]
    #[should_panic(expected = "stack of rows: shapes [[2], [3]] do not fit")]
    fn no_stack() {
        stack_rows(&[Array1::<f64>::zeros(2).view(), Array1::zeros(3).view()]);
    }
}
