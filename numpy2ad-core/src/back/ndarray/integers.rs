//! Integers: lengths, indices, bounds and exponents, which Rust does not mix with floating-point numbers.
//!
//! A variable is an integer where something needs it as one and it cannot be negative; elsewhere the expression is written
//! out where an integer is wanted.

use super::expr::{Printer, spelling};
use super::text::{Binding, Kind, Text};
use crate::diag::Diagnostics;
use crate::ir::{Const, Def, Func, Value};
use crate::ops::{RustForm, Spelling};
use crate::ty::{Elem, Rank};

/// The type that an integer is wanted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// `usize`.
    Usize,
    /// `isize`.
    Isize,
    /// `i32`.
    I32,
}

impl Width {
    fn name(self) -> &'static str {
        match self {
            Self::Usize => "usize",
            Self::Isize => "isize",
            Self::I32 => "i32",
        }
    }
}

/// Whether a value is an integer that cannot be negative: made of lengths and literals.
pub(super) fn is_whole(func: &Func, value: Value) -> bool {
    match func.def(value) {
        Def::Const(Const::Int(int)) => *int >= 0,
        Def::Op(op, args) if func.ty(value).elem == Elem::Int => {
            let form = op.kind.rust(op.attr, &[]);
            let is_sum = matches!(form, RustForm::Same | RustForm::Infix { operator: "+" | "*", .. });
            matches!(form, RustForm::Size(_)) || is_sum && args.iter().all(|&arg| is_whole(func, arg))
        }
        _ => false,
    }
}

impl Printer<'_> {
    /// The value as an integer of this type; nothing where it is none, or would be negative and may not.
    pub(super) fn integer_text(
        &mut self,
        value: Value,
        width: Width,
        diags: &mut Diagnostics,
    ) -> Option<Text> {
        let func = self.func;
        let cast = |text: Text| match width {
            Width::Usize => text,
            _ => Text {
                text: format!("{} as {}", text.at_least(Binding::Cast), width.name()),
                binding: Binding::Cast,
                kind: Kind::Number,
            },
        };
        if self.is_integer_variable(value) {
            return Some(cast(Text::postfix(self.read(value), Kind::Number)));
        }
        match func.def(value) {
            Def::Param(_) if func.ty(value).elem == Elem::Int => {
                let name = Text::postfix(self.name(value), Kind::Number);
                match width {
                    Width::I32 => Some(name),
                    _ => Some(Text {
                        text: format!("{} as {}", name.text, width.name()),
                        binding: Binding::Cast,
                        kind: Kind::Number,
                    }),
                }
            }
            Def::Const(Const::Int(int)) if *int < 0 => match width {
                Width::Usize => None,
                _ => Some(Text { text: int.to_string(), binding: Binding::Prefix, kind: Kind::Number }),
            },
            Def::Const(Const::Int(int)) => Some(Text::postfix(int.to_string(), Kind::Number)),
            Def::Op(op, args) if func.ty(value).elem == Elem::Int => {
                let ranks: Vec<Rank> = args.iter().map(|&arg| func.rank(arg)).collect();
                match (op.kind.rust(op.attr, &ranks), spelling(*op), args.as_slice()) {
                    (RustForm::Same, _, [a]) => self.integer_text(*a, width, diags),
                    (RustForm::Size(method), _, [a]) => {
                        let array = self.value(*a, diags);
                        Some(cast(Text::postfix(format!("{}.{method}()", array.receiver()), Kind::Number)))
                    }
                    (_, Some(Spelling::RustPrefix("-")), [a]) if width != Width::Usize => {
                        let a = self.integer_text(*a, width, diags)?.at_least(Binding::Prefix);
                        Some(Text { text: format!("-{a}"), binding: Binding::Prefix, kind: Kind::Number })
                    }
                    (_, Some(Spelling::RustInfix(operator @ ("+" | "-" | "*"))), [a, b]) => {
                        let (left, right) = match operator {
                            "*" => (Binding::Product, Binding::Cast),
                            _ => (Binding::Sum, Binding::Product),
                        };
                        let (a, b) =
                            (self.integer_text(*a, width, diags)?, self.integer_text(*b, width, diags)?);
                        let text = format!("{} {operator} {}", a.at_least(left), b.at_least(right));
                        Some(Text { text, binding: left, kind: Kind::Number })
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What a negative number counts from the end by, `1` of `-1`, as an integer.
    pub(super) fn counted_back(&mut self, value: Value, diags: &mut Diagnostics) -> Option<Text> {
        if self.is_integer_variable(value) {
            return None;
        }
        match self.func.def(value) {
            Def::Const(Const::Int(int)) if *int < 0 => {
                Some(Text::postfix(int.unsigned_abs().to_string(), Kind::Number))
            }
            Def::Op(op, args) => match (spelling(*op), args.as_slice()) {
                (Some(Spelling::RustPrefix("-")), [a]) => self.integer_text(*a, Width::Usize, diags),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether a value counts from the end: a negative literal, or something with a minus before it.
pub(super) fn is_from_end(func: &Func, value: Value) -> bool {
    match func.def(value) {
        Def::Const(Const::Int(int)) => *int < 0,
        Def::Op(op, _) => matches!(spelling(*op), Some(Spelling::RustPrefix("-"))),
        _ => false,
    }
}
