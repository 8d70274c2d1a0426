//! The types in the signatures of the generated functions.

use crate::front::rust::{Kind, Signature};
use crate::ty::{Elem, Rank};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What the types of a function are made of.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) krate: &'a syn::Path,
    scalar: Option<&'a Ident>,
}

impl<'a> Types<'a> {
    pub(super) fn new(krate: &'a syn::Path, signature: &'a Signature) -> Self {
        Self { krate, scalar: signature.scalar.as_ref() }
    }

    /// The type of an element.
    pub(super) fn elem(self, elem: Elem) -> TokenStream {
        match (elem, self.scalar) {
            (Elem::F32, _) => quote!(f32),
            (Elem::Generic, Some(scalar)) => quote!(#scalar),
            _ => quote!(f64),
        }
    }

    /// The bounds of a function, with what kernels ask of its elements.
    pub(super) fn where_clause(self, generics: &syn::Generics) -> TokenStream {
        let Self { krate, scalar } = self;
        let own = generics.where_clause.as_ref().map(|clause| &clause.predicates);
        let own = own.filter(|predicates| !predicates.is_empty());
        match (own, scalar) {
            (None, None) => TokenStream::new(),
            (Some(own), None) => quote!(where #own),
            (None, Some(scalar)) => quote!(where #scalar: #krate::Real),
            (Some(own), Some(scalar)) => {
                let own = own.iter();
                quote!(where #(#own,)* #scalar: #krate::Real)
            }
        }
    }
}

/// The type of an adjoint or tangent: a number, or a borrowed array of any layout.
pub(super) fn borrowed(types: Types<'_>, rank: Rank, elem: Elem, mutable: bool) -> TokenStream {
    let (krate, elem) = (types.krate, types.elem(elem));
    let borrow = if mutable { quote!(&mut) } else { quote!(&) };
    match rank {
        Rank::Scalar if mutable => quote!(&mut #elem),
        Rank::Scalar => elem,
        Rank::Vector => quote!(#borrow #krate::__private::ArrayRef1<#elem>),
        Rank::Matrix => quote!(#borrow #krate::__private::ArrayRef2<#elem>),
    }
}

/// The type of an array or a number of the function's own.
pub(super) fn owned(types: Types<'_>, rank: Rank, elem: Elem) -> TokenStream {
    let (krate, elem) = (types.krate, types.elem(elem));
    match rank {
        Rank::Scalar => elem,
        Rank::Vector => quote!(#krate::__private::Array1<#elem>),
        Rank::Matrix => quote!(#krate::__private::Array2<#elem>),
    }
}

/// `(T, (A, B))` for a function of two parameters, `(T, A)` for one of one, in a `Result` where the function has one.
pub(super) fn gradient_output(krate: &syn::Path, signature: &Signature) -> TokenStream {
    let value = &signature.output.value;
    let gradient = of_each_parameter(signature, |rank, elem| owned(Types::new(krate, signature), rank, elem));
    output_with(signature, quote!((#value, #gradient)))
}

/// The same with a second tuple, of the products with the Hessian.
pub(super) fn second_output(krate: &syn::Path, signature: &Signature) -> TokenStream {
    let value = &signature.output.value;
    let gradient = of_each_parameter(signature, |rank, elem| owned(Types::new(krate, signature), rank, elem));
    output_with(signature, quote!((#value, #gradient, #gradient)))
}

/// The same with matrices alone.
pub(super) fn jacobian_output(krate: &syn::Path, signature: &Signature) -> TokenStream {
    let value = &signature.output.value;
    let jacobian =
        of_each_parameter(signature, |_, elem| owned(Types::new(krate, signature), Rank::Matrix, elem));
    output_with(signature, quote!((#value, #jacobian)))
}

/// A tuple of a type for each parameter with a derivative, or the type itself of one.
fn of_each_parameter(signature: &Signature, ty: impl Fn(Rank, Elem) -> TokenStream) -> TokenStream {
    let active = signature.params.iter().filter(|param| param.is_active());
    let parts = active.filter_map(|param| match param.kind {
        Kind::Differentiable { rank, elem, .. } => Some(ty(rank, elem)),
        _ => None,
    });
    one_or_tuple(&parts.collect::<Vec<_>>())
}

/// One by itself, any other number as a tuple.
pub(super) fn one_or_tuple(parts: &[TokenStream]) -> TokenStream {
    if parts.len() == 1 { quote!(#(#parts)*) } else { quote!((#(#parts),*)) }
}

/// `Result<(T, T), E>` for `Result<T, E>`, `(T, T)` for `T`.
pub(super) fn tangent_output(signature: &Signature) -> TokenStream {
    let value = &signature.output.value;
    output_with(signature, quote!((#value, #value)))
}

/// `Result<V, E>` for `Result<T, E>`, `V` for `T`.
pub(super) fn output_with(signature: &Signature, value: TokenStream) -> TokenStream {
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
