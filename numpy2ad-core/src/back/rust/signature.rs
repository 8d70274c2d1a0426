//! Signatures of the generated functions, their assembly, and the stubs that stand in for them beside errors.

use super::{Program, Writer, docs};
use crate::front::rust::{Kind, Parameter, Signature};
use crate::ir::{Func, Value};
use crate::ty::{Elem, Rank};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{ItemFn, Meta, Token};

impl<'a> Writer<'a> {
    pub(super) fn new(program: Program<'a>, func: &'a Func, added: &BTreeSet<Value>) -> Self {
        let idents = super::idents::Idents::new(&program, func, added);
        Writer {
            program,
            func,
            diagonal: &[],
            bound: func.lets().collect(),
            uses: func.uses(),
            last_uses: BTreeMap::new(),
            workspace: None,
            idents,
        }
    }

    /// The statements of the adjoint function: primal, checks, reverse sweep, result.
    pub(super) fn adjoint_body(&self) -> TokenStream {
        let stmts = &self.func.body;
        // The checks come before the first statement that belongs to the reverse sweep.
        let split = stmts.iter().position(|stmt| self.reads_adjoint(stmt)).unwrap_or(stmts.len());
        let written = stmts.iter().enumerate().map(|(index, stmt)| self.stmt_and_recycling(index, stmt));
        let written: Vec<TokenStream> = written.collect();
        let (primal, reverse) = written.split_at_checked(split).unwrap_or_default();
        let checks = self.shape_checks(&self.adjoint_names(), &self.seed_name());
        let end = self.end();
        quote!(#(#primal)* #checks #(#reverse)* #end)
    }

    /// The function that takes its memory from a workspace and writes its result to where the caller wants it.
    pub(super) fn adjoint_into_fn(&self, body: &TokenStream) -> TokenStream {
        let Some(workspace) = &self.workspace else { return TokenStream::new() };
        let krate = self.program.krate;
        let params = self.program.signature.params.iter().map(parameter);
        let adjoints = self.adjoint_names();
        let adjoint_params = adjoints.iter().map(|(param, name)| adjoint_parameter(krate, param, name));
        let seed = self.seed_name();
        let output = &self.program.signature.output;
        let seed_ty = borrowed(krate, output.rank, output.elem, false);
        let result_ty = borrowed(krate, output.rank, output.elem, true);
        let ident = &self.program.item.sig.ident;
        let name = format_ident!("{}_ad_into", ident.unraw(), span = ident.span());
        let (ws, result) = (&workspace.name, &workspace.result);
        let doc = docs::adjoint_into(self, ws, result);
        let params = quote!(
            #ws: &mut #krate::Workspace, #(#params,)* #(#adjoint_params,)* #seed: #seed_ty, #result: #result_ty
        );
        self.function(&name, &doc, &params, &output_with(self.program.signature, quote!(())), body)
    }

    pub(super) fn adjoint_fn(
        &self,
        variants: &[Self],
        broadcasts: bool,
        primal_flops: &str,
        body: &TokenStream,
    ) -> TokenStream {
        let params = self.program.signature.params.iter().map(parameter);
        let adjoints = self.adjoint_names();
        let adjoint_params =
            adjoints.iter().map(|(param, name)| adjoint_parameter(self.program.krate, param, name));
        let seed = self.seed_name();
        let output = &self.program.signature.output;
        let seed_ty = borrowed(self.program.krate, output.rank, output.elem, false);
        let doc = docs::adjoint(self, variants, broadcasts, (&adjoints, &seed), primal_flops);
        let name = format_ident!(
            "{}_ad",
            self.program.item.sig.ident.unraw(),
            span = self.program.item.sig.ident.span()
        );
        let ty = &output.ty;
        self.function(
            &name,
            &doc,
            &quote!(#(#params,)* #(#adjoint_params,)* #seed: #seed_ty),
            &quote!(#ty),
            body,
        )
    }

    pub(super) fn tangent_fn(&self) -> TokenStream {
        let results: Vec<Ident> = self.func.results.iter().map(|&value| self.name(value)).collect();
        let mut known = 0_usize;
        let params: Vec<TokenStream> = self
            .program
            .signature
            .params
            .iter()
            .map(|param| {
                let plain = parameter(param);
                let index = known;
                if param.ident.is_some() && param.kind != Kind::Opaque {
                    known += 1;
                }
                match (param.kind, self.idents.tangents.get(&index)) {
                    (Kind::Differentiable { rank, elem, .. }, Some(name)) => {
                        let ty = borrowed(self.program.krate, rank, elem, false);
                        quote!(#plain, #name: #ty)
                    }
                    _ => plain,
                }
            })
            .collect();
        let stmts = self.func.body.iter().map(|stmt| self.stmt(stmt));
        let result = results.first();
        let ad = &self.idents.ad;
        // A result that no differentiable parameter enters stands still.
        let (still, tangent) = match results.get(1) {
            Some(tangent) => (None, quote!(#tangent)),
            None if self.program.signature.output.rank == Rank::Scalar => (None, quote!(0.0)),
            None => {
                let name = self.idents.still();
                (Some(quote!(let #name = #ad::zeros_like(&#result);)), quote!(#name))
            }
        };
        let ok = self.finished(quote!((#result, #tangent)));
        let body = quote!(#(#stmts)* #still #ok);
        let name = format_ident!(
            "{}_t",
            self.program.item.sig.ident.unraw(),
            span = self.program.item.sig.ident.span()
        );
        let doc = docs::tangent(self);
        let ty = tangent_output(self.program.signature);
        self.function(&name, &doc, &quote!(#(#params),*), &ty, &body)
    }

    fn function(
        &self,
        name: &Ident,
        doc: &[String],
        params: &TokenStream,
        output: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let item = self.program.item;
        let attrs = kept_attributes(item);
        let vis = &item.vis;
        let safety = &item.sig.safety;
        let generics = &item.sig.generics;
        let where_clause = &generics.where_clause;
        let ad = &self.idents.ad;
        let krate = self.program.krate;
        let items = &self.program.lowered.items;
        let alias = if *ad == "__private" { quote!() } else { quote!(as #ad) };
        quote! {
            #(#[doc = #doc])*
            #(#attrs)*
            #[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
            #vis #safety fn #name #generics (#params) -> #output #where_clause {
                #[allow(unused_imports)]
                use #krate::__private #alias;
                #(#items)*
                #body
            }
        }
    }

    /// The result as the function returns it.
    pub(super) fn finished(&self, value: TokenStream) -> TokenStream {
        if self.program.signature.output.fallible {
            quote!(::core::result::Result::Ok(#value))
        } else {
            value
        }
    }

    /// The differentiable parameters, each with the name of its adjoint.
    pub(super) fn adjoint_names(&self) -> Vec<(&'a Parameter, Ident)> {
        self.program
            .known_params()
            .enumerate()
            .filter(|(_, param)| matches!(param.kind, Kind::Differentiable { .. }))
            .filter_map(|(index, param)| Some((param, self.idents.adjoints.get(&index)?.clone())))
            .collect()
    }

    /// The name of the result's adjoint.
    fn seed_name(&self) -> Ident {
        self.idents.seed.clone()
    }

    /// Every adjoint has its primal's shape, which is looked at before anything changes.
    fn shape_checks(&self, adjoints: &[(&Parameter, Ident)], seed: &Ident) -> TokenStream {
        let ad = &self.idents.ad;
        let of_params = adjoints.iter().filter(|(param, _)| is_array(param)).map(|(param, name)| {
            let text = name.to_string();
            let primal = &param.ident;
            quote!(#ad::check_shape(#text, #name.shape(), #primal.shape());)
        });
        let of_result = (self.program.signature.output.rank != Rank::Scalar).then(|| {
            let text = seed.to_string();
            let result = self.name(self.func.result());
            quote!(#ad::check_shape(#text, #seed.shape(), #result.shape());)
        });
        let of_target = self.workspace.as_ref().filter(|_| of_result.is_some()).map(|workspace| {
            let (target, result) = (&workspace.result, self.name(self.func.result()));
            quote!(#ad::check_shape("the result", #target.shape(), #result.shape());)
        });
        quote!(#(#of_params)* #of_result #of_target)
    }

    /// Whether a statement depends on an adjoint, and so belongs to the reverse sweep.
    fn reads_adjoint(&self, stmt: &crate::ir::Stmt) -> bool {
        let crate::ir::Stmt::Let(value) = stmt else { return true };
        let mut open = vec![*value];
        let mut first = true;
        while let Some(value) = open.pop() {
            match self.func.def(value) {
                crate::ir::Def::Adjoint(_) => return true,
                crate::ir::Def::Op(_, args) if first || !self.is_bound(value) => open.extend(args),
                _ => {}
            }
            first = false;
        }
        false
    }
}

fn is_array(param: &Parameter) -> bool {
    matches!(param.kind, Kind::Differentiable { rank: Rank::Vector | Rank::Matrix, .. })
}

fn parameter(param: &Parameter) -> TokenStream {
    let (pat, ty) = (&param.pat, &param.ty);
    quote!(#pat: #ty)
}

fn adjoint_parameter(krate: &syn::Path, param: &Parameter, name: &Ident) -> TokenStream {
    let Kind::Differentiable { rank, elem, .. } = param.kind else { return TokenStream::new() };
    let ty = borrowed(krate, rank, elem, true);
    quote!(#name: #ty)
}

/// The type of an adjoint or tangent: a number, or a borrowed array of any layout.
fn borrowed(krate: &syn::Path, rank: Rank, elem: Elem, mutable: bool) -> TokenStream {
    let elem = if elem == Elem::F32 { quote!(f32) } else { quote!(f64) };
    let borrow = if mutable { quote!(&mut) } else { quote!(&) };
    match rank {
        Rank::Scalar if mutable => quote!(&mut #elem),
        Rank::Scalar => elem,
        Rank::Vector => quote!(#borrow #krate::__private::ArrayRef1<#elem>),
        Rank::Matrix => quote!(#borrow #krate::__private::ArrayRef2<#elem>),
    }
}

/// `Result<(T, T), E>` for `Result<T, E>`, `(T, T)` for `T`.
fn tangent_output(signature: &Signature) -> TokenStream {
    let value = &signature.output.value;
    output_with(signature, quote!((#value, #value)))
}

/// `Result<V, E>` for `Result<T, E>`, `V` for `T`.
fn output_with(signature: &Signature, value: TokenStream) -> TokenStream {
    let output = &signature.output;
    if !output.fallible {
        return value;
    }
    let mut ty = output.ty.clone();
    // A type that comes through a macro's `$ty:ty` stands in a group of its own.
    let mut inner = &mut ty;
    while let syn::Type::Group(syn::TypeGroup { elem, .. }) | syn::Type::Paren(syn::TypeParen { elem, .. }) =
        inner
    {
        inner = elem;
    }
    if let syn::Type::Path(path) = inner
        && let Some(segment) = path.path.segments.last_mut()
        && let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments
        && let Some(first) = arguments.args.first_mut()
        && let Ok(value) = syn::parse2(value)
    {
        *first = syn::GenericArgument::Type(value);
    }
    quote!(#ty)
}

/// Attributes that say when and how the function is compiled hold for its derivative as well. Not `must_use`, for
/// a derivative is called for its adjoints; and what the user expects of a lint is fulfilled by the user's code.
fn kept_attributes(item: &ItemFn) -> Vec<TokenStream> {
    item.attrs.iter().filter_map(|attr| kept(&attr.meta).map(|meta| quote!(#[#meta]))).collect()
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

/// The adjoint function's signature without a derivative: beside an error, it keeps calls of the function from
/// being errors of their own.
#[must_use]
pub fn adjoint_stub(item: &ItemFn, signature: &Signature, krate: &syn::Path, into: bool) -> TokenStream {
    let params: Vec<TokenStream> = signature.params.iter().map(parameter).collect();
    let adjoints = signature.params.iter().filter_map(|param| match (param.kind, &param.ident) {
        (Kind::Differentiable { .. }, Some(ident)) => {
            Some(adjoint_parameter(krate, param, &format_ident!("{}_a", ident.unraw())))
        }
        (Kind::Refused { adjoint: true }, _) => Some(anything()),
        _ => None,
    });
    let adjoints: Vec<TokenStream> = adjoints.collect();
    let (rank, elem) = (signature.output.rank, signature.output.elem);
    let (seed, result) = if signature.output.refused {
        (anything(), anything())
    } else {
        let (seed, result) = (borrowed(krate, rank, elem, false), borrowed(krate, rank, elem, true));
        (quote!(out_a: #seed), quote!(result: #result))
    };
    let ty = &signature.output.ty;
    let plain = stub(item, "ad", &quote!(#(#params,)* #(#adjoints,)* #seed), &quote!(#ty));
    if !into {
        return plain;
    }
    let params = quote!(ws: &mut #krate::Workspace, #(#params,)* #(#adjoints,)* #seed, #result);
    let into = stub(item, "ad_into", &params, &output_with(signature, quote!(())));
    quote!(#plain #into)
}

/// A parameter of a stub that takes whatever it is given.
fn anything() -> TokenStream {
    quote!(_: impl ::core::marker::Sized)
}

/// The same for the tangent function.
#[must_use]
pub fn tangent_stub(item: &ItemFn, signature: &Signature, krate: &syn::Path) -> TokenStream {
    let params = signature.params.iter().map(|param| {
        let plain = parameter(param);
        match (param.kind, &param.ident) {
            (Kind::Differentiable { rank, elem, .. }, Some(ident)) => {
                let name = format_ident!("{}_t", ident.unraw());
                let ty = borrowed(krate, rank, elem, false);
                quote!(#plain, #name: #ty)
            }
            (Kind::Refused { adjoint: true }, _) => {
                let any = anything();
                quote!(#plain, #any)
            }
            _ => plain,
        }
    });
    stub(item, "t", &quote!(#(#params),*), &tangent_output(signature))
}

fn stub(item: &ItemFn, suffix: &str, params: &TokenStream, output: &TokenStream) -> TokenStream {
    let name = format_ident!("{}_{suffix}", item.sig.ident.unraw(), span = item.sig.ident.span());
    let attrs = kept_attributes(item);
    let vis = &item.vis;
    let (asyncness, safety) = (&item.sig.asyncness, &item.sig.safety);
    let generics = &item.sig.generics;
    let where_clause = &generics.where_clause;
    quote! {
        #[doc(hidden)]
        #(#attrs)*
        #[allow(unused_variables, clippy::too_many_arguments)]
        #vis #asyncness #safety fn #name #generics (#params) -> #output #where_clause {
            ::core::panic!("this function could not be differentiated")
        }
    }
}
