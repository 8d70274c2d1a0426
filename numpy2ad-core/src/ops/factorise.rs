//! Factorisations of a square matrix, for the solves that share them. To the rest of the program a factorisation *is*
//! its matrix: its adjoint is the matrix's adjoint, its tangent the matrix's tangent. Users do not write them; the
//! optimiser does, for the inverses that meet a product.
//!
//! | | of | flops |
//! |---|---|---|
//! | `factors` | any matrix: with partial pivoting, or by Cholesky where a look at run time finds it symmetric and that succeeds | 2/3 n³ (Golub and Van Loan 2013, section 3.2), or 1/3 n³ |
//! | `cholesky` | a matrix that is declared positive definite; an error where it is not | 1/3 n³ (section 4.2) |
//! | `definite` | a matrix that is inferred to be positive definite: Cholesky, and LU where that fails | 1/3 n³ |
//! | `lower`, `upper` | a matrix that is declared triangular | |
//! | `diagonal` | a matrix that is declared diagonal | |
//!
//! Python text has them from SciPy. `check_finite=False` lets NaN flow through the program as it does through
//! `np.linalg.inv`, where SciPy would raise `ValueError`, and saves looking at every element in each call.

use super::decompose::is_decomposition;
use super::rules::one;
use super::{
    Attr, Call, Contribution, Fault, Operation, PythonCall, PythonFactors, PythonForm, RustForm, Sample,
    Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Structure, Ty};

/// The factorisation for a matrix of which this is known.
#[must_use]
pub fn factorisation(structure: Structure) -> &'static dyn Operation {
    match structure {
        Structure::General | Structure::Symmetric => &Factors,
        Structure::Semidefinite => &Definite,
        Structure::Definite => &Cholesky,
        Structure::Lower => &Lower,
        Structure::Upper => &Upper,
        Structure::Diagonal => &Diagonal,
    }
}

/// Whether an operation is a factorisation: of those here, or a decomposition with components.
#[must_use]
pub fn is_factorisation(kind: &dyn Operation) -> bool {
    solves(kind) || is_decomposition(kind)
}

/// Whether an operation is a factorisation that solves linear systems.
#[must_use]
pub fn solves(kind: &dyn Operation) -> bool {
    ["factors", "cholesky", "definite", "lower", "upper", "diagonal"].contains(&kind.name())
}

/// How a front end applies an operation that is written of a matrix: first the steps to the first operand, one after
/// the other, then the operation to what they give and the other operands. So everything that is made of one matrix
/// shares its factorisation.
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "an operation has a name, and no text of its own")]
pub struct Prepared {
    /// Operations on the first operand.
    pub steps: Vec<(&'static dyn Operation, Attr)>,
    /// The form of the operation behind them.
    pub then: Attr,
}

impl Prepared {
    /// One step, and the operation as it was written.
    pub(super) fn by(step: &'static dyn Operation, then: Attr) -> Option<Self> {
        Some(Self { steps: vec![(step, Attr::None)], then })
    }
}

/// Whether Python text has the matrix itself in place of this factorisation.
#[must_use]
pub fn stands_for_factors(kind: &dyn Operation) -> bool {
    matches!(kind.python(Attr::None), PythonForm::Factorised(factors) if factors.factorise.is_none())
}

/// Whether an operation takes a factorisation that solves linear systems in place of the matrix that it is written of.
#[must_use]
pub fn takes_factors(kind: &dyn Operation) -> bool {
    let prepared = kind.prepared(Attr::None);
    prepared.is_some_and(|prepared| prepared.steps.last().is_some_and(|(step, _)| solves(*step)))
}

fn infer(structure: Structure, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
    let a = one("a factorisation", args)?;
    match a.shape {
        Shape::Matrix(m, n) => {
            dims.unify(m, n);
            Ok(a.with(structure))
        }
        _ => Err(Fault::new("only a matrix is factorised")),
    }
}

/// LAPACK stops at a pivot that is zero, and `np.linalg.inv` raises `LinAlgError` then. SciPy warns and hands out the
/// factors, so the text looks at the pivots.
///
/// A matrix that is only inferred to be positive definite is factorised like this as well: where its columns depend
/// on each other, rounding decides whether Cholesky raises, and a `try` around each factorisation is no text to read.
const LU: PythonFactors = PythonFactors {
    factorise: Some(UNCHECKED.of("scipy.linalg.lu_factor")),
    pivots: Some("np.diag({}[0])"),
    solve: Some(UNCHECKED.of("scipy.linalg.lu_solve")),
    transposed: ", trans=1",
    ln_det: "np.sum(np.log(np.abs(np.diag({}[0]))))",
    sign: "np.prod(np.where({}[1] == np.arange(len({}[1])), 1.0, -1.0) * np.sign(np.diag({}[0])))",
    inverse: "scipy.linalg.lu_solve({}, np.eye(len({}[1])), check_finite=False)",
};

const CHOLESKY: PythonFactors = PythonFactors {
    factorise: Some(LOWER_UNCHECKED.of("scipy.linalg.cho_factor")),
    pivots: None,
    solve: Some(UNCHECKED.of("scipy.linalg.cho_solve")),
    transposed: "",
    ln_det: "np.sum(np.log(np.square(np.diag({}[0]))))",
    sign: "1.0",
    inverse: "scipy.linalg.cho_solve({}, np.eye(len({}[0])), check_finite=False)",
};

/// SciPy reads the one triangle, and raises `LinAlgError` itself.
const LOWER: PythonFactors = PythonFactors {
    factorise: None,
    pivots: None,
    solve: Some(LOWER_UNCHECKED.of("scipy.linalg.solve_triangular")),
    transposed: ", trans=1",
    ln_det: "np.sum(np.log(np.abs(np.diag({}))))",
    sign: "np.prod(np.sign(np.diag({})))",
    inverse: "scipy.linalg.solve_triangular({}, np.eye(len({})), lower=True, check_finite=False)",
};

const UPPER: PythonFactors = PythonFactors {
    solve: Some(UNCHECKED.of("scipy.linalg.solve_triangular")),
    inverse: "scipy.linalg.solve_triangular({}, np.eye(len({})), check_finite=False)",
    ..LOWER
};

const DIAGONAL: PythonFactors = PythonFactors {
    factorise: Some(PythonCall { function: "np.diag", keywords: "" }),
    pivots: Some("{}"),
    solve: None,
    transposed: "",
    ln_det: "np.sum(np.log(np.abs({})))",
    sign: "np.prod(np.sign({}))",
    inverse: "np.diag(1.0 / {})",
};

const UNCHECKED: PythonCall = PythonCall { function: "", keywords: ", check_finite=False" };
const LOWER_UNCHECKED: PythonCall = PythonCall { function: "", keywords: ", lower=True, check_finite=False" };

impl PythonCall {
    const fn of(self, function: &'static str) -> Self {
        Self { function, ..self }
    }
}

fn cubes(coefficient: f64, result: Ty, dims: &Dims) -> Flops {
    let axes = result.axes();
    let cube: Vec<_> = axes.iter().chain(axes.first()).copied().collect();
    Flops::product(coefficient, &cube, dims)
}

macro_rules! factorisations {
    ($($(#[$doc:meta])* $kind:ident: $structure:ident, $name:literal, $try_name:literal, $python:expr, $cubes:expr, $in_place:literal;)+) => {$(
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
                infer(Structure::$structure, args, dims)
            }

            fn adjoint(&self, _func: &mut Func, call: &Call) -> Vec<Contribution> {
                vec![Contribution::plus(0, call.seed)]
            }

            fn tangent(&self, _func: &mut Func, _call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
                tangents.first().copied().flatten()
            }

            fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
                match attr {
                    Attr::Fallible => RustForm::Kernel { plain: $try_name, accumulate: None },
                    Attr::Unchecked => RustForm::Function(concat!($name, "_unchecked")),
                    _ => RustForm::Kernel { plain: $name, accumulate: None },
                }
            }

            fn computes_in_place(&self) -> bool {
                $in_place
            }

            fn python(&self, _attr: Attr) -> PythonForm {
                PythonForm::Factorised($python)
            }

            fn flops(&self, _attr: Attr, _args: &[Ty], result: Ty, dims: &Dims) -> Flops {
                let coefficient: Option<f64> = $cubes;
                coefficient.map_or_else(Flops::zero, |coefficient| cubes(coefficient, result, dims))
            }

            fn samples(&self) -> &'static [Sample] {
                &[]
            }
        }
    )+};
}

factorisations! {
    /// Cholesky factorisation where a look finds the matrix symmetric and positive definite, with partial pivoting else.
    Factors: General, "factors", "try_factors", LU, Some(2.0 / 3.0), true;
    /// Cholesky factorisation.
    Cholesky: Definite, "cholesky", "try_cholesky", CHOLESKY, Some(1.0 / 3.0), false;
    /// Cholesky factorisation, with partial pivoting where that fails.
    Definite: Semidefinite, "definite", "try_definite", LU, Some(1.0 / 3.0), false;
    /// A lower triangle as it is.
    Lower: Lower, "lower", "try_lower", LOWER, None, false;
    /// An upper triangle as it is.
    Upper: Upper, "upper", "try_upper", UPPER, None, false;
    /// A diagonal as it is.
    Diagonal: Diagonal, "diagonal", "try_diagonal", DIAGONAL, None, false;
}
