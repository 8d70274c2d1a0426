//! Memory: the elements of the arrays that a program makes, as a polynomial like that of its flops.

use super::Flops;
use super::buffers::{self, Buffers};
use crate::ir::{Func, SlotKind, Stmt, Value};
use crate::ops::{PythonForm, RustForm, Sum};
use crate::table::Set;
use crate::ty::Rank;

/// The elements of all arrays that the kernels make: of what has a statement, of what is an operand that a kernel
/// needs as an array, and of adjoints of intermediate values. Views, scalars and the parts of elementwise expressions
/// are none, products are added to adjoints in place, and what nothing else needs is added to and factorised in place.
#[must_use]
pub fn memory(func: &Func) -> Flops {
    let mut account = Account::new(func);
    let uses = func.uses();
    for stmt in &func.body {
        match *stmt {
            Stmt::Let(value) => {
                let is_view = matches!(account.form(value), None | Some(RustForm::View(_)));
                let buffers = Buffers { func, bound: &account.bound, uses: &uses };
                // A result is an array of its own.
                if (!is_view || func.results.contains(&value)) && buffers.taken_over(value).is_none() {
                    account.add(value);
                }
                account.operands(value);
            }
            Stmt::Update { value, .. } => {
                if account.form(value).is_some_and(RustForm::makes_array) {
                    account.expression(value);
                } else {
                    account.operands(value);
                }
            }
            Stmt::Init(slot) => {
                if func.slot(slot).kind == SlotKind::Local {
                    account.add_shape_of(func.slot(slot).primal);
                }
            }
        }
    }
    account.total
}

/// The same where each operation makes an array of its own, as in NumPy.
#[must_use]
pub fn memory_of_each(func: &Func) -> Flops {
    let mut account = Account::new(func);
    for stmt in &func.body {
        match *stmt {
            Stmt::Let(value) | Stmt::Update { value, .. } => account.each(value),
            Stmt::Init(slot) => {
                if func.slot(slot).kind == SlotKind::Local {
                    account.add_shape_of(func.slot(slot).primal);
                }
            }
        }
    }
    account.total
}

struct Account<'f> {
    func: &'f Func,
    bound: Set<Value>,
    counted: Set<Value>,
    total: Flops,
}

impl<'f> Account<'f> {
    fn new(func: &'f Func) -> Self {
        Self { func, bound: func.lets().collect(), counted: Set::default(), total: Flops::zero() }
    }

    fn form(&self, value: Value) -> Option<RustForm> {
        buffers::form(self.func, value)
    }

    fn add_shape_of(&mut self, value: Value) {
        if self.func.rank(value) != Rank::Scalar {
            self.total.add(&Flops::product(1.0, &self.func.ty(value).axes(), &self.func.dims));
        }
    }

    fn add(&mut self, value: Value) {
        if self.counted.insert(value) {
            self.add_shape_of(value);
        }
    }

    /// A value that has to be there as an array.
    fn expression(&mut self, value: Value) {
        if self.bound.contains(value) {
            return;
        }
        match self.form(value) {
            None => return,
            Some(RustForm::View(_)) => {}
            Some(_) => self.add(value),
        }
        self.operands(value);
    }

    fn operands(&mut self, value: Value) {
        let Some(form) = self.form(value) else { return };
        let args = self.func.as_op(value).map(|(_, args)| args).unwrap_or_default();
        let fuses = form.is_elementwise() || self.func.is_op(value, &Sum);
        for (index, &arg) in args.iter().enumerate() {
            let taken_over = index == 0 && matches!(form, RustForm::Accumulated(_));
            let is_part = self.form(arg).is_some_and(RustForm::is_elementwise) && !self.bound.contains(arg);
            if is_part && (fuses || taken_over) {
                self.operands(arg);
            } else {
                self.expression(arg);
            }
        }
    }

    /// An operation and those within it, each with an array of its own.
    fn each(&mut self, value: Value) {
        let Some((op, args)) = self.func.as_op(value) else { return };
        if !self.counted.insert(value) {
            return;
        }
        let arrays = match op.kind.python(op.attr) {
            PythonForm::Attribute(_) | PythonForm::Same | PythonForm::ShapeOf(_) => 0,
            PythonForm::CallLike(_) => 0, // `np.broadcast_to` repeats without a copy
            PythonForm::Factorised(factors) => usize::from(factors.factorise.is_some()),
            PythonForm::Accumulated(_) | PythonForm::ProductAndSum => 2, // the product, and the sum
            PythonForm::CallOfDifference(_) => 2,
            PythonForm::Ratio(_) => 3,
            _ => 1,
        };
        (0..arrays).for_each(|_| self.add_shape_of(value));
        for &arg in args {
            self.each(arg);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{memory, memory_of_each};
    use crate::ir::Func;
    use crate::rust;

    fn plain(source: &str) -> Func {
        let item = syn::parse_str(source).expect("the source is Rust");
        let (_, lowered) = rust::lower(&item).expect("the source is differentiable");
        rust::adjoint_ir(&lowered.func)
    }

    #[test]
    fn arrays_are_counted_once_and_views_are_none() {
        let mma = "fn f(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> { a.dot(b) + c }";
        // The product, the sum, and the product's adjoint; in NumPy the two increments that are products as well.
        assert_eq!(memory(&plain(mma)).to_string(), "3·k·m");
        assert_eq!(memory_of_each(&plain(mma)).to_string(), "3·k·m + k·n + m·n");
        let transposed = "fn f(a: &Array2<f64>) -> Array2<f64> { a.t().to_owned() }";
        assert_eq!(memory(&plain(transposed)).to_string(), "m·n");
        let number = "fn f(x: &Array1<f64>, s: f64) -> f64 { (x * s).sum() }";
        assert!(memory(&plain(number)).terms().all(|(letters, _)| letters == ["m"]));
    }
}
