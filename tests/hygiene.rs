//! The expansion in surroundings that are not its own: no prelude, another crate name, names that are taken,
//! strict lints. Everything compiles without a warning and gives the right numbers.

#![deny(warnings, missing_docs, unused, nonstandard_style, rust_2018_idioms)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![allow(
    clippy::many_single_char_names,
    clippy::similar_names,
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    clippy::trivially_copy_pass_by_ref,
    clippy::suboptimal_flops,
    clippy::missing_const_for_fn,
    clippy::float_cmp,
    clippy::option_if_let_else,
    clippy::let_and_return,
    clippy::redundant_clone,
    clippy::almost_swapped,
    clippy::eq_op,
    clippy::needless_question_mark,
    clippy::unnecessary_wraps,
    clippy::redundant_pub_crate,
    clippy::cast_precision_loss,
    clippy::cast_lossless,
    clippy::redundant_closure,
    clippy::too_many_arguments,
    reason = "the test's own functions are written as users write array code"
)]
#![allow(dead_code, reason = "of most functions only the adjoint is called")]

use approx::assert_abs_diff_eq;
use ndarray::prelude::*;

fn a() -> Array2<f64> {
    array![[1.0, 2.0], [3.0, 4.0]]
}

fn b() -> Array2<f64> {
    array![[0.5, -1.0], [2.0, 1.5]]
}

fn seed() -> Array2<f64> {
    array![[1.0, -2.0], [0.5, 3.0]]
}

fn zeros() -> Array2<f64> {
    Array2::zeros((2, 2))
}

/// Checks an adjoint of `a.dot(b)`.
fn product(
    adjoint: impl Fn(&Array2<f64>, &Array2<f64>, &mut Array2<f64>, &mut Array2<f64>, &Array2<f64>) -> Array2<f64>,
) {
    let (mut a_a, mut b_a) = (a(), zeros());
    let out = adjoint(&a(), &b(), &mut a_a, &mut b_a, &seed());
    assert_abs_diff_eq!(out, a().dot(&b()), epsilon = 1e-12);
    assert_abs_diff_eq!(a_a, a() + seed().dot(&b().t()), epsilon = 1e-12);
    assert_abs_diff_eq!(b_a, a().t().dot(&seed()), epsilon = 1e-12);
}

/// Nothing of the prelude is in scope.
mod no_prelude {
    #![no_implicit_prelude]

    use ::ndarray::{Array1, Array2};
    use ::numpy2ad::linalg::{Inverse, LinalgError};

    #[::numpy2ad::adjoint]
    pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }

    #[::numpy2ad::adjoint]
    #[::numpy2ad::tangent]
    pub fn everything(
        a: &Array2<f64>,
        x: &Array1<f64>,
        s: f64,
    ) -> ::core::result::Result<Array1<f64>, LinalgError> {
        let v = a.inv()?.t().dot(x) * s + (x * x).mapv(f64::exp);
        ::core::result::Result::Ok(v - 2.0)
    }

    #[::numpy2ad::adjoint]
    pub fn copy(a: &Array2<f64>) -> Array2<f64> {
        a.t().to_owned()
    }

    #[::numpy2ad::adjoint(spd(m), lower(l), diagonal(w), sizes(m = 100), workspace)]
    pub fn declared(
        m: &Array2<f64>,
        l: &Array2<f64>,
        w: &Array2<f64>,
        x: &Array1<f64>,
    ) -> ::core::result::Result<Array1<f64>, LinalgError> {
        ::core::result::Result::Ok(m.inv()?.dot(&(l.inv()?.dot(&w.dot(x)) + x)))
    }

    /// Variants, and a plain path for operands that are repeated.
    #[::numpy2ad::adjoint(workspace)]
    pub fn variants(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
        p.dot(&h.t()).dot(&(h.dot(p).dot(&h.t()) + r).inv().unwrap())
    }
}

#[test]
fn without_the_prelude() {
    product(|a, b, a_a, b_a, out_a| no_prelude::product_ad(a, b, a_a, b_a, out_a));
    let (a, x) = (a(), array![1.0, -1.0]);
    let (mut a_a, mut x_a, mut s_a) = (zeros(), Array1::zeros(2), 0.0);
    let out = no_prelude::everything_ad(&a, &x, 2.0, &mut a_a, &mut x_a, &mut s_a, &x).unwrap();
    let (again, out_t) = no_prelude::everything_t(&a, &a, &x, &x, 2.0, 1.0).unwrap();
    assert_eq!(out, no_prelude::everything(&a, &x, 2.0).unwrap());
    assert_eq!(out, again);
    let by_adjoint = (&a * &a_a).sum() + x.dot(&x_a) + s_a;
    assert_abs_diff_eq!(x.dot(&out_t), by_adjoint, epsilon = 1e-12);
    let mut ws = ::numpy2ad::Workspace::new();
    let (mut m_a, mut l_a, mut w_a, mut x_a, mut out) =
        (zeros(), zeros(), zeros(), Array1::zeros(2), x.clone());
    let (m, l, w) = (a.dot(&a.t()), array![[1.0, 0.0], [2.0, 3.0]], array![[1.0, 0.0], [0.0, 2.0]]);
    no_prelude::declared_ad_into(
        &mut ws, &m, &l, &w, &x, &mut m_a, &mut l_a, &mut w_a, &mut x_a, &x, &mut out,
    )
    .unwrap();
    assert_abs_diff_eq!(out, no_prelude::declared(&m, &l, &w, &x).unwrap(), epsilon = 1e-12);
    let (mut p_a, mut h_a, mut r_a, mut out) = (zeros(), zeros(), zeros(), zeros());
    no_prelude::variants_ad_into(&mut ws, &m, &a, &m, &mut p_a, &mut h_a, &mut r_a, &seed(), &mut out);
    assert_abs_diff_eq!(out, no_prelude::variants(&m, &a, &m), epsilon = 1e-12);
    let mut a_a = zeros();
    assert_eq!(no_prelude::copy_ad(&a, &mut a_a, &a), a.t());
    assert_eq!(a_a, a.t());
}

/// The crate under another name.
mod renamed {
    pub mod facade {
        pub use numpy2ad as reexport;
    }

    use facade::reexport;
    use ndarray::Array2;

    #[reexport::adjoint(crate = facade::reexport)]
    pub fn relative(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }

    #[reexport::adjoint(crate = facade::reexport, symmetric(a), workspace)]
    pub fn with_workspace(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }

    #[reexport::adjoint(crate = crate::renamed::facade::reexport, optimize = false)]
    pub fn absolute(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }

    pub mod inner {
        #[super::reexport::adjoint(crate = super::facade::reexport,)]
        pub fn from_below(a: &ndarray::Array2<f64>, b: &ndarray::Array2<f64>) -> ndarray::Array2<f64> {
            a.dot(b)
        }
    }
}

#[test]
fn with_a_renamed_crate() {
    product(|a, b, a_a, b_a, out_a| renamed::relative_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| renamed::absolute_ad(a, b, a_a, b_a, out_a));
    let (a, b) = (a() + a().t(), b());
    let (mut a_a, mut b_a, mut out) = (zeros(), zeros(), zeros());
    let mut ws = renamed::facade::reexport::Workspace::new();
    renamed::with_workspace_ad_into(&mut ws, &a, &b, &mut a_a, &mut b_a, &seed(), &mut out);
    assert_abs_diff_eq!(out, a.dot(&b), epsilon = 1e-12);
    assert_abs_diff_eq!(a_a, seed().dot(&b.t()), epsilon = 1e-12);
    product(|a, b, a_a, b_a, out_a| renamed::inner::from_below_ad(a, b, a_a, b_a, out_a));
}

/// Every name that the expansion would like to have is taken.
mod taken {
    use ndarray::Array2;
    use numpy2ad::adjoint;
    use numpy2ad::linalg::inv;

    pub mod ad {}
    pub mod numpy2ad_runtime {}
    pub mod core {}
    pub mod std {}

    #[allow(non_upper_case_globals, dead_code, reason = "a taken name")]
    const zeros_like: f64 = 0.0;

    #[adjoint]
    pub fn variables(v0: &Array2<f64>, out: &Array2<f64>) -> Array2<f64> {
        let v1 = v0.dot(out);
        let v0_a = &v1 + &v1;
        let t0 = v0_a.dot(&v1) * 0.0;
        let out_a = &t0 + &v1;
        out_a.clone()
    }

    #[adjoint]
    pub fn adjoints(a: &Array2<f64>, a_a: &Array2<f64>) -> Array2<f64> {
        let ad = a.dot(a_a);
        let ad_1 = ad;
        ad_1
    }

    #[adjoint(workspace)]
    pub fn workspaces(ws: &Array2<f64>, result: &Array2<f64>) -> Array2<f64> {
        ws.dot(result)
    }

    /// Variants, whose lengths have names.
    #[adjoint(workspace)]
    pub fn lengths(len_m: &Array2<f64>, len_n: &Array2<f64>, len_k: &Array2<f64>) -> Array2<f64> {
        let ws_1 = len_m.dot(&len_n.t());
        let result = len_n.dot(len_m).dot(&len_n.t()) + len_k;
        let result_a = inv(&result);
        ws_1.dot(&result_a)
    }

    #[adjoint]
    pub fn raw(r#type: &Array2<f64>, r#fn: &Array2<f64>) -> Array2<f64> {
        let r#match = r#type.dot(r#fn);
        r#match
    }

    #[adjoint]
    pub fn r#move(__private: &Array2<f64>, numpy2ad: &Array2<f64>) -> Array2<f64> {
        __private.dot(numpy2ad)
    }

    #[adjoint]
    pub fn shadowed(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        let a = a.dot(b);
        let b = a;
        let a = b;
        a
    }

    #[adjoint]
    pub fn blocks(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        let c = {
            let a = a.view();
            let c = a.dot(b);
            c
        };
        c + {
            let c = a - a;
            c
        }
    }
}

#[test]
fn with_names_that_are_taken() {
    product(|a, b, a_a, b_a, out_a| taken::variables_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| taken::adjoints_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| taken::raw_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| taken::move_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| taken::shadowed_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| taken::blocks_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| {
        let mut out = zeros();
        taken::workspaces_ad_into(&mut numpy2ad::Workspace::new(), a, b, a_a, b_a, out_a, &mut out);
        out
    });
    let (mut k_a, mut m_a, mut n_a) = (zeros(), zeros(), zeros());
    let value = taken::lengths_ad(&a(), &b(), &a(), &mut m_a, &mut n_a, &mut k_a, &seed());
    let (mut k, mut m, mut n, mut out) = (zeros(), zeros(), zeros(), zeros());
    let mut ws = numpy2ad::Workspace::new();
    taken::lengths_ad_into(&mut ws, &a(), &b(), &a(), &mut m, &mut n, &mut k, &seed(), &mut out);
    assert_abs_diff_eq!(out, value, epsilon = 1e-12);
    for (with, without) in [(m, m_a), (n, n_a), (k, k_a)] {
        assert_abs_diff_eq!(with, without, epsilon = 1e-12);
    }
}

/// The prelude's names mean something else.
mod shadowed_prelude {
    use ndarray::Array2;
    use numpy2ad::linalg::{Inverse, LinalgError};
    use std::result::Result as Fallible;

    #[allow(dead_code, reason = "a taken name")]
    pub struct Result;
    #[allow(dead_code, reason = "a taken name")]
    pub struct Sized;
    #[allow(dead_code, reason = "a taken name")]
    pub struct Option;
    #[allow(non_snake_case, dead_code, reason = "a taken name")]
    pub fn Ok() {}

    mod aliased {
        pub type Result<T> = std::result::Result<T, super::LinalgError>;
    }

    #[numpy2ad::adjoint]
    pub fn inverse(a: &Array2<f64>) -> aliased::Result<Array2<f64>> {
        Fallible::Ok(a.inv()?)
    }

    #[numpy2ad::adjoint]
    pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> std::result::Result<Array2<f64>, LinalgError> {
        Fallible::Ok(a.dot(b))
    }
}

#[test]
fn with_a_shadowed_prelude() {
    product(|a, b, a_a, b_a, out_a| shadowed_prelude::product_ad(a, b, a_a, b_a, out_a).unwrap());
    let mut a_a = zeros();
    let inverse = shadowed_prelude::inverse_ad(&a(), &mut a_a, &seed()).unwrap();
    assert_abs_diff_eq!(a_a, -inverse.t().dot(&seed()).dot(&inverse.t()), epsilon = 1e-13);
}

/// Attributes, visibility, generics.
mod signatures {
    use ndarray::prelude::*;
    use numpy2ad::adjoint;

    #[adjoint]
    #[cfg(any())]
    pub fn never(a: &Undefined) -> Array2<f64> {
        a.dot(a)
    }

    #[adjoint]
    #[cfg_attr(all(), inline, doc = "A second doc comment.")]
    #[doc(hidden)]
    #[must_use]
    #[expect(clippy::let_and_return, reason = "one name")]
    pub fn attributes(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        let c = a.dot(b);
        c
    }

    #[adjoint]
    #[numpy2ad::tangent]
    pub(in crate::signatures) fn inner(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }

    pub(crate) fn visible(
        a: &Array2<f64>,
        b: &Array2<f64>,
        a_a: &mut Array2<f64>,
        b_a: &mut Array2<f64>,
        out_a: &Array2<f64>,
    ) -> Array2<f64> {
        let (out, _) = inner_t(a, a, b, b);
        assert_eq!(out, inner(a, b));
        inner_ad(a, b, a_a, b_a, out_a)
    }

    #[adjoint]
    pub fn generic<'a, 'b: 'a, const N: usize, T>(
        a: ArrayView2<'a, f64>,
        b: &'b ArrayView2<'b, f64>,
        _: std::marker::PhantomData<T>,
        _table: [usize; N],
    ) -> Array2<f64>
    where
        T: Clone,
    {
        a.dot(b) * (N as f64) / (N as f64)
    }

    #[adjoint]
    #[allow(unsafe_code, reason = "the test's own")]
    pub unsafe fn unsafely(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }

    /// A type with functions.
    pub struct Model;

    impl Model {
        const SCALE: f64 = 1.0;

        /// A product.
        #[adjoint]
        pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
            a.dot(b) * Self::SCALE
        }
    }

    #[adjoint]
    #[allow(non_snake_case, reason = "as in the paper")]
    pub fn capitals(A: &Array2<f64>, B: &Array2<f64>) -> Array2<f64> {
        A.dot(B)
    }
}

#[test]
fn with_attributes_and_generics() {
    product(|a, b, a_a, b_a, out_a| {
        let _ = signatures::attributes(a, b);
        signatures::attributes_ad(a, b, a_a, b_a, out_a);
        a.dot(b)
    });
    product(|a, b, a_a, b_a, out_a| signatures::visible(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| {
        signatures::generic_ad(
            a.view(),
            &b.view(),
            std::marker::PhantomData::<u8>,
            [1, 2, 3],
            a_a,
            b_a,
            out_a,
        )
    });
    #[allow(unsafe_code, reason = "the function asks for it")]
    product(|a, b, a_a, b_a, out_a| unsafe { signatures::unsafely_ad(a, b, a_a, b_a, out_a) });
    product(|a, b, a_a, b_a, out_a| signatures::Model::product_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| signatures::capitals_ad(a, b, a_a, b_a, out_a));
}

/// Functions that macros write.
mod by_macro {
    use ndarray::Array2;
    use numpy2ad::linalg::{Inverse, LinalgError};
    use numpy2ad::{adjoint, tangent};

    macro_rules! product {
        ($name:ident, $b:ident) => {
            #[adjoint]
            pub fn $name(a: &Array2<f64>, $b: &Array2<f64>) -> Array2<f64> {
                let out = a.dot($b);
                let v0 = out;
                v0
            }
        };
    }

    product!(plain, b);
    // The macro's `out` and `v0` are other names than these.
    product!(same_as_let, out);
    product!(same_as_result, v0);

    macro_rules! with_body {
        ($name:ident, $a:ident, $b:ident, $body:expr) => {
            #[adjoint]
            pub fn $name($a: &Array2<f64>, $b: &Array2<f64>) -> Array2<f64> {
                // Shadows nothing of the body's: it is the macro's own.
                let c = $a - $a;
                c + $body
            }
        };
    }

    with_body!(body, a, c, a.dot(c));

    macro_rules! both_called_a {
        ($a:ident) => {
            #[adjoint]
            pub fn both($a: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> {
                $a.dot(a)
            }
        };
    }

    both_called_a!(a);

    macro_rules! renamed {
        ($krate:path, $scale:literal) => {
            #[adjoint(crate = $krate)]
            pub fn scaled(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
                a.dot(b) * $scale
            }
        };
    }

    renamed!(numpy2ad, 1.0);

    // Types that come through a macro stand in groups.
    macro_rules! typed {
        ($a:ty, $out:ty) => {
            #[adjoint(workspace)]
            #[tangent]
            pub fn fallible(a: $a) -> $out {
                Ok(a.inv()?)
            }
        };
    }

    typed!(&Array2<f64>, Result<Array2<f64>, LinalgError>);
}

#[test]
fn in_functions_that_macros_write() {
    product(|a, b, a_a, b_a, out_a| by_macro::plain_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| by_macro::same_as_let_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| by_macro::same_as_result_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| by_macro::body_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| by_macro::both_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| by_macro::scaled_ad(a, b, a_a, b_a, out_a));
    let (out, out_t) = by_macro::fallible_t(&a(), &a()).unwrap();
    assert_abs_diff_eq!(out_t, -&out, epsilon = 1e-12);
    let (mut a_a, mut result) = (zeros(), zeros());
    by_macro::fallible_ad_into(&mut numpy2ad::Workspace::new(), &a(), &mut a_a, &seed(), &mut result)
        .unwrap();
    assert_eq!(result, out);
}

/// All forms in which arguments come.
mod forms {
    use ndarray::prelude::*;
    use numpy2ad::adjoint;

    const TWO: i32 = 2;
    const HALF: f64 = 0.5;

    #[adjoint]
    pub fn owned(a: Array2<f64>, b: Array2<f64>) -> Array2<f64> {
        a.dot(&b)
    }

    #[adjoint]
    pub fn array_ref(a: &ArrayRef2<f64>, b: &ndarray::ArrayRef<f64, Ix2>) -> Array2<f64> {
        a.dot(b)
    }

    #[adjoint]
    pub fn view(a: ArrayView2<'_, f64>, b: &ndarray::ArrayView<'_, f64, Ix2>) -> ndarray::Array<f64, Ix2> {
        a.dot(b)
    }

    #[adjoint]
    pub fn qualified(
        a: &ndarray::Array2<f64>,
        b: ::ndarray::Array<f64, ndarray::Ix2>,
    ) -> ndarray::Array2<f64> {
        a.dot(&b)
    }

    #[adjoint]
    #[expect(unused_mut, reason = "written so, as an expectation that the expansion does not fail")]
    pub fn mutable(mut a: Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        let mut c = a.dot(b);
        c
    }

    #[adjoint]
    pub fn constants(
        a: &Array2<f64>,
        b: &Array2<f64>,
        n: usize,
        m: &u8,
        _flag: bool,
        _name: &str,
        (_rows, _cols): (usize, usize),
        _shape: [usize; 2],
        _shapes: &[usize],
    ) -> Array2<f64> {
        use std::f64::consts::PI;
        const THREE: usize = 3;
        let n = n as f64;
        a.dot(b) * n * f64::from(*m) * (THREE as f64) / (3.0 * n * (*m as f64))
            * (PI / std::f64::consts::PI)
            * (f64::from(TWO) * HALF)
    }

    #[adjoint]
    pub fn scalars(a: &f64, b: f64, n: i32, m: u8) -> f64 {
        a.powi(n) * b.powi(TWO) + a.powf(HALF) * b.powi(i32::from(m)) + b.powi(m as i32)
    }

    #[adjoint]
    pub fn single(a: &Array1<f32>, b: ArrayView1<'_, f32>, s: f32) -> f32 {
        a.dot(&b) * s
    }
}

#[test]
fn with_every_form_of_argument() {
    product(|a, b, a_a, b_a, out_a| forms::owned_ad(a.clone(), b.clone(), a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| forms::array_ref_ad(a, b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| forms::view_ad(a.view(), &b.view(), a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| forms::qualified_ad(a, b.clone(), a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| forms::mutable_ad(a.clone(), b, a_a, b_a, out_a));
    product(|a, b, a_a, b_a, out_a| {
        forms::constants_ad(a, b, 4, &5, true, "a", (1, 2), [3, 4], &[5], a_a, b_a, out_a)
    });
    let (mut a_a, mut b_a) = (1.0, 1.0);
    let (a, b) = (2.0_f64, 3.0_f64);
    forms::scalars_ad(&a, b, 3, 2, &mut a_a, &mut b_a, 2.0);
    assert_abs_diff_eq!(a_a, 1.0 + 2.0 * (3.0 * a * a * b * b + 0.5 / a.sqrt() * b * b), epsilon = 1e-12);
    assert_abs_diff_eq!(
        b_a,
        1.0 + 2.0 * (a.powi(3) * 2.0 * b + a.sqrt() * 2.0 * b + 2.0 * b),
        epsilon = 1e-12
    );
    let (x, y) = (array![1.0_f32, 2.0], array![3.0_f32, -1.0]);
    let (mut x_a, mut y_a, mut s_a) = (Array1::zeros(2), Array1::zeros(2), 0.0);
    let out = forms::single_ad(&x, y.view(), 2.0, &mut x_a, &mut y_a, &mut s_a, 1.0);
    assert_eq!((out, x_a, y_a, s_a), (2.0, &y * 2.0, &x * 2.0, 1.0));
}

/// Where adjoints are added: parts of larger arrays, any strides.
mod targets {
    use ndarray::Array2;

    #[numpy2ad::adjoint]
    pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        a.dot(b)
    }
}

#[test]
fn into_parts_of_a_larger_gradient() {
    let mut gradient = Array2::from_elem((6, 4), 1.0);
    let (mut left, mut right) = gradient.view_mut().split_at(Axis(1), 2);
    let mut a_a = left.slice_mut(s![1..3, ..;-1]);
    let mut b_a = right.slice_mut(s![..;3, ..]).reversed_axes();
    targets::product_ad(&a(), &b(), &mut a_a, &mut b_a, &seed());
    let mut expected = Array2::from_elem((6, 4), 1.0);
    let (of_a, of_b) = (seed().dot(&b().t()), a().t().dot(&seed()));
    for ((i, j), x) in of_a.indexed_iter() {
        expected[(1 + i, 1 - j)] += x;
    }
    for ((i, j), x) in of_b.indexed_iter() {
        expected[(3 * j, 2 + i)] += x;
    }
    assert_abs_diff_eq!(gradient, expected);
}
