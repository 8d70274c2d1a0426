//! The kernels that numpy2ad's generated adjoints call.
//!
//! Each line of a generated adjoint is one call of a function in this crate: a product, an
//! accumulation, an elementwise map or an inverse of [`ndarray`] arrays. Nothing here knows of
//! differentiation. Users of numpy2ad meet only [`linalg`]; the rest is an implementation detail
//! of the macro, versioned together with it.
//!
//! | module | kernels |
//! |---|---|
//! | products | [`mat_mul`], [`mat_vec`], [`vec_mat`], [`vec_vec`], [`outer`] and `add_*`, `sub_*` of them, which accumulate in place |
//! | elementwise | [`add`], [`sub`], [`mul`], [`div`], [`map`] to [`map6`], [`sum_map`] to [`sum_map6`], which stretch axes of length 1 |
//! | kinks | [`sign`], [`step`], [`maximum`], [`minimum`], of numbers, for the closures of elementwise maps |
//! | [`pairs`] | functions of two arrays that ndarray has no methods for |
//! | accumulate | [`add_map`] to [`add_map6`], [`sub_map`] to [`sub_map6`], [`add_assign`], [`sub_assign`], which also sum down to their target |
//! | Jacobians | [`unit_like`], [`row_like`], [`set_column`] |
//! | statistics | [`mean`], [`var`], [`std()`] and of the rows or columns, slopes of norms |
//! | element_products | [`product`], [`others`], the products of all elements but one, and their derivatives |
//! | arrange | constants, other shapes, repetition, triangles, arrays side by side, Kronecker products |
//! | views | [`t_mut`], [`row`], [`row_mut`], [`column()`], [`column_mut`], [`zeros_like`], [`copy`], [`check_shape`], [`check_direction`] |
//! | [`linalg`] | [`inv`], [`try_inv`] |
//! | lu | [`lu()`], [`try_lu`], and with what they make [`solve`], [`solve_t`], [`solve_vec`], [`solve_t_vec`], [`inv_of`] |
//! | factorised | [`Factorised`], what [`solve`] and its like take: [`factors()`], [`lu()`], [`cholesky()`], [`definite`], [`lower`], [`upper`], [`diagonal()`] |
//! | inverse_gram | [`inverse_gram`], a product around an inverse, of [`cholesky()`] and [`definite`] |
//! | determinants | [`det`], [`ln_det_of`], [`det_sign_of`], [`cofactors`], [`cofactors_moved`] |
//! | decompositions | [`eigh`], [`qr`], [`svd`] and their components, [`gaps`]; [`cholesky_factor`] |
//! | functions of matrices | [`matrix_power`], [`expm`], [`pinv`], and [`spread_corner`] and its like for their derivatives |
//! | parts | [`strict_lower_triangle`], [`lower_half`] |
//! | triangular | [`lower_mat_mul`], [`upper_mat_mul`], [`mat_lower_mul`], [`mat_upper_mul`], [`lower_mat_vec`], [`upper_mat_vec`] and `add_*`, `sub_*` of them, which read one triangle |
//! | diagonal | [`diag_mat_mul`], [`mat_diag_mul`], [`diag_mat_vec`] and `add_*`, `sub_*` of them, which read the diagonal; [`is_diagonal`] |
//! | symmetric | [`sym_mat_mul`], [`add_sym_mat_mul`], [`sub_sym_mat_mul`], products that are known to be symmetric; [`mirrored_mat_mul`], [`add_mirrored_mat_mul`], [`sub_mirrored_mat_mul`], those that may be |
//! | look | [`found_symmetric`], [`is_diagonal`], what a look at a matrix tells |
//! | workspace | [`Workspace`], whose methods are the kernels that make new arrays, in memory used again |
//!
//! # Arguments
//!
//! A kernel takes its arrays as `&ArrayRef` and `&mut ArrayRef`. Owned arrays and views dereference
//! to it, whatever their strides, so one compiled kernel serves them all:
//!
//! ```
//! use ndarray::prelude::*;
//! use numpy2ad_runtime as ad;
//!
//! let a = array![[1.0, 2.0], [3.0, 4.0]];
//! let mut a_a = Array2::zeros((2, 2));
//! let v = ad::mat_mul(&a, &a.t());
//! ad::add_mat_mul(&mut a_a, &v, &a.slice(s![..;-1, ..]));
//! assert_eq!(a_a, array![[26.0, 42.0], [58.0, 94.0]]);
//! ```
//!
//! # Panics
//!
//! A kernel checks all shapes before it writes anything. Its panic names the operation and the
//! shapes, and is reported at the caller's line.
//!
//! # Backends
//!
//! Products and factorisations run on [faer](https://docs.rs/faer), which needs no system library.
//! With one of the features `openblas-system`, `openblas-static`, `netlib-system`,
//! `netlib-static`, `intel-mkl-system`, `intel-mkl-static` they run on BLAS and LAPACK, through
//! `ndarray` and `ndarray-linalg`.

mod accumulate;
mod arrange;
mod backend;
pub mod check;
mod cholesky;
mod chosen;
mod decompose;
mod definite;
mod det;
mod diagonal;
mod dispatch;
mod each;
mod element_products;
mod elementwise;
mod factorised;
mod factors;
mod inverse;
mod inverse_gram;
mod jacobian;
mod kinks;
pub mod linalg;
mod look;
mod loops;
mod lu;
mod matrix_functions;
mod memory;
mod pages;
pub mod pairs;
mod parts;
mod products;
mod real;
mod reduce;
mod repeat;
mod rows;
mod shape;
mod spare;
mod statistics;
mod symmetric;
mod transpose;
mod triangular;
mod triangular_products;
mod triangular_vectors;
mod views;
mod wide;
mod workspace;

#[cfg(test)]
mod testing;

pub use accumulate::{
    add_map, add_map2, add_map3, add_map4, add_map5, add_map6, sub_map, sub_map2, sub_map3, sub_map4,
    sub_map5, sub_map6,
};
pub use arrange::{
    broadcast_to_matrix, broadcast_to_vector, collapse, collapse_rows, concatenate, concatenate_columns,
    flatten, from_diag, full_matrix, full_vector, kron, kron_left, kron_right, linspace, lower_triangle,
    reshape_like, reshape_matrix, reshape_vector, scaled_eye, stack_columns, stack_rows, tril, triu,
    try_reshape_matrix, try_reshape_vector, upper_triangle,
};
pub use cholesky::{Cholesky, cholesky, try_cholesky};
pub use decompose::{
    Eigh, Qr, Svd, eigh, eigh_values, eigh_vectors, gaps, qr, qr_q, qr_r, svd, svd_s, svd_u, svd_vt,
    try_eigh, try_qr, try_svd,
};
pub use definite::{Definite, definite, try_definite};
pub use det::{cofactors, cofactors_moved, det, det_sign_of, ln_det_of, try_det};
pub use diagonal::{
    Diagonal, add_diag_mat_mul, add_diag_mat_vec, add_mat_diag_mul, diag_mat_mul, diag_mat_vec, diagonal,
    is_diagonal, mat_diag_mul, sub_diag_mat_mul, sub_diag_mat_vec, sub_mat_diag_mul, try_diagonal,
};
pub use element_products::{
    others, others_columns, others_moved, others_moved_columns, others_moved_rows, others_rows, product,
    product_columns, product_rows,
};
pub use elementwise::{
    add, div, map, map2, map3, map4, map5, map6, mul, sub, sum_map, sum_map2, sum_map3, sum_map4, sum_map5,
    sum_map6,
};
pub use factorised::Factorised;
pub use factors::{Factors, factors, factors_into, try_factors, try_factors_into};
pub use inverse::{inv, try_inv};
pub use inverse_gram::{SymmetricFactors, inverse_gram};
pub use jacobian::{row_like, set_column, unit_like};
pub use kinks::{maximum, minimum, sign, step};
pub use linalg::{norm_l1, norm_l2, norm_max, trace, try_trace};
pub use look::found_symmetric;
pub use lu::{Lu, inv_of, lu, solve, solve_t, solve_t_vec, solve_vec, try_lu};
pub use matrix_functions::{cholesky_factor, expm, matrix_power, pinv, try_cholesky_factor};
pub use parts::{
    gather_corner, gather_diagonal, lower_half, spread_corner, spread_diagonal, strict_lower_triangle,
};
pub use products::{
    add_mat_mul, add_mat_vec, add_outer, add_vec_mat, mat_mul, mat_vec, outer, sub_mat_mul, sub_mat_vec,
    sub_outer, sub_vec_mat, vec_mat, vec_vec,
};
pub use real::{Real, number};
pub use reduce::{add_assign, add_scalar, sub_assign, sub_scalar, sum};
pub use repeat::{broadcast, broadcast_row, full_like, sum_rows};
pub use shape::{check_direction, check_shape};
pub use spare::{recycle, release_memory};
pub use statistics::{
    mean, mean_columns, mean_rows, norm_l1_slope, norm_max_slope, recip_or_zero, std, std_columns, std_rows,
    sum_columns, var, var_columns, var_rows,
};
pub use symmetric::{
    add_mirrored_mat_mul, add_sym_mat_mul, mirrored_mat_mul, sub_mirrored_mat_mul, sub_sym_mat_mul,
    sym_mat_mul,
};
pub use triangular::{Triangular, lower, lower_unchecked, try_lower, try_upper, upper, upper_unchecked};
pub use triangular_products::{
    add_lower_mat_mul, add_mat_lower_mul, add_mat_upper_mul, add_upper_mat_mul, lower_mat_mul, mat_lower_mul,
    mat_upper_mul, sub_lower_mat_mul, sub_mat_lower_mul, sub_mat_upper_mul, sub_upper_mat_mul, upper_mat_mul,
};
pub use triangular_vectors::{
    add_lower_mat_vec, add_upper_mat_vec, lower_mat_vec, sub_lower_mat_vec, sub_upper_mat_vec, upper_mat_vec,
};
pub use views::{cheapest, column, column_mut, copy, row, row_mut, t_mut, zeros_like};
pub use workspace::{Recycle, Workspace};
