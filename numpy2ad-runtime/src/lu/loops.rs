//! The factorisation of small matrices and substitution of few right-hand sides, by own loops.
//!
//! A backend's calls, blocks and scratch memory cost more than the arithmetic of a small matrix.

#![allow(unsafe_code, reason = "the loops are compiled for AVX2 too, and called where there is AVX2")]
#![allow(clippy::indexing_slicing, reason = "indices below n into slices of n elements")]

use crate::Real;
use crate::wide::wide;

wide! {
    /// Puts the factors of the matrix `a`, n × n and column by column, in its place, and in `rows`
    /// which row of the matrix each of theirs was. A pivot of 0 stays where it is, and all that
    /// comes after it is left undone.
    pub(crate) fn factor<A: Real>(a: &mut [A], rows: &mut [usize]) {
        let n = rows.len();
        rows.iter_mut().enumerate().for_each(|(i, row)| *row = i);
        for k in 0..n {
            let column = &a[k * n..(k + 1) * n];
            let mut pivot = k;
            for i in k + 1..n {
                if column[i].abs() > column[pivot].abs() {
                    pivot = i;
                }
            }
            if column[pivot] == A::zero() {
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

wide! {
    /// Solves with the factors `lu`, in place of `b`, n × m and row by row, whose rows are
    /// interchanged already.
    pub(crate) fn substitute<A: Real>(lu: &[A], n: usize, b: &mut [A], m: usize) {
        if m == 1 {
            return one(lu, n, b);
        }
        for k in 0..n {
            let (top, rest) = b.split_at_mut((k + 1) * m);
            subtract_multiples(rest, &lu[k * n + k + 1..], &top[k * m..], m);
        }
        for k in (0..n).rev() {
            let (rest, bottom) = b.split_at_mut(k * m);
            let row = &mut bottom[..m];
            row.iter_mut().for_each(|x| *x /= lu[k * n + k]);
            subtract_multiples(rest, &lu[k * n..], row, m);
        }
    }
}

/// Subtracts from each row the multiple of one row.
#[inline(always)]
fn subtract_multiples<A: Real>(rows: &mut [A], factors: &[A], row: &[A], m: usize) {
    for (target, &factor) in rows.chunks_exact_mut(m).zip(factors) {
        target.iter_mut().zip(row).for_each(|(x, r)| *x -= factor * *r);
    }
}

/// [`substitute`] for one right-hand side.
#[inline(always)]
fn one<A: Real>(lu: &[A], n: usize, b: &mut [A]) {
    for k in 0..n {
        let (value, rest) = (b[k], &mut b[k + 1..]);
        rest.iter_mut().zip(&lu[k * n + k + 1..]).for_each(|(x, l)| *x -= value * *l);
    }
    for k in (0..n).rev() {
        let value = b[k] / lu[k * n + k];
        b[k] = value;
        b[..k].iter_mut().zip(&lu[k * n..]).for_each(|(x, u)| *x -= value * *u);
    }
}

wide! {
    /// The same with the transposed matrix, but for the interchange of rows, which comes last.
    pub(crate) fn substitute_transposed<A: Real>(lu: &[A], n: usize, b: &mut [A], m: usize) {
        for k in 0..n {
            let (top, rest) = b.split_at_mut(k * m);
            let (column, row) = (&lu[k * n..(k + 1) * n], &mut rest[..m]);
            subtract_combination(row, &column[..k], top, m);
            row.iter_mut().for_each(|x| *x /= column[k]);
        }
        for k in (0..n).rev() {
            let (top, rest) = b.split_at_mut((k + 1) * m);
            subtract_combination(&mut top[k * m..], &lu[k * n + k + 1..(k + 1) * n], rest, m);
        }
    }
}

/// Subtracts from one row the sum of multiples of others.
#[inline(always)]
fn subtract_combination<A: Real>(row: &mut [A], factors: &[A], rows: &[A], m: usize) {
    if let [x] = row {
        *x -= inner_product(factors, rows);
    } else {
        for (&factor, other) in factors.iter().zip(rows.chunks_exact(m)) {
            row.iter_mut().zip(other).for_each(|(x, r)| *x -= factor * *r);
        }
    }
}

#[inline(always)]
fn inner_product<A: Real>(x: &[A], y: &[A]) -> A {
    const LANES: usize = 4;
    let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<LANES>(), y[..x.len()].as_chunks::<LANES>());
    let rest = x_rest.iter().zip(y_rest).fold(A::zero(), |sum, (&x, &y)| sum + x * y);
    if x.is_empty() {
        return rest;
    }
    let mut sums = [A::zero(); LANES];
    for (x, y) in x.iter().zip(y) {
        sums.iter_mut().zip(x).zip(y).for_each(|((sum, &x), &y)| *sum += x * y);
    }
    // In pairs: a sum one after the other is a wait for each.
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// Row `i` of `b`, n × m, becomes what row `rows[i]` was; n is at most 64.
pub(crate) fn interchange<A: Real>(rows: &[usize], b: &mut [A], m: usize) {
    let mut done = 0_u64;
    for start in 0..rows.len() {
        let mut i = start;
        while done >> i & 1 == 0 {
            done |= 1 << i;
            let from = rows[i];
            if from == start {
                break;
            }
            if m == 1 {
                b.swap(i, from);
            } else {
                let (low, high) = (i.min(from), i.max(from));
                let (top, bottom) = b.split_at_mut(high * m);
                top[low * m..(low + 1) * m].swap_with_slice(&mut bottom[..m]);
            }
            i = from;
        }
    }
}
