//! The function that returns a value and its Jacobian: by rows, one adjoint for each element of the result, or by columns,
//! one tangent for each element of the parameters, whichever is cheaper for the sizes at hand. What depends on no seed and
//! on no direction is computed once, before the loops.

use super::idents::reverse;
use super::signature::parameter;
use super::types::{jacobian_output, one_or_tuple, owned};
use super::variants::{choice, fitting, may_broadcast};
use super::{Program, Writer, docs, schedule};
use crate::cost::{self, Flops};
use crate::front::rust::{Kind, Parameter};
use crate::ir::{Def, Func, Stmt, Value};
use crate::table::Set;
use crate::ty::Rank;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;
use syn::ext::IdentExt;

/// The programs of a Jacobian.
pub struct Jacobian {
    /// Adjoint programs.
    pub rows: Vec<Func>,
    /// Programs whose results are the function's own and the tangents by one parameter at a time.
    pub columns: Vec<Func>,
    /// The parameters of these tangents, by their indices.
    pub moving: Vec<usize>,
}

/// The Jacobian function: of the optimised programs, of which there may be none, where shapes fit exactly, and of the plain
/// ones.
#[must_use]
pub fn jacobian_fn(
    program: Program<'_>,
    optimised: &Jacobian,
    plain: &Jacobian,
    primal_flops: &str,
) -> TokenStream {
    let plain = Programs::of(plain);
    let optimised = Programs::of(optimised);
    let (plain_ways, optimised_ways) = (plain.ways(program), optimised.ways(program));
    let Some((first, _)) = plain.rows.first() else { return TokenStream::new() };
    let writer = Writer::new(program, first, &Set::default());
    let broadcasts = may_broadcast(first) && !optimised_ways.is_empty();
    let guard = if broadcasts { fitting(&writer) } else { TokenStream::new() };
    let body = match (optimised_ways.is_empty(), guard.is_empty()) {
        (true, _) => chosen(&writer, &plain_ways),
        (false, true) => chosen(&writer, &optimised_ways),
        (false, false) => {
            let (optimised, plain) = (chosen(&writer, &optimised_ways), chosen(&writer, &plain_ways));
            quote!(if #guard { #optimised } else { #plain })
        }
    };
    let ways = if optimised_ways.is_empty() { &plain_ways } else { &optimised_ways };
    let params = program.signature.params.iter().map(parameter);
    let ident = &program.item.sig.ident;
    let name = format_ident!("{}_jac", ident.unraw(), span = ident.span());
    let flops: Vec<(bool, String)> = ways.iter().map(|way| (way.by_rows, way.flops.to_string())).collect();
    let doc = docs::jacobian(&writer, &flops, broadcasts, primal_flops);
    let output = jacobian_output(program.krate, program.signature);
    let function = writer.function(&name, &doc, &quote!(#(#params),*), &output, &body);
    quote!(#[allow(clippy::type_complexity)] #function)
}

/// One way of computing a Jacobian.
struct Way {
    by_rows: bool,
    flops: Flops,
    body: TokenStream,
}

fn chosen(writer: &Writer<'_>, ways: &[Way]) -> TokenStream {
    let flops: Vec<Flops> = ways.iter().map(|way| way.flops.clone()).collect();
    let bodies: Vec<TokenStream> = ways.iter().map(|way| way.body.clone()).collect();
    match &bodies[..] {
        [only] => only.clone(),
        _ => choice(writer, &flops, &[], &bodies),
    }
}

type Scheduled = (Func, Set<Value>);

/// Programs as they are written.
struct Programs<'a> {
    rows: Vec<Scheduled>,
    columns: Vec<Scheduled>,
    moving: &'a [usize],
}

impl<'a> Programs<'a> {
    fn of(jacobian: &'a Jacobian) -> Self {
        Self {
            rows: jacobian.rows.iter().map(schedule::schedule).collect(),
            columns: jacobian.columns.iter().map(schedule::schedule).collect(),
            moving: &jacobian.moving,
        }
    }

    fn ways(&self, program: Program<'_>) -> Vec<Way> {
        let rows = self.rows.iter().map(|(func, added)| {
            let writer = Writer::new(program, func, added).returning_adjoints();
            writer.by_rows()
        });
        let columns = self.columns.iter().map(|(func, added)| {
            let writer = Writer::new(program, func, added);
            writer.by_columns(self.moving)
        });
        rows.chain(columns).collect()
    }
}

/// The names of the Jacobians, and what is made before the loops.
struct Made {
    jacobians: BTreeMap<usize, Ident>,
    stmts: TokenStream,
}

impl Writer<'_> {
    /// A row for each element of the result.
    fn by_rows(mut self) -> Way {
        let ad = self.idents.ad.clone();
        let reverse = reverse(self.func);
        let is_primal = |stmt: &&Stmt| matches!(stmt, Stmt::Let(value) if !reverse.contains(*value));
        let (primal, rest): (Vec<&Stmt>, Vec<&Stmt>) = self.func.body.iter().partition(is_primal);
        self.keep_hoisted(&primal);
        let Made { jacobians, stmts: made } = self.jacobians();
        let row = self.idents.fresh("row");
        let result = self.func.result();
        let out = self.name(result);
        let seed = self.idents.seeds.first().cloned();
        let elem = self.elem_type();
        let (zero, one) = (self.number(0.0), self.number(1.0));
        let seed = match self.func.rank(result) {
            Rank::Scalar => quote!(let #seed: #elem = #one;),
            _ => quote!(let #seed = &#ad::unit_like(&#out, #row);),
        };
        let active = self.active();
        let begin = active.iter().map(|(index, param, adjoint)| {
            let jacobian = jacobians.get(index);
            match rank_of(param) {
                Rank::Scalar => quote!(let mut #adjoint: #elem = #zero;),
                _ => {
                    let primal = self.array(self.param_value(*index));
                    quote!(let mut #adjoint = #ad::row_like(&mut #jacobian, #row, #primal);)
                }
            }
        });
        let end = active.iter().filter(|(_, param, _)| rank_of(param) == Rank::Scalar).map(
            |(index, _, adjoint)| {
                let jacobian = jacobians.get(index);
                quote!(#jacobian[[#row, 0]] = #adjoint;)
            },
        );
        let written = primal.iter().map(|stmt| self.stmt(stmt));
        let each = rest.iter().map(|stmt| self.stmt(stmt));
        let inner = quote!(#seed #(#begin)* #(#each)* #(#end)*);
        let rows = match self.func.rank(result) {
            Rank::Scalar => quote!({ let #row = 0_usize; #inner }),
            _ => quote!(for #row in 0..#out.len() { #inner }),
        };
        let finished = self.value_and_jacobian(&jacobians);
        let before = self.flops_of(&primal);
        let mut flops = cost::flops(self.func);
        flops.cancel(&before, 0);
        let mut flops = flops.times(&self.func.ty(result).axes(), &self.func.dims);
        flops.add(&before);
        Way { by_rows: true, flops, body: quote!(#(#written)* #made #rows #finished) }
    }

    /// A column for each element of the parameters.
    fn by_columns(mut self, moving: &[usize]) -> Way {
        let ad = self.idents.ad.clone();
        let depends = self.depends_on();
        let of_param = |stmt: &Stmt| match stmt {
            Stmt::Let(value) => depends.get(value).copied(),
            Stmt::Init(_) | Stmt::Update { .. } => None,
        };
        let primal: Vec<&Stmt> = self.func.body.iter().filter(|stmt| of_param(stmt).is_none()).collect();
        self.keep_hoisted(&primal);
        let Made { jacobians, stmts: made } = self.jacobians();
        let column = self.idents.fresh("column");
        let result = self.func.result();
        let elem = self.elem_type();
        let one = self.number(1.0);
        let before = self.flops_of(&primal);
        let mut flops = before.clone();
        let mut loops = Vec::new();
        for (&index, &tangent) in moving.iter().zip(self.func.results.iter().skip(1)) {
            let (Some(direction), Some(jacobian)) = (self.idents.tangents.get(&index), jacobians.get(&index))
            else {
                continue;
            };
            let stmts: Vec<&Stmt> =
                self.func.body.iter().filter(|stmt| of_param(stmt) == Some(index)).collect();
            let param = self.param_value(index);
            let written = stmts.iter().map(|stmt| self.stmt(stmt));
            let name = self.name(tangent);
            let end = match self.func.rank(result) {
                Rank::Scalar => quote!(#jacobian[[0, #column]] = #name;),
                _ => quote!(#ad::set_column(&mut #jacobian, #column, &#name);),
            };
            loops.push(match self.func.rank(param) {
                Rank::Scalar => quote!({
                    let #column = 0_usize;
                    let #direction: #elem = #one;
                    #(#written)*
                    #end
                }),
                _ => {
                    let primal = self.array(param);
                    let place = self.place(param);
                    quote!(for #column in 0..#place.len() {
                        let #direction = &#ad::unit_like(#primal, #column);
                        #(#written)*
                        #end
                    })
                }
            });
            let all: Vec<&Stmt> = primal.iter().copied().chain(stmts).collect();
            let mut each = self.flops_of(&all);
            each.cancel(&before, 0);
            flops.add(&each.times(&self.func.ty(param).axes(), &self.func.dims));
        }
        let written = primal.iter().map(|stmt| self.stmt(stmt));
        let finished = self.value_and_jacobian(&jacobians);
        Way { by_rows: false, flops, body: quote!(#(#written)* #made #(#loops)* #finished) }
    }

    /// What the loops read is not theirs to take over.
    fn keep_hoisted(&mut self, stmts: &[&Stmt]) {
        for stmt in stmts {
            if let Stmt::Let(value) = stmt {
                *self.uses.entry(*value) += 1;
            }
        }
    }

    /// The parameter in whose direction each value moves. No value moves in two, since each parameter moves by itself.
    fn depends_on(&self) -> BTreeMap<Value, usize> {
        let mut depends = BTreeMap::new();
        // The arena is in order of definition, so one sweep is enough.
        for value in self.func.values() {
            let index = match self.func.def(value) {
                Def::ParamTangent(index) => Some(*index),
                Def::Op(_, args) => args.iter().find_map(|arg| depends.get(arg).copied()),
                Def::Param(_) | Def::Const(_) | Def::Adjoint(_) => None,
            };
            if let Some(index) = index {
                depends.insert(value, index);
            }
        }
        depends
    }

    /// The differentiable parameters: index, source, and the name of the adjoint.
    fn active(&self) -> Vec<(usize, &Parameter, Ident)> {
        let known = self.program.known_params().enumerate().filter(|(_, param)| param.is_active());
        known
            .filter_map(|(index, param)| Some((index, param, self.idents.adjoints.get(&index)?.clone())))
            .collect()
    }

    fn param_value(&self, index: usize) -> Value {
        self.func.params.get(index).map_or_else(|| self.func.result(), |param| param.value)
    }

    /// Zeros: a row for each element of the result, a column for each of the parameter.
    fn jacobians(&mut self) -> Made {
        let result = self.func.result();
        let out = self.name(result);
        let rows = match self.func.rank(result) {
            Rank::Scalar => quote!(1),
            _ => quote!(#out.len()),
        };
        let (mut jacobians, mut stmts) = (BTreeMap::new(), Vec::new());
        let params: Vec<(usize, Rank, crate::ty::Elem, Value)> = self
            .active()
            .into_iter()
            .filter_map(|(index, param, _)| match param.kind {
                Kind::Differentiable { rank, elem, .. } => Some((index, rank, elem, self.param_value(index))),
                _ => None,
            })
            .collect();
        for (index, rank, elem, value) in params {
            let primal = self.name(value);
            let name = self.idents.fresh(&format!("{}_j", primal.unraw()));
            let ty = owned(self.program.types(), Rank::Matrix, elem);
            let columns = if rank == Rank::Scalar { quote!(1) } else { quote!(#primal.len()) };
            stmts.push(quote!(let mut #name = <#ty>::zeros((#rows, #columns));));
            jacobians.insert(index, name);
        }
        Made { jacobians, stmts: quote!(#(#stmts)*) }
    }

    fn flops_of(&self, stmts: &[&Stmt]) -> Flops {
        let mut part = self.func.clone();
        part.body = stmts.iter().map(|&stmt| stmt.clone()).collect();
        cost::flops(&part)
    }

    fn value_and_jacobian(&self, jacobians: &BTreeMap<usize, Ident>) -> TokenStream {
        let value = self.name(self.func.result());
        let names: Vec<TokenStream> = jacobians.values().map(|name| quote!(#name)).collect();
        let jacobian = one_or_tuple(&names);
        self.finished(quote!((#value, #jacobian)))
    }
}

fn rank_of(param: &Parameter) -> Rank {
    match param.kind {
        Kind::Differentiable { rank, .. } => rank,
        _ => Rank::Scalar,
    }
}
