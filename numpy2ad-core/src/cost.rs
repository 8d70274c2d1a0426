//! Flops and memory as polynomials in the symbolic dimensions.

pub(crate) mod buffers;
mod memory;

pub use memory::{memory, memory_of_each};

use crate::ir::{Def, Func, Stmt, Value};
use crate::ops::{MatMul, Outer};
use crate::table::Set;
use crate::ty::{Dim, Dims, Letter};
use std::collections::BTreeMap;
use std::fmt;

/// A polynomial: the coefficient of each product of dimensions, whose letters are kept sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flops {
    terms: BTreeMap<Vec<Letter>, f64>,
}

impl Flops {
    /// Nothing to do.
    #[must_use]
    pub fn zero() -> Self {
        Self::default()
    }

    /// A coefficient times a product of dimensions.
    #[must_use]
    pub fn product(coefficient: f64, axes: &[Dim], dims: &Dims) -> Self {
        let mut letters: Vec<Letter> = axes.iter().map(|&dim| dims.letter(dim)).collect();
        letters.sort();
        Self { terms: BTreeMap::from([(letters, coefficient)]) }
    }

    /// Adds another polynomial.
    pub fn add(&mut self, other: &Self) {
        for (letters, coefficient) in &other.terms {
            *self.terms.entry(letters.clone()).or_default() += coefficient;
        }
    }

    /// The polynomial once for each element of an array with these axes.
    #[must_use]
    pub fn times(&self, axes: &[Dim], dims: &Dims) -> Self {
        let mut product = Self::zero();
        for (letters, coefficient) in &self.terms {
            let mut letters = letters.clone();
            letters.extend(axes.iter().map(|&dim| dims.letter(dim)));
            letters.sort();
            *product.terms.entry(letters).or_default() += coefficient;
        }
        product
    }

    /// What is left of several polynomials without the terms that they all share.
    #[must_use]
    pub fn without_common(all: &[Self]) -> Vec<Self> {
        let share = |letters: &Vec<Letter>| {
            let coefficients = all.iter().map(|flops| flops.terms.get(letters).copied().unwrap_or(0.0));
            coefficients.fold(f64::INFINITY, f64::min)
        };
        let rest = |flops: &Self| {
            let terms = flops.terms.iter().map(|(letters, c)| (letters.clone(), c - share(letters)));
            Self { terms: terms.filter(|(_, c)| *c > 1e-9).collect() }
        };
        all.iter().map(rest).collect()
    }

    /// The highest degree at which two polynomials differ.
    #[must_use]
    pub fn degree_of_difference(&self, other: &Self) -> usize {
        let mut difference = self.clone();
        difference.cancel(other, 0);
        difference.terms.keys().map(Vec::len).max().unwrap_or(0)
    }

    /// Subtracts another polynomial, and forgets the terms below a degree.
    pub fn cancel(&mut self, other: &Self, degree: usize) {
        for (letters, coefficient) in &other.terms {
            *self.terms.entry(letters.clone()).or_default() -= coefficient;
        }
        self.terms.retain(|letters, c| letters.len() >= degree && c.abs() > 1e-9);
    }

    /// What remains of the difference to another polynomial for large sizes: its terms of third degree and above, or
    /// of its highest one.
    #[must_use]
    pub fn leading_difference(&self, other: &Self) -> Self {
        let degree = self.degree_of_difference(other).min(3);
        let mut difference = self.clone();
        difference.cancel(other, degree);
        difference
    }

    /// Whether this is at most the other for all large sizes.
    #[must_use]
    pub fn never_exceeds(&self, other: &Self) -> bool {
        self.leading_difference(other).terms.values().all(|&coefficient| coefficient <= 0.0)
    }

    /// The terms with positive coefficients, and the negatives of the others.
    #[must_use]
    pub fn by_sign(&self) -> (Self, Self) {
        let (mut positive, mut negative) = (Self::zero(), Self::zero());
        for (letters, &coefficient) in &self.terms {
            let side = if coefficient > 0.0 { &mut positive } else { &mut negative };
            side.terms.insert(letters.clone(), coefficient.abs());
        }
        (positive, negative)
    }

    /// Letters and coefficient of each term.
    pub fn terms(&self) -> impl Iterator<Item = (&[Letter], f64)> {
        self.terms.iter().map(|(letters, coefficient)| (letters.as_slice(), *coefficient))
    }

    /// Its value where each letter stands for a number; a letter that is not given counts as 1.
    #[must_use]
    pub fn at(&self, size: impl Fn(&str) -> f64) -> f64 {
        self.terms
            .iter()
            .map(|(letters, c)| c * letters.iter().map(|l| size(l.as_str())).product::<f64>())
            .sum()
    }
}

impl fmt::Display for Flops {
    /// `2·k·m·n + m²`: highest degree first, and only degrees that matter beside it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut terms: Vec<_> = self.terms.iter().filter(|(_, c)| **c != 0.0).collect();
        terms.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(b.0)));
        if terms.is_empty() {
            return f.write_str("0");
        }
        for (i, (letters, coefficient)) in terms.into_iter().enumerate() {
            if i > 0 {
                f.write_str(" + ")?;
            }
            let powers = powers(letters);
            let rounded = (coefficient * 100.0).round() / 100.0;
            match (powers.is_empty(), (rounded - 1.0).abs() < f64::EPSILON) {
                (true, _) => write!(f, "{rounded}")?,
                (false, true) => f.write_str(&powers)?,
                (false, false) => write!(f, "{rounded}·{powers}")?,
            }
        }
        Ok(())
    }
}

/// `["m", "m", "n"]` as `m²·n`.
fn powers(letters: &[Letter]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let run = letters.iter().skip(at).take_while(|l| *l == letter).count();
        out.push(match run {
            1 => letter.to_string(),
            2 => format!("{letter}²"),
            3 => format!("{letter}³"),
            _ => format!("{letter}^{run}"),
        });
        at += run;
    }
    out.join("·")
}

/// The flops of a function: each statement's operations, nested expressions included, each value once.
#[must_use]
pub fn flops(func: &Func) -> Flops {
    let mut total = Flops::zero();
    let mut counted = Set::default();
    let bound: Set<Value> = func.lets().collect();
    let uses = func.uses();
    for stmt in &func.body {
        match stmt {
            Stmt::Let(value) => count(func, *value, &mut counted, &mut total),
            Stmt::Update { slot, value, .. } => {
                count(func, *value, &mut counted, &mut total);
                let is_product = func.is_op(*value, &MatMul) || func.is_op(*value, &Outer);
                if is_product && !bound.contains(*value) && uses.get(*value) == Some(&1) {
                    continue; // the product accumulates in place; its additions are counted in it
                }
                let ty = func.ty(func.slot(*slot).primal);
                total.add(&Flops::product(1.0, &ty.axes(), &func.dims));
            }
            Stmt::Init(_) => {}
        }
    }
    total
}

fn count(func: &Func, value: Value, counted: &mut Set<Value>, total: &mut Flops) {
    if !counted.insert(value) {
        return;
    }
    if let Def::Op(op, args) = func.def(value) {
        let types: Vec<_> = args.iter().map(|&arg| func.ty(arg)).collect();
        total.add(&op.kind.flops(op.attr, &types, func.ty(value), &func.dims));
        for &arg in args {
            count(func, arg, counted, total);
        }
    }
}
