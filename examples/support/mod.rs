//! What the examples share: a model's code as text, and central differences beside its adjoint.
#![allow(dead_code, reason = "each example takes its own part")]

use ndarray::prelude::*;
use proc_macro2::TokenStream;
use std::fmt;

const MODELS: &str = include_str!("../models/mod.rs");

/// Prints a heading.
pub fn title(text: &str) {
    println!("\n── {text} ──\n");
}

/// A model's function and the adjoint that the macro makes of it, as source.
pub struct Shown {
    function: syn::ItemFn,
}

impl Shown {
    /// The model of this name in `models/mod.rs`.
    pub fn of(name: &str) -> Self {
        let file = syn::parse_file(MODELS).expect("the models are Rust");
        let function = file.items.into_iter().find_map(|item| match item {
            syn::Item::Fn(function) if function.sig.ident == name => Some(function),
            _ => None,
        });
        let mut function = function.expect("a model has this name");
        function.attrs.retain(|attr| attr.path().is_ident("adjoint"));
        Self { function }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n── what you write ──\n\n{}", source(syn::Item::Fn(self.function.clone())))?;
        let mut plain = self.function.clone();
        plain.attrs.clear();
        let tokens = quote_function(&plain);
        let expansion = numpy2ad_core::rust::adjoint(TokenStream::new(), tokens);
        let file: syn::File = syn::parse2(expansion).expect("the expansion is Rust");
        // The first item is the function itself, which the macro leaves as it is.
        let adjoint = file.items.into_iter().nth(1).expect("the adjoint stands beside the function");
        write!(f, "── what #[adjoint] adds ──\n\n{}", source(adjoint))
    }
}

fn quote_function(function: &syn::ItemFn) -> TokenStream {
    source(syn::Item::Fn(function.clone())).parse().expect("what was parsed is Rust")
}

fn source(item: syn::Item) -> String {
    prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items: vec![item] })
}

/// Compares adjoints with central differences of fourth order, and keeps the largest gap.
#[derive(Default)]
pub struct Differences {
    worst: f64,
}

impl Differences {
    /// Every component of `at_a` against the differences of `f` at `at`, with the step `h`.
    pub fn of_array(
        &mut self,
        name: &str,
        at: &Array2<f64>,
        at_a: &Array2<f64>,
        h: f64,
        f: impl Fn(&Array2<f64>) -> f64,
    ) {
        let mut gap: f64 = 0.0;
        let mut at = at.clone();
        let largest = at_a.iter().fold(0.0_f64, |largest, a| largest.max(a.abs()));
        for (index, &adjoint) in at_a.indexed_iter() {
            let value = at[index];
            let slope = fourth_order(value, h, |moved| {
                at[index] = moved;
                f(&at)
            });
            at[index] = value;
            gap = gap.max((adjoint - slope).abs() / largest);
        }
        self.report(name, at_a.len(), gap);
    }

    /// The derivative by one number.
    pub fn of_number(&mut self, name: &str, at: f64, at_a: f64, h: f64, f: impl FnMut(f64) -> f64) {
        let slope = fourth_order(at, h, f);
        self.report(name, 1, ((at_a - slope) / at_a).abs());
    }

    fn report(&mut self, name: &str, components: usize, gap: f64) {
        let noun = if components == 1 { "component, " } else { "components," };
        println!("{name:<14} {components:3} {noun} largest gap {gap:.0e} of the largest component");
        self.worst = self.worst.max(gap);
    }

    /// Ends the program if a gap is larger than differences explain.
    pub fn verdict(&self) {
        assert!(self.worst < 1e-7, "the adjoint and the differences disagree by {:e}", self.worst);
        println!("they agree");
    }
}

/// The derivative of `f` at `x` (Fornberg 1988, table 1).
fn fourth_order(x: f64, h: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
}
