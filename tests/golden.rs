//! Golden expansions: what `#[adjoint]` and `#[tangent]` add to the models, pretty-printed and read by people.
//!
//! After a change that is meant, refresh them and read the difference:
//!
//! ```text
//! BLESS=1 cargo test --test golden && git diff tests/golden
//! ```

use std::path::{Path, PathBuf};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.rs"))
}

/// The derivative functions of one model, without the model itself.
fn expansion(item: &syn::ItemFn) -> String {
    let mut plain = item.clone();
    plain.attrs.retain(|attr| !attr.path().is_ident("adjoint") && !attr.path().is_ident("tangent"));
    let tokens = quote::ToTokens::to_token_stream(&plain);
    let derive = [numpy2ad_core::rust::adjoint, numpy2ad_core::rust::tangent];
    let items = derive.into_iter().flat_map(|derive| {
        let file: syn::File =
            syn::parse2(derive(quote::quote!(), tokens.clone())).expect("an expansion is Rust");
        file.items.into_iter().skip(1)
    });
    let file = syn::File { items: items.collect(), ..syn::parse_str("").expect("an empty file") };
    prettyplease::unparse(&file)
}

fn functions(items: &[syn::Item], prefix: &str, out: &mut Vec<(String, syn::ItemFn)>) {
    for item in items {
        match item {
            syn::Item::Fn(item) => out.push((format!("{prefix}{}", item.sig.ident), item.clone())),
            syn::Item::Mod(module) => {
                let inner = module.content.as_ref().map(|(_, items)| items.as_slice()).unwrap_or_default();
                functions(inner, &format!("{prefix}{}_", module.ident), out);
            }
            _ => {}
        }
    }
}

#[test]
fn expansions_of_the_models_are_the_golden_ones() {
    let source = include_str!("../examples/models/mod.rs");
    let file = syn::parse_file(source).expect("the models are Rust");
    let mut models = Vec::new();
    functions(&file.items, "", &mut models);
    assert!(models.len() >= 20, "all models are found");
    let bless = std::env::var_os("BLESS").is_some();
    let mut changed = Vec::new();
    for (name, item) in models {
        let text = expansion(&item);
        let path = golden(&name);
        if bless {
            std::fs::write(&path, &text).expect("the golden file is written");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            changed.push(name);
        }
    }
    assert!(
        changed.is_empty(),
        "expansions have changed: {changed:?}; if they should, BLESS=1 cargo test --test golden"
    );
}
