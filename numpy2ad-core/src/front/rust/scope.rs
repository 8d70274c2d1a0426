//! Names: what they stand for, and in which block.

use super::body::Lowering;
use super::syntax::root;
use crate::ir::{Form, Passing, Value};
use proc_macro2::Span;
use syn::{Expr, Ident, Pat};

/// What a name stands for.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    /// A value, and the line it was bound on.
    Value { value: Value, line: usize, parameter: bool, passing: Passing },
    /// Several values, and the line they were bound on.
    Tuple { values: Vec<Value>, line: usize },
    /// A parameter without a derivative that expressions may not use.
    Opaque,
    /// A binding whose right-hand side was refused: using it is no second mistake. Its line, unless it was
    /// declared without a value, so that the assignment behind it is no second mistake either.
    Poisoned(Option<usize>),
}

impl Binding {
    /// A parameter.
    pub(super) fn parameter(value: Value, line: usize) -> Self {
        let passing = Passing { form: Form::Parameter, by_ref: false };
        Self::Value { value, line, parameter: true, passing }
    }

    /// A value of the function's own.
    pub(super) fn local(value: Value, line: usize) -> Self {
        let passing = Passing { form: Form::Owned, by_ref: false };
        Self::Value { value, line, parameter: false, passing }
    }
}

/// The names of one block. A name that a `macro_rules` macro has brought along is another than the user's of the
/// same letters, as it is to rustc.
#[derive(Debug, Default)]
pub(super) struct Scope {
    bindings: Vec<(String, String, Binding)>,
}

impl Scope {
    pub(super) fn bind(&mut self, ident: &Ident, binding: Binding) {
        self.bindings.push((ident.to_string(), context(ident.span()), binding));
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.bindings.iter().map(|(name, ..)| name.as_str())
    }
}

/// Which macro a token comes from. Only its `Debug` text says so on stable Rust; where that is silent, all tokens
/// are the user's own.
fn context(span: Span) -> String {
    let text = format!("{span:?}");
    text.split_once(' ').map(|(context, _)| context).filter(|c| c.starts_with('#')).unwrap_or("").to_owned()
}

impl Lowering<'_> {
    pub(super) fn bind(&mut self, ident: &Ident, binding: Binding) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.bind(ident, binding);
        }
    }

    /// Binds all names of a pattern.
    pub(super) fn bind_pattern(&mut self, pat: &Pat, binding: &Binding) {
        #[derive(Default)]
        struct Names(Vec<Ident>);
        impl<'ast> syn::visit::Visit<'ast> for Names {
            fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
                self.0.push(pat.ident.clone());
                syn::visit::visit_pat_ident(self, pat);
            }
        }
        let mut names = Names::default();
        syn::visit::Visit::visit_pat(&mut names, pat);
        for name in names.0 {
            self.bind(&name, binding.clone());
        }
    }

    pub(super) fn lookup(&self, ident: &Ident) -> Option<&Binding> {
        let (name, context) = (ident.to_string(), context(ident.span()));
        let newest = || self.scopes.iter().rev().flat_map(|scope| scope.bindings.iter().rev());
        let named = || newest().filter(|(bound, ..)| *bound == name);
        let found = named().find(|(_, of, _)| *of == context).or_else(|| named().next());
        found.map(|(.., binding)| binding)
    }

    /// The line that a name was bound on, as the end of a sentence.
    pub(super) fn first_place(&self, ident: &Ident) -> String {
        match self.lookup(ident) {
            Some(Binding::Value { line, parameter: true, .. }) => {
                format!("; it is a parameter, on line {line}")
            }
            Some(
                Binding::Value { line, .. } | Binding::Tuple { line, .. } | Binding::Poisoned(Some(line)),
            ) => {
                format!("; it is first bound on line {line}")
            }
            _ => String::new(),
        }
    }

    /// Whether a place begins with a name that was refused before.
    pub(super) fn is_poisoned(&self, place: &Expr) -> bool {
        let binding = root(place).and_then(|ident| self.lookup(ident));
        matches!(binding, Some(Binding::Poisoned(_)))
    }
}
