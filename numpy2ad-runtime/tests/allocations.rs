//! From its second run on, code in a workspace allocates nothing.

#![allow(unsafe_code, reason = "an allocator that counts")]
#![cfg(not(feature = "lapack"))]

use ndarray::prelude::*;
use numpy2ad_runtime::{self as ad, Workspace};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is passed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promises are those that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(address, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The allocations of a third run of `f`, and those of its first.
fn allocations(name: &str, mut f: impl FnMut(&mut Workspace)) {
    let mut ws = Workspace::new();
    let mut run = || {
        let before = ALLOCATIONS.get();
        f(&mut ws);
        ALLOCATIONS.get() - before
    };
    let counts = [run(), run(), run()];
    assert!(counts[0] > 0, "{name}: the counter counts");
    assert_eq!(counts[1..], [0, 0], "{name}");
}

fn matrix(rows: usize, cols: usize) -> Array2<f64> {
    Array2::from_shape_fn((rows, cols), |(i, j)| ((i * 7 + j * 13) % 11) as f64 - 5.0)
}

macro_rules! check {
    ($($call:ident($($arg:expr),*);)+) => {$(
        allocations(stringify!($call($($arg),*)), |ws| {
            let out = ws.$call($($arg),*);
            ws.recycle(out);
        });
    )+};
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATIONS.get();
    drop(ad::copy(&matrix(2, 2)));
    assert_eq!(ALLOCATIONS.get() - before, 2);
}

#[test]
fn a_second_run_allocates_nothing() {
    for n in [8, 64, 200] {
        let a = matrix(n, n) + Array2::<f64>::eye(n) * (10 * n) as f64;
        let (b, few) = (matrix(n, n), matrix(n, 3));
        let (column, line) = (matrix(n, 1), matrix(1, n));
        let (x, gaps) = (column.column(0).to_owned(), matrix(3 * n, 3 * n));
        let strided = gaps.slice(s![..;3, ..;3]);
        let (y, gram, negative) = (strided.column(1), a.dot(&a.t()), -&a);
        check! {
            copy(&a); copy(&a.t()); copy(&strided); zeros_like(&a); full_like(1.0, &a.t());
            mat_mul(&a, &b); mat_mul(&a.t(), &b); mat_mul(&a, &b.t()); mat_mul(&a.t(), &b.t());
            mat_mul(&strided, &b); mat_mul(&a, &strided); mat_mul(&a, &few); mat_mul(&few.t(), &a);
            mat_mul(&few, &few.t()); mat_mul(&few.t(), &few); mat_mul(&a, &column); mat_mul(&line, &a);
            mat_mul(&column, &line); mat_mul(&line, &column);
            mat_vec(&a, &x); mat_vec(&a.t(), &x); mat_vec(&a, &y); mat_vec(&strided, &y);
            vec_mat(&x, &a); vec_mat(&y, &a.t()); outer(&x, &x); outer(&x, &y);
            add(&a, &b); sub(&a, &b.t()); mul(&a, &line); div(&column, &line);
            map(&a, f64::abs); map2(&a, &b, |a, b| a * b); map3(&a, &b, &line, |a, b, c| a * b + c);
            map4(&a, &b, &a, &b, |a, b, c, d| a * b + c * d);
            map5(&a, &b, &a, &b, &a, |a, b, c, d, e| a * b + c * d - e);
            map6(&a, &b, &a, &b, &a, &b, |a, b, c, d, e, f| a * b + c * d - e * f);
            broadcast(&line, &a); broadcast_row(&x, &a); sum_rows(&a); sum_rows(&a.t());
            lu(&a); lu(&a.t()); factors(&a); factors(&gram); factors(&gram.t()); factors(&negative); inv(&a); inv(&a.t()); inv(&gram);
            cholesky(&a); cholesky(&gram.t()); definite(&gram); definite(&negative);
            lower_mat_mul(&a, &b); lower_mat_mul(&a.t(), &b.t()); lower_mat_mul(&strided, &column);
            upper_mat_mul(&a, &b); upper_mat_mul(&a, &strided); upper_mat_mul(&a.t(), &few);
            mat_lower_mul(&b, &a); mat_lower_mul(&line, &a); mat_upper_mul(&b.t(), &a); mat_upper_mul(&line, &a);
            lower_mat_vec(&a, &x); lower_mat_vec(&a.t(), &y); upper_mat_vec(&a, &x); upper_mat_vec(&a.t(), &y);
            diag_mat_mul(&a, &b); diag_mat_mul(&a, &b.t()); mat_diag_mul(&b, &a); mat_diag_mul(&b.t(), &a);
            diag_mat_vec(&a, &x); sym_mat_mul(&a, &a.t()); sym_mat_mul(&few, &few.t()); sym_mat_mul(&a.t(), &a);
            mirrored_mat_mul(&a, &b, &gram); mirrored_mat_mul(&a, &b, &a);
        }
        for a in [&a, &gram, &negative] {
            allocations("factors_into", |ws| {
                let copy = ws.copy(a);
                let f = ws.factors_into(copy);
                ws.recycle(f);
            });
        }
        solved(&ad::factors(&a), n);
        solved(&ad::factors(&gram), n);
        solved(&ad::lu(&a), n);
        solved(&ad::lu(&a.t()), n);
        solved(&ad::cholesky(&gram), n);
        solved(&ad::cholesky(&gram.t()), n);
        solved(&ad::definite(&gram), n);
        solved(&ad::lower(&a), n);
        solved(&ad::upper(&a.t()), n);
        solved(&ad::diagonal(&a), n);
        allocations("fallible", |ws| {
            let (f, inverse) = (ws.try_factors(&a).unwrap(), ws.try_inv(&a).unwrap());
            ws.recycle(f);
            ws.recycle(inverse);
        });
    }
}

/// What all factorisations do.
fn solved(f: &impl ad::Factorised<f64>, n: usize) {
    let (b, few, column, gaps) = (matrix(n, n), matrix(n, 3), matrix(n, 1), matrix(3 * n, 3 * n));
    let strided = gaps.slice(s![..;3, ..;3]);
    let (x, y) = (column.column(0).to_owned(), strided.column(1));
    check! {
        solve(f, &b); solve(f, &b.t()); solve(f, &few); solve(f, &column); solve(f, &strided);
        solve_t(f, &b); solve_t(f, &few); solve_t(f, &column);
        solve_vec(f, &x); solve_vec(f, &y); solve_t_vec(f, &x); inv_of(f);
    }
}

#[test]
fn in_place_kernels_allocate_nothing() {
    for n in [8, 64, 200] {
        let (a, gaps) = (matrix(n, n), matrix(3 * n, 3 * n));
        let strided = gaps.slice(s![..;3, ..;3]);
        let (x, y, few) = (a.column(1), strided.row(2), matrix(n, 2));
        let (b, mut c, mut wide) = (matrix(n, n), a.clone(), gaps.clone());
        for round in 0..2 {
            let before = ALLOCATIONS.get();
            for c in [&mut *c, &mut *wide.slice_mut(s![..;3, ..;3])] {
                ad::add_mat_mul(c, &a, &a.t());
                ad::add_mat_mul(c, &strided, &a);
                ad::sub_mat_mul(c, &few, &few.t());
                ad::add_outer(c, &x, &y);
                ad::add_mat_vec(&mut c.row_mut(0), &a, &x);
                ad::sub_mat_vec(&mut c.column_mut(0), &a.t(), &y);
                ad::add_vec_mat(&mut c.column_mut(1), &y, &strided);
                ad::add_assign(c, &a.t());
                ad::sub_assign(&mut c.slice_mut(s![..1, ..]), &a);
                ad::add_map2(c, &a, &strided, |a, b| a * b);
                ad::add_scalar(c, 1.0);
                ad::add_map2(&mut c.slice_mut(s![..1, ..]), &a, &strided, |a, b| a * b);
                ad::sub_map2(&mut c.slice_mut(s![.., ..1]), &a, &b.slice(s![..1, ..]), |a, b| a * b);
                ad::add_lower_mat_mul(c, &a, &strided);
                ad::sub_upper_mat_mul(c, &strided, &a.t());
                ad::add_mat_lower_mul(c, &a, &b);
                ad::sub_mat_upper_mul(c, &a.t(), &b);
                ad::add_lower_mat_vec(&mut c.row_mut(0), &a, &x);
                ad::sub_upper_mat_vec(&mut c.column_mut(0), &a.t(), &y);
                ad::add_diag_mat_mul(c, &a, &b);
                ad::sub_mat_diag_mul(c, &a.t(), &b);
                ad::add_diag_mat_vec(&mut c.row_mut(0), &a, &x);
                ad::add_sym_mat_mul(c, &b, &b.t());
                ad::sub_sym_mat_mul(c, &few, &few.t());
            }
            assert!(round == 0 || ALLOCATIONS.get() == before, "n = {n}");
        }
    }
}

#[test]
fn small_arrays_in_between_do_not_take_the_place_of_large_ones() {
    let (small, large) = (matrix(3, 3), matrix(50, 50));
    allocations("interleaved", |ws| {
        let x = ws.copy(&large);
        ws.recycle(x);
        let (x, y) = (ws.copy(&small), ws.copy(&matrix_of_static()));
        ws.recycle(x);
        let z = ws.copy(&large);
        ws.recycle(y);
        ws.recycle(z);
    });
}

/// A view that needs no allocation.
fn matrix_of_static() -> ArrayView2<'static, f64> {
    static VALUES: [[f64; 4]; 4] = [[1.0; 4]; 4];
    aview2(&VALUES)
}
