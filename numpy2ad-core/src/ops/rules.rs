//! What several operations share: the type rule and the two derivative rules of elementwise operations.

use super::{Attr, Broadcast, Call, Contribution, Fault, Mul, Neg, Sum};
use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// A partial derivative of an elementwise operation with respect to one operand.
#[derive(Clone, Copy)]
pub(super) enum Partial {
    /// The operand does not matter, or may not be active.
    Zero,
    /// 1.
    One,
    /// -1.
    MinusOne,
    /// This value, elementwise.
    Times(Value),
}

/// The result of operands that broadcast against each other.
pub(super) fn infer_elementwise(what: &str, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
    let mut elem = Elem::Int;
    let mut shape = Shape::Scalar;
    for &arg in args {
        elem = common_elem(what, elem, arg.elem)?;
        shape = match (shape, arg.shape) {
            (Shape::Scalar, other) | (other, Shape::Scalar) => other,
            (Shape::Vector(m), Shape::Vector(n)) => Shape::Vector(dims.joined(m, n)),
            (Shape::Matrix(m, n), Shape::Matrix(p, q)) => Shape::Matrix(dims.joined(m, p), dims.joined(n, q)),
            (Shape::Matrix(m, n), Shape::Vector(k)) | (Shape::Vector(k), Shape::Matrix(m, n)) => {
                Shape::Matrix(m, dims.joined(n, k))
            }
        };
    }
    Ok(Ty::new(elem, shape))
}

/// The element type of two operands; integers are constants and take the other's type.
pub(super) fn common_elem(what: &str, a: Elem, b: Elem) -> Result<Elem, Fault> {
    match (a, b) {
        (Elem::Int, other) | (other, Elem::Int) => Ok(other),
        (a, b) if a == b => Ok(a),
        _ => Err(Fault::with_help(
            format!("{what} mixes f32 and f64"),
            "use one element type in the whole function",
        )),
    }
}

/// The seed times each partial derivative, summed to the operand's rank.
pub(super) fn elementwise_adjoint(func: &mut Func, call: &Call, partials: &[Partial]) -> Vec<Contribution> {
    let mut out = Vec::new();
    for (arg, partial) in partials.iter().enumerate() {
        let (sign, value) = match *partial {
            Partial::Zero => continue,
            Partial::One => (Sign::Plus, call.seed),
            Partial::MinusOne => (Sign::Minus, call.seed),
            Partial::Times(partial) => (Sign::Plus, func.op(&Mul, Attr::None, &[partial, call.seed])),
        };
        let value = if may_be_repeated(func, call.arg(arg), call.result) {
            func.op(&super::Collapse, Attr::None, &[value, call.arg(arg)])
        } else {
            sum_to_rank(func, value, func.rank(call.arg(arg)))
        };
        out.push(Contribution { arg, sign, value });
    }
    out
}

/// Whether an operand may be repeated to the result along an axis that no parameter has. The increment is then summed
/// to the operand's shape where it is made, because whoever reads it takes it for one of that shape.
fn may_be_repeated(func: &Func, operand: Value, result: Value) -> bool {
    let (own, whole) = (func.ty(operand).axes(), func.ty(result).axes());
    let skipped = whole.len().saturating_sub(own.len());
    let mut pairs = own.iter().zip(whole.iter().skip(skipped));
    pairs.any(|(own, whole)| own != whole && func.dims.is_loose(*own)) && !is_constant(func, operand, 8)
}

/// Whether a value is made of constants and lengths alone, as far as a short look tells.
fn is_constant(func: &Func, value: Value, depth: usize) -> bool {
    match func.def(value) {
        crate::ir::Def::Const(_) => true,
        crate::ir::Def::Op(op, args) => {
            op.kind.name() == "size" || depth > 0 && args.iter().all(|&arg| is_constant(func, arg, depth - 1))
        }
        _ => func.ty(value).elem == Elem::Int,
    }
}

/// Sums over the axes that `value` has and `rank` has not: a vector is repeated along a matrix's first axis.
pub(super) fn sum_to_rank(func: &mut Func, value: Value, rank: Rank) -> Value {
    match (func.rank(value), rank) {
        (have, want) if have <= want => value,
        (_, Rank::Scalar) => func.op(&Sum, Attr::All, &[value]),
        _ => func.op(&Sum, Attr::Axis(0), &[value]),
    }
}

/// The sum of each partial derivative times its operand's tangent.
pub(super) fn elementwise_tangent(
    func: &mut Func,
    call: &Call,
    partials: &[Partial],
    tangents: &[Option<Value>],
) -> Option<Value> {
    let mut sum: Option<Value> = None;
    for (partial, tangent) in partials.iter().zip(tangents) {
        let Some(tangent) = *tangent else { continue };
        let (minus, term) = match *partial {
            Partial::Zero => continue,
            Partial::One => (false, tangent),
            Partial::MinusOne => (true, tangent),
            Partial::Times(partial) => (false, func.op(&Mul, Attr::None, &[partial, tangent])),
        };
        sum = Some(match (sum, minus) {
            (None, false) => term,
            (None, true) => func.op(&Neg, Attr::None, &[term]),
            (Some(sum), false) => func.op(&super::Add, Attr::None, &[sum, term]),
            (Some(sum), true) => func.op(&super::Sub, Attr::None, &[sum, term]),
        });
    }
    // A tangent has the shape of its primal. Where a sum's only active operand was repeated along another array, the
    // tangent is still of that operand's shape; a product brings the other operand's shape with it.
    let bare = partials
        .iter()
        .zip(tangents)
        .any(|(p, t)| t.is_some() && matches!(p, Partial::One | Partial::MinusOne));
    let others = call.args.iter().zip(tangents).filter(|(_, t)| t.is_none());
    let beside_array = others.into_iter().any(|(&arg, _)| func.rank(arg) != Rank::Scalar);
    let alone = tangents.iter().flatten().count() == 1 && call.args.len() > 1;
    sum.map(|sum| {
        let lower = func.rank(sum) < func.rank(call.result);
        let repeat = alone && bare && (beside_array || lower);
        if repeat { func.op(&Broadcast, Attr::None, &[sum, call.result]) } else { sum }
    })
}

/// `count` operations for each element of the result.
pub(super) fn flops_each(count: u32, result: Ty, dims: &Dims) -> Flops {
    Flops::product(f64::from(count), &result.axes(), dims)
}

/// The only operand's type.
pub(super) fn one(what: &str, args: &[Ty]) -> Result<Ty, Fault> {
    match args {
        [a] => Ok(*a),
        _ => Err(Fault::new(format!("{what} takes one operand"))),
    }
}

/// The first operand's type, and the others'.
pub(super) fn one_float<'a>(what: &str, args: &'a [Ty]) -> Result<(Ty, &'a [Ty]), Fault> {
    match args {
        [a, rest @ ..] => Ok((*a, rest)),
        [] => Err(Fault::new(format!("{what} takes an operand"))),
    }
}

/// The type of what a reduction over all axes or one leaves.
pub(super) fn reduced(what: &str, attr: Attr, a: Ty) -> Result<Ty, Fault> {
    match (attr, a.shape) {
        (_, Shape::Scalar) => Err(Fault::with_help(
            format!("a scalar has no elements for {what}"),
            "leave it out, or take it of an array",
        )),
        (Attr::Axis(0), Shape::Matrix(_, n)) => Ok(Ty::new(a.elem, Shape::Vector(n))),
        (Attr::Axis(1), Shape::Matrix(m, _)) => Ok(Ty::new(a.elem, Shape::Vector(m))),
        (Attr::Axis(0), Shape::Vector(_)) => Err(Fault::with_help(
            format!("{what} along the only axis of a vector is an array without axes"),
            "leave the axis out: `x.sum()`, `x.mean().unwrap()`",
        )),
        (Attr::Axis(axis), shape) => Err(Fault::with_help(
            format!("a {} has no axis {axis}", shape.rank()),
            "axes are counted from 0: `Axis(0)` is along the rows, `Axis(1)` along the columns",
        )),
        _ => Ok(Ty::scalar(a.elem)),
    }
}

/// What belongs to each element that was reduced, in a shape that repeats itself to the operand's: a number, a row, or a
/// matrix of one column.
pub(super) fn expanded(func: &mut Func, attr: Attr, reduced: Value) -> Value {
    match attr {
        Attr::Axis(1) => func.op(&super::InsertAxis, Attr::Axis(1), &[reduced]),
        _ => reduced,
    }
}

/// What belongs to each element that was reduced, as an increment of the operand: numbers and rows are repeated by the
/// update itself, columns here.
pub(super) fn repeated(func: &mut Func, call: &Call, reduced: Value) -> Value {
    match call.attr {
        Attr::Axis(1) => {
            let column = expanded(func, call.attr, reduced);
            func.op(&Broadcast, Attr::None, &[column, call.arg(0)])
        }
        _ => reduced,
    }
}

/// How many elements each result of a reduction has been made of.
pub(super) fn count(func: &mut Func, attr: Attr, a: Value) -> Value {
    let along = if matches!(attr, Attr::Axis(_)) { attr } else { Attr::All };
    func.op(&super::Size, along, &[a])
}

/// The kernel of a reduction: over all axes, over the rows, over the columns.
pub(super) fn reduction(
    attr: Attr,
    all: &'static str,
    rows: &'static str,
    columns: &'static str,
) -> super::RustForm {
    super::RustForm::Function(match attr {
        Attr::Axis(0) => rows,
        Attr::Axis(_) => columns,
        _ => all,
    })
}

/// The axis of a reduction, if it is along one.
pub(super) fn axis_of(attr: Attr) -> Option<usize> {
    match attr {
        Attr::Axis(axis) => Some(axis),
        _ => None,
    }
}

/// The two operands' types.
pub(super) fn two(what: &str, args: &[Ty]) -> Result<(Ty, Ty), Fault> {
    match args {
        [a, b] => Ok((*a, *b)),
        _ => Err(Fault::new(format!("{what} takes two operands"))),
    }
}

/// The tangent of an operation that is linear in its only operand.
pub(super) fn linear_tangent(
    func: &mut Func,
    kind: &'static dyn super::Operation,
    call: &Call,
    tangents: &[Option<Value>],
) -> Option<Value> {
    let tangent = tangents.first().copied().flatten()?;
    Some(func.op(kind, call.attr, &[tangent]))
}

/// The tangent of an operation that is linear in each of its two operands: the product rule.
pub(super) fn bilinear_tangent(
    func: &mut Func,
    kind: &'static dyn super::Operation,
    call: &Call,
    tangents: &[Option<Value>],
) -> Option<Value> {
    let (a, b) = (call.arg(0), call.arg(1));
    let left = tangents.first().copied().flatten().map(|a_t| func.op(kind, call.attr, &[a_t, b]));
    let right = tangents.get(1).copied().flatten().map(|b_t| func.op(kind, call.attr, &[a, b_t]));
    match (left, right) {
        (Some(left), Some(right)) => Some(func.op(&super::Add, Attr::None, &[left, right])),
        (one, other) => one.or(other),
    }
}

/// A kernel that also accumulates in place.
pub(super) fn kernel(plain: &'static str, accumulate: (&'static str, &'static str)) -> super::RustForm {
    super::RustForm::Kernel { plain, accumulate: Some(accumulate) }
}
