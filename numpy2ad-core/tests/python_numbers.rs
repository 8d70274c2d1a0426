//! The emitted Python, run and compared with central differences, with adjoints that do not begin with zero: each
//! operation at every rank, each row of the contract's table of faults, every pair of ranks.
#![cfg(feature = "python")]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

#[path = "../../tests/support/python.rs"]
mod support;

use numpy2ad_core::ops::{Domain, TABLE};
use numpy2ad_core::python::{Derivative, Ranks, adjoint, derivative};
use numpy2ad_core::ty::Rank;
use support::quoted;

/// Calls of the checks in `tests/python/check.py`.
struct Script {
    text: String,
}

/// Name, dimensions, domain.
type Param<'a> = (&'a str, &'a str, Domain);

const ANY: Domain = Domain::Any;

impl Script {
    fn new() -> Self {
        Self { text: include_str!("python/check.py").to_owned() }
    }

    fn function(&mut self, source: &str, params: &[Param<'_>], keywords: &[&str]) {
        self.check("function", source, &Ranks::new(), params, &format!("{keywords:?}"));
    }

    /// Declares the ranks of parameters that are no matrices in the list behind the text.
    fn expression(&mut self, source: &str, params: &[Param<'_>], target: &str) {
        let ranks: Ranks = params.iter().map(|(name, dims, _)| (*name, rank(dims))).collect();
        self.check("expression", source, &ranks, params, &quoted(target));
    }

    fn check(&mut self, mode: &str, source: &str, ranks: &Ranks, params: &[Param<'_>], last: &str) {
        let made = Derivative::ALL.map(|which| {
            let made = derivative(which, source, ranks, None);
            quoted(&made.unwrap_or_else(|diags| panic!("{}", diags.render(source, ""))))
        });
        let params: Vec<String> = params
            .iter()
            .map(|(name, dims, domain)| {
                format!("({name:?}, {dims:?}, '{}')", format!("{domain:?}").to_lowercase())
            })
            .collect();
        let (source, made, params) = (quoted(source), made.join(", "), params.join(", "));
        self.text += &format!("{mode}({source}, {source}, {made}, [{params}], {last})\n");
    }

    fn run(mut self, name: &str) {
        self.text += "finish()\n";
        let Some(python) = support::find(&["numpy", "scipy"]) else { return };
        let printed = support::run(&python, name, &self.text);
        assert!(printed.trim_end().ends_with(" 0 faults"), "{printed}");
        println!("{printed}");
    }
}

fn rank(dims: &str) -> Rank {
    match dims.split_whitespace().count() {
        0 => Rank::Scalar,
        1 => Rank::Vector,
        _ => Rank::Matrix,
    }
}

/// The names between a definition's parentheses.
fn parameter_names(source: &str) -> Vec<&str> {
    let inside = source.split_once('(').unwrap().1.split_once("):").unwrap().0;
    inside.split(',').map(|param| param.split(':').next().unwrap().trim()).collect()
}

#[test]
fn every_sample_of_every_operation() {
    let mut script = Script::new();
    for sample in TABLE.iter().flat_map(|operation| operation.samples()) {
        let Some(source) = sample.python else { continue };
        let names = parameter_names(source);
        let params: Vec<Param<'_>> =
            names.iter().zip(sample.inputs).map(|(name, (dims, domain))| (*name, *dims, *domain)).collect();
        script.function(source, &params, &[]);
    }
    script.run("samples");
}

#[test]
fn every_pair_of_ranks() {
    let mut script = Script::new();
    let ranks = [("", Domain::Positive), ("n", Domain::Positive), ("m n", Domain::Positive)];
    for operator in ["+", "-", "*", "/"] {
        for (a, domain) in ranks {
            for (b, _) in ranks {
                let params = [("a", a, domain), ("b", b, domain)];
                script.expression(&format!("y = a {operator} b"), &params, "y");
                script.expression(&format!("y = (a {operator} b) * b {operator} a"), &params, "y");
                script.expression(&format!("y = np.exp(a {operator} b) - a"), &params, "y");
                script.expression(&format!("y = 2 * (b {operator} a) ** 3 / -0.5"), &params, "y");
            }
        }
    }
    for (a, b) in [("m n", "n"), ("m", "m n"), ("n", "n"), ("m n", "n k")] {
        let params = [("a", a, ANY), ("b", b, ANY)];
        script.expression("y = a @ b", &params, "y");
        script.expression("y = np.square(2.0 * a @ b) + 1", &params, "y");
        script.expression("c = a.T\nd = b.T\ny = c.T @ d.T", &params, "y");
    }
    script.expression("y = np.outer(a, b)", &[("a", "m", ANY), ("b", "n", ANY)], "y");
    script.expression("y = (x @ A @ x) * x + s", &[("x", "n", ANY), ("A", "n n", ANY), ("s", "", ANY)], "y");
    script.expression("y = np.sum(A, axis=0) * x", &[("A", "m n", ANY), ("x", "n", ANY)], "y");
    script.expression("y = A.sum() * s", &[("A", "m n", ANY), ("s", "", ANY)], "y");
    script.run("ranks");
}

#[test]
fn each_row_of_the_table_of_faults() {
    let mut script = Script::new();
    let a = ("A", "m n", ANY);
    let square = ("A", "m m", Domain::Invertible);
    // Results that are not an operator's.
    for source in ["y = -A", "y = A.T", "y = A", "y = A.T.T", "y = +A", "y = -(-A)"] {
        script.expression(source, &[a], "y");
    }
    script.expression("y = (A @ B).T", &[a, ("B", "n k", ANY)], "y");
    script.expression("C = A\nD = C.T\ny = D @ C", &[a], "y");
    script.expression("C = A.T\nD = C\ny = D @ A + (C @ A) ** 2", &[a], "y");
    for source in ["def f(A):\n    return A", "def f(A):\n    return A.T", "def f(A):\n    return -A"] {
        script.function(source, &[a], &[]);
    }
    // Calls as results.
    script.expression("y = np.linalg.inv(A)", &[square], "y");
    script.expression("y = np.exp(A)", &[a], "y");
    script.function("def f(A):\n    B = np.linalg.inv(A)\n    return B", &[square], &[]);
    script.function("def f(A):\n    B = np.linalg.inv(A)\n    C = B @ A\n    return B", &[square], &[]);
    // Literals, scalars and broadcasting.
    for source in ["y = 2 * A", "y = A * 2.5 - 1", "y = 1 / 2 * A", "y = A ** (1 + 1)", "y = -2 * A ** -(-2)"]
    {
        script.expression(source, &[a], "y");
    }
    script.expression("y = s * A", &[("s", "", ANY), a], "y");
    script.expression("y = (2 * 3) * s", &[("s", "", ANY)], "y");
    script.expression("y = A + x", &[a, ("x", "n", ANY)], "y");
    script.function("def f(A, s: float):\n    return np.exp(s * A) + s", &[a, ("s", "", ANY)], &[]);
    // Vectors.
    script.function("def f(A, x: \"vector\"):\n    return A @ x", &[a, ("x", "n", ANY)], &[]);
    script.function(
        "def f(x: 'vector', y: 'vector'):\n    return x @ y",
        &[("x", "n", ANY), ("y", "n", ANY)],
        &[],
    );
    // Keyword-only parameters stay in their place.
    script.function("def f(A, *, B):\n    return A @ B", &[a, ("B", "n k", ANY)], &["B"]);
    script.function("def f(A, /, *, s: float=2.0):\n    return A * s", &[a, ("s", "", ANY)], &["s"]);
    // The user's names.
    script.function(
        "def f(v0, conv2, out, out_a):\n    v1 = v0 @ conv2\n    return out * v1 + out_a",
        &[("v0", "m n", ANY), ("conv2", "n k", ANY), ("out", "m k", ANY), ("out_a", "m k", ANY)],
        &[],
    );
    script.function(
        "def f(A, A_a, v0_a):\n    out = A * A_a\n    return np.exp(out) - v0_a",
        &[a, ("A_a", "m n", ANY), ("v0_a", "m n", ANY)],
        &[],
    );
    script.run("faults");
}

#[test]
fn several_results() {
    let mut script = Script::new();
    let (a, x) = (("A", "m m", ANY), ("x", "m", ANY));
    for source in [
        // A result that others are made of, plain and in every other place.
        "def f(A, x: 'vector'):\n    B = A @ A\n    s = x @ B @ x\n    return B, s",
        "def f(A, x: 'vector'):\n    s = x @ A @ x\n    return s * A, s",
        "def f(A, x: 'vector'):\n    y = A @ x\n    z = np.exp(y) * y\n    return (z, y @ z, y)",
        // No variables, a parameter, one value twice, a literal, a size.
        "def f(A, x: 'vector'):\n    return A @ x, x @ x",
        "def f(A, x: 'vector'):\n    return A, x, A @ x",
        "def f(A, x: 'vector'):\n    y = A @ x\n    return y, y, A.T, 2.5",
        "def f(A, x: 'vector'):\n    y = A.T\n    return y @ y, y, x * A.shape[0], A.shape[1]",
        // What stands still.
        "def f(A, x: 'vector'):\n    return A @ x, np.ones((2, 3)), 1 + 1",
        // Several names at once.
        "def f(A, x: 'vector'):\n    B, s = A @ A, x @ x\n    [C, y] = [B.T, B @ x]\n    return C * s, y @ y",
        "def f(A, x: 'vector'):\n    B, C = A.T, A\n    _, D = B @ C, C @ B\n    return D, D @ x, C",
        // The user's names.
        "def f(A, x: 'vector'):\n    out0 = A @ x\n    out0_a = out0 * x\n    return out0_a, out0, 2 * x",
        "def f(A, x: 'vector'):\n    A_t = A.T\n    x_g = A_t @ x\n    v0_t = x_g @ x\n    return v0_t, x_g",
    ] {
        script.function(source, &[a, x], &[]);
    }
    script.function(
        "def f(A, /, x: 'vector', *, s: float=2.0, n: int=3):\n    return s * A @ x, s ** n",
        &[a, x, ("s", "", ANY)],
        &["s"],
    );
    script.expression("B, s = A @ A, x @ A @ x", &[a, x], "s");
    script.expression("C, s = A @ A, x @ x\nB, D = C @ A * s, C", &[a, x], "B");
    script.expression("y = A @ x\nz = np.exp(y)\n_, w = z, y * z", &[a, x], "w");
    script.run("several");
}

#[test]
fn calls() {
    let mut script = Script::new();
    let (a, x) = (("A", "m m", ANY), ("x", "m", ANY));
    let functions = "def several(B, y: 'vector'):\n    z = B @ y\n    return z * y, z @ y\n\n\
                     def form(B, y: 'vector', *, s: float=2.0, n: int=2):\n    return s * y @ B @ y + s ** n\n\n\
                     def twice(B):\n    return B + B.T\n\n\
                     def inner(y: 'vector', t: float):\n    return t * y\n\n\
                     def outer(y: 'vector', t: float):\n    z, _ = several(np.outer(y, y), y)\n    return inner(z, t) * t\n\n";
    for body in [
        "    return twice(A) @ x",
        "    B = twice(A)\n    return twice(B @ A) @ x",
        "    return twice(A)",
        "    y, s = several(A, x)\n    return s * y",
        "    return several(A.T, A @ x)",
        "    y, s = several(A, x)\n    return y, s, y @ x",
        "    _, s = several(twice(A), x)\n    return s * A",
        "    y, _ = several(A, x)\n    return y @ y",
        "    return form(A, x)",
        "    return form(A, x, s=x @ x) * form(y=A @ x, B=A)",
        "    return form(A, x, s=3, n=3)",
        "    return form(A, x, s=0.5) * form(A, x, n=1)",
        // One array for two parameters.
        "    s = x @ x\n    return inner(x, s) * outer(0.5 * x, s), twice(A)",
        "    return several(np.outer(x, x), x)",
        // What is not differentiated, and what stands still.
        "    return twice(np.ones((2, 2))), twice(A)",
        "    y = twice(A)\n    z, s = several(A, x)\n    return x @ A",
    ] {
        script.function(&format!("{functions}def f(A, x: 'vector'):\n{body}"), &[a, x], &[]);
    }
    script.function(
        "def f(A):\n    return g(A) @ g(A.T)\ndef g(_, /):\n    d0 = _ * _\n    return d0 @ _",
        &[a],
        &[],
    );
    script.run("calls");
}

#[test]
fn what_is_wrong_and_not_made_right_is_refused() {
    for (source, message) in [
        ("A = A @ B", "aliasing: `A` is assigned on line 1, but it is read before (line 1)"),
        ("C = A @ B\nC = C @ B", "aliasing: `C` is assigned on line 2, but it has a value already (line 1)"),
        ("C = A\nC += B", "aliasing: `C` is changed in place on line 2, but it has a value already (line 1)"),
        (
            "def f(A):\n    A = A @ A\n    return A",
            "aliasing: `A` is assigned on line 2, but it is a parameter (line 1)",
        ),
        ("def f(A):\n    if A:\n        B = A\n    return B", "`if` on line 2"),
        ("def f(A):\n    for i in A:\n        B = A\n    return B", "`for` on line 2"),
        ("def f(A):\n    while A:\n        B = A\n    return B", "`while` on line 2"),
        ("def f(A):\n    def g(B):\n        return B\n    return g(A)", "`def` on line 2"),
        ("def f(A, B=3):\n    return A @ B", "`B` has a default"),
        ("def f(A, *args):\n    return A", "`*args`"),
        ("y = A @ 2.0", "a matrix product needs arrays"),
        ("y = np.where(A, B, C)", "`np.where` takes a comparison and two values here"),
        ("y = np.where(A < B)", "`np.where` takes a comparison and two values here"),
        ("y = np.where(1 < A < 2, B, C)", "`np.where` takes a comparison and two values here"),
        ("y = np.where(A < B, A, B, C)", "`np.where` takes a comparison and two values here"),
        ("y = np.exp(A", "this is not Python"),
        ("B, C = A @ A, A, A", "2 names stand for 3 values"),
        ("B, B = A @ A, A", "aliasing: `B` is assigned on line 1, but it has a value already (line 1)"),
        ("B, C = A, B", "aliasing: `B` is assigned on line 1, but it is read before (line 1)"),
        ("B, *C = A, A", "several targets on line 1"),
        ("B, C = A", "several targets on line 1"),
        ("(B, C), D = (A, A), A", "several targets on line 1"),
        ("def f(A):\n    return f(A)", "`f` calls itself"),
        ("def g(A):\n    return f(A)\ndef f(A):\n    return g(A)", "`"),
        ("def g(A):\n    return A % A\ndef f(A):\n    return g(A) + 1", "the operator `%`"),
        (
            "def g(A):\n    return A, A\ndef f(A):\n    return g(A) @ A",
            "`g` gives 2 values, and this takes one",
        ),
        (
            "def g(A):\n    return A, A\ndef f(A):\n    B, C, D = g(A)\n    return B",
            "3 names stand for 2 values",
        ),
        ("def g(A, x: 'vector'):\n    return A @ x\ndef f(A):\n    return g(A, A)", "`x` of `g` is a vector"),
        ("def g(A, n: int):\n    return A ** n\ndef f(A):\n    return g(A, 0.5)", "`n` of `g` is an integer"),
        ("def g(A, B):\n    return A @ B\ndef f(A):\n    return g(A)", "`g` needs `B`"),
        ("def g(A):\n    return A\ndef f(A):\n    return g(A, A)", "`g` takes 1 arguments by place"),
        ("def g(A):\n    return A\ndef f(A):\n    return g(A, B=A)", "`g` has no parameter `B`"),
        ("def g(A):\n    return A\ndef f(A):\n    return g(A, A=A)", "`A` is given twice"),
        ("def g(A, /):\n    return A\ndef f(A):\n    return g(A=A)", "`g` has no parameter `A`"),
        (
            "def g(A):\n    return A\ndef g_t(A):\n    return A\ndef f(A):\n    return g_t(g(A))",
            "`g_t` is called",
        ),
        ("def f(A):\n    g = A @ A\n    return g(A)\ndef g(A):\n    return A", "`g` is not a function"),
        ("def f(A):\n    return A,", "a tuple of fewer than two results"),
        ("def f(A):\n    return ()", "a tuple of fewer than two results"),
        ("def f(A):\n    return A, (A, A)", "a list, tuple, set or dict on line 2"),
        ("def f(A):\n    return A, *A", "`*` on line 2"),
    ] {
        let diags = adjoint(source, &Ranks::new(), None).expect_err(source);
        let all: Vec<&str> = diags.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(all.len(), 1, "{source}: {all:?}");
        assert!(all[0].starts_with(message), "{source}: {all:?}");
        let with_help = diags.iter().all(|diagnostic| diagnostic.help.is_some());
        assert!(with_help || message == "this is not Python", "{source} has no help");
    }
}
