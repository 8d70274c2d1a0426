//! Random programs over the whole language: what the operations' table has, drawn by `numpy2ad_core::random`.
//!
//! Of each program the optimised adjoint has to agree with the plain one, the adjoint with the tangent (the dot-product
//! identity), the second derivative with its transpose, and executed Python text with all of these.
//! `NUMPY2AD_PROGRAMS=20000 cargo test -p numpy2ad-core --features python,testing --test random_language` runs more of them, and
//! `NUMPY2AD_FIRST_PROGRAM=4711` others. A failure is reported as the smallest program that fails in the same way.
#![cfg(all(feature = "python", feature = "testing"))]
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
#[path = "../../tests/support/python.rs"]
mod support;

use eval::{Inputs, Tensor, run};
use numpy2ad_core::ir::Func;
use numpy2ad_core::python::{self, Derivative, Ranks};
use numpy2ad_core::random::{Input, Language, Program, Random};
use numpy2ad_core::verify::verify;
use numpy2ad_core::{diff, rust};
use std::collections::{BTreeMap, BTreeSet};

/// A kind of failure, and what there is to say about this one.
type Failure = (&'static str, String);

/// Relative to the larger of 1 and the largest element, or to the terms of a sum.
const TOLERANCE: f64 = 1e-10;

/// The operations that no program is made of, and why. Those without a spelling are what derivatives and the optimiser
/// are made of, and occur in these.
const NOT_DRAWN: &[(&str, &str)] = &[
    ("sign", "Rust has no spelling for it; absolute values have it in their derivatives"),
    ("step", "no spelling: in the derivatives of maxima"),
    ("add_product", "no spelling: of the optimiser"),
    ("sub_product", "no spelling: of the optimiser"),
    ("inverse_gram", "no spelling: of matrices that are declared definite"),
    ("factors", "no spelling: of the optimiser, and of solutions"),
    ("cholesky", "no spelling: of the optimiser"),
    ("definite", "no spelling: of matrices that are declared definite"),
    ("lower", "no spelling: of matrices that are declared triangular"),
    ("upper", "no spelling: of matrices that are declared triangular"),
    ("diagonal", "no spelling: of matrices that are declared diagonal"),
    ("eigh", "no spelling: what values and vectors are components of"),
    ("qr", "no spelling: what `q` and `r` are components of"),
    ("svd", "no spelling: what `u`, `s` and `vt` are components of"),
    ("det_sign", "Rust gives it beside a logarithm, as an output that nothing flows into"),
    ("cofactors", "no spelling: in the derivatives of determinants"),
    ("cofactors_moved", "no spelling: in the second derivatives of determinants"),
    ("masked", "no spelling: in the derivatives of factors"),
    ("gaps", "no spelling: in the derivatives of spectra"),
    ("spread", "no spelling: in the derivatives of functions of matrices"),
    ("gather", "no spelling: in the derivatives of functions of matrices"),
    ("others", "no spelling: in the derivatives of products of elements"),
    ("norm_slope", "no spelling: in the derivatives of norms"),
    ("recip_or_zero", "no spelling: in the derivatives of norms and deviations"),
    ("unslice", "no spelling: in the derivatives of parts"),
    ("collapse", "no spelling: in the derivatives of what is repeated"),
    ("broadcast", "no spelling: in tangents of what is repeated"),
    ("identity", "another name for the same value"),
    ("to_float", "beside a size, in the samples of that"),
    ("call", "a call needs a second function; `tests/calls.rs` has them"),
    ("call_adjoint", "the same"),
    ("call_tangent", "the same"),
    ("call_second", "the same"),
];

/// The kind of failure of a program whose results rounding moves by more than a tenth of what is compared. That of the
/// parameters' last digits is no fault of the program, but few programs may be like that.
const WILD: &str = "wild";

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}

fn tensor(input: Input) -> Tensor<f64> {
    match input.shape[..] {
        [] => Tensor::scalar(input.data[0]),
        [_] => Tensor::vector(input.data),
        [rows, cols] => Tensor { rank: 2, rows, cols, data: input.data },
        _ => panic!("more than two axes"),
    }
}

fn like(tensor: &Tensor<f64>, random: &mut Random) -> Tensor<f64> {
    let data = tensor.data.iter().map(|_| random.symmetric()).collect();
    Tensor { data, ..*tensor }
}

/// `⟨a, b⟩` of several tensors, and the sum of the magnitudes of the terms.
fn dots(a: &[Tensor<f64>], b: &[Tensor<f64>]) -> (f64, f64) {
    let terms = a.iter().zip(b).flat_map(|(a, b)| a.data.iter().zip(&b.data).map(|(a, b)| a * b));
    terms.fold((0.0, 0.0), |(sum, scale), term| (sum + term, scale + f64::abs(term)))
}

/// The largest difference of two tensors, relative to the larger of 1 and the largest element of the first.
fn distance(a: &Tensor<f64>, b: &Tensor<f64>) -> f64 {
    if a.shape() != b.shape() {
        return f64::INFINITY;
    }
    let largest = a.data.iter().fold(1.0_f64, |max, x| max.max(x.abs()));
    let gaps = a.data.iter().zip(&b.data).map(|(a, b)| (a - b).abs() / largest);
    // NaN is no agreement.
    gaps.fold(0.0, |max: f64, gap| if gap.is_nan() { f64::INFINITY } else { max.max(gap) })
}

fn close(gap: f64) -> bool {
    gap <= TOLERANCE
}

/// What is known of a program when it has been run: what the other forms of it are compared with.
struct Known {
    params: Vec<Tensor<f64>>,
    adjoints: Vec<Tensor<f64>>,
    seed: Tensor<f64>,
    directions: Vec<Tensor<f64>>,
    value: Tensor<f64>,
    /// What the adjoints hold afterwards.
    after: Vec<Tensor<f64>>,
    tangent: Tensor<f64>,
    /// By how much rounding of the parameters moves the results: what is no difference of programs.
    rounding: f64,
}

fn lowered(source: &str) -> Result<Func, Failure> {
    let item = syn::parse_str(source).map_err(|error| ("parse", error.to_string()))?;
    let (_, lowered) = rust::lower(&item).map_err(|diags| ("lower", diags.render(source, "f")))?;
    Ok(lowered.func)
}

/// Whether all axes that the program takes for one size are of one size.
fn fits(func: &Func, params: &[Tensor<f64>]) -> bool {
    let mut lengths = BTreeMap::new();
    func.params.iter().zip(params).all(|(param, tensor)| {
        let own = [tensor.rows, tensor.cols];
        let own = &own[2 - param.ty.axes().len()..];
        let axes = param.ty.axes();
        axes.iter()
            .zip(own)
            .all(|(&dim, length)| *lengths.entry(func.dims.find(dim)).or_insert(*length) == *length)
    })
}

/// All results of a program whose parameters move.
fn along(func: &Func, inputs: &Inputs<f64>, directions: &[Tensor<f64>]) -> Result<Vec<Tensor<f64>>, String> {
    let inputs = Inputs { directions: directions.to_vec(), ..inputs.clone() };
    Ok(run(func, &inputs)?.results)
}

/// Everything that has to hold of a program, Python apart.
fn check(program: &Program, seed: u64) -> Result<Known, Failure> {
    let primal = lowered(&program.rust("f"))?;
    let mut random = Random(seed ^ 0x5eed);
    let params: Vec<_> = program.inputs(&mut random).into_iter().map(tensor).collect();
    let value = run(&primal, &Inputs::primal(params.clone())).map_err(|fault| ("primal", fault))?.value;
    let mut all =
        |tensors: &[Tensor<f64>]| -> Vec<_> { tensors.iter().map(|t| like(t, &mut random)).collect() };
    let (adjoints, directions, others) = (all(&params), all(&params), all(&params));
    let seeds = all(std::slice::from_ref(&value)).remove(0);
    let inputs = Inputs { adjoints, seed: Some(seeds.clone()), ..Inputs::primal(params) };

    let plain = rust::adjoint_ir(&primal);
    verify(&plain)
        .map_err(|faults| ("verify the plain program", format!("{}\n{plain}", faults.join("; "))))?;
    let found =
        run(&plain, &inputs).map_err(|fault| ("run the plain program", format!("{fault}\n{plain}")))?;

    // What is ill-conditioned is compared by what rounding does to it.
    let mut moved = inputs.clone();
    for x in moved.params.iter_mut().flat_map(|param| &mut param.data) {
        *x *= 1.0 + 1e-13 * random.symmetric();
    }
    let near = run(&plain, &moved).map_err(|fault| ("run the plain program", fault))?;
    let pairs =
        || std::iter::once((&found.value, &near.value)).chain(found.adjoints.iter().zip(&near.adjoints));
    let rounding = pairs().map(|(a, b)| distance(a, b)).fold(0.0, f64::max);
    if rounding > 1e-11 {
        return Err((WILD, format!("rounding moves the results by {rounding:e}\n{plain}")));
    }

    // Where an operand is repeated along an axis of length 1, the generated code takes the plain program.
    let variants = if fits(&primal, &inputs.params) { rust::optimised(&primal) } else { Vec::new() };
    for variant in variants {
        let context = |fault: String| format!("{fault}\n{variant}");
        verify(&variant).map_err(|faults| ("verify", context(faults.join("; "))))?;
        let other = run(&variant, &inputs).map_err(|fault| ("run", context(fault)))?;
        let pairs =
            std::iter::once((&found.value, &other.value)).chain(found.adjoints.iter().zip(&other.adjoints));
        for (index, (plain, other)) in pairs.enumerate() {
            let gap = distance(plain, other);
            if !close(gap) {
                return Err(("optimised", context(format!("result {index} is off by {gap:e}"))));
            }
        }
    }

    let (forward, tangents) = diff::tangent(&primal);
    verify(&forward).map_err(|faults| ("verify the tangent", format!("{}\n{forward}", faults.join("; "))))?;
    let results = along(&forward, &inputs, &directions)
        .map_err(|fault| ("run the tangent", format!("{fault}\n{forward}")))?;
    let tangent = match tangents[..] {
        [Some(_)] => results[1].clone(),
        _ => value.map(|_| 0.0),
    };
    if tangent.shape() != value.shape() {
        return Err((
            "tangent",
            format!("of shape {:?} for {:?}\n{forward}", tangent.shape(), value.shape()),
        ));
    }
    let gradient: Vec<_> =
        found.adjoints.iter().zip(&inputs.adjoints).map(|(a, b)| a.zip(b, |a, b| a - b).unwrap()).collect();
    let (left, scale_left) = dots(std::slice::from_ref(&seeds), std::slice::from_ref(&tangent));
    let (right, scale_right) = dots(&gradient, &directions);
    let gap = (left - right).abs() / scale_left.max(scale_right).max(1.0);
    if !close(gap) {
        return Err(("identity", format!("{left} and {right}, off by {gap:e}\n{plain}\n{forward}")));
    }
    check_second(&plain, &inputs, &directions, &others, &gradient)?;
    let Inputs { params, adjoints, .. } = inputs;
    let (value, after) = (found.value, found.adjoints);
    Ok(Known { params, adjoints, seed: seeds, directions, value, after, tangent, rounding })
}

/// `⟨H t, w⟩ = ⟨H w, t⟩`, and the gradient beside the products is the adjoint's.
fn check_second(
    plain: &Func,
    inputs: &Inputs<f64>,
    t: &[Tensor<f64>],
    w: &[Tensor<f64>],
    gradient: &[Tensor<f64>],
) -> Result<(), Failure> {
    let second = diff::second(plain);
    verify(&second)
        .map_err(|faults| ("verify the second derivative", format!("{}\n{second}", faults.join("; "))))?;
    let product = |directions: &[Tensor<f64>]| -> Result<Vec<Tensor<f64>>, Failure> {
        let all = along(&second, inputs, directions)
            .map_err(|fault| ("run the second derivative", format!("{fault}\n{second}")))?;
        for (index, (a, b)) in gradient.iter().zip(&all[1..]).enumerate() {
            let gap = distance(a, b);
            if !close(gap) {
                return Err((
                    "second",
                    format!("the gradient of parameter {index} is off by {gap:e}\n{second}"),
                ));
            }
        }
        Ok(all[1 + gradient.len()..].to_vec())
    };
    let (left, scale_left) = dots(&product(t)?, w);
    let (right, scale_right) = dots(&product(w)?, t);
    let gap = (left - right).abs() / scale_left.max(scale_right).max(1.0);
    if close(gap) {
        return Ok(());
    }
    Err(("symmetric", format!("{left} and {right}, off by {gap:e}\n{second}")))
}

/// The smallest program that fails in the same way.
fn shrink(program: &Program, fails: impl Fn(&Program) -> bool) -> Program {
    let mut smallest = program.clone();
    for _ in 0..200 {
        let Some(smaller) = smallest.smaller().into_iter().find(|smaller| fails(smaller)) else { break };
        smallest = smaller;
    }
    smallest
}

fn in_both_languages(program: &Program) -> String {
    let python = program.python("f").unwrap_or_else(|| "Python cannot say it".to_owned());
    format!("{}\n\n{python}\n", program.rust("f"))
}

/// The seeds of this run.
fn seeds() -> std::ops::Range<u64> {
    let first = number("NUMPY2AD_FIRST_PROGRAM", 0);
    first..first + number("NUMPY2AD_PROGRAMS", 2000)
}

/// What a share of the programs came to.
#[derive(Default)]
struct Found {
    kinds: BTreeMap<&'static str, usize>,
    wild: u64,
    reports: Vec<String>,
    /// For programs that Python can say, the call that checks the texts, or why there are none.
    in_python: Vec<(u64, Result<String, String>)>,
}

fn check_share(seeds: impl Iterator<Item = u64>) -> Found {
    let language = Language::new();
    let mut found = Found::default();
    for seed in seeds {
        let program = language.program(seed);
        match check(&program, seed) {
            Ok(known) => {
                let call = program.python("f").map(|text| call_in_python(seed, &text, &known));
                found.in_python.extend(call.map(|call| (seed, call)));
            }
            Err((WILD, _)) => found.wild += 1,
            Err((kind, _)) => {
                *found.kinds.entry(kind).or_default() += 1;
                if found.reports.len() < 4 {
                    let fails =
                        |smaller: &Program| check(smaller, seed).is_err_and(|(other, _)| other == kind);
                    let smallest = shrink(&program, fails);
                    let message = check(&smallest, seed).err().expect("it fails").1;
                    let text = in_both_languages(&smallest);
                    found.reports.push(format!("seed {seed}, {kind}: {message}\n{text}\n"));
                }
            }
        }
    }
    found
}

#[test]
fn adjoints_tangents_second_derivatives_and_python_agree() {
    let threads = std::thread::available_parallelism().map_or(2, usize::from) as u64;
    let shares: Vec<Found> = std::thread::scope(|scope| {
        let share = |of: u64| seeds().filter(move |seed| seed % threads == of);
        let all: Vec<_> = (0..threads).map(|of| scope.spawn(move || check_share(share(of)))).collect();
        all.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let (mut kinds, mut reports, mut in_python) = (BTreeMap::<&str, usize>::new(), Vec::new(), Vec::new());
    let mut wild = 0;
    for found in shares {
        wild += found.wild;
        found.kinds.into_iter().for_each(|(kind, count)| *kinds.entry(kind).or_default() += count);
        reports.extend(found.reports);
        in_python.extend(found.in_python);
    }
    assert!(reports.is_empty(), "{kinds:?}, for example:\n\n{}", reports.join("\n"));
    let all = seeds().count() as u64;
    assert!(wild * 50 <= all, "{wild} of {all} programs are ill-conditioned");
    compare_with_python(&in_python);
}

const CHECK: &str = include_str!("../../tests/support/random.py");

/// Executed Python text has the evaluator's numbers, all programs in one process.
fn compare_with_python(all: &[(u64, Result<String, String>)]) {
    let Some(interpreter) = support::find(&["numpy", "scipy"]) else { return };
    let language = Language::new();
    let faults = python_faults(&interpreter, all);
    let mut reports = Vec::new();
    for (seed, fault) in faults.iter().take(number("NUMPY2AD_REPORTS", 4) as usize) {
        let (mut smallest, mut fault) = (language.program(*seed), fault.clone());
        // All programs that are smaller by a bit run in one process.
        while let Some((smaller, other)) = first_fault(&interpreter, *seed, smallest.smaller()) {
            (smallest, fault) = (smaller, other);
        }
        reports.push(format!("seed {seed}: {fault}\n{}", in_both_languages(&smallest)));
    }
    let (count, failed) = (all.len(), faults.len());
    assert!(faults.is_empty(), "{failed} of {count} programs differ in Python:\n\n{}", reports.join("\n\n"));
}

/// The first of these programs that only Python has other numbers of, and what is wrong.
fn first_fault(
    interpreter: &std::path::Path,
    seed: u64,
    programs: Vec<Program>,
) -> Option<(Program, String)> {
    let call = |(at, program): (usize, &Program)| {
        let (text, known) = (program.python("f")?, check(program, seed).ok()?);
        Some((at as u64, call_in_python(at as u64, &text, &known)))
    };
    let all: Vec<_> = programs.iter().enumerate().filter_map(call).collect();
    if all.is_empty() {
        return None;
    }
    let (at, fault) = python_faults(interpreter, &all).into_iter().min_by_key(|(at, _)| *at)?;
    programs.into_iter().nth(at as usize).map(|program| (program, fault))
}

/// The call of the script's function that compares executed text with these numbers.
fn call_in_python(seed: u64, text: &str, known: &Known) -> Result<String, String> {
    let derivative = |which| {
        python::derivative(which, text, &Ranks::new(), None).map_err(|diags| diags.render(text, "f.py"))
    };
    let (adjoint, tangent) = (derivative(Derivative::Adjoint)?, derivative(Derivative::Tangent)?);
    let one = |t: &Tensor<f64>| {
        let shape = [vec![], vec![t.cols], vec![t.rows, t.cols]][t.rank].clone();
        format!("array({shape:?}, {:?})", t.data)
    };
    let list = |all: &[Tensor<f64>]| format!("[{}]", all.iter().map(one).collect::<Vec<_>>().join(", "));
    Ok(format!(
        "check({seed}, [{}, {}, {}], {}, {}, {}, {}, {}, {}, {}, {:?})",
        support::quoted(text),
        support::quoted(&adjoint),
        support::quoted(&tangent),
        list(&known.params),
        list(&known.adjoints),
        one(&known.seed),
        list(&known.directions),
        one(&known.value),
        list(&known.after),
        one(&known.tangent),
        known.rounding,
    ))
}

fn python_faults(interpreter: &std::path::Path, all: &[(u64, Result<String, String>)]) -> Vec<(u64, String)> {
    let mut script = CHECK.to_owned();
    let mut faults = Vec::new();
    for (seed, call) in all {
        match call {
            Ok(call) => script.extend([call, "\n"]),
            Err(fault) => faults.push((*seed, fault.clone())),
        }
    }
    script.push_str("for seed, fault in faults:\n    print(seed, fault.replace('\\n', ' '))\n");
    let name = format!("random_language_{}", all.first().map_or(0, |(seed, ..)| *seed));
    for line in support::run(interpreter, &name, &script).lines() {
        let (seed, fault) = line.split_once(' ').expect("a seed and a fault");
        faults.push((seed.parse().expect("a seed"), fault.to_owned()));
    }
    // One for each program.
    let mut seen = BTreeSet::new();
    faults.retain(|(seed, _)| seen.insert(*seed));
    faults
}

/// A new operation is drawn, or says here why it is not.
#[test]
fn every_operation_is_drawn_or_says_why_not() {
    let language = Language::new();
    let listed: BTreeSet<&str> = NOT_DRAWN.iter().map(|(name, _)| *name).collect();
    let missing: BTreeSet<&str> = language.missing().iter().copied().collect();
    assert_eq!(
        missing, listed,
        "left: what has no sample that can be a piece of a program; right: what is listed"
    );
    let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lengths = Vec::new();
    for seed in seeds() {
        let program = language.program(seed);
        let mut inside = BTreeSet::new();
        inside.extend(program.fragments().map(|fragment| fragment.operation));
        for name in inside {
            *drawn.entry(name).or_default() += 1;
        }
        lengths.push(program.operations());
    }
    let rare: Vec<&str> =
        language.names().filter(|name| drawn.get(name).copied().unwrap_or(0) < lengths.len() / 200).collect();
    assert!(rare.is_empty(), "hardly ever drawn: {rare:?}");
    let long = lengths.iter().filter(|&&length| length >= 15).count();
    let short = lengths.iter().filter(|&&length| length < 10).count();
    assert!(
        long * 10 >= lengths.len() && short * 3 >= lengths.len(),
        "{long} long ones and {short} short ones"
    );
    assert!(lengths.iter().all(|&length| (1..=40).contains(&length)));
}
