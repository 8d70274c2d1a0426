//! What the modules are called in a text.

use crate::ir::{Func, Stmt, Value};
use crate::ops::PythonForm;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The names of NumPy and of SciPy's linear algebra.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modules {
    /// What stands for `numpy`.
    pub numpy: String,
    /// What stands for `scipy.linalg`.
    pub linalg: String,
}

impl Default for Modules {
    fn default() -> Self {
        Self { numpy: "np".to_owned(), linalg: "scipy.linalg".to_owned() }
    }
}

impl Modules {
    /// A function's name under these names of modules; `np.` and `scipy.linalg.` stand before the operations' own.
    pub(super) fn name<'a>(&self, function: &'a str) -> Cow<'a, str> {
        let renamed = |own: &str, name: &str| {
            let rest = function.strip_prefix(own)?.strip_prefix('.').filter(|_| own != name)?;
            Some(format!("{name}.{rest}"))
        };
        match renamed("np", &self.numpy).or_else(|| renamed("scipy.linalg", &self.linalg)) {
            Some(name) => name.into(),
            None => function.into(),
        }
    }

    /// An expression with all of its modules under these names.
    pub(super) fn names<'a>(&self, template: &'a str) -> Cow<'a, str> {
        if *self == Self::default() {
            return template.into();
        }
        let linalg = format!("{}.", self.linalg);
        template
            .replace("scipy.linalg.", "\u{0}")
            .replace("np.", &format!("{}.", self.numpy))
            .replace('\u{0}', &linalg)
            .into()
    }

    /// The statements that import what the functions use; NumPy always.
    #[must_use]
    pub fn imports(&self, funcs: &[Func]) -> String {
        let mut lines = import("numpy", &self.numpy);
        if funcs.iter().any(uses_scipy) {
            lines += &import("scipy.linalg", &self.linalg);
        }
        lines
    }

    /// The import of SciPy's linear algebra where a text without imports of its own uses it, but has given the name
    /// `scipy` to something else.
    #[must_use]
    pub fn unusual_import(&self, funcs: &[Func]) -> String {
        let is_unusual = self.linalg != Self::default().linalg && funcs.iter().any(uses_scipy);
        if is_unusual { import("scipy.linalg", &self.linalg) } else { String::new() }
    }
}

/// `import numpy as np`, `import scipy.linalg`, `from scipy import linalg`.
fn import(module: &str, name: &str) -> String {
    match module.rsplit_once('.') {
        _ if module == name => format!("import {module}\n"),
        Some((package, last)) if last == name => format!("from {package} import {name}\n"),
        _ => format!("import {module} as {name}\n"),
    }
}

/// Whether the text of a program has a function of SciPy in it: in its statements, or in an expression of them.
fn uses_scipy(func: &Func) -> bool {
    let mut open: Vec<Value> = func.lets().collect();
    open.extend(func.body.iter().filter_map(|stmt| match stmt {
        Stmt::Update { value, .. } => Some(*value),
        Stmt::Let(_) | Stmt::Init(_) => None,
    }));
    let mut seen = BTreeSet::new();
    while let Some(value) = open.pop() {
        if let (true, Some((op, args))) = (seen.insert(value), func.as_op(value)) {
            if is_scipy(op.kind.python(op.attr)) {
                return true;
            }
            open.extend(args);
        }
    }
    false
}

fn is_scipy(form: PythonForm) -> bool {
    let of_scipy = |text: &str| text.contains("scipy");
    match form {
        PythonForm::Factorised(factors) => {
            [factors.factorise, factors.solve].into_iter().flatten().any(|call| of_scipy(call.function))
        }
        PythonForm::Call(function) | PythonForm::Template(function) => of_scipy(function),
        PythonForm::CallWith(call) => of_scipy(call.function),
        _ => false,
    }
}
