//! A function as text that tests can pin: a statement a line, expressions where they are used.

use super::{Const, Def, Func, Sign, Slot, SlotKind, Stmt, Value};
use std::fmt;

impl fmt::Display for Func {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ty = |value| {
            let ty = self.ty(value);
            format!("{:?}[{}]", ty.elem, self.dims.describe(ty.shape)).to_lowercase()
        };
        let params: Vec<String> =
            self.params.iter().map(|p| format!("{}: {}", self.label(p.value), ty(p.value))).collect();
        writeln!(f, "func {}({}) {{", self.name, params.join(", "))?;
        for stmt in &self.body {
            match stmt {
                Stmt::Let(value) => {
                    writeln!(
                        f,
                        "    {}: {} = {}",
                        self.label(*value),
                        ty(*value),
                        self.definition(*value, true)
                    )?;
                }
                Stmt::Init(slot) => match self.slot(*slot).kind {
                    SlotKind::TransposeOf(of) => {
                        writeln!(
                            f,
                            "    {} = view transpose({})",
                            self.slot_label(*slot),
                            self.slot_label(of)
                        )?;
                    }
                    _ => writeln!(f, "    {} = zeros", self.slot_label(*slot))?,
                },
                Stmt::Update { slot, sign, value } => {
                    let sign = if *sign == Sign::Plus { "+=" } else { "-=" };
                    writeln!(f, "    {} {sign} {}", self.slot_label(*slot), self.definition(*value, false))?;
                }
            }
        }
        let results: Vec<String> = self.results.iter().map(|&value| self.label(value)).collect();
        writeln!(f, "    return {}\n}}", results.join(", "))
    }
}

impl Func {
    fn label(&self, value: Value) -> String {
        self.value(value).name.clone().unwrap_or_else(|| format!("%{}", value.0))
    }

    fn slot_label(&self, slot: Slot) -> String {
        match self.slot(slot).tangent_of {
            Some(of) => format!("tan({})", self.slot_label(of)),
            None => format!("adj({})", self.label(self.slot(slot).primal)),
        }
    }

    /// The definition as text; names of values that have a statement, nested expressions for the others.
    fn definition(&self, value: Value, open: bool) -> String {
        if !open && self.lets().any(|bound| bound == value) {
            return self.label(value);
        }
        match self.def(value) {
            Def::Param(_) => self.label(value),
            Def::ParamTangent(index) => match self.params.get(*index) {
                Some(param) => format!("tan({})", param.name),
                None => format!("tan(#{index})"),
            },
            Def::Const(Const::Int(int)) => int.to_string(),
            Def::Const(Const::Float(float)) => format!("{float:?}"),
            Def::Const(Const::Named(path)) => path.clone(),
            Def::Adjoint(slot) => self.slot_label(*slot),
            Def::Op(op, args) => {
                let args: Vec<String> = args.iter().map(|&arg| self.definition(arg, false)).collect();
                format!("{op:?}({})", args.join(", "))
            }
        }
    }
}
