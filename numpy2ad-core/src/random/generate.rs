//! How a program grows: operation by operation, of operands that are there or new parameters.

use super::axes::{Length, Letters};
use super::fragment::{Fragment, Operand, Origin};
use super::{Language, Program, Random, Step, Value};
use crate::ops::Domain;
use std::rc::Rc;

/// What is brought back into a small range before it grows beyond this.
const LARGEST: f64 = 60.0;

/// Arrays have no more elements along an axis than this, as far as is known.
const LONGEST: f64 = 6.0;

impl Language {
    /// The program of a seed: of 5 to 40 operations, of few more often. One of four may be one that Python cannot say.
    #[must_use]
    pub fn program(&self, seed: u64) -> Program {
        let python = seed % 4 != 3;
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9).wrapping_add(77));
        let length = match seed % 8 {
            0 => 5 + random.below(36),
            1..=3 => 5 + random.below(12),
            _ => 5 + random.below(4),
        };
        self.program_of(length, python, random)
    }

    fn program_of(&self, length: usize, python: bool, random: Random) -> Program {
        let program = Program { steps: Vec::new(), values: Vec::new(), result: 0 };
        let mut growth = Growth { language: self, program, random, python, unknown: 0 };
        // A move may find no operands.
        for _ in 0..20 * length {
            if growth.program.operations() >= length {
                break;
            }
            growth.grow();
        }
        growth.join();
        growth.program.pruned()
    }
}

struct Growth<'a> {
    language: &'a Language,
    program: Program,
    random: Random,
    python: bool,
    /// How many lengths are not known.
    unknown: usize,
}

/// What an operand of a draw becomes, decided before anything is added to the program.
enum Choice {
    Value(usize),
    Parameter(Vec<usize>),
}

impl Growth<'_> {
    fn value(&mut self, shape: Vec<Length>, bound: Option<f64>) -> usize {
        self.program.values.push(Value { shape, bound });
        self.program.values.len() - 1
    }

    fn parameter(&mut self, shape: &[usize], domain: Domain) -> usize {
        let shape = shape.iter().map(|&length| Length::Known(length)).collect();
        let bound = match domain {
            Domain::Positive => 1.5,
            Domain::AboveOne => 2.5,
            Domain::Invertible | Domain::Definite => 2.0,
            Domain::Separated => 6.0,
            _ => 1.0,
        };
        let out = self.value(shape, Some(bound));
        self.program.steps.push(Step::Param { domain, out });
        out
    }

    /// One operation, if there are operands for it.
    fn grow(&mut self) -> Option<()> {
        let operations = &self.language.operations;
        let fragments = &operations[self.random.below(operations.len())];
        let fragments: Vec<&Rc<Fragment>> =
            fragments.iter().filter(|fragment| !self.python || fragment.is_in_python()).collect();
        let fragment = Rc::clone(fragments.get(self.random.below(fragments.len()))?);
        // Elementwise operations are many, and much alike: half of them give way to another one.
        if operations.len() > 1 && is_elementwise(fragment.operation) && self.random.below(2) > 0 {
            return self.another();
        }
        self.apply(&fragment)
    }

    /// An operation that is not elementwise, or a common one.
    fn another(&mut self) -> Option<()> {
        let others: Vec<&Vec<Rc<Fragment>>> = self
            .language
            .operations
            .iter()
            .filter(|all| all.first().is_some_and(|fragment| !is_elementwise(fragment.operation)))
            .collect();
        let fragments = others.get(self.random.below(others.len()))?;
        let fragments: Vec<&Rc<Fragment>> =
            fragments.iter().filter(|fragment| !self.python || fragment.is_in_python()).collect();
        let fragment = Rc::clone(fragments.get(self.random.below(fragments.len()))?);
        self.apply(&fragment)
    }

    fn apply(&mut self, fragment: &Rc<Fragment>) -> Option<()> {
        let mut letters = Letters::new();
        let mut choices = Vec::new();
        for operand in &fragment.operands {
            choices.push(self.choose(operand, &mut letters)?);
        }
        let mut operands = Vec::new();
        for (operand, choice) in fragment.operands.iter().zip(choices) {
            operands.push(match choice {
                Choice::Parameter(shape) => self.parameter(&shape, operand.domain),
                Choice::Value(value) => self.within(value, operand.domain, fragment),
            });
        }
        self.push(fragment, &operands);
        Some(())
    }

    /// A value for an operand, the later ones more often; a parameter if there is none, and sometimes otherwise.
    fn choose(&mut self, operand: &Operand, letters: &mut Letters) -> Option<Choice> {
        // What only a parameter of this shape can bring into the domain has to be of known lengths.
        let by_parameter =
            matches!(operand.domain, Domain::Invertible | Domain::Definite | Domain::Separated);
        let fits = |value: &Value| {
            operand.matches(&value.shape, &mut letters.clone())
                && (!by_parameter || value.shape.iter().all(|length| length.known().is_some()))
        };
        let values = &self.program.values;
        let all: Vec<usize> = (0..values.len()).filter(|&at| values.get(at).is_some_and(fits)).collect();
        let first = self.random.below(all.len());
        let later = all.get(first / 2..).unwrap_or_default();
        let found = later.get(self.random.below(later.len())).copied();
        match found {
            Some(value) if self.random.below(6) > 0 => {
                operand.matches(&self.program.values[value].shape, letters);
                Some(Choice::Value(value))
            }
            _ => {
                let shape: Option<Vec<usize>> =
                    operand.axes.iter().map(|axis| axis.draw(letters, &mut self.random)).collect();
                shape.map(Choice::Parameter)
            }
        }
    }

    /// A value in the domain that an operand needs.
    fn within(&mut self, value: usize, domain: Domain, fragment: &Fragment) -> usize {
        let Value { shape, bound } = self.program.values[value].clone();
        let rank = shape.len();
        let is_own = |step: &Step| match step {
            Step::Param { domain: own, out } => *out == value && *own == domain,
            Step::Use { fragment, outs, .. } => outs.contains(&value) && fragment.domain == domain,
        };
        if domain != Domain::Any && self.program.steps.iter().any(is_own) {
            return value;
        }
        match domain {
            Domain::Odd | Domain::Even => {
                let tame = self.tame(value);
                let side = ["above", "below"][self.random.below(2)];
                self.glued(rank, side, &[tame])
            }
            Domain::Any => {
                let is_calm = bound.is_some_and(|bound| bound <= 1.0)
                    || growth_of(fragment.operation).is_some() && bound.is_some_and(|bound| bound <= LARGEST);
                if is_calm { value } else { self.tame(value) }
            }
            Domain::Positive | Domain::Unit | Domain::AboveOne => {
                let tame = self.tame(value);
                self.glued(rank, name_of(domain), &[tame])
            }
            // A parameter of the domain, and a bit of the value.
            Domain::Invertible | Domain::Definite | Domain::Separated => {
                let lengths: Option<Vec<usize>> = shape.iter().map(|length| length.known()).collect();
                let Some(lengths) = lengths else { return value };
                let parameter = self.parameter(&lengths, domain);
                if self.language.glue(rank, name_of(domain)).is_none() || self.random.below(3) == 0 {
                    return parameter;
                }
                let tame = self.tame(value);
                self.glued(rank, name_of(domain), &[parameter, tame])
            }
        }
    }

    /// The value in [-1/2, 1/2].
    fn tame(&mut self, value: usize) -> usize {
        let Value { shape, bound } = &self.program.values[value];
        if bound.is_some_and(|bound| bound <= 0.5) {
            value
        } else {
            self.glued(shape.len(), "tame", &[value])
        }
    }

    fn glued(&mut self, rank: usize, what: &'static str, operands: &[usize]) -> usize {
        // What is there already is used again.
        let fragment = self.language.glue(rank, what).expect("there is glue for every rank");
        let same = self.program.steps.iter().find_map(|step| match step {
            Step::Use { fragment: other, operands: of, outs }
                if Rc::ptr_eq(other, &fragment) && of == operands =>
            {
                outs.first().copied()
            }
            _ => None,
        });
        same.unwrap_or_else(|| self.push(&fragment, operands))
    }

    /// A step, and the first of its results.
    fn push(&mut self, fragment: &Rc<Fragment>, operands: &[usize]) -> usize {
        let base = self.unknown;
        let mut outs = Vec::new();
        let bound = self.bound(fragment, operands);
        for result in &fragment.results {
            let shape = result.iter().map(|origin| match *origin {
                Origin::Operand(operand, axis) => self.program.values[operands[operand]].shape[axis],
                Origin::One => Length::Known(1),
                Origin::Own(index) => {
                    self.unknown = self.unknown.max(base + index + 1);
                    Length::Unknown(base + index)
                }
            });
            let shape = shape.collect();
            outs.push(self.value(shape, bound));
        }
        let first = outs[0];
        let (fragment, operands) = (Rc::clone(fragment), operands.to_vec());
        self.program.steps.push(Step::Use { fragment, operands, outs });
        first
    }

    fn bound(&self, fragment: &Fragment, operands: &[usize]) -> Option<f64> {
        if fragment.operation == super::fragment::GLUE {
            return Some(match fragment.domain {
                Domain::Any => 0.5,
                Domain::Unit => 0.75,
                Domain::Positive => 1.5,
                _ => 2.5,
            });
        }
        let of_operands: Option<f64> =
            operands.iter().map(|&operand| self.program.values[operand].bound).product();
        growth_of(fragment.operation).zip(of_operands).map(|(growth, bound)| growth * bound.max(1.0))
    }

    /// Lets the result depend on what nothing else uses.
    fn join(&mut self) {
        let used: Vec<usize> = self
            .program
            .steps
            .iter()
            .flat_map(|step| match step {
                Step::Use { operands, .. } => operands.clone(),
                Step::Param { .. } => Vec::new(),
            })
            .collect();
        let made = self.program.steps.iter().flat_map(|step| match step {
            Step::Use { outs, .. } => outs.clone(),
            Step::Param { .. } => Vec::new(),
        });
        let mut loose: Vec<usize> = made.filter(|value| !used.contains(value)).collect();
        let Some(last) = loose.pop() else { return };
        let mut total: Option<usize> = None;
        for value in loose {
            let rank = self.program.values[value].shape.len();
            total = Some(match total {
                None if rank == 0 => value,
                None => {
                    let zero = self.parameter(&[], Domain::Any);
                    self.glued(rank, "sum", &[value, zero])
                }
                Some(total) => self.glued(rank, "sum", &[value, total]),
            });
        }
        let rank = self.program.values[last].shape.len();
        self.program.result = match total {
            Some(total) => self.glued(rank, "end", &[last, total]),
            None => last,
        };
    }
}

/// The glue for a domain.
fn name_of(domain: Domain) -> &'static str {
    match domain {
        Domain::Any | Domain::Odd | Domain::Even => "tame",
        Domain::Positive => "Positive",
        Domain::Unit => "Unit",
        Domain::AboveOne => "AboveOne",
        Domain::Invertible => "Invertible",
        Domain::Definite => "Definite",
        Domain::Separated => "Separated",
    }
}

/// By what the samples of an operation may multiply the product of the bounds of their operands; nothing where it is
/// not known. Products and sums of what is small are worth having as they are, because that is what the optimiser looks for.
fn growth_of(operation: &str) -> Option<f64> {
    Some(match operation {
        "neg" | "transpose" | "identity" | "slice" | "triangle" => 1.0,
        "add" | "sub" | "mul" => 3.0,
        "matmul" | "sum" | "outer" => LONGEST,
        "inv" | "solve" => 2.0,
        _ => return None,
    })
}

/// Whether an operation acts element by element, by how Rust writes it.
fn is_elementwise(operation: &str) -> bool {
    use crate::ops::{Attr, TABLE};
    let found = TABLE.iter().find(|kind| kind.name() == operation);
    found.is_some_and(|kind| kind.rust(Attr::None, &[]).is_elementwise())
}
