//! Statements: one kernel call a line.

use super::Writer;
use super::calls::called;
use super::schedule::form;
use crate::ir::{Def, Sign, Slot, SlotKind, Stmt, Value};
use crate::ops::{Attr, MatrixPower, Operation, RustForm, Sum};
use crate::ty::{Elem, Rank};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

impl Writer<'_> {
    pub(super) fn stmt(&self, stmt: &Stmt) -> TokenStream {
        match stmt {
            Stmt::Let(value) if let Some(called) = called(self, *value) => self.call(*value, called),
            Stmt::Let(value) if matches!(form(self.func, *value), Some(RustForm::Accumulated(_))) => {
                self.accumulated(*value)
            }
            Stmt::Let(value) if matches!(form(self.func, *value), Some(RustForm::Placed(_))) => {
                self.placed(*value)
            }
            Stmt::Let(value) => {
                let name = self.name(*value);
                let definition = self.definition(*value);
                match self.func.ty(*value) {
                    ty if ty.rank() == Rank::Scalar && ty.elem.is_float() => {
                        let elem = self.elem_type();
                        quote!(let #name: #elem = #definition;)
                    }
                    _ => quote!(let #name = #definition;),
                }
            }
            Stmt::Init(slot) => self.init(*slot),
            Stmt::Update { slot, sign, value } => self.update(*slot, *sign, *value),
        }
    }

    /// An array that a product is added to: its own copy, or one that nothing else needs.
    fn accumulated(&self, value: Value) -> TokenStream {
        let (Some((_, [sum, factors @ ..])), Some(RustForm::Accumulated(kernel))) =
            (self.func.as_op(value), form(self.func, value))
        else {
            return TokenStream::new();
        };
        let (ad, name) = (&self.idents.ad, self.name(value));
        let sum = if self.taken_over(value).is_some() {
            let sum = self.name(*sum);
            quote!(#sum)
        } else if self.is_array_leaf(*sum) {
            self.copied(&self.array(*sum))
        } else {
            self.definition(*sum)
        };
        let kernel = super::idents::ident(kernel);
        let factors = self.arguments(factors);
        quote!(let mut #name = #sum; #ad::#kernel(&mut #name, #(#factors),*);)
    }

    /// The right-hand side of a `let`.
    fn definition(&self, value: Value) -> TokenStream {
        let rank = self.func.rank(value);
        let is_result = self.func.results.contains(&value);
        match form(self.func, value) {
            _ if rank == Rank::Scalar => self.scalar_definition(value),
            Some(form) if form.is_view() && is_result => {
                let view = self.view(value);
                self.copied(&quote!(&#view))
            }
            Some(form) if form.is_view() => self.view(value),
            Some(RustForm::Same) => {
                let operand = self.func.as_op(value).and_then(|(_, args)| args.first());
                self.copied(&operand.map(|&arg| self.array(arg)).unwrap_or_default())
            }
            Some(form) if form.is_elementwise() => self.elementwise(value, form),
            Some(_) => self.kernel(value),
            None => self.copied(&self.array(value)),
        }
    }

    /// A whole elementwise expression: the kernel of two arrays where it is just that, a closure otherwise.
    fn elementwise(&self, value: Value, form: RustForm) -> TokenStream {
        let rank = self.func.rank(value);
        if let (RustForm::Infix { kernel, .. }, Some((_, [a, b]))) = (form, self.func.as_op(value))
            && [*a, *b].iter().all(|&arg| self.func.rank(arg) != Rank::Scalar && self.is_array_leaf(arg))
        {
            let kernel = self.kernel_path(&super::idents::ident(kernel));
            let (a, b) = (self.array_at(*a, rank), self.array_at(*b, rank));
            return quote!(#kernel(#a, #b));
        }
        let closure = self.closure(value, rank);
        let kernel = self.kernel_path(&map_name("map", closure.arrays.len()));
        let (arrays, closure) = (closure.arrays, closure.closure);
        quote!(#kernel(#(#arrays,)* #closure))
    }

    fn is_array_leaf(&self, value: Value) -> bool {
        self.is_bound(value) || !form(self.func, value).is_some_and(RustForm::is_elementwise)
    }

    /// A kernel call by its plain name.
    pub(super) fn kernel(&self, value: Value) -> TokenStream {
        let ad = &self.idents.ad;
        if let (Some((_, args)), Some(RustForm::Side(plain))) =
            (self.func.as_op(value), form(self.func, value))
        {
            let kernel = super::idents::ident(plain);
            let views = args.iter().map(|&arg| self.place(arg));
            return quote!(#ad::#kernel(&[#(#views.view()),*]));
        }
        let (op, args, plain, own_memory) = match (self.func.as_op(value), form(self.func, value)) {
            (Some((op, args)), Some(RustForm::Kernel { plain, .. })) => (op, args, plain, false),
            (Some((op, args)), Some(RustForm::Function(plain))) => (op, args, plain, true),
            _ => return TokenStream::new(),
        };
        if op.kind.name() == Sum.name()
            && let [operand] = args
            && op.attr == Attr::All
            && !self.is_array_leaf(*operand)
        {
            let closure = self.closure(*operand, self.func.rank(*operand));
            let kernel = map_name("sum_map", closure.arrays.len());
            let (arrays, closure) = (closure.arrays, closure.closure);
            return quote!(#ad::#kernel(#(#arrays,)* #closure));
        }
        if let Some(matrix) = self.taken_over(value) {
            let kernel = self.kernel_path(&super::idents::ident(&format!("{plain}_into")));
            let matrix = self.name(matrix);
            let question = (op.attr == Attr::Fallible).then(|| quote!(?));
            return quote!(#kernel(#matrix) #question);
        }
        let kernel = super::idents::ident(plain);
        let kernel = if own_memory { quote!(#ad::#kernel) } else { self.kernel_path(&kernel) };
        let is_power = op.kind.name() == MatrixPower.name();
        let exponent = args.get(1).filter(|_| is_power).map(|&exponent| self.integer(exponent, "i32"));
        let mut args = self.arguments(args);
        if let (Some(exponent), Some(place)) = (exponent, args.get_mut(1)) {
            *place = exponent;
        }
        let question = matches!(op.attr, Attr::Fallible | Attr::FallibleShape).then(|| quote!(?));
        quote!(#kernel(#(#args),*) #question)
    }

    fn arguments(&self, args: &[Value]) -> Vec<TokenStream> {
        args.iter()
            .map(|&arg| match (self.func.rank(arg), self.func.ty(arg).elem) {
                (Rank::Scalar, Elem::Int) => self.integer(arg, "isize"),
                (Rank::Scalar, _) => self.scalar(arg),
                _ => self.array(arg),
            })
            .collect()
    }

    fn init(&self, slot: Slot) -> TokenStream {
        let Some(name) = self.idents.slots.get(&slot) else { return TokenStream::new() };
        let primal = self.func.slot(slot).primal;
        if self.func.rank(primal) == Rank::Scalar {
            let (elem, zero) = (self.elem_type(), self.number(0.0));
            return quote!(let mut #name: #elem = #zero;);
        }
        let primal = self.array(primal);
        let zeros_like = self.kernel_path(&super::idents::ident("zeros_like"));
        quote!(let mut #name = #zeros_like(#primal);)
    }

    fn update(&self, slot: Slot, sign: Sign, value: Value) -> TokenStream {
        let target_rank = self.func.rank(self.func.slot(slot).primal);
        if target_rank == Rank::Scalar {
            return self.scalar_update(&self.scalar_slot(slot), sign, value);
        }
        self.array_update(&self.target(slot), &self.slot_place(slot), target_rank, sign, value)
    }

    fn scalar_update(&self, place: &TokenStream, sign: Sign, value: Value) -> TokenStream {
        let value = self.scalar(value);
        match sign {
            Sign::Plus => quote!(#place += #value;),
            Sign::Minus => quote!(#place -= #value;),
        }
    }

    /// An increment of an array: `target` is a `&mut ArrayRef`, `place` what it refers to.
    fn array_update(
        &self,
        target: &TokenStream,
        place: &TokenStream,
        target_rank: Rank,
        sign: Sign,
        value: Value,
    ) -> TokenStream {
        if !self.is_bound(value)
            && let Some(inner) = super::schedule::inner_increment(self.func, value, target_rank)
        {
            let inner_rank = self.func.rank(inner);
            return match self.placed_part(value) {
                // Repeated or summed: the kernels do that by themselves.
                None => self.array_update(target, place, target_rank, sign, inner),
                Some(Some((part, bounds))) if part.is_element() => {
                    let index = self.index(part, bounds);
                    self.scalar_update(&quote!(#place #index), sign, inner)
                }
                Some(Some((part, bounds))) => {
                    let slice = self.slice(part, bounds);
                    let part = quote!(#place.slice_mut(#slice));
                    self.array_update(&quote!(&mut #part), &part, inner_rank, sign, inner)
                }
                Some(None) => {
                    let part = quote!(#place.diag_mut());
                    self.array_update(&quote!(&mut #part), &part, inner_rank, sign, inner)
                }
            };
        }
        let ad = &self.idents.ad;
        let prefix = if sign == Sign::Plus { "add" } else { "sub" };
        // A sum over rows into a vector: the vector stands as a matrix of one row, which the kernel sums into.
        if let Some((op, [operand])) = self.func.as_op(value)
            && op.kind.name() == Sum.name()
            && matches!(op.attr, Attr::Axis(_))
            && target_rank == Rank::Vector
            && !self.is_bound(value)
        {
            let view = if op.attr == Attr::Axis(1) { "column_mut" } else { "row_mut" };
            let view = super::idents::ident(view);
            let target = quote!(&mut #ad::#view(#target));
            return self.elementwise_update(prefix, &target, *operand, Rank::Matrix);
        }
        if self.func.rank(value) == Rank::Scalar {
            let kernel = format_ident!("{prefix}_scalar");
            let value = self.scalar(value);
            return quote!(#ad::#kernel(#target, #value););
        }
        if let (Some((_, args)), Some(RustForm::Kernel { accumulate: Some((add, sub)), .. })) =
            (self.func.as_op(value), form(self.func, value))
            && !self.is_bound(value)
        {
            let kernel = super::idents::ident(if sign == Sign::Plus { add } else { sub });
            let args = self.arguments(args);
            return quote!(#ad::#kernel(#target, #(#args),*););
        }
        self.elementwise_update(prefix, target, value, target_rank)
    }

    fn elementwise_update(
        &self,
        prefix: &str,
        target: &TokenStream,
        value: Value,
        rank: Rank,
    ) -> TokenStream {
        let ad = &self.idents.ad;
        if self.is_array_leaf(value) {
            let kernel = format_ident!("{prefix}_assign");
            let value = self.array_at(value, rank);
            return quote!(#ad::#kernel(#target, #value););
        }
        let closure = self.closure(value, rank);
        let kernel = map_name(&format!("{prefix}_map"), closure.arrays.len());
        let (arrays, closure) = (closure.arrays, closure.closure);
        quote!(#ad::#kernel(#target, #(#arrays,)* #closure);)
    }

    /// A slot as the target of a kernel: `&mut ArrayRef`.
    fn target(&self, slot: Slot) -> TokenStream {
        let ad = &self.idents.ad;
        match self.func.slot(slot).kind {
            SlotKind::TransposeOf(of) if self.func.rank(self.func.slot(slot).primal) == Rank::Matrix => {
                let inner = self.target(of);
                quote!(&mut #ad::t_mut(#inner))
            }
            SlotKind::TransposeOf(of) => self.target(of),
            SlotKind::Param(_) if !self.returns_adjoints => {
                let name = self.idents.slots.get(&slot);
                quote!(#name)
            }
            SlotKind::Param(_) | SlotKind::Local | SlotKind::Seed => {
                let name = self.idents.slots.get(&slot);
                quote!(&mut #name)
            }
        }
    }

    /// What a slot's target refers to, for methods of it.
    fn slot_place(&self, slot: Slot) -> TokenStream {
        let ad = &self.idents.ad;
        match self.func.slot(slot).kind {
            SlotKind::TransposeOf(of) if self.func.rank(self.func.slot(slot).primal) == Rank::Matrix => {
                let inner = self.target(of);
                quote!(#ad::t_mut(#inner))
            }
            SlotKind::TransposeOf(of) => self.slot_place(of),
            SlotKind::Param(_) | SlotKind::Local | SlotKind::Seed => {
                let name = self.idents.slots.get(&slot);
                quote!(#name)
            }
        }
    }

    fn scalar_slot(&self, slot: Slot) -> TokenStream {
        let name = self.idents.slots.get(&slot);
        match self.func.slot(slot).kind {
            SlotKind::Param(_) if !self.returns_adjoints => quote!(*#name),
            _ => quote!(#name),
        }
    }

    /// A place expression, without `&`.
    pub(super) fn place(&self, value: Value) -> TokenStream {
        match self.func.def(value) {
            _ if self.is_bound(value) => {
                let name = self.name(value);
                quote!(#name)
            }
            Def::Op(..) if form(self.func, value).is_some_and(RustForm::is_view) => self.view(value),
            _ => {
                let name = self.name(value);
                quote!(#name)
            }
        }
    }

    /// A kernel's argument: `&ArrayRef`.
    pub(super) fn array(&self, value: Value) -> TokenStream {
        if !self.is_bound(value)
            && let Some((_, [of])) = self.func.as_op(value)
            && self.func.rank(value) == Rank::Vector
            && self.func.is_op(value, &crate::ops::Transpose)
        {
            return self.array(*of);
        }
        let place = self.place(value);
        if self.is_reference(value) { place } else { quote!(&#place) }
    }

    /// The same brought to a rank: a vector in an expression of matrices is a row.
    pub(super) fn array_at(&self, value: Value, rank: Rank) -> TokenStream {
        let array = self.array(value);
        if rank == Rank::Matrix && self.func.rank(value) == Rank::Vector {
            let ad = &self.idents.ad;
            return quote!(&#ad::row(#array));
        }
        array
    }

    /// Whether the place is already a reference: parameters by reference, seeds and tangents.
    fn is_reference(&self, value: Value) -> bool {
        match self.func.def(value) {
            Def::Param(index) => self.program.is_by_ref(*index),
            Def::ParamTangent(_) => true,
            Def::Adjoint(slot) => self.func.slot(*slot).kind == SlotKind::Seed,
            Def::Const(_) | Def::Op(..) => false,
        }
    }

    /// A scalar that has a name.
    pub(super) fn scalar_place(&self, value: Value) -> TokenStream {
        let name = self.name(value);
        match self.func.def(value) {
            Def::Param(index) if self.program.is_by_ref(*index) => quote!(*#name),
            _ => quote!(#name),
        }
    }

    /// The identifier of a value that has one.
    pub(super) fn name(&self, value: Value) -> Ident {
        let name = match self.func.def(value) {
            Def::Adjoint(slot) => self.idents.slots.get(slot),
            Def::ParamTangent(index) => self.idents.tangents.get(index),
            _ => self.idents.values.get(&value),
        };
        name.cloned().unwrap_or_else(|| Ident::new("unnamed", Span::call_site()))
    }
}

/// `map`, `map2`, `map3`, …
fn map_name(base: &str, arrays: usize) -> Ident {
    if arrays == 1 { format_ident!("{base}") } else { format_ident!("{base}{arrays}") }
}
