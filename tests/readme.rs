//! The README says what is so: its expansion and its Python text are the compiler's, its commands exist, and its tables
//! have every operation. Its Rust blocks run as doctests.
//!
//! After a change that is meant, `BLESS=1 cargo test --test readme` writes the blocks anew.

use numpy2ad_core::account;
use numpy2ad_core::python::{Derivative, Form, Ranks, adjoint, adjoint_in, derivative};
use numpy2ad_core::ty::Rank;
use std::path::Path;

/// The example of the optimised text and of its account; `y` is a vector.
const SOLVED: &str = "b = np.linalg.inv(M) @ y";

const README: &str = include_str!("../README.md");

fn file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What `#[adjoint]` adds to `mma`, without its documentation.
fn expansion() -> String {
    let models = syn::parse_file(include_str!("../examples/models/mod.rs")).expect("the models are Rust");
    let function = models.items.into_iter().find_map(|item| match item {
        syn::Item::Fn(mut function) if function.sig.ident == "mma" => {
            function.attrs.clear();
            Some(function)
        }
        _ => None,
    });
    let expansion = numpy2ad_core::rust::adjoint(quote::quote!(), quote::quote!(#function));
    let mut file: syn::File = syn::parse2(expansion).expect("the expansion is Rust");
    file.items.remove(0);
    for item in &mut file.items {
        if let syn::Item::Fn(function) = item {
            function.attrs.clear();
        }
    }
    prettyplease::unparse(&file)
}

fn python(text: &str, only: Option<&str>) -> String {
    adjoint(text, &Ranks::default(), only).expect("the text is right")
}

fn tangent(text: &str, only: Option<&str>) -> String {
    derivative(Derivative::Tangent, text, &Ranks::default(), only).expect("the text is right")
}

/// The blocks that are the compiler's output: the fence that opens each, and the text.
fn emitted() -> Vec<(&'static str, String)> {
    let ranks: Ranks = [("y", Rank::Vector)].into_iter().collect();
    vec![
        ("```rust,ignore\n", expansion()),
        ("```python\n", python("D = A @ B + C", None)),
        ("```python\n", python(include_str!("../examples/models.py"), Some("mma"))),
        ("```python\n", tangent(include_str!("../examples/models.py"), Some("mma"))),
        ("```python\n", adjoint_in(Form::Optimised, SOLVED, &ranks, None).expect("the text is right")),
        ("```text\n", account::python(SOLVED, &ranks, None).expect("the text is right")),
    ]
}

#[test]
fn blocks_of_code_are_what_the_compiler_emits() {
    let mut made = String::new();
    let mut rest = README;
    for (fence, text) in emitted() {
        let start = rest.find(fence).expect("the block is there") + fence.len();
        let end = start + rest[start..].find("```").expect("the block ends");
        made.push_str(&rest[..start]);
        made.push_str(text.trim_end());
        made.push('\n');
        rest = &rest[end..];
    }
    made.push_str(rest);
    assert!(!rest.contains("```python") && !rest.contains("```rust,ignore"), "a block is not checked");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file("README.md"), &made).expect("the README is written");
    } else {
        assert_eq!(README, made, "refresh with BLESS=1 cargo test --test readme");
    }
}

#[test]
fn commands_exist() {
    let mut examples = 0;
    for command in README.split(['`', '\n']).filter_map(|piece| {
        let piece = piece.trim().trim_start_matches("$ ");
        piece.starts_with("cargo ").then_some(piece)
    }) {
        let words: Vec<&str> = command.split_whitespace().collect();
        let package = words.iter().position(|&word| word == "-p").map_or(".", |at| words[at + 1]);
        let folder = if package == "." { file("") } else { file(package) };
        assert!(folder.join("Cargo.toml").exists(), "{command}: no package {package}");
        if let Some(at) = words.iter().position(|&word| word == "--example") {
            let example = folder.join("examples").join(format!("{}.rs", words[at + 1]));
            assert!(example.exists(), "{command}: no {}", example.display());
            examples += 1;
        }
    }
    assert!(examples >= 5, "the commands are found");
}

#[test]
fn the_two_commands_are_what_ci_runs() {
    let ci = std::fs::read_to_string(file(".ci/run")).expect("CI has a script");
    let (_, after) = README.split_once("```console\n").expect("the commands are there");
    let (commands, _) = after.split_once("```").expect("the block ends");
    let commands: Vec<&str> = commands.lines().map(|line| line.trim_start_matches("$ ")).collect();
    assert_eq!(commands.len(), 2);
    for command in commands {
        assert!(ci.contains(command), "CI does not run {command}");
    }
}
