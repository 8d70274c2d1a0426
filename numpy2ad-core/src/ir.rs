//! The intermediate representation: one function in static single assignment, with adjoint slots.
//!
//! A [`Func`] owns an arena of values. A value is defined once, by a parameter, a constant, an operation on
//! earlier values, or by reading a slot. Which values are *computed by a statement of their own* is a separate
//! matter: the body's [`Stmt::Let`]s name those; every other value is an expression that back ends write where
//! it is used. So a rule builds values without caring how they will be printed, and a pass that wants "one
//! kernel a line" only inserts statements.
//!
//! A slot is an adjoint under accumulation. It is the only thing that changes while the program runs; values
//! that read a slot are only valid behind its last update, which [`crate::verify`] checks.

mod callee;
mod display;

pub use callee::{Argument, CalledParam, Callee, Failure, Form, Passing};

use crate::ops::{Attr, Called, Comparison, Operation};
use crate::origin::Origin;
use crate::table::{Handle, Set, Table};
use crate::ty::{Dims, Elem, Rank, Ty};
use std::fmt;

/// A handle of a value in its [`Func`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(u32);

impl Handle for Value {
    fn number(self) -> usize {
        self.0 as usize
    }
}

/// A handle of an adjoint slot in its [`Func`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(u32);

impl Handle for Slot {
    fn number(self) -> usize {
        self.0 as usize
    }
}

/// An operation together with its attribute.
#[derive(Clone, Copy)]
pub struct Op {
    /// The operation: its rules and spellings.
    pub kind: &'static dyn Operation,
    /// Which form of it.
    pub attr: Attr,
}

impl PartialEq for Op {
    fn eq(&self, other: &Self) -> bool {
        self.kind.name() == other.kind.name() && self.attr == other.attr
    }
}

impl Eq for Op {}

impl std::hash::Hash for Op {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.kind.name().hash(state);
        self.attr.hash(state);
    }
}

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if self.attr == Attr::None { Ok(()) } else { write!(f, ".{:?}", self.attr) }
    }
}

/// A constant that the source writes down.
#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    /// An integer literal.
    Int(i64),
    /// A floating-point literal.
    Float(f64),
    /// A path to a constant of the user's, such as `LAMBDA` or `std::f64::consts::PI`.
    Named(String),
}

/// How a value is defined.
#[derive(Clone, Debug, PartialEq)]
pub enum Def {
    /// The parameter of this index.
    Param(usize),
    /// A constant.
    Const(Const),
    /// An operation on earlier values.
    Op(Op, Vec<Value>),
    /// The tangent that belongs to the parameter of this index.
    ParamTangent(usize),
    /// What has accumulated in a slot.
    Adjoint(Slot),
}

/// A value of the arena.
#[derive(Clone, Debug)]
pub struct ValueData {
    /// How it is defined.
    pub def: Def,
    /// Its type.
    pub ty: Ty,
    /// The user's name for it.
    pub name: Option<String>,
    /// Where it was written.
    pub origin: Origin,
    /// The branches that it stands in: its derivative does not matter where one of them is not taken, even if it is
    /// no number there.
    pub guards: Vec<Guard>,
}

/// The condition of a branch: whether a comparison of two values holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guard {
    /// The comparison.
    pub comparison: Comparison,
    /// Its left side.
    pub left: Value,
    /// Its right side.
    pub right: Value,
    /// Whether it holds in this branch, or does not.
    pub holds: bool,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it has an adjoint.
    pub differentiable: bool,
    /// Its value.
    pub value: Value,
}

/// Where an adjoint accumulates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// In the caller's array for a parameter.
    Param(usize),
    /// Nowhere: the caller gives it, and it is only read.
    Seed,
    /// In a local array that begins with zeros.
    Local,
    /// In the transpose of another slot.
    TransposeOf(Slot),
}

/// An adjoint slot.
#[derive(Clone, Debug)]
pub struct SlotData {
    /// Where it accumulates.
    pub kind: SlotKind,
    /// The primal value whose adjoint this is.
    pub primal: Value,
    /// The slot whose tangent this is, in the tangent of an adjoint program.
    pub tangent_of: Option<Slot>,
}

/// The sign of an increment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+=`
    Plus,
    /// `-=`
    Minus,
}

impl Sign {
    /// The other sign.
    #[must_use]
    pub fn flip(self) -> Self {
        match self {
            Self::Plus => Self::Minus,
            Self::Minus => Self::Plus,
        }
    }
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Stmt {
    /// Computes a value and gives it a name.
    Let(Value),
    /// Makes a local slot, or a view of another.
    Init(Slot),
    /// `slot += value` or `slot -= value`. Where the two shapes differ at run time, the value is repeated along,
    /// or summed over, the axes that broadcasting had repeated.
    Update {
        /// The slot that grows.
        slot: Slot,
        /// The sign.
        sign: Sign,
        /// The increment.
        value: Value,
    },
}

/// A function.
#[derive(Clone, Debug, Default)]
pub struct Func {
    /// The user's name of it.
    pub name: String,
    /// Parameters in order.
    pub params: Vec<Param>,
    /// Statements in order.
    pub body: Vec<Stmt>,
    /// What the function computes.
    pub results: Vec<Value>,
    /// The functions that it calls, each call by itself.
    pub callees: Vec<Callee>,
    /// Symbolic dimensions of the types in it.
    pub dims: Dims,
    /// What a rule did wrong while it built values; [`crate::verify`] reports it.
    pub faults: Vec<String>,
    values: Vec<ValueData>,
    slots: Vec<SlotData>,
    /// What stands behind a handle that is not of this function: never seen unless the compiler has a fault,
    /// and even then a message of [`crate::verify`] rather than a panic.
    no_value: ValueData,
    no_slot: SlotData,
}

impl Default for ValueData {
    fn default() -> Self {
        Self {
            def: Def::Const(Const::Int(0)),
            ty: Ty::scalar(Elem::Int),
            name: None,
            origin: Origin::None,
            guards: Vec::new(),
        }
    }
}

impl Func {
    /// An empty function.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds a parameter of this rank.
    pub fn param(
        &mut self,
        name: &str,
        elem: Elem,
        rank: Rank,
        differentiable: bool,
        origin: Origin,
    ) -> Value {
        let ty = Ty::new(elem, self.dims.fresh_shape(rank));
        let value = self.push(Def::Param(self.params.len()), ty, Some(name.to_owned()), origin);
        self.params.push(Param { name: name.to_owned(), ty, differentiable, value });
        value
    }

    /// Adds a value.
    pub fn push(&mut self, def: Def, ty: Ty, name: Option<String>, origin: Origin) -> Value {
        let value = Value(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        self.values.push(ValueData { def, ty, name, origin, guards: Vec::new() });
        value
    }

    /// Adds a slot.
    pub fn push_slot(&mut self, kind: SlotKind, primal: Value) -> Slot {
        let slot = Slot(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(SlotData { kind, primal, tangent_of: None });
        slot
    }

    /// Applies an operation; a type fault is the user's.
    ///
    /// # Errors
    ///
    /// The operation's own words where it does not take arguments of these types.
    pub fn apply(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        args: &[Value],
    ) -> Result<Value, crate::ops::Fault> {
        let types: Vec<Ty> = args.iter().map(|&arg| self.ty(arg)).collect();
        let ty = kind.infer(attr, &types, &mut self.dims)?;
        Ok(self.push(Def::Op(Op { kind, attr }, args.to_vec()), ty, None, Origin::None))
    }

    /// Applies an operation in a rule, where a type fault is the compiler's.
    pub fn op(&mut self, kind: &'static dyn Operation, attr: Attr, args: &[Value]) -> Value {
        match self.apply(kind, attr, args) {
            Ok(value) => value,
            Err(fault) => {
                self.faults.push(format!("{}: {}", kind.name(), fault.message));
                self.push(Def::Const(Const::Float(f64::NAN)), Ty::scalar(Elem::F64), None, Origin::None)
            }
        }
    }

    /// A floating-point literal.
    pub fn float(&mut self, value: f64, elem: Elem) -> Value {
        self.push(Def::Const(Const::Float(value)), Ty::scalar(elem), None, Origin::None)
    }

    /// An integer literal.
    pub fn int(&mut self, value: i64) -> Value {
        self.push(Def::Const(Const::Int(value)), Ty::scalar(Elem::Int), None, Origin::None)
    }

    /// The value behind a handle.
    #[must_use]
    pub fn value(&self, value: Value) -> &ValueData {
        self.values.get(value.0 as usize).unwrap_or(&self.no_value)
    }

    /// The value behind a handle, to change it.
    pub fn value_mut(&mut self, value: Value) -> Option<&mut ValueData> {
        self.values.get_mut(value.0 as usize)
    }

    /// The slot behind a handle.
    #[must_use]
    pub fn slot(&self, slot: Slot) -> &SlotData {
        self.slots.get(slot.0 as usize).unwrap_or(&self.no_slot)
    }

    /// The slot behind a handle, to change it.
    pub fn slot_mut(&mut self, slot: Slot) -> Option<&mut SlotData> {
        self.slots.get_mut(slot.0 as usize)
    }

    /// How a value is defined.
    #[must_use]
    pub fn def(&self, value: Value) -> &Def {
        &self.value(value).def
    }

    /// The type of a value.
    #[must_use]
    pub fn ty(&self, value: Value) -> Ty {
        self.value(value).ty
    }

    /// The rank of a value.
    #[must_use]
    pub fn rank(&self, value: Value) -> Rank {
        self.ty(value).rank()
    }

    /// Operation and arguments of a value that an operation computes.
    #[must_use]
    pub fn as_op(&self, value: Value) -> Option<(Op, &[Value])> {
        match self.def(value) {
            Def::Op(op, args) => Some((*op, args)),
            _ => None,
        }
    }

    /// The function that is called, of a value that is a part of a call.
    #[must_use]
    pub fn callee(&self, value: Value) -> Option<&Callee> {
        match self.as_op(value) {
            Some((Op { attr: Attr::Part(part), kind }, _)) if Called::of(kind).is_some() => {
                self.callees.get(part.callee)
            }
            _ => None,
        }
    }

    /// The results of a call, in order, of those that statements compute.
    #[must_use]
    pub fn results_of_call(&self, callee: usize) -> Vec<Value> {
        let result = |value: Value| match self.as_op(value) {
            Some((Op { attr: Attr::Part(part), kind }, _))
                if part.callee == callee && kind.name() == Called::Result.name() =>
            {
                Some((part.index, value))
            }
            _ => None,
        };
        let mut results: Vec<(usize, Value)> = self.lets().filter_map(result).collect();
        results.sort_unstable();
        results.into_iter().map(|(_, value)| value).collect()
    }

    /// Whether the value is computed by this operation.
    #[must_use]
    pub fn is_op(&self, value: Value, kind: &dyn Operation) -> bool {
        self.as_op(value).is_some_and(|(op, _)| op.kind.name() == kind.name())
    }

    /// Every value of the arena.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = Value> + use<> {
        (0..u32::try_from(self.values.len()).unwrap_or(u32::MAX)).map(Value)
    }

    /// Every slot.
    pub fn slots(&self) -> impl Iterator<Item = Slot> + use<> {
        (0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX)).map(Slot)
    }

    /// The values that statements compute, in order.
    pub fn lets(&self) -> impl Iterator<Item = Value> + '_ {
        self.body.iter().filter_map(|stmt| match stmt {
            Stmt::Let(value) => Some(*value),
            Stmt::Init(_) | Stmt::Update { .. } => None,
        })
    }

    /// How often each value is read, an expression that is written in several places counting once.
    pub(crate) fn uses(&self) -> Table<Value, usize> {
        let mut uses: Table<Value, usize> = Table::default();
        let mut seen = Set::default();
        let mut open: Vec<Value> = Vec::new();
        for stmt in &self.body {
            match stmt {
                Stmt::Let(value) => open.push(*value),
                Stmt::Update { value, .. } => {
                    *uses.entry(*value) += 1;
                    open.push(*value);
                }
                Stmt::Init(_) => {}
            }
            while let Some(value) = open.pop() {
                if !seen.insert(value) {
                    continue;
                }
                if let Some((_, args)) = self.as_op(value) {
                    for &arg in args {
                        *uses.entry(arg) += 1;
                        open.push(arg);
                    }
                }
            }
        }
        uses
    }

    /// The function's result; every front end gives exactly one.
    #[must_use]
    pub fn result(&self) -> Value {
        self.results.first().copied().unwrap_or(Value(u32::MAX))
    }
}

impl Default for SlotData {
    fn default() -> Self {
        Self { kind: SlotKind::Seed, primal: Value(u32::MAX), tangent_of: None }
    }
}
