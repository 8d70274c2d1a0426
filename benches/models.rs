//! What an adjoint costs, beside the best that is known.
//!
//! ```text
//! cargo bench                                       every model at every size: some minutes
//! cargo bench -- gls rmi 64 256                     two models, two sizes
//! cargo bench -- --csv --seconds 5                  seconds of every candidate, measured longer
//! cargo bench -- --test                             the values of all forms, and no times
//! cargo bench --features openblas-system            on BLAS and LAPACK
//! ```
//!
//! Pin it to one core and the numbers keep still: on Linux `taskset -c 1 cargo bench`, with `OPENBLAS_NUM_THREADS=1`
//! for BLAS. The embedded library runs on one thread.
//!
//! Four candidates take turns for each model and size:
//!
//! - `ours`: `*_ad` as `#[adjoint]` writes it, the result **and** the derivatives by every component of every input;
//! - `plain`: the same with `optimize = false`, statement by statement, as reverse mode is usually written down;
//! - `expert`: the adjoint by hand in [`experts`], on the same kernels;
//! - `primal`: the best form by hand of the function alone, which solves where the source inverts.
//!
//! Models such as `gls+spd` are the same with what is known of their operands declared ([`declared`]); the other candidates know
//! nothing of it. In `rmi+identity` and `newton+identity` the operand that the formula calls the identity is one, which
//! nobody is told; in `rmi` and `newton` it is a matrix like any other.
//!
//! Before a model is measured, the values of all four are compared. Adjoint arrays are allocated once; they accumulate, and
//! are not zeroed in between. The ratios in the table are `plain / ours`, `ours / expert` and `ours / primal`.
//!
//! `peers` beside this file compares with other tools.

#[path = "../examples/models/mod.rs"]
mod models;

/// The same functions, without the optimiser.
mod plain {
    numpy2ad_macros::__plain_source!("examples/models/mod.rs");
}

mod declared;
mod experts;
mod harness;

use harness::options::{HELP, Options, options};
use harness::registry::{Adjoint, Model};
use harness::{exchange, operands, report, timing};
use ndarray::Array2;
use std::hint::black_box;
use std::process::ExitCode;

/// What forms may differ by, relative to the largest component.
const TOLERANCE: f64 = 1e-8;

fn main() -> ExitCode {
    let result = match options(std::env::args().skip(1)) {
        Ok(options) if options.help => {
            println!("{HELP}");
            Ok(())
        }
        Ok(options) => run(&options),
        Err(error) => Err(format!("{error}\n\n{HELP}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    if let Some(folder) = &options.serve {
        return match (options.models.as_slice(), options.sizes.as_slice()) {
            ([model], &[n]) => exchange::serve(model, n, folder).map_err(|error| error.to_string()),
            _ => Err("--serve takes one model and one size".into()),
        };
    }
    if !options.test {
        report::header(options.csv);
    }
    for &n in &options.sizes {
        for model in &options.models {
            let case = Case::new(model, n);
            case.check()?;
            if !options.test {
                report::line(options.csv, model.name, n, &case.measure(options));
            }
        }
    }
    if options.test {
        println!("{} models: plain, expert and primal agree with ours", options.models.len());
    }
    Ok(())
}

/// A model at one size.
struct Case<'a> {
    model: &'a Model,
    n: usize,
    operands: Vec<Array2<f64>>,
    seed: Array2<f64>,
}

impl<'a> Case<'a> {
    fn new(model: &'a Model, n: usize) -> Self {
        let mut operands = operands::operands(&(model.shapes)(n));
        if model.name.ends_with("+diagonal") {
            operands[0] = Array2::from_diag(&operands[0].diag());
        }
        if model.name.ends_with("+general") {
            for (operand, seed) in operands.iter_mut().zip(100..).filter(|(operand, _)| operand.is_square()) {
                *operand += &(operands::normal(operand.dim(), seed) / operand.nrows() as f64);
            }
        }
        // The operand that the formula calls the identity.
        let identity = match model.name {
            "rmi+identity" => operands.get_mut(2),
            "newton+identity" => operands.get_mut(1),
            _ => None,
        };
        if let Some(identity) = identity {
            *identity = Array2::eye(n);
        }
        let seed = operands::normal((model.primal)(&operands).dim(), 0);
        Self { model, n, operands, seed }
    }

    /// What is wrong with a form, if one has other values than ours.
    fn check(&self) -> Result<(), String> {
        let all = |adjoint: Adjoint| {
            let mut values = self.zeros();
            let out = adjoint(&self.operands, &mut values, &self.seed);
            values.insert(0, out);
            values
        };
        let Model { name, ours, plain, expert, primal, .. } = self.model;
        let ours = all(*ours);
        let forms =
            [("plain", all(*plain)), ("expert", all(*expert)), ("primal", vec![primal(&self.operands)])];
        for (form, values) in forms {
            for (index, (value, ours)) in values.iter().zip(&ours).enumerate() {
                let difference = difference(value, ours);
                if difference > TOLERANCE {
                    let what =
                        if index == 0 { "result".into() } else { format!("adjoint of operand {index}") };
                    let n = self.n;
                    return Err(format!("{name}, n = {n}: the {what} by {form} differs by {difference:e}"));
                }
            }
        }
        Ok(())
    }

    fn measure(&self, options: &Options) -> Vec<Vec<f64>> {
        let call = |adjoint: Adjoint| {
            let mut adjoints = self.zeros();
            move || drop(black_box(adjoint(black_box(&self.operands), &mut adjoints, &self.seed)))
        };
        let Model { ours, plain, expert, primal, .. } = self.model;
        let (mut ours, mut plain, mut expert) = (call(*ours), call(*plain), call(*expert));
        let mut primal = || drop(black_box(primal(black_box(&self.operands))));
        timing::interleaved(&mut [&mut ours, &mut plain, &mut expert, &mut primal], options.budget)
    }

    fn zeros(&self) -> Vec<Array2<f64>> {
        self.operands.iter().map(|x| Array2::zeros(x.raw_dim())).collect()
    }
}

/// The largest difference of two components, relative to the largest component; infinite where a NaN is.
fn difference(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    if a.dim() != b.dim() || a.iter().chain(b).any(|x| x.is_nan()) {
        return f64::INFINITY;
    }
    let largest = |x: &Array2<f64>| x.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    largest(&(a - b)) / largest(b).max(f64::MIN_POSITIVE)
}
