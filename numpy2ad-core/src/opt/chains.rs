//! Products in the cheapest order, and inverses that meet a product as solves.
//!
//! A product of several matrices is flattened into its factors, each perhaps transposed or inverted, and put
//! together again in the order that dynamic programming finds cheapest under a [`Scenario`](super::Scenario).
//! An inverted factor is never formed: it is factorised once, and every product with it is a solve.

use super::Sizes;
use crate::ir::{Def, Func, Stmt, Value};
use crate::ops::{Attr, Inv, Lu, MatMul, Operation, Solve, Transpose};
use crate::origin::Origin;
use crate::ty::Rank;
use std::collections::{BTreeMap, BTreeSet};

/// The same function with its products reordered.
#[must_use]
pub fn reorder_products(func: &Func, sizes: &Sizes) -> Func {
    let mut out = func.clone();
    out.body.clear();
    let mut pass = Reorder {
        old: func,
        uses: uses(func),
        out,
        done: BTreeMap::new(),
        factored: BTreeMap::new(),
        fallible: BTreeSet::new(),
        sizes,
    };
    pass.fallible = pass.fallible_matrices();
    let result = pass.value(func.result());
    pass.name_result(func.result(), result);
    pass.out
}

/// How often each value is an operand.
fn uses(func: &Func) -> BTreeMap<Value, usize> {
    let mut uses = BTreeMap::new();
    for value in func.lets() {
        if let Some((_, args)) = func.as_op(value) {
            for &arg in args {
                *uses.entry(arg).or_default() += 1;
            }
        }
    }
    for &result in &func.results {
        *uses.entry(result).or_default() += 1;
    }
    uses
}

/// A factor of a product: a value of the old function, perhaps transposed, perhaps inverted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Factor {
    value: Value,
    transposed: bool,
    /// The attribute of the inverse that this factor is.
    inverted: Option<Attr>,
}

impl Factor {
    fn transpose(self) -> Self {
        Self { transposed: !self.transposed, ..self }
    }
}

struct Reorder<'f> {
    old: &'f Func,
    uses: BTreeMap<Value, usize>,
    out: Func,
    /// New values of old ones.
    done: BTreeMap<Value, Value>,
    /// Factorisations by the old value of their matrix.
    factored: BTreeMap<Value, Value>,
    /// Matrices whose factorisation reports a failure as an error.
    fallible: BTreeSet<Value>,
    sizes: &'f Sizes,
}

impl Reorder<'_> {
    /// The new value of an old one, with the statements that it needs.
    fn value(&mut self, value: Value) -> Value {
        if let Some(&done) = self.done.get(&value) {
            return done;
        }
        let new = match self.old.def(value).clone() {
            Def::Op(op, _) if op.kind.name() == MatMul.name() || op.kind.name() == Transpose.name() => {
                let factors = self.factors(value, false);
                self.product(&factors)
            }
            Def::Op(op, args) => {
                let args: Vec<Value> = args.iter().map(|&arg| self.value(arg)).collect();
                let new = self.emit(op.kind, op.attr, &args);
                self.copy_name(value, new);
                new
            }
            _ => value, // parameters and constants are shared by both arenas
        };
        self.done.insert(value, new);
        new
    }

    fn copy_name(&mut self, from: Value, to: Value) {
        let name = self.old.value(from).name.clone();
        if let Some(data) = self.out.value_mut(to) {
            data.name = name;
        }
    }

    /// The result keeps its name, whatever computes it now.
    fn name_result(&mut self, old: Value, new: Value) {
        let is_own = self.out.lets().any(|bound| bound == new) && self.out.value(new).name.is_none()
            || self.out.value(new).name == self.old.value(old).name;
        let needs_copy = self.out.is_op(new, &Transpose) || self.out.is_op(new, &Lu);
        let result =
            if is_own && !needs_copy { new } else { self.emit(&crate::ops::Identity, Attr::None, &[new]) };
        self.copy_name(old, result);
        self.out.results = vec![result];
    }

    /// The factors of a product, from left to right.
    fn factors(&self, value: Value, transposed: bool) -> Vec<Factor> {
        let once = self.uses.get(&value).copied().unwrap_or(0) <= 1;
        match self.old.as_op(value) {
            Some((op, [a, b])) if op.kind.name() == MatMul.name() && once => {
                let (first, second) = if transposed { (*b, *a) } else { (*a, *b) };
                let mut factors = self.factors(first, self.flips(first, true).unwrap_or(transposed));
                factors.extend(self.factors(second, self.flips(second, false).unwrap_or(transposed)));
                factors
            }
            Some((op, [a])) if op.kind.name() == Transpose.name() && self.old.rank(*a) == Rank::Matrix => {
                self.factors(*a, !transposed)
            }
            Some((op, [a])) if op.kind.name() == Transpose.name() => self.factors(*a, transposed),
            Some((op, [a])) if op.kind.name() == Inv.name() => {
                let (value, flipped) = self.untransposed(*a);
                vec![Factor { value, transposed: transposed != flipped, inverted: Some(op.attr) }]
            }
            _ => vec![Factor { value, transposed, inverted: None }],
        }
    }

    /// Whether the product that gives a vector has to be transposed to stand as a row on the left or as a column on
    /// the right: `y · (x P)` is `y · Pᵀ · x`. `None` for a matrix.
    fn flips(&self, value: Value, left: bool) -> Option<bool> {
        if self.old.rank(value) != Rank::Vector {
            return None;
        }
        Some(match self.old.as_op(value) {
            Some((op, [a, _])) if op.kind.name() == MatMul.name() => {
                (self.old.rank(*a) == Rank::Vector) != left
            }
            Some((op, [a])) if op.kind.name() == Transpose.name() => self.flips(*a, left).unwrap_or(false),
            _ => false,
        })
    }

    /// The matrices of which some inverse is taken with `?`. Their one factorisation serves the others as well, and
    /// an error is better than a panic whichever of them comes first.
    fn fallible_matrices(&self) -> BTreeSet<Value> {
        let inverses = self.old.lets().filter_map(|value| self.old.as_op(value));
        let fallible = inverses.filter(|(op, _)| op.kind.name() == Inv.name() && op.attr == Attr::Fallible);
        fallible.filter_map(|(_, args)| args.first()).map(|&matrix| self.untransposed(matrix).0).collect()
    }

    /// The matrix behind transposes, and whether it is transposed.
    fn untransposed(&self, value: Value) -> (Value, bool) {
        match self.old.as_op(value) {
            Some((op, [a])) if op.kind.name() == Transpose.name() => {
                let (inner, flipped) = self.untransposed(*a);
                (inner, !flipped)
            }
            _ => (value, false),
        }
    }

    /// The root itself may be used more than once, and is a product all the same.
    fn product(&mut self, factors: &[Factor]) -> Value {
        if let [single] = factors
            && single.inverted.is_none()
            && let Some((op, [a, b])) = self.old.as_op(single.value)
            && op.kind.name() == MatMul.name()
            && !self.done.contains_key(&single.value)
        {
            let mut inner = self.factors(*a, self.flips(*a, true).unwrap_or(false));
            inner.extend(self.factors(*b, self.flips(*b, false).unwrap_or(false)));
            let product = self.product(&inner);
            self.copy_name(single.value, product);
            self.done.insert(single.value, product);
            return self.oriented(product, single.transposed);
        }
        if let Some(gram) = self.symmetric_product(factors) {
            return gram;
        }
        let plan = Plan::cheapest(&self.extents(factors), factors);
        self.build(factors, &plan, 0, factors.len() - 1)
    }

    /// `CᵀC` of a product that reads the same backwards and transposed: half of it is computed once.
    fn symmetric_product(&mut self, factors: &[Factor]) -> Option<Value> {
        let half = factors.len() / 2;
        let mirrored = factors.iter().zip(factors.iter().rev()).all(|(a, b)| *a == b.transpose());
        if half < 2 || !factors.len().is_multiple_of(2) || !mirrored {
            return None;
        }
        let right = self.product(factors.get(half..)?);
        let left = self.oriented(right, true);
        Some(self.emit(&MatMul, Attr::None, &[left, right]))
    }

    /// Rows and columns of each factor.
    fn extents(&mut self, factors: &[Factor]) -> Vec<(f64, f64)> {
        let last = factors.len() - 1;
        let dims = &self.old.dims;
        factors
            .iter()
            .enumerate()
            .map(|(i, factor)| {
                let ty = self.old.ty(factor.value);
                let (m, n) = self.sizes.extent(ty, dims);
                let is_row = ty.rank() == Rank::Vector && i == 0 && last > 0;
                if factor.transposed != is_row { (n, m) } else { (m, n) }
            })
            .collect()
    }

    fn build(&mut self, factors: &[Factor], plan: &Plan, first: usize, last: usize) -> Value {
        let Some(split) = plan.split(first, last) else {
            return match factors.get(first) {
                Some(factor) => self.single(*factor),
                None => self.out.result(),
            };
        };
        let left_inverse =
            (split == first).then(|| factors.get(first)).flatten().filter(|f| f.inverted.is_some());
        if let Some(&factor) = left_inverse {
            let right = self.build(factors, plan, split + 1, last);
            return self.solve(factor, right, factor.transposed);
        }
        let right_inverse =
            (split + 1 == last).then(|| factors.get(last)).flatten().filter(|f| f.inverted.is_some());
        if let Some(&factor) = right_inverse {
            // b a⁻¹ = (a⁻ᵀ bᵀ)ᵀ
            let left = self.build(factors, plan, first, split);
            let left_t = self.oriented(left, true);
            let solved = self.solve(factor, left_t, !factor.transposed);
            return self.oriented(solved, true);
        }
        let left = self.build(factors, plan, first, split);
        let right = self.build(factors, plan, split + 1, last);
        self.emit(&MatMul, Attr::None, &[left, right])
    }

    fn solve(&mut self, factor: Factor, rhs: Value, transposed: bool) -> Value {
        let lu = self.factorisation(factor);
        let attr = if transposed { Attr::Transposed } else { Attr::None };
        self.emit(&Solve, attr, &[lu, rhs])
    }

    fn factorisation(&mut self, factor: Factor) -> Value {
        if let Some(&lu) = self.factored.get(&factor.value) {
            return lu;
        }
        let matrix = self.value(factor.value);
        let attr = if self.fallible.contains(&factor.value) { Attr::Fallible } else { Attr::None };
        let lu = self.emit(&Lu, attr, &[matrix]);
        let name = self.out.value(matrix).name.clone();
        if let (Some(name), Some(data)) = (name, self.out.value_mut(lu)) {
            data.name = Some(format!("{}_lu", name.trim_start_matches("r#")));
        }
        self.factored.insert(factor.value, lu);
        lu
    }

    /// A factor by itself; an inverse that meets no product is formed.
    fn single(&mut self, factor: Factor) -> Value {
        let value = match factor.inverted {
            None => self.value(factor.value),
            Some(attr) => {
                let matrix = self.value(factor.value);
                self.emit(&Inv, attr, &[matrix])
            }
        };
        self.oriented(value, factor.transposed)
    }

    fn oriented(&mut self, value: Value, transposed: bool) -> Value {
        if !transposed || self.out.rank(value) != Rank::Matrix {
            return value;
        }
        match self.out.as_op(value) {
            Some((op, [of])) if op.kind.name() == Transpose.name() => *of,
            _ => self.emit(&Transpose, Attr::None, &[value]),
        }
    }

    fn emit(&mut self, kind: &'static dyn Operation, attr: Attr, args: &[Value]) -> Value {
        let value = self.out.op(kind, attr, args);
        if let Some(data) = self.out.value_mut(value) {
            data.origin = Origin::None;
        }
        self.out.body.push(Stmt::Let(value));
        value
    }
}

/// The cheapest way to put a product together: where each part of it is split.
struct Plan {
    count: usize,
    /// Of part (first, last): cost and split.
    best: BTreeMap<(usize, usize), (f64, usize)>,
}

impl Plan {
    /// Dynamic programming over all parts (Cormen et al. 2009, section 15.2), with solves for inverted factors.
    fn cheapest(extents: &[(f64, f64)], factors: &[Factor]) -> Self {
        let mut plan = Self { count: factors.len(), best: BTreeMap::new() };
        for length in 2..=plan.count {
            for first in 0..=plan.count - length {
                let last = first + length - 1;
                let mut best: Option<(f64, usize)> = None;
                for split in first..last {
                    let cost = plan.cost(first, split)
                        + plan.cost(split + 1, last)
                        + joined(extents, factors, first, split, last);
                    // The leftmost split wins a tie: it multiplies from the right, where the vectors are.
                    if best.is_none_or(|(least, _)| cost < least) {
                        best = Some((cost, split));
                    }
                }
                if let Some(best) = best {
                    plan.best.insert((first, last), best);
                }
            }
        }
        plan
    }

    fn cost(&self, first: usize, last: usize) -> f64 {
        self.best.get(&(first, last)).map_or(0.0, |(cost, _)| *cost)
    }

    fn split(&self, first: usize, last: usize) -> Option<usize> {
        self.best.get(&(first, last)).map(|(_, split)| *split)
    }
}

/// Flops of joining two parts.
fn joined(extents: &[(f64, f64)], factors: &[Factor], first: usize, split: usize, last: usize) -> f64 {
    let at = |index: usize| extents.get(index).copied().unwrap_or((1.0, 1.0));
    let inverted = |index: usize| factors.get(index).is_some_and(|f| f.inverted.is_some());
    let (rows, inner, columns) = (at(first).0, at(split).1, at(last).1);
    let both = split == first && split + 1 == last && inverted(first) && inverted(last);
    // Two inverses that meet: the second one has to be formed.
    let formed = if both { 4.0 / 3.0 * inner * inner * inner } else { 0.0 };
    2.0 * rows * inner * columns + formed
}
