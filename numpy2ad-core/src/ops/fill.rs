//! Arrays of constants, `np.eye(n)`, `np.zeros((m, n))`, `np.ones(..)`, `np.full(.., c)`.

use super::{Attr, Call, Contribution, Domain, Fault, Operation, PythonForm, RustForm, Sample, Spelling};
use crate::cost::Flops;
use crate::ir::{Func, Value};
use crate::ty::{Dims, Elem, Rank, Shape, Ty};

/// An array of constants.
pub struct Fill;

impl Operation for Fill {
    fn name(&self) -> &'static str {
        "fill"
    }

    fn spellings(&self) -> &'static [Spelling] {
        &[
            Spelling::PythonCall("numpy.eye", 1, Attr::Eye),
            Spelling::PythonCall("numpy.identity", 1, Attr::Eye),
            Spelling::PythonCall("numpy.zeros", 1, Attr::Zeros),
            Spelling::PythonCall("numpy.ones", 1, Attr::Ones),
            Spelling::PythonCall("numpy.full", 2, Attr::Full),
        ]
    }

    fn citation(&self) -> &'static str {
        "constant"
    }

    fn infer(&self, attr: Attr, args: &[Ty], dims: &mut Dims) -> Result<Ty, Fault> {
        let sizes = if attr == Attr::Full { args.get(1..).unwrap_or_default() } else { args };
        if sizes.iter().any(|size| size.rank() != Rank::Scalar) {
            return Err(Fault::new("the shape of an array is made of integers"));
        }
        let shape = match (attr, sizes.len()) {
            (Attr::Eye, 1) => {
                let n = dims.fresh();
                Shape::Matrix(n, n)
            }
            (Attr::Eye, _) => return Err(Fault::new("an identity takes its number of rows")),
            (_, 1) => dims.fresh_shape(Rank::Vector),
            (_, 2) => dims.fresh_shape(Rank::Matrix),
            _ => return Err(Fault::new("arrays have one axis or two")),
        };
        Ok(Ty::new(Elem::F64, shape))
    }

    fn adjoint(&self, func: &mut Func, call: &Call) -> Vec<Contribution> {
        let _ = (func, call);
        Vec::new()
    }

    fn tangent(&self, func: &mut Func, call: &Call, tangents: &[Option<Value>]) -> Option<Value> {
        let _ = (func, call, tangents);
        None
    }

    fn rust(&self, attr: Attr, ranks: &[Rank]) -> RustForm {
        let _ = ranks;
        RustForm::Constructor(match attr {
            Attr::Eye => "eye",
            Attr::Zeros => "zeros",
            Attr::Ones => "ones",
            _ => "from_elem",
        })
    }

    fn python(&self, attr: Attr) -> PythonForm {
        match attr {
            Attr::Eye => PythonForm::Call("np.eye"),
            Attr::Zeros => PythonForm::CallShape("np.zeros"),
            Attr::Ones => PythonForm::CallShape("np.ones"),
            _ => PythonForm::CallShapeAndValue("np.full"),
        }
    }

    fn flops(&self, _attr: Attr, args: &[Ty], result: Ty, dims: &Dims) -> Flops {
        let _ = (args, result, dims);
        Flops::zero()
    }

    fn samples(&self) -> &'static [Sample] {
        &[Sample {
            rust: "",
            python: Some(
                "def fill(a):\n    return (a + np.eye(a.shape[0])) * np.ones((a.shape[0], a.shape[1])) + np.full((a.shape[0], 1), 2.0)",
            ),
            inputs: &[("m m", Domain::Any)],
        }]
    }
}
