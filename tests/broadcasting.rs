//! Optimised functions where operands are repeated along axes at run time, and where shapes do not fit: the optimiser
//! takes shapes to be what the program says, and what it writes runs only where they are.

#![allow(dead_code, reason = "of most functions only the adjoint is called")]

mod support;

use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::inv;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::harness::{Domain, Input, Random};
use support::tensor::{Adjoints, Arguments, Tensor};

type Adjoint = fn(&mut Arguments<'_>, &mut Adjoints<'_>, &Tensor) -> Tensor;

struct Case {
    name: &'static str,
    optimised: Adjoint,
    plain: Adjoint,
}

macro_rules! cases {
    ($(fn $name:ident($($x:ident),+) $body:block)+) => {$(
        mod $name {
            use super::*;

            mod optimised {
                use super::*;
                #[adjoint]
                pub fn f($($x: &Array2<f64>),+) -> Array2<f64> $body
            }

            mod plain {
                use super::*;
                #[adjoint(optimize = false)]
                pub fn f($($x: &Array2<f64>),+) -> Array2<f64> $body
            }

            pub const CASE: Case = Case {
                name: stringify!($name),
                optimised: |x, x_a, seed| {
                    let Tensor::Matrix(seed) = seed else { panic!("a matrix") };
                    optimised::f_ad($({ let _ = stringify!($x); x.matrix() },)+ $({ let _ = stringify!($x); x_a.matrix() },)+ seed).into()
                },
                plain: |x, x_a, seed| {
                    let Tensor::Matrix(seed) = seed else { panic!("a matrix") };
                    plain::f_ad($({ let _ = stringify!($x); x.matrix() },)+ $({ let _ = stringify!($x); x_a.matrix() },)+ seed).into()
                },
            };
        }
    )+};
}

cases! {
    fn row_of_a_product(x, r, c, v) { (x + r.dot(c)).dot(v) }
    fn product_and_sum(a, b, c, d) { (a.dot(b) + c).dot(d) }
    fn innovation(a, w, cz, y) { inv(&(a.dot(w).dot(&a.t()) + cz)).dot(y) }
    fn common_factor(a, b, x, y) { a.dot(x) + b.dot(x) - y }
    fn common_factor_of_sum(a, b, x) { (a + b).dot(x) + b.dot(x) }
    fn cancelled(a, b, x) { (a + b - b).dot(x) }
    fn sum_and_transpose(a, b, x) { (a + &b.t() + b).dot(x) }
    fn scaled_rows(a, s, x) { (a * s).dot(x).dot(&x.t()) }
    fn difference_of_products(a, b, c, d) { a.dot(b) - c.dot(d) }
    fn nested(a, b, c, d) { (a + (b + c).dot(d)).dot(d) - c }
    fn solved_sum(a, b, y) { inv(a).dot(&(y + b)).dot(&b.t()) }
    fn identity(a, b) { inv(a).dot(a) + b }
}

fn draw(random: &mut Random, shape: &'static str) -> Tensor {
    random.input(Input { dims: shape, domain: Domain::Invertible }, [0; 4])
}

/// With these shapes, either both run and agree, or both refuse and leave the adjoints alone.
fn check(case: &Case, shapes: &[&'static str]) -> bool {
    let context = format!("{} at {shapes:?}", case.name);
    let mut random = Random::new(5);
    let inputs: Vec<Tensor> = shapes.iter().map(|shape| draw(&mut random, shape)).collect();
    let before: Vec<Tensor> = inputs.iter().map(|x| x.like(|| random.symmetric())).collect();
    let run = |adjoint: Adjoint, seed: &Tensor| {
        let mut adjoints = before.clone();
        let value = catch_unwind(AssertUnwindSafe(|| {
            adjoint(&mut Arguments(inputs.iter()), &mut Adjoints(adjoints.iter_mut()), seed)
        }));
        (value.ok(), adjoints)
    };
    let untouched = |adjoints: &[Tensor], what: &str| {
        for (before, after) in before.iter().zip(adjoints) {
            assert_eq!(before.elements(), after.elements(), "{context}: an adjoint is touched, {what}");
        }
    };
    // A seed of a shape that no result has: whatever happens, nothing is touched.
    let odd = Tensor::Matrix(Array2::ones((7, 11)));
    let (refused, adjoints) = run(case.optimised, &odd);
    assert!(refused.is_none(), "{context}");
    untouched(&adjoints, "by the seed's shape");
    // The shape of the result by trial: there are few.
    for (rows, columns) in (1..6).flat_map(|rows| (1..6).map(move |columns| (rows, columns))) {
        let seed =
            Tensor::Matrix(Array2::from_shape_fn((rows, columns), |(i, j)| 1.0 + i as f64 - 0.5 * j as f64));
        let ((plain, wanted), (optimised, found)) = (run(case.plain, &seed), run(case.optimised, &seed));
        assert_eq!(plain.is_some(), optimised.is_some(), "{context}: one runs and the other does not");
        if let (Some(plain), Some(optimised)) = (plain, optimised) {
            for (wanted, found) in wanted.iter().chain([&plain]).zip(found.iter().chain([&optimised])) {
                assert_eq!(wanted.shape(), found.shape(), "{context}");
                for (wanted, found) in wanted.elements().into_iter().zip(found.elements()) {
                    let gap = (wanted - found).abs();
                    assert!(gap <= 1e-10 * wanted.abs().max(1.0), "{context}: {found}, not {wanted}");
                }
            }
            return true;
        }
        untouched(&found, "where shapes do not fit");
    }
    false
}

/// Every combination of these shapes; the number of those that run.
fn check_all(case: &Case, operands: usize) -> usize {
    const SHAPES: [&str; 5] = ["3 3", "1 3", "3 1", "1 1", "2 3"];
    let combinations = SHAPES.len().pow(operands as u32);
    (0..combinations)
        .filter(|number| {
            let shapes: Vec<&str> =
                (0..operands).map(|i| SHAPES[number / SHAPES.len().pow(i as u32) % SHAPES.len()]).collect();
            check(case, &shapes)
        })
        .count()
}

#[test]
fn repeated_operands_give_what_the_plain_adjoint_gives() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(|| {
        assert!(check(&row_of_a_product::CASE, &["3 3", "1 3", "3 3", "3 2"]));
        assert!(check(&product_and_sum::CASE, &["3 2", "2 4", "1 4", "4 2"]));
        assert!(check(&product_and_sum::CASE, &["3 2", "2 4", "3 1", "4 2"]));
        assert!(check(&innovation::CASE, &["1 4", "4 4", "3 3", "3 2"]));
        assert!(check(&innovation::CASE, &["3 4", "4 4", "1 3", "3 2"]));
        let cases = [
            (&row_of_a_product::CASE, 4),
            (&product_and_sum::CASE, 4),
            (&innovation::CASE, 4),
            (&common_factor::CASE, 4),
            (&common_factor_of_sum::CASE, 3),
            (&cancelled::CASE, 3),
            (&sum_and_transpose::CASE, 3),
            (&scaled_rows::CASE, 3),
            (&difference_of_products::CASE, 4),
            (&nested::CASE, 4),
            (&solved_sum::CASE, 3),
            (&identity::CASE, 2),
        ];
        for (case, operands) in cases {
            let ran = check_all(case, operands);
            assert!(ran > 1, "{}: {ran} combinations of shapes run", case.name);
        }
    });
    std::panic::set_hook(hook);
    if let Err(payload) = outcome {
        let text = payload.downcast_ref::<String>().cloned();
        panic!("{}", text.unwrap_or_else(|| "a check has failed".to_owned()));
    }
}
