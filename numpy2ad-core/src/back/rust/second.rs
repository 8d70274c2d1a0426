//! The function that returns a value, its gradient, and its Hessian times a direction.

use super::types::{one_or_tuple, second_output};
use super::{Writer, docs};
use crate::front::rust::{Kind, Parameter};
use crate::ty::Rank;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

impl Writer<'_> {
    /// The program of second derivatives, whose results behind the function's own are the derivatives.
    pub(super) fn of_second(mut self) -> Self {
        self.is_second = true;
        self
    }

    pub(super) fn second_fn(
        &self,
        variants: &[Self],
        broadcasts: bool,
        primal_flops: &str,
        body: &TokenStream,
    ) -> TokenStream {
        let params = self.moving_params();
        let seeds = match self.program.signature.output.is_number() {
            true => Vec::new(),
            false => self.seed_params(),
        };
        let ident = &self.program.item.sig.ident;
        let name = format_ident!("{}_hvp", ident.unraw(), span = ident.span());
        let doc = docs::second(self, variants, broadcasts, &self.adjoint_names(), primal_flops);
        let output = second_output(self.program.krate, self.program.signature);
        let checks = self.direction_checks();
        let params = quote!(#(#params,)* #(#seeds),*);
        let function = self.function(&name, &doc, &params, &output, &quote!(#checks #body));
        quote!(#[allow(clippy::type_complexity)] #function)
    }

    /// Every direction has the shape of its parameter, which is looked at before anything is computed: one that is
    /// repeated along an axis would be another direction.
    fn direction_checks(&self) -> TokenStream {
        let ad = &self.idents.ad;
        let checks = self.directions().into_iter().map(|(param, direction)| {
            let (text, primal) = (direction.to_string(), &param.ident);
            quote!(#ad::check_direction(#text, #direction.shape(), #primal.shape());)
        });
        quote!(#(#checks)*)
    }

    /// The parameters that are arrays and move, each with the name of its direction.
    fn directions(&self) -> Vec<(&Parameter, Ident)> {
        let known = self.program.known_params().enumerate();
        let arrays = known.filter(|(_, param)| {
            matches!(param.kind, Kind::Differentiable { rank: Rank::Vector | Rank::Matrix, .. })
        });
        arrays.filter_map(|(index, param)| Some((param, self.idents.tangents.get(&index)?.clone()))).collect()
    }

    /// `(value, (a_g, b_g), (a_h, b_h))`, or `(value, a_g, a_h)` for one parameter.
    pub(super) fn value_and_second(&self, results: &[TokenStream]) -> TokenStream {
        let own = self.program.signature.output.parts.len();
        let (value, derivatives) = results.split_at_checked(own).unwrap_or_default();
        let (gradient, products) = derivatives.split_at_checked(derivatives.len() / 2).unwrap_or_default();
        let (value, gradient, products) =
            (self.grouped(value), one_or_tuple(gradient), one_or_tuple(products));
        self.finished(quote!((#value, #gradient, #products)))
    }
}
