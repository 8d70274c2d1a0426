//! Memory that is used again. In the function that allocates nothing kernels take their arrays from a workspace, and give
//! them back after the last use; the others keep what is large for the next call.

use super::Writer;
use crate::cost::buffers::{self, Buffers};
use crate::ir::{Def, SlotKind, Stmt, Value};
use crate::table::{Set, Table};
use crate::ty::Rank;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// The names of what a function that allocates nothing has beside the other.
#[derive(Clone)]
pub(super) struct Workspace {
    /// The workspace.
    pub(super) name: Ident,
    /// Where the results are written.
    pub(super) results: Vec<Ident>,
}

/// Kernels that give a number, and so need no memory.
const WITHOUT_MEMORY: [&str; 8] =
    ["vec_vec", "sum", "sum_map", "sum_map2", "sum_map3", "sum_map4", "sum_map5", "sum_map6"];

impl Writer<'_> {
    /// A kernel by its path, or as a method of the workspace that gives it memory.
    pub(super) fn kernel_path(&self, kernel: &Ident) -> TokenStream {
        let ad = &self.idents.ad;
        match &self.workspace {
            Some(workspace) if !WITHOUT_MEMORY.contains(&kernel.to_string().as_str()) => {
                let name = &workspace.name;
                quote!(#name.#kernel)
            }
            _ => quote!(#ad::#kernel),
        }
    }

    /// A new array with what another holds.
    pub(super) fn copied(&self, array: &TokenStream) -> TokenStream {
        let copy = self.kernel_path(&super::idents::ident("copy"));
        quote!(#copy(#array))
    }

    /// A statement, with what it was the last to read given back.
    pub(super) fn stmt_and_recycling(&self, index: usize, stmt: &Stmt) -> TokenStream {
        let written = self.stmt(stmt);
        let Some(workspace) = &self.workspace else { return written };
        let name = &workspace.name;
        let done = self.last_uses.get(&index).into_iter().flatten().map(|&value| self.name(value));
        quote!(#written #(#name.recycle(#done);)*)
    }

    /// The end of the function: its result returned, or written to where the caller wants it.
    pub(super) fn end(&self) -> TokenStream {
        let results: Vec<Ident> = self.func.results.iter().map(|&result| self.name(result)).collect();
        let Some(workspace) = &self.workspace else {
            let recycled = self.matrices_recycled();
            let results: Vec<TokenStream> = results.iter().map(|name| quote!(#name)).collect();
            let end = if self.is_second {
                self.value_and_second(&results)
            } else {
                let results = self.grouped(&results);
                if self.returns_adjoints { self.value_and_gradient(&results) } else { self.finished(results) }
            };
            return quote!(#recycled #end);
        };
        let name = &workspace.name;
        let slots = self.local_slots(|rank| rank != Rank::Scalar);
        let ok = self.program.signature.output.fallible.then(|| quote!(::core::result::Result::Ok(())));
        let written = self.func.results.iter().zip(&results).zip(&workspace.results).map(
            |((&value, result), target)| match self.func.rank(value) {
                Rank::Scalar => quote!(*#target = #result;),
                _ => quote!(#target.assign(&#result); #name.recycle(#result);),
            },
        );
        quote!(#(#written)* #(#name.recycle(#slots);)* #ok)
    }

    /// The adjoints of intermediate values of some ranks.
    fn local_slots(&self, of_rank: impl Fn(Rank) -> bool) -> impl Iterator<Item = &Ident> {
        self.func.body.iter().filter_map(move |stmt| match stmt {
            Stmt::Init(slot)
                if self.func.slot(*slot).kind == SlotKind::Local
                    && of_rank(self.func.rank(self.func.slot(*slot).primal)) =>
            {
                self.idents.slots.get(slot)
            }
            _ => None,
        })
    }

    /// The temporaries that may be large, kept for the next call: vectors are not.
    pub(super) fn matrices_recycled(&self) -> TokenStream {
        let moved: Set<Value> = self.func.lets().filter_map(|value| self.taken_over(value)).collect();
        let matrices = self.func.lets().filter(|&value| {
            self.func.rank(value) == Rank::Matrix
                && self.owns_memory(value)
                && !self.func.results.contains(&value)
                && !moved.contains(value)
        });
        // A call and its results may go by one name.
        let mut seen: BTreeSet<Ident> = self.func.results.iter().map(|&result| self.name(result)).collect();
        let matrices = matrices.map(|value| self.name(value));
        let matrices: Vec<Ident> = matrices
            .chain(self.local_slots(|rank| rank == Rank::Matrix).cloned())
            .filter(|name| seen.insert(name.clone()))
            .collect();
        let ad = &self.idents.ad;
        if matrices.is_empty() { TokenStream::new() } else { quote!(#ad::recycle!(#(#matrices),*);) }
    }

    /// The values that each statement is the last to read, where they own their memory.
    pub(super) fn last_uses(&self) -> BTreeMap<usize, Vec<Value>> {
        let owned: Set<Value> = self.func.lets().filter(|&value| self.owns_memory(value)).collect();
        let mut last: Table<Value, usize> = Table::default();
        for (index, stmt) in self.func.body.iter().enumerate() {
            for value in self.read_by(stmt) {
                last.insert(value, index);
            }
        }
        let mut by_stmt: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        for (value, &index) in last.iter() {
            let is_kept = self.func.results.contains(&value) || !owned.contains(value);
            let is_moved = self.func.body.get(index).is_some_and(|stmt| self.takes_over(stmt, value));
            if !is_kept && !is_moved {
                by_stmt.entry(index).or_default().push(value);
            }
        }
        by_stmt.values_mut().for_each(|values| values.sort());
        by_stmt
    }

    /// Whether a value is an array or a factorisation of its own, rather than a view or a number.
    fn owns_memory(&self, value: Value) -> bool {
        buffers::owns_memory(self.func, value)
    }

    /// Whether a value refers to the memory of its operand.
    pub(super) fn is_borrowed(&self, value: Value) -> bool {
        buffers::is_borrowed(self.func, value)
    }

    /// The operand whose memory a value takes.
    pub(super) fn taken_over(&self, value: Value) -> Option<Value> {
        Buffers { func: self.func, bound: &self.bound, uses: &self.uses }.taken_over(value)
    }

    /// Whether a statement takes over the memory of a value.
    fn takes_over(&self, stmt: &Stmt, value: Value) -> bool {
        matches!(stmt, Stmt::Let(bound) if self.taken_over(*bound) == Some(value))
    }

    /// The values that a statement reads, through expressions and views.
    fn read_by(&self, stmt: &Stmt) -> Vec<Value> {
        let mut open = match stmt {
            Stmt::Let(value) => self.func.as_op(*value).map(|(_, args)| args.to_vec()).unwrap_or_default(),
            Stmt::Init(slot) => vec![self.func.slot(*slot).primal],
            Stmt::Update { value, .. } => vec![*value],
        };
        let (mut read, mut seen) = (Vec::new(), Set::default());
        while let Some(value) = open.pop() {
            if !seen.insert(value) {
                continue;
            }
            read.push(value);
            if self.is_bound(value) && !self.is_borrowed(value) {
                continue;
            }
            if let Def::Op(_, args) = self.func.def(value) {
                open.extend(args);
            }
        }
        read
    }
}

impl Writer<'_> {
    /// The same function with memory from a workspace.
    pub(super) fn with_workspace(mut self) -> Self {
        let free = |name: &str| self.idents.free(name);
        let results = super::signature::result_names(&self.program.signature.output, free);
        self.workspace = Some(Workspace { name: self.idents.free("ws"), results });
        self.last_uses = self.last_uses();
        self
    }
}
