//! `if c { a } else { b }` of numbers, and of elements in closures: both branches are computed, and one is chosen.
//!
//! That is right where a branch does nothing but compute with elements: it cannot fail, and what it gives where
//! it is not taken is not looked at. Its values are guarded, so that neither does the reverse sweep look at it.

use super::body::Lowering;
use super::scope::Scope;
use super::syntax::{head, strip};
use crate::ir::{Guard, Value};
use crate::ops::{Attr, Comparison, Operation, Select};
use crate::origin::Origin;
use crate::ty::Rank;
use quote::ToTokens;
use syn::{BinOp, Block, Expr, ExprIf, UnOp};

/// Two numbers, and what has to hold of them.
type Condition = (Comparison, Value, Value);

impl Lowering<'_> {
    pub(super) fn choice(&mut self, choice: &ExprIf, whole: &Expr) -> Option<Value> {
        let Some((_, other)) = &choice.else_branch else {
            self.diags.error_with_help(
                head(whole),
                "an `if` without `else` cannot be differentiated",
                "give both values: `let b = if s > 0.0 { .. } else { .. };`",
            );
            return None;
        };
        let (comparison, left, right) = self.condition(&choice.cond)?;
        let guard = |holds| Guard { comparison, left, right, holds };
        let taken = self.guarded(guard(true), |lowering| lowering.branch(&choice.then_branch));
        let other = self.guarded(guard(false), |lowering| lowering.expr(other));
        let operands = [left, right, taken?, other?];
        // Arrays may be of two shapes, of which a choice element by element makes one.
        let is_number = |value: &Value| self.func.rank(*value) == Rank::Scalar || self.is_of_element(*value);
        if !operands.iter().all(is_number) {
            self.diags.error_with_help(
                head(whole),
                "an `if` between arrays cannot be differentiated",
                "choose between numbers, element by element in `mapv(|x| if x > 0.0 { .. } else { .. })`, or write one \
                 function for each branch and choose between them outside",
            );
            return None;
        }
        self.apply(&Select, Attr::Where(comparison), &operands, whole)
    }

    fn branch(&mut self, block: &Block) -> Option<Value> {
        self.scopes.push(Scope::default());
        let value = self.statements(block).and_then(|tail| self.expr(tail));
        self.scopes.pop();
        value
    }

    fn guarded<T>(&mut self, guard: Guard, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.guards.push(guard);
        let lowered = lower(self);
        self.guards.pop();
        lowered
    }

    /// A comparison; others joined by `&&`, `||` and `!` are a number, 1 where they hold.
    fn condition(&mut self, condition: &Expr) -> Option<Condition> {
        match strip(condition) {
            Expr::Binary(binary) => match binary.op {
                BinOp::And(_) => self.joined(&binary.left, &binary.right, true),
                BinOp::Or(_) => self.joined(&binary.left, &binary.right, false),
                _ => match comparison(&binary.op) {
                    Some(comparison) => {
                        let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
                        Some((comparison, left?, right?))
                    }
                    None => self.no_condition(condition),
                },
            },
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let holds = self.condition(&unary.expr)?;
                let (zero, one) = (self.func.float(0.0, self.elem), self.func.float(1.0, self.elem));
                self.as_number(holds, zero, one, condition)
            }
            _ => self.no_condition(condition),
        }
    }

    fn joined(&mut self, left: &Expr, right: &Expr, all: bool) -> Option<Condition> {
        let (first, second) = (self.condition(left), self.condition(right));
        let (first, second) = (first?, second?);
        let (zero, one) = (self.func.float(0.0, self.elem), self.func.float(1.0, self.elem));
        let (_, second, _) = self.as_number(second, one, zero, right)?;
        let (taken, other) = if all { (second, zero) } else { (one, second) };
        self.as_number(first, taken, other, left)
    }

    /// The condition that a choice between numbers is 1.
    fn as_number(
        &mut self,
        (comparison, left, right): Condition,
        taken: Value,
        other: Value,
        at: &Expr,
    ) -> Option<Condition> {
        let number = self.apply(&Select, Attr::Where(comparison), &[left, right, taken, other], at)?;
        let one = self.func.float(1.0, self.elem);
        Some((Comparison::Equal, number, one))
    }

    fn no_condition(&mut self, condition: &Expr) -> Option<Condition> {
        self.diags.error_with_help(
            Origin::of_tokens(condition),
            "this condition is no comparison of numbers",
            "compare numbers, `s > 0.0`, or write one function for each branch and choose between them outside",
        );
        None
    }

    /// Whether an operation may be computed where its branch is not taken.
    pub(super) fn may_stand_in_branch(&self, kind: &dyn Operation, attr: Attr, args: &[Value]) -> bool {
        if self.guards.is_empty() {
            return true;
        }
        let ranks: Vec<Rank> = args.iter().map(|&arg| self.func.rank(arg)).collect();
        let form = kind.rust(attr, &ranks);
        let is_float = args.iter().any(|&arg| self.func.ty(arg).elem.is_float());
        let never_fails = form.is_elementwise() && is_float && kind.name() != crate::ops::CLAMP.name();
        never_fails || form.is_free()
    }

    pub(super) fn refuse_in_branch<T>(&mut self, whole: &impl ToTokens) -> Option<T> {
        self.diags.error_with_help(
            Origin::of_tokens(whole),
            "both branches are computed, and this may fail in the one that is not taken",
            "bind it with `let` before the `if`, or write one function for each branch and choose between them outside",
        );
        None
    }

    /// A number that a branch computes with, where the condition is an array's: in the array's shape, so
    /// that each element has a guard of its own.
    pub(super) fn spread_in_branch(&mut self, args: &mut [Value]) {
        let Some(guard) = self
            .guards
            .iter()
            .find(|guard| [guard.left, guard.right].iter().any(|&side| self.func.rank(side) != Rank::Scalar))
        else {
            return;
        };
        let is_number = |arg: &Value| self.func.rank(*arg) == Rank::Scalar;
        let (left, right, attr) = (guard.left, guard.right, Attr::Where(guard.comparison));
        let varies = |arg: &&mut Value| self.func.ty(**arg).elem.is_float();
        if args.iter().all(is_number)
            && let Some(arg) = args.iter_mut().find(varies)
            && let Ok(spread) = self.func.apply(&Select, attr, &[left, right, *arg, *arg])
        {
            self.note_element(&[left, right], spread);
            self.func.body.push(crate::ir::Stmt::Let(spread));
            *arg = spread;
        }
    }
}

fn comparison(operator: &BinOp) -> Option<Comparison> {
    Some(match operator {
        BinOp::Lt(_) => Comparison::Less,
        BinOp::Le(_) => Comparison::LessOrEqual,
        BinOp::Gt(_) => Comparison::Greater,
        BinOp::Ge(_) => Comparison::GreaterOrEqual,
        BinOp::Eq(_) => Comparison::Equal,
        BinOp::Ne(_) => Comparison::NotEqual,
        _ => return None,
    })
}
