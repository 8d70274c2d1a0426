//! The choice between variants of a program, by their cost at run time.

use super::Writer;
use crate::cost::{self, Flops};
use crate::front::rust::Kind;
use crate::ir::Func;
use crate::ty::Shape;
use proc_macro2::TokenStream;
use quote::quote;

/// `first` where it costs at most what `second` costs, else `second`.
pub(super) fn choose(
    writer: &Writer<'_>,
    other: &Func,
    first: &TokenStream,
    second: &TokenStream,
) -> TokenStream {
    let difference = cost::flops(writer.func).leading_difference(&cost::flops(other));
    let (own, others) = difference.by_sign();
    let (own, others) = (polynomial(writer, &own), polynomial(writer, &others));
    quote!(if #own <= #others { #first } else { #second })
}

/// A polynomial in the sizes of the parameters.
fn polynomial(writer: &Writer<'_>, flops: &Flops) -> TokenStream {
    let mut terms = Vec::new();
    for (letters, coefficient) in flops.terms() {
        let coefficient = proc_macro2::Literal::f64_unsuffixed((coefficient * 1e6).round() / 1e6);
        let sizes = letters.iter().map(|letter| size(writer, letter));
        terms.push(quote!(#coefficient #(* #sizes)*));
    }
    if terms.is_empty() { quote!(0.0) } else { quote!(#(#terms)+*) }
}

/// The length of a dimension, read off the first parameter that has it.
fn size(writer: &Writer<'_>, letter: &str) -> TokenStream {
    for (param, source) in writer.func.params.iter().zip(writer.program.known_params()) {
        if !matches!(source.kind, Kind::Differentiable { .. }) {
            continue;
        }
        let name = writer.name(param.value);
        let dims = &writer.func.dims;
        match param.ty.shape {
            Shape::Matrix(m, _) if dims.letter(m) == *letter => return quote!(#name.nrows() as f64),
            Shape::Matrix(_, n) if dims.letter(n) == *letter => return quote!(#name.ncols() as f64),
            Shape::Vector(n) if dims.letter(n) == *letter => return quote!(#name.len() as f64),
            _ => {}
        }
    }
    quote!(1.0)
}
