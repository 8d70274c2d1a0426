//! Views and parts of arrays.

use super::Writer;
use super::schedule::form;
use crate::ir::Value;
use crate::ops::{Along, End, Region, RustForm};
use crate::ty::Rank;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

impl Writer<'_> {
    /// A view: by a method, by a function of the runtime's, or of a part.
    pub(super) fn view(&self, value: Value) -> TokenStream {
        let Some((_, [of, bounds @ ..])) = self.func.as_op(value) else { return TokenStream::new() };
        let ad = &self.idents.ad;
        match form(self.func, value) {
            Some(RustForm::View(method)) => {
                let (place, method) = (self.place(*of), super::idents::ident(method));
                quote!(#place.#method())
            }
            Some(RustForm::ViewFunction(function)) => {
                let (array, function) = (self.array(*of), super::idents::ident(function));
                quote!(#ad::#function(#array))
            }
            Some(RustForm::Region(part)) => {
                let (place, slice) = (self.place(*of), self.slice(part, bounds));
                quote!(#place.slice(#slice))
            }
            _ => TokenStream::new(),
        }
    }

    /// An element: `x[0]`, `a[[i, 1]]`.
    pub(super) fn element(&self, value: Value) -> TokenStream {
        let (Some((_, [of, bounds @ ..])), Some(RustForm::Region(part))) =
            (self.func.as_op(value), form(self.func, value))
        else {
            return TokenStream::new();
        };
        let (place, index) = (self.place(*of), self.index(part, bounds));
        quote!(#place #index)
    }

    /// The part at which a value is placed in zeros and its bounds, or the diagonal.
    pub(super) fn placed_part(&self, value: Value) -> Option<Option<(Region, &[Value])>> {
        match (form(self.func, value), self.func.as_op(value)) {
            (Some(RustForm::Placed(part)), Some((_, [_, _, bounds @ ..]))) => {
                Some(part.map(|part| (part, bounds)))
            }
            _ => None,
        }
    }

    /// Zeros, and a part of them written: `let mut v = ad::zeros_like(a); v.slice_mut(..).assign(b);`.
    pub(super) fn placed(&self, value: Value) -> TokenStream {
        let (Some(placed), Some((_, [inner, like, ..]))) = (self.placed_part(value), self.func.as_op(value))
        else {
            return TokenStream::new();
        };
        let name = self.name(value);
        let zeros_like = self.kernel_path(&super::idents::ident("zeros_like"));
        let like = self.array(*like);
        let written = match placed {
            Some((part, bounds)) if part.is_element() => {
                let (index, inner) = (self.index(part, bounds), self.scalar(*inner));
                quote!(#name #index = #inner;)
            }
            part => {
                let part = match part {
                    Some((part, bounds)) => {
                        let slice = self.slice(part, bounds);
                        quote!(slice_mut(#slice))
                    }
                    None => quote!(diag_mut()),
                };
                if self.func.rank(*inner) == Rank::Scalar {
                    let inner = self.scalar(*inner);
                    quote!(#name.#part.fill(#inner);)
                } else {
                    let inner = self.array(*inner);
                    quote!(#name.#part.assign(#inner);)
                }
            }
        };
        quote!(let mut #name = #zeros_like(#like); #written)
    }

    /// The index of an element, in brackets.
    pub(super) fn index(&self, part: Region, bounds: &[Value]) -> TokenStream {
        let bounds: Vec<TokenStream> = bounds.iter().map(|&bound| self.integer(bound, "usize")).collect();
        if part.second.is_none() { quote!([#(#bounds),*]) } else { quote!([[#(#bounds),*]]) }
    }

    /// `ad::s![1..3, ..]`
    pub(super) fn slice(&self, part: Region, bounds: &[Value]) -> TokenStream {
        let ad = &self.idents.ad;
        let mut bounds = bounds.iter().copied();
        let along = part.axes().map(|along| self.along(along, &mut bounds));
        let along: Vec<TokenStream> = along.collect();
        quote!(#ad::s![#(#along),*])
    }

    fn along(&self, along: Along, bounds: &mut impl Iterator<Item = Value>) -> TokenStream {
        let mut next = || bounds.next().map(|bound| self.integer(bound, "isize"));
        let (from, to, step) = match along {
            Along::Index => return next().unwrap_or_default(),
            Along::Range { from, to, step } => (from, to, step),
        };
        let from = if from { next() } else { None };
        let range = match to {
            End::Open => quote!(#from..),
            End::Before => {
                let to = next();
                quote!(#from..#to)
            }
            End::With => {
                let to = next();
                quote!(#from..=#to)
            }
        };
        if step == 1 {
            return range;
        }
        let size = Literal::u32_unsuffixed(step.unsigned_abs());
        if step < 0 { quote!(#range;-#size) } else { quote!(#range;#size) }
    }
}
