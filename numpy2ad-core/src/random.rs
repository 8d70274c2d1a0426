//! Random programs over the whole language, for the tests of this project.
//!
//! They are made of the operations' own samples: a sample says how an operation is written in both languages, of which
//! ranks its operands are, which axes are of the same length, and which numbers it takes. So a program is a list of
//! samples, each applied to values of the ones before it, and a new operation is drawn as soon as it has a sample.
//! Numbers stay tame by construction: what an operation has left is brought back into [-1/2, 1/2] by `sin / 2` before
//! another takes it, unless both are known to be calm, and then into the domain of that.

#![allow(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "made for tests alone, which fail by a panic; handles are of the program that they are used in"
)]

mod axes;
mod compiled;
mod draw;
mod fragment;
mod generate;
mod text;

pub use axes::Length;
pub use compiled::compiled;
pub use draw::Random;
pub use fragment::{Fragment, Language};

use crate::ops::Domain;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A program: steps, each of which makes values of earlier ones.
#[derive(Clone, Debug)]
pub struct Program {
    steps: Vec<Step>,
    values: Vec<Value>,
    result: usize,
}

#[derive(Clone, Debug)]
enum Step {
    /// A parameter of this domain.
    Param { domain: Domain, out: usize },
    /// A sample of an operation, or glue between two of them.
    Use { fragment: Rc<Fragment>, operands: Vec<usize>, outs: Vec<usize> },
}

/// A value: its shape, and what its elements stay below, if that is known.
#[derive(Clone, Debug)]
struct Value {
    shape: Vec<Length>,
    bound: Option<f64>,
}

/// A parameter of a program, with numbers for it.
#[derive(Clone, Debug)]
pub struct Input {
    /// No number for a scalar, otherwise the lengths of the axes.
    pub shape: Vec<usize>,
    /// The numbers in row-major order.
    pub data: Vec<f64>,
}

impl Program {
    /// The number of operations: what is drawn, without glue.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.fragments().filter(|fragment| fragment.operation != fragment::GLUE).count()
    }

    /// The samples that it is made of, glue among them.
    pub fn fragments(&self) -> impl Iterator<Item = &Fragment> {
        self.steps.iter().filter_map(|step| match step {
            Step::Use { fragment, .. } => Some(&**fragment),
            Step::Param { .. } => None,
        })
    }

    /// Numbers for the parameters, in order.
    #[must_use]
    pub fn inputs(&self, random: &mut Random) -> Vec<Input> {
        let params = self.steps.iter().filter_map(|step| match step {
            Step::Param { domain, out } => Some((*domain, *out)),
            Step::Use { .. } => None,
        });
        params
            .map(|(domain, out)| {
                let known = |length: &Length| length.known().expect("parameters have lengths");
                let shape: Vec<usize> = self.values[out].shape.iter().map(known).collect();
                let data = random.input(domain, &shape);
                Input { shape, data }
            })
            .collect()
    }

    /// Programs that are smaller by a bit: those that end earlier, and those in which a value is a parameter.
    #[must_use]
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for step in &self.steps {
            let Step::Use { outs, .. } = step else { continue };
            for &out in outs.iter().filter(|&&out| out != self.result) {
                all.push(Self { result: out, ..self.clone() }.pruned());
            }
        }
        for (at, step) in self.steps.iter().enumerate() {
            let Step::Use { outs, .. } = step else { continue };
            if let [out] = outs[..]
                && out != self.result
                && self.values[out].shape.iter().all(|length| length.known().is_some())
            {
                let mut other = self.clone();
                // A value that enters a domain by glue has that of the glue.
                let domain = match step {
                    Step::Use { fragment, .. } => fragment.domain,
                    Step::Param { domain, .. } => *domain,
                };
                other.steps[at] = Step::Param { domain, out };
                all.push(other.pruned());
            }
        }
        all
    }

    /// Without the steps that the result does not need.
    fn pruned(mut self) -> Self {
        let mut needed = BTreeSet::from([self.result]);
        let mut kept: Vec<Step> = Vec::new();
        for step in self.steps.into_iter().rev() {
            let is_needed = match &step {
                Step::Param { out, .. } => needed.contains(out),
                Step::Use { outs, .. } => outs.iter().any(|out| needed.contains(out)),
            };
            if is_needed {
                if let Step::Use { operands, .. } = &step {
                    needed.extend(operands);
                }
                kept.push(step);
            }
        }
        kept.reverse();
        self.steps = kept;
        self
    }
}
