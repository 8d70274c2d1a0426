//! Choices, `np.where`, and what else is written by comparisons. Of arrays they are closures over the elements of one
//! array: everything between that array and the choice is written for one element.

use super::expr::Printer;
use super::text::{Binding, Kind, Text};
use crate::diag::Diagnostics;
use crate::ir::{Const, Def, Func, Op, Value};
use crate::ops::{CLAMP, Comparison, Operation, RustForm, SourceForm};
use crate::ty::{Elem, Rank, Ty};
use std::collections::{BTreeMap, BTreeSet};

/// Whether an operation may be written for an element, in a branch as well.
fn is_of_elements(func: &Func, value: Value) -> bool {
    func.as_op(value).is_some_and(|(op, args)| {
        let ranks: Vec<Rank> = args.iter().map(|&arg| func.rank(arg)).collect();
        let form = op.kind.rust(op.attr, &ranks);
        (form.is_elementwise() || form == RustForm::Same) && op.kind.name() != CLAMP.name()
    })
}

/// What has to have a `let` because a branch may not hold it: it would be computed for each element, or may fail.
pub(super) fn outside_of_branches(func: &Func) -> BTreeSet<Value> {
    let is_choice = |value: Value| {
        func.as_op(value)
            .is_some_and(|(op, _)| matches!(op.kind.source(op.attr), Some(SourceForm::Choice(_))))
    };
    let mut open: Vec<Value> = func.lets().filter(|&value| is_choice(value)).collect();
    let (mut seen, mut out) = (BTreeSet::new(), BTreeSet::new());
    let lets: BTreeSet<Value> = func.lets().collect();
    while let Some(value) = open.pop() {
        if !seen.insert(value) {
            continue;
        }
        let Some((op, args)) = func.as_op(value) else { continue };
        if is_of_elements(func, value) {
            open.extend(args);
        } else if func.rank(value) == Rank::Scalar
            && lets.contains(&value)
            && !op.kind.rust(op.attr, &[]).is_free()
        {
            out.insert(value);
        }
    }
    out
}

impl Printer<'_> {
    /// One of two values by a comparison.
    pub(super) fn choice(
        &mut self,
        value: Value,
        op: Op,
        comparison: Comparison,
        (args, typed): (&[Value], bool),
        diags: &mut Diagnostics,
    ) -> Text {
        if self.func.rank(value) != Rank::Scalar {
            // Named values between the array and the choice are written out if nothing else will do.
            let array = self.only_array(value, false).or_else(|| self.only_array(value, true));
            return match array {
                Some((array, expanded)) => self.closure(value, array, &expanded, diags),
                None => self.refuse(value, op, diags),
            };
        }
        let [p, q, a, b] = args else { return self.refuse(value, op, diags) };
        let condition = self.write(*p, false, diags);
        // Behind a cast, `<` would begin the arguments of the type.
        let tightest = if condition.text.contains(" as ") { Binding::Postfix } else { Binding::Sum };
        let condition = condition.at_least(tightest);
        let other = self.write(*q, false, diags).at_least(Binding::Sum);
        let (a, b) = (self.write(*a, typed, diags).text, self.write(*b, typed, diags));
        let b = if b.binding == Binding::Block { b.text } else { format!("{{ {} }}", b.text) };
        let text = format!("if {condition} {} {other} {{ {a} }} else {b}", comparison.operator());
        Text { text, binding: Binding::Block, kind: Kind::Number }
    }

    /// -1, 0 or 1; a NaN is what is left of itself.
    pub(super) fn sign(&mut self, of: Value, diags: &mut Diagnostics) -> Text {
        let of_number = self.func.rank(of) == Rank::Scalar;
        let of = if of_number { self.receiver_of(of, diags) } else { self.value(of, diags) };
        let chosen =
            |x: &str| format!("if {x} > 0.0 {{ 1.0 }} else if {x} < 0.0 {{ -1.0 }} else {{ 0.0 * {x} }}");
        if of_number {
            return Text { text: chosen(&of.receiver()), binding: Binding::Block, kind: Kind::Number };
        }
        let x = self.free.fresh("x");
        self.free.release(&x);
        Text::postfix(format!("{}.mapv(|{x}| {})", of.receiver(), chosen(&x)), Kind::Owned)
    }

    /// The one array of whose elements, and of numbers, a value is made, and the operations between.
    fn only_array(&self, value: Value, through_names: bool) -> Option<(Value, BTreeSet<Value>)> {
        let rank = self.func.rank(value);
        let (mut array, mut between) = (None, BTreeSet::new());
        let mut open = vec![value];
        while let Some(next) = open.pop() {
            if between.contains(&next) || self.func.rank(next) == Rank::Scalar {
                continue;
            }
            let is_inner = next == value || through_names || !self.is_bound(next);
            if is_inner && is_of_elements(self.func, next) {
                between.insert(next);
                open.extend(self.func.as_op(next).map(|(_, args)| args).unwrap_or_default());
            } else if self.func.rank(next) != rank || array.is_some_and(|array| array != next) {
                return None;
            } else {
                array = Some(next);
            }
        }
        array.map(|array| (array, between))
    }

    fn closure(
        &mut self,
        value: Value,
        array: Value,
        between: &BTreeSet<Value>,
        diags: &mut Diagnostics,
    ) -> Text {
        let of = self.value(array, diags);
        let x = self.free.fresh("x");
        let mut element = Func::default();
        let mut made: BTreeMap<Value, Value> = BTreeMap::new();
        let mut given: BTreeMap<Value, Text> = BTreeMap::new();
        let mut names = BTreeMap::new();
        let mut order: BTreeSet<Value> = between.clone();
        order.extend(
            between.iter().flat_map(|&next| self.func.as_op(next).map(|(_, args)| args.to_vec())).flatten(),
        );
        for next in order {
            let data = self.func.value(next);
            let ty = Ty::scalar(data.ty.elem);
            let integer = self.integer(next);
            let def = match &data.def {
                _ if integer.is_some() => Def::Const(Const::Int(integer.map_or(0, i64::from))),
                Def::Op(op, args) if between.contains(&next) => {
                    Def::Op(*op, args.iter().filter_map(|arg| made.get(arg).copied()).collect())
                }
                Def::Const(literal) => Def::Const(literal.clone()),
                _ => Def::Param(usize::MAX),
            };
            let is_given = matches!(def, Def::Param(_));
            let own = element.push(def, ty, None, data.origin.clone());
            if is_given {
                let text = match self.func.def(next) {
                    _ if next == array => Text::postfix(x.clone(), Kind::Number),
                    Def::Param(_) if ty.elem == Elem::Int => {
                        names.insert(own, self.name(next));
                        self.write(next, false, diags)
                    }
                    _ => self.write(next, self.is_untyped(next, false), diags),
                };
                given.insert(own, text);
            }
            made.insert(next, own);
        }
        let body = match made.get(&value) {
            Some(&own) => {
                let mut printer = Printer::of_element(&element, (given, names), self.free.clone());
                let body = printer.write(own, false, diags);
                self.functions.extend(printer.functions());
                body.text
            }
            None => "_".to_owned(),
        };
        self.free.release(&x);
        Text::postfix(format!("{}.mapv(|{x}| {body})", of.receiver()), Kind::Owned)
    }
}
