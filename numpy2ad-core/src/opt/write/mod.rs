//! Algebra as a program again: each value computed once, in the cheapest order, adjoints added in place.
//!
//! The results come first, with everything that can fail; then the increments, in the order of the reverse sweep.
//! What one product computes, in any of its parts, the products behind it find done.

mod increments;
mod products;
mod sums;

use super::algebra::{Algebra, Factor, Id, Node, Program, Term};
use super::chain::{Known, Link, Sequence, Sequences};
use super::hash::HandleMap;
use super::scenario::Sizes;
use crate::ir::{Def, Func, Op, SlotKind, Stmt, Value};
use crate::ops::{
    Attr, Broadcast, Called, Identity, Operation, RustForm, Transpose, is_factorisation, takes_factors,
};
use crate::table::{Set, Table};
use crate::ty::Rank;
use products::Part;
use std::collections::VecDeque;

/// The search ends when this many parts of products have been planned: some 5 ms in a macro that is built without
/// optimisation. The first scenarios are those that matter most.
const MAX_PLANNED: usize = 1000;

/// The program of an algebra, under each of these assumptions. Each is written with what the products of the one
/// before had in common in mind; a program that takes at most `twice` parts is written twice under the first.
pub(super) fn write(func: &Func, program: &Program, scenarios: &[Sizes], twice: usize) -> Vec<Func> {
    let mut written: Vec<Func> = Vec::new();
    let mut before: Option<Writer<'_>> = None;
    let mut queue: VecDeque<&Sizes> = scenarios.iter().collect();
    while let Some(sizes) = queue.pop_front() {
        let is_first = before.is_none();
        if let Some(before) = &mut before {
            written.push(std::mem::take(&mut before.out));
            if before.sequences.planned > MAX_PLANNED {
                return written;
            }
        }
        let mut writer = Writer::new(func, program, sizes, before);
        writer.program(program);
        if is_first && writer.sequences.planned <= twice {
            queue.push_front(sizes);
        }
        before = Some(writer);
    }
    written.extend(before.map(|writer| writer.out));
    written
}

pub(super) struct Writer<'f> {
    pub(super) old: &'f Func,
    pub(super) algebra: Algebra,
    pub(super) sizes: &'f Sizes,
    pub(super) out: Func,
    pub(super) sequences: Sequences,
    /// Products that have been computed.
    available: Table<Sequence, Part>,
    /// How many products of the first attempt were put together from a part.
    wanted: Table<Sequence, usize>,
    /// How many products of the program have a part, however they are put together.
    everywhere: Table<Sequence, usize>,
    /// By which products a part was used.
    chosen: Table<Sequence, Vec<usize>>,
    /// How many products have been opened.
    opened: usize,
    pub(super) done: Table<Id, Value>,
    factored: Table<Id, Value>,
    /// Nodes that are needed as values.
    pub(super) formed: Set<Id>,
    pub(super) uses: Table<Id, usize>,
    pub(super) settled: Table<Id, Id>,
    /// The terms of sums, opened and not yet factored.
    pub(super) raw: Table<Id, Vec<Term>>,
    /// What products cost with what is available now.
    pub(super) costs: Table<Id, f64>,
    /// What the costs of products depend on in their factors.
    links: Table<Factor, Link>,
    /// The cheapest ways of parts with what is available now, and with what others want as well.
    known: Known,
    known_shared: Known,
    /// What it saves to merge two products with what is available now, and how many factors they then share.
    pub(super) mergers: HandleMap<u64, Option<(f64, usize)>>,
}

/// Operations that are not 0 where an operand is.
const OF_SEVERAL: [&str; 3] = ["concatenate", "others", "broadcast"];

impl<'f> Writer<'f> {
    fn new(func: &'f Func, program: &Program, sizes: &'f Sizes, before: Option<Self>) -> Self {
        let mut out = func.clone();
        out.body.clear();
        let mut writer = Self {
            old: func,
            algebra: program.algebra.clone(),
            sizes,
            out,
            sequences: Sequences::default(),
            available: Table::default(),
            wanted: Table::default(),
            everywhere: Table::default(),
            chosen: Table::default(),
            opened: 0,
            done: Table::default(),
            factored: Table::default(),
            formed: Set::default(),
            uses: Table::default(),
            settled: Table::default(),
            raw: Table::default(),
            costs: Table::default(),
            links: Table::default(),
            known: Known::default(),
            known_shared: Known::default(),
            mergers: HandleMap::default(),
        };
        let products = writer.count_uses(program);
        match before {
            Some(before) => writer.learn(before),
            None => products.iter().for_each(|factors| writer.count_parts(factors)),
        }
        writer
    }

    /// What the attempt before has found: its nodes, and what its products had in common.
    fn learn(&mut self, before: Self) {
        self.algebra = before.algebra;
        (self.sequences, self.everywhere) = (before.sequences, before.everywhere);
        self.wanted = before.chosen.iter().map(|(sequence, chains)| (sequence, chains.len())).collect();
    }

    /// How often each node is used, and which are needed as values whatever is chosen; the products of the program.
    fn count_uses(&mut self, program: &Program) -> Vec<Vec<Factor>> {
        let mut products = Vec::new();
        let mut roots: Vec<Id> = program.results.clone();
        self.formed.extend(roots.iter().copied());
        for target in &program.targets {
            roots.extend(target.terms.iter().map(|term| term.node));
            roots.extend(target.terms.iter().flat_map(|term| term.scalars.iter().copied()));
            roots.extend(target.repeated.iter().map(|(_, id)| *id));
        }
        for &root in &roots {
            *self.uses.entry(root) += 1;
        }
        let mut open = roots;
        let mut seen = Set::default();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            for operand in self.algebra.operands(id) {
                *self.uses.entry(operand) += 1;
                open.push(operand);
            }
            match self.algebra.node(id).clone() {
                Node::Op(_, args) => self.formed.extend(args),
                Node::Product(factors) => {
                    products.push(factors.clone());
                    self.formed
                        .extend(factors.iter().filter(|factor| factor.inverted).map(|factor| factor.node));
                }
                Node::Whole(inner) => {
                    self.formed.insert(inner);
                }
                Node::Sum(_) | Node::Leaf(_) | Node::StandIn(_) => {}
            }
        }
        // What stands by itself in a sum that is needed is needed; operands come before what is made of them.
        for id in self.algebra.ids().rev() {
            if self.formed.contains(id) && seen.contains(id) {
                for term in self.algebra.terms(id).iter().filter(|term| term.node != id) {
                    if self.algebra.factors(term.node).len() == 1 {
                        self.formed.insert(term.node);
                    }
                }
            }
        }
        products
    }

    /// Counts every part of several factors of a product, read in both directions.
    fn count_parts(&mut self, factors: &[Factor]) {
        let reversed = self.algebra.transpose_factors(factors);
        let mut counted = Set::default();
        for factors in [factors, &reversed] {
            for first in 0..factors.len() {
                let mut part = None;
                for &factor in factors.iter().skip(first) {
                    let longer = self.sequences.longer(part, factor);
                    if part.is_some() && counted.insert(longer) {
                        *self.everywhere.entry(longer) += 1;
                    }
                    part = Some(longer);
                }
            }
        }
    }

    fn program(&mut self, program: &Program) {
        self.out.results = Vec::new();
        // One after the other, so that a result finds those before it computed.
        for (&old, &id) in self.old.results.iter().zip(&program.results) {
            let new = self.value(id);
            let result = self.result(old, new);
            self.out.results.push(result);
        }
        self.seed_results();
        // What can fail fails before anything is added to anything.
        for id in program.algebra.fallible.keys().copied() {
            if !program.targets.is_empty() && self.uses.contains(id) && !self.is_inverted(id) {
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
        self.factored.contains(id) || sequence.is_some_and(|s| self.available.contains(s))
    }

    /// The result keeps its name, whatever computes it now, and its shape: a slot to which zeros alone are added is the
    /// number 0 in algebra.
    fn result(&mut self, old: Value, new: Value) -> Value {
        let new = match self.old.def(old) {
            Def::Adjoint(slot) if self.out.rank(new) != self.old.rank(old) => {
                let like = self.old.slot(*slot).primal;
                self.out.op(&Broadcast, Attr::None, &[new, like])
            }
            _ => new,
        };
        let own = self.out.lets().any(|bound| bound == new)
            && !self.out.results.contains(&new)
            && (self.out.value(new).name.is_none() || self.out.value(new).name == self.old.value(old).name);
        let is_factors = self.out.as_op(new).is_some_and(|(op, _)| is_factorisation(op.kind));
        let is_value = !self.out.is_op(new, &Transpose) && !is_factors;
        let result = if own && is_value {
            new
        } else if self.out.as_op(new).is_some() && !self.out.lets().any(|bound| bound == new) && is_value {
            // An expression that statements before this one hold stays theirs.
            let is_held = self.out.uses().contains(new);
            let own = if is_held { self.copied(new) } else { new };
            self.bind(own);
            own
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

    /// The same expression once more.
    fn copied(&mut self, value: Value) -> Value {
        let data = self.out.value(value).clone();
        self.out.push(data.def, data.ty, None, data.origin)
    }

    /// The value of a node, with the statements that it needs.
    pub(super) fn value(&mut self, id: Id) -> Value {
        if let Some(&value) = self.done.get(id) {
            return value;
        }
        let settled = self.settle(id);
        let value = if settled == id {
            match self.algebra.node(id).clone() {
                Node::Leaf(value) => value,
                Node::StandIn(_) => self.zero(id),
                Node::Whole(inner) => self.whole(inner),
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

    /// What stands whole has a statement of its own.
    fn whole(&mut self, inner: Id) -> Value {
        let value = self.value(inner);
        if !self.out.is_op(value, &Transpose) {
            self.bind(value);
        }
        value
    }

    fn operation(&mut self, id: Id, op: Op, args: &[Id]) -> Value {
        let wanted: Vec<Rank> = args.iter().map(|&arg| self.algebra.rank(arg)).collect();
        let args: Vec<Value> = match args {
            // With the factorisation that solutions share.
            [matrix] if takes_factors(op.kind) => vec![self.factorisation(*matrix)],
            _ => args.iter().map(|&arg| self.value(arg)).collect(),
        };
        let ranks: Vec<Rank> = args.iter().map(|&arg| self.out.rank(arg)).collect();
        // A part, another shape or a reduction of an array of which nothing is left is nothing as well.
        if ranks != wanted
            && !op.kind.rust(op.attr, &wanted).is_elementwise()
            && !OF_SEVERAL.contains(&op.kind.name())
            && Called::of(op.kind).is_none()
        {
            return self.zero(id);
        }
        if self.is_fused(op) && ranks == [Rank::Scalar] {
            return self.zero(id); // the sum of an adjoint to which nothing is added
        }
        let value = self.out.op(op.kind, op.attr, &args);
        let is_kernel = matches!(
            op.kind.rust(op.attr, &ranks),
            RustForm::Kernel { .. } | RustForm::Function(_) | RustForm::Called(_) | RustForm::Side(_)
        );
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
        self.uses.get(id).is_some_and(|&uses| uses > 1)
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
}
