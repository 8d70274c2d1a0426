//! Matrices of 2 × 2 blocks, for functions of matrices: the derivative of `f` at `a` in the direction `e` is the corner of
//! `f([[a, e], [0, a]])` (Mathias 1996, theorem 2.1). `spread` puts a matrix into a larger one and `gather` takes
//! it out; both are linear, and each is the adjoint of the other.

use super::rules::{linear_tangent, one};
use super::{Add, Attr, Call, Contribution, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Which blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blocks {
    /// The two on the diagonal.
    Diagonal,
    /// The upper right one.
    Corner,
}

fn infer(args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
    let a = one("a matrix of blocks", args)?;
    match a.shape {
        Shape::Matrix(m, n) => {
            dims.unify(m, n);
            // Twice as long, or half as long.
            let other = dims.fresh();
            Ok(Ty::new(a.elem, Shape::Matrix(other, other)))
        }
        _ => Err(Fault::new("only a matrix has blocks")),
    }
}

macro_rules! blocks {
    ($($(#[$doc:meta])* $kind:ident: $name:literal, $adjoint:ident, $diagonal:literal, $corner:literal, $python_diagonal:literal, $python_corner:literal;)+) => {$(
        $(#[$doc])*
        pub struct $kind;

        impl Operation for $kind {
            fn name(&self) -> &'static str {
                $name
            }

            fn spellings(&self) -> &'static [Spelling] {
                &[]
            }

            fn citation(&self) -> &'static str {
                "linear"
            }

            fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
                infer(args, dims)
            }

            fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
                vec![Contribution::plus(0, func.op(&$adjoint, call.attr, &[call.seed]))]
            }

            fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
                linear_tangent(func, &$kind, call, tangents)
            }

            fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
                RustForm::Function(if attr == Attr::Blocks(Blocks::Corner) { $corner } else { $diagonal })
            }

            fn python(&self, attr: Attr) -> PythonForm {
                PythonForm::Template(match attr {
                    Attr::Blocks(Blocks::Corner) => $python_corner,
                    _ => $python_diagonal,
                })
            }

            fn flops(&self, _attr: Attr, _args: &[Ty], _result: Ty, _dims: &Dims) -> Flops {
                Flops::zero()
            }

            fn samples(&self) -> &'static [Sample] {
                &[]
            }
        }
    )+};
}

blocks! {
    /// A matrix of 2 × 2 blocks that holds the operand in some of them, and zeros in the others.
    Spread: "spread", Gather, "spread_diagonal", "spread_corner",
        "np.kron(np.eye(2), {})", "np.kron(np.eye(2, k=1), {})";
    /// The sum of some of the 2 × 2 blocks of a matrix.
    Gather: "gather", Spread, "gather_diagonal", "gather_corner",
        "sum((np.hsplit(rows, 2)[i] for i, rows in enumerate(np.vsplit({}, 2))))",
        "np.hsplit(np.vsplit({}, 2)[0], 2)[1]";
}

/// The derivative of a function of matrices at `a` in the direction `e`.
pub(super) fn derivative(
    func: &mut Func,
    a: Value,
    e: Value,
    function: impl FnOnce(&mut Func, Value) -> Value,
) -> Value {
    let diagonal = func.op(&Spread, Attr::Blocks(Blocks::Diagonal), &[a]);
    let corner = func.op(&Spread, Attr::Blocks(Blocks::Corner), &[e]);
    let blocks = func.op(&Add, Attr::None, &[diagonal, corner]);
    let of_blocks = function(func, blocks);
    let derivative = func.op(&Gather, Attr::Blocks(Blocks::Corner), &[of_blocks]);
    // Half as long as the blocks, the derivative is as long as the matrix.
    let (axes, known) = (func.ty(derivative).axes(), func.ty(a).axes());
    axes.into_iter().zip(known).for_each(|(axis, known)| func.dims.unify(axis, known));
    derivative
}
