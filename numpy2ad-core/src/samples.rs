//! The operations' samples as Rust functions with a test each: what the generic harness of this project runs.

use crate::ops::{Domain, Sample, TABLE};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// Every Rust sample with `#[adjoint]` and `#[tangent]` on it, and a call of the harness's macro `check_function!`,
/// which takes the names of the three functions, whether it is fallible, and for each parameter its type, dimensions and
/// domain.
#[must_use]
pub fn rust_tests() -> TokenStream {
    TABLE
        .iter()
        .flat_map(|op| op.samples())
        .filter(|sample| !sample.rust.is_empty())
        .filter_map(rust_test)
        .collect()
}

fn rust_test(sample: &Sample) -> Option<TokenStream> {
    let Subject { item, plain, fallible, params, output } = Subject::of(sample)?;
    let call = |item: &syn::ItemFn| {
        let name = &item.sig.ident;
        let (name_ad, name_t) = (format_ident!("{name}_ad"), format_ident!("{name}_t"));
        quote!(check_function!(#name, #name_ad, #name_t, #fallible, #output, [#((#params)),*]);)
    };
    let (check, check_plain) = (call(&item), call(&plain));
    Some(quote! {
        #[::numpy2ad::adjoint]
        #[::numpy2ad::tangent]
        #item
        #check

        #[::numpy2ad::adjoint(optimize = false)]
        #[::numpy2ad::tangent]
        #plain
        #check_plain
    })
}

/// Every Rust sample with `#[hvp]` on it, optimised and plain, and calls of the harness's macro `check_second!`, which takes
/// what `check_function!` takes, the function of second derivatives in the place of the tangent.
#[must_use]
pub fn second_tests() -> TokenStream {
    TABLE
        .iter()
        .flat_map(|op| op.samples())
        .filter(|sample| !sample.rust.is_empty() && !sample.inputs.is_empty())
        .filter_map(second_test)
        .collect()
}

fn second_test(sample: &Sample) -> Option<TokenStream> {
    let Subject { item, plain, fallible, params, output } = Subject::of(sample)?;
    let signature = crate::front::rust::signature(&item, &mut crate::diag::Diagnostics::default())?;
    let seeded = format_ident!("{}", if signature.output.is_number() { "of_number" } else { "seeded" });
    let name_ad = format_ident!("{}_ad", item.sig.ident);
    let call = |item: &syn::ItemFn| {
        let name = &item.sig.ident;
        let name_hvp = format_ident!("{name}_hvp");
        quote!(check_second!(#name, #name_ad, #name_hvp, #fallible, #seeded, #output, [#((#params)),*]);)
    };
    let (check, check_plain) = (call(&item), call(&plain));
    Some(quote! {
        #[::numpy2ad::adjoint]
        #[::numpy2ad::hvp]
        #item
        #check

        #[::numpy2ad::hvp(optimize = false)]
        #plain
        #check_plain
    })
}

/// What a test needs to know of a sample.
struct Subject {
    item: syn::ItemFn,
    /// The same under another name.
    plain: syn::ItemFn,
    /// `fallible` or `plain`.
    fallible: Ident,
    /// For each parameter its rank, dimensions and domain.
    params: Vec<TokenStream>,
    /// The ranks of the results.
    output: TokenStream,
}

impl Subject {
    fn of(sample: &Sample) -> Option<Self> {
        let item: syn::ItemFn = syn::parse_str(sample.rust).ok()?;
        let fallible = quote::ToTokens::to_token_stream(&item.sig.output).to_string().contains("Result");
        let fallible = format_ident!("{}", if fallible { "fallible" } else { "plain" });
        let mut inputs = sample.inputs.iter();
        let params: Vec<TokenStream> = item
            .sig
            .inputs
            .iter()
            .map(|input| {
                let ty = quote::ToTokens::to_token_stream(input).to_string();
                if ty.ends_with("i32") {
                    return quote!(integer);
                }
                let (dims, domain) = inputs.next().copied().unwrap_or(("", Domain::Any));
                let rank = Ident::new(rank_name(dims), proc_macro2::Span::call_site());
                let domain = format_ident!("{domain:?}");
                quote!(#rank #dims #domain)
            })
            .collect();
        let output = output_name(&item);
        Some(Self { plain: renamed(&item), item, fallible, params, output })
    }
}

/// The same function under another name.
fn renamed(item: &syn::ItemFn) -> syn::ItemFn {
    let mut plain = item.clone();
    plain.sig.ident = format_ident!("{}_plain", item.sig.ident);
    plain
}

/// The functions of a source file with these options at every `#[adjoint]`, so that tests can run several forms of
/// the same models.
#[must_use]
pub fn source_with(source: &str, options: &TokenStream) -> TokenStream {
    match syn::parse_file(source) {
        Ok(file) => {
            let items = file.items.into_iter().map(|item| item_with(item, options));
            quote!(#(#items)*)
        }
        Err(error) => error.to_compile_error(),
    }
}

fn item_with(mut item: syn::Item, options: &TokenStream) -> syn::Item {
    match &mut item {
        syn::Item::Fn(function) => {
            for attr in &mut function.attrs {
                if attr.path().is_ident("adjoint") {
                    *attr = syn::parse_quote!(#[adjoint(#options)]);
                }
            }
        }
        syn::Item::Mod(module) => {
            if let Some((_, items)) = &mut module.content {
                *items = std::mem::take(items).into_iter().map(|item| item_with(item, options)).collect();
            }
        }
        _ => {}
    }
    item
}

fn rank_name(dims: &str) -> &'static str {
    match dims.split_whitespace().count() {
        0 => "scalar",
        1 => "vector",
        _ => "matrix",
    }
}

/// The ranks of the results: `matrix`, or `(matrix, scalar)` for a tuple.
fn output_name(item: &syn::ItemFn) -> TokenStream {
    let mut diags = crate::diag::Diagnostics::default();
    let signature = crate::front::rust::signature(item, &mut diags);
    let parts = signature.map(|signature| signature.output.parts).unwrap_or_default();
    let ranks: Vec<Ident> =
        parts.iter().map(|part| Ident::new(&part.rank.to_string(), proc_macro2::Span::call_site())).collect();
    quote!((#(#ranks),*))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_parses_and_is_differentiated() {
        for sample in TABLE.iter().flat_map(|op| op.samples()).filter(|sample| !sample.rust.is_empty()) {
            let item: TokenStream = sample.rust.parse().unwrap();
            assert!(rust_test(sample).is_some(), "{}", sample.rust);
            let expansion = crate::rust::adjoint(TokenStream::new(), item).to_string();
            assert!(!expansion.contains("compile_error"), "{expansion}");
            let parsed = syn::parse_str::<syn::File>(&expansion);
            assert!(
                parsed.is_ok(),
                "{}\n{expansion}",
                parsed.err().map_or_else(String::new, |e| e.to_string())
            );
        }
    }
}
