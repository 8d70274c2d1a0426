//! The expansions of `#[hvp]` and `#[jacobian]` in surroundings that are not their own: no prelude, another crate name, names
//! that are taken, types that come through a macro, strict lints.

#![deny(warnings, missing_docs, unused, nonstandard_style, rust_2018_idioms)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![allow(
    clippy::many_single_char_names,
    clippy::similar_names,
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    clippy::suboptimal_flops,
    clippy::missing_const_for_fn,
    clippy::float_cmp,
    clippy::needless_question_mark,
    clippy::cast_precision_loss,
    reason = "the test's own functions are written as users write array code"
)]
#![allow(dead_code, reason = "of most functions only the derivatives are called")]

use ndarray::prelude::*;
use numpy2ad::{adjoint, gradient, hvp, jacobian, tangent};

/// Nothing of the prelude is in scope.
mod no_prelude {
    #![no_implicit_prelude]

    use ::ndarray::{Array1, Array2};
    use ::numpy2ad::linalg::{Inverse, LinalgError};

    #[::numpy2ad::hvp]
    #[::numpy2ad::jacobian]
    pub fn everything(
        a: &Array2<f64>,
        x: &Array1<f64>,
        s: f64,
    ) -> ::core::result::Result<Array1<f64>, LinalgError> {
        let v = a.inv()?.t().dot(x) * s + (x * x).mapv(f64::exp);
        ::core::result::Result::Ok(v)
    }

    #[::numpy2ad::hvp(wrt(x))]
    #[::numpy2ad::jacobian(wrt(x))]
    pub fn number(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
        a.dot(x).dot(x)
    }
}

mod renamed {
    pub mod facade {
        pub use numpy2ad as reexport;
    }

    use facade::reexport;
    use ndarray::Array1;

    #[reexport::hvp(crate = facade::reexport)]
    #[reexport::jacobian(crate = facade::reexport)]
    pub fn cubes(x: &Array1<f64>) -> f64 {
        (x * x * x).sum()
    }
}

/// Every name that the expansions like to use.
mod taken {
    use super::{Array1, Array2, hvp, jacobian};

    #[hvp]
    #[jacobian]
    pub fn names(
        ad: &Array2<f64>,
        row: &Array1<f64>,
        column: &Array1<f64>,
        ad_t: f64,
        ad_g: f64,
    ) -> Array1<f64> {
        let row_h = ad.dot(row) * ad_t;
        let column_j = &row_h * &row_h * ad_g;
        let out = column_j - column;
        let out_t = &out * &out;
        out_t * ad_t
    }

    #[hvp]
    #[jacobian]
    pub fn raw(r#type: &Array1<f64>, len_m: f64) -> f64 {
        r#type.dot(r#type) * len_m
    }
}

mod by_macro {
    use super::{Array1, Array2, hvp, jacobian};
    use numpy2ad::linalg::{Inverse, LinalgError};

    macro_rules! typed {
        ($a:ty, $out:ty) => {
            #[hvp]
            #[jacobian]
            pub fn fallible(a: $a) -> $out {
                Ok(a.inv()?)
            }
        };
    }

    typed!(&Array2<f64>, Result<Array2<f64>, LinalgError>);

    #[hvp]
    #[jacobian]
    pub fn with_lifetime<'a>(x: &'a Array1<f64>, _label: &'a str) -> Array1<f64> {
        x * x
    }
}

/// All derivatives of one function.
#[adjoint]
#[tangent]
#[gradient]
#[hvp]
#[jacobian]
fn all(x: &Array1<f64>) -> f64 {
    x.dot(x)
}

#[test]
fn numbers_are_right() {
    let (a, x, t) = (array![[2.0, 0.0], [0.0, 4.0]], array![1.0, 2.0], array![1.0, 0.0]);
    let (_, x_g, x_h) = no_prelude::number_hvp(&a, &x, &t);
    assert_eq!((x_g, x_h), (array![4.0, 16.0], array![4.0, 0.0]));
    assert_eq!(no_prelude::number_jac(&a, &x), (18.0, array![[4.0, 16.0]]));
    assert!(no_prelude::everything_hvp(&a, &a, &x, &t, 1.0, 0.5, &x).is_ok());
    assert!(no_prelude::everything_jac(&a, &x, 1.0).is_ok());
    assert_eq!(renamed::cubes_hvp(&x, &t), (9.0, array![3.0, 12.0], array![6.0, 0.0]));
    assert_eq!(renamed::cubes_jac(&x), (9.0, array![[3.0, 12.0]]));
    assert_eq!(taken::raw_hvp(&x, &t, 3.0, 0.0).2, (array![6.0, 0.0], 2.0));
    assert_eq!(taken::raw_jac(&x, 3.0), (15.0, (array![[6.0, 12.0]], array![[5.0]])));
    let (value, blocks) = taken::names_jac(&a, &x, &t, 0.5, 2.0);
    assert_eq!(value.len(), 2);
    assert_eq!((blocks.0.dim(), blocks.4.dim()), ((2, 4), (2, 1)));
    assert_eq!(taken::names_hvp(&a, &a, &x, &t, &t, &t, 0.5, 1.0, 2.0, 1.0, &x).0, value);
    assert!(by_macro::fallible_hvp(&a, &a, &a).is_ok());
    assert!(by_macro::fallible_jac(&a).is_ok());
    assert_eq!(by_macro::with_lifetime_jac(&x, "x").1, array![[2.0, 0.0], [0.0, 4.0]]);
    assert_eq!(by_macro::with_lifetime_hvp(&x, &t, "x", &x).2, array![2.0, 0.0]);
    assert_eq!((all_grad(&x).1, all_hvp(&x, &t).2), (array![2.0, 4.0], array![2.0, 0.0]));
}
