//! Linear algebra: calls that give a tuple, `w, V = np.linalg.eigh(A)`, and the keywords of `np.linalg` and `scipy.linalg`.

use super::scope::{Binding, How, Scope};
use crate::ir::{Stmt, Value};
use crate::ops::{self, Attr, CholeskyFactor, Fault, Mask, MatMul, Operation, Solve, Spelling, Transpose};
use ruff_python_ast::{Arguments, Expr, ExprCall, ExprName, Keyword, Number};
use ruff_text_size::{Ranged, TextRange};
use std::collections::BTreeMap;

/// A call that gives a tuple, with its arguments read.
#[derive(Clone, Debug)]
pub(super) struct Tuple {
    path: String,
    args: Vec<Value>,
    of: usize,
    form: Form,
}

/// What the keywords of a call say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The upper triangle of the first operand is read, and of a Cholesky factor given.
    upper: bool,
    /// The system is the transposed one.
    transposed: bool,
}

/// The names of the components that are attributes as well.
const ATTRIBUTES: [(&str, &[&str]); 4] = [
    ("eigh", &["eigenvalues", "eigenvectors"]),
    ("qr", &["Q", "R"]),
    ("svd", &["U", "S", "Vh"]),
    ("slogdet", &["sign", "logabsdet"]),
];

impl Scope<'_> {
    /// The tuple that an expression gives: a call, or a name that stands for one. `None` for anything else; inside, `None`
    /// behind a mistake.
    pub(super) fn tuple(&mut self, expr: &Expr) -> Option<Option<Tuple>> {
        match expr {
            Expr::Name(name) => self.tuples.get(name.id.as_str()).cloned().map(Some),
            Expr::Call(call) => {
                let path = self.module_path(&call.func)?;
                let of = tuple_length(&path, call.arguments.args.len())?;
                Some(self.tuple_call(path, of, call))
            }
            _ => None,
        }
    }

    fn tuple_call(&mut self, path: String, of: usize, call: &ExprCall) -> Option<Tuple> {
        let args: Vec<Option<Value>> = call.arguments.args.iter().map(|arg| self.expr(arg, None)).collect();
        let form = self.form(&path, &call.arguments)?;
        let args: Option<Vec<Value>> = args.into_iter().collect();
        Some(Tuple { path, args: args?, of, form })
    }

    /// A component of a tuple, counted from the end if the index is negative.
    pub(super) fn component(
        &mut self,
        tuple: &Tuple,
        index: i64,
        target: Option<&str>,
        at: TextRange,
    ) -> Option<Value> {
        let length = i64::try_from(tuple.of).unwrap_or(i64::MAX);
        let from_start = usize::try_from(if index < 0 { index + length } else { index }).ok();
        let kind = from_start.and_then(|index| component(&tuple.path, tuple.args.len(), index));
        let Some(kind) = kind else {
            let written = tuple.path.replacen("numpy.", "np.", 1);
            let known: Vec<String> = (0..tuple.of)
                .filter(|&index| component(&tuple.path, tuple.args.len(), index).is_some())
                .map(|index| format!("`{written}(..)[{index}]`"))
                .collect();
            let message = format!("part {index} of what `{written}` gives has no derivative here");
            self.error(at, message, format!("supported is {}", known.join(", ")));
            return None;
        };
        // Least squares are a product, of the pseudo-inverse.
        let attr = if kind.name() == MatMul.name() { Attr::LeastSquares } else { Attr::None };
        self.apply_form(kind, attr, tuple.form, &tuple.args, (target, at))
    }

    /// `w, V = np.linalg.eigh(A)`; `false` if the value is no tuple that is known.
    pub(super) fn unpack_tuple(&mut self, targets: &[Expr], value: &Expr) -> bool {
        let names: Option<Vec<&ExprName>> = targets.iter().map(|target| target.as_name_expr()).collect();
        let Some(names) = names else { return false };
        let Some(tuple) = self.tuple(value) else { return false };
        if let Some(tuple) = &tuple
            && tuple.of != names.len()
        {
            let message = format!("{} names stand for {} values", names.len(), tuple.of);
            self.error(value.range(), message, "give each value a name, or `_`");
        }
        for (index, name) in (0_i64..).zip(names) {
            let id = name.id.as_str();
            if id == "_" {
                continue;
            }
            if self.bindings.contains_key(id) {
                self.aliasing(name, None);
                continue;
            }
            let value = match &tuple {
                Some(tuple) if usize::try_from(index).is_ok_and(|index| index < tuple.of) => {
                    self.component(tuple, index, Some(id), name.range)
                }
                _ => None,
            };
            self.targets.extend(value);
            self.bindings.insert(id.to_owned(), Binding { value, at: name.range, how: How::Assigned });
        }
        true
    }

    /// `e = np.linalg.eigh(A)`, whose parts are taken later; `false` if the value is no tuple that is known.
    pub(super) fn define_tuple(&mut self, name: &ExprName, value: &Expr) -> bool {
        if self.bindings.contains_key(name.id.as_str()) || !matches!(value, Expr::Call(_)) {
            return false;
        }
        let Some(tuple) = self.tuple(value) else { return false };
        let binding = Binding { value: None, at: name.range, how: How::Assigned };
        self.bindings.insert(name.id.to_string(), binding);
        if let Some(tuple) = tuple {
            self.tuples.insert(name.id.to_string(), tuple);
        }
        true
    }

    /// Refuses a tuple where one value is taken.
    pub(super) fn refuse_tuple(&mut self, written: &str, at: TextRange) {
        self.error(
            at,
            format!("`{written}` is a tuple, and this takes one value"),
            "take a part of it: `np.linalg.eigh(A)[0]`, or `w, V = np.linalg.eigh(A)`",
        );
    }

    /// `np.linalg.eigh(A).eigenvalues`; `None` if the attribute is none of a tuple that is known.
    pub(super) fn tuple_attribute(
        &mut self,
        value: &Expr,
        attribute: &str,
        target: Option<&str>,
        at: TextRange,
    ) -> Option<Option<Value>> {
        let tuple = self.tuple(value)?;
        let Some(tuple) = tuple else { return Some(None) };
        let function = tuple.path.rsplit('.').next().unwrap_or_default();
        let (_, names) = ATTRIBUTES.iter().find(|(of, _)| *of == function)?;
        let index = names.iter().position(|name| *name == attribute)?;
        Some(self.component(&tuple, i64::try_from(index).ok()?, target, at))
    }

    /// Applies an operation behind the steps that it needs.
    pub(super) fn apply_form(
        &mut self,
        kind: &'static dyn Operation,
        attr: Attr,
        form: Form,
        args: &[Value],
        (target, at): (Option<&str>, TextRange),
    ) -> Option<Value> {
        let mut args = args.to_vec();
        let attr = match (kind.name() == Solve.name(), attr) {
            // The transposed system of one triangle is that of the transposed matrix, whose triangle is the other.
            (true, Attr::Mask(_)) => {
                Attr::Mask(if form.upper == form.transposed { Mask::Lower } else { Mask::Upper })
            }
            (true, _) if form.transposed => Attr::Transposed,
            (_, Attr::Mask(_)) => Attr::None,
            (_, attr) => attr,
        };
        let turned = match attr {
            Attr::Mask(_) => form.transposed,
            _ => form.upper,
        };
        if let (true, Some(first)) = (turned, args.first_mut()) {
            *first = self.apply(&Transpose, Attr::None, &[*first], None, at)?;
        }
        if form.upper && kind.name() == CholeskyFactor.name() {
            let lower = self.apply(kind, attr, &args, None, at)?;
            return self.apply(&Transpose, Attr::None, &[lower], target, at);
        }
        self.apply(kind, attr, &args, target, at)
    }

    /// What a step before an operation makes of a value: once, however many operations need it.
    pub(super) fn made_once(
        &mut self,
        step: &'static dyn Operation,
        attr: Attr,
        value: Value,
        at: TextRange,
    ) -> Result<Value, Fault> {
        let made = self.func.lets().find(|&made| {
            self.func
                .as_op(made)
                .is_some_and(|(op, args)| op.kind.name() == step.name() && op.attr == attr && args == [value])
        });
        if let Some(made) = made {
            return Ok(made);
        }
        let made = self.func.apply(step, attr, &[value])?;
        if self.is_varied(value) {
            self.note_varied(made);
        }
        if ops::stands_for_factors(step) {
            // Nothing is written of it, so that it needs no name.
            self.func.body.push(Stmt::Let(made));
            return Ok(made);
        }
        Ok(self.bind(made, None, at))
    }

    /// What the keywords of a function of linear algebra say; `None` for one that is not understood, which is then on
    /// record.
    pub(super) fn form(&mut self, path: &str, arguments: &Arguments) -> Option<Form> {
        let (module, function) = path.rsplit_once('.').unwrap_or(("", path));
        let scipy = module == "scipy.linalg";
        let mut given: BTreeMap<&str, &Keyword> = BTreeMap::new();
        for keyword in &arguments.keywords {
            given.insert(keyword.arg.as_ref().map_or("**", |name| name.as_str()), keyword);
        }
        // Which triangle SciPy reads where nothing is said.
        let mut form =
            Form { upper: scipy && matches!(function, "cholesky" | "solve_triangular"), transposed: false };
        if function == "svd" && !given.contains_key("full_matrices") {
            self.error(
                arguments.range,
                "the full matrices of singular vectors are not unique",
                "write `full_matrices=False`",
            );
            return None;
        }
        for (name, keyword) in given {
            let value = &keyword.value;
            let understood = match (function, name) {
                ("cholesky" | "eigh" | "eigvalsh" | "solve_triangular", "lower") if scipy => {
                    boolean(value).map(|lower| form.upper = !lower)
                }
                ("cholesky", "upper") if !scipy => boolean(value).map(|upper| form.upper = upper),
                ("eigh" | "eigvalsh", "UPLO") if !scipy => {
                    text(value).filter(|uplo| ["L", "U"].contains(uplo)).map(|uplo| form.upper = uplo == "U")
                }
                ("solve_triangular", "trans") => transposition(value).map(|trans| form.transposed = trans),
                ("solve", "transposed") if scipy => boolean(value).map(|trans| form.transposed = trans),
                ("solve_triangular", "unit_diagonal") | ("svd", "full_matrices") => {
                    boolean(value).filter(|is| !is).map(drop)
                }
                ("qr", "mode") if !scipy => text(value).filter(|mode| *mode == "reduced").map(drop),
                ("lstsq", "rcond") => matches!(value, Expr::NoneLiteral(_)).then_some(()),
                (_, "check_finite" | "overwrite_a" | "overwrite_b") if scipy => boolean(value).map(drop),
                _ => None,
            };
            if understood.is_none() {
                let written = self.slice(keyword.range).to_owned();
                let message = format!("`{written}` is not supported here");
                self.error(keyword.range, message, "leave it out");
                return None;
            }
        }
        Some(form)
    }
}

/// Whether a function's keywords are understood here.
pub(super) fn is_linalg(path: &str) -> bool {
    path.starts_with("numpy.linalg.") || path.starts_with("scipy.linalg.")
}

/// The length of the tuple that a function gives.
pub(super) fn tuple_length(path: &str, count: usize) -> Option<usize> {
    ops::TABLE.iter().flat_map(|kind| kind.spellings()).find_map(|spelling| match spelling {
        Spelling::PythonTupleCall(name, arity, component) if *name == path && *arity == count => {
            Some(component.of)
        }
        _ => None,
    })
}

fn component(path: &str, count: usize, index: usize) -> Option<&'static dyn Operation> {
    let found = ops::find(|spelling| {
        matches!(spelling, Spelling::PythonTupleCall(name, arity, component)
            if *name == path && *arity == count && component.index == index)
    });
    found.map(|(kind, _)| kind)
}

fn boolean(value: &Expr) -> Option<bool> {
    value.as_boolean_literal_expr().map(|literal| literal.value)
}

fn text(value: &Expr) -> Option<&str> {
    value.as_string_literal_expr().map(|literal| literal.value.to_str())
}

/// SciPy's `trans`: 0 or `'N'`, 1 or `'T'`.
fn transposition(value: &Expr) -> Option<bool> {
    match value {
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => int.as_i64().filter(|int| [0, 1].contains(int)).map(|int| int == 1),
            _ => None,
        },
        _ => text(value).filter(|trans| ["N", "T"].contains(trans)).map(|trans| trans == "T"),
    }
}
