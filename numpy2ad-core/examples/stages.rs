//! Every stage of the compiler on one function, from tokens to the emitted adjoint.
//!
//! ```text
//! cargo run -p numpy2ad-core --example stages
//! ```

use numpy2ad_core::diff::{self, Activity};
use numpy2ad_core::{cost, opt, rust, verify};
use std::error::Error;

const SOURCE: &str = "
pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    a.dot(b) + c
}";

fn main() -> Result<(), Box<dyn Error>> {
    let source = std::env::args().nth(1).unwrap_or_else(|| SOURCE.to_owned());
    let item: syn::ItemFn = syn::parse_str(&source)?;
    title("the user's function");
    println!("{}", source.trim());

    let (_, lowered) = rust::lower(&item).map_err(|diags| diags.render(&source, "stages"))?;
    title("front end: the primal as IR");
    print!("{}", lowered.func);
    println!("flops: {}", cost::flops(&lowered.func));

    let mut func = diff::adjoint(&lowered.func, Activity::Active, &lowered.func.results);
    title("differentiation: the reverse sweep behind it");
    print!("{func}");

    opt::fold(&mut func);
    opt::common_subexpressions(&mut func);
    title("passes: folded, common subexpressions shared");
    print!("{func}");
    verify::verify(&func).map_err(|faults| faults.join("\n"))?;
    println!("verified; flops: {}", cost::flops(&func));

    title("back end: the function that the macro adds");
    let expansion = rust::adjoint(quote::quote!(), quote::ToTokens::to_token_stream(&item));
    let file: syn::File = syn::parse2(expansion)?;
    let adjoint = syn::File { items: file.items.into_iter().skip(1).collect(), ..syn::parse_str("")? };
    print!("{}", prettyplease::unparse(&adjoint));
    Ok(())
}

fn title(text: &str) {
    println!("\n── {text} ──");
}
