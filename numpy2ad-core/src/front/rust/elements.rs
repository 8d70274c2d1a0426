//! Closures over the elements of an array.
//!
//! A scalar expression of the element is the same expression of the whole array, as long as each of its operations works
//! element by element, on this array's elements and on numbers. So it is lowered, with a name of its own for the array as
//! the element; what has to do with that may meet no other array, and no operation of whole arrays.

use super::body::Lowering;
use super::scope::{Binding, Scope};
use crate::ir::{Def, Op, Value};
use crate::ops::{Attr, Identity, Operation, RustForm};
use crate::origin::Origin;
use crate::ty::Rank;
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::{ExprClosure, Ident, Pat};

impl Lowering<'_> {
    pub(super) fn mapped_closure(&mut self, array: Value, closure: &ExprClosure) -> Option<Value> {
        let name = match closure.inputs.iter().collect::<Vec<_>>()[..] {
            [input] => element_name(input),
            _ => None,
        };
        let Some(name) = name else {
            self.diags.error_with_help(
                Origin::of_tokens(closure),
                "the closure of `mapv` takes one element by a plain name",
                "write `mapv(|x| ..)`",
            );
            return None;
        };
        let alias = Def::Op(Op { kind: &Identity, attr: Attr::None }, vec![array]);
        let element = self.func.push(alias, self.func.ty(array), None, Origin::None);
        let mut scope = Scope::default();
        scope.bind(name, Binding::local(element, name.span().start().line));
        self.scopes.push(scope);
        self.elements.push(BTreeSet::from([element]));
        let value = self.expr(&closure.body);
        let of_element = self.elements.pop().unwrap_or_default();
        self.scopes.pop();
        self.replace(element, array);
        let value = value?;
        if !of_element.contains(&value) {
            self.diags.error_with_help(
                Origin::of_tokens(&*closure.body),
                "the closure does not use its element, so that the result is no map of the array",
                "write an expression of the element",
            );
            return None;
        }
        Some(if value == element { array } else { value })
    }

    /// Writes the array itself where it has a name as the element.
    fn replace(&mut self, element: Value, array: Value) {
        let renamed = |value: &mut Value| {
            if *value == element {
                *value = array;
            }
        };
        for value in self.func.values().filter(|&value| value > element) {
            let Some(data) = self.func.value_mut(value) else { continue };
            if let Def::Op(_, args) = &mut data.def {
                args.iter_mut().for_each(renamed);
            }
            for guard in &mut data.guards {
                renamed(&mut guard.left);
                renamed(&mut guard.right);
            }
        }
    }

    /// The closure whose element a value is made of.
    fn closure_of(&self, value: Value) -> Option<usize> {
        self.elements.iter().position(|of_element| of_element.contains(&value))
    }

    /// Whether a value is made of an element.
    pub(super) fn is_of_element(&self, value: Value) -> bool {
        self.closure_of(value).is_some()
    }

    /// Whether an operation has the same meaning for the elements of a closure as for the whole array.
    pub(super) fn may_take_elements(&self, kind: &dyn Operation, attr: Attr, args: &[Value]) -> bool {
        let Some(closure) = args.iter().find_map(|&arg| self.closure_of(arg)) else { return true };
        let ranks: Vec<Rank> = args.iter().map(|&arg| self.func.rank(arg)).collect();
        let form = kind.rust(attr, &ranks);
        let each = form.is_elementwise() || matches!(form, RustForm::Same | RustForm::Cast);
        each && args
            .iter()
            .all(|&arg| self.closure_of(arg) == Some(closure) || self.func.rank(arg) == Rank::Scalar)
    }

    pub(super) fn refuse_elements<T>(&mut self, whole: &impl ToTokens) -> Option<T> {
        self.diags.error_with_help(
            Origin::of_tokens(whole),
            "an element of one array meets a whole array here",
            "in the closure write an expression of the element and of numbers; what arrays have to do with each other \
             stands outside",
        );
        None
    }

    /// Notes that a value is made of the element that one of these is made of.
    pub(super) fn note_element(&mut self, args: &[Value], value: Value) {
        if let Some(closure) = args.iter().find_map(|&arg| self.closure_of(arg))
            && let Some(of_element) = self.elements.get_mut(closure)
        {
            of_element.insert(value);
        }
    }
}

/// The name in `|x|`, `|&x|` or `|x: f64|`.
fn element_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) if pat.subpat.is_none() => Some(&pat.ident),
        Pat::Reference(reference) => element_name(&reference.pat),
        Pat::Type(typed) => element_name(&typed.pat),
        Pat::Paren(paren) => element_name(&paren.pat),
        _ => None,
    }
}
