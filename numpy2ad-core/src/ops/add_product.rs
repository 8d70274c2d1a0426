//! A product added to or subtracted from a matrix, `y = c + a · b` and `y = c - a · b`: one kernel where a product and
//! a sum would be two. Users do not write it; the optimiser does, for sums that contain a product.

use super::{Add, Sub};
use super::{
    Attr, Call, Contribution, Fault, MatMul, Operation, Outer, PythonForm, RustForm, Sample, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// A product added to a matrix or a vector.
pub struct AddProduct;

/// A product subtracted from a matrix or a vector.
pub struct SubProduct;

/// The operation that multiplies: two vectors that are added to a matrix are an outer product.
fn product(ranks: &[Rank]) -> &'static dyn Operation {
    match ranks {
        [Rank::Matrix, Rank::Vector, Rank::Vector] => &Outer,
        _ => &MatMul,
    }
}

fn infer(attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
    let [c, factors @ ..] = args else { return Err(Fault::new("an added product takes three operands")) };
    let ranks: Vec<Rank> = args.iter().map(|arg| arg.rank()).collect();
    let ty = product(&ranks).infer(attr, factors, dims)?;
    match (c.shape, ty.shape) {
        (Shape::Matrix(m, n), Shape::Matrix(p, q)) => {
            dims.unify(m, p);
            dims.unify(n, q);
            Ok(ty)
        }
        (Shape::Vector(m), Shape::Vector(n)) => {
            dims.unify(m, n);
            Ok(ty)
        }
        _ => Err(Fault::new("a product is added to an array of its rank")),
    }
}

fn adjoint(sign: Sign, func: &mut Func, call: &Call) -> Vec<Contribution> {
    let ranks: Vec<Rank> = call.args.iter().map(|&arg| func.rank(arg)).collect();
    let factors = Call { args: call.args.get(1..).unwrap_or_default().to_vec(), ..call.clone() };
    let mut out = vec![Contribution::plus(0, call.seed)];
    for contribution in product(&ranks).adjoint(func, &factors) {
        let of_sum = if sign == Sign::Plus { contribution.sign } else { contribution.sign.flip() };
        out.push(Contribution { arg: contribution.arg + 1, sign: of_sum, ..contribution });
    }
    out
}

fn tangent(sign: Sign, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
    let ranks: Vec<Rank> = call.args.iter().map(|&arg| func.rank(arg)).collect();
    let factors = Call { args: call.args.get(1..).unwrap_or_default().to_vec(), ..call.clone() };
    let moved = product(&ranks).tangent(func, &factors, tangents.get(1..).unwrap_or_default());
    match (tangents.first().copied().flatten(), moved) {
        (Some(own), Some(moved)) if sign == Sign::Plus => Some(func.op(&Add, Attr::None, &[own, moved])),
        (Some(own), Some(moved)) => Some(func.op(&Sub, Attr::None, &[own, moved])),
        (Some(own), None) => Some(own),
        (None, moved) if sign == Sign::Plus => moved,
        (None, moved) => Some(func.op(&super::Neg, Attr::None, &[moved?])),
    }
}

/// The kernel that adds the product in place.
fn rust(sign: Sign, attr: Attr, ranks: &[Rank]) -> RustForm {
    match product(ranks).rust(attr, ranks.get(1..).unwrap_or_default()) {
        RustForm::Kernel { accumulate: Some((add, sub)), .. } => {
            RustForm::Accumulated(if sign == Sign::Plus { add } else { sub })
        }
        other => other,
    }
}

fn flops(attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
    let ranks: Vec<Rank> = args.iter().map(|arg| arg.rank()).collect();
    // The additions are counted in the product.
    product(&ranks).flops(attr, args.get(1..).unwrap_or_default(), result, dims)
}

macro_rules! operation {
    ($kind:ident, $name:literal, $sign:expr, $operator:literal) => {
        impl Operation for $kind {
            fn name(&self) -> &'static str {
                $name
            }

            fn spellings(&self) -> &'static [Spelling] {
                &[]
            }

            fn citation(&self) -> &'static str {
                "Giles (2008), section 2.2.2"
            }

            fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
                infer(attr, args, dims)
            }

            fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
                adjoint($sign, func, call)
            }

            fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
                tangent($sign, func, call, tangents)
            }

            fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
                rust($sign, attr, ranks)
            }

            fn python(&self, _attr: Attr) -> PythonForm {
                PythonForm::Accumulated($operator)
            }

            fn flops(&self, attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
                flops(attr, args, result, dims)
            }

            fn samples(&self) -> &'static [Sample] {
                &[]
            }
        }
    };
}

operation!(AddProduct, "add_product", Sign::Plus, "+");
operation!(SubProduct, "sub_product", Sign::Minus, "-");
