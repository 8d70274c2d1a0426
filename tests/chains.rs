//! What the optimiser rewrites keeps its value and its derivatives: each function in both forms.

#[path = "support/chains.rs"]
mod functions;
mod support;

macro_rules! check_chains {
    () => {
        macro_rules! check {
            ($name:ident, $ad:ident, $t:ident, $out:ident, $inputs:tt) => {
                crate::check_function!($name, $ad, $t, plain, $out, $inputs);
            };
        }
        check!(row_chain, row_chain_ad, row_chain_t, scalar, [(vector "m" Any), (matrix "m n" Any), (vector "n" Any)]);
        check!(dot_of_row, dot_of_row_ad, dot_of_row_t, scalar, [(vector "n" Any), (vector "m" Any), (matrix "m n" Any)]);
        check!(two_sides, two_sides_ad, two_sides_t, scalar, [(matrix "m n" Any), (vector "n" Any), (matrix "m k" Any), (vector "k" Any)]);
        check!(row_times_inverse, row_times_inverse_ad, row_times_inverse_t, vector, [(vector "m" Any), (matrix "m m" Invertible)]);
        check!(row_chain_of_inverses, row_chain_of_inverses_ad, row_chain_of_inverses_t, vector, [(vector "m" Any), (matrix "m m" Invertible), (matrix "m m" Invertible)]);
        check!(inverse_times_inverse, inverse_times_inverse_ad, inverse_times_inverse_t, matrix, [(matrix "m m" Invertible), (matrix "m m" Invertible)]);
        check!(inverse_of_product, inverse_of_product_ad, inverse_of_product_t, vector, [(matrix "m m" Invertible), (matrix "m m" Invertible), (vector "m" Any)]);
        check!(inverse_transposed, inverse_transposed_ad, inverse_transposed_t, vector, [(matrix "m m" Invertible), (vector "m" Any)]);
        check!(inverse_in_three_places, inverse_in_three_places_ad, inverse_in_three_places_t, matrix, [(matrix "m m" Invertible), (matrix "m m" Any)]);
        check!(matrix_times_inverse, matrix_times_inverse_ad, matrix_times_inverse_t, matrix, [(matrix "n m" Any), (matrix "m m" Invertible)]);
        check!(normal_equations, normal_equations_ad, normal_equations_t, vector, [(matrix "m n" Any), (vector "n" Any)]);
        check!(symmetric_chain, symmetric_chain_ad, symmetric_chain_t, matrix, [(matrix "m n" Any), (matrix "n k" Any)]);
        check!(scaled_product, scaled_product_ad, scaled_product_t, vector, [(matrix "m m" Any), (vector "m" Any), (scalar "" Any)]);
        check!(misfit, misfit_ad, misfit_t, scalar, [(matrix "m n" Any), (vector "n" Any), (vector "m" Any), (matrix "m m" Definite)]);
        check!(elementwise_matrix, elementwise_matrix_ad, elementwise_matrix_t, vector, [(matrix "m m" Any), (matrix "m m" Any), (vector "m" Any)]);
        check!(column_times_row, column_times_row_ad, column_times_row_t, matrix, [(matrix "m 1" Any), (matrix "m 1" Any), (matrix "m m" Any)]);
        check!(shared_product, shared_product_ad, shared_product_t, vector, [(matrix "m m" Any), (matrix "m m" Any), (vector "m" Any)]);
        check!(rayleigh, rayleigh_ad, rayleigh_t, scalar, [(matrix "m+1 m+1" Invertible), (vector "m+1" Positive)]);
        check!(result_is_a_name, result_is_a_name_ad, result_is_a_name_t, matrix, [(matrix "m m" Invertible), (matrix "m k" Any)]);
        check!(
            row_broadcast_behind_a_product, row_broadcast_behind_a_product_ad, row_broadcast_behind_a_product_t, matrix,
            [(matrix "m n" Any), (matrix "n k" Any), (matrix "1 n" Any)]
        );
    };
}

mod optimised {
    use crate::functions::*;
    check_chains!();
}

mod plain {
    numpy2ad_macros::__plain_source!("tests/support/chains.rs");
    check_chains!();
}
