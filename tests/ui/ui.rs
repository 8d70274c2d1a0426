//! What rustc shows: for each file of `cases` the errors that stand beside it.
//!
//! `TRYBUILD=overwrite cargo test -p numpy2ad-ui` writes the errors anew. What must compile is in the facade's
//! `tests/hygiene.rs`.

use std::process::Command;

/// Where cargo looks for the flags of rustc before it looks into what trybuild writes.
const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";

/// Those of trybuild. It has the last one for the files alone, and so checks every dependency twice: with it and without.
const THEIRS: [&str; 6] = ["--cfg", "trybuild", "--verbose", "-A", "dead_code", "--diagnostic-width=140"];

#[test]
fn errors_are_as_pinned() {
    let theirs = THEIRS.join("\u{1f}");
    if std::env::var(FLAGS).is_ok_and(|flags| flags == theirs) {
        return trybuild::TestCases::new().compile_fail("cases/*.rs");
    }
    // A test cannot set a variable of its own process.
    let program = std::env::current_exe().expect("the path of this test");
    let again = Command::new(program).args(std::env::args_os().skip(1)).env(FLAGS, theirs).status();
    assert!(again.expect("this test starts").success(), "errors are not as pinned");
}
