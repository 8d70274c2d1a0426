//! Products: put together in the planned order, inverses as solves, each part kept for the products behind it.

use super::Writer;
use crate::ir::Value;
use crate::ops::{Attr, Inv, InverseGram, MatMul, Mul, Operation, Outer, Solve, Transpose, factorisation};
use crate::opt::algebra::{Factor, Id, Node};
use crate::opt::chain::{Costs, Link, Plan, Sequence};
use crate::ty::{Rank, Structure};

/// Which parts of a product cost less than they would by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    /// Those that have been computed cost nothing.
    Available,
    /// And those that other products are going to use as well cost a share.
    Wanted,
}

/// A value, or its transpose; a vector as a column, or as a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) value: Value,
    pub(super) transposed: bool,
    pub(super) structure: Structure,
}

impl Part {
    fn flipped(self) -> Self {
        Self { transposed: !self.transposed, structure: self.structure.transposed(), ..self }
    }
}

/// A product at the point of being computed.
pub(super) enum Opened {
    /// A value that is there.
    Done(Part),
    /// Two parts whose product can be added to something in place.
    Pair { left: Part, right: Part, symmetry: Symmetry },
}

/// Whether a product of two parts is symmetric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symmetry {
    /// Nothing is known.
    Unknown,
    /// It is where this value is: a look at run time tells.
    Where(Value),
    /// It is.
    Always,
}

#[derive(Clone, Copy)]
pub(super) struct Chain<'a> {
    factors: &'a [Factor],
    plan: &'a Plan,
    /// Which of the products that have been opened this is.
    number: usize,
}

impl Writer<'_> {
    fn plan(&mut self, factors: &[Factor], sharing: Sharing) -> Plan {
        for &factor in factors {
            if !self.links.contains(factor) {
                let link = Link::new(factor, &self.algebra, self.sizes, &self.old.dims);
                self.links.insert(factor, link);
            }
        }
        let (available, wanted) = (&self.available, &self.wanted);
        let share = |sequence: Sequence| match wanted.get(sequence) {
            _ if available.contains(sequence) => 0.0,
            Some(&chains) if chains > 1 && sharing == Sharing::Wanted => 1.0 / chains as f64,
            _ => 1.0,
        };
        let everywhere = &self.everywhere;
        let common = |sequence: Sequence| everywhere.get(sequence).copied().unwrap_or_default();
        let costs = Costs { links: &self.links, share: &share, common: &common };
        let known = if sharing == Sharing::Wanted { &mut self.known_shared } else { &mut self.known };
        Plan::cheapest(factors, &costs, &mut self.sequences, known)
    }

    /// What it costs to put a product together with what is available now.
    pub(in crate::opt) fn cost_of(&mut self, factors: &[Factor]) -> f64 {
        // It may have been looked at as a part of another one.
        match self.sequences.of(factors).and_then(|sequence| self.known.get(sequence)) {
            Some(&(cost, _)) => cost,
            None => self.plan(factors, Sharing::Available).cost(),
        }
    }

    /// A product as a value.
    pub(super) fn part(&mut self, factors: &[Factor]) -> Part {
        match self.open(factors) {
            Opened::Done(part) => part,
            Opened::Pair { left, right, symmetry } => {
                let part = self.join(left, right, symmetry);
                self.keep(factors, part);
                part
            }
        }
    }

    /// A product up to its last multiplication.
    pub(super) fn open(&mut self, factors: &[Factor]) -> Opened {
        // What the factors are made of comes first, so that the plan knows what is there.
        for factor in factors {
            self.value(factor.node);
        }
        if let Some(half) = self.mirrored_half(factors) {
            let right = self.part(&half);
            return Opened::Pair { left: right.flipped(), right, symmetry: Symmetry::Always };
        }
        if let Some(gram) = self.around_an_inverse(factors) {
            return Opened::Done(gram);
        }
        let plan = self.plan(factors, Sharing::Wanted);
        self.opened += 1;
        let chain = Chain { factors, plan: &plan, number: self.opened };
        self.open_part(chain, 0, factors.len().saturating_sub(1))
    }

    /// Of `CᵀC`, the `C`: half of a product that reads the same backwards and transposed is computed once.
    fn mirrored_half(&mut self, factors: &[Factor]) -> Option<Vec<Factor>> {
        let half = factors.len() / 2;
        let even = half >= 1 && factors.len().is_multiple_of(2) && self.algebra.is_mirrored(factors);
        let matrix = matches!(self.algebra.extents_of(factors), (Some(_), Some(_)));
        let inner = factors.get(half).is_some_and(|&factor| self.algebra.extents(factor).0.is_some());
        let sequence = self.sequences.of(factors);
        let fresh = !sequence.is_some_and(|sequence| self.available.contains(sequence));
        (even && matrix && inner && fresh).then(|| factors.get(half..).unwrap_or_default().to_vec())
    }

    /// `Xᵀ M⁻¹ X` with a definite `M`, by half of a solution, unless `M⁻¹ X` is there or others need it.
    fn around_an_inverse(&mut self, factors: &[Factor]) -> Option<Part> {
        let half = factors.get(factors.len() / 2..)?;
        let (&middle, rest) = half.split_first()?;
        let is_matrix = matches!(self.algebra.extents_of(factors), (Some(_), Some(_)));
        // Of an operand that is semidefinite a look has said so.
        let is_definite = middle.inverted
            && match self.algebra.structure(middle) {
                Structure::Definite => true,
                Structure::Semidefinite => matches!(self.algebra.node(middle.node), Node::Leaf(_)),
                _ => false,
            };
        let is_odd = factors.len() % 2 == 1 && !rest.is_empty();
        if !is_odd || !is_matrix || !is_definite || !self.algebra.is_mirrored(factors) {
            return None;
        }
        let (whole, solution) = (self.sequences.of(factors)?, self.sequences.of(half)?);
        let is_there = |part: Sequence| self.available.contains(part);
        if is_there(whole)
            || is_there(solution)
            || self.wanted.contains(solution)
            || self.is_formed_inverse(middle)
        {
            return None;
        }
        let x = self.part(rest);
        let x = self.oriented(x);
        let factorised = self.factorisation(middle.node);
        let value = self.emit(&InverseGram, Attr::None, &[factorised, x]);
        let part = Part { value, transposed: false, structure: Structure::General };
        self.keep(factors, part);
        Some(part)
    }

    pub(super) fn keep(&mut self, factors: &[Factor], part: Part) {
        self.costs.clear();
        self.known.clear();
        self.known_shared.clear();
        self.mergers.clear();
        let reversed = self.algebra.transpose_factors(factors);
        if let Some(sequence) = self.sequences.of(&reversed) {
            self.available.insert(sequence, part.flipped());
        }
        if let Some(sequence) = self.sequences.of(factors) {
            self.available.insert(sequence, part);
        }
    }

    pub(super) fn build(&mut self, chain: Chain<'_>, first: usize, last: usize) -> Part {
        match self.open_part(chain, first, last) {
            Opened::Done(part) => part,
            Opened::Pair { left, right, symmetry } => {
                let part = self.join(left, right, symmetry);
                self.keep(chain.factors.get(first..=last).unwrap_or_default(), part);
                part
            }
        }
    }

    fn open_part(&mut self, chain: Chain<'_>, first: usize, last: usize) -> Opened {
        let sequence = chain.plan.sequence(first, last);
        self.note(sequence, chain, first, last);
        if let Some(&part) = self.available.get(sequence) {
            return Opened::Done(part);
        }
        let Some(split) = chain.plan.split(first, last) else {
            return match chain.factors.get(first) {
                Some(&factor) => Opened::Done(self.single(factor)),
                None => Opened::Done(Part {
                    value: self.old.result(),
                    transposed: false,
                    structure: Structure::General,
                }),
            };
        };
        let inverted = |index: usize, lone: bool| {
            chain.factors.get(index).copied().filter(|factor| lone && factor.inverted)
        };
        if let Some(factor) = inverted(first, split == first)
            && !self.is_formed_inverse(factor)
        {
            let right = self.build(chain, split + 1, last);
            let part = self.solve(factor, right, factor.transposed);
            self.keep(chain.factors.get(first..=last).unwrap_or_default(), part);
            return Opened::Done(part);
        }
        if let Some(factor) = inverted(last, split + 1 == last)
            && !self.is_formed_inverse(factor)
        {
            // b a⁻¹ = (a⁻ᵀ bᵀ)ᵀ
            let left = self.build(chain, first, split);
            let part = self.solve(factor, left.flipped(), !factor.transposed).flipped();
            self.keep(chain.factors.get(first..=last).unwrap_or_default(), part);
            return Opened::Done(part);
        }
        let left = self.build(chain, first, split);
        let right = self.build(chain, split + 1, last);
        let factors = chain.factors.get(first..=last).unwrap_or_default();
        let matrix = matches!(self.algebra.extents_of(factors), (Some(_), Some(_)));
        let inner = self.algebra.extents_of(chain.factors.get(first..=split).unwrap_or_default()).1;
        let symmetry = if matrix && inner.is_some() { self.symmetry(factors) } else { Symmetry::Unknown };
        if self.out.rank(left.value) == Rank::Scalar || self.out.rank(right.value) == Rank::Scalar {
            let part = self.join(left, right, symmetry);
            self.keep(factors, part);
            return Opened::Done(part);
        }
        Opened::Pair { left, right, symmetry }
    }

    fn symmetry(&self, factors: &[Factor]) -> Symmetry {
        if self.algebra.is_symmetric_product(factors) {
            return Symmetry::Always;
        }
        let value = self.algebra.middle(factors).and_then(|middle| match self.algebra.node(middle.node) {
            Node::Leaf(value) => Some(*value),
            _ => self.done.get(middle.node).copied(),
        });
        let matrix = value.filter(|&value| self.out.rank(value) == Rank::Matrix);
        matrix.map_or(Symmetry::Unknown, Symmetry::Where)
    }

    /// Remembers that a product was put together from this part.
    fn note(&mut self, sequence: Sequence, chain: Chain<'_>, first: usize, last: usize) {
        if first == last {
            return;
        }
        self.choose(sequence, chain.number);
        let reversed = self.algebra.transpose_factors(chain.factors.get(first..=last).unwrap_or_default());
        if let Some(reversed) = self.sequences.of(&reversed) {
            self.choose(reversed, chain.number);
        }
    }

    fn choose(&mut self, part: Sequence, chain: usize) {
        let chains = self.chosen.entry(part);
        if !chains.contains(&chain) {
            chains.push(chain);
        }
    }

    /// Whether the inverse is needed as a matrix anyway, so that a product with it is one.
    fn is_formed_inverse(&mut self, factor: Factor) -> bool {
        let node = self.algebra.product(&[Factor { transposed: false, ..factor }]);
        let sequence = self.sequences.of(&[factor]);
        self.formed.contains(node) || sequence.is_some_and(|s| self.available.contains(s))
    }

    /// A factor by itself; an inverse that meets no product is formed.
    pub(super) fn single(&mut self, factor: Factor) -> Part {
        let structure = self.algebra.kernel_structure(Factor { transposed: false, ..factor });
        if factor.inverted {
            let base = Factor { transposed: false, ..factor };
            if let Some(&part) = self.sequences.of(&[base]).and_then(|s| self.available.get(s)) {
                return if factor.transposed { part.flipped() } else { part };
            }
            let has_own = !matches!(structure, Structure::General | Structure::Symmetric);
            let factors = if has_own {
                Some(self.factorisation(factor.node))
            } else {
                self.factored.get(factor.node).copied()
            };
            let value = match factors {
                Some(factors) => self.emit(&Inv, Attr::Factorised, &[factors]),
                None => {
                    let matrix = self.value(factor.node);
                    let fallible = self.algebra.fallible.get(&factor.node).copied().unwrap_or_default();
                    let attr = if fallible { Attr::Fallible } else { Attr::None };
                    self.emit(&Inv, attr, &[matrix])
                }
            };
            let node = self.algebra.product(&[base]);
            if let (Some(name), Some(data)) =
                (self.algebra.data(node).name.clone(), self.out.value_mut(value))
            {
                data.name = Some(name);
            }
            let part = Part { value, transposed: false, structure };
            self.keep(&[base], part);
            return if factor.transposed { part.flipped() } else { part };
        }
        let value = self.value(factor.node);
        let part = match self.out.as_op(value) {
            Some((op, [of]))
                if op.kind.name() == Transpose.name() && self.out.rank(value) == Rank::Matrix =>
            {
                Part { value: *of, transposed: true, structure: structure.transposed() }
            }
            _ => Part { value, transposed: false, structure },
        };
        if factor.transposed { part.flipped() } else { part }
    }

    pub(super) fn join(&mut self, left: Part, right: Part, symmetry: Symmetry) -> Part {
        let (value, transposed) = match (self.out.rank(left.value), self.out.rank(right.value)) {
            (Rank::Scalar, _) => (self.emit(&Mul, Attr::None, &[left.value, right.value]), right.transposed),
            (_, Rank::Scalar) => (self.emit(&Mul, Attr::None, &[right.value, left.value]), left.transposed),
            (rank, _) => {
                let product = self.multiplied(left, right, symmetry);
                self.bind(product);
                (product, rank == Rank::Vector && left.transposed)
            }
        };
        Part { value, transposed, structure: Structure::General }
    }

    /// The product of two parts, not yet computed.
    pub(super) fn multiplied(&mut self, left: Part, right: Part, symmetry: Symmetry) -> Value {
        let (rank_left, rank_right) = (self.out.rank(left.value), self.out.rank(right.value));
        if rank_left == Rank::Vector && rank_right == Rank::Vector && !left.transposed {
            return self.out.op(&Outer, Attr::None, &[left.value, right.value]);
        }
        if symmetry == Symmetry::Always {
            let (left, right) = (self.oriented(left), self.oriented(right));
            return self.out.op(&MatMul, Attr::Symmetric, &[left, right]);
        }
        // A row times a structured matrix is its transpose times a column.
        let (left, right) = match (rank_left, has_kernel(right.structure)) {
            (Rank::Vector, true) if rank_right == Rank::Matrix => (right.flipped(), left),
            _ => (left, right),
        };
        let attr = if has_kernel(left.structure) {
            Attr::Left(left.structure)
        } else if has_kernel(right.structure) {
            Attr::Right(right.structure)
        } else {
            Attr::None
        };
        let (left, right) = (self.oriented(left), self.oriented(right));
        match symmetry {
            Symmetry::Where(middle) if attr == Attr::None => {
                self.out.op(&MatMul, Attr::Mirrored, &[left, right, middle])
            }
            _ => self.out.op(&MatMul, attr, &[left, right]),
        }
    }

    pub(super) fn solve(&mut self, factor: Factor, rhs: Part, transposed: bool) -> Part {
        let factors = self.factorisation(factor.node);
        let attr = if transposed { Attr::Transposed } else { Attr::None };
        // A row behind an inverse is a column before it.
        let rhs = self.oriented(rhs);
        let value = self.emit(&Solve, attr, &[factors, rhs]);
        Part { value, transposed: false, structure: Structure::General }
    }

    pub(super) fn factorisation(&mut self, matrix: Id) -> Value {
        if let Some(&factors) = self.factored.get(matrix) {
            return factors;
        }
        let value = self.value(matrix);
        let fallible = self.algebra.fallible.get(&matrix).copied().unwrap_or_default();
        let attr = if fallible { Attr::Fallible } else { Attr::None };
        let kind = factorisation(self.algebra.data(matrix).structure);
        let factors = self.emit(kind, attr, &[value]);
        let name = self.out.value(value).name.clone();
        if let (Some(name), Some(data)) = (name, self.out.value_mut(factors)) {
            data.name = Some(format!("{}_{}", name.trim_start_matches("r#"), kind.name()));
        }
        self.factored.insert(matrix, factors);
        factors
    }
}

/// Whether a factor of this structure is multiplied in a way of its own.
fn has_kernel(structure: Structure) -> bool {
    matches!(structure, Structure::Lower | Structure::Upper | Structure::Diagonal)
}
