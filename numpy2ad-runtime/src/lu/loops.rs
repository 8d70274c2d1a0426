//! The factorisation of small matrices and substitution of few right-hand sides, by own loops.
//!
//! A backend's calls, blocks and scratch memory cost more than the arithmetic of a small matrix;
//! and so do loops of a length that is not known where they are compiled, if they are short.

#![allow(unsafe_code, reason = "the loops are compiled for AVX2 too, and called where there is AVX2")]
#![allow(clippy::indexing_slicing, reason = "indices below n into slices of n elements")]

use crate::Real;
use crate::wide::wide;
use std::array::from_fn;

/// Right-hand sides that are solved for together.
const WIDTH: usize = 8;
/// The largest matrix whose systems are solved here.
pub(crate) const LARGEST: usize = 32;

/// Puts the factors of the matrix `a`, n × n and column by column, in its place, and in `rows`
/// which row of the matrix each of theirs was. A pivot of 0 stays where it is, and all that
/// comes after it is left undone.
pub(crate) fn factor<A: Real>(a: &mut [A], rows: &mut [usize]) {
    match rows.len() {
        8 => factor_in_place::<A, 8>(a, rows),
        16 => factor_in_place::<A, 16>(a, rows),
        ..8 => factor_padded::<A, 8>(a, rows),
        9..16 => factor_padded::<A, 16>(a, rows),
        _ => factor_any(a, rows),
    }
}

/// [`factor`] of a matrix that has just `N` rows.
fn factor_in_place<A: Real, const N: usize>(a: &mut [A], rows: &mut [usize]) {
    if let Ok(columns) = a.as_chunks_mut::<N>().0.try_into() {
        factor_columns::<A, N>(columns, rows);
    }
}

/// [`factor`] of a matrix that has less than `N` rows.
fn factor_padded<A: Real, const N: usize>(a: &mut [A], rows: &mut [usize]) {
    let n = rows.len();
    let mut columns = padded::<A, N>(a, n);
    factor_columns::<A, N>(&mut columns, rows);
    for (a, column) in a.chunks_exact_mut(n.max(1)).zip(&columns) {
        a.iter_mut().zip(column).for_each(|(a, x)| *a = *x);
    }
}

/// The columns of a matrix of n rows, with zeros below.
fn padded<A: Real, const N: usize>(a: &[A], n: usize) -> [[A; N]; N] {
    let mut columns = [[A::zero(); N]; N];
    for (column, a) in columns.iter_mut().zip(a.chunks_exact(n.max(1))) {
        column.iter_mut().zip(a).for_each(|(x, a)| *x = *a);
    }
    columns
}

wide! {
    fn factor_columns<A: Real, const N: usize>(columns: &mut [[A; N]; N], rows: &mut [usize]) {
        let n = rows.len().min(N);
        rows.iter_mut().enumerate().for_each(|(i, row)| *row = i);
        for k in 0..n {
            let pivot = largest(&columns[k][..n], k);
            if columns[k][pivot] == A::zero() {
                return;
            }
            if pivot != k {
                rows.swap(k, pivot);
                columns[..n].iter_mut().for_each(|column| column.swap(k, pivot));
            }
            let pivot = columns[k][k];
            // Above the pivot nothing changes. A factor of 0 there would not do: 0 times infinity.
            let below: [A; N] = from_fn(|i| if i > k { columns[k][i] / pivot } else { columns[k][i] });
            columns[k] = below;
            for column in &mut columns[k + 1..n] {
                let factor = column[k];
                *column = from_fn(|i| if i > k { column[i] - factor * below[i] } else { column[i] });
            }
        }
    }
}

/// The first place of the largest element from `k` on.
#[inline(always)]
fn largest<A: Real>(column: &[A], k: usize) -> usize {
    let mut best = (k, column[k].abs());
    for (i, x) in column.iter().enumerate().skip(k + 1) {
        best = if x.abs() > best.1 { (i, x.abs()) } else { best };
    }
    best.0
}

wide! {
    fn factor_any<A: Real>(a: &mut [A], rows: &mut [usize]) {
        let n = rows.len();
        rows.iter_mut().enumerate().for_each(|(i, row)| *row = i);
        for k in 0..n {
            let pivot = largest(&a[k * n..(k + 1) * n], k);
            if a[k * n + pivot] == A::zero() {
                return;
            }
            if pivot != k {
                rows.swap(k, pivot);
                a.chunks_exact_mut(n).for_each(|column| column.swap(k, pivot));
            }
            let (left, right) = a.split_at_mut((k + 1) * n);
            let (pivot, below) = (left[k * n + k], &mut left[k * n + k + 1..]);
            below.iter_mut().for_each(|x| *x /= pivot);
            for column in right.chunks_exact_mut(n) {
                let (factor, column) = (column[k], &mut column[k + 1..]);
                column.iter_mut().zip(below.iter()).for_each(|(x, l)| *x -= factor * *l);
            }
        }
    }
}

/// Solves with the factors `lu` of a matrix of at most [`LARGEST`] rows or of its transpose, in
/// place of `b`, n × m and row by row; `rows` is what [`factor`] made.
pub(crate) fn solve<A: Real>(lu: &[A], rows: &[usize], transposed: bool, b: &mut [A], m: usize) {
    match (m, rows.len()) {
        (1, ..=8) => one_padded::<A, 8>(lu, rows, transposed, b),
        (1, 9..=16) => one_padded::<A, 16>(lu, rows, transposed, b),
        (1, _) => one_any(lu, rows, transposed, b),
        (_, _) if transposed => many_transposed(lu, rows, b, m),
        (_, _) => many(lu, rows, b, m),
    }
}

fn one_padded<A: Real, const N: usize>(lu: &[A], rows: &[usize], transposed: bool, b: &mut [A]) {
    let n = rows.len();
    let mut x = [A::zero(); N];
    if transposed {
        x.iter_mut().zip(&*b).for_each(|(x, b)| *x = *b);
        one_fixed::<A, N>(&across(lu, n), n, true, &mut x);
        rows.iter().zip(&x).for_each(|(&row, x)| b[row] = *x);
        return;
    }
    x.iter_mut().zip(rows).for_each(|(x, &row)| *x = b[row]);
    match lu.as_chunks::<N>().0.try_into() {
        Ok(columns) if n == N => one_fixed::<A, N>(columns, n, false, &mut x),
        _ => one_fixed::<A, N>(&padded(lu, n), n, false, &mut x),
    }
    b.iter_mut().zip(&x).for_each(|(b, x)| *b = *x);
}

/// The rows of a matrix of n rows, with zeros below.
fn across<A: Real, const N: usize>(a: &[A], n: usize) -> [[A; N]; N] {
    let mut rows = [[A::zero(); N]; N];
    for (j, a) in a.chunks_exact(n.max(1)).enumerate().take(N) {
        rows.iter_mut().zip(a).for_each(|(row, a)| row[j] = *a);
    }
    rows
}

wide! {
    /// Solves with the lower triangle, then with the upper one; the diagonal is that of one of them.
    fn one_fixed<A: Real, const N: usize>(columns: &[[A; N]; N], n: usize, of_lower: bool, b: &mut [A; N]) {
        // Always all of `left` is written: a load of what was stored in pieces waits long. What is
        // then in the places of values that are known is not read again.
        let mut left = *b;
        for (k, column) in columns.iter().enumerate().take(n) {
            let value = if of_lower { left[k] / column[k] } else { left[k] };
            b[k] = value;
            left = from_fn(|i| left[i] - value * column[i]);
        }
        let mut left = *b;
        for (k, column) in columns.iter().enumerate().take(n).rev() {
            let value = if of_lower { left[k] } else { left[k] / column[k] };
            b[k] = value;
            left = from_fn(|i| left[i] - value * column[i]);
        }
    }
}

/// The sum, in pairs: a sum one after the other is a wait for each.
#[inline(always)]
fn sum<A: Real, const N: usize>(mut terms: [A; N]) -> A {
    let mut len = N;
    while len > 1 {
        len /= 2;
        for i in 0..len {
            terms[i] += terms[i + len];
        }
    }
    terms[0]
}

wide! {
    fn one_any<A: Real>(lu: &[A], rows: &[usize], transposed: bool, b: &mut [A]) {
        let (n, mut x) = (rows.len(), [A::zero(); LARGEST]);
        let x = &mut x[..n];
        if transposed {
            x.copy_from_slice(b);
            for k in 0..n {
                let column = &lu[k * n..(k + 1) * n];
                x[k] = (x[k] - inner_product(&column[..k], x)) / column[k];
            }
            for k in (0..n).rev() {
                let (top, rest) = x.split_at_mut(k + 1);
                top[k] -= inner_product(&lu[k * n + k + 1..(k + 1) * n], rest);
            }
            rows.iter().zip(&*x).for_each(|(&row, x)| b[row] = *x);
            return;
        }
        x.iter_mut().zip(rows).for_each(|(x, &row)| *x = b[row]);
        for k in 0..n {
            let (value, rest) = (x[k], &mut x[k + 1..]);
            rest.iter_mut().zip(&lu[k * n + k + 1..]).for_each(|(x, l)| *x -= value * *l);
        }
        for k in (0..n).rev() {
            let value = x[k] / lu[k * n + k];
            x[k] = value;
            x[..k].iter_mut().zip(&lu[k * n..]).for_each(|(x, u)| *x -= value * *u);
        }
        b.copy_from_slice(x);
    }
}

#[inline(always)]
fn inner_product<A: Real>(x: &[A], y: &[A]) -> A {
    const LANES: usize = 4;
    let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<LANES>(), y[..x.len()].as_chunks::<LANES>());
    let rest = x_rest.iter().zip(y_rest).fold(A::zero(), |sum, (&x, &y)| sum + x * y);
    let mut sums = [A::zero(); LANES];
    for (x, y) in x.iter().zip(y) {
        sums.iter_mut().zip(x).zip(y).for_each(|((sum, &x), &y)| *sum += x * y);
    }
    sum(sums) + rest
}

wide! {
    fn many<A: Real>(lu: &[A], rows: &[usize], b: &mut [A], m: usize) {
        let n = rows.len();
        let mut panel = [[A::zero(); WIDTH]; LARGEST];
        let panel = &mut panel[..n];
        for j in (0..m).step_by(WIDTH) {
            let width = WIDTH.min(m - j);
            panel.iter_mut().zip(rows).for_each(|(row, &from)| load(row, &b[from * m + j..][..width]));
            for k in 0..n {
                let (top, rest) = panel.split_at_mut(k + 1);
                subtract_multiples(rest, &lu[k * n + k + 1..(k + 1) * n], &top[k]);
            }
            for k in (0..n).rev() {
                let (rest, bottom) = panel.split_at_mut(k);
                let pivot = lu[k * n + k];
                bottom[0].iter_mut().for_each(|x| *x /= pivot);
                subtract_multiples(rest, &lu[k * n..k * n + k], &bottom[0]);
            }
            panel.iter().enumerate().for_each(|(i, row)| store(row, &mut b[i * m + j..][..width]));
        }
    }
}

wide! {
    fn many_transposed<A: Real>(lu: &[A], rows: &[usize], b: &mut [A], m: usize) {
        let n = rows.len();
        let mut panel = [[A::zero(); WIDTH]; LARGEST];
        let panel = &mut panel[..n];
        for j in (0..m).step_by(WIDTH) {
            let width = WIDTH.min(m - j);
            panel.iter_mut().enumerate().for_each(|(i, row)| load(row, &b[i * m + j..][..width]));
            for k in 0..n {
                let (top, rest) = panel.split_at_mut(k);
                subtract_combination(&mut rest[0], &lu[k * n..k * n + k], top);
                let pivot = lu[k * n + k];
                rest[0].iter_mut().for_each(|x| *x /= pivot);
            }
            for k in (0..n).rev() {
                let (top, rest) = panel.split_at_mut(k + 1);
                subtract_combination(&mut top[k], &lu[k * n + k + 1..(k + 1) * n], rest);
            }
            panel.iter().zip(rows).for_each(|(row, &to)| store(row, &mut b[to * m + j..][..width]));
        }
    }
}

#[inline(always)]
fn load<A: Real>(row: &mut [A; WIDTH], from: &[A]) {
    match <&[A; WIDTH]>::try_from(from) {
        Ok(from) => *row = *from,
        Err(_) => row.iter_mut().zip(from).for_each(|(x, from)| *x = *from),
    }
}

#[inline(always)]
fn store<A: Real>(row: &[A; WIDTH], to: &mut [A]) {
    match <&mut [A; WIDTH]>::try_from(&mut *to) {
        Ok(to) => *to = *row,
        Err(_) => to.iter_mut().zip(row).for_each(|(to, x)| *to = *x),
    }
}

/// Subtracts from each row the multiple of one row.
#[inline(always)]
fn subtract_multiples<A: Real>(rows: &mut [[A; WIDTH]], factors: &[A], row: &[A; WIDTH]) {
    for (target, &factor) in rows.iter_mut().zip(factors) {
        target.iter_mut().zip(row).for_each(|(x, r)| *x -= factor * *r);
    }
}

/// Subtracts from one row the sum of multiples of others.
#[inline(always)]
fn subtract_combination<A: Real>(row: &mut [A; WIDTH], factors: &[A], rows: &[[A; WIDTH]]) {
    let mut left = *row;
    for (&factor, other) in factors.iter().zip(rows) {
        left.iter_mut().zip(other).for_each(|(x, r)| *x -= factor * *r);
    }
    *row = left;
}
