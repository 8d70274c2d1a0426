//! What rustc shows: for each file of `tests/ui` the errors that stand beside it.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the errors anew. What must compile is in `tests/hygiene.rs`:
//! here it would have every dependency built once more.

#[test]
fn errors_are_as_pinned() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
