//! Random programs: the optimised adjoint computes what the plain one computes, and the plain one computes
//! derivatives.
//!
//! `NUMPY2AD_PROGRAMS=20000 cargo test -p numpy2ad-core --test random_programs` runs more of them, and
//! `NUMPY2AD_FIRST_PROGRAM=4711` others. A failure is reported as the smallest program that fails in the same way.
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

use eval::{Double, Inputs, Outputs, Scalar, Tensor, run};
use numpy2ad_core::cost;
use numpy2ad_core::ir::Func;
use numpy2ad_core::rust;
use numpy2ad_core::verify::verify;
use programs::{Program, Random, generate, shrink};

/// A kind of failure, and what there is to say about this one.
type Failure = (&'static str, String);

/// Relative to the larger of 1 and the largest element: numbers of the programs are tame.
const TOLERANCE: f64 = 1e-9;

/// What optimised programs may cost more than plain ones. Where nothing is to be gained, terms of second degree are
/// spent on what would pay at other sizes.
const MARGIN: f64 = 1.03;

fn lowered(source: &str) -> Result<Func, Failure> {
    let item = syn::parse_str(source).map_err(|error| ("parse", error.to_string()))?;
    let (_, lowered) = rust::lower(&item).map_err(|diags| ("lower", diags.render(source, "f")))?;
    Ok(lowered.func)
}

/// Lengths of the axes; every fifth program has empty axes, or such of length 1.
fn sizes(seed: u64, random: &mut Random) -> [usize; 3] {
    let few = [0, 1, 1, 2, 3];
    let some = [2, 3, 4, 5];
    [(); 3].map(|()| if seed.is_multiple_of(5) { few[random.below(5)] } else { some[random.below(4)] })
}

fn inputs(program: &Program, primal: &Func, seed: u64) -> Result<Inputs<f64>, Failure> {
    let mut random = Random(seed ^ 0x5eed);
    let sizes = sizes(seed, &mut random);
    let params = program.inputs(sizes, &mut random);
    let value = run(primal, &Inputs::primal(params.clone())).map_err(|fault| ("primal", fault))?.value;
    let adjoints = params.iter().map(|param| random.like(param)).collect();
    Ok(Inputs { params, adjoints, seed: Some(random.like(&value)), directions: Vec::new() })
}

/// The largest difference of two tensors, relative to the larger of 1 and the largest element of the first.
fn distance(a: &Tensor<f64>, b: &Tensor<f64>) -> f64 {
    if a.shape() != b.shape() {
        return f64::INFINITY;
    }
    let largest = a.data.iter().fold(1.0_f64, |max, x| max.max(x.abs()));
    let gaps = a.data.iter().zip(&b.data).map(|(a, b)| (a - b).abs() / largest);
    // NaN is no agreement.
    gaps.fold(0.0, |max, gap| {
        if gap <= max {
            max
        } else if gap.is_nan() {
            f64::INFINITY
        } else {
            gap
        }
    })
}

fn agree(plain: &Outputs<f64>, other: &Outputs<f64>) -> Result<(), String> {
    let gap = distance(&plain.value, &other.value);
    if gap > TOLERANCE {
        return Err(format!("the value is off by {gap:e}"));
    }
    for (index, (plain, other)) in plain.adjoints.iter().zip(&other.adjoints).enumerate() {
        let gap = distance(plain, other);
        if gap > TOLERANCE {
            return Err(format!("the adjoint of parameter {index} is off by {gap:e}"));
        }
    }
    Ok(())
}

/// Everything that has to hold of a program, differences apart.
fn check(program: &Program, seed: u64) -> Result<(), Failure> {
    let primal = lowered(&program.source())?;
    let plain = rust::adjoint_ir(&primal);
    verify(&plain).map_err(|faults| ("verify the plain program", faults.join("; ")))?;
    let inputs = inputs(program, &primal, seed)?;
    let expected =
        run(&plain, &inputs).map_err(|fault| ("run the plain program", format!("{fault}\n{plain}")))?;
    for variant in rust::optimised(&primal) {
        let context = |fault: String| format!("{fault}\n{variant}");
        verify(&variant).map_err(|faults| ("verify", context(faults.join("; "))))?;
        let found = run(&variant, &inputs).map_err(|fault| ("run", context(fault)))?;
        agree(&expected, &found).map_err(|gap| ("agree", context(gap)))?;
    }
    Ok(())
}

/// The plain adjoint against differences of the primal, each parameter moved in a random direction. In double-double,
/// so that the differences are as exact as the comparison needs.
fn check_differences(program: &Program, seed: u64) -> Result<(), Failure> {
    let primal = lowered(&program.source())?;
    let plain = rust::adjoint_ir(&primal);
    let inputs = inputs(program, &primal, seed)?;
    let found = run(&plain, &inputs).map_err(|fault| ("run the plain program", fault))?;
    let mut random = Random(seed ^ 0xd1ff);
    for (index, param) in inputs.params.iter().enumerate() {
        let direction = random.like(param);
        let value = |step: f64| -> Result<Double, Failure> {
            let mut moved: Inputs<Double> = inputs.cast();
            let (h, along) = (Double::of(step), direction.cast::<Double>());
            moved.params[index] =
                moved.params[index].zip(&along, |x, t| x + h * t).map_err(|f| ("move", f))?;
            let value = run(&primal, &moved).map_err(|fault| ("primal", fault))?.value;
            let seed = inputs.seed.as_ref().expect("a seed").cast();
            Ok(value.zip(&seed, |x, s| x * s).map_err(|fault| ("seed", fault))?.sum().data[0])
        };
        // Central differences of fourth order (Fornberg 1988, table 1).
        let h = 1e-4;
        let near = value(h)? - value(-h)?;
        let far = value(2.0 * h)? - value(-2.0 * h)?;
        let slope = ((near * Double::of(8.0) - far) / Double::of(12.0 * h)).to_f64();
        let before = &inputs.adjoints[index];
        let terms = found.adjoints[index].data.iter().zip(&before.data).zip(&direction.data);
        let terms: Vec<f64> = terms.map(|((after, before), t)| (after - before) * t).collect();
        let scale = terms.iter().map(|term| term.abs()).sum::<f64>().max(1.0);
        let gap = (terms.iter().sum::<f64>() - slope).abs() / scale;
        if gap.is_nan() || gap > TOLERANCE {
            return Err(("differences", format!("parameter {index}: off by {gap:e} of {scale:e}\n{plain}")));
        }
    }
    Ok(())
}

/// The cheapest variant's flops where all sizes are 100, by those of the plain program.
fn cost(primal: &Func) -> f64 {
    let even = |func: &Func| cost::flops(func).at(|_| 100.0);
    let best = rust::optimised(primal).iter().map(even).fold(f64::INFINITY, f64::min);
    best / even(&rust::adjoint_ir(primal)).max(1.0)
}

fn check_cost(program: &Program) -> Result<(), Failure> {
    let primal = lowered(&program.source())?;
    let ratio = cost(&primal);
    if ratio <= MARGIN {
        return Ok(());
    }
    let variants: String =
        rust::optimised(&primal).iter().map(|v| format!("{}\n{v}", cost::flops(v))).collect();
    let plain = rust::adjoint_ir(&primal);
    Err(("cost", format!("{ratio:.2} times the plain flops, {}\n{plain}\n{variants}", cost::flops(&plain))))
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}

/// Runs a check on many programs; the failures are shrunk, and reported together.
fn check_all(count: u64, check: impl Fn(&Program, u64) -> Result<(), Failure>) {
    let first = number("NUMPY2AD_FIRST_PROGRAM", 0);
    let mut reports = Vec::new();
    let mut failed = 0;
    for seed in first..first + count {
        let program = generate::program(seed);
        let Err((kind, _)) = check(&program, seed) else { continue };
        failed += 1;
        if reports.len() < 5 {
            let same = |smaller: &Program| check(smaller, seed).is_err_and(|(other, _)| other == kind);
            let smallest = shrink::shrink(&program, same);
            let message = check(&smallest, seed).expect_err("it fails").1;
            reports.push(format!("seed {seed}, {kind}: {message}\n{}\n", smallest.source()));
        }
    }
    assert!(reports.is_empty(), "{failed} of {count} programs fail, for example:\n\n{}", reports.join("\n"));
}

#[test]
fn optimised_programs_compute_what_plain_ones_do() {
    check_all(number("NUMPY2AD_PROGRAMS", 1000), check);
}

#[test]
fn plain_programs_compute_derivatives() {
    check_all(number("NUMPY2AD_PROGRAMS", 1000) / 10, check_differences);
}

/// 72 of the first 1000 cost more. Either a matrix is both inverted and factorised (`inv(a)` beside `inv(a).dot(b)`;
/// `inv(a)` beside `inv(&a.t())`), or a product that is used twice behind one transpose is computed twice
/// (`let p = a.dot(a).t(); p.dot(&p)`).
#[test]
fn optimised_programs_cost_no_more_than_plain_ones() {
    check_all(number("NUMPY2AD_PROGRAMS", 1000), |program, _| check_cost(program));
}

/// The generator makes what it is meant to make: an empty test would pass as well.
#[test]
fn programs_are_as_manifold_as_the_language() {
    let all: Vec<Program> = (0..400).map(generate::program).collect();
    let text: String = all.iter().map(Program::source).collect();
    for word in [
        ".dot(",
        ".t()",
        "inv(",
        " + ",
        " - ",
        " * ",
        " / ",
        ".exp()",
        ".ln()",
        ".recip()",
        ".pow2()",
        ".powi(3)",
        ".powf(",
        ".mapv(",
        ".sum()",
        ".nrows()",
        ".len()",
        "let v",
        "&Array1",
        "&Array2",
        ": f64",
        "-> Array1",
        "-> Array2",
        "-> f64",
    ] {
        assert!(text.matches(word).count() >= 10, "{word}");
    }
    let long = all.iter().filter(|program| program.operations() >= 20).count();
    let short = all.iter().filter(|program| program.operations() <= 12).count();
    assert!(long >= 50 && short >= 60, "{long} long ones and {short} short ones");
    assert!(all.iter().all(|program| program.operations() <= 60));
}
