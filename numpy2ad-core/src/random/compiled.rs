//! Programs as the macros expand them, for tests that run what has been compiled.

use super::{Language, Program};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// What is compiled of the programs: those of five or six operations, which are sixty closures already, and a few that may
/// have 40.
fn is_compiled(seed: u64, program: &Program) -> bool {
    seed % 8 >= 4 && program.operations() <= 6 || seed.is_multiple_of(160)
}

/// The small programs of a range of seeds, `0..200`, as functions with `#[adjoint]` and `#[tangent]`, and a list of them,
/// `PROGRAMS`: for each the seed, and the three functions on tensors of the tests' own.
#[must_use]
pub fn compiled(range: TokenStream) -> TokenStream {
    match syn::parse2::<syn::ExprRange>(range)
        .and_then(|range| Ok((bound(&range.start)?, bound(&range.end)?)))
    {
        Ok((first, end)) => programs(first..end),
        Err(error) => error.to_compile_error(),
    }
}

fn bound(expr: &Option<Box<syn::Expr>>) -> syn::Result<u64> {
    match expr.as_deref() {
        Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. })) => number.base10_parse(),
        _ => Err(syn::Error::new(proc_macro2::Span::call_site(), "a range of seeds, such as 0..200")),
    }
}

fn programs(seeds: std::ops::Range<u64>) -> TokenStream {
    let language = Language::new();
    let drawn = seeds.map(|seed| (seed, language.program(seed)));
    let (functions, entries): (Vec<_>, Vec<_>) = drawn
        .filter(|(seed, drawn)| is_compiled(*seed, drawn))
        .map(|(seed, drawn)| program(&drawn, seed))
        .unzip();
    let count = entries.len();
    quote! {
        #(#functions)*
        const PROGRAMS: [Compiled; #count] = [#(#entries),*];
    }
}

/// The functions of a program, and its entry in the list.
fn program(program: &Program, seed: u64) -> (TokenStream, TokenStream) {
    let name = format_ident!("program_{seed}");
    let (name_ad, name_t) = (format_ident!("{name}_ad"), format_ident!("{name}_t"));
    let source: TokenStream = program.rust(&name.to_string()).parse().unwrap_or_default();
    let read = |rank: usize| format_ident!("{}", ["scalar", "vector", "matrix"][rank]);
    let (params, result) = program.ranks();
    let x: Vec<_> = params.iter().map(|&rank| read(rank)).collect();
    let seeded = read(result);
    let regular = program.is_fallible().then(|| quote!(.expect("a regular matrix")));
    let functions = quote! {
        #[::numpy2ad::adjoint]
        #[::numpy2ad::tangent]
        #source
    };
    let entry = quote! {
        Compiled {
            seed: #seed,
            primal: |x| Tensor::from(#name(#(x.#x()),*)#regular),
            adjoint: |x, x_a, seed| Tensor::from(#name_ad(#(x.#x(),)* #(x_a.#x(),)* seed.#seeded())#regular),
            tangent: |x, x_t| {
                let (out, out_t) = #name_t(#(x.#x(), x_t.#x()),*)#regular;
                (Tensor::from(out), Tensor::from(out_t))
            },
        }
    };
    (functions, entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_programs_are_compiled() {
        let language = Language::new();
        let all = (0..800).map(|seed| (seed, language.program(seed)));
        let compiled: Vec<Program> =
            all.filter(|(seed, drawn)| is_compiled(*seed, drawn)).map(|(_, drawn)| drawn).collect();
        let in_python = compiled.iter().filter(|program| program.python("f").is_some()).count();
        assert!(compiled.len() >= 200 && in_python >= 150, "{} and {in_python}", compiled.len());
        assert!(compiled.iter().any(|program| program.operations() > 12));
        println!("{} programs, {in_python} of them in Python", compiled.len());
    }
}
