//! Expressions: operands first, left to right, as Python evaluates them.

use super::scope::{How, Scope};
use super::shapes::small_int;
use super::{Mode, refuse};
use crate::ir::{Const, Def, Value};
use crate::ops::{self, Attr, Identity, Size, Spelling};
use crate::ty::{Elem, Rank, Ty};
use ruff_python_ast::{Expr, ExprAttribute, ExprName, ExprNumberLiteral, ExprSubscript, Number, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

impl Scope<'_> {
    /// The value of an expression; under the target's name if one is given. `None` behind a mistake.
    pub(super) fn expr(&mut self, expr: &Expr, target: Option<&str>) -> Option<Value> {
        let at = expr.range();
        match expr {
            Expr::Name(name) => {
                let value = self.name(name)?;
                match target {
                    Some(_) => self.apply(&Identity, Attr::None, &[value], target, at),
                    None => Some(value),
                }
            }
            Expr::NumberLiteral(number) => {
                let constant = self.number(number)?;
                Some(self.literal(constant, target, at))
            }
            Expr::BinOp(binary) => {
                let left = self.expr(&binary.left, None);
                let right = self.expr(&binary.right, None);
                let written = binary.op.as_str();
                let Some((kind, _)) = ops::find(|spelling| *spelling == Spelling::PythonInfix(written))
                else {
                    self.error(
                        at,
                        format!("the operator `{written}` has no derivative here"),
                        "supported are `+`, `-`, `*`, `/`, `@` and `**`",
                    );
                    return None;
                };
                let value = self.apply(kind, Attr::None, &[left?, right?], target, at)?;
                if written == "/"
                    && let Some(data) = self.func.value_mut(value)
                {
                    data.ty.elem = Elem::F64; // a quotient of integers is none
                }
                Some(value)
            }
            Expr::UnaryOp(unary) => match unary.op {
                UnaryOp::USub if self.inline && target.is_none() && small_int(&unary.operand).is_some() => {
                    let int = small_int(expr)?; // of a bound, `A[-1]`
                    Some(self.literal(Const::Int(int), None, at))
                }
                UnaryOp::USub => {
                    let operand = self.expr(&unary.operand, None)?;
                    let (kind, _) = ops::find(|spelling| *spelling == Spelling::PythonPrefix("-"))?;
                    self.apply(kind, Attr::None, &[operand], target, at)
                }
                UnaryOp::UAdd => self.expr(&unary.operand, target),
                UnaryOp::Invert | UnaryOp::Not => {
                    let message = format!("the operator `{}` has no derivative", unary.op.as_str());
                    self.error(at, message, "supported before an operand is `-`");
                    None
                }
            },
            Expr::Attribute(attribute) => self.attribute(attribute, target),
            Expr::Call(call) => self.call(call, target),
            Expr::Subscript(subscript) => self.subscript(subscript, target),
            _ => {
                let (what, help) = refuse::expression(expr);
                let line = self.line(at);
                self.error(at, format!("{what} on line {line} cannot be differentiated"), help);
                None
            }
        }
    }

    /// A literal is a statement too.
    fn literal(&mut self, constant: Const, target: Option<&str>, at: TextRange) -> Value {
        let elem = if matches!(constant, Const::Int(_)) { Elem::Int } else { Elem::F64 };
        let value = self.func.push(Def::Const(constant), Ty::scalar(elem), None, super::text_range(at));
        self.bind(value, target, at)
    }

    fn number(&mut self, number: &ExprNumberLiteral) -> Option<Const> {
        match &number.value {
            Number::Float(float) => Some(Const::Float(*float)),
            Number::Int(int) => match int.as_i64() {
                Some(int) => Some(Const::Int(int)),
                None => {
                    let help = "write it as a float, such as `1e20`";
                    self.error(number.range, "an integer of more than 64 bits", help);
                    None
                }
            },
            Number::Complex { .. } => {
                self.error(number.range, "complex numbers are not differentiated", "use real numbers");
                None
            }
        }
    }

    fn name(&mut self, name: &ExprName) -> Option<Value> {
        let (id, at) = (name.id.as_str(), name.range);
        if let Some(binding) = self.bindings.get(id) {
            return binding.value;
        }
        if self.imports.binds(id) {
            let help = format!("write a call of one of its functions, such as `{id}.exp(A)`");
            self.error(at, format!("`{id}` is a module or a function, not a value"), help);
            return None;
        }
        if self.mode == Mode::Expression {
            let rank = self.ranks.get(id).unwrap_or(Rank::Matrix);
            return self.param(id, (Elem::F64, rank), at, How::Read);
        }
        self.error(
            at,
            format!("`{id}` is neither a parameter nor assigned above"),
            format!("make it a parameter, `{id}`"),
        );
        let binding = super::scope::Binding { value: None, at, how: How::Read };
        self.bindings.insert(id.to_owned(), binding);
        None
    }

    fn attribute(&mut self, attribute: &ExprAttribute, target: Option<&str>) -> Option<Value> {
        let at = attribute.range;
        if let Some(path) = self.module_path(&Expr::Attribute(attribute.clone())) {
            let constant = match path.as_str() {
                "numpy.pi" | "math.pi" => std::f64::consts::PI,
                "numpy.e" | "math.e" => std::f64::consts::E,
                _ => {
                    let written = self.slice(at);
                    let help = "supported constants are `np.pi` and `np.e`";
                    self.error(at, format!("`{written}` is not a number that is known here"), help);
                    return None;
                }
            };
            return Some(self.literal(Const::Float(constant), target, at));
        }
        let value = self.expr(&attribute.value, None);
        let name = attribute.attr.as_str();
        let found = ops::find(|spelling| matches!(spelling, Spelling::PythonAttribute(of, _) if *of == name));
        match found {
            Some((kind, Spelling::PythonAttribute(_, attr))) => self.apply(kind, attr, &[value?], target, at),
            _ => {
                let help = match name {
                    "shape" => "write one of its elements, such as `A.shape[0]`",
                    _ => "supported are `A.T`, `A.size` and `A.shape[0]`",
                };
                let at = attribute.attr.range;
                self.error(at, format!("the attribute `{name}` cannot be differentiated"), help);
                None
            }
        }
    }

    /// The full name of a function or constant of a module; `None` for what belongs to a variable.
    pub(super) fn module_path(&self, expr: &Expr) -> Option<String> {
        let mut root = expr;
        while let Expr::Attribute(attribute) = root {
            root = &attribute.value;
        }
        let Expr::Name(name) = root else { return None };
        if self.bindings.contains_key(name.id.as_str()) {
            return None;
        }
        self.imports.resolve(expr)
    }

    /// `A.shape[0]`, and parts of arrays.
    fn subscript(&mut self, subscript: &ExprSubscript, target: Option<&str>) -> Option<Value> {
        let at = subscript.range;
        if let Expr::Attribute(attribute) = &*subscript.value
            && attribute.attr.as_str() == "shape"
        {
            let value = self.expr(&attribute.value, None)?;
            let Some(index) = small_int(&subscript.slice) else {
                let at = subscript.slice.range();
                self.error(at, "an axis is an integer literal", "write `A.shape[0]`");
                return None;
            };
            return self.size(value, index, target, at);
        }
        self.part(subscript, target)
    }

    /// The length of an axis, counted from the end if the index is negative.
    pub(super) fn size(
        &mut self,
        value: Value,
        index: i64,
        target: Option<&str>,
        at: TextRange,
    ) -> Option<Value> {
        let rank = self.func.rank(value);
        let axes = match rank {
            Rank::Scalar => 0,
            Rank::Vector => 1,
            Rank::Matrix => 2,
        };
        let axis = if index < 0 { index + axes } else { index };
        match usize::try_from(axis) {
            Ok(from_start) if axis < axes => self.apply(&Size, Attr::Axis(from_start), &[value], target, at),
            _ => {
                let help = "ranks are declared, `x: \"vector\"`; what is not declared is a matrix";
                self.error(at, format!("a {rank} has no axis {index}"), help);
                None
            }
        }
    }
}
