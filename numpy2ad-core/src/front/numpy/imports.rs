//! What the dotted names of a text stand for, by its imports: `np.exp` is `numpy.exp` under `import numpy as np`.

use crate::diag::Diagnostics;
use ruff_python_ast::{Expr, Stmt};
use std::collections::BTreeMap;

/// From a name in the text to the module or function behind it.
#[derive(Clone, Debug)]
pub(super) struct Imports {
    bound: BTreeMap<String, String>,
    /// The names that the text itself imports, in order.
    written: Vec<String>,
}

impl Default for Imports {
    /// Without an import, `np` and `numpy` are NumPy: the text is often a fragment of a file.
    fn default() -> Self {
        let bound = ["np", "numpy"].map(|name| (name.to_owned(), "numpy".to_owned()));
        Self { bound: bound.into(), written: Vec::new() }
    }
}

impl Imports {
    /// Reads an import statement; `false` for any other.
    pub(super) fn read(&mut self, stmt: &Stmt, diags: &mut Diagnostics) -> bool {
        match stmt {
            Stmt::Import(import) => {
                for alias in &import.names {
                    let path = alias.name.as_str();
                    let root = path.split('.').next().unwrap_or(path);
                    match &alias.asname {
                        Some(name) => self.bind(name, path),
                        None => self.bind(root, root),
                    }
                }
                true
            }
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().map_or("", |module| module.as_str());
                let dots = if import.level > 0 { "." } else { "" };
                for alias in &import.names {
                    let name = alias.name.as_str();
                    if name == "*" && module.starts_with("numpy") {
                        diags.error_with_help(
                            super::text_range(alias.range),
                            "a star import does not say which names it binds",
                            "write `import numpy as np`",
                        );
                    }
                    let bound = alias.asname.as_ref().map_or(name, |name| name.as_str());
                    self.bind(bound, &format!("{dots}{module}.{name}"));
                }
                true
            }
            _ => false,
        }
    }

    fn bind(&mut self, name: &str, path: &str) {
        self.bound.insert(name.to_owned(), path.to_owned());
        self.written.push(name.to_owned());
    }

    /// The name under which the text has imported a module: the first, if there are several.
    pub(super) fn name_of(&self, module: &str) -> Option<&str> {
        let is_module = |name: &&String| self.bound.get(*name).is_some_and(|path| path == module);
        self.written.iter().find(is_module).map(String::as_str)
    }

    /// Notes that the text itself gives a name another meaning than an import or Python does.
    pub(super) fn shadow(&mut self, name: &str) {
        if self.binds(name) || ["len", "abs"].contains(&name) {
            self.bind(name, &format!("{name} of this text"));
        }
    }

    /// Whether the name is bound to a module or to something of a module.
    pub(super) fn binds(&self, name: &str) -> bool {
        self.bound.contains_key(name)
    }

    /// The full name of `np.linalg.inv` or of a name that was imported; the builtins stand for themselves.
    pub(super) fn resolve(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Name(name) => match self.bound.get(name.id.as_str()) {
                Some(path) => Some(path.clone()),
                None => Some(name.id.to_string()),
            },
            Expr::Attribute(attribute) => {
                let (Expr::Attribute(_) | Expr::Name(_)) = &*attribute.value else {
                    return None;
                };
                if let Expr::Name(name) = &*attribute.value
                    && !self.binds(name.id.as_str())
                    && name.id.as_str() != "scipy"
                {
                    return None; // a method or an attribute of a variable
                }
                Some(format!("{}.{}", self.resolve(&attribute.value)?, attribute.attr))
            }
            _ => None,
        }
    }
}
