//! The language as pieces of programs: every sample of every operation, read apart.

use super::axes::{Axis, Length, Letters};
use super::text;
use crate::ops::{Domain, Sample, TABLE};
use quote::ToTokens;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What stands in the place of an operation's name where a fragment only keeps numbers tame.
pub(super) const GLUE: &str = "glue";

/// A sample of an operation as a piece of a program.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The operation's name in the IR.
    pub operation: &'static str,
    /// The operands, in order.
    pub(super) operands: Vec<Operand>,
    /// Where the axes of each result come from.
    pub(super) results: Vec<Vec<Origin>>,
    /// The domain of the result, which glue brings about.
    pub(super) domain: Domain,
    pub(super) rust: text::Rust,
    pub(super) python: Option<text::Python>,
}

/// An operand of a fragment.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) axes: Vec<Axis>,
    pub(super) domain: Domain,
}

/// Where the length of an axis comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// From this axis of this operand.
    Operand(usize, usize),
    /// From an axis of length 1.
    One,
    /// From the operation itself; axes of the same number are of the same length.
    Own(usize),
}

impl Operand {
    /// Whether a value of this shape is one.
    pub(super) fn matches(&self, shape: &[Length], letters: &mut Letters) -> bool {
        self.axes.len() == shape.len()
            && self.axes.iter().zip(shape).all(|(axis, &length)| axis.matches(length, letters))
    }
}

/// All pieces of the language.
#[derive(Clone, Debug)]
pub struct Language {
    /// The fragments of each operation that has any.
    pub(super) operations: Vec<Vec<Rc<Fragment>>>,
    /// What keeps numbers tame, by rank and domain.
    glue: BTreeMap<(usize, &'static str), Rc<Fragment>>,
    missing: Vec<&'static str>,
}

impl Default for Language {
    fn default() -> Self {
        Self::new()
    }
}

impl Language {
    /// Reads the operations' table.
    #[must_use]
    pub fn new() -> Self {
        let (mut operations, mut missing) = (Vec::new(), Vec::new());
        for operation in TABLE {
            let samples = operation.samples().iter();
            let fragments: Vec<_> = samples.filter_map(|s| Fragment::of(operation.name(), s)).collect();
            if fragments.is_empty() {
                missing.push(operation.name());
            } else {
                operations.push(fragments.into_iter().map(Rc::new).collect());
            }
        }
        Self { operations, glue: glue(), missing }
    }

    /// The operations that no program has, because no sample of theirs can be a piece of one.
    #[must_use]
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    /// The operations that programs have.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.operations.iter().filter_map(|all| all.first()).map(|fragment| fragment.operation)
    }

    pub(super) fn glue(&self, rank: usize, what: &'static str) -> Option<Rc<Fragment>> {
        self.glue.get(&(rank, what)).cloned()
    }
}

impl Fragment {
    /// Nothing where the sample is only in Python, or its parameters or its last expression are not as programs need them.
    fn of(operation: &'static str, sample: &Sample) -> Option<Self> {
        Self::read(operation, sample.rust, sample.python, sample.inputs)
    }

    fn read(
        operation: &'static str,
        rust: &str,
        python: Option<&str>,
        inputs: &[(&str, Domain)],
    ) -> Option<Self> {
        let item: syn::ItemFn = syn::parse_str(rust).ok()?;
        let (_, lowered) = crate::rust::lower(&item).ok()?;
        let func = &lowered.func;
        let mut inputs = inputs.iter();
        let (mut operands, mut names, mut dims) = (Vec::new(), Vec::new(), Vec::new());
        for (input, param) in item.sig.inputs.iter().zip(&func.params) {
            let syn::FnArg::Typed(input) = input else { return None };
            if !param.differentiable {
                // Parameters without a derivative are 3, as in the operations' own tests.
                names.push((param.name.clone(), text::Name::Literal("3")));
                continue;
            }
            let ty = input.ty.to_token_stream().to_string().replace(' ', "");
            if !["f64", "&Array1<f64>", "&Array2<f64>"].contains(&ty.as_str()) {
                return None;
            }
            let (letters, domain) = *inputs.next()?;
            let axes: Vec<Axis> = letters.split_whitespace().map(Axis::parse).collect::<Option<_>>()?;
            names.push((param.name.clone(), text::Name::Operand(operands.len())));
            dims.push(param.ty.axes());
            operands.push(Operand { axes, domain });
        }
        let mut own = Vec::new();
        let mut origin = |dim| {
            let dim = func.dims.find(dim);
            let all = dims.iter().enumerate().flat_map(|(operand, dims)| {
                dims.iter().enumerate().map(move |(axis, other)| (operand, axis, func.dims.find(*other)))
            });
            let same: Vec<_> = all.filter(|(.., other)| *other == dim).collect();
            let is_one = |&&(operand, axis, _): &&(usize, usize, _)| operands[operand].axes[axis].is_one();
            match same.iter().find(|place| !is_one(place)) {
                Some(&(operand, axis, _)) => Origin::Operand(operand, axis),
                None if !same.is_empty() => Origin::One,
                None => Origin::Own(own.iter().position(|known| *known == dim).unwrap_or_else(|| {
                    own.push(dim);
                    own.len() - 1
                })),
            }
        };
        let results: Vec<Vec<Origin>> = func
            .results
            .iter()
            .map(|&result| func.ty(result).axes().into_iter().map(&mut origin).collect())
            .collect();
        let rust = text::Rust::of(&item, &names, results.len())?;
        let python = python.and_then(|text| text::Python::of(text, &names, results.len()));
        Some(Self { operation, operands, results, domain: Domain::Any, rust, python })
    }

    /// Whether there is Python text for it.
    #[must_use]
    pub fn is_in_python(&self) -> bool {
        self.python.is_some()
    }
}

/// What brings numbers in [-1/2, 1/2] into a domain, or any numbers into [-1/2, 1/2], at every rank; and sums of loose
/// ends. Each is `what`, its expression of `a` in Rust and in Python, and the domain of the result.
const GLUE_OF_ONE: [(&str, &str, &str, Domain); 6] = [
    ("tame", "0.5 * a.sin()", "0.5 * np.sin(a)", Domain::Any),
    // Away from 0, on either side.
    ("above", "a + 0.7", "a + 0.7", Domain::Odd),
    ("below", "a - 0.7", "a - 0.7", Domain::Odd),
    ("Positive", "a + 1.0", "a + 1.0", Domain::Positive),
    ("Unit", "1.5 * a", "1.5 * a", Domain::Unit),
    ("AboveOne", "a + 2.0", "a + 2.0", Domain::AboveOne),
];

/// The same of two values of the same shape: `a` is a parameter of the domain, `b` in [-1/2, 1/2].
const GLUE_OF_TWO: [(&str, &str, &str, &str, Domain); 3] = [
    ("Invertible", "m m", "a + 0.1 * b", "a + 0.1 * b", Domain::Invertible),
    ("Definite", "m m", "a + 0.1 * b.dot(&b.t())", "a + 0.1 * b @ b.T", Domain::Definite),
    ("Separated", "m n", "a + 0.02 * b", "a + 0.02 * b", Domain::Separated),
];

fn glue() -> BTreeMap<(usize, &'static str), Rc<Fragment>> {
    let mut all = BTreeMap::new();
    let types = [
        ("f64", "f64", ": float", ""),
        ("&Array1<f64>", "Array1<f64>", ": 'vector'", "m"),
        ("&Array2<f64>", "Array2<f64>", "", "m n"),
    ];
    let mut add =
        |what: &'static str, rank: usize, rust: String, python: String, dims: &[&'static str], domain| {
            let inputs: Vec<_> = dims.iter().map(|dims| (*dims, Domain::Any)).collect();
            let fragment = Fragment::read(GLUE, &rust, Some(&python), &inputs).expect("glue is right");
            all.insert((rank, what), Rc::new(Fragment { domain, ..fragment }));
        };
    for (rank, (ty, owned, hint, dims)) in types.into_iter().enumerate() {
        for (what, rust, python, domain) in GLUE_OF_ONE {
            let rust = format!("fn f(a: {ty}) -> {owned} {{ {rust} }}");
            add(what, rank, rust, format!("def f(a{hint}):\n    return {python}"), &[dims], domain);
        }
        for (what, dims, rust, python, domain) in GLUE_OF_TWO.into_iter().filter(|_| rank == 2) {
            let rust = format!("fn f(a: {ty}, b: {ty}) -> {owned} {{ {rust} }}");
            let python = format!("def f(a, b):\n    return {python}");
            add(what, rank, rust, python, &[dims, dims], domain);
        }
        let (sum, sum_python) = if rank == 0 { ("a", "a") } else { ("a.sum()", "np.sum(a)") };
        let rust = format!("fn f(a: {ty}, s: f64) -> f64 {{ {sum} + s }}");
        let python = format!("def f(a{hint}, s: float):\n    return {sum_python} + s");
        add("sum", rank, rust, python, &[dims, ""], Domain::Any);
        let rust = format!("fn f(a: {ty}, s: f64) -> {owned} {{ a + s }}");
        let python = format!("def f(a{hint}, s: float):\n    return a + s");
        add("end", rank, rust, python, &[dims, ""], Domain::Any);
    }
    all
}

/// The type of a result of this many axes.
pub(super) fn owned_type(rank: usize) -> &'static str {
    ["f64", "Array1<f64>", "Array2<f64>"][rank]
}
