//! The derivatives of `xᵀ a⁻¹ x`, an operation that users do not write: those of the program that the optimiser puts it
//! into are those of the program that was written, and each other's transpose.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test fails by a panic, and the evaluator serves others as well"
)]

mod eval;

use eval::{Inputs, Tensor, run};
use numpy2ad_core::ir::Func;
use numpy2ad_core::opt::{self, Declared, Derived};
use numpy2ad_core::ty::Structure;
use numpy2ad_core::{diff, rust};
use std::collections::BTreeMap;

const SOURCE: &str = "fn f(a: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> { x.t().dot(&inv(a)).dot(x) }";

fn written() -> Func {
    let item = syn::parse_str(SOURCE).expect("Rust");
    rust::lower(&item).expect("a function of matrices").1.func
}

/// The function with the operation in it.
fn optimised(primal: &Func) -> Func {
    let declared = Declared { structures: BTreeMap::from([(0, Structure::Definite)]) };
    let forms = opt::optimise(Derived::alone(primal), &declared, &opt::scenarios(primal));
    let found = forms.into_iter().find(|form| form.to_string().contains("inverse_gram("));
    found.expect("a form with the operation")
}

/// Numbers without a pattern.
fn matrix(rows: usize, cols: usize, seed: usize) -> Tensor<f64> {
    Tensor::matrix(rows, cols, |i, j| ((7 * i + 5 * j + 3 * seed) % 11) as f64 / 11.0 - 0.4)
}

fn inputs(n: usize, m: usize) -> Inputs<f64> {
    let root = matrix(n, n, 1);
    let gram = root.transpose().dot(&root).unwrap();
    let a = gram.zip(&Tensor::matrix(n, n, |i, j| f64::from(u8::from(i == j))), |g, e| g + e).unwrap();
    Inputs {
        params: vec![a, matrix(n, m, 2)],
        adjoints: vec![matrix(n, n, 3), matrix(n, m, 4)],
        seed: Some(matrix(m, m, 5)),
        directions: vec![matrix(n, n, 6), matrix(n, m, 7)],
    }
}

fn assert_close(found: &Tensor<f64>, expected: &Tensor<f64>) {
    assert_eq!(found.shape(), expected.shape());
    for (found, expected) in found.data.iter().zip(&expected.data) {
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    }
}

const SHAPES: [(usize, usize); 5] = [(1, 1), (3, 2), (2, 5), (4, 4), (5, 1)];

#[test]
fn adjoints_are_those_of_the_written_program() {
    let primal = written();
    let (plain, other) = (rust::adjoint_ir(&primal), rust::adjoint_ir(&optimised(&primal)));
    for (n, m) in SHAPES {
        let inputs = inputs(n, m);
        let (plain, other) = (run(&plain, &inputs).unwrap(), run(&other, &inputs).unwrap());
        assert_close(&other.value, &plain.value);
        for (found, expected) in other.adjoints.iter().zip(&plain.adjoints) {
            assert_close(found, expected);
        }
    }
}

/// `⟨y_a, J x_t⟩ = ⟨Jᵀ y_a, x_t⟩`, in each operand by itself and in both.
#[test]
fn the_tangent_is_the_transpose_of_the_adjoint() {
    let form = optimised(&written());
    let adjoint = rust::adjoint_ir(&form);
    let dot =
        |a: &Tensor<f64>, b: &Tensor<f64>| -> f64 { a.data.iter().zip(&b.data).map(|(a, b)| a * b).sum() };
    for (n, m) in SHAPES {
        for moving in [[true, true], [true, false], [false, true]] {
            let mut form = form.clone();
            for (param, moves) in form.params.iter_mut().zip(moving) {
                param.differentiable = moves;
            }
            let (mut tangent, tangents) = diff::tangent(&form);
            tangent.results = vec![tangents[0].expect("the result moves")];
            let mut inputs = inputs(n, m);
            let moved = run(&tangent, &inputs).unwrap().value;
            let before = inputs.adjoints.clone();
            let after = run(&adjoint, &inputs).unwrap().adjoints;
            let seed = inputs.seed.take().unwrap();
            let back: f64 = (0..2)
                .filter(|&at| moving[at])
                .map(|at| dot(&after[at], &inputs.directions[at]) - dot(&before[at], &inputs.directions[at]))
                .sum();
            let forth = dot(&seed, &moved);
            assert!((forth - back).abs() < 1e-12 * forth.abs().max(1.0), "{forth}, not {back}");
        }
    }
}
