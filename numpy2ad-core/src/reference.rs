//! The operations as a table for people, made from the operations themselves.

use crate::cost::Flops;
use crate::diff::{self, Activity};
use crate::ir::{Func, Value};
use crate::ops::{Attr, Operation, Sample, Spelling, TABLE, is_factorisation};
use crate::ty::Rank;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The operations that users write, as a Markdown table: spellings in both languages, ranks, modes, flops, source.
///
/// ```
/// let table = numpy2ad_core::reference::markdown();
/// assert!(table.contains("| exp | `a.exp()` | `np.exp(A)` |"));
/// ```
#[must_use]
pub fn markdown() -> String {
    let mut out = HEAD.to_owned();
    for &op in TABLE.iter().filter(|op| !op.spellings().is_empty()) {
        let uses: Vec<Use> = op.samples().iter().filter_map(|sample| Use::of(op, sample)).collect();
        let ranks: BTreeSet<String> = uses.iter().map(Use::ranks).collect();
        let modes: BTreeSet<&str> = uses.iter().flat_map(Use::modes).collect();
        let largest = uses.iter().max_by_key(|used| used.size());
        let flops = largest.map(Use::flops).unwrap_or_default();
        let or_none = |text: String| if text.is_empty() { "—".to_owned() } else { text };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            op.name().replace('_', " "),
            or_none(spelled(op, rust)),
            or_none(spelled(op, python)),
            or_none(ranks.into_iter().collect::<Vec<_>>().join("; ")),
            or_none(modes.into_iter().collect::<Vec<_>>().join(", ")),
            or_none(flops),
            op.citation()
        );
    }
    out
}

const HEAD: &str = "\
# Operations

Made from the compiler's own table of operations (`BLESS=1 cargo test --test reference`), so that it says what is there.

- **Ranks** are those that tests cover: `M` a matrix, `v` a vector, `s` a number, operands before the arrow.
- **Modes**: `adjoint` by `#[adjoint]` and `#[gradient]`, `tangent` by `#[tangent]`, `second` by `#[hvp]`. What is `constant`
  has no derivative.
- **Flops** are those of the largest of the ranks, for axes of the lengths m, n, k, …, the factorisation of a matrix
  included; operations on one matrix share it

| operation | Rust | NumPy | ranks | modes | flops | source |
|---|---|---|---|---|---|---|
";

/// An operation in a sample of its own.
struct Use {
    func: Func,
    /// The statement that the operation computes.
    value: Value,
}

impl Use {
    fn of(op: &dyn Operation, sample: &Sample) -> Option<Self> {
        let func = lowered(sample)?;
        let value = func.lets().find(|&value| func.is_op(value, op))?;
        Some(Self { func, value })
    }

    fn operands(&self) -> &[Value] {
        self.func.as_op(self.value).map_or(&[], |(_, args)| args)
    }

    fn ranks(&self) -> String {
        let letter = |value: Value| match self.func.rank(value) {
            _ if !self.func.ty(value).elem.is_float() => "i",
            Rank::Scalar => "s",
            Rank::Vector => "v",
            Rank::Matrix => "M",
        };
        let operands: Vec<&str> = self.operands().iter().map(|&arg| letter(arg)).collect();
        format!("{} → {}", operands.join(", "), letter(self.value)).trim_start().to_owned()
    }

    fn size(&self) -> usize {
        self.operands().iter().map(|&arg| self.func.ty(arg).axes().len()).sum()
    }

    /// With the factorisation of its operand, if it takes one.
    fn flops(&self) -> String {
        let factors = self.operands().first().copied();
        let factors = factors
            .filter(|&operand| self.func.as_op(operand).is_some_and(|(op, _)| is_factorisation(op.kind)));
        let mut flops = self.flops_of(self.value);
        flops.add(&factors.map_or_else(Flops::zero, |factors| self.flops_of(factors)));
        flops.to_string()
    }

    fn flops_of(&self, value: Value) -> Flops {
        let Some((op, args)) = self.func.as_op(value) else { return Flops::zero() };
        let types: Vec<_> = args.iter().map(|&arg| self.func.ty(arg)).collect();
        op.kind.flops(op.attr, &types, self.func.ty(value), &self.func.dims)
    }

    fn modes(&self) -> Vec<&'static str> {
        // The operation by itself, whatever the sample does with its result.
        let mut func = self.func.clone();
        func.results = vec![self.value];
        let (_, tangents) = diff::tangent(&func);
        if tangents.iter().all(Option::is_none) {
            return vec!["constant"];
        }
        let adjoint = diff::adjoint(&self.func, Activity::Active, &self.func.results);
        let mut modes = vec!["tangent"];
        if crate::verify::verify(&adjoint).is_ok() && adjoint.body.len() > self.func.body.len() {
            modes.push("adjoint");
            if crate::verify::verify(&crate::rust::second_ir(&self.func, false)).is_ok() {
                modes.push("second");
            }
        }
        modes
    }
}

/// The function of a sample as IR, from whichever language it is written in.
fn lowered(sample: &Sample) -> Option<Func> {
    if !sample.rust.is_empty() {
        let item = syn::parse_str(sample.rust).ok()?;
        return crate::rust::lower(&item).ok().map(|(_, lowered)| lowered.func);
    }
    #[cfg(feature = "python")]
    return crate::python::parse(sample.python?, &crate::python::Ranks::new(), None)
        .ok()
        .and_then(|source| source.functions.into_iter().next())
        .map(|function| function.func);
    #[cfg(not(feature = "python"))]
    None
}

fn spelled(op: &dyn Operation, write: fn(&Spelling) -> Option<String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in op.spellings().iter().filter_map(write) {
        let text = format!("`{text}`");
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all.join(", ")
}

const OPERANDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

fn operands(count: usize, from: usize, upper: bool) -> String {
    let names = OPERANDS.iter().skip(from).take(count);
    names
        .map(|name| if upper { name.to_uppercase() } else { (*name).to_owned() })
        .collect::<Vec<_>>()
        .join(", ")
}

/// A method whose first argument is an axis.
fn axis(method: &str, count: usize, from: usize) -> String {
    let rest = operands(count.saturating_sub(1), from, false);
    let comma = if rest.is_empty() { "" } else { ", " };
    format!("{method}(Axis(0){comma}{rest})")
}

fn rust(spelling: &Spelling) -> Option<String> {
    Some(match spelling {
        Spelling::RustInfix(operator) => format!("a {operator} b"),
        Spelling::RustPrefix(operator) => format!("{operator}a"),
        Spelling::RustMethod(name, count, Attr::AnyAxis) => axis(&format!("a.{name}"), *count, 1),
        Spelling::RustIf => "if a < b { c } else { d }".to_owned(),
        Spelling::RustMethod(name, count, _) => format!("a.{name}({})", operands(*count, 1, false)),
        Spelling::RustOptionMethod(name, count, Attr::AnyAxis) => {
            format!("{}.unwrap()", axis(&format!("a.{name}"), *count, 1))
        }
        Spelling::RustOptionMethod(name, count, _) => {
            format!("a.{name}({}).unwrap()", operands(*count, 1, false))
        }
        Spelling::RustSyntax(text) => (*text).to_owned(),
        Spelling::RustFallibleMethod(name, count) => format!("a.{name}({})?", operands(*count, 1, false)),
        Spelling::RustFunction(name, count, _) => format!("{name}({})", operands(*count, 0, false)),
        Spelling::RustTupleMethod(name, count, at) => {
            format!("a.{name}({})?.{}", operands(*count, 1, false), at.index)
        }
        Spelling::RustTupleFunction(name, count, at) => {
            format!("{name}({}).{}", operands(*count, 0, false), at.index)
        }
        _ => return None,
    })
}

fn python(spelling: &Spelling) -> Option<String> {
    let short = |name: &str| name.replace("numpy.", "np.");
    Some(match spelling {
        Spelling::PythonInfix(operator) => format!("A {operator} B"),
        Spelling::PythonPrefix(operator) => format!("{operator}A"),
        Spelling::PythonCall(name, count, Attr::AnyAxis) => {
            format!("{}({}, axis=0)", short(name), operands(count.saturating_sub(1), 0, true))
        }
        Spelling::PythonMethod(name, _, Attr::AnyAxis) => format!("A.{name}(axis=0)"),
        Spelling::PythonSyntax(text) => (*text).to_owned(),
        Spelling::PythonCall(name, _, Attr::Where(comparison)) => {
            format!("{}(A {} B, C, D)", short(name), comparison.operator())
        }
        Spelling::PythonCall(name, count, _) => format!("{}({})", short(name), operands(*count, 0, true)),
        Spelling::PythonMethod(name, count, _) => format!("A.{name}({})", operands(*count, 1, true)),
        Spelling::PythonAttribute(name, _) => format!("A.{name}"),
        Spelling::PythonTupleCall(name, count, at) => {
            format!("{}({})[{}]", short(name), operands(*count, 0, true), at.index)
        }
        _ => return None,
    })
}
