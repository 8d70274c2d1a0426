//! The pipeline of the attributes: tokens of a function in, the function and its derivative out.

use crate::back::rust::{self as back, Program, Variant};
use crate::cost;
use crate::diag::{Diagnostic, Diagnostics};
use crate::diff::{self, Activity};
use crate::front::rust::{self as front, Lowered, Signature};
use crate::ir::{Func, Stmt, Value};
use crate::opt::{self, Derived};
use crate::origin::Origin;
use crate::verify::verify;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;
use syn::ItemFn;

mod declared;
mod options;
mod programs;

pub use options::Options;
pub use programs::{Programs, programs};

/// `#[adjoint(..)] fn f`: the function as it was, and `f_ad` or the errors beside a stub of it.
#[must_use]
pub fn adjoint(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand(attr, &item, "adjoint", adjoint_of, |item, signature, options| {
        back::adjoint_stub(item, signature, &options.krate, options.workspace)
    })
}

/// `#[tangent(..)] fn f`: the function as it was, and `f_t` or the errors beside a stub of it.
#[must_use]
pub fn tangent(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand(attr, &item, "tangent", tangent_of, |item, signature, options| {
        back::tangent_stub(item, signature, &options.krate)
    })
}

/// `#[gradient(..)] fn f`: the function as it was, and `f_grad` or the errors beside a stub of it.
#[must_use]
pub fn gradient(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand(attr, &item, "gradient", gradient_of, |item, signature, options| {
        back::gradient_stub(item, signature, &options.krate)
    })
}

/// `#[adjoint_rule(..)] fn f`: the function as it was, and `f_check`, which compares the derivatives that are written by
/// hand beside it.
#[must_use]
pub fn adjoint_rule(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut diags = Diagnostics::default();
    let opened = open(attr, &item, "adjoint_rule", &mut diags);
    if let Some(Opened { options, item: function, signature: Some(signature) }) = &opened {
        declared::refuse_for_rule(options, signature, &mut diags);
        if diags.is_empty() {
            front::remember(&function.sig.ident.to_string(), signature);
            let beside = back::rule_items(function, signature, &options.krate, options.tangent);
            let used = back::used_by_derivative(function);
            return quote!(#used #item #beside);
        }
    }
    let errors = diags.to_compile_errors();
    quote!(#item #errors)
}

/// `#[hvp(..)] fn f`: the function as it was, and `f_hvp` or the errors beside a stub of it.
#[must_use]
pub fn hvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand(attr, &item, "hvp", hvp_of, |item, signature, options| {
        back::second_stub(item, signature, &options.krate)
    })
}

/// `#[jacobian(..)] fn f`: the function as it was, and `f_jac` or the errors beside a stub of it.
#[must_use]
pub fn jacobian(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand(attr, &item, "jacobian", jacobian_of, |item, signature, options| {
        back::jacobian_stub(item, signature, &options.krate)
    })
}

type Derive = fn(Program<'_>, &Options, &mut Diagnostics) -> Option<TokenStream>;
type Stub = fn(&ItemFn, &Signature, &Options) -> TokenStream;

/// Parse, lower, differentiate, write: what both attributes share.
fn expand(attr: TokenStream, tokens: &TokenStream, name: &str, derive: Derive, stub: Stub) -> TokenStream {
    let mut diags = Diagnostics::default();
    let Some(Opened { options, item, signature }) = open(attr, tokens, name, &mut diags) else {
        let errors = diags.to_compile_errors();
        return quote!(#tokens #errors);
    };
    let derived = signature.as_ref().and_then(|signature| {
        let lowered = front::lower(&item, signature, &mut diags);
        diags.is_empty().then_some(())?;
        let taken = back::taken(&item);
        let program =
            Program { item: &item, signature, lowered: &lowered, krate: &options.krate, taken: &taken };
        derive(program, &options, &mut diags)
    });
    if let Some(derived) = derived
        && diags.is_empty()
    {
        if let Some(signature) = &signature {
            front::remember(&item.sig.ident.to_string(), signature);
        }
        let used = back::used_by_derivative(&item);
        return quote!(#used #tokens #derived);
    }
    let errors = diags.to_compile_errors();
    let stub = signature.map(|signature| stub(&item, &signature, &options));
    quote!(#tokens #errors #stub)
}

/// A function and what its attribute says.
struct Opened {
    options: Options,
    item: ItemFn,
    /// Nothing where it was refused and not even a stub could be written.
    signature: Option<Signature>,
}

/// Options, function and signature, if there is a function at all.
fn open(attr: TokenStream, tokens: &TokenStream, name: &str, diags: &mut Diagnostics) -> Option<Opened> {
    if let Err(too_deep) = front::check_depth(&attr).and_then(|()| front::check_depth(tokens)) {
        diags.push(too_deep);
        return None;
    }
    let options = options::parse(attr, diags);
    let item = match parse_function(tokens, name) {
        Ok(item) => item,
        Err(diagnostic) => {
            diags.push(diagnostic);
            return None;
        }
    };
    if name != "adjoint_rule" {
        declared::refuse_rule_options(&options, diags);
    }
    let mut signature = front::signature(&item, diags);
    if let Some(signature) = &mut signature {
        declared::wanted(&options, signature, diags);
    }
    Some(Opened { options, item, signature })
}

fn parse_function(tokens: &TokenStream, name: &str) -> Result<ItemFn, Diagnostic> {
    let error = match syn::parse2::<ItemFn>(tokens.clone()) {
        Ok(item) => return Ok(item),
        Err(error) => error,
    };
    let mistake = |origin, message: String, help: &str| Err(Diagnostic::new(origin, message).with_help(help));
    if let Ok(declared) = syn::parse2::<syn::TraitItemFn>(tokens.clone()) {
        let message = "a function without a body cannot be differentiated".to_owned();
        let help = "differentiate a function that is written out, and call it from the method";
        return mistake(Origin::of_tokens(&declared.sig.ident), message, help);
    }
    let (origin, what) = match syn::parse2::<syn::Item>(tokens.clone()) {
        Ok(syn::Item::Impl(item)) => {
            let message = format!("`#[{name}]` stands on a function, not on an `impl`");
            let origin = Origin::Tokens { first: item.impl_token.span, last: item.impl_token.span };
            return mistake(
                origin,
                message,
                "put it on each function of the block that is to be differentiated",
            );
        }
        Ok(syn::Item::Mod(item)) => (Origin::of_tokens(&item.ident), "a module"),
        Ok(syn::Item::Struct(item)) => (Origin::of_tokens(&item.ident), "a struct"),
        Ok(syn::Item::Enum(item)) => (Origin::of_tokens(&item.ident), "an enum"),
        Ok(syn::Item::Trait(item)) => (Origin::of_tokens(&item.ident), "a trait"),
        Ok(syn::Item::Verbatim(_)) | Err(_) => {
            return Err(Diagnostic::new(Origin::of_span(error.span()), error.to_string()));
        }
        Ok(item) => (Origin::of_tokens(&item), "this item"),
    };
    let help = "put it on a function of arrays, `fn f(a: &Array2<f64>, ..) -> Array2<f64>`";
    mistake(origin, format!("`#[{name}]` stands on a function, not on {what}"), help)
}

fn adjoint_of(program: Program<'_>, options: &Options, diags: &mut Diagnostics) -> Option<TokenStream> {
    let mut primal = program.lowered.func.clone();
    declared::refuse_without_optimiser(options, diags);
    let declared = declared::structures(options, &mut primal, diags);
    let scenarios = declared::scenarios(options, &primal, diags);
    diags.is_empty().then_some(())?;
    let plain = adjoint_ir(&primal);
    checked(&plain, program.item, diags)?;
    let flops = cost::flops(&primal).to_string();
    if !options.optimize {
        let variants = [Variant { func: &plain, assumption: None }];
        return Some(back::adjoint_fn(program, &variants, None, &flops, options.workspace));
    }
    let derived = Derived::new(&plain, &primal, &adjoint_ir);
    let found = Found::of(derived, &declared, &scenarios);
    let variants = found.checked(program.item, diags)?;
    Some(back::adjoint_fn(program, &variants, Some(&plain), &flops, options.workspace))
}

/// The optimised programs of a plain one: those for any operands, and those for operands that a look at them speaks for.
struct Found {
    general: Vec<Func>,
    assuming: Option<opt::Assuming>,
}

impl Found {
    fn of(derived: Derived<'_>, declared: &opt::Declared, scenarios: &[opt::Sizes]) -> Self {
        let general = opt::optimise(derived, declared, scenarios);
        let assuming = opt::assuming(derived, declared, scenarios, &general);
        Self { general, assuming }
    }

    fn checked(&self, item: &ItemFn, diags: &mut Diagnostics) -> Option<Vec<Variant<'_>>> {
        let mut variants: Vec<Variant<'_>> =
            self.general.iter().map(|func| Variant { func, assumption: None }).collect();
        if let Some(assuming) = &self.assuming {
            let of = |func| Variant { func, assumption: Some(&assuming.assumption) };
            variants.extend(assuming.variants.iter().map(of));
        }
        for variant in &variants {
            checked(variant.func, item, diags)?;
        }
        Some(variants)
    }
}

fn gradient_of(program: Program<'_>, options: &Options, diags: &mut Diagnostics) -> Option<TokenStream> {
    let mut primal = program.lowered.func.clone();
    declared::refuse_for_gradient(options, program.signature, diags);
    declared::refuse_without_optimiser(options, diags);
    let declared = declared::structures(options, &mut primal, diags);
    let scenarios = declared::scenarios(options, &primal, diags);
    diags.is_empty().then_some(())?;
    let plain = gradient_ir(&primal);
    checked(&plain, program.item, diags)?;
    let flops = cost::flops(&primal).to_string();
    if !options.optimize {
        let variants = [Variant { func: &plain, assumption: None }];
        return Some(back::gradient_fn(program, &variants, None, &flops));
    }
    let derived = Derived::new(&plain, &primal, &gradient_ir);
    let found = Found::of(derived, &declared, &scenarios);
    let variants = found.checked(program.item, diags)?;
    Some(back::gradient_fn(program, &variants, Some(&plain), &flops))
}

fn hvp_of(program: Program<'_>, options: &Options, diags: &mut Diagnostics) -> Option<TokenStream> {
    let mut primal = program.lowered.func.clone();
    declared::refuse_for_new_arrays(options, program.signature, "hvp", diags);
    declared::refuse_without_optimiser(options, diags);
    let declared = declared::structures(options, &mut primal, diags);
    let scenarios = declared::scenarios(options, &primal, diags);
    diags.is_empty().then_some(())?;
    let plain = second_ir(&primal, program.signature.output.is_number());
    checked(&plain, program.item, diags)?;
    let flops = cost::flops(&primal).to_string();
    if !options.optimize {
        return Some(back::second_fn(program, &[plain], None, &flops));
    }
    let of_one_number = program.signature.output.is_number();
    let derive = |primal: &Func| second_ir(primal, of_one_number);
    let derived = Derived::new(&plain, &primal, &derive);
    let variants = opt::optimise(derived, &declared, &scenarios);
    for variant in &variants {
        checked(variant, program.item, diags)?;
    }
    Some(back::second_fn(program, &variants, Some(&plain), &flops))
}

fn jacobian_of(program: Program<'_>, options: &Options, diags: &mut Diagnostics) -> Option<TokenStream> {
    let mut primal = program.lowered.func.clone();
    declared::refuse_for_jacobian(options, program.signature, diags);
    declared::refuse_without_optimiser(options, diags);
    let declared = declared::structures(options, &mut primal, diags);
    let scenarios = declared::scenarios(options, &primal, diags);
    diags.is_empty().then_some(())?;
    let flops = cost::flops(&primal).to_string();
    opt::common_subexpressions(&mut primal);
    let rows = adjoint_ir(&primal);
    let (mut columns, moving) = diff::tangents_apart(&primal);
    opt::fold(&mut columns);
    opt::common_subexpressions(&mut columns);
    // Of the variants the first, which is the best for the first of the scenarios, is enough beside another way.
    let first = |derived: Derived<'_>| {
        let variants =
            if options.optimize { opt::optimise(derived, &declared, &scenarios) } else { Vec::new() };
        variants.into_iter().take(1).collect::<Vec<_>>()
    };
    let derived = Derived::new(&rows, &primal, &adjoint_ir);
    let optimised = back::Jacobian {
        rows: first(derived),
        columns: first(Derived::alone(&columns)),
        moving: moving.clone(),
    };
    let plain = back::Jacobian { rows: vec![rows], columns: vec![columns], moving };
    for func in [&optimised, &plain].into_iter().flat_map(|all| all.rows.iter().chain(&all.columns)) {
        checked(func, program.item, diags)?;
    }
    Some(back::jacobian_fn(program, &optimised, &plain, &flops))
}

fn tangent_of(program: Program<'_>, options: &Options, diags: &mut Diagnostics) -> Option<TokenStream> {
    declared::refuse_for_tangent(options, diags);
    diags.is_empty().then_some(())?;
    let mut primal = program.lowered.func.clone();
    opt::common_subexpressions(&mut primal);
    let (mut func, tangents) = diff::tangent(&primal);
    opt::fold(&mut func);
    opt::common_subexpressions(&mut func);
    checked(&func, program.item, diags)?;
    let moves: Vec<bool> = tangents.iter().map(Option::is_some).collect();
    Some(back::tangent_fn(program, &func, &moves))
}

/// The plain adjoint program of a primal one: the reverse sweep, statement by statement.
#[must_use]
pub fn adjoint_ir(primal: &Func) -> Func {
    // What the user has computed twice is joined before it is differentiated: it then has one adjoint as well.
    let mut primal = primal.clone();
    opt::common_subexpressions(&mut primal);
    let mut func = diff::adjoint(&primal, Activity::Active, &primal.results);
    opt::fold(&mut func);
    opt::common_subexpressions(&mut func);
    opt::increments_last(func)
}

/// The plain gradient program of a primal one of one number: the adjoint one, seeded with 1.
fn gradient_ir(primal: &Func) -> Func {
    let mut func = diff::seeded_with_one(adjoint_ir(primal));
    opt::fold(&mut func);
    opt::common_subexpressions(&mut func);
    func
}

/// The plain program of second derivatives of a primal one, forward over reverse: see [`diff::second`]. Of a function of
/// one number the seed may be 1.
#[must_use]
pub fn second_ir(primal: &Func, of_one_number: bool) -> Func {
    let adjoint = if of_one_number { gradient_ir(primal) } else { adjoint_ir(primal) };
    let written: BTreeSet<Value> = adjoint.lets().collect();
    let mut func = diff::second(&adjoint);
    opt::fold(&mut func);
    opt::common_subexpressions(&mut func);
    // The tangents of values that enter the result alone are read by nothing; what the user wrote is computed.
    let mut live = func.clone();
    opt::remove_dead_code(&mut live);
    let live: BTreeSet<Value> = live.lets().collect();
    func.body.retain(|stmt| match stmt {
        Stmt::Let(value) => written.contains(value) || live.contains(value),
        Stmt::Init(_) | Stmt::Update { .. } => true,
    });
    func
}

/// The adjoint programs of a primal one, primal and adjoint optimised together: one for each scenario of sizes in
/// which another program is the cheapest.
#[must_use]
pub fn optimised(primal: &Func) -> Vec<Func> {
    let (declared, scenarios) = (opt::Declared::default(), opt::scenarios(primal));
    let plain = adjoint_ir(primal);
    let derived = Derived::new(&plain, primal, &adjoint_ir);
    opt::optimise(derived, &declared, &scenarios)
}

/// The function and what lowering found in it, for tools that show the pipeline.
///
/// # Errors
///
/// What cannot be differentiated.
pub fn lower(item: &ItemFn) -> Result<(Signature, Lowered), Diagnostics> {
    let mut diags = Diagnostics::default();
    let signature = front::signature(item, &mut diags);
    let lowered = signature.as_ref().map(|signature| front::lower(item, signature, &mut diags));
    match (signature, lowered) {
        (Some(signature), Some(lowered)) if diags.is_empty() => Ok((signature, lowered)),
        _ => Err(diags),
    }
}

fn checked(func: &Func, item: &ItemFn, diags: &mut Diagnostics) -> Option<()> {
    match verify(func) {
        Ok(()) => Some(()),
        Err(faults) => {
            let message =
                format!("numpy2ad has a fault, please report it with this function: {}", faults.join("; "));
            diags.error(Origin::of_tokens(&item.sig.ident), message);
            None
        }
    }
}
