//! What stands beside a function whose derivatives are written by hand: a check of their types, and a function that
//! compares them with differences.

use super::attributes::kept_attributes;
use super::signature::{parameter, result_names};
use super::types::{Types, borrowed, owned, tangent_output};
use crate::front::rust::{Kind, Parameter, Signature};
use crate::ty::Rank;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{GenericParam, ItemFn, Type};

/// The items beside the function. With `tangent` there is a tangent by hand as well.
#[must_use]
pub fn rule_items(item: &ItemFn, signature: &Signature, krate: &syn::Path, tangent: bool) -> TokenStream {
    let rule = Rule { item, signature, krate };
    let types = rule.type_checks(tangent);
    let check = rule.check_fn(tangent);
    quote!(#types #check)
}

struct Rule<'a> {
    item: &'a ItemFn,
    signature: &'a Signature,
    krate: &'a syn::Path,
}

impl Rule<'_> {
    fn name(&self, ending: &str) -> Ident {
        let ident = &self.item.sig.ident;
        format_ident!("{}{ending}", ident.unraw(), span = ident.span())
    }

    fn types(&self) -> Types<'_> {
        Types::new(self.krate, self.signature)
    }

    fn active(&self) -> impl Iterator<Item = (&Parameter, &Ident)> {
        let active = self.signature.params.iter().filter(|param| param.is_active());
        active.filter_map(|param| Some((param, param.ident.as_ref()?)))
    }

    /// The functions by hand have the types that callers expect. A pointer cannot be to a function of any type, so that
    /// those of generic functions are seen at their calls alone.
    fn type_checks(&self, tangent: bool) -> TokenStream {
        let generics = &self.item.sig.generics;
        if generics.params.iter().any(|param| !matches!(param, GenericParam::Lifetime(_))) {
            return TokenStream::new();
        }
        let binder = (!generics.params.is_empty()).then(|| quote!(for #generics));
        let types: Vec<&Type> = self.signature.params.iter().map(|param| &param.ty).collect();
        let adjoints = self.active().map(|(param, _)| match param.kind {
            Kind::Differentiable { rank, elem, .. } => borrowed(self.types(), rank, elem, true),
            _ => TokenStream::new(),
        });
        let seeds = self
            .signature
            .output
            .parts
            .iter()
            .map(|part| borrowed(self.types(), part.rank, part.elem, false));
        let (adjoint, output) = (self.name("_ad"), &self.signature.output.ty);
        let of_adjoint = quote!(
            const _: #binder fn(#(#types,)* #(#adjoints,)* #(#seeds),*) -> #output = #adjoint;
        );
        let of_tangent = tangent.then(|| {
            let types = self.signature.params.iter().map(|param| match param.kind {
                Kind::Differentiable { rank, elem, .. } if param.wanted => {
                    let (ty, moved) = (&param.ty, borrowed(self.types(), rank, elem, false));
                    quote!(#ty, #moved)
                }
                _ => {
                    let ty = &param.ty;
                    quote!(#ty)
                }
            });
            let (name, output) = (self.name("_t"), tangent_output(self.signature));
            quote!(const _: #binder fn(#(#types),*) -> #output = #name;)
        });
        quote!(#of_adjoint #of_tangent)
    }

    fn check_fn(&self, tangent: bool) -> TokenStream {
        let (item, krate) = (self.item, self.krate);
        let (vis, generics) = (&item.vis, &item.sig.generics);
        let where_clause = self.types().where_clause(generics);
        let attrs = kept_attributes(item);
        let params = self.signature.params.iter().map(parameter);
        let (name, primal) = (self.name("_check"), &item.sig.ident);
        let points = self.active().map(|(param, ident)| {
            let (ty, point) = (owned_type(self.types(), param), point(ident));
            let place = match param.kind {
                Kind::Differentiable { rank: Rank::Scalar, by_ref: true, .. } => quote!(*#ident),
                Kind::Differentiable { rank: Rank::Scalar, .. } => quote!(#ident),
                _ => quote!(#ident.to_owned()),
            };
            quote!(let #point: #ty = #place;)
        });
        let outs = result_names(&self.signature.output, |name| format_ident!("check_{name}"));
        let seeds = result_names(&self.signature.output, |name| format_ident!("check_{name}_a"));
        let agains = result_names(&self.signature.output, |name| format_ident!("check_{name}_again"));
        let whats: Vec<String> = match outs.len() {
            1 => vec!["the result".to_owned()],
            count => (0..count).map(|at| format!("result {at}")).collect(),
        };
        let adjoints: Vec<Ident> = self.active().map(|(_, ident)| adjoint(ident)).collect();
        let befores: Vec<Ident> = adjoints.iter().map(|name| format_ident!("{name}_before")).collect();
        let point_names: Vec<Ident> = self.active().map(|(_, ident)| point(ident)).collect();
        let (out_tuple, again_tuple) = (self.grouped(&outs), self.grouped(&agains));
        let call = self.unwrapped(self.call("", None, &[]));
        let mut behind: Vec<TokenStream> = adjoints.iter().map(|name| quote!(&mut #name)).collect();
        behind.extend(self.handed_seeds(&seeds));
        let adjoint_call = self.unwrapped(self.call("_ad", None, &behind));
        let comparisons = self.active().map(|(_, ident)| self.comparison(ident, &outs, &seeds));
        let of_tangent = tangent.then(|| self.tangent_check(&outs, &seeds));
        let doc = format!(
            " Compares [`{primal}_ad`], which is written by hand, with differences of [`{primal}`] at these arguments."
        );
        quote! {
            #[doc = #doc]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " The first component that is wrong."]
            #[doc = ""]
            #[doc = " # Panics"]
            #[doc = ""]
            #[doc = " Where the function does, and where it returns an error."]
            #(#attrs)*
            #[allow(dead_code, clippy::clone_on_copy, clippy::needless_borrow, clippy::redundant_clone)]
            #vis fn #name #generics (#(#params),*)
                -> ::core::result::Result<(), #krate::check::Mismatch> #where_clause
            {
                #(#points)*
                let #out_tuple = #call;
                #(let #seeds = #krate::check::seed(&#outs);)*
                #(let #befores = #krate::check::seed(&#point_names);)*
                #(let mut #adjoints = #befores.clone();)*
                let #again_tuple = #adjoint_call;
                #(#krate::check::same(#whats, &#agains, &#outs)?;)*
                #(#comparisons)*
                #of_tangent
                ::core::result::Result::Ok(())
            }
        }
    }

    /// One parameter's adjoint against differences.
    fn comparison(&self, ident: &Ident, outs: &[Ident], seeds: &[Ident]) -> TokenStream {
        let krate = self.krate;
        let (point, adjoint) = (point(ident), adjoint(ident));
        let before = format_ident!("{adjoint}_before");
        let what = format!("the adjoint of `{ident}`");
        let tuple = self.grouped(outs);
        let call = self.unwrapped(self.call("", Some(ident), &[]));
        quote! {
            #krate::check::adjoint(#what, &#point, (&#before, &#adjoint), |check_moved| {
                let #tuple = #call;
                0.0 #(+ #krate::check::inner(&#seeds, &#outs))*
            })?;
        }
    }

    /// The tangent against the adjoint: `⟨ȳ, J ẋ⟩ = ⟨Jᵀ ȳ, ẋ⟩`.
    fn tangent_check(&self, outs: &[Ident], seeds: &[Ident]) -> TokenStream {
        let krate = self.krate;
        let directions: Vec<Ident> =
            self.active().map(|(_, ident)| format_ident!("check_{}_t", ident.unraw())).collect();
        let points: Vec<Ident> = self.active().map(|(_, ident)| point(ident)).collect();
        let adjoints: Vec<Ident> = self.active().map(|(_, ident)| adjoint(ident)).collect();
        let befores = adjoints.iter().map(|name| format_ident!("{name}_before"));
        let tuple = self.grouped(outs);
        let call = self.unwrapped(self.call("_t", None, &[]));
        let first = points.first();
        quote! {
            #(let #directions = #krate::check::seed(&#points);)*
            let (_, #tuple) = #call;
            let check_left = 0.0 #(+ #krate::check::inner(&#seeds, &#outs))*;
            let check_right = 0.0 #(
                + #krate::check::inner(&#adjoints, &#directions) - #krate::check::inner(&#befores, &#directions)
            )*;
            fn check_identity<P: #krate::check::Components>(
                _: &P,
                left: f64,
                right: f64,
            ) -> ::core::result::Result<(), #krate::check::Mismatch> {
                #krate::check::identity::<P>("the tangent in product with the seed", left, right)
            }
            check_identity(&#first, check_left, check_right)?;
        }
    }

    /// A call of the function or one of its derivatives, at the point; `moved` is the parameter that stands elsewhere.
    fn call(&self, ending: &str, moved: Option<&Ident>, behind: &[TokenStream]) -> TokenStream {
        let name = if ending.is_empty() { self.item.sig.ident.clone() } else { self.name(ending) };
        let args = self.signature.params.iter().map(|param| {
            let Some(ident) = &param.ident else { return quote!(::core::default::Default::default()) };
            if !param.is_active() {
                let by_ref = matches!(param.ty, Type::Reference(_));
                return if by_ref { quote!(#ident) } else { quote!(#ident.clone()) };
            }
            let point = point(ident);
            let value = if moved == Some(ident) { quote!((*check_moved)) } else { quote!(#point) };
            let arg = handed(param, &value);
            if ending != "_t" {
                return arg;
            }
            let direction = format_ident!("check_{}_t", ident.unraw());
            match param.kind {
                Kind::Differentiable { rank: Rank::Scalar, .. } => quote!(#arg, #direction),
                _ => quote!(#arg, &#direction),
            }
        });
        quote!(#name(#(#args,)* #(#behind),*))
    }

    /// A result out of its `Result`.
    fn unwrapped(&self, call: TokenStream) -> TokenStream {
        if !self.signature.output.fallible {
            return call;
        }
        quote! {
            match #call {
                ::core::result::Result::Ok(value) => value,
                ::core::result::Result::Err(_) => ::core::panic!("the function returns an error here"),
            }
        }
    }

    fn grouped(&self, names: &[Ident]) -> TokenStream {
        if self.signature.output.is_tuple { quote!((#(#names,)*)) } else { quote!(#(#names)*) }
    }

    fn handed_seeds(&self, seeds: &[Ident]) -> Vec<TokenStream> {
        let parts = seeds.iter().zip(&self.signature.output.parts);
        let handed = parts.map(|(seed, part)| match part.rank {
            Rank::Scalar => quote!(#seed),
            _ => quote!(&#seed),
        });
        handed.collect()
    }
}

/// An array or a number of our own, as the parameter takes it.
fn handed(param: &Parameter, value: &TokenStream) -> TokenStream {
    let Kind::Differentiable { rank, by_ref, .. } = param.kind else { return TokenStream::new() };
    let text = quote::ToTokens::to_token_stream(&param.ty).to_string();
    let is_view = text.contains("ArrayView");
    match (rank, by_ref) {
        (Rank::Scalar, false) => value.clone(),
        (_, true) if is_view => quote!(&#value.view()),
        (_, false) if is_view => quote!(#value.view()),
        (_, true) => quote!(&#value),
        (_, false) => quote!(#value.clone()),
    }
}

fn owned_type(types: Types<'_>, param: &Parameter) -> TokenStream {
    match param.kind {
        Kind::Differentiable { rank, elem, .. } => owned(types, rank, elem),
        _ => TokenStream::new(),
    }
}

fn point(ident: &Ident) -> Ident {
    format_ident!("check_{}", ident.unraw())
}

fn adjoint(ident: &Ident) -> Ident {
    format_ident!("check_{}_a", ident.unraw())
}
