//! Calls of functions that have derivatives: all parts of a call in one statement.

use super::Writer;
use super::schedule::form;
use crate::ir::{Argument, Callee, Def, Failure, Form, Passing, Value};
use crate::ops::{Attr, Called, Part, RustForm};
use crate::ty::{Elem, Rank};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

impl Writer<'_> {
    /// The statement of a part of a call: of the first part that the program computes, the call; of the others, nothing.
    pub(super) fn call(&self, value: Value, called: Called) -> TokenStream {
        let Some((op, args)) = self.func.as_op(value) else { return TokenStream::new() };
        let Attr::Part(part) = op.attr else { return TokenStream::new() };
        let Some(callee) = self.func.callees.get(part.callee) else { return TokenStream::new() };
        let parts = self.parts(called, part, args);
        if parts.first().is_some_and(|(_, first)| *first != value) {
            return TokenStream::new();
        }
        let names = |count: usize| -> Vec<TokenStream> {
            let name = |index: usize| parts.iter().find(|(at, _)| *at == index);
            (0..count)
                .map(|index| match name(index) {
                    Some((_, value)) => {
                        let name = self.name(*value);
                        quote!(#name)
                    }
                    None => quote!(_),
                })
                .collect()
        };
        let grouped = |names: &[TokenStream]| match callee.is_tuple {
            true => quote!((#(#names,)*)),
            false => quote!(#(#names)*),
        };
        let count = callee.active.len();
        let (operands, behind) = args.split_at_checked(count).unwrap_or_default();
        match called {
            Called::Result => {
                let path = self.path(callee, "");
                let args = self.call_arguments(callee, operands, &[]);
                let results = grouped(&names(callee.results));
                let call = failed(callee, quote!(#path(#(#args),*)));
                quote!(let #results = #call;)
            }
            Called::Tangent => {
                let path = self.path(callee, "_t");
                let args = self.call_arguments(callee, operands, behind);
                let results = grouped(&names(callee.results));
                let call = failed(callee, quote!(#path(#(#args),*)));
                quote!(let (_, #results) = #call;)
            }
            Called::Adjoint => self.adjoint_call(callee, &parts, operands, behind),
            Called::Second => {
                let active: Vec<usize> =
                    (0..count).filter(|&at| callee.active.get(at) == Some(&true)).collect();
                let all = names(count);
                let products: Vec<&TokenStream> = active.iter().filter_map(|&at| all.get(at)).collect();
                let products = match products[..] {
                    [only] => quote!(#only),
                    _ => quote!((#(#products),*)),
                };
                let (tangents, seeds) = behind.split_at_checked(active.len()).unwrap_or_default();
                let path = self.path(callee, "_hvp");
                let args = self.call_arguments(callee, operands, tangents);
                let seeds = seeds.iter().map(|&seed| self.handed(seed));
                let call = failed(callee, quote!(#path(#(#args,)* #(#seeds),*)));
                quote!(let (_, _, #products) = #call;)
            }
        }
    }

    /// Zeros for the adjoints of the operands, and the call that adds to them.
    fn adjoint_call(
        &self,
        callee: &Callee,
        parts: &[(usize, Value)],
        operands: &[Value],
        seeds: &[Value],
    ) -> TokenStream {
        let ad = &self.idents.ad;
        let mut made = Vec::new();
        let mut adjoints = Vec::new();
        let active = operands.iter().enumerate().filter(|(at, _)| callee.active.get(*at) == Some(&true));
        for (index, &operand) in active {
            let is_number = self.func.rank(operand) == Rank::Scalar;
            let zeros = match is_number {
                true => self.number(0.0),
                false => {
                    let operand = self.array(operand);
                    quote!(#ad::zeros_like(#operand))
                }
            };
            let Some((_, value)) = parts.iter().find(|(at, _)| *at == index) else {
                adjoints.push(quote!(&mut #zeros));
                continue;
            };
            let name = self.name(*value);
            let ty = is_number.then(|| self.elem_type()).map(|elem| quote!(: #elem));
            made.push(quote!(let mut #name #ty = #zeros;));
            adjoints.push(quote!(&mut #name));
        }
        let path = self.path(callee, "_ad");
        let args = self.call_arguments(callee, operands, &[]);
        let seeds = seeds.iter().map(|&seed| self.handed(seed));
        let call = failed(callee, quote!(#path(#(#args,)* #(#adjoints,)* #(#seeds),*)));
        quote!(#(#made)* let _ = #call;)
    }

    /// The parts of one call that the program computes, each with its index, in order of computation.
    fn parts(&self, called: Called, part: Part, args: &[Value]) -> Vec<(usize, Value)> {
        let same = self.func.lets().filter_map(|other| {
            let (op, others) = self.func.as_op(other)?;
            let Attr::Part(of) = op.attr else { return None };
            let is_same = of.callee == part.callee && Called::of(op.kind) == Some(called) && others == args;
            is_same.then_some((of.index, other))
        });
        same.collect()
    }

    /// The arguments of a call, each active one with its tangent behind it, if there are tangents.
    fn call_arguments(&self, callee: &Callee, operands: &[Value], tangents: &[Value]) -> Vec<TokenStream> {
        let mut operands = operands.iter().zip(&callee.active);
        let mut tangents = tangents.iter();
        let mut written = Vec::new();
        for arg in &callee.args {
            match arg {
                Argument::Foreign(key) => {
                    written.extend(self.program.lowered.foreign_args.get(key).cloned());
                }
                Argument::Operand(passing) => {
                    let Some((&operand, &active)) = operands.next() else { continue };
                    written.push(self.argument(operand, *passing));
                    if active && let Some(&tangent) = tangents.next() {
                        written.push(self.handed(tangent));
                    }
                }
            }
        }
        written
    }

    /// An operand as the user has handed it over.
    fn argument(&self, value: Value, passing: Passing) -> TokenStream {
        let borrow = passing.by_ref.then(|| quote!(&));
        if let (Form::Parameter, Def::Param(index)) = (passing.form, self.func.def(value)) {
            let name = self.name(value);
            return match self.program.is_by_ref(*index) || passing.by_ref {
                true => quote!(#borrow #name),
                false => quote!(#name.clone()),
            };
        }
        if self.func.rank(value) == Rank::Scalar {
            let is_literal = matches!(self.func.def(value), Def::Const(_));
            let number = match self.func.ty(value).elem {
                Elem::Int if !is_literal => self.expected_integer(value),
                _ => self.scalar(value),
            };
            return if passing.by_ref { quote!(&(#number)) } else { number };
        }
        let place = self.place(value);
        match passing.form {
            Form::View => quote!(#borrow #place.view()),
            _ if self.is_bound(value) && !self.is_borrowed(value) && passing.by_ref => quote!(&#place),
            _ => quote!(#borrow #place.to_owned()),
        }
    }

    /// A number by value, an array by reference.
    fn handed(&self, value: Value) -> TokenStream {
        if self.func.rank(value) == Rank::Scalar { self.scalar(value) } else { self.array(value) }
    }

    /// The path of a callee's derivative, at the place of the user's call.
    fn path(&self, callee: &Callee, ending: &str) -> TokenStream {
        let Some(path) = self.program.lowered.constants.get(&callee.path) else { return TokenStream::new() };
        let mut path = path.clone();
        if let Some(last) = path.segments.last_mut()
            && !ending.is_empty()
        {
            let name: &Ident = &last.ident;
            last.ident = format_ident!("{}{ending}", name.unraw(), span = name.span());
        }
        quote!(#path)
    }
}

/// A call with what becomes of its errors.
fn failed(callee: &Callee, call: TokenStream) -> TokenStream {
    match callee.failure {
        Failure::None => call,
        Failure::Returned => quote!(#call?),
        Failure::Panic => quote!(#call.unwrap()),
    }
}

/// The part of a call that a form stands for.
pub(super) fn called(writer: &Writer<'_>, value: Value) -> Option<Called> {
    match form(writer.func, value) {
        Some(RustForm::Called(called)) => Some(called),
        _ => None,
    }
}
