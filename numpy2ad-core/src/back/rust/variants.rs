//! The choice between variants of a program: by whether shapes fit exactly, by a look at operands that may be diagonal or
//! symmetric, and by cost at run time.

use super::Writer;
use super::idents::ident;
use super::schedule::form;
use crate::cost::Flops;
use crate::front::rust::Kind;
use crate::ir::Func;
use crate::ops::{Broadcast, Operation, RustForm};
use crate::opt::Finding;
use crate::ty::{Dim, Letter, Rank, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// The statements of a function: the cheapest of its programs where shapes fit exactly; where an operand may be
/// repeated along an axis and is, or where shapes do not fit at all, the plain one.
pub(super) fn body(writers: &[Writer<'_>], plain: Option<&Writer<'_>>) -> TokenStream {
    let bodies: Vec<TokenStream> = writers.iter().map(Writer::adjoint_body).collect();
    let optimised = match (writers, &bodies[..]) {
        (_, [only]) => quote!(#only),
        ([first, ..], _) => cheapest(first, writers, &bodies),
        _ => TokenStream::new(),
    };
    let guard = match plain {
        Some(plain) if may_broadcast(plain.func) => Some((plain, fitting(plain))),
        _ => None,
    };
    match guard {
        Some((plain, guard)) if !guard.is_empty() => {
            let plain = plain.adjoint_body();
            quote!(if #guard { #optimised } else { #plain })
        }
        _ => optimised,
    }
}

/// Whether some operation repeats an operand along an axis where shapes differ.
pub(super) fn may_broadcast(func: &Func) -> bool {
    func.values().any(|value| {
        let Some((op, args)) = func.as_op(value) else { return false };
        let arrays = args.iter().filter(|&&arg| func.rank(arg) != Rank::Scalar).count();
        arrays > 1
            && (form(func, value).is_some_and(RustForm::is_elementwise) || op.kind.name() == Broadcast.name())
    })
}

/// That all axes which the program takes for one size are of one size.
pub(super) fn fitting(writer: &Writer<'_>) -> TokenStream {
    let mut classes: BTreeMap<Dim, Vec<TokenStream>> = BTreeMap::new();
    for (dim, length) in axes(writer) {
        classes.entry(writer.func.dims.find(dim)).or_default().push(length);
    }
    let conditions = classes.values().flat_map(|lengths| {
        let first = lengths.first();
        lengths.iter().skip(1).map(move |length| quote!(#length == #first))
    });
    let conditions: Vec<TokenStream> = conditions.collect();
    quote!(#(#conditions)&&*)
}

/// Each axis of each parameter, and its length.
fn axes(writer: &Writer<'_>) -> Vec<(Dim, TokenStream)> {
    let mut axes = Vec::new();
    for (param, source) in writer.func.params.iter().zip(writer.program.known_params()) {
        if !matches!(source.kind, Kind::Differentiable { .. }) {
            continue;
        }
        let name = writer.name(param.value);
        match param.ty.shape {
            Shape::Matrix(m, n) => {
                axes.push((m, quote!(#name.nrows())));
                axes.push((n, quote!(#name.ncols())));
            }
            Shape::Vector(n) => axes.push((n, quote!(#name.len()))),
            Shape::Scalar => {}
        }
    }
    axes
}

/// The variant with the fewest flops, of those whose assumptions hold.
fn cheapest(first: &Writer<'_>, writers: &[Writer<'_>], bodies: &[TokenStream]) -> TokenStream {
    let flops: Vec<Flops> = writers.iter().map(|writer| writer.flops().clone()).collect();
    choice(first, &flops, writers, bodies)
}

/// The body with the fewest flops, of those whose assumptions hold; a body without a writer assumes nothing.
pub(super) fn choice(
    first: &Writer<'_>,
    flops: &[Flops],
    writers: &[Writer<'_>],
    bodies: &[TokenStream],
) -> TokenStream {
    let ad = &first.idents.ad;
    let flops = Flops::without_common(flops);
    let mut sizes: BTreeMap<Letter, (Ident, TokenStream)> = BTreeMap::new();
    for (dim, length) in axes(first) {
        let letter = first.func.dims.letter(dim);
        let named = flops.iter().any(|flops| flops.terms().any(|(letters, _)| letters.contains(&letter)));
        if named && !sizes.contains_key(&letter) {
            let name = first.idents.free(&format!("len_{letter}"));
            sizes.insert(letter, (name, length));
        }
    }
    let lets = sizes.values().map(|(name, length)| quote!(let #name = #length as f64;));
    // All variants that assume anything assume the same.
    let assumed = writers.iter().find_map(|writer| Some((writer, writer.assumption?)));
    let (kernel, name) = match assumed.map(|(_, assumption)| assumption.finding) {
        Some(Finding::Symmetric) => (ident("found_symmetric"), "is_symmetric"),
        Some(Finding::Diagonal) | None => (ident("is_diagonal"), "is_diagonal"),
    };
    let is_found = first.idents.free(name);
    let look = assumed.map(|(writer, assumption)| {
        let params = assumption.params.iter().filter_map(|&index| writer.func.params.get(index));
        let looks = params.map(|param| {
            let array = writer.array(param.value);
            quote!(#ad::#kernel(#array))
        });
        quote!(let #is_found = #(#looks)&&*;)
    });
    let polynomials = flops.iter().enumerate().map(|(index, flops)| {
        let polynomial = polynomial(&sizes, flops);
        match writers.get(index).and_then(|writer| writer.assumption) {
            Some(_) => quote!(if #is_found { #polynomial } else { f64::INFINITY }),
            None => polynomial,
        }
    });
    let last = bodies.len().saturating_sub(1);
    let arms = bodies.iter().enumerate().map(|(i, body)| {
        let index = proc_macro2::Literal::usize_unsuffixed(i);
        if i == last { quote!(_ => { #body }) } else { quote!(#index => { #body }) }
    });
    quote! {
        #(#lets)*
        #look
        match #ad::cheapest(&[#(#polynomials),*]) { #(#arms)* }
    }
}

/// A polynomial in the sizes of the parameters.
fn polynomial(sizes: &BTreeMap<Letter, (Ident, TokenStream)>, flops: &Flops) -> TokenStream {
    let mut terms = Vec::new();
    for (letters, coefficient) in flops.terms() {
        let coefficient = proc_macro2::Literal::f64_unsuffixed((coefficient * 1e6).round() / 1e6);
        let sizes = letters.iter().filter_map(|letter| sizes.get(letter)).map(|(name, _)| name);
        terms.push(quote!(#coefficient #(* #sizes)*));
    }
    if terms.is_empty() { quote!(0.0) } else { quote!(#(#terms)+*) }
}
