//! Finds the Python that tests run, and runs scripts with it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python that has these modules: `NUMPY2AD_PYTHON`, else `.venv/bin/python` of the workspace, else `python3`.
/// Without one, says so in a line, or fails where `CI` is set: there no test is skipped.
pub(crate) fn find(modules: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os("NUMPY2AD_PYTHON").map(PathBuf::from);
    let in_workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join(".venv/bin/python"))
        .filter(|python| python.exists());
    let candidates = named.into_iter().chain(in_workspace).chain(Some(PathBuf::from("python3")));
    let import = format!("import {}", modules.join(", "));
    for python in candidates {
        let tried = Command::new(&python).args(["-c", &import]).output();
        if tried.is_ok_and(|output| output.status.success()) {
            return Some(python);
        }
    }
    let message = format!("no Python with {}; NUMPY2AD_PYTHON may name one", modules.join(" and "));
    assert!(std::env::var_os("CI").is_none(), "{message}");
    println!("skipped: {message}");
    None
}

/// Runs a script and gives what it prints; fails with its errors.
pub(crate) fn run(python: &Path, name: &str, script: &str) -> String {
    // One for each script: tests of one process run at the same time, and each removes its own.
    let folder = std::env::temp_dir().join(format!("numpy2ad-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let file = folder.join(format!("{name}.py"));
    std::fs::write(&file, script).expect("a temporary file");
    // The arrays of tests are small: threads of BLAS would only wait for them.
    let output =
        Command::new(python).arg(&file).env("OPENBLAS_NUM_THREADS", "1").output().expect("Python starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} failed:\n{errors}", file.display());
    std::fs::remove_dir_all(&folder).ok();
    String::from_utf8(output.stdout).expect("Python prints UTF-8")
}

/// A Rust string as a Python literal.
pub(crate) fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '\\' => "\\\\".to_owned(),
            '\'' => "\\'".to_owned(),
            '\n' => "\\n".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("'{escaped}'")
}
