//! What a signature says: parameters, their ranks, and the result.

use super::foreign::Expected;
use super::types::{INTEGERS, array, float, kind, last_segment, scalar, strip, text, type_arguments};
use crate::diag::Diagnostics;
use crate::origin::Origin;
use crate::ty::{Elem, Rank};
use quote::ToTokens;
use syn::{FnArg, Ident, ItemFn, Pat, ReceiverKind, ReturnType, Type};

/// What a parameter is to the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number or array with an adjoint.
    Differentiable {
        /// Its rank.
        rank: Rank,
        /// Its element type.
        elem: Elem,
        /// Whether it is passed by reference.
        by_ref: bool,
    },
    /// An integer, which expressions may use as a constant.
    Integer {
        /// Whether it is passed by reference.
        by_ref: bool,
    },
    /// Anything else that has no derivative: it is passed on and may not be used.
    Opaque,
    /// Refused, which is on record: only the stub beside the errors has it.
    Refused {
        /// Whether an adjoint of it would be expected.
        adjoint: bool,
    },
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name; `None` for a pattern such as `_`.
    pub ident: Option<Ident>,
    /// Its type as written.
    pub ty: Type,
    /// Its pattern as written, without `mut`.
    pub pat: Pat,
    /// What it is.
    pub kind: Kind,
    /// Whether derivatives by it are wanted, if it has any.
    pub wanted: bool,
}

impl Parameter {
    /// Whether it has an adjoint.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.wanted && matches!(self.kind, Kind::Differentiable { .. })
    }
}

/// The result's type.
#[derive(Clone, Debug)]
pub struct Output {
    /// The whole return type as written.
    pub ty: Type,
    /// The type of the value, inside `Result` if there is one.
    pub value: Type,
    /// Whether the function returns a `Result`.
    pub fallible: bool,
    /// The results: one, or those of a tuple.
    pub parts: Vec<Part>,
    /// Whether the value is a tuple.
    pub is_tuple: bool,
    /// Whether the type was refused, which is on record: the parts say nothing then.
    pub refused: bool,
}

impl Output {
    /// Whether the function returns one number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.parts[..], [Part { rank: Rank::Scalar, .. }]) && !self.is_tuple
    }

    /// The float type of the function.
    #[must_use]
    pub fn elem(&self) -> Elem {
        self.parts.first().map_or(Elem::F64, |part| part.elem)
    }
}

/// One result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its rank.
    pub rank: Rank,
    /// Its element type.
    pub elem: Elem,
}

/// A signature that has been understood.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The parameters in order.
    pub params: Vec<Parameter>,
    /// The result.
    pub output: Output,
    /// The type parameter that elements are of, if the function is generic over them.
    pub scalar: Option<Ident>,
}

pub(super) fn read(item: &ItemFn, diags: &mut Diagnostics) -> Option<Signature> {
    refuse_qualifiers(item, diags);
    let params = item.sig.inputs.iter().map(|input| parameter(item, input, diags)).collect();
    Some(Signature { params, output: output(item, diags)?, scalar: scalar(item).cloned() })
}

fn refuse_qualifiers(item: &ItemFn, diags: &mut Diagnostics) {
    let sig = &item.sig;
    if let Some(token) = &sig.asyncness {
        diags.error_with_help(
            Origin::of_tokens(token),
            "an `async` function cannot be differentiated",
            "differentiate a plain function, and call it from the async one",
        );
    }
    if let Some(token) = &sig.constness {
        diags.error_with_help(
            Origin::of_tokens(token),
            "a `const` function cannot be differentiated: arrays are computed at run time",
            "remove `const`",
        );
    }
    if let Some(abi) = &sig.abi {
        diags.error_with_help(
            Origin::of_tokens(abi),
            "an `extern` function cannot be differentiated",
            "differentiate a Rust function, and wrap it",
        );
    }
    if let Some(variadic) = &sig.variadic {
        diags.error(Origin::of_tokens(variadic), "a variadic function cannot be differentiated");
    }
}

fn parameter(item: &ItemFn, input: &FnArg, diags: &mut Diagnostics) -> Parameter {
    let typed = match input {
        FnArg::Receiver(receiver) => {
            diags.error_with_help(
                Origin::of_tokens(receiver),
                "a method with `self` cannot be differentiated: the type of `self` says nothing about its arrays",
                "write a function that takes the arrays as parameters, and call it from the method",
            );
            let pat = Pat::Verbatim(receiver.self_token.to_token_stream());
            let ty = match &receiver.kind {
                ReceiverKind::Reference(and, lifetime, mutability) => {
                    syn::parse_quote!(#and #lifetime #mutability Self)
                }
                ReceiverKind::Typed(_, ty) => (**ty).clone(),
                _ => syn::parse_quote!(Self),
            };
            return Parameter { ident: None, ty, pat, kind: Kind::Refused { adjoint: false }, wanted: true };
        }
        FnArg::Typed(typed) => typed,
    };
    let ty = (*typed.ty).clone();
    let kind = kind(item, &ty, diags).unwrap_or(Kind::Refused { adjoint: true });
    match &*typed.pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
            let mut plain = pat.clone();
            plain.mutability = None;
            plain.attrs.clear();
            Parameter { ident: Some(pat.ident.clone()), ty, pat: Pat::Ident(plain), kind, wanted: true }
        }
        other if !matches!(kind, Kind::Differentiable { .. }) => {
            Parameter { ident: None, ty, pat: other.clone(), kind, wanted: true }
        }
        other => {
            diags.error_with_help(
                Origin::of_tokens(other),
                "a differentiable parameter needs a plain name, from which its adjoint is named",
                "write `a: &Array2<f64>`",
            );
            Parameter {
                ident: None,
                ty,
                pat: other.clone(),
                kind: Kind::Refused { adjoint: true },
                wanted: true,
            }
        }
    }
}

/// The result's type; `None` where it was refused and a stub could not name it.
fn output(item: &ItemFn, diags: &mut Diagnostics) -> Option<Output> {
    let ty = match &item.sig.output {
        ReturnType::Type(_, ty) if !matches!(strip(ty), Type::Tuple(tuple) if tuple.elems.is_empty()) => ty,
        unit => {
            let origin = match unit {
                ReturnType::Type(_, ty) => Origin::of_tokens(ty),
                ReturnType::Default => Origin::of_tokens(&item.sig.ident),
            };
            diags.error_with_help(
                origin,
                "a function that returns nothing has nothing to differentiate",
                "return the result: `-> Array2<f64>`, `-> Array1<f64>` or `-> f64`",
            );
            let unit: Type = syn::parse_quote!(());
            return Some(refused_output(unit.clone(), unit, false));
        }
    };
    let (value, fallible) = inside_result(ty);
    let whole = || ((**ty).clone(), value.clone());
    let (types, is_tuple): (Vec<&Type>, bool) = match strip(value) {
        Type::Tuple(tuple) => (tuple.elems.iter().collect(), true),
        _ => (vec![value], false),
    };
    let parts: Vec<Option<Part>> = types.iter().map(|ty| part(item, ty, is_tuple, diags)).collect();
    let mixed = {
        let mut elems = parts.iter().flatten().map(|part| part.elem);
        let first = elems.next();
        elems.any(|elem| Some(elem) != first)
    };
    if mixed {
        diags.error_with_help(
            Origin::of_tokens(value),
            "the results mix f32 and f64",
            "use one element type in the whole function",
        );
    }
    match parts.into_iter().collect::<Option<Vec<Part>>>() {
        Some(parts) if !mixed => {
            let (ty, value) = whole();
            Some(Output { ty, value, fallible, parts, is_tuple, refused: false })
        }
        // The stub has more references than the function, so that a lifetime cannot be left out there.
        _ if types
            .iter()
            .any(|ty| last_segment(strip(ty)).is_some_and(|name| name.starts_with("ArrayView")))
            || borrows(ty) =>
        {
            None
        }
        _ => {
            let (ty, value) = whole();
            Some(refused_output(ty, value, fallible))
        }
    }
}

/// What a call gives whose result has this type, if it is one that differentiated functions return.
pub(super) fn expected(ty: &Type) -> Option<Expected> {
    let (types, is_tuple): (Vec<&Type>, bool) = match strip(ty) {
        Type::Tuple(tuple) => (tuple.elems.iter().collect(), true),
        other => (vec![other], false),
    };
    // The function around it has nothing to say of the type.
    let around: ItemFn = syn::parse_quote!(
        fn f() {}
    );
    let parts = types.into_iter().map(|ty| part(&around, ty, is_tuple, &mut Diagnostics::default()));
    let parts: Option<Vec<Part>> = parts.collect();
    parts.map(|parts| Expected { parts, is_tuple })
}

/// One result of this type; `None` where it was refused.
fn part(item: &ItemFn, ty: &Type, in_tuple: bool, diags: &mut Diagnostics) -> Option<Part> {
    let stripped = strip(ty);
    if let Some(elem) = float(item, stripped) {
        return Some(Part { rank: Rank::Scalar, elem });
    }
    let name = last_segment(stripped).unwrap_or_default();
    if matches!(name.as_str(), "Array1" | "Array2" | "Array") {
        return array(item, stripped, ty, diags).map(|(rank, elem)| Part { rank, elem });
    }
    let help = match name.as_str() {
        _ if name.starts_with("ArrayView") || matches!(stripped, Type::Reference(_)) => {
            "return an owned array, `-> Array2<f64>`: a view becomes one with `to_owned()`"
        }
        _ if matches!(stripped, Type::Tuple(_)) => "results are not nested: put all into one tuple",
        name if INTEGERS.contains(&name) => {
            "an integer has no derivative: return it from a function of its own"
        }
        _ if in_tuple => "a tuple of results holds owned arrays and numbers: `-> (Array2<f64>, f64)`",
        _ => {
            "return owned arrays or numbers: `-> Array2<f64>`, `-> Array1<f64>`, `-> f64`, a tuple of them, or a `Result`"
        }
    };
    let message = format!("`{}` cannot be the result of a differentiated function", text(ty));
    diags.error_with_help(Origin::of_tokens(ty), message, help);
    None
}

fn refused_output(ty: Type, value: Type, fallible: bool) -> Output {
    let parts = vec![Part { rank: Rank::Scalar, elem: Elem::F64 }];
    Output { ty, value, fallible, parts, is_tuple: false, refused: true }
}

/// Whether a type has a lifetime that is not named.
fn borrows(ty: &Type) -> bool {
    #[derive(Default)]
    struct Elided(bool);
    impl<'ast> syn::visit::Visit<'ast> for Elided {
        fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
            self.0 |= reference.lifetime.is_none();
            syn::visit::visit_type_reference(self, reference);
        }
        fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
            self.0 |= lifetime.ident == "_";
        }
    }
    let mut elided = Elided::default();
    syn::visit::Visit::visit_type(&mut elided, ty);
    elided.0
}

/// The type of the value that a function returns, and whether it stands in a `Result`.
fn inside_result(ty: &Type) -> (&Type, bool) {
    if let Type::Path(path) = strip(ty)
        && let Some(segment) = path.path.segments.last()
        && segment.ident == "Result"
        && let Some(value) = type_arguments(&segment.arguments).first()
    {
        return (value, true);
    }
    (ty, false)
}
