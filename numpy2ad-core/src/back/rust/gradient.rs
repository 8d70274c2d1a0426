//! The function that returns a value and its gradient.

use super::signature::parameter;
use super::types::{gradient_output, one_or_tuple, owned};
use super::{Writer, docs};
use crate::front::rust::Kind;
use crate::ty::Rank;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;

impl Writer<'_> {
    /// The same function with adjoints of its own, which it returns.
    pub(super) fn returning_adjoints(mut self) -> Self {
        self.returns_adjoints = true;
        self.idents.rename_adjoints(self.func, "_g");
        self
    }

    pub(super) fn gradient_fn(
        &self,
        variants: &[Self],
        broadcasts: bool,
        primal_flops: &str,
        body: &TokenStream,
    ) -> TokenStream {
        let params = self.program.signature.params.iter().map(parameter);
        let ident = &self.program.item.sig.ident;
        let name = format_ident!("{}_grad", ident.unraw(), span = ident.span());
        let doc = docs::gradient(self, variants, broadcasts, &self.adjoint_names(), primal_flops);
        let output = gradient_output(self.program.krate, self.program.signature);
        let function = self.function(&name, &doc, &quote!(#(#params),*), &output, body);
        quote!(#[allow(clippy::type_complexity)] #function)
    }

    /// The adjoints, made where those of the caller would be checked.
    pub(super) fn own_adjoints(&self) -> TokenStream {
        let ad = &self.idents.ad;
        let zero = self.number(0.0);
        let made = self.adjoint_names().into_iter().map(|(param, name)| {
            let Kind::Differentiable { rank, elem, by_ref } = param.kind else { return TokenStream::new() };
            let ty = owned(self.program.types(), rank, elem);
            let primal = &param.ident;
            let borrow = (!by_ref).then(|| quote!(&));
            match rank {
                Rank::Scalar => quote!(let mut #name: #ty = #zero;),
                _ => quote!(let mut #name: #ty = #ad::zeros_like(#borrow #primal);),
            }
        });
        quote!(#(#made)*)
    }

    /// `(value, (a_g, b_g))`, or `(value, a_g)` for one parameter.
    pub(super) fn value_and_gradient(&self, value: &TokenStream) -> TokenStream {
        let names: Vec<TokenStream> = self.adjoint_names().iter().map(|(_, name)| quote!(#name)).collect();
        let gradient = one_or_tuple(&names);
        self.finished(quote!((#value, #gradient)))
    }
}
