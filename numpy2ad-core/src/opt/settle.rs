//! Multiplying out and factoring, where the cost says so.
//!
//! The adjoint of a matrix in front of a vector is an outer product. Formed, it costs every product behind it a
//! factor of n; multiplied out, `A · (l₁r₁ + l₂r₂)` is two products with a vector. The other way round,
//! `A · B + A · C` is one product. Both are decided by what they cost, with what has been computed so far.

use super::algebra::{Factor, Id, Node, Term};
use super::write::Writer;
use crate::ir::Value;
use crate::ty::Rank;

/// A sum of more terms is never multiplied out.
const MAX_TERMS: usize = 6;

impl Writer<'_> {
    /// The form of a node in which it is computed.
    pub(super) fn settle(&mut self, id: Id) -> Id {
        if let Some(&settled) = self.settled.get(&id) {
            return settled;
        }
        let settled = match self.algebra.node(id).clone() {
            Node::Leaf(_) | Node::Op(..) => id,
            Node::Product(factors) => self.settle_product(id, &factors),
            Node::Sum(terms) => {
                let terms = self.settle_terms(terms, self.formed.contains(&id));
                self.algebra.sum(terms, id, false)
            }
        };
        if settled != id {
            let uses = self.uses.get(&id).copied().unwrap_or(0);
            let own = self.uses.entry(settled).or_default();
            *own = (*own).max(uses);
        }
        self.settled.insert(id, settled);
        self.settled.insert(settled, settled);
        settled
    }

    /// The terms of a target, in the form in which they are added.
    pub(super) fn settled_terms(&mut self, terms: Vec<Term>, primal: Value) -> Vec<Term> {
        let _ = primal;
        self.settle_terms(terms, false)
    }

    fn settle_product(&mut self, id: Id, factors: &[Factor]) -> Id {
        // Sums inside, in their own form first.
        let inner: Vec<Factor> =
            factors
                .iter()
                .map(|&factor| {
                    if factor.inverted { factor } else { Factor { node: self.settle(factor.node), ..factor } }
                })
                .collect();
        let node = self.algebra.product(&inner);
        let Node::Product(factors) = self.algebra.node(node).clone() else {
            return if node == id { id } else { self.settle(node) };
        };
        let Some((at, terms)) = self.worth_multiplying_out(&factors) else { return node };
        let products = terms
            .iter()
            .map(|term| {
                let product = self.with_factor(&factors, at, term.node);
                Term::new(1.0, Vec::new(), product).times(term.coefficient(), &term.scalars)
            })
            .collect();
        let sum = self.algebra.sum(products, node, false);
        if sum == id { id } else { self.settle(sum) }
    }

    /// The product with another node in place of one factor.
    fn with_factor(&mut self, factors: &[Factor], at: usize, node: Id) -> Id {
        let replaced: Vec<Factor> = factors
            .iter()
            .enumerate()
            .map(|(i, &factor)| if i == at { Factor { node, ..factor } } else { factor })
            .collect();
        self.algebra.product(&replaced)
    }

    /// The factor that is a sum which costs more to form than its terms cost apart, and its terms.
    fn worth_multiplying_out(&mut self, factors: &[Factor]) -> Option<(usize, Vec<Term>)> {
        let mut best: Option<(f64, usize, Vec<Term>)> = None;
        let mut whole = None;
        for (at, factor) in factors.iter().enumerate() {
            let terms = match self.algebra.node(factor.node) {
                Node::Sum(terms) if !factor.inverted && (2..=MAX_TERMS).contains(&terms.len()) => {
                    terms.clone()
                }
                _ => continue,
            };
            if self.algebra.rank(factor.node) == Rank::Scalar {
                continue;
            }
            let together =
                *whole.get_or_insert_with(|| self.plan(factors).cost()) + self.cost_to_form(factor.node);
            let mut apart = 0.0;
            for term in &terms {
                let product = self.with_factor(factors, at, term.node);
                for term in self.algebra.terms(product) {
                    apart += self.cost_of_product(term.node);
                }
            }
            let saved = together - apart;
            if saved > 0.0 && best.as_ref().is_none_or(|(most, ..)| saved > *most) {
                best = Some((saved, at, terms));
            }
        }
        best.map(|(_, at, terms)| (at, terms))
    }

    /// What it costs to compute a product, its sums apart.
    fn cost_of_product(&mut self, id: Id) -> f64 {
        if let Some(&cost) = self.costs.get(&id) {
            return cost;
        }
        let factors = self.algebra.factors(id);
        let cost =
            if factors.len() < 2 || self.done.contains_key(&id) { 0.0 } else { self.plan(&factors).cost() };
        self.costs.insert(id, cost);
        cost
    }

    /// What it costs to form a sum, shared among those who use it; nothing if it is needed anyway.
    fn cost_to_form(&mut self, id: Id) -> f64 {
        if self.done.contains_key(&id) || self.formed.contains(&id) {
            return 0.0;
        }
        let uses = self.uses.get(&id).copied().unwrap_or(1).max(1);
        let terms = self.algebra.terms(id);
        let products: f64 = terms.iter().map(|term| self.cost_of_product(term.node)).sum();
        (products + self.entries(id)) / uses as f64
    }

    /// How many entries a node has.
    fn entries(&self, id: Id) -> f64 {
        let (rows, cols) = self.algebra.data(id).extents;
        [rows, cols].iter().flatten().map(|&dim| self.sizes.of(dim, &self.old.dims)).product()
    }

    /// The terms of a sum in their own forms, with sums inside of it opened and common factors taken out.
    fn settle_terms(&mut self, terms: Vec<Term>, formed: bool) -> Vec<Term> {
        let mut out: Vec<Term> = Vec::new();
        for term in terms {
            let settled = self.settle(term.node);
            // A sum stands transposed as the only factor of a product.
            let inner = match self.algebra.factors(settled)[..] {
                [factor] if !factor.inverted => self.algebra.terms_of(factor),
                _ => self.algebra.terms(settled),
            };
            if inner.len() > 1 && !self.is_worth_opening(settled, &inner, formed) {
                out.push(Term::new(term.coefficient(), term.scalars, settled));
                continue;
            }
            out.extend(inner.into_iter().map(|inner| inner.times(term.coefficient(), &term.scalars)));
        }
        self.factor_out(out)
    }

    /// Whether the terms of a sum inside of another are added one by one.
    fn is_worth_opening(&mut self, id: Id, terms: &[Term], formed: bool) -> bool {
        let _ = formed;
        if self.done.contains_key(&id) || self.formed.contains(&id) || terms.len() > MAX_TERMS {
            return false;
        }
        let uses = self.uses.get(&id).copied().unwrap_or(1).max(1);
        if uses == 1 {
            return true;
        }
        let products: f64 = terms.iter().map(|term| self.cost_of_product(term.node)).sum();
        products <= products / uses as f64 + 2.0 * self.entries(id)
    }

    /// Takes factors out that products of a sum have in common, as long as that saves anything.
    fn factor_out(&mut self, mut terms: Vec<Term>) -> Vec<Term> {
        while let Some(merger) = self.best_merger(&terms) {
            let inner = self.factor_out(merger.inner.clone());
            let sum = self.algebra.sum(inner, merger.like, false);
            let product = self.with_sum(&merger, sum);
            terms.remove(merger.second);
            if let Some(term) = terms.get_mut(merger.first) {
                *term = Term::new(1.0, Vec::new(), product);
            }
        }
        terms
    }

    /// The outer factors times the sum of what is left of both products.
    fn with_sum(&mut self, merger: &Merger, sum: Id) -> Id {
        self.formed.insert(sum);
        self.settled.insert(sum, sum);
        let inner = Factor { node: sum, transposed: merger.is_row, inverted: false };
        let outer = merger.outer.iter().copied();
        let factors: Vec<Factor> = if merger.from_left {
            outer.chain([inner]).collect()
        } else {
            [inner].into_iter().chain(outer).collect()
        };
        self.algebra.product(&factors)
    }

    fn best_merger(&mut self, terms: &[Term]) -> Option<Merger> {
        let mut best: Option<Merger> = None;
        for (i, a) in terms.iter().enumerate() {
            for (j, b) in terms.iter().enumerate().skip(i + 1) {
                for from_left in [true, false] {
                    if let Some(merger) = self.merged((i, a), (j, b), from_left)
                        && best.as_ref().is_none_or(|most| merger.saved > most.saved)
                    {
                        best = Some(merger);
                    }
                }
            }
        }
        best
    }

    /// Two products with the factors that they have in common on one side taken out, where that saves anything.
    fn merged(&mut self, (i, a): (usize, &Term), (j, b): (usize, &Term), from_left: bool) -> Option<Merger> {
        let (first, second) = (self.algebra.factors(a.node), self.algebra.factors(b.node));
        let most = first.len().min(second.len()).checked_sub(1)?;
        let common = if from_left {
            first.iter().zip(&second).take(most).take_while(|(x, y)| x == y).count()
        } else {
            first.iter().rev().zip(second.iter().rev()).take(most).take_while(|(x, y)| x == y).count()
        };
        let mut best: Option<Merger> = None;
        for taken in 1..=common {
            let split = |factors: &[Factor]| {
                let at = if from_left { taken } else { factors.len() - taken };
                let (left, right) = factors.split_at_checked(at).unwrap_or_default();
                let (outer, rest) = if from_left { (left, right) } else { (right, left) };
                (outer.to_vec(), rest.to_vec())
            };
            let ((outer, rest_a), (_, rest_b)) = (split(&first), split(&second));
            // A vector is a column in a sum; as a row it stands transposed in the product.
            let is_row = matches!(self.algebra.extents_of(&rest_a), (None, Some(_)));
            let (rest_a, rest_b) = (self.algebra.product(&rest_a), self.algebra.product(&rest_b));
            let rank = self.algebra.rank(rest_a);
            if rank == Rank::Scalar || rank != self.algebra.rank(rest_b) {
                continue;
            }
            let scaled = |term: &Term, rest: Id| {
                Term::new(1.0, Vec::new(), rest).times(term.coefficient(), &term.scalars)
            };
            let inner = vec![scaled(a, rest_a), scaled(b, rest_b)];
            let like = rest_a;
            let mut merger =
                Merger { first: i, second: j, from_left, is_row, outer, inner, like, saved: 0.0 };
            let sum = self.algebra.sum(merger.inner.clone(), like, false);
            let product = self.with_sum(&merger, sum);
            let rests = self.cost_of_product(rest_a) + self.cost_of_product(rest_b);
            let together = self.cost_of_product(product) + rests + self.entries(sum);
            merger.saved = self.cost_of_product(a.node) + self.cost_of_product(b.node) - together;
            if merger.saved > best.as_ref().map_or(0.0, |best| best.saved) {
                best = Some(merger);
            }
        }
        best
    }
}

/// Two terms of a sum that become one product with a sum in it.
struct Merger {
    first: usize,
    second: usize,
    from_left: bool,
    is_row: bool,
    /// The factors in common.
    outer: Vec<Factor>,
    /// What is left of both.
    inner: Vec<Term>,
    /// A node of the type of the inner sum.
    like: Id,
    saved: f64,
}
