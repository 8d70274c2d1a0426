//! Expressions.

use super::body::Lowering;
use super::refuse;
use super::scope::{Binding, Scope};
use super::syntax::{head, path_text, strip};
use crate::ir::{Const, Def, Value};
use crate::ops::{self, Attr, Fault, Operation, Spelling, ToFloat};
use crate::origin::Origin;
use crate::ty::{Elem, Ty};
use quote::ToTokens;
use syn::{BinOp, Expr, ExprLit, ExprPath, Lit, UnOp};

/// Deeper nesting than this is refused, long before a stack could overflow.
const MAX_DEPTH: usize = 200;

impl Lowering<'_> {
    /// Lowers an expression; `None` if it was refused, which is then on record.
    pub(super) fn expr(&mut self, expr: &Expr) -> Option<Value> {
        if self.depth >= MAX_DEPTH {
            self.diags.error_with_help(
                Origin::of_tokens(expr),
                format!("an expression is nested more than {MAX_DEPTH} deep"),
                "bind parts of it with `let`",
            );
            return None;
        }
        self.depth += 1;
        let value = self.expr_inner(expr);
        self.depth -= 1;
        value
    }

    fn expr_inner(&mut self, expr: &Expr) -> Option<Value> {
        if let Some(foreign) = self.foreign(expr) {
            return self.foreign_value(&foreign, expr);
        }
        match expr {
            Expr::Paren(paren) => self.expr(&paren.expr),
            Expr::Group(group) => self.expr(&group.expr),
            Expr::Reference(reference) => {
                if reference.mutability.is_some() {
                    self.refuse_change("`&mut`", &reference.expr, reference);
                    return None;
                }
                self.expr(&reference.expr)
            }
            Expr::Block(block) if block.label.is_none() => {
                self.scopes.push(Scope::default());
                let value = self.statements(&block.block).and_then(|tail| self.expr(tail));
                self.scopes.pop();
                value
            }
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) => self.expr(&unary.expr),
                UnOp::Neg(_) => {
                    let operand = self.expr(&unary.expr)?;
                    self.negate(operand, expr)
                }
                _ => self.refuse_operator("!", expr),
            },
            Expr::Lit(lit) => self.literal(lit),
            Expr::Path(path) => self.path(path),
            Expr::Binary(binary) => self.binary(binary, expr),
            Expr::Cast(cast) => self.cast(cast),
            Expr::MethodCall(call) => self.method(call, expr),
            Expr::Call(call) => self.call(call, expr),
            Expr::If(choice) => self.choice(choice, expr),
            Expr::Try(attempt) => self.attempt(&attempt.expr, expr),
            Expr::Assign(assign) => {
                self.refuse_assignment(&assign.left, expr, "=");
                None
            }
            Expr::Field(field) if self.is_tuple(&field.base) => self.field(field, expr),
            Expr::Index(_) | Expr::Field(_) if self.is_poisoned(expr) => None,
            Expr::Index(index) => self.index(index, expr),
            Expr::Macro(mac) => {
                if let Some(value) = self.side_macro(mac, expr) {
                    return value;
                }
                let name = path_text(&mac.mac.path);
                let help = match name.rsplit("::").next() {
                    Some("array" | "arr1" | "arr2") => "pass the array as a parameter",
                    Some("s") => "write it as the argument of `a.slice(..)`",
                    _ => {
                        "write out what it expands to, or compute its value outside and pass it as a parameter"
                    }
                };
                let message = format!("the macro `{name}!` cannot be differentiated");
                self.diags.error_with_help(Origin::of_tokens(mac), message, help);
                None
            }
            other => {
                let (what, help) = refuse::construct(other).unwrap_or((
                    "this expression",
                    "write the body as `let` bindings and a tail expression of array code",
                ));
                self.diags.error_with_help(head(other), format!("{what} cannot be differentiated"), help);
                None
            }
        }
    }

    fn literal(&mut self, lit: &ExprLit) -> Option<Value> {
        let origin = Origin::of_tokens(lit);
        let (constant, elem) = match &lit.lit {
            Lit::Int(int) if matches!(int.suffix(), "f64" | "f32") => {
                (Const::Float(self.parsed(int.base10_parse::<f64>(), lit)?), self.float_elem(int.suffix()))
            }
            Lit::Int(int) => (Const::Int(self.parsed(int.base10_parse::<i64>(), lit)?), Elem::Int),
            Lit::Float(float) => (
                Const::Float(self.parsed(float.base10_parse::<f64>(), lit)?),
                self.float_elem(float.suffix()),
            ),
            _ => {
                self.diags.error_with_help(
                    origin,
                    "a literal that is no number cannot be differentiated",
                    "array code is made of numbers and arrays",
                );
                return None;
            }
        };
        Some(self.func.push(Def::Const(constant), Ty::scalar(elem), None, origin))
    }

    fn parsed<T>(&mut self, result: syn::Result<T>, lit: &ExprLit) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.diags.error(Origin::of_tokens(lit), error.to_string());
                None
            }
        }
    }

    fn float_elem(&self, suffix: &str) -> Elem {
        match suffix {
            "f32" => Elem::F32,
            "f64" => Elem::F64,
            _ => self.elem,
        }
    }

    fn path(&mut self, path: &ExprPath) -> Option<Value> {
        let origin = Origin::of_tokens(path);
        if let Some(ident) = path.path.get_ident() {
            let name = ident.to_string();
            match self.lookup(ident) {
                Some(Binding::Value { value, .. }) => return Some(*value),
                Some(Binding::Poisoned(_)) => return None,
                Some(Binding::Tuple { .. }) => {
                    self.diags.error_with_help(
                        origin,
                        format!("`{name}` is a tuple, and this takes one value"),
                        format!("take a part of it: `{name}.0`"),
                    );
                    return None;
                }
                Some(Binding::Opaque) => {
                    self.diags.error_with_help(
                        origin,
                        format!("the parameter `{name}` has no derivative, and array code cannot use it"),
                        "pass a number or an array",
                    );
                    return None;
                }
                None => {}
            }
        }
        let last = path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        let is_constant =
            path.qself.is_none() && last.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '_');
        if !is_constant {
            let names = self.scopes.iter().flat_map(Scope::names);
            let help = match refuse::nearest(&last, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "constants are written in capitals: `const LAMBDA: f64 = 0.1;`".to_owned(),
            };
            self.diags.error_with_help(
                origin,
                format!("`{}` is no parameter, no `let` binding and no constant", path_text(&path.path)),
                help,
            );
            return None;
        }
        let key = path.path.to_token_stream().to_string();
        self.constants.insert(key.clone(), path.path.clone());
        let elem = if self.integer_constants { Elem::Int } else { self.elem };
        Some(self.func.push(Def::Const(Const::Named(key)), Ty::scalar(elem), None, origin))
    }

    fn binary(&mut self, binary: &syn::ExprBinary, whole: &Expr) -> Option<Value> {
        if super::aliasing::is_assignment(&binary.op) {
            let operator = binary.op.to_token_stream().to_string();
            self.refuse_assignment(&binary.left, whole, &operator);
            return None;
        }
        // Both sides are lowered before the operator is judged, so that their mistakes are seen as well.
        let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
        let symbol = match binary.op {
            BinOp::Add(_) => "+",
            BinOp::Sub(_) => "-",
            BinOp::Mul(_) => "*",
            BinOp::Div(_) => "/",
            _ => {
                let operator = binary.op.to_token_stream().to_string();
                self.diags.error_with_help(
                    Origin::of_tokens(&binary.op),
                    format!("the operator `{operator}` has no derivative"),
                    "array code is made of `+`, `-`, `*`, `/` and methods such as `dot`",
                );
                return None;
            }
        };
        let (kind, _) = ops::find(|spelling| *spelling == Spelling::RustInfix(symbol))?;
        self.apply(kind, Attr::None, &[left?, right?], whole)
    }

    /// A negated literal is a literal: `-2` as an exponent is a constant.
    pub(super) fn negate(&mut self, operand: Value, whole: &Expr) -> Option<Value> {
        let negated = match self.func.def(operand) {
            Def::Const(Const::Int(int)) => int.checked_neg().map(Const::Int),
            Def::Const(Const::Float(float)) => Some(Const::Float(-float)),
            _ => None,
        };
        if let Some(constant) = negated {
            let ty = self.func.ty(operand);
            return Some(self.func.push(Def::Const(constant), ty, None, Origin::of_tokens(whole)));
        }
        let (kind, _) = ops::find(|spelling| *spelling == Spelling::RustPrefix("-"))?;
        self.apply(kind, Attr::None, &[operand], whole)
    }

    fn refuse_operator(&mut self, operator: &str, whole: &Expr) -> Option<Value> {
        self.diags.error_with_help(
            Origin::of_tokens(whole),
            format!("the operator `{operator}` has no derivative"),
            "array code is made of `+`, `-`, `*`, `/` and methods such as `dot`",
        );
        None
    }

    /// Lowers an expression whose named constants are integers, or may be taken for such because they are cast.
    pub(super) fn with_integer_constants(&mut self, expr: &Expr) -> Option<Value> {
        let outside = std::mem::replace(&mut self.integer_constants, true);
        let value = self.expr(expr);
        self.integer_constants = outside;
        value
    }

    fn cast(&mut self, cast: &syn::ExprCast) -> Option<Value> {
        let value = self.with_integer_constants(&cast.expr)?;
        let target = cast.ty.to_token_stream().to_string();
        let attr = match target.as_str() {
            "f64" => Attr::None,
            "f32" => Attr::Single,
            _ if self.func.ty(value).elem == Elem::Int => return Some(value),
            _ => {
                self.diags.error_with_help(
                    Origin::of_tokens(&cast.ty),
                    format!("a conversion to `{target}` has no derivative"),
                    "convert outside of the differentiated function",
                );
                return None;
            }
        };
        let (have, want) = (self.func.ty(value).elem, self.float_elem(&target));
        if have == want {
            return Some(value);
        }
        if have.is_float() {
            self.diags.error_with_help(
                Origin::of_tokens(cast),
                "a conversion between `f32` and `f64` is not supported",
                "use one element type in the whole function",
            );
            return None;
        }
        self.apply(&ToFloat, attr, &[value], cast)
    }

    /// Applies an operation that the user wrote; a type fault is reported at `whole`.
    pub(super) fn apply(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        args: &[Value],
        whole: &impl ToTokens,
    ) -> Option<Value> {
        if !self.may_stand_in_branch(kind, attr, args) {
            return self.refuse_in_branch(whole);
        }
        if !self.may_take_elements(kind, attr, args) {
            return self.refuse_elements(whole);
        }
        let made = self.emit_prepared(kind, attr, args);
        self.recorded(made, whole)
    }

    /// The value that an operation has made, as written at `whole`; a type fault is reported there.
    pub(super) fn recorded(&mut self, made: Result<Value, Fault>, whole: &impl ToTokens) -> Option<Value> {
        match made {
            Ok(value) => {
                if let Some(data) = self.func.value_mut(value) {
                    data.origin = Origin::of_tokens(whole);
                }
                Some(value)
            }
            Err(Fault { message, help }) => {
                let mut diagnostic = crate::diag::Diagnostic::new(Origin::of_tokens(whole), message);
                diagnostic.help = help;
                self.diags.push(diagnostic);
                None
            }
        }
    }

    /// The body's tail where it is itself a `Result`: `m.inv()` without `?`.
    pub(super) fn fallible_tail(&mut self, tail: &Expr) -> Option<Value> {
        if let Some(foreign) = self.foreign(tail) {
            return self.foreign_value(&foreign.returned(), tail);
        }
        match strip(tail) {
            Expr::MethodCall(call) if self.is_fallible(call) => self.attempt(tail, tail),
            other => {
                // What is wrong inside is the first thing to say.
                let before = self.diags.iter().count();
                self.expr(other);
                if self.diags.iter().count() == before {
                    self.diags.error_with_help(
                        Origin::of_tokens(other),
                        "a function that returns a `Result` ends in `Ok(..)`",
                        "write `Ok(result)`",
                    );
                }
                None
            }
        }
    }
}
