//! What the optimiser finds, as flops: awareness of linear algebra does not depend on the machine.
#![allow(clippy::expect_used, reason = "a test may panic outside of its functions as well")]

use numpy2ad_core::cost::{self, Flops};
use numpy2ad_core::ir::Func;
use numpy2ad_core::{diff, opt, rust};

fn primal(source: &str) -> Func {
    let item = syn::parse_str(source).expect("the source is Rust");
    let (_, lowered) = rust::lower(&item).expect("the source is differentiable");
    lowered.func
}

/// A polynomial's value at these sizes, by the letters of its dimensions.
fn at(flops: &Flops, sizes: &[(&str, f64)]) -> f64 {
    flops.at(|letter| sizes.iter().find(|(name, _)| *name == letter).map_or(1.0, |(_, size)| *size))
}

/// The cheapest variant's flops at these sizes.
fn best(source: &str, sizes: &[(&str, f64)]) -> f64 {
    let variants = rust::optimised(&primal(source));
    variants.iter().map(|variant| at(&cost::flops(variant), sizes)).fold(f64::INFINITY, f64::min)
}

/// The primal alone, in its cheapest form.
fn best_primal(source: &str, sizes: &[(&str, f64)]) -> f64 {
    let primal = primal(source);
    let forms =
        opt::optimise(opt::Derived::alone(&primal), &opt::Declared::default(), &opt::scenarios(&primal));
    forms.iter().map(|form| at(&cost::flops(form), sizes)).fold(f64::INFINITY, f64::min)
}

fn plain(source: &str, sizes: &[(&str, f64)]) -> f64 {
    at(&cost::flops(&rust::adjoint_ir(&primal(source))), sizes)
}

const LEAST_SQUARES: &str = "fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    let m_inv = inv(m);
    inv(&x.t().dot(&m_inv).dot(x)).dot(&x.t()).dot(&m_inv).dot(y)
}";

#[test]
fn least_squares_cost_little_more_than_their_primal() {
    let sizes = [("m", 1000.0), ("n", 125.0), ("k", 1.0)];
    let (ours, primal, plain) =
        (best(LEAST_SQUARES, &sizes), best_primal(LEAST_SQUARES, &sizes), plain(LEAST_SQUARES, &sizes));
    assert!(ours <= 1.03 * primal, "{ours:e} against {primal:e}");
    assert!(plain >= 8.0 * ours, "{plain:e} against {ours:e}");
}

/// What the primal shares, its adjoint shares: the products with the sketch are multiplied once, in one order.
#[test]
fn an_adjoint_costs_no_more_than_that_of_the_best_primal() {
    let newton = "fn f(b: &Array2<f64>, i: &Array2<f64>, a: &Array2<f64>, w: &Array2<f64>, j: &Array2<f64>) -> Array2<f64> {
        let k = inv(&(j + w.t().dot(a).dot(b).dot(&a.t()).dot(w)));
        b.dot(&(i - a.t().dot(w).dot(&k).dot(&w.t()).dot(a).dot(b)))
    }";
    let sizes = [("m", 1000.0), ("n", 500.0), ("k", 250.0)];
    let (ours, primal) = (best(newton, &sizes), best_primal(newton, &sizes));
    // Two products for each one of the primal: Griewank and Walther (2008), section 4.4.
    assert!(ours <= 3.0 * primal, "{ours:e} against {primal:e}");
}

#[test]
fn many_right_hand_sides_take_another_variant() {
    let variants = rust::optimised(&primal(LEAST_SQUARES));
    assert!((2..=4).contains(&variants.len()), "{}", variants.len());
    let cheapest = |columns: f64| {
        let sizes = [("m", 100.0), ("n", 10.0), ("k", columns)];
        let costs = variants.iter().map(|variant| at(&cost::flops(variant), &sizes)).enumerate();
        costs.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(variant, _)| variant)
    };
    assert_ne!(cheapest(1.0), cheapest(1000.0));
}

#[test]
fn an_inverse_that_meets_a_product_is_never_formed() {
    let variants = rust::optimised(&primal(LEAST_SQUARES));
    let text = variants[0].to_string(); // the one for few columns
    assert!(!text.contains("inv("), "{text}");
    assert_eq!(text.matches("= factors(").count(), 2, "one factorisation a matrix:\n{text}");
}

#[test]
fn an_inverse_with_a_question_mark_makes_the_shared_factorisation_fallible() {
    let source = "fn f(a: &Array2<f64>, x: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
        let by_error = a.t().inv()?;
        Ok(inv(a).dot(x) + by_error.dot(x))
    }";
    for variant in rust::optimised(&primal(source)) {
        let text = variant.to_string();
        assert!(text.contains("factors.Fallible(a)") && !text.contains("factors(a)"), "{text}");
    }
}

#[test]
fn products_with_a_vector_stay_products_with_a_vector() {
    let normal = "fn f(h: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { h.t().dot(h).dot(x) }";
    let chain = "fn f(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
        a.dot(b).dot(c).dot(x)
    }";
    for source in [normal, chain] {
        for variant in rust::optimised(&primal(source)) {
            let flops = cost::flops(&variant);
            let growth = at(&flops, &[("m", 2e4), ("n", 2e4), ("k", 2e4), ("p", 2e4)])
                / at(&flops, &[("m", 1e4), ("n", 1e4), ("k", 1e4), ("p", 1e4)]);
            assert!(growth < 4.1, "quadratic growth, not {growth}:\n{variant}");
        }
    }
}

#[test]
fn an_inverse_by_itself_is_formed_and_serves_both_sweeps() {
    let variants = rust::optimised(&primal("fn f(a: &Array2<f64>) -> Array2<f64> { inv(a) }"));
    assert_eq!(variants.len(), 1);
    assert_eq!(variants[0].to_string().matches("= inv(").count(), 1);
}

#[test]
fn the_passes_keep_a_program_valid() {
    let sources =
        [LEAST_SQUARES, "fn f(a: &Array2<f64>, x: &Array1<f64>) -> f64 { x.dot(a).dot(&inv(a)).dot(x) }"];
    for source in sources {
        for variant in rust::optimised(&primal(source)) {
            numpy2ad_core::verify::verify(&variant).expect("a valid program");
        }
        let plain = diff::adjoint(&primal(source), diff::Activity::Active, &primal(source).results);
        numpy2ad_core::verify::verify(&plain).expect("a valid program");
    }
}

/// Optimises a function whose body is `first`, then `count` times `next` with the number of the statement for `#`.
fn long_function(first: &str, next: &str, count: usize) -> Vec<Func> {
    let lets: String =
        (1..count).map(|i| next.replace("##", &i.to_string()).replace('#', &(i - 1).to_string())).collect();
    let source =
        format!("fn f(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {{ {first} {lets} v{} }}", count - 1);
    let primal = primal(&source);
    let variants = rust::optimised(&primal);
    for variant in &variants {
        numpy2ad_core::verify::verify(variant).expect("a valid program");
    }
    variants
}

#[test]
fn long_programs_end_in_time() {
    // Each would overflow the stack or run for minutes, if the search were not bounded.
    for count in [30, 120, 1500] {
        assert!(!long_function("let v0 = a.dot(b);", "let v## = v#.dot(b);", count).is_empty());
        assert!(!long_function("let v0 = a + b;", "let v## = v# * a;", count).is_empty());
        assert!(!long_function("let v0 = a + b;", "let v## = &v# + &v#.dot(a);", count).is_empty());
        assert!(!long_function("let v0 = a.dot(b);", "let v## = v#.dot(&v#);", count).is_empty());
        assert!(!long_function("let v0 = a + b;", "let v## = &v# + &v#.dot(&v#);", count).is_empty());
    }
}
