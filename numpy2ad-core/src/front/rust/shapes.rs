//! Axes, parts, shapes and constants: syntax that is no method or function of operands alone.

use super::body::Lowering;
use super::scope::Binding;
use super::syntax::{path_text, strip};
use crate::ir::Value;
use crate::ops::{
    Along, Attr, BroadcastTo, Concatenate, End, Fill, FromDiag, Linspace, Operation, Region, Reshape, Size,
    Slice,
};
use crate::origin::Origin;
use crate::ty::Rank;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprIndex, ExprMacro, ExprMethodCall, Lit, RangeLimits, Token, UnOp};

/// Methods whose arguments are integers, and their named constants as well.
pub(super) const WITH_INTEGERS: [&str; 5] = ["powi", "row", "column", "tril", "triu"];

/// What a method that changes the shape is called.
const RESHAPES: [&str; 4] = ["to_shape", "into_shape_with_order", "into_shape_clone", "into_shape"];

/// A part of an array and its bounds.
type PartOf = (Region, Vec<Value>);

impl Lowering<'_> {
    /// A method whose arguments are no operands; `None` for all others.
    pub(super) fn shape_method(&mut self, call: &ExprMethodCall, whole: &Expr) -> Option<Option<Value>> {
        let name = call.method.to_string();
        let mut args = call.args.iter();
        let (first, second) = (args.next(), args.next());
        Some(match (name.as_str(), first, second) {
            ("slice" | "slice_move" | "slice_collapse", Some(part), None) => {
                let receiver = self.expr(&call.receiver);
                let part = self.slice_argument(part);
                self.part_of(receiver, part, whole)
            }
            ("index_axis" | "index_axis_move", Some(axis), Some(index)) => {
                let receiver = self.expr(&call.receiver);
                let axis = self.axis(axis);
                let index = self.with_integer_constants(index);
                let part = axis.zip(index).map(|(axis, index)| (Region::line(axis), vec![index]));
                self.part_of(receiver, part, whole)
            }
            ("remove_axis", Some(axis), None) => {
                let receiver = self.expr(&call.receiver);
                let axis = self.axis(axis);
                let zero = self.func.int(0);
                self.part_of(receiver, axis.map(|axis| (Region::line(axis), vec![zero])), whole)
            }
            ("dim" | "raw_dim", None, None) => {
                let receiver = self.expr(&call.receiver);
                self.only_length(receiver, call, whole)
            }
            (name, Some(_), None) if RESHAPES.contains(&name) => {
                self.refuse_result(call, "a `Result`", "?` or `.unwrap()");
                None
            }
            ("broadcast", Some(_), None) => {
                self.refuse_result(call, "an `Option`", ".unwrap()");
                None
            }
            _ => return None,
        })
    }

    fn refuse_result(&mut self, call: &ExprMethodCall, what: &str, remedy: &str) {
        self.diags.error_with_help(
            Origin::of_tokens(&call.method),
            format!("`{}` gives {what}, and this uses it as an array", call.method),
            format!("write `{remedy}` behind it"),
        );
    }

    /// A method behind which `unwrap()` or `?` stands, and which has a shape for an argument; `None` for others.
    pub(super) fn unwrapped_shape(
        &mut self,
        call: &ExprMethodCall,
        attr: Attr,
        whole: &Expr,
    ) -> Option<Option<Value>> {
        let name = call.method.to_string();
        let shape = call.args.first().filter(|_| call.args.len() == 1)?;
        let kind: &'static dyn Operation = match name.as_str() {
            name if RESHAPES.contains(&name) => &Reshape,
            "broadcast" if attr == Attr::None => &BroadcastTo,
            _ => return None,
        };
        let receiver = self.expr(&call.receiver);
        let sizes = self.shape(shape);
        let operands = receiver.zip(sizes).map(|(receiver, sizes)| [vec![receiver], sizes].concat());
        Some(operands.and_then(|operands| self.apply(kind, attr, &operands, whole)))
    }

    /// `dim()` of a vector, which is a number; that of a matrix is a tuple.
    fn only_length(&mut self, receiver: Option<Value>, call: &ExprMethodCall, whole: &Expr) -> Option<Value> {
        let receiver = receiver?;
        if self.func.rank(receiver) == Rank::Vector && call.method == "dim" {
            return self.apply(&Size, Attr::All, &[receiver], whole);
        }
        self.diags.error_with_help(
            Origin::of_tokens(&call.method),
            format!(
                "`{}()` of a {} is a shape, and this uses it as a number",
                call.method,
                self.func.rank(receiver)
            ),
            "take it apart by `let (m, n) = a.dim();`, or write `a.nrows()`",
        );
        None
    }

    fn part_of(&mut self, receiver: Option<Value>, part: Option<PartOf>, whole: &Expr) -> Option<Value> {
        let (receiver, (part, bounds)) = (receiver?, part?);
        if part.is_element() {
            self.diags.error_with_help(
                Origin::of_tokens(whole),
                "a part without axes is an array without axes",
                "write the element: `a[[i, j]]`, `x[i]`",
            );
            return None;
        }
        self.apply(&Slice, Attr::Region(part), &[vec![receiver], bounds].concat(), whole)
    }

    /// `Axis(0)` as a number.
    pub(super) fn axis(&mut self, expr: &Expr) -> Option<usize> {
        let found = match strip(expr) {
            Expr::Call(call) if super::syntax::is_path_end(&call.func, "Axis") && call.args.len() == 1 => {
                call.args.first().and_then(literal)
            }
            _ => None,
        };
        let axis = found.and_then(|axis| usize::try_from(axis).ok());
        if axis.is_none() {
            self.diags.error_with_help(
                Origin::of_tokens(expr),
                "an axis is written down: the shape of the result depends on it",
                "write `Axis(0)` or `Axis(1)`",
            );
        }
        axis
    }

    /// `s![1..3, ..;2]`
    fn slice_argument(&mut self, expr: &Expr) -> Option<PartOf> {
        let Expr::Macro(mac) = strip(expr) else {
            self.diags.error_with_help(
                Origin::of_tokens(expr),
                "a part is written down: the shape of the result depends on it",
                "write `s![1..3, ..]`",
            );
            return None;
        };
        if mac.mac.path.segments.last().is_none_or(|s| s.ident != "s") {
            self.diags.error_with_help(
                Origin::of_tokens(mac),
                format!("the macro `{}!` is no part of an array", path_text(&mac.mac.path)),
                "write `s![1..3, ..]`",
            );
            return None;
        }
        let parse = Punctuated::<SliceArgument, Token![,]>::parse_terminated;
        let arguments = match mac.mac.parse_body_with(parse) {
            Ok(arguments) => arguments,
            Err(error) => {
                self.diags.error(Origin::of_span(error.span()), error.to_string());
                return None;
            }
        };
        let mut bounds = Vec::new();
        let mut along = Vec::new();
        for argument in &arguments {
            along.push(self.along(argument, &mut bounds)?);
        }
        match along[..] {
            [first] => Some((Region { first, second: None }, bounds)),
            [first, second] => Some((Region { first, second: Some(second) }, bounds)),
            _ => {
                self.diags.error_with_help(
                    Origin::of_tokens(mac),
                    "arrays have one axis or two here",
                    "write `s![1..3]` of a vector, `s![1..3, ..]` of a matrix",
                );
                None
            }
        }
    }

    fn along(&mut self, argument: &SliceArgument, bounds: &mut Vec<Value>) -> Option<Along> {
        let Expr::Range(range) = strip(&argument.range) else {
            if super::syntax::is_path_end(&argument.range, "NewAxis") {
                self.diags.error_with_help(
                    Origin::of_tokens(&argument.range),
                    "a new axis inside of `s![..]` is not supported",
                    "write `insert_axis(Axis(0))`",
                );
                return None;
            }
            bounds.push(self.with_integer_constants(&argument.range)?);
            return Some(Along::Index);
        };
        let step = match &argument.step {
            None => 1,
            Some(step) => {
                match literal(step).and_then(|step| i32::try_from(step).ok()).filter(|&step| step != 0) {
                    Some(step) => step,
                    None => {
                        self.diags.error_with_help(
                            Origin::of_tokens(step),
                            "a step is an integer literal, and not 0",
                            "write `s![..;2]` or `s![..;-1]`",
                        );
                        return None;
                    }
                }
            }
        };
        if let Some(start) = &range.start {
            bounds.push(self.with_integer_constants(start)?);
        }
        let to = match (&range.end, &range.limits) {
            (None, _) => End::Open,
            (Some(_), RangeLimits::HalfOpen(_)) => End::Before,
            (Some(_), RangeLimits::Closed(_)) => End::With,
        };
        if let Some(end) = &range.end {
            bounds.push(self.with_integer_constants(end)?);
        }
        Some(Along::Range { from: range.start.is_some(), to, step })
    }

    /// `x[i]`, `a[[i, j]]`, `a[(i, j)]`, `a.shape()[0]`.
    pub(super) fn index(&mut self, index: &ExprIndex, whole: &Expr) -> Option<Value> {
        if let Expr::MethodCall(call) = strip(&index.expr)
            && call.method == "shape"
            && call.args.is_empty()
        {
            let receiver = self.expr(&call.receiver)?;
            let Some(axis) = literal(&index.index).and_then(|axis| usize::try_from(axis).ok()) else {
                self.diags.error_with_help(
                    Origin::of_tokens(&*index.index),
                    "an axis is an integer literal",
                    "write `a.shape()[0]`",
                );
                return None;
            };
            return self.apply(&Size, Attr::Axis(axis), &[receiver], whole);
        }
        let receiver = self.expr(&index.expr);
        let indices: Vec<&Expr> = match strip(&index.index) {
            Expr::Array(array) => array.elems.iter().collect(),
            Expr::Tuple(tuple) => tuple.elems.iter().collect(),
            other => vec![other],
        };
        let mut bounds = Vec::new();
        for index in &indices {
            bounds.push(self.with_integer_constants(index));
        }
        let bounds: Option<Vec<Value>> = bounds.into_iter().collect();
        let second = (indices.len() == 2).then_some(Along::Index);
        let (receiver, bounds) = (receiver?, bounds?);
        let axes = match self.func.rank(receiver) {
            Rank::Scalar => 0,
            Rank::Vector => 1,
            Rank::Matrix => 2,
        };
        if axes != indices.len() {
            self.diags.error_with_help(
                Origin::of_tokens(&*index.index),
                format!("a {} has another number of indices", self.func.rank(receiver)),
                "write `x[i]` of a vector, `a[[i, j]]` of a matrix, `a.row(i)` for its rows",
            );
            return None;
        }
        let part = Region { first: Along::Index, second };
        self.apply(&Slice, Attr::Region(part), &[vec![receiver], bounds].concat(), whole)
    }

    /// A shape: `n`, `(m, n)`, `[m, n]`, `a.dim()`, `a.raw_dim()`.
    pub(super) fn shape(&mut self, expr: &Expr) -> Option<Vec<Value>> {
        let parts: Vec<&Expr> = match strip(expr) {
            Expr::Tuple(tuple) => tuple.elems.iter().collect(),
            Expr::Array(array) => array.elems.iter().collect(),
            Expr::Call(call)
                if ["Ix1", "Ix2"].iter().any(|ix| super::syntax::is_path_end(&call.func, ix)) =>
            {
                call.args.iter().collect()
            }
            Expr::MethodCall(call) if is_shape(call) => return self.lengths(call, expr),
            Expr::Path(_) if self.is_tuple(expr) => return self.tuple(expr, None),
            other => vec![other],
        };
        let sizes: Vec<Option<Value>> = parts.iter().map(|part| self.with_integer_constants(part)).collect();
        sizes.into_iter().collect()
    }

    /// The lengths of all axes: `a.dim()`, `a.raw_dim()`.
    pub(super) fn lengths(&mut self, call: &ExprMethodCall, whole: &Expr) -> Option<Vec<Value>> {
        let array = self.expr(&call.receiver)?;
        match self.func.rank(array) {
            Rank::Matrix => (0..2).map(|axis| self.apply(&Size, Attr::Axis(axis), &[array], whole)).collect(),
            _ => Some(vec![self.apply(&Size, Attr::All, &[array], whole)?]),
        }
    }

    /// Whether a method call is the shape of a matrix, as far as can be told without looking at the receiver's own
    /// mistakes.
    pub(super) fn is_shape_of_matrix(&self, call: &ExprMethodCall) -> bool {
        let is_vector = match strip(&call.receiver) {
            Expr::Path(path) => path.path.get_ident().and_then(|ident| self.lookup(ident)).is_some_and(
                |binding| matches!(binding, Binding::Value { value, .. } if self.func.rank(*value) != Rank::Matrix),
            ),
            _ => false,
        };
        is_shape(call) && call.method == "dim" && !is_vector
    }

    /// `Array2::eye(n)` and the like; `None` for other functions.
    pub(super) fn constructor(&mut self, call: &ExprCall, whole: &Expr) -> Option<Option<Value>> {
        let Expr::Path(path) = strip(&call.func) else { return None };
        let mut segments = path.path.segments.iter().rev();
        let (name, of) = (segments.next()?.ident.to_string(), segments.next()?.ident.to_string());
        if !["Array", "Array1", "Array2", "ArrayBase"].contains(&of.as_str()) {
            return None;
        }
        let args: Vec<&Expr> = call.args.iter().collect();
        Some(match (name.as_str(), &args[..]) {
            ("eye", [n]) => {
                let n = self.with_integer_constants(n);
                let one = self.func.float(1.0, self.elem);
                n.and_then(|n| self.apply(&Fill, Attr::Eye, &[n, one], whole))
            }
            ("from_diag_elem", [n, value]) => {
                let (n, value) = (self.with_integer_constants(n), self.expr(value));
                n.zip(value).and_then(|(n, value)| self.apply(&Fill, Attr::Eye, &[n, value], whole))
            }
            ("zeros" | "ones", [shape]) => {
                let value = self.func.float(if name == "ones" { 1.0 } else { 0.0 }, self.elem);
                self.filled(shape, Some(value), whole)
            }
            ("from_elem", [shape, value]) => {
                let value = self.expr(value);
                self.filled(shape, value, whole)
            }
            ("from_diag", [diagonal]) => {
                let diagonal = self.expr(diagonal);
                diagonal.and_then(|diagonal| self.apply(&FromDiag, Attr::None, &[diagonal], whole))
            }
            ("linspace", [first, last, count]) => {
                let (first, last) = (self.expr(first), self.expr(last));
                let count = self.with_integer_constants(count);
                let ends = first.zip(last).zip(count);
                ends.and_then(|((first, last), count)| {
                    self.apply(&Linspace, Attr::None, &[first, last, count], whole)
                })
            }
            _ => return None,
        })
    }

    fn filled(&mut self, shape: &Expr, value: Option<Value>, whole: &Expr) -> Option<Value> {
        let sizes = self.shape(shape)?;
        self.apply(&Fill, Attr::Filled, &[vec![value?], sizes].concat(), whole)
    }

    /// `concatenate![Axis(0), a, b]`, `stack![Axis(1), x, y]`; `None` for other macros.
    pub(super) fn side_macro(&mut self, mac: &ExprMacro, whole: &Expr) -> Option<Option<Value>> {
        let name = mac.mac.path.segments.last()?.ident.to_string();
        ["concatenate", "stack"].contains(&name.as_str()).then_some(())?;
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = match mac.mac.parse_body_with(parse) {
            Ok(arguments) => arguments,
            Err(error) => {
                self.diags.error(Origin::of_span(error.span()), error.to_string());
                return Some(None);
            }
        };
        let mut arguments = arguments.iter();
        let axis = arguments.next();
        let arrays: Vec<&Expr> = arguments.collect();
        Some(axis.and_then(|axis| self.side_by_side(&name, axis, &arrays, whole)))
    }

    /// `concatenate(Axis(0), &[a.view(), b.view()])` behind which `unwrap()` stands; `None` for other functions.
    pub(super) fn side_call(&mut self, call: &ExprCall, whole: &Expr) -> Option<Option<Value>> {
        let name =
            ["concatenate", "stack"].into_iter().find(|name| super::syntax::is_path_end(&call.func, name))?;
        let args: Vec<&Expr> = call.args.iter().collect();
        let [axis, arrays] = args[..] else { return None };
        let inner = match strip(arrays) {
            Expr::Reference(reference) => strip(&reference.expr),
            other => other,
        };
        let Expr::Array(array) = inner else {
            self.diags.error_with_help(
                Origin::of_tokens(arrays),
                "the arrays that are put together are written down",
                format!("write `{name}(Axis(0), &[a.view(), b.view()])`"),
            );
            return Some(None);
        };
        let arrays: Vec<&Expr> = array.elems.iter().collect();
        Some(self.side_by_side(name, axis, &arrays, whole))
    }

    fn side_by_side(&mut self, name: &str, axis: &Expr, arrays: &[&Expr], whole: &Expr) -> Option<Value> {
        let axis = self.axis(axis);
        let arrays: Vec<Option<Value>> = arrays.iter().map(|array| self.expr(array)).collect();
        let arrays: Option<Vec<Value>> = arrays.into_iter().collect();
        let attr = if name == "stack" { Attr::Stacked(axis?) } else { Attr::Axis(axis?) };
        self.apply(&Concatenate, attr, &arrays?, whole)
    }
}

/// Whether a method call gives its receiver another shape.
pub(super) fn is_reshape(call: &ExprMethodCall) -> bool {
    RESHAPES.iter().any(|name| call.method == name) && call.args.len() == 1
}

/// Whether a method call is the shape of an array.
fn is_shape(call: &ExprMethodCall) -> bool {
    (call.method == "dim" || call.method == "raw_dim") && call.args.is_empty()
}

/// A range or an index, and a step.
struct SliceArgument {
    range: Expr,
    step: Option<Expr>,
}

impl Parse for SliceArgument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let range = input.parse()?;
        let step = if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { range, step })
    }
}

/// An integer literal, perhaps with a sign.
fn literal(expr: &Expr) -> Option<i64> {
    match strip(expr) {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(int) => int.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => literal(&unary.expr)?.checked_neg(),
        _ => None,
    }
}
