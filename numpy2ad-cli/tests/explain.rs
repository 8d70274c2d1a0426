//! `numpy2ad explain` and `--optimize` from outside: what they print, and with which status.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::path::PathBuf;
use std::process::{Command, Output};

const SOLVED: &str = "b = np.linalg.inv(M) @ y";

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_numpy2ad")).args(args).output().unwrap()
}

/// What a successful run prints.
fn printed(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a run that fails with this status says.
fn said(args: &[&str], status: i32) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(status), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// A file that is removed again.
struct File(PathBuf);

impl File {
    fn new(name: &str, contents: &str) -> Self {
        let path = std::env::temp_dir().join(format!("numpy2ad-explain-{}-{name}", std::process::id()));
        std::fs::write(&path, contents).unwrap();
        Self(path)
    }

    fn name(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn an_expression_is_explained() {
    assert_eq!(
        printed(&["explain", SOLVED, "--rank", "y=vector"]),
        "\
expression(M: m×m, y: m) -> m

  as written     flops   2·m³ + 2·m²
                 memory  m² + m
  plain adjoint  flops   6·m³ + 5·m²
                 memory  5·m² + 2·m
  optimised      flops   0.67·m³ + 5·m² + m
                 memory  2·m² + 2·m

  optimised
    M_factors = scipy.linalg.lu_factor(M, check_finite=False)
    if 0 in np.diag(M_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    b = scipy.linalg.lu_solve(M_factors, y, check_finite=False)
    v0 = scipy.linalg.lu_solve(M_factors, b_a, trans=1, check_finite=False)
    y_a += v0
    M_a -= np.outer(v0, b)

Flops include the primal. Memory is the elements of all arrays that are made:
NumPy makes one for each operation.
"
    );
}

#[test]
fn functions_of_python_are_explained_with_their_variants() {
    let model = File::new(
        "model.py",
        "def chain(A, B, C):\n    return A @ B @ C\n\ndef gls(X, M, y):\n    M_inv = np.linalg.inv(M)\n    \
         return np.linalg.inv(X.T @ M_inv @ X) @ X.T @ M_inv @ y\n",
    );
    let all = printed(&["explain", model.name()]);
    assert!(all.starts_with("chain(A: m×n, B: n×k, C: k×p) -> m×p\n"), "{all}");
    assert!(all.contains("\n\ngls(X: m×n, M: m×m, y: m×k) -> n×k\n"), "{all}");
    assert_eq!(all.matches("Flops include the primal.").count(), 1, "{all}");
    let one = printed(&["explain", model.name(), "-f", "gls"]);
    assert!(!one.contains("chain") && all.contains(one.trim_end()), "{one}");
    // One of the variants is what `--optimize` writes, and it is the one for a single column.
    let (_, chosen) = one.split_once(", what `--optimize` writes\n").unwrap();
    let (heading, text) = chosen.split_once("    def ").unwrap();
    assert!(heading.starts_with("  cheapest where  ") && heading.contains(" ≤ "), "{heading}");
    assert!(heading.contains("\n  as at ") && heading.contains("k = 1, m = n = 1000"), "{heading}");
    let (text, _) = text.split_once("\n\n").unwrap();
    let optimised = printed(&["transform", "--optimize", model.name(), "-f", "gls"]);
    let (_, written) = optimised.split_once("\ndef ").unwrap();
    assert_eq!(text.replace("\n    ", "\n").trim_end(), written.trim_end());
    assert!(one.lines().all(|line| line.starts_with("    ") || line.chars().count() <= 100), "{one}");
}

#[test]
fn functions_of_rust_are_explained() {
    let source = "mod inner {\n    #[numpy2ad::adjoint]\n    fn f(m: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {\n        \
                  inv(m).dot(y)\n    }\n}\nfn g(a: &Array2<f64>) -> Array2<f64> {\n    a.foo()\n}\n";
    let model = File::new("model.rs", source);
    let text = printed(&["explain", model.name()]);
    assert!(text.starts_with("f(m: m×m, y: m) -> m\n"), "{text}");
    assert!(
        text.contains("  optimised      flops   0.67·m³ + 5·m² + m\n                 memory  m² + 2·m\n"),
        "{text}"
    );
    assert!(text.contains("        adj(m) -= outer(%14, out)\n"), "{text}");
    let declared =
        File::new("declared.rs", &source.replace("numpy2ad::adjoint", "adjoint(spd(m), sizes(m = 50))"));
    let text = printed(&["explain", declared.name()]);
    assert!(text.contains("m_cholesky: f64[m×m] = cholesky(m)"), "{text}");
    let misspelt = File::new("misspelt.rs", &source.replace("numpy2ad::adjoint", "adjoint(spd(n))"));
    assert!(said(&["explain", misspelt.name()], 1).contains("misspelt.rs:2:19\n"));
    let plain = File::new("plain.rs", &source.replace("numpy2ad::adjoint", "adjoint(optimize = false)"));
    assert!(!printed(&["explain", plain.name()]).contains("optimised"));
    let text = said(&["explain", model.name(), "-f", "g"], 1);
    assert!(text.contains("model.rs:8:7\n  |\n8 |     a.foo()\n  |       ^^^\n"), "{text}");
    assert!(said(&["explain", model.name(), "-f", "h"], 1).contains("its functions are `f`, `g`"));
    let ranks = said(&["explain", model.name(), "--rank", "y=vector"], 1);
    assert!(ranks.contains("its types declare them"), "{ranks}");
    let broken = File::new("broken.rs", "fn f( {");
    assert!(said(&["explain", broken.name()], 1).starts_with("error: this is not Rust: "));
    let none = File::new("none.rs", "fn f(a: &Array2<f64>) -> Array2<f64> { a.dot(a) }");
    assert!(said(&["explain", none.name()], 1).contains("name one of its functions with `-f`: `f`"));
    assert!(printed(&["explain", none.name(), "-f", "f"]).starts_with("f(a: m×m) -> m×m\n"));
}

#[test]
fn faults_have_their_line_and_a_caret() {
    assert_eq!(
        said(&["explain", "y = A % B"], 1),
        "error: the operator `%` has no derivative here\n --> <expression>:1:5\n  |\n1 | y = A % B\n  |     ^^^^^\n  \
         = help: supported are `+`, `-`, `*`, `/`, `@` and `**`\n"
    );
    assert!(said(&["explain", "missing.py"], 1).contains("cannot read `missing.py`"));
    assert!(said(&["explain"], 2).contains("`explain` needs SUBJECT"));
    assert!(said(&["explain", SOLVED, "--optimize"], 2).contains("no option `--optimize`"));
    assert!(said(&["transform", "m.py", "--optimise"], 2).contains("did you mean `--optimize`?"));
    let help = printed(&["explain", "--help"]);
    assert!(
        help.contains("usage: numpy2ad explain SUBJECT") && printed(&["--help"]).contains("explain SUBJECT")
    );
    assert!(printed(&["transform", "--help"]).contains("--optimize"));
}

#[test]
fn an_expression_is_optimised() {
    let text = printed(&["expr", "--optimize", SOLVED]);
    assert!(text.starts_with("M_factors = scipy.linalg.lu_factor(M, check_finite=False)\n"), "{text}");
    assert!(!printed(&["expr", SOLVED]).contains("scipy"));
}
