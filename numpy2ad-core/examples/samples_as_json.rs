//! The operations' samples that Python can say, and random programs of them, each with the text of its adjoint and
//! numbers for its parameters: a line of JSON for each, for `benches/jax_compare.py`.
#![allow(clippy::print_stdout, reason = "what it is for")]

use numpy2ad_core::ops::TABLE;
use numpy2ad_core::python::{Derivative, Ranks, derivative};
use numpy2ad_core::random::{Language, Random};

/// How many random programs: JAX compiles every operation of every shape.
const PROGRAMS: u64 = 40;

fn main() {
    let mut random = Random(7);
    for operation in TABLE {
        for sample in operation.samples() {
            let Some(text) = sample.python else { continue };
            let inputs: Vec<_> = sample
                .inputs
                .iter()
                .map(|(dims, domain)| {
                    let shape: Vec<usize> = dims.split_whitespace().map(length).collect();
                    let data = random.input(*domain, &shape);
                    (shape, data)
                })
                .collect();
            print(operation.name(), text, &inputs);
        }
    }
    let language = Language::new();
    for seed in 0..PROGRAMS {
        let program = language.program(seed);
        if let Some(text) = program.python("f") {
            let inputs = program.inputs(&mut Random(seed ^ 0x5eed));
            let inputs: Vec<_> = inputs.into_iter().map(|input| (input.shape, input.data)).collect();
            print(&format!("program {seed}"), &text, &inputs);
        }
    }
}

/// The length that a sum of letters and numbers stands for.
fn length(axis: &str) -> usize {
    let of = |term: &str| match term {
        "m" => 4,
        "n" => 3,
        "k" => 2,
        "p" => 5,
        number => number.parse().unwrap_or(1),
    };
    axis.split('+').map(of).sum()
}

fn print(name: &str, text: &str, inputs: &[(Vec<usize>, Vec<f64>)]) {
    // What has no adjoint has nothing to compare.
    let Ok(adjoint) = derivative(Derivative::Adjoint, text, &Ranks::new(), None) else { return };
    let inputs: Vec<String> = inputs.iter().map(|(shape, data)| format!("[{shape:?}, {data:?}]")).collect();
    let quoted =
        |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"));
    let (name, text, adjoint) = (quoted(name), quoted(text), quoted(&adjoint));
    println!(
        "{{\"name\": {name}, \"text\": {text}, \"adjoint\": {adjoint}, \"inputs\": [{}]}}",
        inputs.join(", ")
    );
}
