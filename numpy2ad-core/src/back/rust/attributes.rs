//! The attributes of the user's function that its derivatives have as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{ItemFn, Meta, Token};

/// Attributes that say when and how the function is compiled hold for its derivative as well. Not `must_use`, for
/// a derivative is called for its adjoints; and what the user expects of a lint is fulfilled by the user's code.
pub(super) fn kept_attributes(item: &ItemFn) -> Vec<TokenStream> {
    let attrs = item.attrs.iter().filter(|attr| !is_use_of_derivative(attr));
    attrs.filter_map(|attr| kept(&attr.meta).map(|meta| quote!(#[#meta]))).collect()
}

fn kept(meta: &Meta) -> Option<TokenStream> {
    const KEPT: [&str; 7] = ["cfg", "allow", "warn", "deny", "inline", "cold", "deprecated"];
    if KEPT.iter().any(|name| meta.path().is_ident(name)) || is_doc_hidden(meta) {
        return Some(quote!(#meta));
    }
    let Meta::List(list) = meta else { return None };
    if list.path.is_ident("expect") {
        let lints = &list.tokens;
        return Some(quote!(allow(#lints)));
    }
    if !list.path.is_ident("cfg_attr") {
        return None;
    }
    let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let mut parts = parts.iter();
    let condition = parts.next()?;
    let attributes: Vec<TokenStream> = parts.filter_map(kept).collect();
    (!attributes.is_empty()).then(|| quote!(cfg_attr(#condition, #(#attributes),*)))
}

fn is_doc_hidden(meta: &Meta) -> bool {
    meta.path().is_ident("doc") && matches!(meta, Meta::List(list) if list.tokens.to_string() == "hidden")
}

/// Where only the derivative of a private function is used, rustc would say that the function itself never is.
pub(super) const REASON: &str = "its derivative is used";

/// The attribute that says so, unless another derivative has put it there.
#[must_use]
pub fn used_by_derivative(item: &ItemFn) -> TokenStream {
    if item.attrs.iter().any(is_use_of_derivative) {
        return TokenStream::new();
    }
    quote!(#[allow(dead_code, reason = #REASON)])
}

fn is_use_of_derivative(attr: &syn::Attribute) -> bool {
    let Meta::List(list) = &attr.meta else { return false };
    list.path.is_ident("allow") && list.tokens.to_string().contains(REASON)
}
