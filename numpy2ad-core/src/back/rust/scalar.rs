//! Elementwise expressions: written as scalar Rust, inside a closure or by themselves.

use super::Writer;
use super::schedule::form;
use crate::ir::{Const, Def, Value};
use crate::ops::RustForm;
use crate::ty::{Elem, Rank};
use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeMap;
use std::f64::consts::{LN_2, LN_10};

/// How tightly an expression holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precedence {
    /// `if p < q { a } else { b }`
    Select,
    Sum,
    Product,
    Cast,
    Prefix,
    Atom,
}

/// A scalar expression and its outermost operator.
struct Written {
    tokens: TokenStream,
    precedence: Precedence,
}

impl Written {
    fn atom(tokens: TokenStream) -> Self {
        Self { tokens, precedence: Precedence::Atom }
    }

    /// The expression as an operand that needs at least this precedence.
    fn at(self, least: Precedence) -> TokenStream {
        let tokens = self.tokens;
        if self.precedence >= least { tokens } else { quote!((#tokens)) }
    }
}

/// An elementwise expression as a closure over its arrays.
pub(super) struct Closure {
    /// The arrays, as arguments of a kernel.
    pub(super) arrays: Vec<TokenStream>,
    /// `|a, b| a * b`.
    pub(super) closure: TokenStream,
}

impl Writer<'_> {
    /// A scalar as an operand: its name if it has a statement, its expression otherwise.
    pub(super) fn scalar(&self, value: Value) -> TokenStream {
        self.written(value, &BTreeMap::new(), self.func.ty(value).elem.is_float()).tokens
    }

    /// The expression of a scalar's own statement.
    pub(super) fn scalar_definition(&self, value: Value) -> TokenStream {
        match self.func.def(value) {
            Def::Op(..) => {
                self.operation(value, &BTreeMap::new(), self.func.ty(value).elem.is_float()).tokens
            }
            _ => self.scalar(value),
        }
    }

    /// An elementwise expression of arrays, all brought to this rank.
    pub(super) fn closure(&self, value: Value, rank: Rank) -> Closure {
        let mut leaves = Vec::new();
        self.array_leaves(value, true, &mut leaves);
        let mut names: BTreeMap<Value, Ident> = BTreeMap::new();
        for &leaf in &leaves {
            let wanted = self.base_name(leaf);
            let mut name = wanted.clone();
            let mut number = 1_usize;
            while names.values().any(|taken| *taken == name) {
                number += 1;
                name =
                    Ident::new(&format!("{}{number}", syn::ext::IdentExt::unraw(&wanted)), Span::call_site());
            }
            names.insert(leaf, name);
        }
        let params: Vec<&Ident> = leaves.iter().filter_map(|leaf| names.get(leaf)).collect();
        let body = self.operation(value, &names, true).tokens;
        let arrays = leaves.iter().map(|&leaf| self.array_at(leaf, rank)).collect();
        Closure { arrays, closure: quote!(|#(#params),*| #body) }
    }

    /// The arrays that an elementwise expression reads, each once, in order of appearance.
    fn array_leaves(&self, value: Value, root: bool, leaves: &mut Vec<Value>) {
        if self.func.rank(value) == Rank::Scalar {
            return;
        }
        let open = root || !self.is_bound(value);
        match (form(self.func, value), self.func.as_op(value)) {
            (Some(form), Some((_, args))) if open && form.is_elementwise() => {
                for &arg in args {
                    self.array_leaves(arg, false, leaves);
                }
            }
            _ if !leaves.contains(&value) => leaves.push(value),
            _ => {}
        }
    }

    /// The name that an array has in a closure: its own, whatever view of it is read.
    fn base_name(&self, value: Value) -> Ident {
        match self.func.as_op(value) {
            Some((_, [of, ..])) if !self.is_bound(value) => self.base_name(*of),
            _ => self.name(value),
        }
    }

    fn written(&self, value: Value, elements: &BTreeMap<Value, Ident>, float: bool) -> Written {
        if let Some(element) = elements.get(&value) {
            return Written::atom(quote!(#element));
        }
        let is_int = self.func.ty(value).elem == Elem::Int;
        match self.func.def(value) {
            Def::Const(constant @ Const::Named(_)) if is_int && float => {
                self.cast(self.constant(constant, false))
            }
            Def::Const(constant) => self.constant(constant, float),
            Def::Op(..) if !self.is_bound(value) => {
                let written = self.operation(value, elements, float && !is_int);
                if is_int && float { self.cast(written) } else { written }
            }
            _ => {
                let tokens = self.scalar_place(value);
                let referenced =
                    matches!(self.func.def(value), Def::Param(index) if self.program.is_by_ref(*index));
                let precedence = if referenced { Precedence::Prefix } else { Precedence::Atom };
                let place = Written { tokens, precedence };
                if is_int && float { self.cast(place) } else { place }
            }
        }
    }

    /// An integer as a number of the function's float type.
    fn cast(&self, written: Written) -> Written {
        let inner = written.at(Precedence::Cast);
        let ty = self.elem_type();
        if self.is_generic() {
            let ad = &self.idents.ad;
            return Written::atom(quote!(#ad::number::<#ty>(#inner as f64)));
        }
        Written { tokens: quote!(#inner as #ty), precedence: Precedence::Cast }
    }

    fn operation(&self, value: Value, elements: &BTreeMap<Value, Ident>, float: bool) -> Written {
        let Some((_, args)) = self.func.as_op(value) else { return Written::atom(TokenStream::new()) };
        let operand = |index: usize, float: bool| match args.get(index) {
            Some(&arg) => self.written(arg, elements, float),
            None => Written::atom(TokenStream::new()),
        };
        match form(self.func, value).unwrap_or(RustForm::Same) {
            RustForm::Infix { operator, .. } => {
                let precedence =
                    if matches!(operator, "+" | "-") { Precedence::Sum } else { Precedence::Product };
                let next = if precedence == Precedence::Sum { Precedence::Product } else { Precedence::Cast };
                let left = operand(0, float).at(precedence);
                let right = operand(1, float).at(next);
                let operator = punct(operator);
                Written { tokens: quote!(#left #operator #right), precedence }
            }
            RustForm::Prefix(operator) => {
                let inner = operand(0, float).at(Precedence::Prefix);
                let operator = punct(operator);
                Written { tokens: quote!(#operator #inner), precedence: Precedence::Prefix }
            }
            RustForm::Method(name) => {
                let receiver = self.receiver(args.first().copied(), operand(0, float));
                let name = super::idents::ident(name);
                let rest = (1..args.len()).map(|index| operand(index, float).tokens);
                Written::atom(quote!(#receiver.#name(#(#rest),*)))
            }
            RustForm::ElementFunction(name) => {
                let (ad, name) = (&self.idents.ad, super::idents::ident(name));
                let args = (0..args.len()).map(|index| operand(index, float).tokens);
                Written::atom(quote!(#ad::#name(#(#args),*)))
            }
            RustForm::Select(comparison) => {
                let is_float = |arg: &Value| self.func.ty(*arg).elem.is_float();
                let compared_as_floats = args.iter().take(2).any(is_float);
                // A cast before `<` would be read as the beginning of its type's parameters.
                let compared = |index| operand(index, compared_as_floats).at(Precedence::Prefix);
                let (p, q) = (compared(0), compared(1));
                let operator = punct(comparison.operator());
                let (a, b) = (operand(2, float).tokens, operand(3, float).tokens);
                let tokens = quote!(if #p #operator #q { #a } else { #b });
                Written { tokens, precedence: Precedence::Select }
            }
            RustForm::Square => {
                let receiver = self.receiver(args.first().copied(), operand(0, float));
                Written::atom(quote!(#receiver.powi(2)))
            }
            RustForm::Power => {
                let receiver = self.receiver(args.first().copied(), operand(0, float));
                let integer = args.get(1).is_some_and(|&exponent| self.func.ty(exponent).elem == Elem::Int);
                // What the user wrote as an integer may be of any width: `powi(n as i32)`.
                let named = args
                    .get(1)
                    .is_some_and(|&exponent| !matches!(self.func.def(exponent), Def::Const(Const::Int(_))));
                let exponent = if integer && named {
                    let inner = operand(1, false).at(Precedence::Cast);
                    quote!(#inner as i32)
                } else {
                    operand(1, !integer).tokens
                };
                let method = super::idents::ident(if integer { "powi" } else { "powf" });
                Written::atom(quote!(#receiver.#method(#exponent)))
            }
            RustForm::Cast => self.cast(operand(0, false)),
            RustForm::Size(method) => {
                let array = args.first().map(|&array| self.place(array)).unwrap_or_default();
                let method = super::idents::ident(method);
                Written::atom(quote!(#array.#method()))
            }
            RustForm::Same => operand(0, float),
            RustForm::Region(_) => Written::atom(self.element(value)),
            RustForm::Kernel { .. }
            | RustForm::Function(_)
            | RustForm::Called(_)
            | RustForm::Accumulated(_)
            | RustForm::View(_)
            | RustForm::ViewFunction(_)
            | RustForm::Placed(_)
            | RustForm::Side(_) => Written::atom(self.kernel(value)),
        }
    }

    /// An integer as one of this type; literals have none.
    pub(super) fn integer(&self, value: Value, ty: &str) -> TokenStream {
        if matches!(self.func.def(value), Def::Const(Const::Int(_))) {
            return self.scalar(value);
        }
        let inner = self.written(value, &BTreeMap::new(), false).at(Precedence::Cast);
        let ty = super::idents::ident(ty);
        quote!(#inner as #ty)
    }

    /// An integer as whatever type is expected of it: it may have been cast in the user's code.
    pub(super) fn expected_integer(&self, value: Value) -> TokenStream {
        let inner = self.written(value, &BTreeMap::new(), false).at(Precedence::Cast);
        quote!(#inner as _)
    }

    /// The receiver of a method; what is made of nothing but literals needs its type there.
    fn receiver(&self, value: Option<Value>, written: Written) -> TokenStream {
        // A generic number has its type already.
        if value.is_some_and(|value| self.is_untyped(value)) && !self.is_generic() {
            let (tokens, ty) = (written.at(Precedence::Cast), self.elem_type());
            return quote!((#tokens as #ty));
        }
        written.at(Precedence::Atom)
    }

    /// Whether nothing but literals says what type a number has.
    fn is_untyped(&self, value: Value) -> bool {
        match self.func.def(value) {
            Def::Const(constant) => !matches!(constant, Const::Named(_)),
            Def::Op(_, args) if self.func.rank(value) == Rank::Scalar => {
                let of = match form(self.func, value) {
                    Some(RustForm::Infix { .. } | RustForm::Prefix(_) | RustForm::Same) => args.as_slice(),
                    Some(RustForm::Select(_)) => args.get(2..).unwrap_or_default(),
                    _ => return false,
                };
                of.iter().all(|&arg| self.is_untyped(arg))
            }
            _ => false,
        }
    }

    /// A number of the function's float type.
    pub(super) fn number(&self, value: f64) -> TokenStream {
        self.float(value).tokens
    }

    fn float(&self, value: f64) -> Written {
        let literal = self.named(value).unwrap_or_else(|| float_literal(value));
        if !self.is_generic() {
            return literal;
        }
        let (ad, ty, literal) = (&self.idents.ad, self.elem_type(), literal.tokens);
        Written::atom(quote!(#ad::number::<#ty>(#literal)))
    }

    /// A number of the derivatives that the standard library has a name for.
    fn named(&self, value: f64) -> Option<Written> {
        let (_, name) = [(LN_2, "LN_2"), (LN_10, "LN_10")].into_iter().find(|(known, _)| *known == value)?;
        let (ty, name) = (self.elem_type(), super::idents::ident(name));
        let ty = if self.is_generic() { quote!(f64) } else { quote!(#ty) };
        Some(Written::atom(quote!(::core::#ty::consts::#name)))
    }

    fn is_generic(&self) -> bool {
        self.program.signature.output.elem() == Elem::Generic
    }

    fn constant(&self, constant: &Const, float: bool) -> Written {
        match constant {
            Const::Named(path) => {
                let path = self.program.lowered.constants.get(path);
                if float && self.is_generic() {
                    let (ad, ty) = (&self.idents.ad, self.elem_type());
                    return Written::atom(quote!(#ad::number::<#ty>(#path as f64)));
                }
                Written::atom(quote!(#path))
            }
            Const::Int(int) if !float => {
                signed(int.is_negative(), &Literal::u64_unsuffixed(int.unsigned_abs()))
            }
            Const::Int(int) => self.float(*int as f64),
            Const::Float(value) => self.float(*value),
        }
    }
}

fn float_literal(value: f64) -> Written {
    if value.is_nan() {
        return Written::atom(quote!((0.0 / 0.0)));
    }
    if value.is_infinite() {
        return Written {
            tokens: if value > 0.0 { quote!((1.0 / 0.0)) } else { quote!((-1.0 / 0.0)) },
            precedence: Precedence::Atom,
        };
    }
    signed(value.is_sign_negative(), &Literal::f64_unsuffixed(value.abs()))
}

fn signed(negative: bool, magnitude: &Literal) -> Written {
    if negative {
        Written { tokens: quote!(-#magnitude), precedence: Precedence::Prefix }
    } else {
        Written::atom(quote!(#magnitude))
    }
}

/// An operator as tokens.
pub(super) fn punct(operator: &str) -> TokenStream {
    let count = operator.chars().count();
    operator
        .chars()
        .enumerate()
        .map(|(i, c)| {
            TokenTree::Punct(Punct::new(c, if i + 1 < count { Spacing::Joint } else { Spacing::Alone }))
        })
        .collect()
}
