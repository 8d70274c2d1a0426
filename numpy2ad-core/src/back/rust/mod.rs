//! IR to Rust tokens: the adjoint function, the tangent function, and stubs.
//!
//! The expansion is meant to be read: the user's names, one kernel call a line, elementwise expressions as
//! closures of scalar code. Nothing mathematical is decided here.

mod attributes;
mod calls;
mod docs;
mod gradient;
mod idents;
mod jacobian;
mod parts;
mod rule;
mod scalar;
mod schedule;
mod second;
mod signature;
mod stmt;
mod stubs;
mod types;
mod variants;
mod workspace;

use crate::cost::{self, Flops};
use crate::front::rust::{Kind, Lowered, Signature};
use crate::ir::{Func, Value};
use crate::names::Names;
use crate::opt::{Assumption, Finding};
use crate::table::{Set, Table};
use idents::Idents;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use syn::ItemFn;

pub use attributes::used_by_derivative;
pub use idents::taken;
pub use jacobian::{Jacobian, jacobian_fn};
pub use rule::rule_items;
pub use stubs::{adjoint_stub, gradient_stub, jacobian_stub, second_stub, tangent_stub};

/// What is written: the IR and the function that it came from.
#[derive(Clone, Copy)]
pub struct Program<'a> {
    /// The user's function.
    pub item: &'a ItemFn,
    /// What its signature says.
    pub signature: &'a Signature,
    /// What lowering has kept of the source.
    pub lowered: &'a Lowered,
    /// The path of the facade crate, `::numpy2ad`.
    pub krate: &'a syn::Path,
    /// What no name may be that is new: see [`taken`].
    pub taken: &'a Names,
}

impl<'a> Program<'a> {
    fn types(&self) -> types::Types<'a> {
        types::Types::new(self.krate, self.signature)
    }

    /// The parameters that the IR knows, in order.
    fn known_params(&self) -> impl Iterator<Item = &'a crate::front::rust::Parameter> {
        self.signature.params.iter().filter(|p| p.ident.is_some() && p.kind != Kind::Opaque)
    }

    fn named_params(&self) -> impl Iterator<Item = &'a Ident> {
        self.known_params().filter_map(|p| p.ident.as_ref())
    }

    /// Whether the IR's parameter of this index is passed by reference.
    fn is_by_ref(&self, index: usize) -> bool {
        match self.known_params().nth(index).map(|p| p.kind) {
            Some(Kind::Differentiable { by_ref, .. } | Kind::Integer { by_ref }) => by_ref,
            Some(Kind::Opaque | Kind::Refused { .. }) | None => false,
        }
    }
}

/// A program that is one of several, of which the cheapest runs.
#[derive(Clone, Copy)]
pub struct Variant<'a> {
    /// The program.
    pub func: &'a Func,
    /// What has to be found of parameters for it to be right.
    pub assumption: Option<&'a Assumption>,
}

impl Variant<'_> {
    /// Where alone the program runs, in words: "`i` is diagonal".
    #[must_use]
    pub fn condition(&self) -> Option<String> {
        let Assumption { finding, params } = self.assumption?;
        let params = params.iter().filter_map(|&index| self.func.params.get(index));
        let names: Vec<&str> = params.map(|param| param.name.as_str()).collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        let what = match finding {
            Finding::Diagonal => "diagonal",
            // Of a small matrix nobody looks whether it is.
            Finding::Symmetric => "found symmetric",
        };
        Some(format!("`{}` {are} {what}", names.join("` and `")))
    }
}

/// The state of writing one function.
struct Writer<'a> {
    program: Program<'a>,
    func: &'a Func,
    /// What has to be found of parameters.
    assumption: Option<&'a Assumption>,
    bound: Set<Value>,
    /// How often each value is read.
    uses: Table<Value, usize>,
    /// The values that each statement is the last to read, where memory is given back.
    last_uses: BTreeMap<usize, Vec<Value>>,
    /// Where memory comes from and the result goes, in the function that allocates nothing.
    workspace: Option<workspace::Workspace>,
    /// Whether the adjoints are the function's own arrays, which it returns.
    returns_adjoints: bool,
    /// Whether the program has second derivatives, which are results behind the function's own.
    is_second: bool,
    idents: Idents,
    /// What the program costs, once somebody has asked.
    flops: OnceCell<Flops>,
}

impl Writer<'_> {
    fn flops(&self) -> &Flops {
        self.flops.get_or_init(|| cost::flops(self.func))
    }

    fn is_bound(&self, value: Value) -> bool {
        self.bound.contains(value)
    }

    fn elem_type(&self) -> TokenStream {
        self.program.types().elem(self.program.signature.output.elem())
    }
}

/// The adjoint function of a differentiated program: its variants, of which the first assumes nothing, and the plain
/// program where it is not one of them. With `into`, also the function that allocates nothing.
#[must_use]
pub fn adjoint_fn(
    program: Program<'_>,
    variants: &[Variant<'_>],
    plain: Option<&Func>,
    primal_flops: &str,
    into: bool,
) -> TokenStream {
    let scheduled: Vec<_> = variants.iter().map(|variant| schedule::schedule(variant.func)).collect();
    let plain = plain.map(schedule::schedule);
    let writers = scheduled.iter().zip(variants).map(|((func, added), variant)| Writer {
        assumption: variant.assumption,
        ..Writer::new(program, func, added)
    });
    let writers: Vec<_> = writers.collect();
    let plain_writer = plain.as_ref().map(|(func, added)| Writer::new(program, func, added));
    let body = variants::body(&writers, plain_writer.as_ref());
    let Some(first) = writers.first() else { return TokenStream::new() };
    let broadcasts = plain_writer.as_ref().is_some_and(|plain| variants::may_broadcast(plain.func));
    let adjoint = first.adjoint_fn(&writers, broadcasts, primal_flops, &body);
    if !into {
        return adjoint;
    }
    let writers: Vec<_> = writers.into_iter().map(Writer::with_workspace).collect();
    let plain_writer = plain_writer.map(Writer::with_workspace);
    let body = variants::body(&writers, plain_writer.as_ref());
    let into = writers.first().map(|first| first.adjoint_into_fn(&body)).unwrap_or_default();
    quote!(#adjoint #into)
}

/// The gradient function of a program whose seed is 1: its variants, and the plain program where it is not one of
/// them.
#[must_use]
pub fn gradient_fn(
    program: Program<'_>,
    variants: &[Variant<'_>],
    plain: Option<&Func>,
    primal_flops: &str,
) -> TokenStream {
    let scheduled: Vec<_> = variants.iter().map(|variant| schedule::schedule(variant.func)).collect();
    let plain = plain.map(schedule::schedule);
    let writers = scheduled.iter().zip(variants).map(|((func, added), variant)| Writer {
        assumption: variant.assumption,
        ..Writer::new(program, func, added).returning_adjoints()
    });
    let writers: Vec<_> = writers.collect();
    let plain_writer =
        plain.as_ref().map(|(func, added)| Writer::new(program, func, added).returning_adjoints());
    let body = variants::body(&writers, plain_writer.as_ref());
    let Some(first) = writers.first() else { return TokenStream::new() };
    let broadcasts = plain_writer.as_ref().is_some_and(|plain| variants::may_broadcast(plain.func));
    first.gradient_fn(&writers, broadcasts, primal_flops, &body)
}

/// The function of second derivatives of a program whose results are the function's own, the gradient, and the products:
/// its variants, and the plain program where it is not one of them.
#[must_use]
pub fn second_fn(
    program: Program<'_>,
    variants: &[Func],
    plain: Option<&Func>,
    primal_flops: &str,
) -> TokenStream {
    let scheduled: Vec<_> = variants.iter().map(schedule::schedule).collect();
    let plain = plain.map(schedule::schedule);
    let writers: Vec<_> =
        scheduled.iter().map(|(func, added)| Writer::new(program, func, added).of_second()).collect();
    let plain_writer = plain.as_ref().map(|(func, added)| Writer::new(program, func, added).of_second());
    let body = variants::body(&writers, plain_writer.as_ref());
    let Some(first) = writers.first() else { return TokenStream::new() };
    let broadcasts = plain_writer.as_ref().is_some_and(|plain| variants::may_broadcast(plain.func));
    first.second_fn(&writers, broadcasts, primal_flops, &body)
}

/// The tangent function of a differentiated program, whose results are the primal ones, and the tangents of those that
/// move.
#[must_use]
pub fn tangent_fn(program: Program<'_>, func: &Func, moves: &[bool]) -> TokenStream {
    let (func, added) = schedule::schedule(func);
    let writer = Writer::new(program, &func, &added);
    writer.tangent_fn(moves)
}
