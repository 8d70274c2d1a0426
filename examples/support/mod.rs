//! What the examples share: a model's code as text, and central differences beside its adjoint.
#![allow(dead_code, reason = "each example takes its own part")]

pub mod nile;

use ndarray::prelude::*;
use quote::quote;
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
        let expansion = numpy2ad_core::rust::adjoint(quote!(), quote!(#plain));
        let file: syn::File = syn::parse2(expansion).expect("the expansion is Rust");
        // The first item is the function itself, which the macro leaves as it is.
        let adjoint = file.items.into_iter().nth(1).expect("the adjoint stands beside the function");
        write!(f, "── what #[adjoint] adds ──\n\n{}", source(adjoint))
    }
}

fn source(item: syn::Item) -> String {
    let mut file = syn::parse_file("").expect("an empty file is Rust");
    file.items.push(item);
    prettyplease::unparse(&file)
}

/// Central differences of fourth order, and how far adjoints are from them.
#[derive(Default)]
pub struct Differences {
    worst: f64,
}

impl Differences {
    /// The derivative of `f` by the element `index` of `at`, with the step `h`.
    pub fn of_element(
        &self,
        at: &Array2<f64>,
        index: [usize; 2],
        h: f64,
        f: impl Fn(&Array2<f64>) -> f64,
    ) -> f64 {
        let mut moved = at.clone();
        self.of_number(at[index], h, |value| {
            moved[index] = value;
            f(&moved)
        })
    }

    /// The derivative of `f` at `x` (Fornberg 1988, table 1).
    pub fn of_number(&self, x: f64, h: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
        (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
    }

    /// The adjoint and the differences side by side; the gap is kept for the verdict.
    pub fn beside(&mut self, adjoint: f64, slope: f64) -> String {
        self.worst = self.worst.max((adjoint - slope).abs() / adjoint.abs().max(1e-3));
        format!("{adjoint:11.6} ({slope:11.6})")
    }

    /// Ends the program if a gap is larger than the rounding of differences explains.
    pub fn verdict(&self) {
        assert!(self.worst < 1e-7, "the adjoints and the differences disagree by {:e}", self.worst);
        println!("\nLargest relative gap between an adjoint and (its differences): {:.0e}.", self.worst);
    }
}
