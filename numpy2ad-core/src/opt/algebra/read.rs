//! A program as algebra: statements and slots become expressions.

use super::{Algebra, Extents, Factor, Id, Node, Term};
use crate::ir::{Const, Def, Func, Op, Sign, Slot, SlotKind, Stmt, Value};
use crate::ops::{
    Add, AddProduct, Attr, Broadcast, Called, FromDiag, Identity, Inv, InverseGram, Masked, MatMul, Mul, Neg,
    Operation, Outer, Solve, Sub, SubProduct, Transpose, Triangle, solves,
};
use crate::opt::Declared;
use crate::table::{Set, Table};
use crate::ty::{Rank, Shape, Structure, Ty};
use std::collections::BTreeMap;

/// What is added to the adjoint of a parameter.
#[derive(Clone, Debug)]
pub(in crate::opt) struct Target {
    pub(in crate::opt) slot: Slot,
    /// Increments of the shape of the parameter.
    pub(in crate::opt) terms: Vec<Term>,
    /// Increments that are repeated to the shape of the parameter.
    pub(in crate::opt) repeated: Vec<(Sign, Id)>,
}

/// A program as algebra.
#[derive(Clone, Debug)]
pub(in crate::opt) struct Program {
    pub(in crate::opt) algebra: Algebra,
    pub(in crate::opt) results: Vec<Id>,
    /// In the order in which the reverse sweep reaches them.
    pub(in crate::opt) targets: Vec<Target>,
}

/// Reads a program that is written as it will run.
pub(in crate::opt) fn read(func: &Func, declared: &Declared) -> Program {
    read_with(func, declared, false, Set::default())
}

/// Reads a primal program of which another form is to be derived. What is declared holds for the operands and not for
/// the directions in which they vary: it decides what kernels cost, and rewrites nothing.
pub(in crate::opt) fn read_to_derive(func: &Func, declared: &Declared) -> Program {
    read_with(func, declared, true, Set::default())
}

/// Reads a program that computes what it should compute: what it reads more than once stands whole.
pub(in crate::opt) fn read_as_computed(func: &Func, declared: &Declared) -> Program {
    read_with(func, declared, false, shared(func))
}

/// The arrays that a program reads more than once, themselves or their transposes.
fn shared(func: &Func) -> Set<Value> {
    let uses = func.uses();
    let mut reads: Table<Value, usize> = Table::default();
    for (value, &count) in uses.iter() {
        match func.as_op(value) {
            Some((op, [of])) if op.kind.name() == Transpose.name() => {
                // The transpose itself reads it once.
                *reads.entry(*of) += count - 1;
                *reads.entry(value) += count;
            }
            _ => *reads.entry(value) += count,
        }
    }
    let is_array = |value: Value| func.rank(value) != Rank::Scalar && func.ty(value).elem.is_float();
    reads.iter().filter(|&(value, &count)| count > 1 && is_array(value)).map(|(value, _)| value).collect()
}

fn read_with(func: &Func, declared: &Declared, to_derive: bool, shared: Set<Value>) -> Program {
    let mut reader = Reader {
        func,
        declared,
        to_derive,
        shared,
        algebra: Algebra::default(),
        done: Table::default(),
        adjoints: Table::default(),
        seeds: Table::default(),
        updates: updates(func),
    };
    // In the order of the statements: what a statement reads has been read before, however long the program is.
    for stmt in &func.body {
        if let Stmt::Let(value) | Stmt::Update { value, .. } = stmt {
            reader.value(*value);
        }
    }
    let results = func.results.iter().map(|&result| reader.value(result)).collect();
    let mut order: Vec<Slot> = Vec::new();
    for stmt in &func.body {
        if let Stmt::Update { slot, .. } = stmt {
            let (target, _) = base(func, *slot);
            if matches!(func.slot(target).kind, SlotKind::Param(_)) && !order.contains(&target) {
                order.push(target);
            }
        }
    }
    let targets = order.into_iter().map(|slot| reader.target(slot)).collect();
    let named: Set<Value> = func.results.iter().copied().collect();
    for value in func.lets() {
        if !named.contains(value) {
            reader.name(value);
        }
    }
    Program { algebra: reader.algebra, results, targets }
}

/// An increment: its sign, its value, and whether it is added to the transpose.
type Increment = (Sign, Value, bool);

/// The increments of each slot, views counted with what they view.
fn updates(func: &Func) -> BTreeMap<Slot, Vec<Increment>> {
    let mut updates: BTreeMap<Slot, Vec<Increment>> = BTreeMap::new();
    for stmt in &func.body {
        if let Stmt::Update { slot, sign, value } = stmt {
            let (target, transposed) = base(func, *slot);
            updates.entry(target).or_default().push((*sign, *value, transposed));
        }
    }
    updates
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

struct Reader<'f> {
    func: &'f Func,
    declared: &'f Declared,
    /// Whether what is declared holds for kernels alone.
    to_derive: bool,
    /// What stands whole.
    shared: Set<Value>,
    algebra: Algebra,
    done: Table<Value, Id>,
    adjoints: Table<Slot, Id>,
    /// The value that stands for a seed.
    seeds: Table<Slot, Value>,
    updates: BTreeMap<Slot, Vec<Increment>>,
}

impl Reader<'_> {
    fn value(&mut self, value: Value) -> Id {
        if let Some(&id) = self.done.get(value) {
            return id;
        }
        let id = match self.func.def(value).clone() {
            Def::Adjoint(slot) => self.adjoint(slot, value),
            Def::Op(op, args) => self.operation(value, op, &args),
            Def::Param(index) => {
                let id = self.leaf(value);
                match self.declared.structures.get(&index) {
                    Some(&structure) if self.to_derive => self.algebra.declare_for_kernels(id, structure),
                    Some(&structure) => self.algebra.declare(id, structure),
                    None => {}
                }
                id
            }
            Def::Const(_) | Def::ParamTangent(_) => self.leaf(value),
        };
        let id = if self.shared.contains(value) { self.algebra.whole(id) } else { id };
        self.done.insert(value, id);
        id
    }

    fn leaf(&mut self, value: Value) -> Id {
        let ty = self.func.ty(value);
        self.algebra.intern(Node::Leaf(value), ty.elem, extents(ty))
    }

    fn name(&mut self, value: Value) {
        if let (Some(name), Some(&id)) = (&self.func.value(value).name, self.done.get(value)) {
            self.algebra.set_name(id, name);
        }
    }

    fn operation(&mut self, value: Value, op: Op, args: &[Value]) -> Id {
        let is = |kind: &dyn Operation| op.kind.name() == kind.name();
        let rank = self.func.rank(value);
        let same = args.iter().all(|&arg| self.func.rank(arg) == rank) && !self.may_repeat(value, args);
        let mut ids: Vec<Id> = args.iter().map(|&arg| self.value(arg)).collect();
        self.fill_seeds(op, &mut ids);
        match ids[..] {
            [a, b] | [a, b, _] if is(&MatMul) => {
                let row = self.func.rank(args.first().copied().unwrap_or(value)) == Rank::Vector;
                self.algebra.product(&[factor(a, row), factor(b, false)])
            }
            [a, b] if is(&Outer) => self.algebra.product(&[factor(a, false), factor(b, true)]),
            [a] if is(&Transpose) => self.algebra.transpose(a),
            [a] if is(&Inv) => {
                let inverse = self.algebra.product(&[Factor { inverted: true, ..factor(a, false) }]);
                if let Some(base) = self.algebra.factors(inverse).first().map(|factor| factor.node) {
                    *self.algebra.fallible.entry(base).or_default() |= op.attr == Attr::Fallible;
                }
                inverse
            }
            // To the algebra a factorisation is its matrix: which one it gets is decided when the program is written.
            [a] if solves(op.kind) && op.attr != Attr::Unchecked => {
                self.algebra.learn(a, self.func.ty(value).structure);
                *self.algebra.fallible.entry(a).or_default() |= op.attr == Attr::Fallible;
                a
            }
            [a, b] if is(&Solve) && !self.is_unchecked(args.first().copied().unwrap_or(value)) => {
                let inverse = Factor { inverted: true, ..factor(a, op.attr == Attr::Transposed) };
                self.algebra.product(&[inverse, factor(b, false)])
            }
            [a, x] if is(&InverseGram) => {
                let inverse = Factor { inverted: true, ..factor(a, false) };
                self.algebra.product(&[factor(x, true), inverse, factor(x, false)])
            }
            [a] if is(&Masked) => self.masked(value, op, a),
            [c, a, b] | [c, a, b, _] if is(&AddProduct) || is(&SubProduct) => {
                let is_outer =
                    args.get(1..3).unwrap_or_default().iter().all(|&arg| self.func.rank(arg) == Rank::Vector);
                let row = !is_outer && args.get(1).is_some_and(|&arg| self.func.rank(arg) == Rank::Vector);
                let product = self.algebra.product(&[factor(a, row), factor(b, is_outer)]);
                let sign = if is(&AddProduct) { 1.0 } else { -1.0 };
                self.sum(&[(1.0, c), (sign, product)], c)
            }
            [a] if is(&Identity) => a,
            [a, b] if is(&Add) && same && rank != Rank::Scalar => self.sum(&[(1.0, a), (1.0, b)], a),
            [a, b] if is(&Sub) && same && rank != Rank::Scalar => self.sum(&[(1.0, a), (-1.0, b)], a),
            [a] if is(&Neg) && rank != Rank::Scalar => self.sum(&[(-1.0, a)], a),
            [a, b] if is(&Mul) && rank != Rank::Scalar && !same => {
                match (self.algebra.rank(a), self.algebra.rank(b)) {
                    (Rank::Scalar, rank_b) if rank_b == rank => self.scaled(a, b),
                    (rank_a, Rank::Scalar) if rank_a == rank => self.scaled(b, a),
                    _ => self.opaque(value, op, ids),
                }
            }
            _ => self.opaque(value, op, ids),
        }
    }

    /// The adjoint of a call takes an array for each result, also for one to whose adjoint nothing is added.
    fn fill_seeds(&mut self, op: Op, args: &mut [Id]) {
        let Attr::Part(part) = op.attr else { return };
        if !matches!(Called::of(op.kind), Some(Called::Adjoint | Called::Second)) {
            return;
        }
        let results = self.func.results_of_call(part.callee);
        let Some(first) = args.len().checked_sub(results.len()) else { return };
        for (seed, &result) in args.iter_mut().skip(first).zip(&results) {
            let is_nothing = matches!(self.algebra.node(*seed), Node::Sum(terms) if terms.is_empty());
            let ty = self.func.ty(result);
            if is_nothing && ty.shape.rank() != Rank::Scalar {
                let like = self.value(result);
                let zero = self.algebra.intern(Node::Sum(Vec::new()), ty.elem, (None, None));
                let repeated = Op { kind: &Broadcast, attr: Attr::None };
                *seed = self.algebra.op(repeated, vec![zero, like], ty.elem, extents(ty));
            }
        }
    }

    /// A triangle of a matrix: the matrix itself if it is one; of a scaled matrix, the scaled triangle.
    fn masked(&mut self, value: Value, op: Op, a: Id) -> Id {
        if self.algebra.is_triangle(a, op.attr) {
            return a;
        }
        match self.algebra.node(a).clone() {
            Node::Sum(terms) if terms.len() == 1 => {
                let terms = terms.into_iter().map(|term| {
                    let node = self.opaque(value, op, vec![term.node]);
                    Term::new(term.coefficient(), term.scalars, node)
                });
                let terms = terms.collect();
                self.algebra.sum(terms, a, false)
            }
            _ => self.opaque(value, op, vec![a]),
        }
    }

    /// Whether a factorisation divides by what it finds, so that it stays as it is.
    fn is_unchecked(&self, factors: Value) -> bool {
        self.func.as_op(factors).is_some_and(|(op, _)| op.attr == Attr::Unchecked)
    }

    fn opaque(&mut self, value: Value, op: Op, args: Vec<Id>) -> Id {
        let ty = self.func.ty(value);
        let id = self.algebra.op(op, args, ty.elem, extents(ty));
        if let Some(structure) = self.structure(value, op) {
            self.algebra.declare(id, structure);
        }
        id
    }

    /// The structure of a triangle that is square, as far as the function says.
    fn structure(&self, value: Value, op: Op) -> Option<Structure> {
        let (_, args) = self.func.as_op(value)?;
        let Shape::Matrix(rows, columns) = self.func.ty(value).shape else { return None };
        let is_square = rows == columns
            || self.func.dims.find(rows) == self.func.dims.find(columns)
                && ![rows, columns].iter().any(|&dim| self.func.dims.is_loose(dim));
        let bound = match args.get(1).map(|&k| self.func.def(k)) {
            None => Some(0),
            Some(Def::Const(Const::Int(k))) => Some(*k),
            Some(_) => None,
        };
        match (op.attr, bound) {
            _ if op.kind.name() == FromDiag.name() => Some(Structure::Diagonal),
            _ if op.kind.name() != Triangle.name() || !is_square => None,
            (Attr::Lower, Some(..=0)) => Some(Structure::Lower),
            (Attr::Upper, Some(0..)) => Some(Structure::Upper),
            _ => None,
        }
    }

    /// Whether an operand of an elementwise operation may be repeated along an axis that no parameter has: a sum with it
    /// is no sum of two arrays of one shape.
    fn may_repeat(&self, value: Value, args: &[Value]) -> bool {
        let dims = &self.func.dims;
        let whole = self.func.ty(value).axes();
        let differs = |arg: &Value| {
            let own = self.func.ty(*arg).axes();
            own.iter().zip(&whole).any(|(own, whole)| own != whole && dims.is_loose(*own))
        };
        args.iter().any(differs)
    }

    fn sum(&mut self, terms: &[(f64, Id)], like: Id) -> Id {
        let terms = terms.iter().map(|&(coefficient, id)| Term::new(coefficient, Vec::new(), id)).collect();
        self.algebra.sum(terms, like, false)
    }

    fn scaled(&mut self, scalar: Id, array: Id) -> Id {
        let (coefficient, scalars) = match self.number(scalar) {
            Some(number) => (number, Vec::new()),
            None => (1.0, vec![scalar]),
        };
        self.algebra.sum(vec![Term::new(coefficient, scalars, array)], array, false)
    }

    fn number(&self, scalar: Id) -> Option<f64> {
        let Node::Leaf(value) = self.algebra.node(scalar) else { return None };
        match self.func.def(*value) {
            Def::Const(Const::Float(number)) => Some(*number),
            Def::Const(Const::Int(number)) => i32::try_from(*number).ok().map(f64::from),
            _ => None,
        }
    }

    /// What has accumulated in a slot.
    fn adjoint(&mut self, slot: Slot, reading: Value) -> Id {
        let (slot, transposed) = base(self.func, slot);
        let id = if self.func.slot(slot).kind == SlotKind::Seed {
            let value = self.seeds.get(slot).copied().unwrap_or(reading);
            self.seeds.insert(slot, value);
            self.leaf(value)
        } else if let Some(&id) = self.adjoints.get(slot) {
            id
        } else {
            let (mut terms, repeated) = self.increments(slot);
            let primal = self.func.slot(slot).primal;
            let like = self.value(primal);
            for (sign, id) in repeated {
                // Of a lower rank: repeated to the primal's shape.
                let ty = self.func.ty(primal);
                let op = Op { kind: &Broadcast, attr: Attr::None };
                let id = self.algebra.op(op, vec![id, like], ty.elem, extents(ty));
                terms.push(Term::new(number(sign), Vec::new(), id));
            }
            let id = self.total(terms, primal, like);
            // What belongs to a parameter is returned, under a name of its own.
            if let Some(name) = &self.func.value(primal).name
                && !matches!(self.func.def(primal), Def::Param(_))
            {
                let tangent = if self.func.slot(slot).tangent_of.is_some() { "_t" } else { "" };
                self.algebra.set_name(id, &format!("{}_a{tangent}", name.trim_start_matches("r#")));
            }
            self.adjoints.insert(slot, id);
            id
        };
        if transposed { self.algebra.transpose(id) } else { id }
    }

    /// The sum of increments, of the shape of a primal value.
    fn total(&mut self, terms: Vec<Term>, primal: Value, like: Id) -> Id {
        if self.func.rank(primal) != Rank::Scalar {
            return self.algebra.sum(terms, like, false);
        }
        let elem = self.func.ty(primal).elem;
        let mut total: Option<Id> = None;
        for term in terms {
            let minus = term.coefficient() < 0.0;
            let (kind, args): (&'static dyn Operation, Vec<Id>) = match (total, minus) {
                (None, false) => {
                    total = Some(term.node);
                    continue;
                }
                (None, true) => (&Neg, vec![term.node]),
                (Some(sum), false) => (&Add, vec![sum, term.node]),
                (Some(sum), true) => (&Sub, vec![sum, term.node]),
            };
            total = Some(self.algebra.op(Op { kind, attr: Attr::None }, args, elem, (None, None)));
        }
        total.unwrap_or_else(|| self.algebra.intern(Node::Sum(Vec::new()), elem, (None, None)))
    }

    /// What is added to a slot: increments of its own rank, and others.
    fn increments(&mut self, slot: Slot) -> (Vec<Term>, Vec<(Sign, Id)>) {
        let rank = self.func.rank(self.func.slot(slot).primal);
        let (mut terms, mut repeated) = (Vec::new(), Vec::new());
        for (sign, value, transposed) in self.updates.get(&slot).cloned().unwrap_or_default() {
            let mut id = self.value(value);
            if transposed {
                id = self.algebra.transpose(id);
            }
            if self.algebra.rank(id) == rank {
                terms.push(Term::new(number(sign), Vec::new(), id));
            } else {
                repeated.push((sign, id));
            }
        }
        (terms, repeated)
    }

    fn target(&mut self, slot: Slot) -> Target {
        let (terms, repeated) = self.increments(slot);
        Target { slot, terms, repeated }
    }
}

fn factor(node: Id, transposed: bool) -> Factor {
    Factor { node, transposed, inverted: false }
}

fn number(sign: Sign) -> f64 {
    match sign {
        Sign::Plus => 1.0,
        Sign::Minus => -1.0,
    }
}

fn extents(ty: Ty) -> Extents {
    match ty.shape {
        Shape::Scalar => (None, None),
        Shape::Vector(n) => (Some(n), None),
        Shape::Matrix(m, n) => (Some(m), Some(n)),
    }
}
