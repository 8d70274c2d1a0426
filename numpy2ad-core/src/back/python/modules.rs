//! What the modules are called in a text.

use crate::ir::Func;
use crate::ops::PythonForm;
use std::borrow::Cow;

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

/// Whether a program factorises a matrix by a function of SciPy, or solves with a triangle.
fn uses_scipy(func: &Func) -> bool {
    func.lets().filter_map(|value| func.as_op(value)).any(|(op, _)| match op.kind.python(op.attr) {
        PythonForm::Factorised(factors) => [factors.factorise, factors.solve]
            .into_iter()
            .flatten()
            .any(|call| call.function.starts_with("scipy")),
        _ => false,
    })
}
