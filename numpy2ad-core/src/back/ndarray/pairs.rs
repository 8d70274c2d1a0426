//! Functions of two operands, of which Rust has methods for numbers and this crate functions for arrays.

use super::expr::Printer;
use super::text::{Kind, Text};
use crate::diag::Diagnostics;
use crate::ir::{Op, Value};
use crate::ops::RustForm;
use crate::ty::Rank;

/// The functions of two arrays, in `numpy2ad::elementwise`.
pub(super) const PAIRS: [&str; 5] = ["atan2", "hypot", "maximum", "minimum", "pow"];

/// Whether an operation is one of these of a matrix and a vector, which is written of the matrix's shape as well.
pub(super) fn repeats_vector(op: Op, left: Rank, right: Rank) -> bool {
    let form = op.kind.rust(op.attr, &[left, right]);
    let is_pair = match form {
        RustForm::Method(name) | RustForm::ElementFunction(name) => PAIRS.contains(&name),
        form => form == RustForm::Power,
    };
    is_pair && matches!((left, right), (Rank::Vector, Rank::Matrix) | (Rank::Matrix, Rank::Vector))
}

impl Printer<'_> {
    /// A function of two operands: a method of a number, a closure where one is an array, and a function of two
    /// arrays. Beside a NaN, the methods `max` and `min` give the other number, which `np.maximum` does not; two arrays
    /// under `np.fmax` are refused for that, but a person would write the closure of a single array.
    pub(super) fn pair(
        &mut self,
        value: Value,
        op: Op,
        args: &[Value],
        (method, function): (&'static str, &'static str),
        diags: &mut Diagnostics,
    ) -> Text {
        let &[a, b] = args else { return self.refuse(value, op, diags) };
        let of_numbers = op.kind.rust(op.attr, &[]) != RustForm::Method(method);
        match (self.func.rank(a), self.func.rank(b)) {
            (Rank::Scalar, Rank::Scalar) => {
                let (a, b) = (self.receiver(a, diags), self.write(b, false, diags).argument());
                Text::postfix(format!("{a}.{method}({b})"), Kind::Number)
            }
            (_, Rank::Scalar) => {
                let (array, number) = (self.receiver(a, diags), self.write(b, false, diags).argument());
                let x = self.free.fresh("x");
                self.free.release(&x);
                Text::postfix(format!("{array}.mapv(|{x}| {x}.{method}({number}))"), Kind::Owned)
            }
            (Rank::Scalar, _) => {
                let (number, array) = (self.receiver(a, diags), self.receiver(b, diags));
                let x = self.free.fresh("x");
                self.free.release(&x);
                Text::postfix(format!("{array}.mapv(|{x}| {number}.{method}({x}))"), Kind::Owned)
            }
            (left, right) if of_numbers || method == function => {
                self.functions.insert(function);
                let [a, b] = [a, b].map(|arg| self.write(arg, false, diags));
                // The functions take arrays of one shape: a vector is a row that is repeated.
                let row = |vector: &Text, matrix: &Text| {
                    format!("&{}.broadcast({}.raw_dim()).unwrap()", vector.receiver(), matrix.receiver())
                };
                let (a, b) = match (left, right) {
                    (Rank::Vector, Rank::Matrix) => (row(&a, &b), b.argument()),
                    (Rank::Matrix, Rank::Vector) => (a.argument(), row(&b, &a)),
                    _ => (a.argument(), b.argument()),
                };
                Text::postfix(format!("{function}({a}, {b})"), Kind::Owned)
            }
            _ => self.refuse(value, op, diags),
        }
    }
}
