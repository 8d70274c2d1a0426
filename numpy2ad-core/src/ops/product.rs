//! Product of the elements, over all axes or along one: `a_a += y_a · ` the product of the other elements, which is
//! right where elements are 0 as well, where `y / a` is not.
//!
//! The products of the others have derivatives of the same kind, so that second derivatives are right at 0 too:
//! [`Others`] with a direction `d` is `Σ_j d_j Π_{k≠i,j} a_k`, which is symmetric in the direction and the seed.

use super::rules::{axis_of, expanded, one, reduced, reduction};
use super::{
    Add, Attr, Call, Contribution, Domain, Fault, Mul, Operation, PythonForm, RustForm, Sample, Spelling, Sum,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Ty};

/// Product of the elements.
pub struct Product;

/// For each element the product of the others; with directions, its derivative in them.
pub struct Others;

impl Operation for Product {
    fn name(&self) -> &'static str {
        "product"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::RustMethod("product", 0, Attr::All),
            Spelling::RustMethod("product_axis", 1, Attr::AnyAxis),
            Spelling::PythonCall("numpy.prod", 1, Attr::All),
            Spelling::PythonCall("numpy.prod", 2, Attr::AnyAxis),
            Spelling::PythonMethod("prod", 0, Attr::All),
            Spelling::PythonMethod("prod", 1, Attr::AnyAxis),
        ]
    }

    fn citation(&self) -> &'static str {
        "the product rule"
    }

    fn infer(&self, attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        reduced("a product of elements", attr, one("a product of elements", args)?)
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let others = func.op(&Others, call.attr, &[call.arg(0)]);
        let seed = expanded(func, call.attr, call.seed);
        vec![Contribution::plus(0, func.op(&Mul, Attr::None, &[others, seed]))]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let tangent = tangents.first().copied().flatten()?;
        let others = func.op(&Others, call.attr, &[call.arg(0)]);
        let moved = func.op(&Mul, Attr::None, &[others, tangent]);
        Some(func.op(&Sum, call.attr, &[moved]))
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        reduction(attr, "product", "product_rows", "product_columns")
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Reduction("np.prod", axis_of(attr), &[])
    }

    fn flops(&self, _attr: Attr, args: &[Ty], _result: Ty, dims: &Dims) -> Flops {
        args.first().map_or_else(Flops::zero, |a| Flops::product(1.0, &a.axes(), dims))
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn product_m(a: &Array2<f64>) -> f64 { a.product() }",
                python: Some("def product_m(a):\n    return np.prod(a)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn product_v(x: &Array1<f64>) -> f64 { x.exp().product() * x.product() }",
                python: Some("def product_v(x: 'vector'):\n    return np.exp(x).prod() * np.prod(x)"),
                inputs: &[("m", Domain::Any)],
            },
            // An element that is 0: the product of all others is its derivative.
            Sample {
                rust: "fn product_zero(x: &Array1<f64>) -> f64 { (x - x[0]).product() + (x * &(x - x[0])).product() }",
                python: Some(
                    "def product_zero(x: 'vector'):\n    return np.prod(x - x[0]) + np.prod(x * (x - x[0]))",
                ),
                inputs: &[("m+1", Domain::Any)],
            },
            Sample {
                rust: "fn product_along_rows(a: &Array2<f64>) -> Array1<f64> { a.product_axis(Axis(0)) }",
                python: Some("def product_along_rows(a):\n    return np.prod(a, axis=0)"),
                inputs: &[("m n", Domain::Any)],
            },
            Sample {
                rust: "fn product_along_columns(a: &Array2<f64>) -> Array1<f64> { (a - 1.0).product_axis(Axis(1)) }",
                python: Some("def product_along_columns(a):\n    return (a - 1.0).prod(axis=1)"),
                inputs: &[("m n", Domain::Any)],
            },
        ]
    }
}

impl Operation for Others {
    fn name(&self) -> &'static str {
        "others"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "the product rule"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], _dims: &mut Dims) -> Result<Ty, Fault> {
        match args {
            [a] | [a, _] if args.iter().all(|arg| arg.rank() == a.rank()) => Ok(Ty::new(a.elem, a.shape)),
            _ => Err(Fault::new("the third derivative of a product of elements is not supported")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let a = call.arg(0);
        if call.args.len() == 1 {
            return vec![Contribution::plus(0, func.op(&Others, call.attr, &[a, call.seed]))];
        }
        let to_a = func.op(&Others, call.attr, &[a, call.arg(1), call.seed]);
        let to_direction = func.op(&Others, call.attr, &[a, call.seed]);
        vec![Contribution::plus(0, to_a), Contribution::plus(1, to_direction)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let a = call.arg(0);
        let by_direction =
            tangents.get(1).copied().flatten().map(|moved| func.op(&Others, call.attr, &[a, moved]));
        let by_a = tangents.first().copied().flatten().map(|moved| {
            let mut args = call.args.clone();
            args.push(moved);
            func.op(&Others, call.attr, &args)
        });
        match (by_a, by_direction) {
            (Some(one), Some(other)) => Some(func.op(&Add, Attr::None, &[one, other])),
            (one, other) => one.or(other),
        }
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        match ranks.len() {
            1 => reduction(attr, "others", "others_rows", "others_columns"),
            _ => reduction(attr, "others_moved", "others_moved_rows", "others_moved_columns"),
        }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        // NumPy has no product of all but one. A mask of n × n, or of n × n × n, is right at 0.
        PythonForm::Templates(match attr {
            Attr::Axis(0) => &[
                "np.prod(np.where(np.eye({0}.shape[0], dtype=bool)[:, :, np.newaxis], 1.0, {0}), axis=1)",
                "np.einsum('ijk,ij,jk->ik', np.prod(np.where((np.eye({0}.shape[0], dtype=bool)[:, np.newaxis] | np.eye({0}.shape[0], dtype=bool))[..., np.newaxis], 1.0, {0}), axis=2), 1.0 - np.eye({0}.shape[0]), {1})",
            ],
            Attr::Axis(_) => &[
                "np.prod(np.where(np.eye({0}.shape[1], dtype=bool), 1.0, {0}[:, np.newaxis, :]), axis=2)",
                "np.einsum('kij,ij,kj->ki', np.prod(np.where(np.eye({0}.shape[1], dtype=bool)[:, np.newaxis] | np.eye({0}.shape[1], dtype=bool), 1.0, {0}[:, np.newaxis, np.newaxis, :]), axis=3), 1.0 - np.eye({0}.shape[1]), {1})",
            ],
            _ => &[
                "np.prod(np.where(np.eye({0}.size, dtype=bool), 1.0, np.ravel({0})), axis=1).reshape({0}.shape)",
                "(np.prod(np.where(np.eye({0}.size, dtype=bool)[:, np.newaxis] | np.eye({0}.size, dtype=bool), 1.0, np.ravel({0})), axis=2) * (1.0 - np.eye({0}.size)) @ np.ravel({1})).reshape({0}.shape)",
            ],
        })
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let each = if args.len() == 1 { 3.0 } else { 12.0 };
        Flops::product(each, &result.axes(), dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
