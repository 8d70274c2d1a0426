//! Adjoints that are sums of a few outer products stay products until they are added to their target.
//!
//! The adjoint of a matrix in front of a vector is an outer product. Formed, it costs every product behind it a
//! factor of n; kept as `l · r`, a product with it is one with `l` or `r`. Terms of a sum that share a factor
//! become one. An adjoint that has a single increment is that increment, and needs no slot.

use super::Sizes;
use crate::ir::{Def, Func, Sign, Slot, SlotKind, Stmt, Value};
use crate::ops::{Add, Attr, MatMul, Mul, Neg, Operation, Outer, Solve, Sub, Transpose};
use crate::ty::{Rank, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// A sum of more terms is added up: by then it is no cheaper in pieces.
const MAX_TERMS: usize = 4;

/// The same adjoint program with thin products kept apart.
#[must_use]
pub fn keep_products(func: &Func, sizes: &Sizes) -> Func {
    let mut out = func.clone();
    out.body.clear();
    let mut pass = Products {
        increments: increments(func),
        bound: func.lets().collect(),
        out,
        sizes,
        pending: BTreeMap::new(),
        forwarded: BTreeMap::new(),
        made: BTreeSet::new(),
    };
    for stmt in &func.body {
        match stmt {
            Stmt::Let(_) => pass.out.body.push(stmt.clone()),
            Stmt::Init(_) => {} // made when something is added to it
            Stmt::Update { slot, sign, value } => pass.update(*slot, *sign, *value),
        }
    }
    pass.flush();
    pass.out
}

/// How often each slot grows, views counted with what they view.
fn increments(func: &Func) -> BTreeMap<Slot, usize> {
    let mut counts = BTreeMap::new();
    for stmt in &func.body {
        if let Stmt::Update { slot, .. } = stmt {
            *counts.entry(base(func, *slot).0).or_default() += 1;
        }
    }
    counts
}

/// The slot behind views, and whether the view is its transpose.
fn base(func: &Func, slot: Slot) -> (Slot, bool) {
    match func.slot(slot).kind {
        SlotKind::TransposeOf(of) => {
            let (inner, transposed) = base(func, of);
            (inner, !transposed)
        }
        _ => (slot, false),
    }
}

/// `sign · left · right`; two vectors stand for their outer product.
#[derive(Clone, Copy, Debug)]
struct Term {
    sign: Sign,
    left: Value,
    right: Value,
}

struct Products<'s> {
    out: Func,
    sizes: &'s Sizes,
    bound: BTreeSet<Value>,
    increments: BTreeMap<Slot, usize>,
    /// Adjoints that are kept as sums of products.
    pending: BTreeMap<Slot, Vec<Term>>,
    /// Adjoints that are one value.
    forwarded: BTreeMap<Slot, Value>,
    /// Local slots that exist.
    made: BTreeSet<Slot>,
}

impl Products<'_> {
    fn update(&mut self, slot: Slot, sign: Sign, value: Value) {
        let (target, transposed) = base(&self.out, slot);
        let is_local = self.out.slot(target).kind == SlotKind::Local;
        let large = !self.sizes.is_thin(&self.out, self.out.slot(target).primal);
        if large
            && !self.made.contains(&target)
            && let Some(terms) = self.expand(value)
        {
            for term in terms {
                let term = if sign == Sign::Minus { Term { sign: term.sign.flip(), ..term } } else { term };
                let term = if transposed { self.transposed(term) } else { term };
                self.add_term(target, term);
            }
            if is_local && self.pending.get(&target).is_some_and(|terms| terms.len() > MAX_TERMS) {
                self.materialise(target);
            }
            return;
        }
        let value = self.rewrite(value);
        if is_local {
            let single = self.increments.get(&target) == Some(&1);
            if single && sign == Sign::Plus && self.has_exact_shape(value) {
                let value = if transposed { self.transpose(value) } else { value };
                self.forwarded.insert(target, value);
                return;
            }
            self.materialise(target);
        }
        if slot != target && self.made.insert(slot) {
            self.out.body.push(Stmt::Init(slot));
        }
        self.out.body.push(Stmt::Update { slot, sign, value });
    }

    /// What is still apart is added to the caller's adjoints.
    fn flush(&mut self) {
        let targets: Vec<Slot> = self.pending.keys().copied().collect();
        for target in targets {
            if self.out.slot(target).kind == SlotKind::Local {
                continue; // nobody has read it
            }
            for term in self.pending.remove(&target).unwrap_or_default() {
                let value = self.product(term);
                self.out.body.push(Stmt::Update { slot: target, sign: term.sign, value });
            }
        }
    }

    /// Makes a local slot, with the terms that it has so far.
    fn materialise(&mut self, slot: Slot) {
        if self.made.insert(slot) {
            self.out.body.push(Stmt::Init(slot));
        }
        for term in self.pending.remove(&slot).unwrap_or_default() {
            let value = self.product(term);
            self.out.body.push(Stmt::Update { slot, sign: term.sign, value });
        }
    }

    /// A value as a sum of thin products, if it is one.
    fn expand(&mut self, value: Value) -> Option<Vec<Term>> {
        if self.bound.contains(&value) {
            return None;
        }
        let (op, args) = match self.out.def(value).clone() {
            Def::Adjoint(slot) => return self.expand_slot(slot),
            Def::Op(op, args) => (op, args),
            _ => return None,
        };
        match (op.kind.name(), &args[..]) {
            (name, [a]) if name == Transpose.name() => {
                let terms = self.expand(*a)?;
                Some(terms.into_iter().map(|term| self.transposed(term)).collect())
            }
            (name, [a]) if name == Neg.name() => {
                let terms = self.expand(*a)?;
                Some(terms.into_iter().map(|term| Term { sign: term.sign.flip(), ..term }).collect())
            }
            (name, [a, b]) if name == MatMul.name() => self.expand_product(*a, *b),
            (name, [a, b]) if name == Outer.name() => {
                let (left, right) = (self.rewrite(*a), self.rewrite(*b));
                Some(vec![Term { sign: Sign::Plus, left, right }])
            }
            (name, [lu, b]) if name == Solve.name() => {
                let terms = self.expand(*b)?;
                let solved = |left| self.out.op(&Solve, op.attr, &[*lu, left]);
                Some(map_left(terms, solved))
            }
            (name, [s, b]) if name == Mul.name() && self.out.rank(*s) == Rank::Scalar => {
                let terms = self.expand(*b)?;
                let scale = self.rewrite(*s);
                Some(map_left(terms, |left| self.out.op(&Mul, Attr::None, &[scale, left])))
            }
            _ => None,
        }
    }

    fn expand_slot(&mut self, slot: Slot) -> Option<Vec<Term>> {
        let (slot, transposed) = base(&self.out, slot);
        let terms = match (self.pending.get(&slot), self.forwarded.get(&slot)) {
            (Some(terms), _) if !self.made.contains(&slot) => terms.clone(),
            (_, Some(&value)) => self.expand(value)?,
            _ => return None,
        };
        Some(terms.into_iter().map(|term| if transposed { self.transposed(term) } else { term }).collect())
    }

    fn expand_product(&mut self, a: Value, b: Value) -> Option<Vec<Term>> {
        if self.out.rank(a) != Rank::Matrix || self.out.rank(b) != Rank::Matrix {
            return None; // a vector: small enough as it is
        }
        if let Some(terms) = self.expand(b) {
            let a = self.rewrite(a);
            return Some(map_left(terms, |left| self.out.op(&MatMul, Attr::None, &[a, left])));
        }
        if let Some(terms) = self.expand(a) {
            let b = self.rewrite(b);
            let next = terms.into_iter().map(|term| {
                let right = self.out.op(&MatMul, Attr::None, &[term.right, b]);
                Term { right, ..term }
            });
            return Some(next.collect());
        }
        let few = match self.out.ty(a).shape {
            Shape::Matrix(_, inner) => self.sizes.is_few(inner, &self.out.dims),
            _ => false,
        };
        few.then(|| Term { sign: Sign::Plus, left: self.rewrite(a), right: self.rewrite(b) })
            .map(|term| vec![term])
    }

    /// A value without adjoints that are no slot any more.
    fn rewrite(&mut self, value: Value) -> Value {
        if self.bound.contains(&value) {
            return value;
        }
        match self.out.def(value).clone() {
            Def::Adjoint(slot) => {
                let (inner, transposed) = base(&self.out, slot);
                if let Some(&forwarded) = self.forwarded.get(&inner) {
                    return if transposed { self.transpose(forwarded) } else { forwarded };
                }
                if self.out.slot(inner).kind == SlotKind::Local {
                    self.materialise(inner);
                }
                value
            }
            Def::Op(op, args) => {
                let new: Vec<Value> = args.iter().map(|&arg| self.rewrite(arg)).collect();
                if new == args { value } else { self.out.op(op.kind, op.attr, &new) }
            }
            _ => value,
        }
    }

    /// Products have the shape of what they are the adjoint of; elementwise increments may have been repeated.
    fn has_exact_shape(&self, value: Value) -> bool {
        match self.out.as_op(value) {
            Some((op, [a])) if op.kind.name() == Transpose.name() => self.has_exact_shape(*a),
            Some((op, _)) => [MatMul.name(), Solve.name(), Outer.name()].contains(&op.kind.name()),
            None => false,
        }
    }

    fn add_term(&mut self, slot: Slot, term: Term) {
        let terms = self.pending.get(&slot).cloned().unwrap_or_default();
        let shared =
            terms.iter().position(|t| self.same(t.left, term.left) || self.same(t.right, term.right));
        let merged = shared.and_then(|at| terms.get(at).copied()).map(|other| self.merge(other, term));
        let terms = self.pending.entry(slot).or_default();
        match (shared, merged) {
            (Some(at), Some(merged)) => {
                if let Some(place) = terms.get_mut(at) {
                    *place = merged;
                }
            }
            _ => terms.push(term),
        }
    }

    /// Two terms with a factor in common as one.
    fn merge(&mut self, a: Term, b: Term) -> Term {
        let sum = |func: &mut Func, x: Value, y: Value| {
            if a.sign == b.sign {
                func.op(&Add, Attr::None, &[x, y])
            } else {
                func.op(&Sub, Attr::None, &[x, y])
            }
        };
        if self.same(a.left, b.left) {
            Term { right: sum(&mut self.out, a.right, b.right), ..a }
        } else {
            Term { left: sum(&mut self.out, a.left, b.left), ..a }
        }
    }

    /// Whether two expressions compute the same.
    fn same(&self, a: Value, b: Value) -> bool {
        if a == b {
            return true;
        }
        match (self.out.def(a), self.out.def(b)) {
            _ if self.bound.contains(&a) || self.bound.contains(&b) => false,
            (Def::Op(op, args), Def::Op(other, others)) => {
                op == other
                    && args.len() == others.len()
                    && args.iter().zip(others).all(|(&a, &b)| self.same(a, b))
            }
            (a, b) => a == b,
        }
    }

    fn product(&mut self, term: Term) -> Value {
        if self.out.rank(term.left) == Rank::Vector {
            self.out.op(&Outer, Attr::None, &[term.left, term.right])
        } else {
            self.out.op(&MatMul, Attr::None, &[term.left, term.right])
        }
    }

    fn transposed(&mut self, term: Term) -> Term {
        let (left, right) = (self.transpose(term.right), self.transpose(term.left));
        Term { left, right, ..term }
    }

    fn transpose(&mut self, value: Value) -> Value {
        match self.out.as_op(value) {
            _ if self.out.rank(value) != Rank::Matrix => value,
            Some((op, [of])) if op.kind.name() == Transpose.name() && !self.bound.contains(&value) => *of,
            _ => self.out.op(&Transpose, Attr::None, &[value]),
        }
    }
}

fn map_left(terms: Vec<Term>, mut f: impl FnMut(Value) -> Value) -> Vec<Term> {
    terms.into_iter().map(|term| Term { left: f(term.left), ..term }).collect()
}
