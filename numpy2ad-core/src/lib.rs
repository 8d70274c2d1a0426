//! The compiler behind `numpy2ad`, as an ordinary library: matrix expressions in, adjoint code out.
//!
//! # The way of an expression
//!
//! ```text
//! tokens or text ─ front ─→ ir ─ diff ─→ ir ─ opt ─→ ir ─ back ─→ tokens or text
//! ```
//!
//! | module | what it does |
//! |---|---|
//! | [`front`] | Rust functions and Python text to IR; says what cannot be differentiated, and where |
//! | [`ir`] | a function in single assignment, with adjoint slots |
//! | [`ty`] | ranks, element types, symbolic dimensions |
//! | [`ops`] | one file per operation: spellings, types, adjoint, tangent, both languages, flops, samples |
//! | [`diff`] | the reverse and the forward sweep; the only place that knows what a derivative is |
//! | [`verify`] | what must hold of a program between two stages |
//! | [`opt`] | passes, from IR to IR |
//! | [`cost`] | flops and memory as polynomials in the symbolic dimensions |
//! | [`account`] | the costs of a function and its adjoints, for people |
//! | [`back`] | IR to Rust tokens, Python text, ndarray source, graphs; nothing mathematical |
//! | [`mod@reference`] | the operations as a table for people |
//! | [`diag`], [`origin`] | mistakes, and the places that they point at |
//!
//! # The IR
//!
//! A [`Func`](ir::Func) owns an arena of values, each defined once by a parameter, a constant, an operation on
//! earlier values, or the reading of an adjoint slot. Statements come in three kinds: `let` computes a value and names it,
//! `init` makes a slot, `update` adds to one. A value without a statement is an expression, written where it is
//! used. Here is `a.dot(b) + c` behind the differentiation:
//!
//! ```
//! use numpy2ad_core::{diff, rust};
//!
//! let item = syn::parse_str(
//!     "fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> { a.dot(b) + c }",
//! )?;
//! let (_, lowered) = rust::lower(&item).map_err(|diags| diags.render("", "mma"))?;
//! let adjoint = diff::adjoint(&lowered.func, diff::Activity::Active, &lowered.func.results);
//! assert_eq!(
//!     adjoint.to_string(),
//!     "func mma(a: f64[m×n], b: f64[n×k], c: f64[m×k]) {
//!     %3: f64[m×k] = matmul(a, b)
//!     out: f64[m×k] = add(%3, c)
//!     adj(%3) = zeros
//!     adj(c) += adj(out)
//!     adj(%3) += adj(out)
//!     adj(b) += matmul(transpose(a), adj(%3))
//!     adj(a) += matmul(adj(%3), transpose(b))
//!     return out
//! }
//! "
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The pipelines are [`rust::adjoint`] for the attribute and `python::adjoint` for Python text (feature `python`).
//! `cargo run -p numpy2ad-core --example stages` prints every stage of a function.

pub mod account;
pub mod back;
pub mod cost;
pub mod diag;
pub mod diff;
pub mod front;
pub mod ir;
pub mod names;
pub mod ops;
pub mod opt;
pub mod origin;
#[cfg(feature = "python")]
pub mod python;
#[cfg(feature = "python")]
pub mod python_macro;
#[cfg(feature = "testing")]
pub mod random;
pub mod reference;
pub mod rust;
pub mod samples;
mod table;
pub mod ty;
pub mod verify;
