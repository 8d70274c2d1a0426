//! What rustc shows: for each file of `tests/ui` the errors beside it, and `tests/ui/pass` without a warning.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the errors anew.

#[test]
fn errors_are_as_pinned() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
