//! The types of a signature: which are differentiable, of which rank and of which elements.

use super::signature::Kind;
use crate::diag::Diagnostics;
use crate::origin::Origin;
use crate::ty::{Elem, Rank};
use quote::ToTokens;
use syn::{FnArg, GenericArgument, Ident, ItemFn, PathArguments, ReturnType, Type};

pub(super) const INTEGERS: [&str; 12] =
    ["usize", "isize", "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128"];
pub(super) const OPAQUE: [&str; 13] = [
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
pub(super) const ARRAYS: [(&str, Rank); 6] = [
    ("Array1", Rank::Vector),
    ("Array2", Rank::Matrix),
    ("ArrayRef1", Rank::Vector),
    ("ArrayRef2", Rank::Matrix),
    ("ArrayView1", Rank::Vector),
    ("ArrayView2", Rank::Matrix),
];
pub(super) const TYPES_HELP: &str = "differentiable parameters are `f64`, `f32` and arrays of them: `&Array2<f64>`, `&Array1<f64>`, `ArrayView2<'_, f64>`, `&ArrayRef2<f64>`";

/// What a parameter of this type is.
pub(super) fn kind(item: &ItemFn, ty: &Type, diags: &mut Diagnostics) -> Option<Kind> {
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

pub(super) fn no_array<T>(ty: &Type, diags: &mut Diagnostics) -> Option<T> {
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
pub(super) fn array(item: &ItemFn, ty: &Type, whole: &Type, diags: &mut Diagnostics) -> Option<(Rank, Elem)> {
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

pub(super) fn type_arguments(arguments: &PathArguments) -> Vec<&Type> {
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
pub(super) fn last_segment(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

/// The type parameter that the elements of an array are of, or that is bound by a trait of floating-point numbers.
pub(super) fn scalar(item: &ItemFn) -> Option<&Ident> {
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

pub(super) fn float(item: &ItemFn, ty: &Type) -> Option<Elem> {
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

/// The type without parentheses and invisible groups.
pub(super) fn strip(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => strip(&paren.elem),
        Type::Group(group) => strip(&group.elem),
        other => other,
    }
}

/// A type as its author wrote it, near enough.
pub(super) fn text(ty: &Type) -> String {
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
