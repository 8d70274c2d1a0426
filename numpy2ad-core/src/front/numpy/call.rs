//! Calls: functions of NumPy by their full names, and methods of arrays.

use super::Mode;
use super::linalg;
use super::scope::Scope;
use crate::ir::Value;
use crate::ops::{self, Attr, Comparison, Fill, Linspace, Operation, RustForm, Select, Spelling, Triangle};
use ruff_python_ast::{Arguments, CmpOp, Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange};

impl Scope<'_> {
    /// The value of a call.
    pub(super) fn call(&mut self, call: &ExprCall, target: Option<&str>) -> Option<Value> {
        let at = call.range();
        if let Some(function) = self.defined_function(call) {
            return self.one_result(function?, call, target);
        }
        if let Some(path) = self.module_path(&call.func) {
            return self.function(&path, call, target);
        }
        let Expr::Attribute(method) = &*call.func else {
            if let Expr::Name(name) = &*call.func
                && self.bindings.get(name.id.as_str()).is_some_and(|binding| binding.value.is_none())
            {
                return None; // of a definition that is refused already
            }
            let written = self.slice(call.func.range());
            let message = format!("`{written}` is not a function that can be differentiated");
            self.error(at, message, "call functions of NumPy, such as `np.exp(A)`");
            return None;
        };
        let receiver = self.expr(&method.value, None);
        let name = method.attr.as_str();
        let count = call.arguments.args.len();
        if let Some(value) = self.shape_method(name, receiver, call, target) {
            return value;
        }
        let reduction = ops::find(
            |spelling| matches!(spelling, Spelling::PythonMethod(of, 1, Attr::AnyAxis) if *of == name && count <= 1),
        );
        if let Some((kind, _)) = reduction {
            return self.reduction(kind, receiver, call.arguments.args.first(), call, target);
        }
        let found = ops::find(
            |spelling| matches!(spelling, Spelling::PythonMethod(of, arity, _) if *of == name && *arity == count),
        );
        let Some((kind, Spelling::PythonMethod(_, _, attr))) = found else {
            let help = format!(
                "supported methods are {}",
                list(|spelling| match spelling {
                    Spelling::PythonMethod(name, 0, _) => Some(format!("`A.{name}()`")),
                    Spelling::PythonMethod(name, ..) => Some(format!("`A.{name}(B)`")),
                    _ => None,
                })
            );
            let at = method.attr.range;
            let count = arguments(count);
            self.error(at, format!("the method `{name}` of {count} has no derivative here"), help);
            return None;
        };
        self.keywords(&call.arguments)?;
        let rest = self.arguments(&call.arguments.args)?;
        let mut args = vec![receiver?];
        args.extend(rest);
        self.apply(kind, attr, &args, target, at)
    }

    fn function(&mut self, path: &str, call: &ExprCall, target: Option<&str>) -> Option<Value> {
        let at = call.range();
        if path == "numpy.where" {
            return self.choice(call, target);
        }
        let count = call.arguments.args.len();
        if linalg::tuple_length(path, count).is_some() {
            let written = self.slice(call.func.range()).to_owned();
            self.refuse_tuple(&format!("{written}(..)"), at);
            return None;
        }
        if let Some(value) = self.shape_function(path, call, target) {
            return value;
        }
        let reduction = ops::find(
            |spelling| matches!(spelling, Spelling::PythonCall(of, 2, Attr::AnyAxis) if *of == path && (1..=2).contains(&count)),
        );
        if let Some((kind, _)) = reduction {
            let (operand, axis) = (call.arguments.args.first()?, call.arguments.args.get(1));
            let operand = self.expr(operand, None);
            return self.reduction(kind, operand, axis, call, target);
        }
        let mut arities = ops::TABLE.iter().flat_map(|kind| kind.spellings()).filter_map(|s| match s {
            Spelling::PythonCall(name, arity, _) if *name == path => Some(*arity),
            _ => None,
        });
        let Some(arity) = arities.next() else {
            let written = match path.starts_with("numpy.") {
                true => self.slice(call.func.range()),
                false => path, // what an import makes of it
            };
            let message = format!("`{written}` has no derivative here");
            self.error(call.func.range(), message, nearest_function(path));
            return None;
        };
        let found = ops::find(
            |spelling| matches!(spelling, Spelling::PythonCall(name, arity, _) if *name == path && *arity == count),
        );
        let Some((kind, Spelling::PythonCall(_, _, attr))) = found else {
            let written = self.slice(call.func.range());
            let message = format!("`{written}` takes {} here, and {count} are given", arguments(arity));
            self.error(at, message, "keyword arguments are not supported");
            return None;
        };
        if kind.name() == Fill.name() {
            self.keywords(&call.arguments)?;
            return self.fill(attr, &call.arguments.args, target, at);
        }
        let quiet = kind.name() == Triangle.name() || kind.name() == Linspace.name();
        let args =
            if quiet { self.quiet(&call.arguments.args) } else { self.arguments(&call.arguments.args) };
        if linalg::is_linalg(path) {
            let form = self.form(path, &call.arguments)?;
            return self.apply_form(kind, attr, form, &args?, (target, at));
        }
        self.keywords(&call.arguments)?;
        self.apply(kind, attr, &args?, target, at)
    }

    /// `np.where(A > B, C, D)`
    fn choice(&mut self, call: &ExprCall, target: Option<&str>) -> Option<Value> {
        let at = call.range();
        let compared = match &*call.arguments.args {
            [Expr::Compare(compare), _, _] if call.arguments.keywords.is_empty() => match &*compare.ops {
                [operator] => comparison(*operator).map(|comparison| (comparison, compare)),
                _ => None,
            },
            _ => None,
        };
        let Some((comparison, compare)) = compared else {
            let message = "`np.where` takes a comparison and two values here";
            self.error(at, message, "write `np.where(A > B, C, D)`");
            return None;
        };
        let left = self.expr(&compare.left, None);
        let rest = self.arguments(&compare.comparators);
        let chosen = self.arguments(call.arguments.args.get(1..).unwrap_or_default());
        let mut args = vec![left?];
        args.extend(rest?);
        args.extend(chosen?);
        self.apply(&Select, Attr::Where(comparison), &args, target, at)
    }

    /// Arguments from left to right; `None` behind a mistake, but every one is read.
    pub(super) fn arguments(&mut self, args: &[Expr]) -> Option<Vec<Value>> {
        let values: Vec<Option<Value>> = args.iter().map(|arg| self.expr(arg, None)).collect();
        values.into_iter().collect()
    }

    /// Arguments that are constants as a rule, and then no statements in functions; what depends on something that is
    /// differentiated needs one, or its adjoint would be lost.
    fn quiet(&mut self, args: &[Expr]) -> Option<Vec<Value>> {
        let inline = self.inline;
        self.inline |= self.mode == Mode::Functions;
        let values = self.arguments(args);
        self.inline = inline;
        let is_lost = |value: &Value| self.is_varied(*value) && self.func.as_op(*value).is_some();
        if !inline && values.iter().flatten().any(is_lost) { self.arguments(args) } else { values }
    }

    /// Refuses keywords where none is understood.
    fn keywords(&mut self, arguments: &Arguments) -> Option<()> {
        let Some(keyword) = arguments.keywords.first() else { return Some(()) };
        let name = keyword.arg.as_ref().map_or("**", |name| name.as_str());
        let help = "leave it out; everything is in double precision";
        self.error(keyword.range, format!("the keyword argument `{name}` is not supported here"), help);
        None
    }

    /// An array of constants: the shape is a number or a tuple. In functions the package numpy2ad leaves such
    /// calls as they are; in expressions it makes statements of their literals.
    fn fill(&mut self, attr: Attr, args: &[Expr], target: Option<&str>, at: TextRange) -> Option<Value> {
        let (shape, rest) = args.split_first()?;
        let sizes = match attr {
            Attr::Eye => {
                let inline = self.inline;
                self.inline |= self.mode == Mode::Functions;
                let size = self.arguments(std::slice::from_ref(shape));
                self.inline = inline;
                size
            }
            _ => self.shape(shape),
        };
        let value = self.quiet(rest);
        let mut operands = value?;
        operands.extend(sizes?);
        self.apply(&Fill, attr, &operands, target, at)
    }
}

fn comparison(operator: CmpOp) -> Option<Comparison> {
    Comparison::ALL.into_iter().find(|comparison| comparison.operator() == operator.as_str())
}

fn arguments(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}

/// What to write instead of a function that is not known.
fn nearest_function(path: &str) -> String {
    let last = path.rsplit('.').next().unwrap_or(path);
    if matches!(last, "eig" | "eigvals") {
        return "write `np.linalg.eigh` or `np.linalg.eigvalsh` of a symmetric matrix; eigenvalues of others may be \
                complex, which nothing here is"
            .to_owned();
    }
    let nearest = calls()
        .map(|name| {
            let own = name.rsplit('.').next().unwrap_or(name);
            let is_prefix = own.len() > 2 && last.starts_with(own) || last.len() > 2 && own.starts_with(last);
            (if is_prefix { distance(last, own).min(1) } else { distance(last, own) }, name)
        })
        .min_by_key(|(distance, name)| (*distance, name.len()));
    match nearest {
        Some((distance, name)) if distance * 2 < last.len().max(2) => {
            format!("write `{}`", name.replacen("numpy.", "np.", 1))
        }
        _ => {
            // The functions of numbers would make a list too long to be read.
            let others = calls_of(|kind| !is_function_of_numbers(kind));
            let others: Vec<String> =
                others.map(|name| format!("`{}`", name.replacen("numpy.", "np.", 1))).collect();
            format!(
                "supported functions are {}, and elementwise ones such as `np.sqrt`, `np.sin`, `np.maximum`",
                others.join(", ")
            )
        }
    }
}

/// Whether an operation is a function of each element, and no operator.
fn is_function_of_numbers(kind: &dyn Operation) -> bool {
    matches!(kind.rust(Attr::None, &[]), RustForm::Method(_) | RustForm::ElementFunction(_))
}

fn calls() -> impl Iterator<Item = &'static str> {
    calls_of(|_| true)
}

fn calls_of(wanted: impl Fn(&dyn Operation) -> bool) -> impl Iterator<Item = &'static str> {
    let kinds = ops::TABLE.iter().filter(move |kind| wanted(**kind));
    kinds.flat_map(|kind| kind.spellings()).filter_map(|spelling| match spelling {
        Spelling::PythonCall(name, ..) => Some(*name),
        _ => None,
    })
}

/// Some of the table's spellings as a list.
fn list(written: impl Fn(&Spelling) -> Option<String>) -> String {
    let all: Vec<String> = ops::TABLE.iter().flat_map(|kind| kind.spellings()).filter_map(written).collect();
    all.join(", ")
}

/// The edit distance of two short words (Wagner and Fischer 1974).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, &above) in b.chars().zip(row.iter().skip(1)) {
            let best = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = above;
            left = best;
            next.push(best);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_function_is_told_the_nearest() {
        assert_eq!(nearest_function("numpy.linalg.invs"), "write `np.linalg.inv`");
        assert_eq!(nearest_function("inv"), "write `np.linalg.inv`");
        assert_eq!(nearest_function("numpy.linalg.inverse"), "write `np.linalg.inv`");
        assert!(nearest_function("numpy.fft.rfft").starts_with("supported functions are `np.add`"));
    }
}
