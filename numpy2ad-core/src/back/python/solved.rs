//! Factorisations and the solutions that share them.

use super::Printer;
use super::precedence::{self, Precedence};
use crate::ir::{Stmt, Value};
use crate::ops::{OfFactors, PythonFactors, PythonForm};
use crate::ty::Rank;

impl Printer<'_> {
    /// What a factorisation computes.
    pub(super) fn factorised(&self, factors: PythonFactors, args: &[Value]) -> String {
        let matrix = args.first().map(|&matrix| self.expr(matrix, Precedence::Test)).unwrap_or_default();
        match factors.factorise {
            Some(call) => self.call(call.function, &format!("{matrix}{}", call.keywords)),
            None => matrix,
        }
    }

    /// The statement that raises where a factorisation has found a zero, as `np.linalg.inv` raises. NaN is no zero, and
    /// flows.
    pub(super) fn guard(&self, value: Value) -> Option<String> {
        let pivots = self.factors(value)?.pivots?;
        let name = self.func.value(value).name.as_deref().unwrap_or("");
        let pivots = pivots.replace("{}", name);
        let pivots = self.modules.name(&pivots);
        let raised = self.call("np.linalg.LinAlgError", "'Singular matrix'");
        Some(format!("if 0 in {pivots}:\n    raise {raised}"))
    }

    /// A solution with the factors of the first operand.
    pub(super) fn solved(&self, transposed: bool, args: &[Value], around: Precedence) -> String {
        let [matrix, rhs] = *args else { return String::new() };
        let Some(factors) = self.factors(matrix) else { return String::new() };
        let Some(call) = factors.solve else {
            let (own, left, right) = precedence::infix("/");
            let columns = if self.func.rank(rhs) == Rank::Matrix { "[:, None]" } else { "" };
            let divisor = format!("{}{columns}", self.expr(matrix, right));
            return own.within(around, format!("{} / {divisor}", self.expr(rhs, left)));
        };
        let matrix = match factors.factorise {
            Some(_) => self.expr(matrix, Precedence::Test),
            // The matrix itself stands for its factors.
            None => self.definition(matrix, Precedence::Test),
        };
        let transposed = if transposed { factors.transposed } else { "" };
        let rhs = self.expr(rhs, Precedence::Test);
        self.call(call.function, &format!("{matrix}, {rhs}{transposed}{}", call.keywords))
    }

    /// What the factors of a matrix tell of it.
    pub(super) fn of_factors(&self, quantity: OfFactors, args: &[Value]) -> String {
        let [matrix] = *args else { return String::new() };
        let Some(factors) = self.factors(matrix) else { return String::new() };
        let template = match quantity {
            OfFactors::LnDet => factors.ln_det,
            OfFactors::Sign => factors.sign,
            OfFactors::Inverse => factors.inverse,
        };
        let matrix = match factors.factorise {
            Some(_) => self.expr(matrix, Precedence::Atom),
            None => self.definition(matrix, Precedence::Test),
        };
        self.modules.names(template).replace("{}", &matrix)
    }

    /// A call that holds its operands as arguments.
    pub(super) fn call_of(&self, template: &str, args: &[Value]) -> String {
        let mut text = self.modules.names(template).into_owned();
        for (index, &arg) in args.iter().enumerate() {
            let arg = self.expr(arg, Precedence::Test);
            text = text.replace(&format!("{{{index}}}"), &arg).replace("{}", &arg);
        }
        text
    }

    /// A matrix that stands for its own factors needs no statement.
    pub(super) fn is_unwritten(&self, stmt: &Stmt) -> bool {
        match stmt {
            Stmt::Let(value) => self.factors(*value).is_some_and(|factors| factors.factorise.is_none()),
            Stmt::Init(_) | Stmt::Update { .. } => false,
        }
    }

    fn factors(&self, value: Value) -> Option<PythonFactors> {
        let (op, _) = self.func.as_op(value)?;
        match op.kind.python(op.attr) {
            PythonForm::Factorised(factors) => Some(factors),
            _ => None,
        }
    }
}
