//! Random programs that have been compiled: adjoint, tangent and executed Python text have to agree.
//!
//! They are of the seeds of `numpy2ad-core/tests/random_language.rs`, which runs many more of them on an evaluator.

use super::python;
use super::tensor::{Adjoints, Arguments, Tensor};
use numpy2ad_core::python::{Derivative, Ranks, derivative};
use numpy2ad_core::random::{Input, Language, Random};
use std::fmt::Write as _;

/// A share of the programs, which is checked beside the others.
macro_rules! share {
    ($name:ident, $($seeds:tt)*) => {
        mod $name {
            use crate::random::{Compiled, check};
            use crate::samples::*;
            use crate::tensor::Tensor;

            numpy2ad_macros::__random_programs!($($seeds)*);

            #[test]
            fn adjoint_tangent_and_python_agree() {
                check(&PROGRAMS);
            }
        }
    };
}

/// A program, and what the macros have made of it.
pub struct Compiled {
    pub seed: u64,
    pub primal: fn(&mut Arguments<'_>) -> Tensor,
    pub adjoint: fn(&mut Arguments<'_>, &mut Adjoints<'_>, &mut Arguments<'_>) -> Tensor,
    pub tangent: fn(&mut Arguments<'_>, &mut Arguments<'_>) -> (Tensor, Tensor),
}

/// Relative to the larger of 1 and the largest element, or to the terms of a sum.
const TOLERANCE: f64 = 1e-10;

/// Python has the numbers, with what it is called with.
const SCRIPT: &str = include_str!("random.py");

/// Checks all of them, Python in one process.
pub fn check(programs: &[Compiled]) {
    let interpreter = python::find(&["numpy", "scipy"]);
    let language = Language::new();
    let (mut faults, mut script, mut wild, mut in_python) = (Vec::new(), SCRIPT.to_owned(), 0, 0);
    for program in programs {
        let drawn = language.program(program.seed);
        let inputs = drawn.inputs(&mut Random(program.seed ^ 0x5eed)).into_iter().map(tensor).collect();
        match check_one(program, inputs) {
            Err(fault) => faults.push(format!("seed {}: {fault}\n{}", program.seed, drawn.rust("f"))),
            Ok(None) => wild += 1,
            Ok(Some(known)) => {
                let Some(text) = drawn.python("f") else { continue };
                let call = known.call(program.seed, &text);
                let _ = writeln!(script, "{call}");
                in_python += 1;
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n\n{}", faults.len(), faults.join("\n\n"));
    assert!(wild * 20 <= programs.len(), "{wild} of {} programs are ill-conditioned", programs.len());
    assert!(in_python * 4 >= programs.len() * 3 - wild * 4, "Python can say only {in_python}");
    let Some(interpreter) = interpreter else { return };
    script.push_str("for seed, fault in faults:\n    print(f'seed {seed}: {fault}')\n");
    let name = format!("compiled_{}", programs.first().map_or(0, |program| program.seed));
    let printed = python::run(&interpreter, &name, &script);
    assert!(printed.is_empty(), "executed Python text differs:\n{printed}");
}

/// The numbers of a program.
struct Known {
    params: Vec<Tensor>,
    adjoints: Vec<Tensor>,
    seed: Tensor,
    directions: Vec<Tensor>,
    value: Tensor,
    after: Vec<Tensor>,
    tangent: Tensor,
    rounding: f64,
}

/// Nothing where rounding moves the results by more than a tenth of what is compared.
fn check_one(program: &Compiled, params: Vec<Tensor>) -> Result<Option<Known>, String> {
    let mut random = Random(program.seed ^ 0xc0de);
    let mut all = |tensors: &[Tensor]| -> Vec<Tensor> {
        tensors.iter().map(|tensor| tensor.like(|| random.symmetric())).collect()
    };
    let value = (program.primal)(&mut Arguments(params.iter()));
    let (adjoints, directions) = (all(&params), all(&params));
    let seed = all(std::slice::from_ref(&value));
    let swept = |params: &[Tensor]| {
        let mut after = adjoints.clone();
        let seed = &mut Arguments(seed.iter());
        let value = (program.adjoint)(&mut Arguments(params.iter()), &mut Adjoints(after.iter_mut()), seed);
        (value, after)
    };
    let (again, after) = swept(&params);

    let moved: Vec<Tensor> = params
        .iter()
        .map(|tensor| {
            let mut elements = tensor.elements().into_iter();
            tensor.like(|| elements.next().unwrap_or(0.0) * (1.0 + 1e-13 * random.symmetric()))
        })
        .collect();
    let (near_value, near) = swept(&moved);
    let pairs = std::iter::once((&again, &near_value)).chain(after.iter().zip(&near));
    let rounding = pairs.map(|(a, b)| distance(a, b)).fold(0.0, f64::max);
    if rounding > 1e-11 {
        return Ok(None);
    }

    let close = |what: &str, gap: f64| {
        if gap <= TOLERANCE { Ok(()) } else { Err(format!("{what} is off by {gap:e}")) }
    };
    close("the adjoint's value", distance(&value, &again))?;
    let (again, tangent) =
        (program.tangent)(&mut Arguments(params.iter()), &mut Arguments(directions.iter()));
    close("the tangent's value", distance(&value, &again))?;
    let (left, scale_left) = dots(&seed, std::slice::from_ref(&tangent));
    let (right, scale_right) =
        after.iter().zip(&adjoints).zip(&directions).fold((0.0, 0.0), |sums, ((after, before), t)| {
            let (sum, scale) = dots(std::slice::from_ref(after), std::slice::from_ref(t));
            let (sum_before, _) = dots(std::slice::from_ref(before), std::slice::from_ref(t));
            (sums.0 + sum - sum_before, sums.1 + scale)
        });
    close("the dot-product identity", (left - right).abs() / scale_left.max(scale_right).max(1.0))?;
    let seed = seed.into_iter().next().ok_or("a seed")?;
    Ok(Some(Known { params, adjoints, seed, directions, value, after, tangent, rounding }))
}

impl Known {
    /// The call of the script's function that compares texts with these numbers.
    fn call(&self, seed: u64, text: &str) -> String {
        let of = |which| {
            derivative(which, text, &Ranks::new(), None)
                .unwrap_or_else(|diags| panic!("{}", diags.render(text, "f.py")))
        };
        let texts = [text, &of(Derivative::Adjoint), &of(Derivative::Tangent)].map(python::quoted).join(", ");
        let list = |all: &[Tensor]| format!("[{}]", all.iter().map(written).collect::<Vec<_>>().join(", "));
        format!(
            "check({seed}, [{texts}], {}, {}, {}, {}, {}, {}, {}, {:?})",
            list(&self.params),
            list(&self.adjoints),
            written(&self.seed),
            list(&self.directions),
            written(&self.value),
            list(&self.after),
            written(&self.tangent),
            self.rounding,
        )
    }
}

fn written(tensor: &Tensor) -> String {
    format!("array({:?}, {:?})", tensor.shape(), tensor.elements())
}

fn tensor(input: Input) -> Tensor {
    let fits = "as many numbers as elements";
    match input.shape[..] {
        [] => Tensor::Scalar(input.data[0]),
        [_] => Tensor::Vector(input.data.into()),
        [m, n] => Tensor::Matrix(ndarray::Array2::from_shape_vec((m, n), input.data).expect(fits)),
        _ => panic!("more than two axes"),
    }
}

/// The inner product of several tensors, and the sum of the magnitudes of its terms.
fn dots(a: &[Tensor], b: &[Tensor]) -> (f64, f64) {
    let pairs = a.iter().zip(b).flat_map(|(a, b)| a.elements().into_iter().zip(b.elements()));
    pairs.fold((0.0, 0.0), |(sum, scale), (a, b)| (sum + a * b, scale + (a * b).abs()))
}

/// The largest difference of two tensors, relative to the larger of 1 and the largest element of the first.
fn distance(a: &Tensor, b: &Tensor) -> f64 {
    if a.shape() != b.shape() {
        return f64::INFINITY;
    }
    let largest = a.elements().iter().fold(1.0_f64, |max, x| max.max(x.abs()));
    let gaps = a.elements().into_iter().zip(b.elements()).map(|(a, b)| (a - b).abs() / largest);
    // NaN is no agreement.
    gaps.fold(0.0, |max: f64, gap| if gap.is_nan() { f64::INFINITY } else { max.max(gap) })
}
