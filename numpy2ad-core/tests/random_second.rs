//! Second derivatives of random programs: the optimised ones are the plain ones, the plain ones are differences of the
//! adjoint, and the Hessian is symmetric.
//!
//! `NUMPY2AD_SECOND=2000 cargo test -p numpy2ad-core --test random_second` runs more of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "a test fails by a panic"
)]

mod eval;
mod programs;

use eval::{Double, Inputs, Scalar, Tensor, run};
use numpy2ad_core::ir::Func;
use numpy2ad_core::verify::verify;
use numpy2ad_core::{opt, rust};
use programs::{Program, Random, generate, shrink};

/// What there is to say about a failure.
type Failure = String;

/// Relative to the larger of 1 and the largest element: numbers of the programs are tame.
const TOLERANCE: f64 = 1e-8;

/// Relative to the sum of what is added.
const SYMMETRY: f64 = 1e-10;

fn lowered(program: &Program) -> Result<Func, Failure> {
    let source = program.source();
    let item = syn::parse_str(&source).map_err(|error| error.to_string())?;
    rust::lower(&item).map(|(_, lowered)| lowered.func).map_err(|diags| diags.render(&source, "f"))
}

fn inputs(program: &Program, primal: &Func, seed: u64) -> Result<Inputs<f64>, Failure> {
    let mut random = Random(seed ^ 0x5ec0);
    let few = [0, 1, 1, 2, 3];
    let some = [2, 3, 4];
    let sizes =
        [(); 3].map(|()| if seed.is_multiple_of(5) { few[random.below(5)] } else { some[random.below(3)] });
    let params = program.inputs(sizes, &mut random);
    let value = run(primal, &Inputs::primal(params.clone()))?.value;
    let adjoints = params.iter().map(|param| param.map(|_| 0.0)).collect();
    let directions = params.iter().map(|param| random.like(param)).collect();
    Ok(Inputs { params, adjoints, seed: Some(random.like(&value)), directions })
}

fn largest(all: &[Tensor<f64>]) -> f64 {
    all.iter().flat_map(|tensor| &tensor.data).fold(1.0, |max, x| max.max(x.abs()))
}

fn near(expected: &[Tensor<f64>], found: &[Tensor<f64>], what: &str) -> Result<(), Failure> {
    let scale = largest(expected);
    for (at, (expected, found)) in expected.iter().zip(found).enumerate() {
        if expected.shape() != found.shape() {
            return Err(format!("{what} {at} has shape {:?}, not {:?}", found.shape(), expected.shape()));
        }
        let mut gaps = expected.data.iter().zip(&found.data).map(|(a, b)| (a - b).abs() / scale);
        // NaN is no agreement.
        if let Some(gap) = gaps.find(|gap| gap.is_nan() || *gap > TOLERANCE) {
            return Err(format!("{what} {at} is off by {gap:e} of {scale:e}"));
        }
    }
    Ok(())
}

fn check(program: &Program, seed: u64) -> Result<(), Failure> {
    let primal = lowered(program)?;
    let plain = rust::second_ir(&primal, false);
    let with = |fault: String| format!("{fault}\n{plain}");
    verify(&plain).map_err(|faults| with(faults.join("; ")))?;
    let inputs = inputs(program, &primal, seed)?;
    let found = run(&plain, &inputs).map_err(with)?.results;
    let count = inputs.params.len();
    let (own, derivatives) = found.split_at(found.len() - 2 * count);
    let (gradient, product) = derivatives.split_at(count);
    if own.iter().chain(derivatives).flat_map(|t| &t.data).any(|x| !x.is_finite()) {
        return Err(with("a number is not finite".to_owned()));
    }
    check_differences(&primal, &inputs, gradient, product).map_err(with)?;
    check_symmetry(&plain, &inputs, product, seed).map_err(with)?;
    let derive = |primal: &Func| rust::second_ir(primal, false);
    let derived = opt::Derived::new(&plain, &primal, &derive);
    for variant in opt::optimise(derived, &opt::Declared::default(), &opt::scenarios(&primal)) {
        let with = |fault: String| format!("{fault}\n{variant}");
        verify(&variant).map_err(|faults| with(faults.join("; ")))?;
        let other = run(&variant, &inputs).map_err(with)?.results;
        near(&found, &other, "optimised: result").map_err(with)?;
    }
    Ok(())
}

/// In double-double, so that differences are as exact as the comparison needs.
fn check_differences(
    primal: &Func,
    inputs: &Inputs<f64>,
    gradient: &[Tensor<f64>],
    product: &[Tensor<f64>],
) -> Result<(), Failure> {
    let adjoint = rust::adjoint_ir(primal);
    let at = |step: f64| -> Result<Vec<Tensor<Double>>, Failure> {
        let mut moved: Inputs<Double> = inputs.cast();
        for (param, direction) in moved.params.iter_mut().zip(&inputs.directions) {
            *param = param.zip(&direction.cast::<Double>(), |x, t| x + Double::of(step) * t)?;
        }
        Ok(run(&adjoint, &moved)?.adjoints)
    };
    let here: Vec<Tensor<f64>> = at(0.0)?.iter().map(Tensor::cast).collect();
    near(&here, gradient, "the gradient by parameter")?;
    // Central differences of fourth order (Fornberg 1988, table 1).
    let h = 1e-4;
    let (forth, back, far, far_back) = (at(h)?, at(-h)?, at(2.0 * h)?, at(-2.0 * h)?);
    let mut slopes: Vec<Tensor<f64>> = Vec::new();
    for index in 0..forth.len() {
        let near = forth[index].zip(&back[index], |a, b| (a - b) * Double::of(8.0))?;
        let far = far[index].zip(&far_back[index], |a, b| a - b)?;
        slopes.push(near.zip(&far, |near, far| (near - far) / Double::of(12.0 * h))?.cast());
    }
    near(&slopes, product, "the product by parameter")
}

fn check_symmetry(
    plain: &Func,
    inputs: &Inputs<f64>,
    product: &[Tensor<f64>],
    seed: u64,
) -> Result<(), Failure> {
    let mut random = Random(seed ^ 0x0dd);
    let directions: Vec<Tensor<f64>> = inputs.params.iter().map(|param| random.like(param)).collect();
    let other = run(plain, &Inputs { directions: directions.clone(), ..inputs.clone() })?.results;
    let other = &other[other.len() - product.len()..];
    let terms = |a: &[Tensor<f64>], b: &[Tensor<f64>]| -> Vec<f64> {
        a.iter().zip(b).flat_map(|(a, b)| a.data.iter().zip(&b.data).map(|(a, b)| a * b)).collect()
    };
    let (left, right) = (terms(&directions, product), terms(&inputs.directions, other));
    let scale = left.iter().chain(&right).map(|x| x.abs()).sum::<f64>().max(1.0);
    let gap = (left.iter().sum::<f64>() - right.iter().sum::<f64>()).abs() / scale;
    if gap > SYMMETRY {
        Err(format!("the Hessian is not symmetric, by {gap:e} of {scale:e}"))
    } else {
        Ok(())
    }
}

#[test]
fn second_derivatives_of_random_programs_hold() {
    let count = std::env::var("NUMPY2AD_SECOND").map_or(150, |text| text.parse().expect("a number"));
    let mut reports = Vec::new();
    for seed in 0..count {
        let program = generate::program(seed);
        if check(&program, seed).is_ok() {
            continue;
        }
        if reports.len() < 5 {
            let smallest = shrink::shrink(&program, |smaller| check(smaller, seed).is_err());
            let message = check(&smallest, seed).expect_err("it fails");
            reports.push(format!("seed {seed}: {message}\n{}\n", smallest.source()));
        }
    }
    assert!(reports.is_empty(), "programs fail, for example:\n\n{}", reports.join("\n"));
}
