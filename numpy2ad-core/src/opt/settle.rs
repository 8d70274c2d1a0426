//! Multiplying out and factoring, where the cost says so.
//!
//! The adjoint of a matrix in front of a vector is an outer product. Formed, it costs every product behind it a
//! factor of n; multiplied out, `A · (l₁r₁ + l₂r₂)` is two products with a vector. The other way round,
//! `A · B + A · C` is one product. Both are decided by what they cost, with what has been computed so far.

use super::algebra::{Factor, Id, Node, Term};
use super::write::Writer;
use crate::ty::Rank;

/// A sum of more terms is never multiplied out.
const MAX_TERMS: usize = 6;

impl Writer<'_> {
    /// The form of a node in which it is computed.
    pub(super) fn settle(&mut self, id: Id) -> Id {
        if let Some(&settled) = self.settled.get(id) {
            return settled;
        }
        // What is multiplied out and factored again may come back to where it began: there it stays.
        self.settled.insert(id, id);
        let settled = match self.algebra.node(id).clone() {
            Node::Leaf(_) | Node::Op(..) | Node::Whole(_) | Node::StandIn(_) => id,
            Node::Product(factors) => self.settle_product(id, &factors),
            Node::Sum(_) => {
                let terms = self.opened_terms(id);
                let terms = self.factor_out(terms);
                self.algebra.sum(terms, id, false)
            }
        };
        if settled != id {
            let uses = self.uses.get(id).copied().unwrap_or(0);
            let own = self.uses.entry(settled);
            *own = (*own).max(uses);
        }
        self.settled.insert(id, settled);
        self.settled.insert(settled, settled);
        settled
    }

    /// The terms of a target, in the form in which they are added.
    pub(super) fn settled_terms(&mut self, terms: Vec<Term>) -> Vec<Term> {
        let terms = self.open_terms(terms);
        self.factor_out(terms)
    }

    fn settle_product(&mut self, id: Id, factors: &[Factor]) -> Id {
        // Sums inside, in their own form first.
        let settled: Vec<Factor> =
            factors
                .iter()
                .map(|&factor| {
                    if factor.inverted { factor } else { Factor { node: self.settle(factor.node), ..factor } }
                })
                .collect();
        let node = self.algebra.product(&settled);
        let Some(expansion) = self.worth_multiplying_out(factors, &settled, node) else {
            return if node == id || matches!(self.algebra.node(node), Node::Product(_)) {
                node
            } else {
                self.settle(node)
            };
        };
        let sum = self.multiplied_out(&expansion, factors, &settled);
        let Expansion { first, last, .. } = expansion;
        if first == 0 && last + 1 == settled.len() {
            return if sum == id { id } else { self.settle(sum) };
        }
        // Only a part of the product is multiplied out, and then added up.
        let is_row =
            matches!(self.algebra.extents_of(settled.get(first..=last).unwrap_or_default()), (None, Some(_)));
        let sum = self.settle(sum);
        self.formed.insert(sum);
        let inner = Factor { node: sum, transposed: is_row, inverted: false };
        let before = settled.iter().take(first).copied();
        let after = settled.iter().skip(last + 1).copied();
        let factors: Vec<Factor> = before.chain([inner]).chain(after).collect();
        let product = self.algebra.product(&factors);
        if product == id { id } else { self.settle(product) }
    }

    /// The sum of a part of a product with each term of a sum in it.
    fn multiplied_out(&mut self, expansion: &Expansion, factors: &[Factor], settled: &[Factor]) -> Id {
        let Expansion { at, first, last, ref terms } = *expansion;
        let part = settled.get(first..=last).unwrap_or_default().to_vec();
        let original = factors.get(first..=last).unwrap_or_default();
        let mut products = Vec::with_capacity(terms.len());
        let mut like = None;
        for term in terms {
            let product = self.with_factor(&part, at - first, original, term.node);
            like = like.or(Some(product));
            products.push(Term::new(1.0, Vec::new(), product).times(term.coefficient(), &term.scalars));
        }
        let like = like.unwrap_or_else(|| self.algebra.product(&part));
        self.algebra.sum(products, like, false)
    }

    /// The product with another node in place of one factor, which stands as the original one does.
    fn with_factor(&mut self, settled: &[Factor], at: usize, original: &[Factor], node: Id) -> Id {
        let mut replaced = settled.to_vec();
        if let (Some(place), Some(factor)) = (replaced.get_mut(at), original.get(at)) {
            *place = Factor { node, ..*factor };
        }
        self.algebra.product(&replaced)
    }

    /// The factor that is a sum which costs more to form than its terms cost apart, and how much of the product is
    /// multiplied out with it: all, or its neighbours on one side.
    fn worth_multiplying_out(
        &mut self,
        factors: &[Factor],
        settled: &[Factor],
        product: Id,
    ) -> Option<Expansion> {
        let mut best: Option<(f64, Expansion)> = None;
        for (at, factor) in factors.iter().enumerate() {
            let is_sum = matches!(self.algebra.node(factor.node), Node::Sum(terms) if terms.len() > 1);
            if !is_sum || factor.inverted || self.algebra.rank(factor.node) == Rank::Scalar {
                continue;
            }
            let terms = self.opened_terms(factor.node);
            if !(2..=MAX_TERMS).contains(&terms.len()) {
                continue;
            }
            let form = settled.get(at).map_or(0.0, |factor| self.cost_to_form(factor.node));
            let together = self.cost_to_compute(product) + form;
            for (first, last) in surroundings(at, factors.len()) {
                let expansion = Expansion { at, first, last, terms: terms.clone() };
                let most = best.as_ref().map_or(0.0, |(most, _)| *most);
                if let Some(apart) = self.cost_apart(&expansion, factors, settled, together - most) {
                    best = Some((together - apart, expansion));
                }
            }
        }
        best.map(|(_, expansion)| expansion)
    }

    /// What it costs to compute a product with a part of it multiplied out, if that is below a limit.
    fn cost_apart(
        &mut self,
        expansion: &Expansion,
        factors: &[Factor],
        settled: &[Factor],
        limit: f64,
    ) -> Option<f64> {
        let Expansion { at, first, last, ref terms } = *expansion;
        let part = settled.get(first..=last).unwrap_or_default().to_vec();
        let original = factors.get(first..=last).unwrap_or_default().to_vec();
        let mut apart = 0.0;
        for term in terms {
            let product = self.with_factor(&part, at - first, &original, term.node);
            for term in self.algebra.terms(product) {
                apart += self.cost_of_product(term.node);
            }
            if apart >= limit {
                return None;
            }
        }
        if part.len() == settled.len() {
            return Some(apart);
        }
        // Of the rest, only the extents of the part matter: a factor that has them stands for it.
        let (left, right) = settled.split_at_checked(first).unwrap_or_default();
        let right = right.get(last + 1 - first..).unwrap_or_default();
        let rest = if first == at { left } else { right };
        let extents = self.algebra.extents_of(&part);
        let stand_in = Factor { node: self.algebra.stand_in(extents), transposed: false, inverted: false };
        let whole: Vec<Factor> = if rest.is_empty() {
            vec![stand_in]
        } else {
            left.iter().copied().chain([stand_in]).chain(right.iter().copied()).collect()
        };
        let product = self.algebra.product(&whole);
        let apart = apart + self.cost_of_product(product) + self.size(extents);
        (apart < limit).then_some(apart)
    }

    fn size(&self, (rows, cols): (Option<crate::ty::Dim>, Option<crate::ty::Dim>)) -> f64 {
        [rows, cols].iter().flatten().map(|&dim| self.sizes.of(dim, &self.old.dims)).product()
    }

    /// What it costs to compute a product now, also where it is needed anyway.
    fn cost_to_compute(&mut self, id: Id) -> f64 {
        let factors = self.algebra.factors(id);
        if factors.len() > 1 && self.formed.contains(id) && !self.done.contains(id) {
            return self.cost_of(&factors);
        }
        self.cost_of_product(id)
    }

    /// What it costs to have a product, its sums apart: nothing where it is needed anyway.
    fn cost_of_product(&mut self, id: Id) -> f64 {
        if let Some(&cost) = self.costs.get(id) {
            return cost;
        }
        let factors = self.algebra.factors(id);
        let cost = match factors[..] {
            _ if self.done.contains(id) || self.formed.contains(id) => 0.0,
            // An inverse by itself has to be formed.
            [factor] if factor.inverted => {
                4.0 / 3.0 * self.entries(factor.node) * self.entries(factor.node).sqrt()
            }
            [_] | [] => 0.0,
            _ => self.cost_of(&factors),
        };
        self.costs.insert(id, cost);
        cost
    }

    /// What it costs to form a sum, shared among those who use it; nothing if it is needed anyway.
    fn cost_to_form(&mut self, id: Id) -> f64 {
        if self.done.contains(id) || self.formed.contains(id) {
            return 0.0;
        }
        let uses = self.uses.get(id).copied().unwrap_or(1).clamp(1, 2);
        let terms = self.algebra.terms(id);
        let products: f64 = terms.iter().map(|term| self.cost_of_product(term.node)).sum();
        (products + self.entries(id)) / uses as f64
    }

    /// How many entries a node has.
    fn entries(&self, id: Id) -> f64 {
        self.size(self.algebra.data(id).extents)
    }

    /// The terms of a sum in their own forms, with sums inside of it opened.
    fn opened_terms(&mut self, id: Id) -> Vec<Term> {
        if let Some(terms) = self.raw.get(id) {
            return terms.clone();
        }
        let terms = self.algebra.terms(id);
        let terms = self.open_terms(terms);
        self.raw.insert(id, terms.clone());
        terms
    }

    fn open_terms(&mut self, terms: Vec<Term>) -> Vec<Term> {
        let mut out: Vec<Term> = Vec::new();
        for term in terms {
            // A sum stands transposed as the only factor of a product.
            let (inside, transposed) = match self.algebra.factors(term.node)[..] {
                [factor] if !factor.inverted => (factor.node, factor.transposed),
                _ => (term.node, false),
            };
            let settled = self.settle(term.node);
            let is_sum = matches!(self.algebra.node(inside), Node::Sum(terms) if terms.len() > 1);
            let inner = if is_sum { self.opened_terms(inside) } else { self.algebra.terms(settled) };
            if inner.len() > 1 && !self.is_worth_opening(settled, &inner) {
                out.push(Term::new(term.coefficient(), term.scalars, settled));
                continue;
            }
            for inner in inner {
                let node = if is_sum && transposed { self.algebra.transpose(inner.node) } else { inner.node };
                let inner = Term::new(inner.coefficient(), inner.scalars, node);
                out.push(inner.times(term.coefficient(), &term.scalars));
            }
        }
        out
    }

    /// Whether the terms of a sum inside of another are added one by one.
    fn is_worth_opening(&mut self, id: Id, terms: &[Term]) -> bool {
        if self.done.contains(id) || self.formed.contains(id) || terms.len() > MAX_TERMS {
            return false;
        }
        let uses = self.uses.get(id).copied().unwrap_or(1).max(1);
        if uses == 1 {
            return true;
        }
        let products: f64 = terms.iter().map(|term| self.cost_of_product(term.node)).sum();
        products <= products / uses as f64 + 2.0 * self.entries(id)
    }

    /// Takes factors out that products of a sum have in common, as long as that saves anything.
    fn factor_out(&mut self, mut terms: Vec<Term>) -> Vec<Term> {
        while let Some(merger) = self.best_merger(&terms) {
            let mut inner = self.factor_out(merger.inner.clone());
            // A sign that they share stays outside, so that the products inside are those that others compute.
            let sign = if inner.iter().all(|term| term.coefficient() < 0.0) { -1.0 } else { 1.0 };
            inner.iter_mut().for_each(|term| *term = term.times(sign, &[]));
            let sum = self.algebra.sum(inner, merger.like, false);
            self.formed.insert(sum);
            self.settled.insert(sum, sum);
            let product = self.with_sum(&merger, sum);
            terms.remove(merger.second);
            if let Some(term) = terms.get_mut(merger.first) {
                *term = Term::new(sign, Vec::new(), product);
            }
        }
        terms
    }

    /// The outer factors times the sum of what is left of both products.
    fn with_sum(&mut self, merger: &Merger, sum: Id) -> Id {
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
        let mut best: Option<(f64, usize, (usize, usize, bool))> = None;
        for (i, a) in terms.iter().enumerate() {
            for (j, b) in terms.iter().enumerate().skip(i + 1) {
                for from_left in [true, false] {
                    if let Some((saved, taken)) = self.saved_by_merging(a, b, from_left)
                        && best.is_none_or(|(most, ..)| saved > most)
                    {
                        best = Some((saved, taken, (i, j, from_left)));
                    }
                }
            }
        }
        let (_, taken, (first, second, from_left)) = best?;
        let (a, b) = (terms.get(first)?.clone(), terms.get(second)?.clone());
        let merger = self.merger(&a, &b, from_left, taken)?;
        Some(Merger { first, second, ..merger })
    }

    /// The most that is saved by taking out factors which two products have in common on one side, and how many.
    fn saved_by_merging(&mut self, a: &Term, b: &Term, from_left: bool) -> Option<(f64, usize)> {
        let key = a.node.code() << 33 | b.node.code() << 1 | u64::from(from_left);
        if let Some(&known) = self.mergers.get(&key) {
            return known;
        }
        let mut best: Option<(f64, usize)> = None;
        for taken in 1..=self.common_factors(a.node, b.node, from_left) {
            let most = best.map_or(0.0, |(most, _)| most);
            let apart = self.cost_of_product(a.node) + self.cost_of_product(b.node);
            if apart <= most {
                break; // whatever is left of both costs
            }
            let Some(merger) = self.merger(a, b, from_left, taken) else { continue };
            let rests: f64 = merger.inner.iter().map(|term| self.cost_of_product(term.node)).sum();
            if apart - rests - self.entries(merger.like) <= most {
                continue; // whatever the product behind it costs
            }
            let sum = self.algebra.sum(merger.inner.clone(), merger.like, false);
            let product = self.with_sum(&merger, sum);
            let saved = apart - rests - self.entries(sum) - self.cost_to_compute(product);
            if saved > most {
                best = Some((saved, taken));
            }
        }
        self.mergers.insert(key, best);
        best
    }

    /// How many factors two products have in common on one side, at least one of each left over.
    fn common_factors(&self, a: Id, b: Id, from_left: bool) -> usize {
        let (Node::Product(first), Node::Product(second)) = (self.algebra.node(a), self.algebra.node(b))
        else {
            return 0;
        };
        let most = (first.len().min(second.len())).saturating_sub(1);
        if from_left {
            first.iter().zip(second).take(most).take_while(|(x, y)| x == y).count()
        } else {
            first.iter().rev().zip(second.iter().rev()).take(most).take_while(|(x, y)| x == y).count()
        }
    }

    /// Two products with some of the factors that they have in common on one side taken out.
    fn merger(&mut self, a: &Term, b: &Term, from_left: bool, taken: usize) -> Option<Merger> {
        let split = |factors: &[Factor]| {
            let at = if from_left { taken } else { factors.len().checked_sub(taken)? };
            let (left, right) = factors.split_at_checked(at)?;
            let (outer, rest) = if from_left { (left, right) } else { (right, left) };
            Some((outer.to_vec(), rest.to_vec()))
        };
        let (outer, rest_a) = split(&self.algebra.factors(a.node))?;
        let (_, rest_b) = split(&self.algebra.factors(b.node))?;
        // A vector is a column in a sum; as a row it stands transposed in the product.
        let is_row = matches!(self.algebra.extents_of(&rest_a), (None, Some(_)));
        let (rest_a, rest_b) = (self.algebra.product(&rest_a), self.algebra.product(&rest_b));
        let rank = self.algebra.rank(rest_a);
        if rank == Rank::Scalar || rank != self.algebra.rank(rest_b) {
            return None;
        }
        let scaled =
            |term: &Term, rest: Id| Term::new(1.0, Vec::new(), rest).times(term.coefficient(), &term.scalars);
        let inner = vec![scaled(a, rest_a), scaled(b, rest_b)];
        Some(Merger { first: 0, second: 0, from_left, is_row, outer, inner, like: rest_a })
    }
}

/// A part of a product to be multiplied out.
struct Expansion {
    /// The factor that is a sum.
    at: usize,
    /// The first and the last factor of the part.
    first: usize,
    last: usize,
    terms: Vec<Term>,
}

/// The parts of a product that are tried around a factor: all of it, and up to two neighbours on one side.
fn surroundings(at: usize, count: usize) -> Vec<(usize, usize)> {
    let mut parts = vec![(0, count - 1)];
    for neighbours in 1..=2 {
        if at >= neighbours {
            parts.push((at - neighbours, at));
        }
        if at + neighbours < count {
            parts.push((at, at + neighbours));
        }
    }
    parts.dedup();
    parts
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
}
