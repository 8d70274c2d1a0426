//! The program from outside: what it prints, where, and with which status.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

const MODEL: &str = "\
import numpy as np

def mma(A, B, C):
    return A @ B + C

def scaled(A, x: \"vector\", s: float):
    return s * (A @ x)
";

/// A directory of its own for each test, removed behind it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("numpy2ad-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, contents).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// What stands in the directory, by name.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_numpy2ad"));
    command.args(args).stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Output {
    program(args).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// What a successful run prints.
fn printed(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    stdout(&output).to_owned()
}

/// What a run that fails with this status says.
fn said(args: &[&str], status: i32) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(status), "{args:?}: {}", stderr(&output));
    assert_eq!(stdout(&output), "", "{args:?}");
    stderr(&output).to_owned()
}

#[test]
fn expr_prints_the_adjoint_statements() {
    assert_eq!(
        printed(&["expr", "D = A @ B + C"]),
        "\
v0 = A @ B
D = v0 + C
v0_a = np.zeros_like(v0)
C_a += D_a
v0_a += D_a
B_a += A.T @ v0_a
A_a += v0_a @ B.T
"
    );
}

#[test]
fn modes_are_derivatives() {
    assert_eq!(
        printed(&["expr", "D = A @ B + C", "--mode", "tangent"]),
        "v0 = A @ B\nD = v0 + C\nv0_t = A_t @ B + A @ B_t\nD_t = v0_t + C_t\n"
    );
    assert_eq!(printed(&["expr", "D = A @ B", "--mode=adjoint"]), printed(&["expr", "D = A @ B"]));
    let scratch = Scratch::new();
    let model = scratch.file("model.py", MODEL);
    let text = printed(&["transform", &model, "-f", "scaled", "--mode", "tangent"]);
    assert_eq!(
        text,
        "\
import numpy as np

def scaled_t(A, A_t, x: 'vector', x_t, s: float, s_t):
    v0 = A @ x
    out = s * v0
    v0_t = A_t @ x + A @ x_t
    out_t = v0 * s_t + s * v0_t
    return (out, out_t)
"
    );
    let text = printed(&["transform", &model, "-f", "mma", "--mode", "gradient"]);
    assert!(text.contains("def mma_grad(A, B, C, out_a):"), "{text}");
    assert!(text.ends_with("    return (out, (A_g, B_g, C_g))\n"), "{text}");
    let text = printed(&["expr", "s = x @ x", "--rank", "x=vector", "--mode", "gradient"]);
    assert_eq!(text, "s = x @ x\nx_g = np.zeros_like(x)\nx_g += x\nx_g += x\n");
    let text = printed(&["transform", &model, "-f", "scaled", "--mode", "hvp"]);
    assert!(text.contains("def scaled_hvp(A, A_t, x: 'vector', x_t, s: float, s_t, out_a):"), "{text}");
    assert!(text.ends_with("    return (out, (A_g, x_g, s_g), (A_h, x_h, s_h))\n"), "{text}");
}

#[test]
fn what_a_function_calls_stands_beside_it() {
    let scratch = Scratch::new();
    let text = "def f(A, x: 'vector'):\n    y, s = both(A, x)\n    return s * y\n\n\
                def both(A, x: 'vector'):\n    y = A @ x\n    return y, y @ y\n";
    let model = scratch.file("model.py", text);
    let adjoint = printed(&["transform", &model, "-f", "f"]);
    let names: Vec<&str> =
        adjoint.lines().filter_map(|line| line.strip_prefix("def ")?.split('(').next()).collect();
    assert_eq!(names, ["f_ad", "both", "both_ad"], "{adjoint}");
    assert!(adjoint.contains("    y, s = both(A, x)\n"), "{adjoint}");
    let call = "    _, _, d0, d1 = both_ad(A, x, np.zeros_like(A), np.zeros_like(x), y_a, s_a)\n";
    assert!(adjoint.contains(call), "{adjoint}");
    let tangent = printed(&["transform", &model, "-f", "f", "--mode", "tangent"]);
    assert!(tangent.contains("    _, (y_t, s_t) = both_t(A, A_t, x, x_t)\n"), "{tangent}");
}

#[test]
fn ranks_are_declared_by_options() {
    let text = printed(&["expr", "y = A @ x", "--rank", "x=vector"]);
    assert!(text.contains("np.outer(y_a, x)"), "{text}");
    let text = printed(&["expr", "--rank=x=vector", "--rank", "s=scalar", "y = s * (A @ x)"]);
    assert!(text.contains("s_a += np.sum("), "{text}");
}

#[test]
fn transform_prints_every_function_or_one() {
    let scratch = Scratch::new();
    let model = scratch.file("model.py", MODEL);
    let all = printed(&["transform", &model]);
    assert!(all.starts_with("import numpy as np\n\ndef mma_ad(A, B, C, A_a, B_a, C_a, out_a):\n"), "{all}");
    assert!(all.contains("def scaled_ad("), "{all}");
    let one = printed(&["transform", &model, "-f", "scaled"]);
    assert!(!one.contains("mma_ad") && one.contains("def scaled_ad("), "{one}");
    assert_eq!(one, printed(&["transform", "--function=scaled", &model]));
}

#[test]
fn standard_input_is_a_file_called_dash() {
    let mut child =
        program(&["transform", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(MODEL.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(stdout(&output).contains("def mma_ad("));
}

#[test]
fn rust_prints_the_functions_in_rust() {
    let scratch = Scratch::new();
    let model = scratch.file("model.py", MODEL);
    assert_eq!(
        printed(&["rust", &model]),
        "\
use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    a.dot(b) + c
}

#[adjoint]
pub fn scaled(a: &Array2<f64>, x: &Array1<f64>, s: f64) -> Array1<f64> {
    s * a.dot(x)
}
"
    );
}

#[test]
fn graph_is_a_tree_or_graphviz() {
    assert_eq!(
        printed(&["graph", "D = A @ B + C"]),
        "\
D = +       matrix m×k
├── v0 = @  matrix m×k
│   ├── A   matrix m×n
│   └── B   matrix n×k
└── C       matrix m×k
"
    );
    let dot = printed(&["graph", "--dot", "D = A @ B + C"]);
    assert!(dot.starts_with("digraph \"D\" {\n") && dot.ends_with("}\n"), "{dot}");
    assert!(dot.contains("[label=\"v0 = @\\nmatrix m×k\""), "{dot}");
}

#[test]
fn a_fault_of_the_text_has_its_line_and_a_caret() {
    let scratch = Scratch::new();
    let model = scratch.file("model.py", "def f(A, B):\n    C = A @ B\n    C = C + A\n    return C\n");
    for command in ["transform", "rust"] {
        let text = said(&[command, &model], 1);
        assert!(text.contains(&format!("--> {model}:3:5\n")), "{text}");
        assert!(text.contains("3 |     C = C + A\n  |     ^\n"), "{text}");
    }
    let text = said(&["expr", "D = A @ @ B"], 1);
    assert!(text.contains("--> <expression>:1:9\n") && text.contains("1 | D = A @ @ B\n"), "{text}");
    said(&["graph", "D = "], 1);
}

#[test]
fn what_rust_cannot_say_is_a_fault_at_its_place() {
    let scratch = Scratch::new();
    let source = "import numpy as np\ndef f(A, B):\n    return np.fmax(A, B) @ B\n";
    let model = scratch.file("model.py", source);
    let text = said(&["rust", &model], 1);
    assert!(text.contains("`np.fmax` of two arrays has no counterpart"), "{text}");
    assert!(text.contains("3 |     return np.fmax(A, B) @ B\n  |            ^^^^^^^^^^^^^\n"), "{text}");
}

#[test]
fn wrong_usage_is_status_2_with_the_usage_line() {
    let cases: [(&[&str], &str, &str); 21] = [
        (&[], "no command", "usage: numpy2ad <command>"),
        (&["trasform", "m.py"], "did you mean `transform`?", "usage: numpy2ad <command>"),
        (&["--versoin"], "did you mean `--version`?", "usage: numpy2ad <command>"),
        (&["-x"], "there is no option `-x`", "usage: numpy2ad <command>"),
        (&["expr"], "`expr` needs EXPRESSION", "usage: numpy2ad expr"),
        (&["expr", "a", "b"], "takes one EXPRESSION", "usage: numpy2ad expr"),
        (&["expr", "D = A", "--dot"], "`expr` has no option `--dot`", "usage: numpy2ad expr"),
        (&["expr", "D = A", "-o", "x"], "no option `--output`", "usage: numpy2ad expr"),
        (&["expr", "D = A", "--mode", "tangents"], "did you mean `--mode tangent`?", "usage: numpy2ad expr"),
        (&["expr", "D = A", "--mode", "x"], "`x` is no mode: it is one of adjoint", "usage: numpy2ad expr"),
        (
            &["transform", "f.py", "--mode", "tangent", "--optimize"],
            "`--optimize` is for adjoints",
            "usage: ",
        ),
        (&["expr", "D = A", "--mode", "tangent", "--mode", "tangent"], "`--mode` is given twice", "usage: "),
        (&["rust", "f.py", "--mode", "tangent"], "`rust` has no option `--mode`", "usage: numpy2ad rust"),
        (&["graph", "D = A", "--dott"], "did you mean `--dot`?", "usage: numpy2ad graph"),
        (&["transform", "m.py", "-o"], "missing argument", "usage: numpy2ad transform"),
        (&["transform", "m.py", "-f", "a", "-f", "b"], "`--function` is given twice", "usage: "),
        (&["rust", "m.py", "--ranks", "x=vector"], "did you mean `--rank`?", "usage: numpy2ad rust"),
        (&["expr", "D = A", "--rank", "x"], "write `--rank x=vector`", "usage: numpy2ad expr"),
        (&["expr", "D = A", "--rank", "=vector"], "has no name", "usage: numpy2ad expr"),
        (&["expr", "D = A", "--rank", "x=vektor"], "did you mean `x=vector`?", "usage: numpy2ad expr"),
        (&["expr", "D = A", "--rank", "A=vector", "--rank", "A=scalar"], "two ranks", "usage: "),
    ];
    for (args, message, usage) in cases {
        let text = said(args, 2);
        assert!(text.starts_with("error: ") && text.contains(message), "{args:?}: {text}");
        assert!(text.contains(usage), "{args:?}: {text}");
    }
}

#[test]
fn help_and_version_are_answers() {
    assert!(printed(&["--help"]).contains("transform FILE"));
    assert_eq!(printed(&["-h"]), printed(&["--help"]));
    assert_eq!(printed(&["--version"]), format!("numpy2ad {}\n", env!("CARGO_PKG_VERSION")));
    for command in ["expr", "transform", "rust", "graph"] {
        let help = printed(&[command, "--help"]);
        assert!(help.contains(&format!("usage: numpy2ad {command}")), "{help}");
        assert_eq!(printed(&[command, "-h"]), help);
    }
}

#[test]
fn files_that_cannot_be_read_are_explained() {
    let scratch = Scratch::new();
    assert!(said(&["transform", &scratch.path("missing.py")], 1).contains("cannot read"));
    assert!(said(&["transform", scratch.0.to_str().unwrap()], 1).contains("cannot read"));
    let latin = scratch.file("latin.py", b"def f(A):\n    # \xe9t\xe9\n    return A\n");
    assert!(said(&["transform", &latin], 1).contains("is not UTF-8 text: see line 2"));
    let model = scratch.file("model.py", MODEL);
    let text = said(&["transform", &model, "-f", "nma"], 1);
    assert!(text.contains("`nma`") && text.contains("`mma`"), "{text}");
    let empty = scratch.file("empty.py", "");
    assert!(said(&["rust", &empty], 1).starts_with("error: "));
}

#[test]
fn a_mark_at_the_beginning_and_dos_lines_are_read() {
    let scratch = Scratch::new();
    let model = scratch.file("model.py", format!("\u{feff}{}", MODEL.replace('\n', "\r\n")));
    assert!(printed(&["transform", &model]).contains("def mma_ad("));
}

#[test]
fn out_is_written_whole_or_not_at_all() {
    let scratch = Scratch::new();
    let model = scratch.file("model.py", MODEL);
    let out = scratch.path("out.py");
    assert_eq!(printed(&["transform", &model, "-o", &out]), "");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), printed(&["transform", &model]));
    // A run that fails leaves what stood there, and nothing beside it.
    let broken = scratch.file("broken.py", format!("{MODEL}\ndef g(A):\n    A += 1\n    return A\n"));
    let before = std::fs::read_to_string(&out).unwrap();
    said(&["transform", &broken, "-o", &out], 1);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), before);
    said(&["transform", &broken, "-o", &scratch.path("new.py")], 1);
    assert_eq!(scratch.names(), ["broken.py", "model.py", "out.py"]);
    // The file that is read may be the one that is written.
    printed(&["rust", &model, "--output", &model]);
    assert!(std::fs::read_to_string(&model).unwrap().contains("pub fn mma("));
}

#[test]
fn out_that_cannot_be_written_is_explained() {
    let scratch = Scratch::new();
    let model = scratch.file("model.py", MODEL);
    for out in [scratch.path("no/such/directory.py"), scratch.0.to_str().unwrap().to_owned(), String::new()] {
        let text = said(&["transform", &model, "-o", &out], 1);
        assert!(text.starts_with("error: cannot write `"), "{text}");
    }
    assert_eq!(scratch.names(), ["model.py"]);
    // `-` is standard output.
    assert!(printed(&["transform", &model, "-o", "-"]).contains("def mma_ad("));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_of_out_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let scratch = Scratch::new();
    let model = scratch.file("model.py", MODEL);
    let out = scratch.file("out.py", "old");
    std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = scratch.path("link.py");
    symlink(&out, &link).unwrap();
    printed(&["transform", &model, "-o", &link]);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(std::fs::read_to_string(&out).unwrap().contains("def mma_ad("));
    assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(scratch.names(), ["link.py", "model.py", "out.py"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_and_a_full_one_is_reported() {
    let scratch = Scratch::new();
    let model = scratch.file("model.py", MODEL);
    printed(&["transform", &model, "-o", "/dev/null"]);
    assert!(Path::new("/dev/null").exists());
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program(&["transform", &model]).stdout(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot write to standard output"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_fault() {
    let scratch = Scratch::new();
    // More than a pipe holds, so that writing does meet the closed end.
    let many: String = (0..3000).map(|i| format!("def f{i}(A, B):\n    return A @ B\n\n")).collect();
    let model = scratch.file("model.py", many);
    let mut child =
        program(&["transform", &model]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    let mut pipe = child.stdout.take().unwrap();
    pipe.read_exact(&mut first).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn arguments_that_are_not_unicode_are_explained() {
    use std::os::unix::ffi::OsStrExt as _;
    let odd = std::ffi::OsStr::from_bytes(b"D = \xff");
    let output = program(&["expr"]).arg(odd).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("not UTF-8"));
}
