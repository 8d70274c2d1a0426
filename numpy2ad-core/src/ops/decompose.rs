//! Decompositions of a matrix into several, for the operations that are their components. As a factorisation, each *is* its
//! matrix to the rest of the program: its adjoint is the matrix's adjoint, its tangent the matrix's tangent.
//!
//! | | `a` is | flops |
//! |---|---|---|
//! | `eigh` | `v diag(w) vᵀ`, symmetric, of which the lower triangle is read | 9 n³ (Golub and Van Loan 2013, section 8.3) |
//! | `qr` | `q r`, with at least as many rows as columns | at most 4 m n² with `q` (section 5.2) |
//! | `svd` | `u diag(s) vᵀ`, thin | 14 m n² + 8 n³ (figure 8.6.1) |

use super::rules::one;
use super::{Attr, Call, Contribution, Fault, Operation, PythonCall, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

fn matrix(what: &str, args: &[Ty]) -> Result<Ty, Fault> {
    let a = one(what, args)?;
    if a.rank() == Rank::Matrix {
        Ok(Ty::new(a.elem, a.shape))
    } else {
        Err(Fault::new(format!("only a matrix has {what}")))
    }
}

/// `a m n² + b n³` for a matrix of m rows and n columns.
fn cubes([a, b]: [f64; 2], result: Ty, dims: &Dims) -> Flops {
    let axes = result.axes();
    let columns = axes.last().copied();
    let of_rows: Vec<_> = axes.iter().copied().chain(columns).collect();
    let of_columns: Vec<_> = columns.into_iter().cycle().take(3).collect();
    let mut flops = Flops::product(a, &of_rows, dims);
    flops.add(&Flops::product(b, &of_columns, dims));
    flops
}

/// Whether an operation is a decomposition with components.
pub(super) fn is_decomposition(kind: &dyn Operation) -> bool {
    [Eigh.name(), Qr.name(), Svd.name()].contains(&kind.name())
}

macro_rules! decompositions {
    ($($(#[$doc:meta])* $kind:ident: $name:literal, $try_name:literal, $what:literal, $square:literal, $python:expr, $cubes:expr;)+) => {$(
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
                "the matrix itself"
            }

            fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
                let a = matrix($what, args)?;
                if let (Shape::Matrix(m, n), true) = (a.shape, $square) {
                    dims.unify(m, n);
                }
                Ok(a)
            }

            fn adjoint(&self, _func: &mut Func, call: &Call) -> Vec<Contribution> {
                vec![Contribution::plus(0, call.seed)]
            }

            fn tangent(&self, _func: &mut Func, _call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
                tangents.first().copied().flatten()
            }

            fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
                RustForm::Function(if attr == Attr::Fallible { $try_name } else { $name })
            }

            fn python(&self, _attr: Attr) -> PythonForm {
                $python
            }

            fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
                cubes($cubes, result, dims)
            }

            fn samples(&self) -> &'static [Sample] {
                &[]
            }
        }
    )+};
}

/// As many singular vectors as there are singular values.
const THIN: PythonCall = PythonCall { function: "np.linalg.svd", keywords: ", full_matrices=False" };

decompositions! {
    /// Eigendecomposition of a symmetric matrix.
    Eigh: "eigh", "try_eigh", "eigenvalues", true, PythonForm::Call("np.linalg.eigh"), [9.0, 0.0];
    /// Orthogonal and triangular factor.
    Qr: "qr", "try_qr", "a QR decomposition", false, PythonForm::Call("np.linalg.qr"), [4.0, 0.0];
    /// Singular value decomposition.
    Svd: "svd", "try_svd", "singular values", false, PythonForm::CallWith(THIN), [14.0, 8.0];
}

/// What a component costs: it is there already.
pub(super) fn no_flops() -> Flops {
    Flops::zero()
}
