//! Kronecker product, `y = a ⊗ b`, of blocks `a_ij b`: `a_a,ij += Σ_pq y_a,(ip)(jq) b_pq` and `b_a,pq += Σ_ij y_a,(ip)(jq)
//! a_ij` (Minka 2000, "Old and new matrix algebra useful for statistics", section 3). The product and the two sums over
//! blocks have each other for derivatives.

use super::rules::common_elem;
use super::{
    Add, Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling,
};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Rank, Shape, Ty};

/// Kronecker product of two matrices; as [`Attr::KronLeft`] and [`Attr::KronRight`], of such a product (first operand)
/// and one factor (second), what belongs to the other factor, whose shape the third operand has.
pub struct Kron;

impl Operation for Kron {
    fn name(&self) -> &'static str {
        "kron"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[Spelling::RustFunction("kron", 2, Attr::None), Spelling::PythonCall("numpy.kron", 2, Attr::None)]
    }

    fn citation(&self) -> &'static str {
        "Minka (2000), section 3"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let (first, second) = match args {
            [first, second, ..] => (*first, *second),
            _ => return Err(Fault::new("a Kronecker product is of two matrices")),
        };
        let elem = common_elem("the Kronecker product", first.elem, second.elem)?;
        if [first, second].iter().any(|ty| ty.rank() != Rank::Matrix) {
            return Err(Fault::with_help(
                "a Kronecker product is of two matrices",
                "make a matrix of a vector by `insert_axis`, or write `outer` for the products of all elements",
            ));
        }
        match (attr, args.get(2)) {
            (Attr::KronLeft | Attr::KronRight, Some(like)) => Ok(Ty::new(elem, like.shape)),
            _ => Ok(Ty::new(elem, Shape::Matrix(dims.fresh_loose(), dims.fresh_loose()))),
        }
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let (first, second, seed) = (call.arg(0), call.arg(1), call.seed);
        let (to_first, to_second) = match call.attr {
            Attr::KronLeft => (
                func.op(&Kron, Attr::None, &[seed, second]),
                func.op(&Kron, Attr::KronRight, &[first, seed, second]),
            ),
            Attr::KronRight => (
                func.op(&Kron, Attr::None, &[second, seed]),
                func.op(&Kron, Attr::KronLeft, &[first, seed, second]),
            ),
            _ => (
                func.op(&Kron, Attr::KronLeft, &[seed, second, first]),
                func.op(&Kron, Attr::KronRight, &[seed, first, second]),
            ),
        };
        vec![Contribution::plus(0, to_first), Contribution::plus(1, to_second)]
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let mut moved = |index: usize| {
            let mut args = call.args.clone();
            *args.get_mut(index)? = tangents.get(index).copied().flatten()?;
            Some(func.op(&Kron, call.attr, &args))
        };
        match (moved(0), moved(1)) {
            (Some(one), Some(other)) => Some(func.op(&Add, Attr::None, &[one, other])),
            (one, other) => one.or(other),
        }
    }

    fn rust(&self, attr: Attr, _ranks: &[Rank]) -> RustForm {
        RustForm::Function(match attr {
            Attr::KronLeft => "kron_left",
            Attr::KronRight => "kron_right",
            _ => "kron",
        })
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::KronLeft => PythonForm::Templates(&[
                "",
                "",
                "np.einsum('ipjq,pq->ij', {0}.reshape({2}.shape[0], {1}.shape[0], {2}.shape[1], {1}.shape[1]), {1})",
            ]),
            Attr::KronRight => PythonForm::Templates(&[
                "",
                "",
                "np.einsum('ipjq,ij->pq', {0}.reshape({1}.shape[0], {2}.shape[0], {1}.shape[1], {2}.shape[1]), {1})",
            ]),
            _ => PythonForm::Call("np.kron"),
        }
    }

    fn flops(&self, attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let whole = if attr == Attr::None { Some(result) } else { args.first().copied() };
        let each = if attr == Attr::None { 1.0 } else { 2.0 };
        whole.map_or_else(Flops::zero, |whole| Flops::product(each, &whole.axes(), dims))
    }

    fn samples(&self) -> &'static [Sample] {
        &[
            Sample {
                rust: "fn kron_product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { kron(a, b) }",
                python: Some("def kron_product(a, b):\n    return np.kron(a, b)"),
                inputs: &[("m n", Domain::Any), ("k p", Domain::Any)],
            },
            Sample {
                rust: "fn kron_system(a: &Array2<f64>, b: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { kron(&a.exp(), &b.dot(b)).dot(x) }",
                python: Some("def kron_system(a, b, x: 'vector'):\n    return np.kron(np.exp(a), b @ b) @ x"),
                inputs: &[("3 2", Domain::Any), ("m m", Domain::Any), ("m+m", Domain::Any)],
            },
        ]
    }
}
