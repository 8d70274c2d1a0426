//! The project's own loops for products, where a backend is slow: small matrices, vectors, and
//! updates of low rank.

#![allow(unsafe_code, reason = "the loops are compiled for AVX2 too, and called where there is AVX2")]
#![allow(clippy::indexing_slicing, reason = "short indices into blocks of known size")]

use crate::Real;
use crate::rows::{Elements, Rows, RowsMut};
use crate::wide::wide;

/// Whether a product is added to its target, or replaces it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// `c += ..`
    Add,
    /// `c = ..`, whatever `c` was.
    Replace,
}

/// Columns of a block that is summed up in registers.
const WIDTH: usize = 8;
/// Rows of such a block.
const HEIGHT: usize = 4;
/// Inner dimension of a block whose right side is first gathered.
const DEPTH: usize = 16;

wide! {
    /// `c += alpha * a · b` or `c = alpha * a · b`, where the rows of `b` are slices.
    pub(crate) fn matrix_rows<A: Real>(
        write: Write,
        alpha: A,
        a: Elements<'_, A>,
        b: Rows<'_, A>,
        c: &mut RowsMut<'_, A>,
    ) {
        let n = c.dim().1;
        let mut j = 0;
        while j + WIDTH <= n {
            panel::<A, WIDTH>(write, alpha, a, b, c, j);
            j += WIDTH;
        }
        while j + 4 <= n {
            panel::<A, 4>(write, alpha, a, b, c, j);
            j += 4;
        }
        while j + 2 <= n {
            panel::<A, 2>(write, alpha, a, b, c, j);
            j += 2;
        }
        if j < n {
            panel::<A, 1>(write, alpha, a, b, c, j);
        }
    }
}

/// The columns of `c` from `j` on, `N` of them.
#[inline(always)]
fn panel<A: Real, const N: usize>(
    write: Write,
    alpha: A,
    a: Elements<'_, A>,
    b: Rows<'_, A>,
    c: &mut RowsMut<'_, A>,
    j: usize,
) {
    let m = c.dim().0;
    let mut i = 0;
    while i + HEIGHT <= m {
        block::<A, HEIGHT, N>(write, alpha, a, b, c, (i, j));
        i += HEIGHT;
    }
    while i < m {
        block::<A, 1, N>(write, alpha, a, b, c, (i, j));
        i += 1;
    }
}

/// `M` × `N` elements of `c`.
#[inline(always)]
fn block<A: Real, const M: usize, const N: usize>(
    write: Write,
    alpha: A,
    a: Elements<'_, A>,
    b: Rows<'_, A>,
    c: &mut RowsMut<'_, A>,
    (i, j): (usize, usize),
) {
    let mut sums = [[A::zero(); N]; M];
    for l in 0..b.dim().0 {
        let Some(b) = b.row(l).get(j..).and_then(|b| b.first_chunk::<N>()) else { return };
        for (r, sums) in sums.iter_mut().enumerate() {
            let a = a.get(i + r, l);
            sums.iter_mut().zip(b).for_each(|(sum, &b)| *sum += a * b);
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let Some(c) = c.row(i + r).get_mut(j..).and_then(|c| c.first_chunk_mut::<N>()) else { return };
        match write {
            Write::Add => c.iter_mut().zip(sums).for_each(|(c, &sum)| *c += alpha * sum),
            Write::Replace => c.iter_mut().zip(sums).for_each(|(c, &sum)| *c = alpha * sum),
        }
    }
}

wide! {
    /// The same for any `b`, whose blocks are gathered on the stack; it is given by its columns, too,
    /// if they are slices.
    pub(crate) fn matrix_gathered<A: Real>(
        write: Write,
        alpha: A,
        a: Elements<'_, A>,
        b_and_columns: (Elements<'_, A>, Option<Rows<'_, A>>),
        c: &mut RowsMut<'_, A>,
    ) {
        let (b, columns) = b_and_columns;
        let ((m, n), k) = (c.dim(), b.dim().0);
        let mut gathered = [[A::zero(); WIDTH]; DEPTH];
        for j in (0..n).step_by(WIDTH) {
            let width = WIDTH.min(n - j);
            for l in (0..k).step_by(DEPTH) {
                let depth = DEPTH.min(k - l);
                let gathered = &mut gathered[..depth];
                if let Some(columns) = columns
                    && width == WIDTH
                    && depth % WIDTH == 0
                {
                    for r in (0..depth).step_by(WIDTH) {
                        transpose(columns, (j, l + r), &mut gathered[r..r + WIDTH]);
                    }
                } else {
                    gather(b, columns, (l, j), width, gathered);
                }
                let write = if l == 0 { write } else { Write::Add };
                let mut i = 0;
                while i + HEIGHT <= m {
                    gathered_block::<A, HEIGHT>(write, alpha, a, gathered, c, (i, j, l), width);
                    i += HEIGHT;
                }
                while i < m {
                    gathered_block::<A, 1>(write, alpha, a, gathered, c, (i, j, l), width);
                    i += 1;
                }
            }
        }
    }
}

/// Puts into the rows the elements of as many of the columns, from column `j` and row `l` on.
#[inline(always)]
fn transpose<A: Real>(columns: Rows<'_, A>, (j, l): (usize, usize), rows: &mut [[A; WIDTH]]) {
    let chunks: [Option<&[A; WIDTH]>; WIDTH] =
        std::array::from_fn(|s| columns.row(j + s).get(l..).and_then(|column| column.first_chunk()));
    for (s, chunk) in chunks.into_iter().enumerate() {
        let (Some(chunk), Ok(rows)) = (chunk, <&mut [[A; WIDTH]; WIDTH]>::try_from(&mut *rows)) else {
            return;
        };
        for r in 0..WIDTH {
            rows[r][s] = chunk[r];
        }
    }
}

/// The same for a block of any size.
#[inline(always)]
fn gather<A: Real>(
    b: Elements<'_, A>,
    columns: Option<Rows<'_, A>>,
    (l, j): (usize, usize),
    width: usize,
    rows: &mut [[A; WIDTH]],
) {
    for s in 0..width {
        if let Some(columns) = columns {
            let column = &columns.row(j + s)[l..l + rows.len()];
            rows.iter_mut().zip(column).for_each(|(row, &x)| row[s] = x);
        } else {
            rows.iter_mut().enumerate().for_each(|(r, row)| row[s] = b.get(l + r, j + s));
        }
    }
}

#[inline(always)]
fn gathered_block<A: Real, const M: usize>(
    write: Write,
    alpha: A,
    a: Elements<'_, A>,
    b: &[[A; WIDTH]],
    c: &mut RowsMut<'_, A>,
    (i, j, l): (usize, usize, usize),
    width: usize,
) {
    let mut sums = [[A::zero(); WIDTH]; M];
    for (s, b) in b.iter().enumerate() {
        for (r, sums) in sums.iter_mut().enumerate() {
            let a = a.get(i + r, l + s);
            sums.iter_mut().zip(b).for_each(|(sum, &b)| *sum += a * b);
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let c = &mut c.row(i + r)[j..j + width];
        if let Ok(c) = <&mut [A; WIDTH]>::try_from(&mut *c) {
            match write {
                Write::Add => c.iter_mut().zip(sums).for_each(|(c, &sum)| *c += alpha * sum),
                Write::Replace => c.iter_mut().zip(sums).for_each(|(c, &sum)| *c = alpha * sum),
            }
            continue;
        }
        let c = c.iter_mut().zip(sums);
        match write {
            Write::Add => c.for_each(|(c, &sum)| *c += alpha * sum),
            Write::Replace => c.for_each(|(c, &sum)| *c = alpha * sum),
        }
    }
}

/// Partial sums of one inner product.
const LANES: usize = 8;

wide! {
    /// `y[i] += alpha * a[i] · x` or `y[i] = ..`; element `i` of `y` is that of row `i`.
    pub(crate) fn inner_products<A: Real>(
        write: Write,
        alpha: A,
        a: Rows<'_, A>,
        x: &[A],
        y: &mut RowsMut<'_, A>,
    ) {
        let m = a.dim().0;
        let mut i = 0;
        while i + 4 <= m {
            inner_block::<A, 4>(write, alpha, a, x, y, i);
            i += 4;
        }
        while i < m {
            inner_block::<A, 1>(write, alpha, a, x, y, i);
            i += 1;
        }
    }
}

#[inline(always)]
fn inner_block<A: Real, const M: usize>(
    write: Write,
    alpha: A,
    a: Rows<'_, A>,
    x: &[A],
    y: &mut RowsMut<'_, A>,
    i: usize,
) {
    let rows: [&[A]; M] = std::array::from_fn(|r| &a.row(i + r)[..x.len()]);
    let mut lanes = [[A::zero(); LANES]; M];
    let (chunks, rest) = x.as_chunks::<LANES>();
    let chunked = rows.map(|row| &row.as_chunks::<LANES>().0[..chunks.len()]);
    for (l, x) in chunks.iter().enumerate() {
        for r in 0..M {
            let a = &chunked[r][l];
            for s in 0..LANES {
                lanes[r][s] += a[s] * x[s];
            }
        }
    }
    // Through memory, or the sums of pairs would decide how all the others are held in registers.
    let lanes = std::hint::black_box(lanes);
    for (r, (lanes, row)) in lanes.iter().zip(&rows).enumerate() {
        let tail = row[x.len() - rest.len()..].iter().zip(rest);
        let tail = tail.fold(A::zero(), |sum, (&a, &x)| sum + a * x);
        let pairs = [lanes[0] + lanes[4], lanes[1] + lanes[5], lanes[2] + lanes[6], lanes[3] + lanes[7]];
        let sum = alpha * ((pairs[0] + pairs[2]) + (pairs[1] + pairs[3]) + tail);
        let y = &mut y.row(i + r)[0];
        match write {
            Write::Add => *y += sum,
            Write::Replace => *y = sum,
        }
    }
}

wide! {
    /// `y += alpha * x · a` or `y = ..`, as sums of rows of `a`.
    pub(crate) fn sum_of_rows<A: Real>(
        write: Write,
        alpha: A,
        x: Elements<'_, A>,
        a: Rows<'_, A>,
        y: &mut [A],
    ) {
        let m = a.dim().0;
        let mut write = write;
        let mut i = 0;
        while i + 4 <= m {
            combine::<A, 4>(write, alpha, std::array::from_fn(|r| x.get(0, i + r)), a, i, y);
            (write, i) = (Write::Add, i + 4);
        }
        while i < m {
            combine::<A, 1>(write, alpha, [x.get(0, i)], a, i, y);
            (write, i) = (Write::Add, i + 1);
        }
    }
}

wide! {
    /// `c += alpha * a · b` or `c = ..`, with the inner dimension `N`, in one pass over `c`; of `c`
    /// as many columns as `b` has, from `j` on.
    pub(crate) fn rank_update<A: Real, const N: usize>(
        write: Write,
        alpha: A,
        a: Elements<'_, A>,
        b: Rows<'_, A>,
        c: &mut RowsMut<'_, A>,
        j: usize,
    ) {
        for i in 0..c.dim().0 {
            let c = &mut c.row(i)[j..j + b.dim().1];
            combine::<A, N>(write, alpha, std::array::from_fn(|l| a.get(i, l)), b, 0, c);
        }
    }
}

/// `y += alpha * Σ x[r] * a[i + r]` or `y = ..`, for `N` rows of `a`.
#[inline(always)]
fn combine<A: Real, const N: usize>(
    write: Write,
    alpha: A,
    x: [A; N],
    a: Rows<'_, A>,
    i: usize,
    y: &mut [A],
) {
    let x = x.map(|x| alpha * x);
    let rows: [&[A]; N] = std::array::from_fn(|r| &a.row(i + r)[..y.len()]);
    let term = |j: usize| (1..N).fold(x[0] * rows[0][j], |sum, r| sum + x[r] * rows[r][j]);
    match write {
        Write::Add => y.iter_mut().enumerate().for_each(|(j, y)| *y += term(j)),
        Write::Replace => y.iter_mut().enumerate().for_each(|(j, y)| *y = term(j)),
    }
}
