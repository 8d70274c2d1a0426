//! What stands in for a generated function beside errors.

use super::attributes::kept_attributes;
use super::signature::{adjoint_parameter, parameter, result_names};
use super::types::{
    Types, borrowed, gradient_output, jacobian_output, output_with, second_output, tangent_output,
};
use crate::front::rust::{Kind, Output, Signature};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ItemFn;
use syn::ext::IdentExt;

/// The adjoint function's signature without a derivative: beside an error, it keeps calls of the function from
/// being errors of their own.
#[must_use]
pub fn adjoint_stub(item: &ItemFn, signature: &Signature, krate: &syn::Path, into: bool) -> TokenStream {
    let params: Vec<TokenStream> = signature.params.iter().map(parameter).collect();
    let adjoints = signature.params.iter().filter_map(|param| match (param.kind, &param.ident) {
        (Kind::Differentiable { .. }, Some(ident)) if param.wanted => Some(adjoint_parameter(
            Types::new(krate, signature),
            param,
            &format_ident!("{}_a", ident.unraw()),
        )),
        (Kind::Refused { adjoint: true }, _) => Some(anything()),
        _ => None,
    });
    let adjoints: Vec<TokenStream> = adjoints.collect();
    let output = &signature.output;
    let seeds = of_parts(
        Types::new(krate, signature),
        output,
        result_names(output, |name| format_ident!("{name}_a")),
        false,
    );
    let results = of_parts(
        Types::new(krate, signature),
        output,
        result_names(output, |name| format_ident!("{name}")),
        true,
    );
    let ty = &signature.output.ty;
    let plain = stub(item, "ad", &quote!(#(#params,)* #(#adjoints,)* #(#seeds),*), &quote!(#ty));
    if !into {
        return plain;
    }
    let params = quote!(ws: &mut #krate::Workspace, #(#params,)* #(#adjoints,)* #(#seeds,)* #(#results),*);
    let into = stub(item, "ad_into", &params, &output_with(signature, quote!(())));
    quote!(#plain #into)
}

/// A parameter of a stub that takes whatever it is given.
fn anything() -> TokenStream {
    quote!(_: impl ::core::marker::Sized)
}

/// The same for the gradient function.
#[must_use]
pub fn gradient_stub(item: &ItemFn, signature: &Signature, krate: &syn::Path) -> TokenStream {
    let params = signature.params.iter().map(parameter);
    stub(item, "grad", &quote!(#(#params),*), &gradient_output(krate, signature))
}

/// The same for the Jacobian function.
#[must_use]
pub fn jacobian_stub(item: &ItemFn, signature: &Signature, krate: &syn::Path) -> TokenStream {
    let params = signature.params.iter().map(parameter);
    stub(item, "jac", &quote!(#(#params),*), &jacobian_output(krate, signature))
}

/// The same for the function of second derivatives.
#[must_use]
pub fn second_stub(item: &ItemFn, signature: &Signature, krate: &syn::Path) -> TokenStream {
    let params = moving_params(signature, krate);
    let output = &signature.output;
    let seeds = match output.is_number() {
        true => Vec::new(),
        false => of_parts(
            Types::new(krate, signature),
            output,
            result_names(output, |name| format_ident!("{name}_a")),
            false,
        ),
    };
    stub(item, "hvp", &quote!(#(#params,)* #(#seeds),*), &second_output(krate, signature))
}

/// The same for the tangent function.
#[must_use]
pub fn tangent_stub(item: &ItemFn, signature: &Signature, krate: &syn::Path) -> TokenStream {
    let params = moving_params(signature, krate);
    stub(item, "t", &quote!(#(#params),*), &tangent_output(signature))
}

/// The parameters, behind each that moves its direction.
fn moving_params(signature: &Signature, krate: &syn::Path) -> Vec<TokenStream> {
    let params = signature.params.iter().map(|param| {
        let plain = parameter(param);
        match (param.kind, &param.ident) {
            (Kind::Differentiable { rank, elem, .. }, Some(ident)) if param.wanted => {
                let name = format_ident!("{}_t", ident.unraw());
                let ty = borrowed(Types::new(krate, signature), rank, elem, false);
                quote!(#plain, #name: #ty)
            }
            (Kind::Refused { adjoint: true }, _) => {
                let any = anything();
                quote!(#plain, #any)
            }
            _ => plain,
        }
    });
    params.collect()
}

/// A parameter for each result: its seed, or where it is written.
fn of_parts(
    types: Types<'_>,
    output: &Output,
    names: Vec<proc_macro2::Ident>,
    mutable: bool,
) -> Vec<TokenStream> {
    if output.refused {
        return vec![anything()];
    }
    let named = names.iter().zip(&output.parts);
    let params = named.map(|(name, part)| {
        let ty = borrowed(types, part.rank, part.elem, mutable);
        quote!(#name: #ty)
    });
    params.collect()
}

fn stub(item: &ItemFn, suffix: &str, params: &TokenStream, output: &TokenStream) -> TokenStream {
    let name = format_ident!("{}_{suffix}", item.sig.ident.unraw(), span = item.sig.ident.span());
    let attrs = kept_attributes(item);
    let vis = &item.vis;
    let (asyncness, safety) = (&item.sig.asyncness, &item.sig.safety);
    let generics = &item.sig.generics;
    let where_clause = &generics.where_clause;
    quote! {
        #[doc(hidden)]
        #(#attrs)*
        #[allow(unused_variables, clippy::too_many_arguments)]
        #vis #asyncness #safety fn #name #generics (#params) -> #output #where_clause {
            ::core::panic!("this function could not be differentiated")
        }
    }
}
