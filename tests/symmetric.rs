//! Operands of which a look at run time tells that they are symmetric: products by halves and Cholesky's factorisation
//! give the value and the derivatives that the plain adjoint gives, in every entry, whichever way the look goes.

#![allow(dead_code, reason = "of the functions only the adjoints are called")]

use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use numpy2ad::{Workspace, adjoint};
use quote::quote;

/// The same functions of a symmetric matrix or two, and of what stands around them, optimised and plain.
macro_rules! functions {
    ($($name:ident $name_ad:ident $name_into:ident |$w:ident, $a:ident, $r:ident| $body:expr, $result:expr;)*) => {
        mod optimised {
            use super::*;
            use numpy2ad::linalg::inv;
            $(
                #[adjoint(workspace)]
                pub(super) fn $name($w: &Array2<f64>, $a: &Array2<f64>, $r: &Array2<f64>) -> Array2<f64> { $body }
            )*
        }
        mod plain {
            use super::*;
            use numpy2ad::linalg::inv;
            $(
                #[adjoint(optimize = false)]
                pub(super) fn $name($w: &Array2<f64>, $a: &Array2<f64>, $r: &Array2<f64>) -> Array2<f64> { $body }
            )*
        }
        const CASES: &[Case] = &[$(
            Case {
                name: stringify!($name),
                adjoint: |[w, a, r], [w_a, a_a, r_a], seed| optimised::$name_ad(w, a, r, w_a, a_a, r_a, seed),
                into: |ws, [w, a, r], [w_a, a_a, r_a], seed, out| {
                    optimised::$name_into(ws, w, a, r, w_a, a_a, r_a, seed, out);
                },
                plain: |[w, a, r], [w_a, a_a, r_a], seed| plain::$name_ad(w, a, r, w_a, a_a, r_a, seed),
                result: $result,
            },
        )*];
    };
}

type Three = [Array2<f64>; 3];

struct Case {
    name: &'static str,
    adjoint: fn(&Three, &mut Three, &Array2<f64>) -> Array2<f64>,
    into: fn(&mut Workspace, &Three, &mut Three, &Array2<f64>, &mut Array2<f64>),
    plain: fn(&Three, &mut Three, &Array2<f64>) -> Array2<f64>,
    /// The shape of the result, where `a` has this one.
    result: fn(usize, usize) -> (usize, usize),
}

functions! {
    congruence congruence_ad congruence_ad_into |w, a, r| a.dot(w).dot(&a.t()) * r, |n, _| (n, n);
    sum sum_ad sum_ad_into |w, a, r| r + a.dot(w).dot(&a.t()), |n, _| (n, n);
    difference difference_ad difference_ad_into |w, a, r| r - a.dot(&w.t()).dot(&a.t()) - 2.0 * r.dot(r), |n, _| (n, n);
    gain gain_ad gain_ad_into |w, a, r| w.dot(&a.t()).dot(&inv(&(a.dot(w).dot(&a.t()) + r))), |n, m| (m, n);
    information information_ad information_ad_into |w, a, r| inv(&(inv(w) + a.t().dot(&inv(r)).dot(a))), |_, m| (m, m);
    whitened whitened_ad whitened_ad_into |w, a, r| a.t().dot(&inv(&r.t())).dot(a).dot(w), |_, m| (m, m);
    weighted weighted_ad weighted_ad_into |w, a, r| {
        inv(&(a.t().dot(&inv(r)).dot(a) + w)).dot(&a.t()).dot(&inv(r))
    }, |n, m| (m, n);
    smoothed smoothed_ad smoothed_ad_into |w, a, r| {
        let spread = a.dot(&inv(w)).dot(&a.t());
        spread.dot(&inv(&(&spread + r))).dot(r)
    }, |n, _| (n, n);
    both both_ad both_ad_into |w, a, r| {
        a.dot(&inv(w)).dot(&a.t()) - a.dot(&a.t().dot(&inv(&r.t())).dot(a)).dot(&a.t())
    }, |n, _| (n, n);
    nested nested_ad nested_ad_into |w, a, r| {
        let s = a.dot(w).dot(&a.t());
        inv(&(&s + r)).dot(&s).dot(a).dot(w)
    }, |n, m| (n, m);
    around_the_seed around_the_seed_ad around_the_seed_ad_into |w, a, r| a.t().dot(r).dot(a) + w.dot(w), |_, m| (m, m);
}

/// Numbers between -1 and 1, the same every time.
fn random(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    Array2::from_shape_simple_fn((rows, columns), || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 30) - 1.0
    })
}

/// Square matrices, by what they are, with the diagonal that keeps them away from singular ones.
fn squares(n: usize, seed: u64) -> Vec<(&'static str, Array2<f64>)> {
    let (x, eye) = (random(n, n, seed) * 0.1, Array2::<f64>::eye(n));
    let symmetric = &x + &x.t() + 3.0 * &eye;
    let mut nearly = symmetric.clone();
    nearly[(n - 1, 0)] += 1e-13;
    let mut columns = Array2::zeros((n, n).f());
    columns.assign(&symmetric);
    // The diagonal is positive, and an eigenvalue is not.
    let mut indefinite = symmetric.clone();
    indefinite[(n - 1, n / 2)] = -7.0;
    indefinite[(n / 2, n - 1)] = -7.0;
    vec![
        ("symmetric, but for the last bits", nearly),
        ("symmetric", symmetric.clone()),
        ("symmetric, by columns", columns),
        ("negative", -symmetric),
        ("indefinite", indefinite),
        ("general", x + 3.0 * eye),
    ]
}

fn assert_close(found: &Array2<f64>, expected: &Array2<f64>, what: &str) {
    assert_eq!(found.dim(), expected.dim(), "{what}");
    for (at, (&a, &b)) in found.indexed_iter().map(|(at, a)| (at, (a, &expected[at]))) {
        assert!((a - b).abs() <= 1e-9 * (1.0 + b.abs()), "{what} at {at:?}: {a}, not {b}");
    }
}

#[test]
fn whatever_the_look_finds_the_derivatives_are_those_of_the_plain_adjoint() {
    // Sizes on both sides of those from which on factorisations look, and the choice of a variant does.
    for (n, m) in [(3, 5), (40, 36), (34, 50), (260, 3), (2, 258)] {
        for case in CASES {
            let mut of_nearly: Option<(Array2<f64>, Three)> = None;
            for ((of_w, w), (of_r, r)) in squares(m, 1).into_iter().zip(squares(n, 2)) {
                let what = format!("{} of {of_w} {m} and {of_r} {n}", case.name);
                let operands = [w, random(n, m, 3), r];
                let before = [random(m, m, 4), random(n, m, 5), random(n, n, 6)];
                let shape = (case.result)(n, m);
                for symmetric_seed in [false, true] {
                    let mut seed = random(shape.0, shape.1, 7);
                    // Adjoints that are symmetric before may be added to by halves.
                    let mut before = before.clone();
                    if symmetric_seed && shape.0 == shape.1 {
                        seed = &seed + &seed.t();
                        before[0] = &before[0] + &before[0].t();
                        before[2] = &before[2] + &before[2].t();
                    }
                    let (mut expected_a, mut found_a) = (before.clone(), before.clone());
                    let expected = (case.plain)(&operands, &mut expected_a, &seed);
                    let found = (case.adjoint)(&operands, &mut found_a, &seed);
                    assert_close(&found, &expected, &what);
                    for (found, expected) in found_a.iter().zip(&expected_a) {
                        assert_close(found, expected, &what);
                    }
                    let (mut out, mut into_a) = (Array2::zeros(shape), before);
                    (case.into)(&mut Workspace::new(), &operands, &mut into_a, &seed, &mut out);
                    assert_eq!((&out, &into_a), (&found, &found_a), "{what}, in a workspace");
                    if !symmetric_seed {
                        match &of_nearly {
                            Some((expected, expected_a)) if of_w.starts_with("symmetric") => {
                                assert_close(&found, expected, &what);
                                for (found, expected) in found_a.iter().zip(expected_a) {
                                    assert_close(found, expected, &what);
                                }
                            }
                            _ => of_nearly = Some((found, found_a)),
                        }
                    }
                }
            }
        }
    }
}

/// What is looked at may come as an array or as a view.
#[adjoint]
fn by_value(m: Array2<f64>, x: ArrayView2<'_, f64>) -> Array2<f64> {
    x.t().dot(&inv(&m)).dot(&x)
}

#[adjoint]
fn by_view(m: ArrayView2<'_, f64>, x: &ArrayView2<'_, f64>) -> Array2<f64> {
    x.t().dot(&inv(&m)).dot(x)
}

/// The names that the look takes are the user's own.
#[adjoint]
fn by_other_names(is_symmetric: &Array2<f64>, ad: &ArrayRef2<f64>) -> Array2<f64> {
    ad.t().dot(&inv(is_symmetric)).dot(ad)
}

#[test]
fn what_is_looked_at_has_any_type_and_name() {
    let (x, seed) = (random(260, 3, 1), random(3, 3, 2));
    let m = squares(260, 3).swap_remove(1).1;
    let adjoints = || (random(260, 260, 3), random(260, 3, 4));
    let ((mut m_a, mut x_a), mut of_value, mut of_view) = (adjoints(), adjoints(), adjoints());
    let out = by_other_names_ad(&m, &x, &mut m_a, &mut x_a, &seed);
    assert_eq!(by_value_ad(m.clone(), x.view(), &mut of_value.0, &mut of_value.1, &seed), out);
    assert_eq!(by_view_ad(m.view(), &x.view(), &mut of_view.0, &mut of_view.1, &seed), out);
    assert_eq!((&of_value, &of_view), (&(m_a.clone(), x_a.clone()), &(m_a, x_a)));
}

#[adjoint]
fn fallible(m: &Array2<f64>, x: &Array2<f64>) -> Result<Array2<f64>, LinalgError> {
    let weights = m.inv()?;
    Ok(x.t().dot(&weights).dot(x))
}

#[test]
fn where_a_symmetric_matrix_is_singular_nothing_has_been_changed() {
    let (x, seed) = (random(260, 3, 1), random(3, 3, 2));
    let (mut m_a, mut x_a) = (random(260, 260, 3), random(260, 3, 4));
    let before = (m_a.clone(), x_a.clone());
    let singular = Array2::ones((260, 260));
    assert_eq!(fallible_ad(&singular, &x, &mut m_a, &mut x_a, &seed), Err(LinalgError::Singular));
    assert_eq!((&m_a, &x_a), (&before.0, &before.1));
    // The same call goes through where it is not.
    assert!(fallible_ad(&(singular + Array2::<f64>::eye(260)), &x, &mut m_a, &mut x_a, &seed).is_ok());
    assert!(m_a != before.0 && x_a != before.1);
}

/// The expansion of `#[adjoint]` on a function.
fn expanded(function: proc_macro2::TokenStream) -> String {
    numpy2ad_core::rust::adjoint(proc_macro2::TokenStream::new(), function).to_string()
}

#[test]
fn a_product_is_looked_at_where_its_middle_may_be_symmetric() {
    let of = |expression: proc_macro2::TokenStream| {
        expanded(quote! {
            fn f(w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { #expression }
        })
    };
    let count = |text: &str| text.matches("mirrored_mat_mul (").count();
    assert!(count(&of(quote!(a.dot(w).dot(&a.t())))) >= 1);
    assert!(count(&of(quote!(b - a.dot(w).dot(&a.t())))) >= 1);
    assert!(count(&of(quote!(a.dot(&inv(w)).dot(&a.t())))) >= 1);
    // What is symmetric anyway needs no look, and what is not has nothing to look at.
    let known = of(quote!(a.dot(&a.t())));
    assert!(known.contains("sym_mat_mul (") && !known.contains("mirrored"), "{known}");
    assert_eq!(count(&of(quote!(a.dot(w).dot(&b.t())))), 0);
    assert_eq!(count(&of(quote!(a.dot(w)))), 0);
}

#[test]
fn there_is_a_variant_where_the_middle_of_a_product_is_the_inverse_of_a_parameter() {
    let of = |options: proc_macro2::TokenStream, body: proc_macro2::TokenStream| {
        let function =
            quote! { fn f(w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { #body } };
        numpy2ad_core::rust::adjoint(options, function).to_string()
    };
    let looks = |text: &str| {
        assert!(!text.contains("compile_error"), "{text}");
        let looks = text.matches("found_symmetric (w)").count();
        assert_eq!(looks, text.matches("; only where `w` is found symmetric").count(), "{text}");
        looks
    };
    let (none, body) = (quote!(), quote!(a.t().dot(&inv(w)).dot(a)));
    assert_eq!(looks(&of(none.clone(), body.clone())), 1);
    assert_eq!(looks(&of(none.clone(), quote!(a.t().dot(&inv(&w.t())).dot(a)))), 1);
    let halved = of(none.clone(), quote!(inv(&(a.t().dot(&inv(w)).dot(a))).dot(&a.t()).dot(b)));
    assert!(looks(&halved) == 1 && halved.contains("inverse_gram ("), "{halved}");
    assert_eq!(looks(&of(none.clone(), quote!(a.t().dot(&inv(w)).dot(b)))), 0);
    assert_eq!(looks(&of(none, quote!(inv(w).dot(a)))), 0);
    assert_eq!(looks(&of(quote!(optimize = false), body.clone())), 0);
    // Where it is declared, nobody looks.
    assert_eq!(looks(&of(quote!(spd(w)), body)), 0);
}
