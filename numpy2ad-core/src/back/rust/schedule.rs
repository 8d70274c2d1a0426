//! Which values get a line of their own in Rust.
//!
//! Kernels do, views and constants do not, and elementwise expressions stay whole, so that each becomes one loop.

pub(super) use crate::cost::buffers::form;
use crate::ir::{Def, Func, SlotKind, Stmt, Value};
use crate::ops::{Attr, Broadcast, Collapse, Operation, RustForm, Sum};
use crate::table::{Set, Table};
use crate::ty::Rank;

/// More arrays than this do not fit into one elementwise kernel.
const MAX_LEAVES: usize = 6;

/// The function with its statements laid out for Rust, and the values that the layout has added.
pub(super) fn schedule(func: &Func) -> (Func, Set<Value>) {
    let mut out = func.clone();
    out.body.clear();
    let results: Set<Value> = func.results.iter().copied().collect();
    let bound = func.lets().filter(|&value| results.contains(value) || !is_inlined(func, value)).collect();
    let uses = func.uses();
    let mut layout =
        Layout { func, uses, bound, done: Set::default(), added: Set::default(), body: Vec::new() };
    for stmt in &func.body {
        match stmt {
            Stmt::Let(value) if layout.bound.contains(*value) => {
                layout.viewed(*value);
                layout.operands(*value, func.rank(*value));
                layout.body.push(stmt.clone());
                layout.done.insert(*value);
            }
            Stmt::Let(_) => {}
            Stmt::Init(slot) => {
                if !matches!(func.slot(*slot).kind, SlotKind::TransposeOf(_)) {
                    layout.body.push(stmt.clone());
                }
            }
            Stmt::Update { slot, value, .. } => {
                layout.increment(*value, func.rank(func.slot(*slot).primal));
                layout.body.push(stmt.clone());
            }
        }
    }
    out.body = layout.body;
    (out, layout.added)
}

/// Views that the user has not named, and constants, are written where they are used.
fn is_inlined(func: &Func, value: Value) -> bool {
    match func.def(value) {
        Def::Op(..) => {
            form(func, value).is_some_and(RustForm::is_view)
                && func.rank(value) != Rank::Scalar
                && func.value(value).name.is_none()
                && !has_own_slot(func, value)
        }
        _ => true,
    }
}

/// Whether a value has an adjoint that accumulates by itself, under the value's name.
fn has_own_slot(func: &Func, value: Value) -> bool {
    func.slots().any(|slot| {
        let slot = func.slot(slot);
        slot.primal == value && slot.kind == SlotKind::Local
    })
}

/// What is added to a part of a target, where a value is that part and zeros; what is repeated to a target of the same
/// or a higher rank, or summed to it.
pub(super) fn inner_increment(func: &Func, value: Value, target: Rank) -> Option<Value> {
    let (op, args) = func.as_op(value)?;
    let inner = *args.first()?;
    let kind = op.kind.name();
    let stretches =
        kind == Broadcast.name() || kind == Collapse.name() && func.rank(inner) == func.rank(value);
    let is_placed = matches!(form(func, value)?, RustForm::Placed(_));
    (target != Rank::Scalar && (is_placed || stretches && func.rank(value) == target)).then_some(inner)
}

struct Layout<'f> {
    func: &'f Func,
    uses: Table<Value, usize>,
    /// Values that have or will have a statement.
    bound: Set<Value>,
    done: Set<Value>,
    added: Set<Value>,
    body: Vec<Stmt>,
}

impl Layout<'_> {
    /// Lays out what stands before an increment: all of it, unless a kernel adds its result in place.
    fn increment(&mut self, value: Value, target: Rank) {
        if self.placed(value, target) {
            return;
        }
        let summed = match self.func.as_op(value) {
            Some((op, [operand]))
                if op.kind.name() == Sum.name() && (op.attr == Attr::All || target == Rank::Vector) =>
            {
                Some(*operand)
            }
            _ => None,
        };
        if let Some(operand) = summed
            && self.form(operand).is_some_and(RustForm::is_elementwise)
        {
            self.operands(operand, self.func.rank(operand));
            return;
        }
        match self.form(value) {
            Some(form) if form.makes_array() && target != Rank::Scalar => self.bind(value),
            Some(RustForm::Kernel { .. } | RustForm::Function(_)) if self.is_shared(value) => {
                self.bind(value);
            }
            Some(form) if form.is_elementwise() && self.is_shared(value) => self.bind(value),
            _ => self.operands(value, self.func.rank(value)),
        }
    }

    /// Lays out what is added to a part of the target, or repeated to its shape; `false` for other increments.
    fn placed(&mut self, value: Value, target: Rank) -> bool {
        let Some(inner) = inner_increment(self.func, value, target) else { return false };
        if self.bound.contains(value) || self.is_shared(value) {
            return false;
        }
        let args = self.func.as_op(value).map(|(_, args)| args.to_vec()).unwrap_or_default();
        for arg in args.into_iter().skip(1) {
            match self.form(arg) {
                Some(form) if form.is_view() && self.func.rank(arg) != Rank::Scalar => {
                    self.operands(arg, self.func.rank(arg));
                }
                Some(_) if self.func.rank(arg) == Rank::Scalar => self.bind(arg),
                // Of an array whose shape is wanted, the target has it.
                _ => {}
            }
        }
        self.increment(inner, self.func.rank(inner));
        true
    }

    /// Lays out what the operands of a value need, so that the value itself can be written as one expression.
    fn operands(&mut self, value: Value, rank: Rank) {
        let Some(form) = form(self.func, value) else { return };
        let Some((_, args)) = self.func.as_op(value) else { return };
        for (index, &arg) in args.iter().enumerate() {
            let Some(of_arg) = self.form(arg) else { continue };
            let arg_rank = self.func.rank(arg);
            let stays = match of_arg {
                _ if of_arg.is_view() && arg_rank != Rank::Scalar => true,
                _ if !of_arg.is_elementwise() => false,
                _ if self.is_shared(arg) => false,
                _ if index == 0 && matches!(form, RustForm::Accumulated(_)) => true,
                _ => form.is_elementwise() && (arg_rank == rank || arg_rank == Rank::Scalar),
            };
            if stays { self.operands(arg, arg_rank) } else { self.bind(arg) }
        }
        if form.is_elementwise() {
            self.split(value);
        }
    }

    /// Gives a statement to what a view that has one is a view of: as a temporary that would end with the view's line.
    fn viewed(&mut self, value: Value) {
        let Some((_, [of, ..])) = self.func.as_op(value) else { return };
        let is_view = |form: Option<RustForm>| form.is_some_and(RustForm::is_view);
        if is_view(self.form(*of)) && is_view(form(self.func, value)) && self.func.rank(*of) != Rank::Scalar {
            self.bind(*of);
        }
    }

    /// Gives a statement to the operands of an elementwise expression that is too wide for one kernel.
    fn split(&mut self, value: Value) {
        let (mut seen, mut leaves) = (Set::default(), 0);
        self.count_leaves(value, &mut seen, &mut leaves);
        if leaves <= MAX_LEAVES {
            return;
        }
        let args = self.func.as_op(value).map(|(_, args)| args.to_vec()).unwrap_or_default();
        for arg in args {
            if self.form(arg).is_some_and(RustForm::is_elementwise) && self.func.rank(arg) != Rank::Scalar {
                self.bind(arg);
            }
        }
    }

    fn count_leaves(&self, value: Value, seen: &mut Set<Value>, leaves: &mut usize) {
        let Some((_, args)) = self.func.as_op(value) else { return };
        for &arg in args {
            if self.form(arg).is_some_and(RustForm::is_elementwise) {
                self.count_leaves(arg, seen, leaves);
            } else if self.func.rank(arg) != Rank::Scalar && seen.insert(arg) {
                *leaves += 1;
            }
        }
    }

    /// Whether an array is read in several places: it is computed once.
    fn is_shared(&self, value: Value) -> bool {
        self.func.rank(value) != Rank::Scalar && self.uses.get(value).is_some_and(|&uses| uses > 1)
    }

    fn bind(&mut self, value: Value) {
        if self.bound.insert(value) {
            self.viewed(value);
            self.operands(value, self.func.rank(value));
            self.body.push(Stmt::Let(value));
            self.added.insert(value);
            self.done.insert(value);
        }
    }

    /// The form of a value that has no statement.
    fn form(&self, value: Value) -> Option<RustForm> {
        if self.bound.contains(value) { None } else { form(self.func, value) }
    }
}
