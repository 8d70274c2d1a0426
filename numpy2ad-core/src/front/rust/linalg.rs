//! Linear algebra: operations that take a factorisation of the matrix that they are written of, and calls that name
//! the triangle that they read, `a.cholesky(UPLO::Lower)?`.

use super::body::Lowering;
use super::syntax::strip;
use crate::ir::{Def, Value};
use crate::ops::{self, Attr, CholeskyFactor, Fault, Mask, Operation, Solve, Transpose};
use crate::origin::Origin;
use syn::{Expr, ExprMethodCall};

/// Methods that take a triangle by name.
const OF_TRIANGLE: [&str; 4] = ["cholesky", "eigh", "eigvalsh", "solve_triangular"];

/// The operands of a method, and the triangle of the first one that it reads.
pub(super) struct Operands {
    pub(super) values: Vec<Value>,
    pub(super) triangle: Option<Mask>,
}

impl Lowering<'_> {
    /// The operands of a method, left to right; every one is lowered before the first that was refused counts.
    pub(super) fn operands(&mut self, call: &ExprMethodCall) -> Option<Operands> {
        let of_triangle = OF_TRIANGLE.contains(&call.method.to_string().as_str());
        let mut values = vec![self.expr(&call.receiver)];
        let mut triangle = None;
        let mut is_known = true;
        for (index, arg) in call.args.iter().enumerate() {
            match (of_triangle, index) {
                (true, 0) => {
                    triangle = self.triangle(arg);
                    is_known &= triangle.is_some();
                }
                (true, 1) => is_known &= self.is_non_unit(arg),
                _ => values.push(self.expr(arg)),
            }
        }
        let values: Option<Vec<Value>> = values.into_iter().collect();
        is_known.then_some(Operands { values: values?, triangle })
    }

    /// `UPLO::Lower` or `UPLO::Upper`.
    fn triangle(&mut self, arg: &Expr) -> Option<Mask> {
        match variant(arg, "UPLO").as_deref() {
            Some("Lower") => Some(Mask::Lower),
            Some("Upper") => Some(Mask::Upper),
            _ => {
                self.diags.error_with_help(
                    Origin::of_tokens(arg),
                    "which triangle is read must be known here",
                    "write `UPLO::Lower` or `UPLO::Upper`",
                );
                None
            }
        }
    }

    /// `Diag::NonUnit`.
    fn is_non_unit(&mut self, arg: &Expr) -> bool {
        let is_non_unit = variant(arg, "Diag").is_some_and(|name| name == "NonUnit");
        if !is_non_unit {
            self.diags.error_with_help(
                Origin::of_tokens(arg),
                "a diagonal that is not read is not supported",
                "write `Diag::NonUnit`, with the ones on the diagonal of the matrix",
            );
        }
        is_non_unit
    }

    /// Applies the operation of a method that returns a `Result`, or a component of it.
    pub(super) fn of_method(
        &mut self,
        kind: &'static dyn Operation,
        failure: Attr,
        (name, operands): (&str, &Operands),
        whole: &Expr,
    ) -> Option<Value> {
        let mut values = operands.values.clone();
        let is = |other: &dyn Operation| kind.name() == other.name();
        let form = match operands.triangle {
            Some(part) if is(&Solve) => Attr::Mask(part),
            _ if name == "solve_t" => Attr::Transposed,
            _ => Attr::None,
        };
        let is_upper = operands.triangle == Some(Mask::Upper) && !is(&Solve);
        // The upper triangle of a matrix is the lower one of its transpose.
        if let (true, Some(first)) = (is_upper, values.first_mut()) {
            *first = self.made_once(&Transpose, Attr::None, *first).ok()?;
        }
        let made = self.emit_form(kind, (form, failure), &values);
        let made = self.recorded(made, whole)?;
        if is_upper && is(&CholeskyFactor) {
            self.apply(&Transpose, Attr::None, &[made], whole)
        } else {
            Some(made)
        }
    }

    /// Applies an operation as a statement of its own, behind the steps that it needs.
    pub(super) fn emit_prepared(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        args: &[Value],
    ) -> Result<Value, Fault> {
        match attr {
            Attr::Fallible => self.emit_form(kind, (Attr::None, attr), args),
            form => self.emit_form(kind, (form, Attr::None), args),
        }
    }

    /// The same with a form of the operation and what becomes of a failure.
    fn emit_form(
        &mut self,
        kind: &'static dyn Operation,
        (form, failure): (Attr, Attr),
        args: &[Value],
    ) -> Result<Value, Fault> {
        let Some(prepared) = kind.prepared(form) else {
            return self.emit(kind, if failure == Attr::None { form } else { failure }, args);
        };
        let mut args = args.to_vec();
        if let Some(first) = args.first_mut() {
            for (step, attr) in prepared.steps {
                let attr = if ops::is_factorisation(step) { failure } else { attr };
                *first = self.made_once(step, attr, *first)?;
            }
        }
        self.emit(kind, prepared.then, &args)
    }

    /// What a step makes of a value: once, however many operations need it.
    fn made_once(&mut self, step: &'static dyn Operation, attr: Attr, value: Value) -> Result<Value, Fault> {
        // What has failed as a panic or as an error has failed.
        let alike = |own: Attr| own == attr || ops::is_factorisation(step);
        let made = self.func.lets().find(|&made| {
            matches!(self.func.def(made), Def::Op(op, args)
                if op.kind.name() == step.name() && alike(op.attr) && args[..] == [value])
        });
        match made {
            Some(made) => Ok(made),
            None => self.emit(step, attr, &[value]),
        }
    }
}

/// The last segment of a path to a variant of this enum.
fn variant(expr: &Expr, of: &str) -> Option<String> {
    let Expr::Path(path) = strip(expr) else { return None };
    let mut segments = path.path.segments.iter().rev();
    let name = segments.next()?.ident.to_string();
    (segments.next()?.ident == of).then_some(name)
}
