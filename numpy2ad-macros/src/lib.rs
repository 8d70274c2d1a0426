//! The procedural macros of `numpy2ad`: a door to `numpy2ad-core`, where the work is done.
//!
//! Use them through the crate `numpy2ad`, which pins the version and documents them.

use proc_macro::TokenStream;

/// Adds the adjoint of a function beside it: see `numpy2ad::adjoint`.
#[proc_macro_attribute]
pub fn adjoint(attr: TokenStream, item: TokenStream) -> TokenStream {
    numpy2ad_core::rust::adjoint(attr.into(), item.into()).into()
}

/// Adds the tangent of a function beside it: see `numpy2ad::tangent`.
#[proc_macro_attribute]
pub fn tangent(attr: TokenStream, item: TokenStream) -> TokenStream {
    numpy2ad_core::rust::tangent(attr.into(), item.into()).into()
}

/// Says that the derivatives of a function are written by hand: see `numpy2ad::adjoint_rule`.
#[proc_macro_attribute]
pub fn adjoint_rule(attr: TokenStream, item: TokenStream) -> TokenStream {
    numpy2ad_core::rust::adjoint_rule(attr.into(), item.into()).into()
}

/// Adds the gradient of a function beside it: see `numpy2ad::gradient`.
#[proc_macro_attribute]
pub fn gradient(attr: TokenStream, item: TokenStream) -> TokenStream {
    numpy2ad_core::rust::gradient(attr.into(), item.into()).into()
}

/// Adds value, gradient, and Hessian times a direction of a function beside it: see `numpy2ad::hvp`.
#[proc_macro_attribute]
pub fn hvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    numpy2ad_core::rust::hvp(attr.into(), item.into()).into()
}

/// Adds value and Jacobian of a function beside it: see `numpy2ad::jacobian`.
#[proc_macro_attribute]
pub fn jacobian(attr: TokenStream, item: TokenStream) -> TokenStream {
    numpy2ad_core::rust::jacobian(attr.into(), item.into()).into()
}

/// The adjoint of Python text as a constant: see `numpy2ad::numpy2ad`.
#[cfg(feature = "python")]
#[proc_macro]
pub fn numpy2ad(input: TokenStream) -> TokenStream {
    numpy2ad_core::python_macro::numpy2ad_macro(input.into()).into()
}

/// The adjoint of Python text as a constant, if the feature `python` is on.
#[cfg(not(feature = "python"))]
#[proc_macro]
pub fn numpy2ad(_input: TokenStream) -> TokenStream {
    quote::quote! {
        ::core::compile_error!(
            "`numpy2ad!` reads Python, which needs the feature `python`\n\n  = help: cargo add numpy2ad --features python"
        )
    }
    .into()
}

/// Every sample of every operation, differentiated: for the tests of this project.
#[doc(hidden)]
#[proc_macro]
pub fn __samples(_input: TokenStream) -> TokenStream {
    numpy2ad_core::samples::rust_tests().into()
}

/// The same with second derivatives.
#[doc(hidden)]
#[proc_macro]
pub fn __second_samples(_input: TokenStream) -> TokenStream {
    numpy2ad_core::samples::second_tests().into()
}

/// Random programs over the whole language, differentiated: for the tests of this project.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[proc_macro]
pub fn __random_programs(seeds: TokenStream) -> TokenStream {
    numpy2ad_core::random::compiled(seeds.into()).into()
}

/// A file of the package that is being compiled, by its path, with `optimize = false` at every `#[adjoint]`: for the
/// tests of this project.
#[doc(hidden)]
#[proc_macro]
pub fn __plain_source(input: TokenStream) -> TokenStream {
    source_with(&input, &quote::quote!(optimize = false))
}

/// The same with `workspace`.
#[doc(hidden)]
#[proc_macro]
pub fn __workspace_source(input: TokenStream) -> TokenStream {
    source_with(&input, &quote::quote!(workspace))
}

fn source_with(path: &TokenStream, options: &proc_macro2::TokenStream) -> TokenStream {
    let path = path.to_string();
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    match std::fs::read_to_string(std::path::Path::new(&root).join(path.trim_matches('"'))) {
        Ok(source) => numpy2ad_core::samples::source_with(&source, options).into(),
        Err(error) => {
            let message = format!("{path}: {error}");
            quote::quote!(::core::compile_error!(#message);).into()
        }
    }
}
