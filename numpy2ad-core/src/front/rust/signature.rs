//! What a signature says: parameters, their ranks, and the result.

use super::foreign::Expected;
use crate::diag::Diagnostics;
use crate::origin::Origin;
use crate::ty::{Elem, Rank};
use quote::ToTokens;
use syn::{FnArg, GenericArgument, Ident, ItemFn, Pat, PathArguments, ReceiverKind, ReturnType, Type};

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

pub(super) const INTEGERS: [&str; 12] =
    ["usize", "isize", "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128"];
const OPAQUE: [&str; 13] = [
    "PhantomData",
    "bool",
    "char",
    "str",
    "String",
    "Ix0",
    "Ix1",
    "Ix2",
    "Axis",
    "Dim",
    "Order",
    "PathBuf",
    "Path",
];
const ARRAYS: [(&str, Rank); 6] = [
    ("Array1", Rank::Vector),
    ("Array2", Rank::Matrix),
    ("ArrayRef1", Rank::Vector),
    ("ArrayRef2", Rank::Matrix),
    ("ArrayView1", Rank::Vector),
    ("ArrayView2", Rank::Matrix),
];
const TYPES_HELP: &str = "differentiable parameters are `f64`, `f32` and arrays of them: `&Array2<f64>`, `&Array1<f64>`, `ArrayView2<'_, f64>`, `&ArrayRef2<f64>`";

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

/// What a parameter of this type is.
fn kind(item: &ItemFn, ty: &Type, diags: &mut Diagnostics) -> Option<Kind> {
    match strip(ty) {
        Type::Reference(reference) => {
            if let Some(mutability) = &reference.mutability {
                diags.error_with_help(
                    Origin::Tokens { first: reference.and_token.span, last: mutability.span },
                    "a `&mut` parameter is aliasing: its value would change under the derivative",
                    "take it by `&`, and return the result",
                );
                return None;
            }
            match strip(&reference.elem) {
                Type::Slice(slice) => slice_kind(item, &slice.elem, ty, diags),
                inner => value_kind(item, inner, ty, true, diags),
            }
        }
        other => value_kind(item, other, ty, false, diags),
    }
}

fn slice_kind(item: &ItemFn, elem: &Type, whole: &Type, diags: &mut Diagnostics) -> Option<Kind> {
    match value_kind(item, elem, whole, false, &mut Diagnostics::default()) {
        Some(Kind::Integer { .. } | Kind::Opaque) => Some(Kind::Opaque),
        _ => {
            diags.error_with_help(
                Origin::of_tokens(whole),
                format!("`{}` is no array of ndarray", text(whole)),
                "take `&Array1<f64>` or `ArrayView1<'_, f64>`; a slice becomes one with `ArrayView1::from(slice)`",
            );
            None
        }
    }
}

fn value_kind(item: &ItemFn, ty: &Type, whole: &Type, by_ref: bool, diags: &mut Diagnostics) -> Option<Kind> {
    match ty {
        Type::Path(path) => {
            let name = path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
            if let Some(elem) = float(item, ty) {
                return Some(Kind::Differentiable { rank: Rank::Scalar, elem, by_ref });
            }
            if INTEGERS.contains(&name.as_str()) {
                return Some(Kind::Integer { by_ref });
            }
            if OPAQUE.contains(&name.as_str()) {
                return Some(Kind::Opaque);
            }
            if name.starts_with("ArrayViewMut") {
                diags.error_with_help(
                    Origin::of_tokens(whole),
                    "a mutable view is aliasing: its value would change under the derivative",
                    "take `ArrayView2<'_, f64>` and return the result",
                );
                return None;
            }
            let (rank, elem) = array(item, ty, whole, diags)?;
            Some(Kind::Differentiable { rank, elem, by_ref })
        }
        Type::Tuple(tuple) => {
            let constant = tuple.elems.iter().all(|ty| {
                let kind = value_kind(item, strip(ty), ty, false, &mut Diagnostics::default());
                matches!(kind, Some(Kind::Integer { .. } | Kind::Opaque))
            });
            constant.then_some(Kind::Opaque).or_else(|| no_array(whole, diags))
        }
        Type::Array(array) => slice_kind(item, &array.elem, whole, diags),
        _ => no_array(whole, diags),
    }
}

fn no_array<T>(ty: &Type, diags: &mut Diagnostics) -> Option<T> {
    diags.error_with_help(
        Origin::of_tokens(ty),
        format!("`{}` is no array that can be differentiated", text(ty)),
        no_array_help(ty),
    );
    None
}

fn no_array_help(ty: &Type) -> &'static str {
    let name = match strip(ty) {
        Type::Reference(reference) => return no_array_help(&reference.elem),
        Type::Path(path) => path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default(),
        Type::Tuple(_) => return "take its parts as parameters of their own",
        _ => String::new(),
    };
    match name.as_str() {
        "Vec" => {
            "take `&Array1<f64>` or `ArrayView1<'_, f64>`; a vector becomes one with `Array1::from(vec)`"
        }
        "ArcArray" | "ArcArray1" | "ArcArray2" | "CowArray" => {
            "take `ArrayView2<'_, f64>`, and pass it by `.view()`"
        }
        "" | "Option" | "Box" | "Rc" | "Arc" => TYPES_HELP,
        _ => {
            "take its arrays as parameters of their own, as `&Array2<f64>`, `&Array1<f64>` or `f64`; a type alias is written out"
        }
    }
}

/// Rank and element type of an array type.
fn array(item: &ItemFn, ty: &Type, whole: &Type, diags: &mut Diagnostics) -> Option<(Rank, Elem)> {
    let Type::Path(path) = ty else { return no_array(whole, diags) };
    let Some(segment) = path.path.segments.last() else { return no_array(whole, diags) };
    let name = segment.ident.to_string();
    if item.sig.generics.type_params().any(|param| path.path.is_ident(&param.ident)) {
        diags.error_with_help(
            Origin::of_tokens(whole),
            format!("the type parameter `{name}` says nothing about rank and element type"),
            TYPES_HELP,
        );
        return None;
    }
    let types = type_arguments(&segment.arguments);
    let by_name = ARRAYS.iter().find(|(array, _)| *array == name).map(|(_, rank)| *rank);
    let rank = by_name.or_else(|| {
        let of_dimension = matches!(name.as_str(), "Array" | "ArrayView" | "ArrayRef");
        let dimension = types.get(1).filter(|_| of_dimension).and_then(|ty| last_segment(strip(ty)));
        match dimension.as_deref() {
            Some("Ix1") => Some(Rank::Vector),
            Some("Ix2") => Some(Rank::Matrix),
            _ => None,
        }
    });
    let Some(rank) = rank else {
        if name.starts_with("Array") {
            diags.error_with_help(
                Origin::of_tokens(whole),
                format!("`{}` is not supported: arrays have one axis or two here", text(whole)),
                TYPES_HELP,
            );
            return None;
        }
        return no_array(whole, diags);
    };
    match types.first().and_then(|ty| float(item, strip(ty))) {
        Some(elem) => Some((rank, elem)),
        None => {
            let help = match types.first() {
                Some(ty) if item.sig.generics.type_params().any(|param| param.ident == text(ty)) => {
                    "be generic over one type of elements: `fn f<A: Real>(..)`"
                }
                _ => TYPES_HELP,
            };
            let message = "the elements of a differentiable array are `f64`, `f32` or one type parameter";
            // One type parameter is one mistake, however many arrays have it.
            if !diags.iter().any(|diagnostic| diagnostic.message == message) {
                diags.error_with_help(Origin::of_tokens(whole), message, help);
            }
            None
        }
    }
}

fn type_arguments(arguments: &PathArguments) -> Vec<&Type> {
    match arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// `Ix2` of `ndarray::Ix2`.
fn last_segment(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

/// The type parameter that the elements of an array are of, or that is bound by a trait of floating-point numbers.
fn scalar(item: &ItemFn) -> Option<&Ident> {
    const FLOATS: [&str; 6] = ["Real", "NdFloat", "Float", "LinalgScalar", "Scalar", "Lapack"];
    let generics = &item.sig.generics;
    let of_arrays = |param: &Ident| {
        let inputs = item.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(&*typed.ty),
            FnArg::Receiver(_) => None,
        });
        let output = match &item.sig.output {
            ReturnType::Type(_, ty) => Some(&**ty),
            ReturnType::Default => None,
        };
        inputs.chain(output).any(|ty| has_elements_of(ty, param))
    };
    let is_float = |bound: &syn::TypeParamBound| match bound {
        syn::TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|segment| FLOATS.contains(&segment.ident.to_string().as_str())),
        _ => false,
    };
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let bounded = |param: &Ident| {
        clauses.clone().any(|predicate| match predicate {
            syn::WherePredicate::Type(predicate) => {
                matches!(strip(&predicate.bounded_ty), Type::Path(path) if path.path.is_ident(param))
                    && predicate.bounds.iter().any(is_float)
            }
            _ => false,
        })
    };
    let mut params = generics.type_params();
    params
        .find(|param| param.bounds.iter().any(is_float) || bounded(&param.ident) || of_arrays(&param.ident))
        .map(|param| &param.ident)
}

/// Whether a type holds arrays of a type parameter.
fn has_elements_of(ty: &Type, param: &Ident) -> bool {
    match strip(ty) {
        Type::Reference(reference) => has_elements_of(&reference.elem, param),
        Type::Tuple(tuple) => tuple.elems.iter().any(|ty| has_elements_of(ty, param)),
        Type::Path(path) => path.path.segments.last().is_some_and(|segment| {
            let types = type_arguments(&segment.arguments);
            let is_array = segment.ident.to_string().starts_with("Array");
            let is_param = |ty: &&Type| matches!(strip(ty), Type::Path(path) if path.path.is_ident(param));
            is_array && types.first().is_some_and(is_param)
                || types.iter().any(|ty| has_elements_of(ty, param))
        }),
        _ => false,
    }
}

fn float(item: &ItemFn, ty: &Type) -> Option<Elem> {
    let Type::Path(path) = ty else { return None };
    if scalar(item).is_some_and(|param| path.path.is_ident(param)) {
        return Some(Elem::Generic);
    }
    match path.path.segments.last().filter(|s| s.arguments.is_none()).map(|s| s.ident.to_string()).as_deref()
    {
        Some("f64") => Some(Elem::F64),
        Some("f32") => Some(Elem::F32),
        _ => None,
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

/// The type without parentheses and invisible groups.
fn strip(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => strip(&paren.elem),
        Type::Group(group) => strip(&group.elem),
        other => other,
    }
}

/// A type as its author wrote it, near enough.
fn text(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    let mut out = String::with_capacity(text.len());
    for token in text.split(' ') {
        let glued =
            matches!(token, "<" | ">" | "," | ">>" | "::") || token.starts_with([',', '>', ')', ';', ']']);
        let after_open = out.is_empty() || out.ends_with(['<', '&', '(', '[', ':', '\'']);
        if !glued && !after_open {
            out.push(' ');
        }
        out.push_str(token);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_shown_as_written() {
        for written in ["&Array2<f64>", "Vec<f64>", "ArrayView2<'_, f64>", "&[f64]", "(usize, f64)"] {
            let ty: Type = syn::parse_str(written).unwrap();
            assert_eq!(text(&ty), written);
        }
    }
}
