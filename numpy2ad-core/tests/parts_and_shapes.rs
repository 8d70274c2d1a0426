//! What people write wrongly of axes, parts and shapes, and what is written for what they write rightly.
#![allow(clippy::expect_used, reason = "helpers of tests fail as tests do")]

use numpy2ad_core::rust;
use proc_macro2::TokenStream;

fn refused(body: &str) -> String {
    let source = format!("fn f(a: &Array2<f64>, x: &Array1<f64>, i: usize) -> f64 {{ {body} }}");
    let item = syn::parse_str(&source).expect("the source is Rust");
    match rust::lower(&item) {
        Ok(_) => panic!("{body} was not refused"),
        Err(diags) => diags.render("", "f"),
    }
}

fn written(source: &str) -> String {
    let source: TokenStream = source.parse().expect("the source is Rust");
    let text = rust::adjoint(quote::quote!(optimize = false), source).to_string();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn mistakes_say_what_to_write() {
    for (body, message, help) in [
        ("a.sum_axis(Axis(2)).sum()", "a matrix has no axis 2", "`Axis(0)` is along the rows"),
        ("a.sum_axis(Axis(i)).sum()", "an axis is written down", "write `Axis(0)` or `Axis(1)`"),
        ("x.sum_axis(Axis(0))", "an array without axes", "leave the axis out"),
        ("a.mean() * 2.0", "`mean()` gives an `Option`", "write `.mean().unwrap()`"),
        ("a.slice(s![0, 1]).sum()", "an array without axes", "write the element"),
        ("a.slice(s![.., .., 0]).sum()", "arrays have one axis or two here", "`s![1..3, ..]` of a matrix"),
        ("a.slice(s![1..3]).sum()", "a matrix is taken a part of by two indices or ranges", "`s![1..3, ..]`"),
        ("a.slice(s![..;i, ..]).sum()", "a step is an integer literal, and not 0", "write `s![..;2]`"),
        ("a.slice(s![..;0, ..]).sum()", "a step is an integer literal, and not 0", "write `s![..;2]`"),
        ("x.slice(s![NewAxis, ..]).sum()", "a new axis inside of `s![..]`", "insert_axis"),
        ("a[0]", "a matrix has another number of indices", "`a[[i, j]]` of a matrix"),
        ("x[x[0]]", "indices and bounds are integers", ""),
        ("a.insert_axis(Axis(0)).sum()", "a matrix with another axis", "one axis or two"),
        ("a.to_shape((2, 2)).sum()", "gives a `Result`", ".unwrap()"),
        ("x.broadcast((2, 2)).sum()", "gives an `Option`", ".unwrap()"),
        ("concatenate![Axis(0), *a, *x].sum()", "arrays of several ranks are put together", "insert_axis"),
        ("stack![Axis(0), *a, *a].sum()", "a stack of matrices has three axes", "concatenate"),
        ("concatenate(Axis(0), parts).unwrap().sum()", "are written down", "&[a.view(), b.view()]"),
        ("a.dim() as f64", "", ""),
        ("x.trace().unwrap()", "only a matrix has a trace", ""),
        ("x.tril(0).sum()", "only a matrix has a triangle", ""),
        ("kron(a, x).sum()", "a Kronecker product is of two matrices", "insert_axis"),
        ("Array2::from_elem((2, 2), *x).sum()", "an array is filled with one number", "broadcast"),
    ] {
        let text = refused(body);
        assert!(text.contains(message) && text.contains(help), "{body}: {text}");
    }
}

#[test]
fn increments_of_parts_are_added_in_place() {
    let text = written(
        "fn f(a: &Array2<f64>, x: &Array1<f64>, i: usize) -> f64 {
            a[[0, i]] * x[i + 1] * a.row(i).dot(x) * a.slice(s![1.., ..;-2]).sum() * trace(a)
        }",
    );
    for part in [
        "a_a[[0,iasusize]]+=",
        "x_a[",
        "ad::add_scalar(&muta_a.diag_mut(),",
        "&muta_a.slice_mut(ad::s![iasisize,..])",
        "&muta_a.slice_mut(ad::s![1..,..;-2])",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("zeros_like(a)"), "{text}");
}
