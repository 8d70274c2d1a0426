//! Algebra as a program again: each value computed once, in the cheapest order, adjoints added in place.
//!
//! The results come first, with everything that can fail; then the increments, in the order of the reverse sweep.
//! What one product computes, in any of its parts, the products behind it find done.

use super::algebra::{Algebra, Factor, Id, Node, Program, Target, Term};
use super::chain::{Costs, HandleMap, Known, Plan, Sequence, Sequences};
use super::scenario::Sizes;
use crate::ir::{Const, Def, Func, Op, Sign, Slot, SlotKind, Stmt, Value};
use crate::ops::{
    Add, AddProduct, Attr, Identity, Inv, MatMul, Mul, Neg, Operation, Outer, RustForm, Solve, Sub,
    Transpose, factorisation, is_factorisation,
};
use crate::origin::Origin;
use crate::ty::{Rank, Structure};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The search ends when this many parts of products have been planned: about 20 ms in a macro that is built without
/// optimisation. The first scenarios are those that matter most.
const MAX_PLANNED: usize = 2600;

/// A program of which one scenario takes more than this is not written twice under the same assumptions.
const MAX_PLANNED_TWICE: usize = 400;

/// The program of an algebra, under each of these assumptions. Each is written with what the products of the one
/// before had in common in mind; a small program is written twice under the first.
pub(super) fn write(func: &Func, program: &Program, scenarios: &[Sizes]) -> Vec<Func> {
    let mut written: Vec<Func> = Vec::new();
    let mut before: Option<Writer<'_>> = None;
    let mut queue: VecDeque<&Sizes> = scenarios.iter().collect();
    while let Some(sizes) = queue.pop_front() {
        let mut writer = Writer::new(func, program, sizes);
        let is_first = before.is_none();
        if let Some(before) = before {
            let planned = before.sequences.planned;
            written.push(before.out);
            if planned > MAX_PLANNED {
                return written;
            }
            writer.algebra = before.algebra;
            writer.sequences = before.sequences;
            writer.wanted =
                before.chosen.into_iter().map(|(sequence, chains)| (sequence, chains.len())).collect();
        }
        writer.program(program);
        if is_first && writer.sequences.planned <= MAX_PLANNED_TWICE {
            queue.push_front(sizes);
        }
        before = Some(writer);
    }
    written.extend(before.map(|writer| writer.out));
    written
}

/// Which parts of a product cost less than they would by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    /// Those that have been computed cost nothing.
    Available,
    /// And those that other products are going to use as well cost a share.
    Wanted,
}

/// A value, or its transpose; a vector as a column, or as a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    value: Value,
    transposed: bool,
    structure: Structure,
}

impl Part {
    fn flipped(self) -> Self {
        Self { transposed: !self.transposed, structure: self.structure.transposed(), ..self }
    }
}

/// A product at the point of being computed.
enum Opened {
    /// A value that is there.
    Done(Part),
    /// Two parts whose product can be added to something in place.
    Pair { left: Part, right: Part, attr: Attr },
}

pub(super) struct Writer<'f> {
    pub(super) old: &'f Func,
    pub(super) algebra: Algebra,
    pub(super) sizes: &'f Sizes,
    pub(super) out: Func,
    pub(super) sequences: Sequences,
    /// Products that have been computed.
    available: HandleMap<Sequence, Part>,
    /// How many products of the first attempt were put together from a part.
    wanted: HandleMap<Sequence, usize>,
    /// By which products a part was used.
    chosen: HandleMap<Sequence, BTreeSet<usize>>,
    /// How many products have been opened.
    opened: usize,
    pub(super) done: BTreeMap<Id, Value>,
    factored: BTreeMap<Id, Value>,
    /// Nodes that are needed as values.
    pub(super) formed: BTreeSet<Id>,
    pub(super) uses: BTreeMap<Id, usize>,
    pub(super) settled: BTreeMap<Id, Id>,
    /// The terms of sums, opened and not yet factored.
    pub(super) raw: BTreeMap<Id, Vec<Term>>,
    /// What products cost with what is available now.
    pub(super) costs: HandleMap<Id, f64>,
    known: Known,
    known_shared: Known,
    /// What it saves to merge two products with what is available now, and how many factors they then share.
    pub(super) mergers: HandleMap<u64, Option<(f64, usize)>>,
}

impl<'f> Writer<'f> {
    fn new(func: &'f Func, program: &Program, sizes: &'f Sizes) -> Self {
        let mut out = func.clone();
        out.body.clear();
        let mut writer = Self {
            old: func,
            algebra: program.algebra.clone(),
            sizes,
            out,
            sequences: Sequences::default(),
            available: HandleMap::default(),
            wanted: HandleMap::default(),
            chosen: HandleMap::default(),
            opened: 0,
            done: BTreeMap::new(),
            factored: BTreeMap::new(),
            formed: BTreeSet::new(),
            uses: BTreeMap::new(),
            settled: BTreeMap::new(),
            raw: BTreeMap::new(),
            costs: HandleMap::default(),
            known: Known::default(),
            known_shared: Known::default(),
            mergers: HandleMap::default(),
        };
        writer.count_uses(program);
        writer
    }

    /// How often each node is used, and which are needed as values whatever is chosen.
    fn count_uses(&mut self, program: &Program) {
        let mut roots: Vec<Id> = program.results.clone();
        self.formed.extend(&roots);
        for target in &program.targets {
            roots.extend(target.terms.iter().map(|term| term.node));
            roots.extend(target.terms.iter().flat_map(|term| term.scalars.iter().copied()));
            roots.extend(target.repeated.iter().map(|(_, id)| *id));
        }
        for &root in &roots {
            *self.uses.entry(root).or_default() += 1;
        }
        let mut open = roots;
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            for operand in self.algebra.operands(id) {
                *self.uses.entry(operand).or_default() += 1;
                open.push(operand);
            }
            match self.algebra.node(id) {
                Node::Op(_, args) => self.formed.extend(args),
                Node::Product(factors) => {
                    self.formed
                        .extend(factors.iter().filter(|factor| factor.inverted).map(|factor| factor.node));
                }
                Node::Sum(_) | Node::Leaf(_) | Node::StandIn(_) => {}
            }
        }
        // What stands by itself in a sum that is needed is needed; operands come before what is made of them.
        for id in self.algebra.ids().rev() {
            if self.formed.contains(&id) && seen.contains(&id) {
                for term in self.algebra.terms(id).iter().filter(|term| term.node != id) {
                    if self.algebra.factors(term.node).len() == 1 {
                        self.formed.insert(term.node);
                    }
                }
            }
        }
    }

    fn program(&mut self, program: &Program) {
        let results: Vec<Value> = program.results.iter().map(|&id| self.value(id)).collect();
        let results: Vec<Value> =
            self.old.results.clone().iter().zip(results).map(|(&old, new)| self.result(old, new)).collect();
        self.out.results = results;
        self.seed_results();
        // What can fail fails before anything is added to anything.
        for id in program.algebra.fallible.keys().copied() {
            if !program.targets.is_empty() && self.uses.contains_key(&id) && !self.is_inverted(id) {
                self.factorisation(id);
            }
        }
        for target in &program.targets {
            self.target(target);
        }
    }

    /// The seeds are the adjoints of the results as they are computed now.
    fn seed_results(&mut self) {
        for slot in self.old.slots().filter(|&slot| self.old.slot(slot).kind == SlotKind::Seed) {
            let at = self.old.results.iter().position(|&result| result == self.old.slot(slot).primal);
            let result = at.and_then(|at| self.out.results.get(at)).copied();
            if let (Some(result), Some(data)) = (result, self.out.slot_mut(slot)) {
                data.primal = result;
            }
        }
    }

    /// Whether the matrix has been factorised or inverted already.
    fn is_inverted(&mut self, id: Id) -> bool {
        let inverse = [Factor { node: id, transposed: false, inverted: true }];
        let sequence = self.sequences.of(&inverse);
        self.factored.contains_key(&id) || sequence.is_some_and(|s| self.available.contains_key(&s))
    }

    /// The result keeps its name, whatever computes it now.
    fn result(&mut self, old: Value, new: Value) -> Value {
        let own = self.out.lets().any(|bound| bound == new)
            && (self.out.value(new).name.is_none() || self.out.value(new).name == self.old.value(old).name);
        let is_factors = self.out.as_op(new).is_some_and(|(op, _)| is_factorisation(op.kind));
        let is_value = !self.out.is_op(new, &Transpose) && !is_factors;
        let result = if own && is_value {
            new
        } else if self.out.as_op(new).is_some() && !self.out.lets().any(|bound| bound == new) && is_value {
            self.bind(new);
            new
        } else {
            self.emit(&Identity, Attr::None, &[new])
        };
        let name = self.old.value(old).name.clone();
        let origin = self.old.value(old).origin.clone();
        if let Some(data) = self.out.value_mut(result) {
            data.name = name;
            data.origin = origin;
        }
        result
    }

    /// The value of a node, with the statements that it needs.
    pub(super) fn value(&mut self, id: Id) -> Value {
        if let Some(&value) = self.done.get(&id) {
            return value;
        }
        let settled = self.settle(id);
        let value = if settled == id {
            match self.algebra.node(id).clone() {
                Node::Leaf(value) => value,
                Node::StandIn(_) => self.zero(id),
                Node::Op(op, args) => self.operation(id, op, &args),
                Node::Product(factors) => {
                    let part = self.part(&factors);
                    self.oriented(part)
                }
                Node::Sum(terms) => self.sum(id, &terms),
            }
        } else {
            self.value(settled)
        };
        if let Some(name) = self.algebra.data(id).name.clone()
            && let Some(data) = self.out.value_mut(value)
            && data.name.is_none()
            && matches!(data.def, Def::Op(..))
        {
            data.name = Some(name);
            if !self.out.is_op(value, &Transpose) {
                self.bind(value);
            }
        }
        self.done.insert(id, value);
        value
    }

    fn operation(&mut self, id: Id, op: Op, args: &[Id]) -> Value {
        let args: Vec<Value> = args.iter().map(|&arg| self.value(arg)).collect();
        let ranks: Vec<Rank> = args.iter().map(|&arg| self.out.rank(arg)).collect();
        if self.is_fused(op) && ranks == [Rank::Scalar] {
            return self.zero(id); // the sum of an adjoint to which nothing is added
        }
        let value = self.out.op(op.kind, op.attr, &args);
        let is_kernel =
            matches!(op.kind.rust(op.attr, &ranks), RustForm::Kernel { .. } | RustForm::Constructor(_));
        if is_kernel && !self.is_fused(op) || self.is_shared(id) {
            self.bind(value);
        }
        value
    }

    /// Sums are fused with the elementwise expression that they sum.
    fn is_fused(&self, op: Op) -> bool {
        op.kind.name() == crate::ops::Sum.name()
    }

    fn is_shared(&self, id: Id) -> bool {
        self.uses.get(&id).is_some_and(|&uses| uses > 1)
    }

    /// Gives a statement to a value that has none.
    pub(super) fn bind(&mut self, value: Value) {
        let is_op = self.out.as_op(value).is_some();
        if is_op && !self.out.lets().any(|bound| bound == value) {
            self.out.body.push(Stmt::Let(value));
        }
    }

    fn emit(&mut self, kind: &'static dyn Operation, attr: Attr, args: &[Value]) -> Value {
        let value = self.out.op(kind, attr, args);
        self.out.body.push(Stmt::Let(value));
        value
    }

    fn oriented(&mut self, part: Part) -> Value {
        if !part.transposed || self.out.rank(part.value) != Rank::Matrix {
            return part.value;
        }
        match self.out.as_op(part.value) {
            Some((op, [of])) if op.kind.name() == Transpose.name() => *of,
            _ => self.out.op(&Transpose, Attr::None, &[part.value]),
        }
    }

    // ── products ──

    pub(super) fn plan(&mut self, factors: &[Factor], sharing: Sharing) -> Plan {
        let (available, wanted) = (&self.available, &self.wanted);
        let share = |sequence: Sequence| match wanted.get(&sequence) {
            _ if available.contains_key(&sequence) => 0.0,
            Some(&chains) if chains > 1 && sharing == Sharing::Wanted => 1.0 / chains as f64,
            _ => 1.0,
        };
        let costs = Costs { algebra: &self.algebra, sizes: self.sizes, dims: &self.old.dims, share: &share };
        let known = if sharing == Sharing::Wanted { &mut self.known_shared } else { &mut self.known };
        Plan::cheapest(factors, &costs, &mut self.sequences, known)
    }

    /// A product as a value.
    fn part(&mut self, factors: &[Factor]) -> Part {
        match self.open(factors) {
            Opened::Done(part) => part,
            Opened::Pair { left, right, attr } => {
                let part = self.join(left, right, attr);
                self.keep(factors, part);
                part
            }
        }
    }

    /// A product up to its last multiplication.
    fn open(&mut self, factors: &[Factor]) -> Opened {
        // What the factors are made of comes first, so that the plan knows what is there.
        for factor in factors {
            self.value(factor.node);
        }
        if let Some(half) = self.mirrored_half(factors) {
            let right = self.part(&half);
            return Opened::Pair { left: right.flipped(), right, attr: Attr::Symmetric };
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
        let fresh = !sequence.is_some_and(|sequence| self.available.contains_key(&sequence));
        (even && matrix && inner && fresh).then(|| factors.get(half..).unwrap_or_default().to_vec())
    }

    fn keep(&mut self, factors: &[Factor], part: Part) {
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

    fn build(&mut self, chain: Chain<'_>, first: usize, last: usize) -> Part {
        match self.open_part(chain, first, last) {
            Opened::Done(part) => part,
            Opened::Pair { left, right, attr } => {
                let part = self.join(left, right, attr);
                self.keep(chain.factors.get(first..=last).unwrap_or_default(), part);
                part
            }
        }
    }

    fn open_part(&mut self, chain: Chain<'_>, first: usize, last: usize) -> Opened {
        let sequence = chain.plan.sequence(first, last);
        self.note(sequence, chain, first, last);
        if let Some(&part) = self.available.get(&sequence) {
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
        let attr = if matrix && inner.is_some() && self.algebra.is_mirrored(factors) {
            Attr::Symmetric
        } else {
            Attr::None
        };
        if self.out.rank(left.value) == Rank::Scalar || self.out.rank(right.value) == Rank::Scalar {
            let part = self.join(left, right, attr);
            self.keep(factors, part);
            return Opened::Done(part);
        }
        Opened::Pair { left, right, attr }
    }

    /// Remembers that a product was put together from this part.
    fn note(&mut self, sequence: Sequence, chain: Chain<'_>, first: usize, last: usize) {
        if first == last {
            return;
        }
        self.chosen.entry(sequence).or_default().insert(chain.number);
        let reversed = self.algebra.transpose_factors(chain.factors.get(first..=last).unwrap_or_default());
        if let Some(reversed) = self.sequences.of(&reversed) {
            self.chosen.entry(reversed).or_default().insert(chain.number);
        }
    }

    /// Whether the inverse is needed as a matrix anyway, so that a product with it is one.
    fn is_formed_inverse(&mut self, factor: Factor) -> bool {
        let node = self.algebra.product(&[Factor { transposed: false, ..factor }]);
        let sequence = self.sequences.of(&[factor]);
        self.formed.contains(&node) || sequence.is_some_and(|s| self.available.contains_key(&s))
    }

    /// A factor by itself; an inverse that meets no product is formed.
    fn single(&mut self, factor: Factor) -> Part {
        let structure = self.algebra.data(factor.node).structure;
        if factor.inverted {
            let base = Factor { transposed: false, ..factor };
            if let Some(&part) = self.sequences.of(&[base]).and_then(|s| self.available.get(&s)) {
                return if factor.transposed { part.flipped() } else { part };
            }
            let matrix = self.value(factor.node);
            let fallible = self.algebra.fallible.get(&factor.node).copied().unwrap_or_default();
            let attr = if fallible { Attr::Fallible } else { Attr::None };
            let value = self.emit(&Inv, attr, &[matrix]);
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

    fn join(&mut self, left: Part, right: Part, attr: Attr) -> Part {
        let (value, transposed) = match (self.out.rank(left.value), self.out.rank(right.value)) {
            (Rank::Scalar, _) => (self.emit(&Mul, Attr::None, &[left.value, right.value]), right.transposed),
            (_, Rank::Scalar) => (self.emit(&Mul, Attr::None, &[right.value, left.value]), left.transposed),
            (rank, _) => {
                let product = self.multiplied(left, right, attr);
                self.bind(product);
                (product, rank == Rank::Vector && left.transposed)
            }
        };
        Part { value, transposed, structure: Structure::General }
    }

    /// The product of two parts, not yet computed.
    fn multiplied(&mut self, left: Part, right: Part, attr: Attr) -> Value {
        let (rank_left, rank_right) = (self.out.rank(left.value), self.out.rank(right.value));
        if rank_left == Rank::Vector && rank_right == Rank::Vector && !left.transposed {
            return self.out.op(&Outer, Attr::None, &[left.value, right.value]);
        }
        if attr != Attr::None {
            let (left, right) = (self.oriented(left), self.oriented(right));
            return self.out.op(&MatMul, attr, &[left, right]);
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
        self.out.op(&MatMul, attr, &[left, right])
    }

    fn solve(&mut self, factor: Factor, rhs: Part, transposed: bool) -> Part {
        let factors = self.factorisation(factor.node);
        let attr = if transposed { Attr::Transposed } else { Attr::None };
        // A row behind an inverse is a column before it.
        let rhs = self.oriented(rhs);
        let value = self.emit(&Solve, attr, &[factors, rhs]);
        Part { value, transposed: false, structure: Structure::General }
    }

    fn factorisation(&mut self, matrix: Id) -> Value {
        if let Some(&factors) = self.factored.get(&matrix) {
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

    // ── sums ──

    fn sum(&mut self, id: Id, terms: &[Term]) -> Value {
        if terms.is_empty() {
            return self.zero(id);
        }
        let symmetric = self.algebra.data(id).structure.is_symmetric();
        let (arrays, products) = self.opened(terms, symmetric);
        let mut products = products.into_iter();
        let mut sum = match self.expression(&arrays) {
            Some((Sign::Plus, sum)) => sum,
            Some((Sign::Minus, sum)) => self.out.op(&Neg, Attr::None, &[sum]),
            None => match products.next() {
                Some((coefficient, pair)) => {
                    let pair = self.scaled_pair(coefficient, &[], pair);
                    let product = self.multiplied(pair.0, pair.1, pair.2);
                    self.bind(product);
                    product
                }
                None => self.zero(id),
            },
        };
        for (coefficient, pair) in products {
            let (sign, pair) = self.signed_pair(coefficient, pair);
            sum = self.accumulated(sum, sign, pair);
        }
        if self.is_shared(id) {
            self.bind(sum);
        }
        sum
    }

    /// What stands for an array of zeros in an elementwise expression.
    fn zero(&mut self, id: Id) -> Value {
        let elem = self.algebra.data(id).elem;
        self.out.float(0.0, elem)
    }

    /// The terms of a sum: arrays with their factors, and products that can be added in place.
    ///
    /// A symmetric product is added in place to what is symmetric itself only: it is computed by halves.
    fn opened(&mut self, terms: &[Term], symmetric: bool) -> (Vec<Term2>, Vec<(f64, Pair)>) {
        let (mut arrays, mut products) = (Vec::new(), Vec::new());
        for term in terms {
            let scalars: Vec<Value> = term.scalars.iter().map(|&scalar| self.value(scalar)).collect();
            let factors = self.algebra.factors(term.node);
            let is_product = matches!(self.algebra.node(term.node), Node::Product(_));
            let done = self.done.get(&term.node).copied();
            if !is_product || done.is_some() || self.formed.contains(&term.node) {
                let value = self.value(term.node);
                arrays.push((term.coefficient(), scalars, value));
                continue;
            }
            let sequence = self.sequences.of(&factors);
            let wanted = sequence.and_then(|sequence| self.wanted.get(&sequence)).copied().unwrap_or(0) > 1;
            let opened = if wanted { Opened::Done(self.part(&factors)) } else { self.open(&factors) };
            match opened {
                Opened::Done(part) => {
                    let value = self.oriented(part);
                    arrays.push((term.coefficient(), scalars, value));
                }
                Opened::Pair { left, right, .. } if self.is_scalar_product(left, right) => {
                    let part = self.part(&factors);
                    arrays.push((term.coefficient(), scalars, part.value));
                }
                Opened::Pair { left, right, attr: Attr::Symmetric } if !symmetric => {
                    let part = self.join(left, right, Attr::Symmetric);
                    self.keep(&factors, part);
                    arrays.push((term.coefficient(), scalars, part.value));
                }
                Opened::Pair { left, right, attr } => {
                    let pair = self.scaled_pair(1.0, &scalars, (left, right, attr));
                    products.push((term.coefficient(), pair));
                }
            }
        }
        (arrays, products)
    }

    fn is_scalar_product(&self, left: Part, right: Part) -> bool {
        let vectors = self.out.rank(left.value) == Rank::Vector && self.out.rank(right.value) == Rank::Vector;
        vectors && left.transposed
    }

    /// A pair whose coefficient is 1 or -1.
    fn signed_pair(&mut self, coefficient: f64, pair: Pair) -> (Sign, Pair) {
        let sign = if coefficient < 0.0 { Sign::Minus } else { Sign::Plus };
        (sign, self.scaled_pair(coefficient.abs(), &[], pair))
    }

    /// A pair with the smaller of its parts scaled.
    fn scaled_pair(&mut self, coefficient: f64, scalars: &[Value], (left, right, attr): Pair) -> Pair {
        if coefficient == 1.0 && scalars.is_empty() {
            return (left, right, attr);
        }
        let smaller_left = self.count(left) <= self.count(right);
        let part = if smaller_left { left } else { right };
        let value = self.scaled(coefficient, scalars, part.value);
        self.bind(value);
        let scaled = Part { value, ..part };
        if smaller_left { (scaled, right, attr) } else { (left, scaled, attr) }
    }

    /// How many elements a part has.
    fn count(&self, part: Part) -> f64 {
        let axes = self.out.ty(part.value).axes();
        axes.iter().map(|&dim| self.sizes.of(dim, &self.out.dims)).product()
    }

    fn scaled(&mut self, coefficient: f64, scalars: &[Value], array: Value) -> Value {
        let mut value = array;
        for &scalar in scalars {
            value = self.out.op(&Mul, Attr::None, &[scalar, value]);
        }
        if coefficient == -1.0 {
            value = self.out.op(&Neg, Attr::None, &[value]);
        } else if coefficient != 1.0 {
            let elem = self.out.ty(array).elem;
            let number = self.out.push(
                Def::Const(Const::Float(coefficient)),
                crate::ty::Ty::scalar(elem),
                None,
                Origin::None,
            );
            value = self.out.op(&Mul, Attr::None, &[number, value]);
        }
        value
    }

    /// Arrays added up elementwise, with the sign of the whole.
    fn expression(&mut self, arrays: &[Term2]) -> Option<(Sign, Value)> {
        let first = arrays.iter().position(|(coefficient, ..)| *coefficient > 0.0).unwrap_or(0);
        let (coefficient, scalars, value) = arrays.get(first)?;
        let sign = if *coefficient < 0.0 { Sign::Minus } else { Sign::Plus };
        let mut sum = self.scaled(coefficient.abs(), scalars, *value);
        for (_, (coefficient, scalars, value)) in arrays.iter().enumerate().filter(|(i, _)| *i != first) {
            let term = self.scaled(coefficient.abs(), scalars, *value);
            let minus = (*coefficient < 0.0) != (sign == Sign::Minus);
            sum = if minus {
                self.out.op(&Sub, Attr::None, &[sum, term])
            } else {
                self.out.op(&Add, Attr::None, &[sum, term])
            };
        }
        Some((sign, sum))
    }

    fn accumulated(&mut self, sum: Value, sign: Sign, (left, right, attr): Pair) -> Value {
        let product = self.multiplied(left, right, attr);
        let (attr, args) = match self.out.as_op(product) {
            Some((op, args)) => (op.attr, args.to_vec()),
            None => (Attr::None, Vec::new()),
        };
        let _ = attr;
        let kind: &'static dyn Operation =
            if sign == Sign::Plus { &AddProduct } else { &crate::ops::SubProduct };
        let mut all = vec![sum];
        all.extend(args);
        self.emit(kind, attr, &all)
    }

    // ── increments ──

    fn target(&mut self, target: &Target) {
        let slot = target.slot;
        for &(sign, id) in &target.repeated {
            let value = self.value(id);
            self.update(slot, sign, value);
        }
        let primal = self.out.slot(slot).primal;
        if self.out.rank(primal) == Rank::Scalar {
            for term in &target.terms {
                let scalars: Vec<Value> = term.scalars.iter().map(|&scalar| self.value(scalar)).collect();
                let value = self.value(term.node);
                let value = self.scaled(term.coefficient().abs(), &scalars, value);
                let sign = if term.coefficient() < 0.0 { Sign::Minus } else { Sign::Plus };
                self.update(slot, sign, value);
            }
            return;
        }
        let terms = self.settled_terms(target.terms.clone());
        let (arrays, products) = self.opened(&terms, false);
        if let Some((sign, value)) = self.expression(&arrays) {
            self.update(slot, sign, value);
        }
        for (coefficient, pair) in products {
            let (sign, (left, right, attr)) = self.signed_pair(coefficient, pair);
            let product = self.multiplied(left, right, attr);
            self.update(slot, sign, product);
        }
    }

    fn update(&mut self, slot: Slot, sign: Sign, value: Value) {
        self.out.body.push(Stmt::Update { slot, sign, value });
    }
}

/// Coefficient, scalar factors and value of an array in a sum.
type Term2 = (f64, Vec<Value>, Value);

/// Two parts of a product, and the form of their multiplication.
type Pair = (Part, Part, Attr);

#[derive(Clone, Copy)]
struct Chain<'a> {
    factors: &'a [Factor],
    plan: &'a Plan,
    /// Which of the products that have been opened this is.
    number: usize,
}

/// Whether a factor of this structure is multiplied in a way of its own.
fn has_kernel(structure: Structure) -> bool {
    matches!(structure, Structure::Lower | Structure::Upper | Structure::Diagonal)
}
