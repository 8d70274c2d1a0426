//! Signatures of the generated functions, and their assembly.

use super::attributes::kept_attributes;
use super::types::{Types, borrowed, output_with, tangent_output};
use super::{Program, Writer, docs};
use crate::front::rust::{Kind, Output, Parameter};
use crate::ir::{Func, Stmt, Value};
use crate::table::Set;
use crate::ty::Rank;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use syn::ext::IdentExt;

impl<'a> Writer<'a> {
    pub(super) fn new(program: Program<'a>, func: &'a Func, added: &Set<Value>) -> Self {
        let idents = super::idents::Idents::new(&program, func, added);
        Writer {
            program,
            func,
            assumption: None,
            bound: func.lets().collect(),
            uses: func.uses(),
            last_uses: BTreeMap::new(),
            workspace: None,
            returns_adjoints: false,
            is_second: false,
            idents,
            flops: OnceCell::new(),
        }
    }

    /// The statements of the adjoint function: primal, checks, reverse sweep, result.
    pub(super) fn adjoint_body(&self) -> TokenStream {
        let stmts = &self.func.body;
        // The checks come before the first statement that belongs to the reverse sweep.
        let split = stmts.iter().position(|stmt| self.reads_adjoint(stmt)).unwrap_or(stmts.len());
        // Where gradients are results themselves, the result may come behind the first of these statements.
        let results = &self.func.results;
        let results = results.iter().take(self.program.signature.output.parts.len());
        let of_result = |stmt: &Stmt| matches!(stmt, Stmt::Let(value) if results.clone().any(|r| r == value));
        let split = split.max(stmts.iter().rposition(of_result).map_or(0, |at| at + 1));
        let written = stmts.iter().enumerate().map(|(index, stmt)| self.stmt_and_recycling(index, stmt));
        let written: Vec<TokenStream> = written.collect();
        let (primal, reverse) = written.split_at_checked(split).unwrap_or_default();
        let checks = match self.returns_adjoints {
            _ if self.is_second => self.seed_checks(),
            true => self.own_adjoints(),
            false => self.shape_checks(&self.adjoint_names()),
        };
        let end = self.end();
        quote!(#(#primal)* #checks #(#reverse)* #end)
    }

    /// The function that takes its memory from a workspace and writes its result to where the caller wants it.
    pub(super) fn adjoint_into_fn(&self, body: &TokenStream) -> TokenStream {
        let Some(workspace) = &self.workspace else { return TokenStream::new() };
        let krate = self.program.krate;
        let params = self.program.signature.params.iter().map(parameter);
        let adjoints = self.adjoint_names();
        let adjoint_params =
            adjoints.iter().map(|(param, name)| adjoint_parameter(self.program.types(), param, name));
        let seeds = self.seed_params();
        let output = &self.program.signature.output;
        let targets = workspace.results.iter().zip(&output.parts).map(|(name, part)| {
            let ty = borrowed(self.program.types(), part.rank, part.elem, true);
            quote!(#name: #ty)
        });
        let ident = &self.program.item.sig.ident;
        let name = format_ident!("{}_ad_into", ident.unraw(), span = ident.span());
        let ws = &workspace.name;
        let doc = docs::adjoint_into(self, ws, &workspace.results);
        let params = quote!(
            #ws: &mut #krate::Workspace, #(#params,)* #(#adjoint_params,)* #(#seeds,)* #(#targets),*
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
            adjoints.iter().map(|(param, name)| adjoint_parameter(self.program.types(), param, name));
        let seeds = self.seed_params();
        let output = &self.program.signature.output;
        let doc = docs::adjoint(self, variants, broadcasts, &adjoints, primal_flops);
        let name = format_ident!(
            "{}_ad",
            self.program.item.sig.ident.unraw(),
            span = self.program.item.sig.ident.span()
        );
        let ty = &output.ty;
        self.function(&name, &doc, &quote!(#(#params,)* #(#adjoint_params,)* #(#seeds),*), &quote!(#ty), body)
    }

    /// The parameters, behind each that moves its direction.
    pub(super) fn moving_params(&self) -> Vec<TokenStream> {
        let mut known = 0_usize;
        self.program
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
                        let ty = borrowed(self.program.types(), rank, elem, false);
                        quote!(#plain, #name: #ty)
                    }
                    _ => plain,
                }
            })
            .collect()
    }

    /// `moves` tells of each result whether it has a tangent.
    pub(super) fn tangent_fn(&self, moves: &[bool]) -> TokenStream {
        let params = self.moving_params();
        let stmts = self.func.body.iter().map(|stmt| self.stmt(stmt));
        let results: Vec<Ident> = self.func.results.iter().map(|&value| self.name(value)).collect();
        let (primal, tangents) = results.split_at_checked(moves.len()).unwrap_or_default();
        let still = self.still(primal, moves);
        let mut tangents = tangents.iter();
        let all = still.iter().map(|still| match still {
            Some((_, value)) => Some(value.clone()),
            None => tangents.next().map(|name| quote!(#name)),
        });
        let all: Vec<TokenStream> = all.flatten().collect();
        let still = still.iter().flatten().map(|(stmt, _)| stmt);
        let primal: Vec<TokenStream> = primal.iter().map(|name| quote!(#name)).collect();
        let (primal, all) = (self.grouped(&primal), self.grouped(&all));
        let ok = self.finished(quote!((#primal, #all)));
        let recycled = self.matrices_recycled();
        let body = quote!(#(#stmts)* #(#still)* #recycled #ok);
        let name = format_ident!(
            "{}_t",
            self.program.item.sig.ident.unraw(),
            span = self.program.item.sig.ident.span()
        );
        let doc = docs::tangent(self);
        let ty = tangent_output(self.program.signature);
        self.function(&name, &doc, &quote!(#(#params),*), &ty, &body)
    }

    /// The tangents of results that no differentiable parameter enters: they stand still. For each of these a
    /// statement, and the value.
    fn still(&self, primal: &[Ident], moves: &[bool]) -> Vec<Option<(TokenStream, TokenStream)>> {
        let ad = &self.idents.ad;
        let mut names = self.idents.names();
        let parts = self.program.signature.output.parts.iter().zip(primal).zip(moves);
        let still = parts.map(|((part, result), moves)| match part.rank {
            _ if *moves => None,
            Rank::Scalar => Some((TokenStream::new(), self.number(0.0))),
            _ => {
                let name = super::idents::ident(&names.fresh(&format!("{}_t", result.unraw())));
                Some((quote!(let #name = #ad::zeros_like(&#result);), quote!(#name)))
            }
        });
        still.collect()
    }

    /// One value as it is, several as a tuple.
    pub(super) fn grouped(&self, values: &[TokenStream]) -> TokenStream {
        match values {
            _ if self.program.signature.output.is_tuple => quote!((#(#values,)*)),
            values => quote!(#(#values),*),
        }
    }

    pub(super) fn function(
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
        let where_clause = self.program.types().where_clause(generics);
        // What kernels ask of the elements stands there beside the function's own bounds.
        let bounds =
            self.program.signature.scalar.as_ref().map(|_| quote!(, clippy::multiple_bound_locations));
        let ad = &self.idents.ad;
        let krate = self.program.krate;
        let items = &self.program.lowered.items;
        let alias = if *ad == "__private" { quote!() } else { quote!(as #ad) };
        quote! {
            #(#[doc = #doc])*
            #(#attrs)*
            #[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast #bounds)]
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
            .filter(|(_, param)| param.is_active())
            .filter_map(|(index, param)| Some((param, self.idents.adjoints.get(&index)?.clone())))
            .collect()
    }

    /// The adjoints of the results, as parameters.
    pub(super) fn seed_params(&self) -> Vec<TokenStream> {
        let parts = self.idents.seeds.iter().zip(&self.program.signature.output.parts);
        let params = parts.map(|(name, part)| {
            let ty = borrowed(self.program.types(), part.rank, part.elem, false);
            quote!(#name: #ty)
        });
        params.collect()
    }

    /// The results that are arrays, each with its place among the results.
    fn array_results(&self) -> impl Iterator<Item = (usize, Value)> {
        let results = self.func.results.iter().copied().enumerate();
        results.filter(|&(_, result)| self.func.rank(result) != Rank::Scalar)
    }

    /// Every adjoint has its primal's shape, which is looked at before anything changes.
    fn shape_checks(&self, adjoints: &[(&Parameter, Ident)]) -> TokenStream {
        let ad = &self.idents.ad;
        let of_params = adjoints.iter().filter(|(param, _)| is_array(param)).map(|(param, name)| {
            let text = name.to_string();
            let primal = &param.ident;
            quote!(#ad::check_shape(#text, #name.shape(), #primal.shape());)
        });
        let of_results = self.seed_checks();
        let of_targets = self.array_results().filter_map(|(at, result)| {
            let target = self.workspace.as_ref()?.results.get(at)?;
            let result = self.name(result);
            Some(quote!(#ad::check_shape("the result", #target.shape(), #result.shape());))
        });
        quote!(#(#of_params)* #of_results #(#of_targets)*)
    }

    /// Every seed has the shape of its result.
    pub(super) fn seed_checks(&self) -> TokenStream {
        let ad = &self.idents.ad;
        let of_results = self.array_results().filter_map(|(at, result)| {
            let seed = self.idents.seeds.get(at)?;
            let (text, result) = (seed.to_string(), self.name(result));
            Some(quote!(#ad::check_shape(#text, #seed.shape(), #result.shape());))
        });
        quote!(#(#of_results)*)
    }

    /// Whether a statement depends on an adjoint, and so belongs to the reverse sweep.
    fn reads_adjoint(&self, stmt: &Stmt) -> bool {
        let Stmt::Let(value) = stmt else { return true };
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

/// `result`, or of several `result0`, `result1`, …
pub(super) fn result_names(output: &Output, mut free: impl FnMut(&str) -> Ident) -> Vec<Ident> {
    if !output.is_tuple {
        return vec![free("result")];
    }
    (0..output.parts.len()).map(|index| free(&format!("result{index}"))).collect()
}

fn is_array(param: &Parameter) -> bool {
    matches!(param.kind, Kind::Differentiable { rank: Rank::Vector | Rank::Matrix, .. })
}

pub(super) fn parameter(param: &Parameter) -> TokenStream {
    let (pat, ty) = (&param.pat, &param.ty);
    quote!(#pat: #ty)
}

pub(super) fn adjoint_parameter(types: Types<'_>, param: &Parameter, name: &Ident) -> TokenStream {
    let Kind::Differentiable { rank, elem, .. } = param.kind else { return TokenStream::new() };
    let ty = borrowed(types, rank, elem, true);
    quote!(#name: #ty)
}
