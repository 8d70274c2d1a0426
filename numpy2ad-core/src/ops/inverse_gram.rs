//! The product of a matrix with itself around the inverse of a symmetric positive definite one, `y = xᵀ a⁻¹ x`: with
//! `z = a⁻¹ x`, `x_a += z (y_a + y_aᵀ)` and `a_a -= z y_a zᵀ` (Giles 2008, sections 2.2.1 and 2.2.3, of products and inverses).
//! Users do not write it; the optimiser does, for half a solution and half a product with Cholesky's factor (Golub and Van Loan 2013,
//! section 4.2). The first operand is that factorisation, whose adjoint is its matrix's.

use super::rules::{common_elem, two};
use super::{
    Add, Attr, Call, Contribution, Fault, MatMul, Operation, PythonForm, RustForm, Sample, Solve, Spelling,
    Sub, Transpose,
};
use crate::cost::Flops;
use crate::ir::{Func, Sign, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// The product of a matrix with itself around an inverse.
pub struct InverseGram;

impl Operation for InverseGram {
    fn name(&self) -> &'static str {
        "inverse_gram"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[]
    }

    fn citation(&self) -> &'static str {
        "Giles (2008), sections 2.2.1 and 2.2.3"
    }

    fn infer(&self, _attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (a, x) = two("a product around an inverse", args)?;
        let elem = common_elem("the product", a.elem, x.elem)?;
        match (a.shape, x.shape) {
            (Shape::Matrix(m, n), Shape::Matrix(k, columns)) => {
                dims.unify(m, n);
                dims.unify(n, k);
                Ok(Ty::new(elem, Shape::Matrix(columns, columns)))
            }
            _ => Err(Fault::new("a product around an inverse is of two matrices")),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let z = func.op(&Solve, Attr::None, &[call.arg(0), call.arg(1)]);
        let z_t = func.op(&Transpose, Attr::None, &[z]);
        let seed_t = func.op(&Transpose, Attr::None, &[call.seed]);
        let both = func.op(&Add, Attr::None, &[call.seed, seed_t]);
        let scaled = func.op(&MatMul, Attr::None, &[z, call.seed]);
        vec![
            Contribution { arg: 0, sign: Sign::Minus, value: func.op(&MatMul, Attr::None, &[scaled, z_t]) },
            Contribution::plus(1, func.op(&MatMul, Attr::None, &[z, both])),
        ]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let z = func.op(&Solve, Attr::None, &[call.arg(0), call.arg(1)]);
        let z_t = func.op(&Transpose, Attr::None, &[z]);
        let of_x = tangents.get(1).copied().flatten().map(|x_t| {
            let half = func.op(&MatMul, Attr::None, &[z_t, x_t]);
            let other = func.op(&Transpose, Attr::None, &[half]);
            func.op(&Add, Attr::None, &[half, other])
        });
        let of_a = tangents.first().copied().flatten().map(|a_t| {
            let moved = func.op(&MatMul, Attr::None, &[a_t, z]);
            func.op(&MatMul, Attr::None, &[z_t, moved])
        });
        match (of_x, of_a) {
            (Some(of_x), Some(of_a)) => Some(func.op(&Sub, Attr::None, &[of_x, of_a])),
            (of_x, None) => of_x,
            (None, Some(of_a)) => Some(func.op(&super::Neg, Attr::None, &[of_a])),
        }
    }

    fn rust(&self, _attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Kernel { plain: "inverse_gram", accumulate: None }
    }

    fn python(&self, _attr: Attr) -> PythonForm {
        PythonForm::Template("{1}.T @ scipy.linalg.cho_solve({0}, {1}, check_finite=False)")
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        // A triangular solve, and half of a product.
        let (order, columns) = (args.first().map(|a| a.axes()), result.axes());
        let Some([n, _]) = order.as_deref() else { return Flops::zero() };
        let [m, _] = columns[..] else { return Flops::zero() };
        let mut flops = Flops::product(1.0, &[*n, *n, m], dims);
        flops.add(&Flops::product(1.0, &[*n, m, m], dims));
        flops
    }

    fn samples(&self) -> &'static [Sample] {
        &[]
    }
}
