//! Axes, parts, shapes and constants: arguments that are no operands.

use super::Mode;
use super::scope::Scope;
use crate::ir::Value;
use crate::ops::{
    Along, Attr, BroadcastTo, Concatenate, End, Fill, InsertAxis, Norm, Operation, Region, Reshape, Size,
    Slice, Std, Triangle, Var,
};
use crate::ty::Rank;
use ruff_python_ast::{Expr, ExprCall, ExprSubscript, Keyword, Number, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

/// The keywords of a reduction.
#[derive(Clone, Copy, Default)]
pub(super) struct Reduction {
    /// `axis=`, if it says one.
    pub(super) axis: Option<i64>,
    /// Whether `keepdims=True`.
    pub(super) keeps: bool,
}

impl Scope<'_> {
    /// A part: `A[1:3, ::2]`, `A[i]`, `x[:, np.newaxis]`.
    pub(super) fn part(&mut self, subscript: &ExprSubscript, target: Option<&str>) -> Option<Value> {
        let at = subscript.range;
        let value = self.expr(&subscript.value, None);
        let items: Vec<&Expr> = match &*subscript.slice {
            Expr::Tuple(tuple) => tuple.elts.iter().collect(),
            other => vec![other],
        };
        let new: Vec<usize> = items
            .iter()
            .enumerate()
            .filter(|(_, item)| self.is_new_axis(item))
            .map(|(place, _)| place)
            .collect();
        if !new.is_empty() {
            return self.with_new_axis(value?, &items, &new, target, at);
        }
        let inline = std::mem::replace(&mut self.inline, true);
        let mut bounds = Vec::new();
        let along: Vec<Option<Along>> = items.iter().map(|item| self.along(item, &mut bounds)).collect();
        self.inline = inline;
        let along: Option<Vec<Along>> = along.into_iter().collect();
        let (value, mut along) = (value?, along?);
        let axes = self.func.ty(value).axes().len();
        if along.len() < axes {
            along.resize(axes, Along::FULL);
        }
        let part = match along[..] {
            [first] if axes == 1 => Region { first, second: None },
            [first, second] if axes == 2 => Region { first, second: Some(second) },
            _ => {
                let rank = self.func.rank(value);
                let help = "ranks are declared, `x: \"vector\"`; what is not declared is a matrix";
                self.error(at, format!("a {rank} does not have {} axes", along.len()), help);
                return None;
            }
        };
        self.apply(&Slice, Attr::Region(part), &[vec![value], bounds].concat(), target, at)
    }

    fn is_new_axis(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::NoneLiteral(_))
            || self.module_path(expr).is_some_and(|path| path == "numpy.newaxis")
    }

    fn with_new_axis(
        &mut self,
        value: Value,
        items: &[&Expr],
        new: &[usize],
        target: Option<&str>,
        at: TextRange,
    ) -> Option<Value> {
        let others_are_whole = items.iter().enumerate().all(|(place, item)| {
            new.contains(&place)
                || matches!(item, Expr::Slice(s) if s.lower.is_none() && s.upper.is_none() && s.step.is_none())
        });
        match (new, items.len()) {
            ([axis], 1 | 2) if others_are_whole => {
                self.apply(&InsertAxis, Attr::Axis(*axis), &[value], target, at)
            }
            _ => {
                let help = "write `x[:, np.newaxis]` or `x[np.newaxis, :]`, of a vector";
                self.error(at, "this new axis is not supported", help);
                None
            }
        }
    }

    fn along(&mut self, item: &Expr, bounds: &mut Vec<Value>) -> Option<Along> {
        let Expr::Slice(slice) = item else {
            if matches!(item, Expr::EllipsisLiteral(_) | Expr::List(_) | Expr::Compare(_)) {
                let help = "write indices and ranges, `A[i, 1:3]`";
                self.error(item.range(), "only indices and ranges are taken of an array", help);
                return None;
            }
            bounds.push(self.bound(item)?);
            return Some(Along::Index);
        };
        let step = match slice.step.as_deref() {
            None => 1,
            Some(step) => {
                match small_int(step).and_then(|step| i32::try_from(step).ok()).filter(|&step| step != 0) {
                    Some(step) => step,
                    None => {
                        let help = "write `A[::2]` or `A[::-1]`";
                        self.error(step.range(), "a step is an integer literal, and not 0", help);
                        return None;
                    }
                }
            }
        };
        if step < 0 && (slice.lower.is_some() || slice.upper.is_some()) {
            let help = "take the range first, and go backwards through it then: `A[1:3][::-1]`";
            self.error(item.range(), "a range with bounds and a negative step is not supported", help);
            return None;
        }
        if let Some(lower) = slice.lower.as_deref() {
            bounds.push(self.bound(lower)?);
        }
        if let Some(upper) = slice.upper.as_deref() {
            bounds.push(self.bound(upper)?);
        }
        let to = if slice.upper.is_some() { End::Before } else { End::Open };
        Some(Along::Range { from: slice.lower.is_some(), to, step })
    }

    /// An index or a bound: an integer, or a slice would be of an array.
    fn bound(&mut self, expr: &Expr) -> Option<Value> {
        let value = self.expr(expr, None)?;
        if self.func.ty(value).elem.is_float() || self.func.rank(value) != Rank::Scalar {
            let help = "write literals, lengths `A.shape[0]` and integer parameters, `i: int`";
            self.error(expr.range(), "indices and bounds are integers", help);
            return None;
        }
        Some(value)
    }

    /// A shape: `n`, `(m, n)`, `[m, n]`, `A.shape`. In functions its numbers are no statements.
    pub(super) fn shape(&mut self, expr: &Expr) -> Option<Vec<Value>> {
        let inline = self.inline;
        self.inline |= self.mode == Mode::Functions;
        let sizes = match expr {
            Expr::Tuple(tuple) => self.arguments(&tuple.elts),
            Expr::List(list) => self.arguments(&list.elts),
            Expr::Attribute(attribute) if attribute.attr.as_str() == "shape" => {
                self.inline = true;
                let value = self.expr(&attribute.value, None);
                value.and_then(|value| self.lengths(value, attribute.range))
            }
            other => self.arguments(std::slice::from_ref(other)),
        };
        self.inline = inline;
        sizes
    }

    fn lengths(&mut self, value: Value, at: TextRange) -> Option<Vec<Value>> {
        let axes = self.func.ty(value).axes().len();
        (0..axes).map(|axis| self.apply(&Size, Attr::Axis(axis), &[value], None, at)).collect()
    }

    /// Functions with arguments that are no operands; `None` for all others.
    pub(super) fn shape_function(
        &mut self,
        path: &str,
        call: &ExprCall,
        target: Option<&str>,
    ) -> Option<Option<Value>> {
        let at = call.range();
        let args: Vec<&Expr> = call.arguments.args.iter().collect();
        let keywords = &call.arguments.keywords;
        Some(match (path, &args[..]) {
            ("numpy.reshape" | "numpy.broadcast_to", [array, shape]) if keywords.is_empty() => {
                let array = self.expr(array, None);
                let shape = self.shape(shape);
                let kind: &'static dyn Operation =
                    if path == "numpy.reshape" { &Reshape } else { &BroadcastTo };
                let operands = array.zip(shape).map(|(array, shape)| [vec![array], shape].concat());
                operands.and_then(|operands| self.apply(kind, Attr::None, &operands, target, at))
            }
            ("numpy.zeros_like" | "numpy.ones_like", [like]) if keywords.is_empty() => {
                let like = self.expr(like, None);
                let attr = if path == "numpy.ones_like" { Attr::Ones } else { Attr::Zeros };
                like.and_then(|like| self.filled_like(like, attr, None, target, at))
            }
            ("numpy.full_like", [like, value]) if keywords.is_empty() => {
                let (like, value) = (self.expr(like, None), self.expr(value, None));
                like.zip(value)
                    .and_then(|(like, value)| self.filled_like(like, Attr::Full, Some(value), target, at))
            }
            (
                "numpy.concatenate" | "numpy.stack" | "numpy.vstack" | "numpy.hstack" | "numpy.column_stack",
                [arrays, ..],
            ) => self.side_by_side(path, arrays, call, target),
            ("numpy.linalg.norm", [array, order]) if keywords.is_empty() => {
                let array = self.expr(array, None);
                let attr = self.norm_order(order, array);
                array.zip(attr).and_then(|(array, attr)| self.apply(&Norm, attr, &[array], target, at))
            }
            ("numpy.tril" | "numpy.triu", [array]) if matches!(&keywords[..], [k] if is_named(k, "k")) => {
                let array = self.expr(array, None);
                let inline = std::mem::replace(&mut self.inline, true);
                let k = keywords.first().and_then(|k| self.expr(&k.value, None));
                self.inline = inline;
                let attr = if path == "numpy.tril" { Attr::Lower } else { Attr::Upper };
                array.zip(k).and_then(|(array, k)| self.apply(&Triangle, attr, &[array, k], target, at))
            }
            ("numpy.expand_dims", [array, axis]) if keywords.is_empty() => {
                let array = self.expr(array, None);
                match small_int(axis) {
                    Some(axis @ (0 | 1)) => {
                        let attr = Attr::Axis(usize::try_from(axis).unwrap_or(0));
                        array.and_then(|array| self.apply(&InsertAxis, attr, &[array], target, at))
                    }
                    _ => {
                        self.error(axis.range(), "a new axis is an integer literal", "write 0 or 1");
                        None
                    }
                }
            }
            ("numpy.diag", [array]) if keywords.is_empty() => {
                let array = self.expr(array, None)?;
                if self.func.rank(array) == Rank::Matrix {
                    self.apply(&Slice, Attr::Diagonal, &[array], target, at)
                } else {
                    self.apply(&crate::ops::FromDiag, Attr::None, &[array], target, at)
                }
            }
            _ => return None,
        })
    }

    /// Methods with arguments that are no operands; `None` for all others.
    pub(super) fn shape_method(
        &mut self,
        name: &str,
        receiver: Option<Value>,
        call: &ExprCall,
        target: Option<&str>,
    ) -> Option<Option<Value>> {
        if name != "reshape" || !call.arguments.keywords.is_empty() {
            return None;
        }
        let shape = match &*call.arguments.args {
            [] => return None,
            [shape] => self.shape(shape),
            sizes => {
                let inline = self.inline;
                self.inline |= self.mode == Mode::Functions;
                let sizes = self.arguments(sizes);
                self.inline = inline;
                sizes
            }
        };
        let operands = receiver.zip(shape).map(|(array, shape)| [vec![array], shape].concat());
        Some(operands.and_then(|operands| self.apply(&Reshape, Attr::None, &operands, target, call.range())))
    }

    fn filled_like(
        &mut self,
        like: Value,
        attr: Attr,
        value: Option<Value>,
        target: Option<&str>,
        at: TextRange,
    ) -> Option<Value> {
        let inline = std::mem::replace(&mut self.inline, true);
        let lengths = self.lengths(like, at);
        self.inline = inline;
        let operands = [value.into_iter().collect(), lengths?].concat();
        self.apply(&Fill, attr, &operands, target, at)
    }

    fn side_by_side(
        &mut self,
        path: &str,
        arrays: &Expr,
        call: &ExprCall,
        target: Option<&str>,
    ) -> Option<Value> {
        let at = call.range();
        let elements = match arrays {
            Expr::Tuple(tuple) => &tuple.elts,
            Expr::List(list) => &list.elts,
            other => {
                let help = "write them down: `np.concatenate((A, B))`";
                self.error(other.range(), "the arrays that are put together are not known", help);
                return None;
            }
        };
        let operands = self.arguments(elements);
        let axis = match (call.arguments.args.get(1), call.arguments.keywords.first()) {
            (None, None) => Some(0),
            (Some(axis), None) => small_int(axis),
            (None, Some(keyword)) if is_named(keyword, "axis") => small_int(&keyword.value),
            _ => None,
        };
        let Some(axis) = axis.filter(|axis| (0..=1).contains(axis) && call.arguments.len() <= 2) else {
            let help = "write `axis=0` or `axis=1`";
            self.error(
                at,
                "the axis along which arrays are put together is a literal, and the only keyword",
                help,
            );
            return None;
        };
        let operands = operands?;
        let is_vector = operands.first().is_some_and(|&first| self.func.rank(first) == Rank::Vector);
        let attr = match (path, is_vector) {
            ("numpy.stack", _) => Attr::Stacked(usize::try_from(axis).unwrap_or(0)),
            ("numpy.vstack", true) => Attr::Stacked(0),
            ("numpy.column_stack", true) => Attr::Stacked(1),
            ("numpy.vstack", false) | ("numpy.hstack", true) => Attr::Axis(0),
            ("numpy.hstack" | "numpy.column_stack", _) => Attr::Axis(1),
            _ => Attr::Axis(usize::try_from(axis).unwrap_or(0)),
        };
        self.apply(&Concatenate, attr, &operands, target, at)
    }

    /// The second argument of `np.linalg.norm`; of a matrix only Frobenius's norm is one of its elements.
    fn norm_order(&mut self, order: &Expr, array: Option<Value>) -> Option<Attr> {
        let is_infinite =
            self.module_path(order).is_some_and(|path| path == "numpy.inf" || path == "math.inf");
        let is_vector = array.is_none_or(|array| self.func.rank(array) == Rank::Vector);
        match (small_int(order), is_infinite) {
            (Some(1), _) if is_vector => Some(Attr::L1),
            (Some(2), _) if is_vector => Some(Attr::L2),
            (None, true) if is_vector => Some(Attr::LMax),
            _ if matches!(order, Expr::StringLiteral(text) if text.value.to_str() == "fro") && !is_vector => {
                Some(Attr::L2)
            }
            _ => {
                let help = "of a vector write 1, 2 or `np.inf`; of a matrix leave it out";
                self.error(order.range(), "this norm is not supported", help);
                None
            }
        }
    }

    /// The keywords `axis=`, `keepdims=` and `ddof=` of a reduction, and the axis that stands as its last argument.
    pub(super) fn reduction(
        &mut self,
        kind: &'static dyn Operation,
        operand: Option<Value>,
        positional: Option<&Expr>,
        call: &ExprCall,
        target: Option<&str>,
    ) -> Option<Value> {
        let at = call.range();
        let mut found = Reduction::default();
        let mut ddof = None;
        let takes_ddof = kind.name() == Var.name() || kind.name() == Std.name();
        let inline = std::mem::replace(&mut self.inline, true);
        let axis = positional.map(|axis| (axis, axis.range()));
        let mut axes: Vec<(&Expr, TextRange)> = axis.into_iter().collect();
        for keyword in &call.arguments.keywords {
            if is_named(keyword, "axis") {
                axes.push((&keyword.value, keyword.range));
            } else if is_named(keyword, "keepdims")
                && let Expr::BooleanLiteral(literal) = &keyword.value
            {
                found.keeps = literal.value;
            } else if takes_ddof && is_named(keyword, "ddof") {
                ddof = Some(self.expr(&keyword.value, None)?);
            } else {
                let name = keyword.arg.as_ref().map_or("**", |name| name.as_str());
                let message = format!("the keyword argument `{name}` is not supported here");
                let known =
                    if takes_ddof { "`axis=`, `keepdims=` and `ddof=`" } else { "`axis=` and `keepdims=`" };
                self.error(keyword.range, message, format!("it takes {known}"));
                self.inline = inline;
                return None;
            }
        }
        self.inline = inline;
        for (axis, range) in axes {
            match small_int(axis) {
                Some(axis) => found.axis = Some(axis),
                None if matches!(axis, Expr::NoneLiteral(_)) => {}
                None => {
                    self.error(range, "an axis is an integer literal", "write `axis=0` or `axis=1`");
                    return None;
                }
            }
        }
        let operand = operand?;
        let mut operands = vec![operand];
        if takes_ddof {
            let ddof = ddof.unwrap_or_else(|| self.func.int(0));
            if self.is_varied(ddof) {
                self.error(at, "the degrees of freedom are a constant", "write a number, `ddof=1`");
                return None;
            }
            operands.push(ddof);
        }
        let axes = i64::try_from(self.func.ty(operand).axes().len()).unwrap_or(0);
        let axis = found.axis.map(|axis| if axis < 0 { axis + axes } else { axis });
        let attr = match axis {
            None => Attr::All,
            Some(0) if axes == 1 => Attr::All,
            Some(axis) if (0..axes).contains(&axis) => Attr::Axis(usize::try_from(axis).unwrap_or(0)),
            Some(axis) => {
                let rank = self.func.rank(operand);
                let help = "ranks are declared, `x: \"vector\"`; what is not declared is a matrix";
                self.error(at, format!("a {rank} has no axis {axis}"), help);
                return None;
            }
        };
        match (found.keeps, attr) {
            (false, _) => self.apply(kind, attr, &operands, target, at),
            (true, Attr::Axis(_)) => {
                let reduced = self.apply(kind, attr, &operands, None, at)?;
                self.apply(&InsertAxis, attr, &[reduced], target, at)
            }
            (true, _) => {
                let help = "leave it out: a number repeats itself to any shape";
                self.error(at, "`keepdims` of a reduction of everything is not supported", help);
                None
            }
        }
    }
}

fn is_named(keyword: &Keyword, name: &str) -> bool {
    keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name)
}

/// An integer literal, perhaps with a sign.
pub(super) fn small_int(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => int.as_i64(),
            _ => None,
        },
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => small_int(&unary.operand)?.checked_neg(),
        _ => None,
    }
}
