//! Solution of a linear system with a factorised matrix, `x = a⁻¹ b`: with `p = a⁻ᵀ x_a`, `b_a += p` and
//! `a_a -= p xᵀ`; transposed, `x = a⁻ᵀ b`: with `p = a⁻¹ x_a`, `b_a += p` and `a_a -= x pᵀ` (Giles 2008, section
//! 2.3.1). The first operand is a factorisation, whose adjoint is its matrix's.

use super::rules::{common_elem, two};
use super::{
    Attr, Call, Contribution, Fault, MatMul, Neg, Operation, Outer, PythonForm, RustForm, Sample, Spelling,
    Sub, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Rank, Shape, Structure, Ty};

/// Solution of a linear system with one or several right-hand sides.
pub struct Solve;

impl Operation for Solve {
    fn name(&self) -> &'static str {
        "solve"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), section 2.3.1"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, b) = two("a solution", args)?;
        let elem = common_elem("the solution", a.elem, b.elem)?;
        match (a.shape, b.shape) {
            (Shape::Matrix(m, n), Shape::Vector(k) | Shape::Matrix(k, _)) => {
                dims.unify(m, n);
                dims.unify(n, k);
                Ok(Ty::new(elem, b.shape))
            }
            _ => Err(Fault::new("a linear system is a matrix and right-hand sides")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let p = func.op(&Solve, other(call.attr), &[call.arg(0), call.seed]);
        let (left, right) = if call.attr == Attr::Transposed { (call.result, p) } else { (p, call.result) };
        let to_a = if func.rank(p) == Rank::Vector {
            func.op(&Outer, Attr::None, &[left, right])
        } else {
            let right_t = func.op(&Transpose, Attr::None, &[right]);
            func.op(&MatMul, Attr::None, &[left, right_t])
        };
        vec![Contribution { arg: 0, sign: Sign::Minus, value: to_a }, Contribution::plus(1, p)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let (a_t, b_t) = (tangents.first().copied().flatten(), tangents.get(1).copied().flatten());
        let moved = a_t.map(|a_t| {
            let a_t =
                if call.attr == Attr::Transposed { func.op(&Transpose, Attr::None, &[a_t]) } else { a_t };
            func.op(&MatMul, Attr::None, &[a_t, call.result])
        });
        let rhs = match (b_t, moved) {
            (Some(b_t), Some(moved)) => func.op(&Sub, Attr::None, &[b_t, moved]),
            (Some(b_t), None) => b_t,
            (None, moved) => func.op(&Neg, Attr::None, &[moved?]),
        };
        Some(func.op(&Solve, call.attr, &[call.arg(0), rhs]))
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let plain = match (attr, ranks.get(1)) {
            (Attr::Transposed, Some(Rank::Vector)) => "solve_t_vec",
            (Attr::Transposed, _) => "solve_t",
            (_, Some(Rank::Vector)) => "solve_vec",
            _ => "solve",
        };
        RustForm::Kernel { plain, accumulate: None }
    }

    fn python(&self, attr: Attr) -> PythonForm {
        PythonForm::Solved { transposed: attr == Attr::Transposed }
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // Two triangular solves, n² flops each for each right-hand side (Golub and Van Loan 2013, section 3.1).
        let mut axes = result.axes();
        let structure = args.first().map(|a| a.structure).unwrap_or_default();
        if structure == Structure::Diagonal {
            return Flops::product(1.0, &axes, dims);
        }
        axes.extend(args.first().and_then(|a| a.axes().first().copied()));
        let triangles = if matches!(structure, Structure::Lower | Structure::Upper) { 1.0 } else { 2.0 };
        Flops::product(triangles, &axes, dims)
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}

/// The form with the transposed matrix, of either.
fn other(attr: Attr) -> Attr {
    if attr == Attr::Transposed { Attr::None } else { Attr::Transposed }
}
