//! The runtime's kernels, each with a count of its flops from the shapes that it is given.
//!
//! Kernels that compute are wrapped one by one; a new one is not counted until it has a wrapper here, and the test
//! that it is used in says so. Where a kernel does less because of what it sees in its operands, as a product that turns
//! out to be symmetric, the count is of what it does else.

use ndarray::prelude::*;
use numpy2ad_runtime::linalg::LinalgError;
use numpy2ad_runtime::{
    self as kernels, Cholesky, Definite, Diagonal, Factorised, Factors, SymmetricFactors, Triangular,
};
use std::cell::Cell;

pub use ndarray::{ArrayRef1, ArrayRef2};
pub use numpy2ad_runtime::{
    broadcast, broadcast_row, cheapest, check_shape, copy, found_symmetric, full_like, is_diagonal, recycle,
    row, row_mut, t_mut, zeros_like,
};

thread_local! {
    static TOTAL: Cell<f64> = const { Cell::new(0.0) };
}

fn count(flops: f64) {
    TOTAL.set(TOTAL.get() + flops);
}

/// The flops since this was last asked.
pub fn taken() -> f64 {
    TOTAL.take()
}

fn product(axes: &[usize]) -> f64 {
    axes.iter().map(|&axis| axis as f64).product()
}

/// An element of an array in a closure of the generated code: it counts what is done with it, by the weights that the
/// compiler gives to functions. What is done with numbers alone is of degree 0, and not counted.
#[derive(Clone, Copy)]
pub struct Element(f64);

macro_rules! operators {
    ($($operator:ident $method:ident $symbol:tt;)*) => {$(
        impl std::ops::$operator for Element {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                count(1.0);
                Self(self.0 $symbol other.0)
            }
        }
        impl std::ops::$operator<f64> for Element {
            type Output = Self;
            fn $method(self, other: f64) -> Self {
                self $symbol Self(other)
            }
        }
        impl std::ops::$operator<Element> for f64 {
            type Output = Element;
            fn $method(self, other: Element) -> Element {
                Element(self) $symbol other
            }
        }
    )*};
}

operators! { Add add +; Sub sub -; Mul mul *; Div div /; }

impl std::ops::Neg for Element {
    type Output = Self;

    fn neg(self) -> Self {
        count(1.0);
        Self(-self.0)
    }
}

macro_rules! functions {
    ($($name:ident($($arg:ident: $ty:ty)?) $weight:literal;)*) => {
        impl Element {$(
            pub fn $name(self $(, $arg: $ty)?) -> Self {
                count($weight);
                Self(self.0.$name($($arg)?))
            }
        )*}
    };
}

functions! { exp() 8.0; ln() 8.0; recip() 1.0; powi(n: i32) 2.0; powf(c: f64) 2.0; }

macro_rules! elementwise {
    ($($name:ident)*) => {$(
        #[track_caller]
        pub fn $name<D: Dimension>(a: &ArrayRef<f64, D>, b: &ArrayRef<f64, D>) -> Array<f64, D> {
            let out = kernels::$name(a, b);
            count(out.len() as f64);
            out
        }
    )*};
}

elementwise! { add sub mul div }

macro_rules! element {
    ($x:ident) => {
        Element
    };
}

macro_rules! maps {
    ($($map:ident $add:ident $sub:ident $sum:ident: $($x:ident)*;)*) => {$(
        #[track_caller]
        pub fn $map<D: Dimension>($($x: &ArrayRef<f64, D>,)* f: impl Fn($(element!($x)),*) -> Element) -> Array<f64, D> {
            kernels::$map($($x,)* |$($x),*| f($(Element($x)),*).0)
        }

        #[track_caller]
        pub fn $add<D: Dimension>(
            target: &mut ArrayRef<f64, D>,
            $($x: &ArrayRef<f64, D>,)*
            f: impl Fn($(element!($x)),*) -> Element,
        ) {
            count(target.len() as f64);
            kernels::$add(target, $($x,)* |$($x),*| f($(Element($x)),*).0);
        }

        #[track_caller]
        pub fn $sub<D: Dimension>(
            target: &mut ArrayRef<f64, D>,
            $($x: &ArrayRef<f64, D>,)*
            f: impl Fn($(element!($x)),*) -> Element,
        ) {
            count(target.len() as f64);
            kernels::$sub(target, $($x,)* |$($x),*| f($(Element($x)),*).0);
        }

        #[track_caller]
        pub fn $sum<D: Dimension>($($x: &ArrayRef<f64, D>,)* f: impl Fn($(element!($x)),*) -> Element) -> f64 {
            count([$($x.len()),*].into_iter().max().unwrap_or(0) as f64);
            kernels::$sum($($x,)* |$($x),*| f($(Element($x)),*).0)
        }
    )*};
}

maps! {
    map add_map sub_map sum_map: a;
    map2 add_map2 sub_map2 sum_map2: a b;
    map3 add_map3 sub_map3 sum_map3: a b c;
    map4 add_map4 sub_map4 sum_map4: a b c d;
}

/// Wrappers of kernels with plain arguments: the count is an expression of them.
macro_rules! counted {
    ($($name:ident$(<$d:ident>)?($($arg:ident: $ty:ty),*) $(-> $out:ty)?: $flops:expr;)*) => {$(
        #[track_caller]
        pub fn $name$(<$d: Dimension>)?($($arg: $ty),*) $(-> $out)? {
            count($flops);
            kernels::$name($($arg),*)
        }
    )*};
}

/// What a system with one right-hand side takes, and the inverse, by the number of rows.
pub trait Systems: Factorised<f64> {
    fn flops(n: f64) -> f64;
    fn inverse_flops(n: f64) -> f64;
}

macro_rules! systems {
    ($($ty:ty: |$n:ident| $flops:expr, $inverse:expr;)*) => {$(
        impl Systems for $ty {
            fn flops($n: f64) -> f64 {
                $flops
            }

            fn inverse_flops($n: f64) -> f64 {
                $inverse
            }
        }
    )*};
}

systems! {
    Factors<f64>: |n| 2.0 * n * n, 4.0 / 3.0 * n * n * n;
    Cholesky<f64>: |n| 2.0 * n * n, 2.0 / 3.0 * n * n * n;
    Definite<f64>: |n| 2.0 * n * n, 2.0 / 3.0 * n * n * n;
    Triangular<'_, f64>: |n| n * n, n * n * n / 3.0;
    Diagonal<'_, f64>: |n| n, n;
}

macro_rules! factorisations {
    ($($name:ident $try_name:ident($of:ty) -> $ty:ty: $cubes:expr;)*) => {$(
        #[track_caller]
        pub fn $name(a: $of) -> $ty {
            count($cubes * product(&[a.nrows(); 3]));
            kernels::$name(a)
        }

        pub fn $try_name(a: $of) -> Result<$ty, LinalgError> {
            count($cubes * product(&[a.nrows(); 3]));
            kernels::$try_name(a)
        }
    )*};
}

factorisations! {
    factors try_factors(&M) -> Factors<f64>: 2.0 / 3.0;
    factors_into try_factors_into(Array2<f64>) -> Factors<f64>: 2.0 / 3.0;
    cholesky try_cholesky(&M) -> Cholesky<f64>: 1.0 / 3.0;
    definite try_definite(&M) -> Definite<f64>: 1.0 / 3.0;
    lower try_lower(&M) -> Triangular<'_, f64>: 0.0;
    upper try_upper(&M) -> Triangular<'_, f64>: 0.0;
    diagonal try_diagonal(&M) -> Diagonal<'_, f64>: 0.0;
}

macro_rules! solves {
    ($($name:ident $many:ty => $out:ty;)*) => {$(
        #[track_caller]
        pub fn $name<F: Systems>(f: &F, b: &$many) -> $out {
            let n = f.order();
            count(F::flops(n as f64) * product(b.shape().get(1..).unwrap_or_default()));
            kernels::$name(f, b)
        }
    )*};
}

solves! {
    solve M => Array2<f64>;
    solve_t M => Array2<f64>;
    solve_vec V => Array1<f64>;
    solve_t_vec V => Array1<f64>;
}

#[track_caller]
pub fn inv_of<F: Systems>(f: &F) -> Array2<f64> {
    count(F::inverse_flops(f.order() as f64));
    kernels::inv_of(f)
}

#[track_caller]
pub fn inverse_gram(f: &impl SymmetricFactors<f64>, x: &M) -> Array2<f64> {
    count(product(&[x.nrows(), x.nrows(), x.ncols()]) + product(&[x.nrows(), x.ncols(), x.ncols()]));
    kernels::inverse_gram(f, x)
}

/// Products of which half is looked at, and those with a diagonal, as new arrays and in place.
macro_rules! structured {
    ($($name:ident $add:ident $sub:ident($a:ident: $a_ty:ty, $b:ident: $b_ty:ty) -> $out:ty as $target:ty: $flops:expr;)*) => {$(
        #[track_caller]
        pub fn $name($a: &$a_ty, $b: &$b_ty) -> $out {
            count($flops);
            kernels::$name($a, $b)
        }

        #[track_caller]
        pub fn $add(c: &mut $target, $a: &$a_ty, $b: &$b_ty) {
            count($flops);
            kernels::$add(c, $a, $b);
        }

        #[track_caller]
        pub fn $sub(c: &mut $target, $a: &$a_ty, $b: &$b_ty) {
            count($flops);
            kernels::$sub(c, $a, $b);
        }
    )*};
}

structured! {
    sym_mat_mul add_sym_mat_mul sub_sym_mat_mul(a: M, b: M) -> Array2<f64> as M: product(&[a.nrows(), a.ncols(), b.ncols()]);
    lower_mat_mul add_lower_mat_mul sub_lower_mat_mul(a: M, b: M) -> Array2<f64> as M: product(&[a.nrows(), a.ncols(), b.ncols()]);
    upper_mat_mul add_upper_mat_mul sub_upper_mat_mul(a: M, b: M) -> Array2<f64> as M: product(&[a.nrows(), a.ncols(), b.ncols()]);
    mat_lower_mul add_mat_lower_mul sub_mat_lower_mul(a: M, b: M) -> Array2<f64> as M: product(&[a.nrows(), a.ncols(), b.ncols()]);
    mat_upper_mul add_mat_upper_mul sub_mat_upper_mul(a: M, b: M) -> Array2<f64> as M: product(&[a.nrows(), a.ncols(), b.ncols()]);
    lower_mat_vec add_lower_mat_vec sub_lower_mat_vec(a: M, x: V) -> Array1<f64> as V: product(&[a.len()]);
    upper_mat_vec add_upper_mat_vec sub_upper_mat_vec(a: M, x: V) -> Array1<f64> as V: product(&[a.len()]);
    diag_mat_mul add_diag_mat_mul sub_diag_mat_mul(w: M, b: M) -> Array2<f64> as M: product(&[b.len()]);
    mat_diag_mul add_mat_diag_mul sub_mat_diag_mul(a: M, w: M) -> Array2<f64> as M: product(&[a.len()]);
    diag_mat_vec add_diag_mat_vec sub_diag_mat_vec(w: M, x: V) -> Array1<f64> as V: product(&[x.len()]);
}

type M = ArrayRef2<f64>;
type V = ArrayRef1<f64>;

counted! {
    mat_mul(a: &M, b: &M) -> Array2<f64>: 2.0 * product(&[a.nrows(), a.ncols(), b.ncols()]);
    add_mat_mul(c: &mut M, a: &M, b: &M): 2.0 * product(&[a.nrows(), a.ncols(), b.ncols()]);
    sub_mat_mul(c: &mut M, a: &M, b: &M): 2.0 * product(&[a.nrows(), a.ncols(), b.ncols()]);
    mirrored_mat_mul(a: &M, b: &M, m: &M) -> Array2<f64>: 2.0 * product(&[a.nrows(), a.ncols(), b.ncols()]);
    add_mirrored_mat_mul(c: &mut M, a: &M, b: &M, m: &M): 2.0 * product(&[a.nrows(), a.ncols(), b.ncols()]);
    sub_mirrored_mat_mul(c: &mut M, a: &M, b: &M, m: &M): 2.0 * product(&[a.nrows(), a.ncols(), b.ncols()]);
    mat_vec(a: &M, x: &V) -> Array1<f64>: 2.0 * a.len() as f64;
    add_mat_vec(y: &mut V, a: &M, x: &V): 2.0 * a.len() as f64;
    sub_mat_vec(y: &mut V, a: &M, x: &V): 2.0 * a.len() as f64;
    vec_mat(x: &V, a: &M) -> Array1<f64>: 2.0 * a.len() as f64;
    add_vec_mat(y: &mut V, x: &V, a: &M): 2.0 * a.len() as f64;
    sub_vec_mat(y: &mut V, x: &V, a: &M): 2.0 * a.len() as f64;
    vec_vec(x: &V, y: &V) -> f64: 2.0 * x.len() as f64;
    outer(x: &V, y: &V) -> Array2<f64>: product(&[x.len(), y.len()]);
    add_outer(c: &mut M, x: &V, y: &V): product(&[x.len(), y.len()]);
    sub_outer(c: &mut M, x: &V, y: &V): product(&[x.len(), y.len()]);
    inv(a: &M) -> Array2<f64>: 2.0 * product(&[a.nrows(); 3]);
    try_inv(a: &M) -> Result<Array2<f64>, LinalgError>: 2.0 * product(&[a.nrows(); 3]);
    sum<D>(a: &ArrayRef<f64, D>) -> f64: a.len() as f64;
    sum_rows(a: &M) -> Array1<f64>: a.len() as f64;
    add_assign<D>(target: &mut ArrayRef<f64, D>, a: &ArrayRef<f64, D>): target.len() as f64;
    sub_assign<D>(target: &mut ArrayRef<f64, D>, a: &ArrayRef<f64, D>): target.len() as f64;
    add_scalar<D>(target: &mut ArrayRef<f64, D>, s: f64): target.len() as f64;
    sub_scalar<D>(target: &mut ArrayRef<f64, D>, s: f64): target.len() as f64;
}
