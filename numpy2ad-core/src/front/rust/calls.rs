//! Methods and functions: what is looked through, and what has a rule.

use super::body::Lowering;
use super::shapes::{WITH_INTEGERS, is_reshape};
use super::syntax::{is_path_end, path_text, strip};
use super::types::INTEGERS;
use super::unknown::methods_help;
use crate::ir::{Const, Def, Value};
use crate::ops::{self, Attr, MatrixPower, Operation, Spelling};
use crate::origin::Origin;
use crate::ty::{Elem, Ty};
use syn::{Expr, ExprCall, ExprMethodCall};

/// Methods that give the same value, borrowed, copied or owned.
const LOOKED_THROUGH: [&str; 12] = [
    "clone",
    "to_owned",
    "view",
    "into_owned",
    "as_ref",
    "borrow",
    "to_shared",
    "into_shared",
    "reborrow",
    "cloned",
    "copied",
    "as_standard_layout",
];

/// The constants of a generic number that are functions of its type.
const GENERIC_CONSTANTS: [(&str, f64); 2] = [("zero", 0.0), ("one", 1.0)];

impl Lowering<'_> {
    pub(super) fn method(&mut self, call: &ExprMethodCall, whole: &Expr) -> Option<Value> {
        let name = call.method.to_string();
        let count = call.args.len();
        match (name.as_str(), count) {
            (name, 0) if LOOKED_THROUGH.contains(&name) => return self.expr(&call.receiver),
            ("unwrap", 0) | ("expect", 1) => return self.unwrapped(call, whole),
            ("mapv" | "map" | "mapv_into", 1) => return self.mapped(call, whole),
            _ => {}
        }
        if self.is_fallible(call) {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                format!("`{name}()` gives a `Result`, and this uses it as an array"),
                format!("write `.{name}()?` or `.{name}().unwrap()`"),
            );
            return None;
        }
        if let Some(value) = self.shape_method(call, whole) {
            return value;
        }
        if optional(call).is_some() {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                format!("`{name}()` gives an `Option`, and this uses it as a value"),
                format!("write `.{name}({}).unwrap()`", if count == 0 { "" } else { "Axis(0)" }),
            );
            return None;
        }
        let found = ops::find(|s| matches!(s, Spelling::RustMethod(n, k, _) if *n == name && *k == count));
        let Some((kind, Spelling::RustMethod(_, _, attr))) = found else {
            return self.refuse_method(call);
        };
        self.method_of(kind, attr, call, whole)
    }

    /// A method of its receiver and its arguments, of which the first may be an axis.
    fn method_of(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        call: &ExprMethodCall,
        whole: &Expr,
    ) -> Option<Value> {
        let receiver = self.expr(&call.receiver);
        let integers = WITH_INTEGERS.iter().any(|name| call.method == name);
        let mut args = call.args.iter();
        let axis = if attr == Attr::AnyAxis { args.next().map(|axis| self.axis(axis)) } else { None };
        let args: Vec<Option<Value>> = args
            .map(|arg| if integers { self.with_integer_constants(arg) } else { self.expr(arg) })
            .collect();
        let attr = match axis {
            Some(axis) => Attr::Axis(axis?),
            None => attr,
        };
        let mut operands = vec![receiver?];
        for arg in args {
            operands.push(arg?);
        }
        self.apply(kind, attr, &operands, whole)
    }

    pub(super) fn is_fallible(&self, call: &ExprMethodCall) -> bool {
        fallible(call).is_some()
    }

    /// `m.inv().unwrap()`: the failure is a panic.
    fn unwrapped(&mut self, call: &ExprMethodCall, whole: &Expr) -> Option<Value> {
        if let Some(number) = self.generic_number(&call.receiver, whole) {
            return number;
        }
        match strip(&call.receiver) {
            Expr::MethodCall(inner) if self.is_fallible(inner) => {
                self.fallible_call(inner, Attr::None, whole)
            }
            other => {
                if let Some(value) = self.unwrapped_arrays(other, whole) {
                    return value;
                }
                self.expr(other)?;
                self.diags.error_with_help(
                    Origin::of_tokens(&call.method),
                    format!("`{}` stands behind a fallible method only", call.method),
                    "write `m.inv().unwrap()`",
                );
                None
            }
        }
    }

    /// `a.mean().unwrap()`, `a.to_shape((m, n)).unwrap()`, `concatenate(..).unwrap()`; `None` for others.
    fn unwrapped_arrays(&mut self, inner: &Expr, whole: &Expr) -> Option<Option<Value>> {
        match inner {
            Expr::MethodCall(inner) => match optional(inner) {
                Some((kind, attr)) => Some(self.method_of(kind, attr, inner, whole)),
                None => self.unwrapped_shape(inner, Attr::None, whole),
            },
            Expr::Call(inner) => self.side_call(inner, whole),
            _ => None,
        }
    }

    /// `m.inv()?`: the failure is the function's.
    pub(super) fn attempt(&mut self, inner: &Expr, whole: &Expr) -> Option<Value> {
        match strip(inner) {
            Expr::MethodCall(call) if self.is_fallible(call) => {
                self.may_fail(whole)?;
                self.fallible_call(call, Attr::Fallible, whole)
            }
            Expr::MethodCall(call) if is_reshape(call) => {
                self.may_fail(whole)?;
                self.unwrapped_shape(call, Attr::FallibleShape, whole).flatten()
            }
            Expr::Call(call) if ["concatenate", "stack"].iter().any(|name| is_path_end(&call.func, name)) => {
                self.diags.error_with_help(
                    Origin::of_tokens(whole),
                    "arrays are put together without `?`: shapes that do not fit are a panic",
                    "write `.unwrap()`, or `concatenate![Axis(0), a, b]`",
                );
                None
            }
            Expr::MethodCall(call) if optional(call).is_some() => {
                self.diags.error_with_help(
                    Origin::of_tokens(whole),
                    format!("`{}()` gives an `Option`, which `?` does not make an error of", call.method),
                    "write `.unwrap()`",
                );
                None
            }
            Expr::MethodCall(call) if call.method == "map_err" => {
                self.diags.error_with_help(
                    Origin::of_tokens(&call.method),
                    "`map_err` cannot be carried into the adjoint",
                    "write `m.inv()?` and `impl From<LinalgError>` for your error",
                );
                None
            }
            other => {
                self.expr(other)?;
                self.diags.error_with_help(
                    Origin::of_tokens(whole),
                    "`?` stands behind a fallible method only",
                    "write `m.inv()?`",
                );
                None
            }
        }
    }

    /// Whether the function can return an error; it is on record if it cannot.
    pub(super) fn may_fail(&mut self, whole: &Expr) -> Option<()> {
        if !self.fallible {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                "`?` needs a function that returns a `Result`",
                "write `-> Result<Array2<f64>, LinalgError>` and end in `Ok(..)`, or write `.unwrap()`",
            );
        }
        self.fallible.then_some(())
    }

    /// `A::from(2.0).unwrap()`, `A::from_f64(2.0).unwrap()`: a number of the function's type parameter. The outer `None`
    /// stands for anything else.
    fn generic_number(&mut self, receiver: &Expr, whole: &Expr) -> Option<Option<Value>> {
        let Expr::Call(call) = strip(receiver) else { return None };
        let Expr::Path(path) = strip(&call.func) else { return None };
        let (of, name) = match &path.path.segments.iter().map(|s| s.ident.to_string()).collect::<Vec<_>>()[..]
        {
            [of, name] => (of.clone(), name.clone()),
            _ => return None,
        };
        let (Some(scalar), [arg]) = (&self.scalar, &call.args.iter().collect::<Vec<_>>()[..]) else {
            return None;
        };
        if of != *scalar || !(name == "from" || name.starts_with("from_")) {
            return None;
        }
        let Some(value) = self.with_integer_constants(arg) else { return Some(None) };
        if self.func.ty(value).elem != Elem::Int {
            return Some(Some(value));
        }
        Some(match self.func.def(value) {
            // A constant by its name may be of any type, and is converted where it is written.
            Def::Const(Const::Named(_)) => {
                if let Some(data) = self.func.value_mut(value) {
                    data.ty.elem = Elem::Generic;
                }
                Some(value)
            }
            _ => self.apply(&ops::ToFloat, Attr::Generic, &[value], whole),
        })
    }

    fn fallible_call(&mut self, call: &ExprMethodCall, attr: Attr, whole: &Expr) -> Option<Value> {
        let kind = fallible(call)?;
        let operands = self.operands(call)?;
        self.of_method(kind, attr, (&call.method.to_string(), &operands), whole)
    }

    /// Whether a function is one that the compiler knows itself.
    pub(super) fn has_rule(&self, call: &ExprCall) -> bool {
        let Expr::Path(path) = strip(&call.func) else { return false };
        let name = path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        let count = call.args.len();
        super::tuples::tuple_function(call).is_some()
            || (name == "concatenate" || name == "stack") && count == 2
            || ops::find(|s| matches!(s, Spelling::RustFunction(n, k, _) if *n == name && *k == count))
                .is_some()
    }

    pub(super) fn call(&mut self, call: &ExprCall, whole: &Expr) -> Option<Value> {
        let Expr::Path(path) = strip(&call.func) else {
            self.diags.error_with_help(
                Origin::of_tokens(&*call.func),
                "only functions called by name can be differentiated",
                "call a function such as `inv(&m)` or a method such as `a.dot(&b)`",
            );
            return None;
        };
        let segments: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
        let name = segments.last().cloned().unwrap_or_default();
        let count = call.args.len();
        let by_type = segments
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|s| s == "f64" || s == "f32" || Some(s) == self.scalar.as_ref());
        if by_type && name == "from" && count == 1 {
            let value = self.with_integer_constants(call.args.first()?)?;
            let attr = match segments.iter().rev().nth(1) {
                Some(of) if of == "f32" => Attr::Single,
                Some(of) if Some(of) == self.scalar.as_ref() => Attr::Generic,
                _ => Attr::None,
            };
            return self.apply(&ops::ToFloat, attr, &[value], whole);
        }
        // `i32::from(n)`: an integer of any width is an integer.
        if let ([of, name], Some(scalar)) = (&segments[..], &self.scalar)
            && of == scalar
            && count == 0
            && let Some((_, value)) = GENERIC_CONSTANTS.iter().find(|(constant, _)| constant == name)
        {
            let constant = Def::Const(Const::Float(*value));
            return Some(self.func.push(constant, Ty::scalar(self.elem), None, Origin::of_tokens(whole)));
        }
        let integer = segments.iter().rev().nth(1).is_some_and(|s| INTEGERS.contains(&s.as_str()));
        if integer && name == "from" && count == 1 {
            let value = self.with_integer_constants(call.args.first()?)?;
            if self.func.ty(value).elem == Elem::Int {
                return Some(value);
            }
        }
        if let Some(value) = self.constructor(call, whole) {
            return value;
        }
        let found = ops::find(|s| match s {
            Spelling::RustMethod(n, k, _) => by_type && *n == name && k + 1 == count,
            Spelling::RustFunction(n, k, _) => !by_type && *n == name && *k == count,
            _ => false,
        });
        let Some((kind, Spelling::RustMethod(_, _, attr) | Spelling::RustFunction(_, _, attr))) = found
        else {
            if self.is_tuple(whole) {
                self.diags.error_with_help(
                    Origin::of_tokens(whole),
                    format!("`{name}(..)` is a tuple, and this takes one value"),
                    format!("take it apart: `let (a, b) = {name}(..);`, or take a part: `{name}(..).0`"),
                );
                return None;
            }
            return self.refuse_call(&path.path, call);
        };
        let integers = kind.name() == MatrixPower.name();
        let arg = |arg| if integers { self.with_integer_constants(arg) } else { self.expr(arg) };
        let args: Vec<Option<Value>> = call.args.iter().map(arg).collect();
        let args: Option<Vec<Value>> = args.into_iter().collect();
        self.apply(kind, attr, &args?, whole)
    }

    /// `a.mapv(f64::exp)` and `a.mapv(|x| ..)`: a scalar expression of the element is the same expression of the
    /// array, as [`super::elements`] has it.
    fn mapped(&mut self, call: &ExprMethodCall, whole: &Expr) -> Option<Value> {
        let array = self.expr(&call.receiver)?;
        match strip(call.args.first()?) {
            Expr::Closure(closure) => self.mapped_closure(array, closure),
            Expr::Path(path) => {
                let name = path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
                let found = ops::find(|s| matches!(s, Spelling::RustMethod(n, 0, _) if *n == name));
                match found {
                    Some((kind, Spelling::RustMethod(_, _, attr))) => self.apply(kind, attr, &[array], whole),
                    _ => {
                        let help = methods_help(&name, 0);
                        let text = path_text(&path.path);
                        let message = format!("the function `{text}` has no rule");
                        self.diags.error_with_help(Origin::of_tokens(path), message, help);
                        None
                    }
                }
            }
            other => {
                self.diags.error_with_help(
                    Origin::of_tokens(other),
                    "this is no function that can be differentiated",
                    "write `mapv(f64::exp)` or `mapv(|x| ..)`",
                );
                None
            }
        }
    }
}

/// The operation of a fallible method.
fn fallible(call: &ExprMethodCall) -> Option<&'static dyn Operation> {
    let (name, count) = (call.method.to_string(), call.args.len());
    ops::find(|s| matches!(s, Spelling::RustFallibleMethod(n, k) if *n == name && *k == count))
        .map(|(kind, _)| kind)
}

/// The operation of a method that gives an `Option`.
fn optional(call: &ExprMethodCall) -> Option<(&'static dyn Operation, Attr)> {
    let (name, count) = (call.method.to_string(), call.args.len());
    ops::TABLE.iter().find_map(|&kind| {
        kind.spellings().iter().find_map(|spelling| match spelling {
            Spelling::RustOptionMethod(n, k, attr) if *n == name && *k == count => Some((kind, *attr)),
            _ => None,
        })
    })
}
