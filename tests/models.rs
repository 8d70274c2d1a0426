//! Every model of the examples, optimised and plain, through the generic harness.

#[path = "../examples/models/mod.rs"]
mod example;
mod support;

macro_rules! model {
    ($name:ident, $ad:ident, $t:ident, $(($($input:tt)*)),* $(,)?) => {
        crate::check_function!($name, $ad, $t, plain, matrix, [$((matrix $($input)*)),*]);
    };
}

macro_rules! check_models {
    () => {
        model!(mma, mma_ad, mma_t, ("m k" Any), ("k n" Any), ("m n" Any));
        model!(inverse, inverse_ad, inverse_t, ("m m" Invertible));
        model!(gls, gls_ad, gls_t, ("m+n m" Invertible), ("m+n m+n" Definite), ("m+n 1" Any));
        model!(opt_xf, opt_xf_ad, opt_xf_t, ("m+n m+n" Definite), ("n m+n" Invertible), ("n 1" Any), ("m+n 1" Any));
        model!(opt_b, opt_b_ad, opt_b_t, ("m+n m+n" Definite), ("n m+n" Invertible), ("m+n 1" Any), ("m+n 1" Any));
        model!(signal, signal_ad, signal_t, ("m m" Invertible), ("m+n m" Invertible), ("k m" Any), ("k k" Definite), ("m 1" Any));
        model!(enkf, enkf_ad, enkf_t, ("m p" Any), ("m m" Definite), ("m m" Any), ("m m" Definite), ("m p" Any));
        model!(image, image_ad, image_t, ("n m" Any), ("n 1" Any), ("m 1" Any), ("m 1" Any), ("m m" Definite), ("m 1" Any));
        model!(rmi, rmi_ad, rmi_t, ("m+n m" Invertible), ("m+n m+n" Definite), ("m+n m+n" Any), ("m+n m+n" Any));
        model!(rmi2, rmi2_ad, rmi2_t, ("m+n m+n" Definite), ("m+n m" Invertible), ("m+n m+n" Invertible), ("m+n m+n" Any), ("m+n m+n" Any));
        model!(newton, newton_ad, newton_t, ("m m" Definite), ("m m" Any), ("n m" Any), ("n k" Any), ("k k" Definite));
        model!(tikhonov, tikhonov_ad, tikhonov_t, ("n m" Any), ("m m" Invertible), ("n 1" Any));
        model!(gen_tikhonov, gen_tikhonov_ad, gen_tikhonov_t, ("n m" Any), ("n n" Definite), ("m m" Definite), ("n 1" Any), ("m 1" Any));
        model!(lmmse, lmmse_ad, lmmse_t, ("m m" Definite), ("n m" Any), ("n n" Definite), ("n 1" Any), ("m 1" Any));
        model!(kalman_gain, kalman_gain_ad, kalman_gain_t, ("m m" Definite), ("n m" Any), ("n n" Definite));
        model!(kalman_covariance, kalman_covariance_ad, kalman_covariance_t, ("m n" Any), ("n m" Any), ("m m" Any), ("m m" Any));
        model!(kalman_state, kalman_state_ad, kalman_state_t, ("m n" Any), ("n m" Any), ("m 1" Any), ("n 1" Any));
        model!(quadric, quadric_ad, quadric_t, ("m m" Any), ("m n" Any), ("m n" Any), ("n n" Any));

        /// Many columns, for which another variant is the cheapest.
        mod of_many_columns {
            use super::*;
            model!(gls, gls_ad, gls_t, ("m+n m" Invertible), ("m+n m+n" Definite), ("m+n 7" Any));
            model!(opt_xf, opt_xf_ad, opt_xf_t, ("m+n m+n" Definite), ("n m+n" Invertible), ("n 7" Any), ("m+n 7" Any));
            model!(signal, signal_ad, signal_t, ("m m" Invertible), ("m+n m" Invertible), ("k m" Any), ("k k" Definite), ("m 7" Any));
            model!(image, image_ad, image_t, ("n m" Any), ("n 7" Any), ("m 7" Any), ("m 7" Any), ("m m" Definite), ("m 7" Any));
            model!(tikhonov, tikhonov_ad, tikhonov_t, ("n m" Any), ("m m" Invertible), ("n 7" Any));
            model!(lmmse, lmmse_ad, lmmse_t, ("m m" Definite), ("n m" Any), ("n n" Definite), ("n 7" Any), ("m 7" Any));
        }

        /// The models with vectors.
        mod of_vectors {
            use super::vectors::*;


            crate::check_function!(gls, gls_ad, gls_t, fallible, vector, [(matrix "m+n m" Invertible), (matrix "m+n m+n" Definite), (vector "m+n" Any)]);
            crate::check_function!(lmmse, lmmse_ad, lmmse_t, plain, vector, [
                (matrix "m m" Definite), (matrix "n m" Any), (matrix "n n" Definite), (vector "n" Any), (vector "m" Any)
            ]);
            crate::check_function!(tikhonov, tikhonov_ad, tikhonov_t, plain, vector, [
                (matrix "n m" Any), (matrix "m m" Definite), (vector "n" Any), (scalar "" Positive)
            ]);
            crate::check_function!(misfit, misfit_ad, misfit_t, plain, scalar, [
                (matrix "m n" Any), (vector "n" Any), (vector "m" Any), (vector "m" Any)
            ]);
        }
    };
}

mod optimised {
    use crate::example::*;
    check_models!();
}

mod plain {
    numpy2ad_macros::__plain_source!("examples/models/mod.rs");
    check_models!();
}
