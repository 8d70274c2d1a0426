//! Statements: assignments to fresh names, and what is refused.

use super::scope::{Binding, How, Scope};
use super::{Mode, ranks, refuse};
use crate::ir::Value;
use crate::ty::Rank;
use ruff_python_ast::{Expr, ExprList, ExprName, ExprTuple, Stmt, StmtAnnAssign, StmtAssign, StmtAugAssign};
use ruff_text_size::{Ranged, TextRange, TextSize};

impl Scope<'_> {
    /// Reads a statement that is not the function's `return`.
    pub(super) fn statement(&mut self, stmt: &Stmt) {
        let before = self.targets.len();
        self.read(stmt);
        if self.targets.len() > before {
            self.latest = before;
        }
    }

    fn read(&mut self, stmt: &Stmt) {
        let mut imports = std::mem::take(&mut self.imports);
        let is_import = imports.read(stmt, &mut self.diags);
        self.imports = imports;
        match stmt {
            _ if is_import => self.check_import(stmt),
            Stmt::Pass(_) => {}
            Stmt::Expr(stmt) if is_remark(&stmt.value) => {}
            Stmt::Assign(assign) => self.assign(assign),
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::AugAssign(assign) => self.augmented(assign),
            Stmt::Expr(stmt) if self.expr(&stmt.value, None).is_none() => {}
            Stmt::Expr(stmt) => {
                let help = "assign it to a name, or leave it out";
                let line = self.line(stmt.range);
                self.error(
                    stmt.range,
                    format!("the value of this expression on line {line} is not used"),
                    help,
                );
            }
            _ => self.refuse(stmt),
        }
    }

    /// An import may not give a variable another meaning.
    fn check_import(&mut self, stmt: &Stmt) {
        let hidden =
            self.bindings.iter().find(|(name, binding)| binding.value.is_some() && self.imports.binds(name));
        if let Some(name) = hidden.map(|(name, _)| name.clone()) {
            let help = "import it under another name";
            self.error(stmt.range(), format!("this import hides the variable `{name}`"), help);
        }
    }

    fn assign(&mut self, assign: &StmtAssign) {
        match &assign.targets[..] {
            [Expr::Name(name)] => self.define(name, &assign.value),
            [Expr::Tuple(tuple)] if self.unpack_shape(&tuple.elts, &assign.value) => {}
            [Expr::Tuple(ExprTuple { elts, .. }) | Expr::List(ExprList { elts, .. })]
                if self.define_several(elts, &assign.value) => {}
            [target] => {
                let (what, help) = match target {
                    Expr::Tuple(_) | Expr::List(_) => {
                        ("several targets", "assign each name in a statement of its own")
                    }
                    Expr::Subscript(_) => (
                        "an assignment to a part of an array",
                        "build the array from its parts, and give it a name of its own",
                    ),
                    _ => ("an assignment to an attribute", "assign to a name"),
                };
                let line = self.line(target.range());
                self.error(target.range(), format!("{what} on line {line}"), help);
                self.poison(&Stmt::Assign(assign.clone()));
            }
            targets => {
                let at = targets.iter().map(Ranged::range).reduce(TextRange::cover).unwrap_or(assign.range);
                let help = "assign each name in a statement of its own";
                self.error(at, "one value is assigned to several names", help);
                self.poison(&Stmt::Assign(assign.clone()));
            }
        }
    }

    fn annotated(&mut self, assign: &StmtAnnAssign) {
        let Expr::Name(name) = &*assign.target else {
            self.error(assign.target.range(), "an assignment to what is no name", "assign to a name");
            return;
        };
        let Some(value) = &assign.value else {
            let help = match self.mode {
                Mode::Expression => "declare ranks in the list behind the text, `x: vector`",
                Mode::Functions => "declare ranks in the signature, `def f(x: \"vector\")`",
            };
            self.error(assign.range, format!("`{}` is declared without a value", name.id), help);
            return;
        };
        self.define(name, value);
        if let ranks::Annotation::Rank(rank) = ranks::annotation(&assign.annotation)
            && let Some(Binding { value: Some(value), .. }) = self.bindings.get(name.id.as_str())
        {
            let is = self.func.rank(*value);
            self.expect_rank(name, rank, is, assign.annotation.range());
        }
    }

    fn expect_rank(&mut self, name: &ExprName, declared: Rank, is: Rank, at: TextRange) {
        if declared != is {
            let help = "declare the ranks of the inputs, and leave it out here";
            self.error(at, format!("`{}` is declared a {declared}, and its value is a {is}", name.id), help);
        }
    }

    /// `name = value`
    fn define(&mut self, name: &ExprName, value: &Expr) {
        let id = name.id.as_str();
        let taken = self.bindings.contains_key(id);
        let value = self.expr(value, Some(id));
        self.bind_name(name, value, taken);
    }

    /// Gives a name its value, unless it was taken before that was read.
    pub(super) fn bind_name(&mut self, name: &ExprName, value: Option<Value>, taken: bool) {
        let id = name.id.as_str();
        if taken || self.bindings.contains_key(id) {
            self.aliasing(name, None);
            return;
        }
        if self.imports.binds(id) || id == "np" {
            let message =
                format!("`{id}` is a module or a function here, and a variable of that name hides it");
            self.error(name.range, message, "give the variable another name");
        }
        self.targets.extend(value);
        self.bindings.insert(id.to_owned(), Binding { value, at: name.range, how: How::Assigned });
    }

    /// A name that has a value already gets another: both places are named.
    fn aliasing(&mut self, name: &ExprName, operator: Option<&str>) {
        let id = name.id.as_str();
        let line = self.line(name.range);
        let first = self.bindings.get(id).map(|binding| {
            let line = self.line(binding.at);
            match binding.how {
                How::Parameter => format!(", but it is a parameter (line {line})"),
                How::Assigned => format!(", but it has a value already (line {line})"),
                How::Read => format!(", but it is read before (line {line})"),
            }
        });
        let first = first.unwrap_or_default();
        let (does, help) = match operator {
            None => (
                "is assigned",
                format!("a name is assigned once: give the new value a name of its own, such as `{id}1`"),
            ),
            Some(operator) => (
                "is changed in place",
                format!(
                    "write `{id}1 = {id} {} …` and use `{id}1` from there on",
                    operator.trim_end_matches('=')
                ),
            ),
        };
        self.error(name.range, format!("aliasing: `{id}` {does} on line {line}{first}"), help);
    }

    fn augmented(&mut self, assign: &StmtAugAssign) {
        let _ = self.expr(&assign.value, None);
        match &*assign.target {
            Expr::Name(name) => self.aliasing(name, Some(&format!("{}=", assign.op.as_str()))),
            target => {
                let help = "build the new array as a whole, and give it a name of its own";
                let line = self.line(target.range());
                self.error(target.range(), format!("aliasing: an array is changed on line {line}"), help);
            }
        }
    }

    /// `m, n = A.shape`
    fn unpack_shape(&mut self, targets: &[Expr], value: &Expr) -> bool {
        let Expr::Attribute(attribute) = value else { return false };
        let names: Option<Vec<&ExprName>> = targets.iter().map(|target| target.as_name_expr()).collect();
        let Some(names) = names.filter(|_| attribute.attr.as_str() == "shape") else {
            return false;
        };
        let Some(array) = self.expr(&attribute.value, None) else {
            return true;
        };
        for (index, name) in (0_i64..).zip(names) {
            if self.bindings.contains_key(name.id.as_str()) {
                self.aliasing(name, None);
                continue;
            }
            let value = self.size(array, index, Some(name.id.as_str()), name.range);
            self.targets.extend(value);
            let binding = Binding { value, at: name.range, how: How::Assigned };
            self.bindings.insert(name.id.to_string(), binding);
        }
        true
    }

    /// Control flow and the like, by name and line, at its keyword.
    fn refuse(&mut self, stmt: &Stmt) {
        let (keyword, help) = refuse::statement(stmt);
        let (written, at) = match keyword.strip_prefix("this ") {
            Some(_) => (keyword.to_owned(), stmt.range()),
            None => (format!("`{keyword}`"), self.keyword_range(stmt, keyword)),
        };
        let line = self.line(at);
        self.error(at, format!("{written} on line {line} cannot be differentiated"), help);
        self.poison(stmt);
    }

    /// The range of the keyword, which stands behind decorators.
    fn keyword_range(&self, stmt: &Stmt, keyword: &str) -> TextRange {
        let decorators = match stmt {
            Stmt::FunctionDef(def) => def.decorator_list.last().map(Ranged::end),
            Stmt::ClassDef(class) => class.decorator_list.last().map(Ranged::end),
            _ => None,
        };
        let whole = TextRange::new(decorators.unwrap_or(stmt.start()), stmt.end());
        let found = self.slice(whole).find(keyword).unwrap_or(0);
        let start = whole.start() + TextSize::try_from(found).unwrap_or_default();
        TextRange::at(start, TextSize::of(keyword).min(whole.end() - start))
    }

    /// The names that a refused statement binds have no value, and that is no second mistake.
    pub(super) fn poison(&mut self, stmt: &Stmt) {
        for name in refuse::bound(stmt) {
            self.bindings.entry(name).or_insert(Binding {
                value: None,
                at: stmt.range(),
                how: How::Assigned,
            });
        }
    }
}

/// A docstring, a string that stands alone, or `...`.
fn is_remark(expr: &Expr) -> bool {
    matches!(expr, Expr::StringLiteral(_) | Expr::EllipsisLiteral(_))
}
