//! Optimised Python text: what it is for the models, and that it computes what the plain text computes.
//!
//! After a change that is meant, refresh the texts and read the difference:
//!
//! ```text
//! BLESS=1 cargo test -p numpy2ad-core --test python_optimised && git diff numpy2ad-core/tests/golden_python
//! ```
#![cfg(feature = "python")]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

#[path = "python/programs.rs"]
mod programs;
#[path = "../../tests/support/python.rs"]
mod support;

use numpy2ad_core::ops::{Domain, TABLE};
use numpy2ad_core::python::{Form, Function, Mode, Ranks, adjoint_in, parse};
use numpy2ad_core::ty::{Rank, Shape};
use std::path::Path;
use support::quoted;

const MODELS: &str = include_str!("../../examples/models.py");

fn made(form: Form, source: &str, ranks: &Ranks, only: Option<&str>) -> String {
    adjoint_in(form, source, ranks, only).unwrap_or_else(|diags| panic!("{}", diags.render(source, "text")))
}

fn optimised(source: &str) -> String {
    made(Form::Optimised, source, &Ranks::new(), None)
}

fn models() -> Vec<Function> {
    parse(MODELS, &Ranks::new(), None).expect("the models are right").functions
}

/// The parameters that stand for columns, where they are vectors.
fn columns(function: &Function) -> Vec<&str> {
    let names = function.func.params.iter().map(|param| param.name.as_str());
    names.filter(|name| name.len() <= 2 && *name != "sm" && name.chars().all(char::is_lowercase)).collect()
}

/// Calls of the checks in `tests/python/optimised.py`.
struct Script {
    text: String,
}

impl Script {
    fn new() -> Self {
        Self { text: include_str!("python/optimised.py").to_owned() }
    }

    /// Compares the texts of a function, or of assignments.
    /// `params` are dimensions and domain of each parameter; where there are fewer, the dimensions are those that the
    /// compiler has found.
    fn agree(&mut self, title: &str, source: &str, ranks: &Ranks, params: &[(Option<&str>, Domain)]) {
        let parsed = parse(source, ranks, None).expect("the source is right");
        let function = parsed.functions.last().expect("a function");
        let func = &function.func;
        let params: Vec<String> = func
            .params
            .iter()
            .enumerate()
            .map(|(index, param)| {
                let letters = match param.ty.shape {
                    Shape::Scalar => Vec::new(),
                    Shape::Vector(n) => vec![func.dims.letter(n).to_string()],
                    Shape::Matrix(m, n) => {
                        vec![func.dims.letter(m).to_string(), func.dims.letter(n).to_string()]
                    }
                };
                let (dims, domain) = params.get(index).copied().unwrap_or((None, Domain::Any));
                let dims = dims.map_or_else(|| letters.join(" "), str::to_owned);
                format!("({:?}, {dims:?}, '{}')", param.name, format!("{domain:?}").to_lowercase())
            })
            .collect();
        let label = |value| func.value(value).name.clone().expect("a target has a name");
        let targets: Vec<String> = match parsed.mode {
            Mode::Expression => function.seeded.iter().map(|&value| quoted(&label(value))).collect(),
            Mode::Functions => Vec::new(),
        };
        let texts = [Form::Plain, Form::Optimised].map(|form| quoted(&made(form, source, ranks, None)));
        self.text += &format!(
            "agree({}, {}, {}, [{}], [{}])\n",
            quoted(title),
            quoted(source),
            texts.join(", "),
            params.join(", "),
            targets.join(", ")
        );
    }

    fn run(mut self, name: &str) {
        self.text += "finish()\n";
        let Some(python) = support::find(&["numpy", "scipy"]) else { return };
        let printed = support::run(&python, name, &self.text);
        assert!(printed.trim_end().ends_with(" 0 faults"), "{printed}");
        println!("{printed}");
    }
}

#[test]
fn texts_of_the_models_are_the_golden_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_python");
    let mut changed = Vec::new();
    for function in models() {
        let name = &function.func.name;
        let text = made(Form::Optimised, MODELS, &Ranks::new(), Some(name)) + "\n";
        let path = folder.join(format!("{name}.py"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &text).expect("the golden file is written");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            changed.push(name.clone());
        }
    }
    let refresh = "if they should, BLESS=1 cargo test -p numpy2ad-core --test python_optimised";
    assert!(changed.is_empty(), "texts have changed: {changed:?}; {refresh}");
}

/// The source of one function of the models, as it stands there.
fn source_of(name: &str) -> String {
    let start = MODELS.find(&format!("def {name}(")).expect("the model is there");
    let end = MODELS[start..].find("\n\n\n").map_or(MODELS.len(), |at| start + at);
    MODELS[start..end].trim_end().to_owned()
}

#[test]
fn the_models_with_columns_and_with_vectors() {
    let mut script = Script::new();
    for function in models() {
        let name = &function.func.name;
        let source = source_of(name);
        script.agree(name, &source, &Ranks::new(), &[]);
        let columns = columns(&function);
        if !columns.is_empty() {
            let ranks: Ranks = columns.iter().map(|&column| (column, Rank::Vector)).collect();
            script.agree(&format!("{name} of vectors"), &source, &ranks, &[]);
        }
    }
    script.run("models");
}

#[test]
fn several_results() {
    let mut script = Script::new();
    for source in [
        "def f(A, B, x: 'vector'):\n    C = np.linalg.inv(A) @ B\n    s = x @ C @ x\n    return C, s",
        "def f(A, B, x: 'vector'):\n    C = A @ B\n    return x @ C, C, C @ x",
        "def f(A, B, x: 'vector'):\n    C, D = A @ B, A @ B\n    return C, D, C @ D @ x",
        "def f(A, B, x: 'vector'):\n    C = A @ B\n    return C, C, A, C.T",
        "def f(A, B, x: 'vector'):\n    s = x @ x\n    return s * A, s, np.ones((2, 3)), 2.0",
        "def f(A, B, x: 'vector'):\n    G = np.linalg.inv(A @ B)\n    return G @ x, G, x @ (G @ x)",
    ] {
        script.agree(source, source, &Ranks::new(), &[]);
    }
    let gain = "def gain(P, H, R):\n    return P @ H.T @ np.linalg.inv(H @ P @ H.T + R)\n\n\
                def both(A, x: 'vector', *, s: float=2.0):\n    y = A @ x\n    return y, s * y @ y\n\n";
    for source in [
        "def f(P, H, R, y):\n    K = gain(P, H, R)\n    return K @ (y - H @ P) + P, K",
        "def f(A, B, x: 'vector'):\n    y, s = both(A @ B, x)\n    return y, s, gain(A, B, A) @ y",
        "def f(A, x: 'vector'):\n    _, s = both(A, x)\n    return s * s",
        "def f(A, x: 'vector'):\n    y, s = both(A, x)\n    return s * x @ A @ x",
        "def f(A, x: 'vector'):\n    _, s = both(A, x, s=3.0)\n    y, _ = both(A, A @ x, s=s)\n    return both(A, y)",
    ] {
        script.agree(source, &format!("{gain}{source}"), &Ranks::new(), &[]);
    }
    for source in ["B, s = A @ A, A @ A @ A", "C, D = np.linalg.inv(A), A.T\nE, F = C @ D, C @ A @ D"] {
        script.agree(source, source, &Ranks::new(), &[]);
    }
    script.run("several_optimised");
}

#[test]
fn every_sample_of_every_operation() {
    let mut script = Script::new();
    for sample in TABLE.iter().flat_map(|operation| operation.samples()) {
        let Some(source) = sample.python else { continue };
        let domains: Vec<_> = sample.inputs.iter().map(|(dims, domain)| (Some(*dims), *domain)).collect();
        script.agree(source, source, &Ranks::new(), &domains);
    }
    script.run("samples");
}

/// Declared vectors are repeated along the rows of a matrix, and scalars everywhere.
#[test]
fn every_pair_of_ranks() {
    let mut script = Script::new();
    let all = [("", Rank::Scalar), ("n", Rank::Vector), ("m n", Rank::Matrix)];
    for (a, rank_a) in all {
        for (b, rank_b) in all {
            let ranks: Ranks = [("a", rank_a), ("b", rank_b)].into_iter().collect();
            let params = [a, b].map(|dims| (Some(dims), Domain::Positive));
            for operator in ["+", "-", "*", "/"] {
                for source in [
                    format!("y = a {operator} b"),
                    format!("y = (a {operator} b) * b {operator} a"),
                    format!("y = np.exp(a {operator} b) - a"),
                    format!("z = b {operator} a\ny = 2 * z ** 3 / -0.5 + z"),
                ] {
                    // The inputs of an expression stand in the order in which it reads them.
                    let mut params = params;
                    if source.starts_with("z = b") {
                        params.reverse();
                    }
                    script.agree(&format!("{source} of {a:?} and {b:?}"), &source, &ranks, &params);
                }
            }
        }
    }
    let ranks: Ranks = [("x", Rank::Vector), ("s", Rank::Scalar)].into_iter().collect();
    for source in [
        "y = (x @ A @ x) * x + s",
        "y = np.linalg.inv(A + s * np.eye(A.shape[0])) @ x * s",
        "y = np.outer(x, x @ A) @ np.linalg.inv(A.T @ A + A * s)",
        "y = np.sum(A, axis=0) * x + A @ (x - s)",
        "y = x @ np.linalg.inv(A) + np.linalg.inv(A).T @ x - s",
        "y = (A * x) @ np.linalg.inv(A) + x / s",
    ] {
        let parsed = parse(source, &ranks, None).expect("the source is right").functions;
        let dims = parsed[0].func.params.iter().map(|param| match param.ty.rank() {
            Rank::Scalar => (Some(""), Domain::Positive),
            Rank::Vector => (Some("m"), Domain::Any),
            Rank::Matrix => (Some("m m"), Domain::Any),
        });
        script.agree(source, source, &ranks, &dims.collect::<Vec<_>>());
    }
    script.run("ranks");
}

/// Of 3×3 matrices, as the programs are made.
#[test]
fn random_programs() {
    let mut script = Script::new();
    for seed in 0..300 {
        let source = programs::random(seed);
        let square = (Some("3 3"), Domain::Any);
        script.agree(&format!("program {seed}"), &source, &Ranks::new(), &[square; 4]);
    }
    script.run("random_programs");
}

/// Runs a script that prints `right` for each of its checks.
fn checks(name: &str, script: &str, count: usize) {
    let Some(python) = support::find(&["numpy", "scipy"]) else { return };
    let imports =
        "import warnings\nimport numpy as np\nimport scipy.linalg\nwarnings.simplefilter('ignore')\n";
    let printed = support::run(&python, name, &format!("{imports}{script}"));
    assert_eq!(printed, "right\n".repeat(count));
}

#[test]
fn a_singular_matrix_raises_before_any_adjoint_is_touched() {
    let inverse = optimised("def f(A, B):\n    return np.linalg.inv(A) @ B");
    let twice = optimised("def f(A, B):\n    return A @ B @ np.linalg.inv(B.T @ A @ B)");
    let diagonal = optimised("def f(A, B):\n    return np.linalg.inv(np.eye(3) * 0) @ B + A");
    let mut script = String::new();
    for text in [inverse, twice, diagonal] {
        script += &format!("exec({})\n", quoted(&text));
        script += "A, B = np.zeros((3, 3)), np.ones((3, 3))\nA_a, B_a = A.copy(), B.copy()\n\
                   try:\n    f_ad(A, B, A_a, B_a, np.ones((3, 3)))\n\
                   except np.linalg.LinAlgError as error:\n    assert str(error) == 'Singular matrix'\n    \
                   assert not A_a.any() and (B_a == 1).all()\n    print('right')\n";
    }
    checks("singular", &script, 3);
}

#[test]
fn nan_flows_and_empty_arrays_pass() {
    let text = optimised("def f(A, B):\n    return np.linalg.inv(A.T @ A) @ B");
    let script = format!(
        "exec({})\n\
         A, B = np.eye(3), np.ones((3, 2))\nA[0, 0] = np.nan\n\
         out, A_a, B_a = f_ad(A, B, np.zeros((3, 3)), np.zeros((3, 2)), np.ones((3, 2)))\n\
         assert np.isnan(out).any() and np.isnan(A_a).any() and np.isnan(B_a).any()\nprint('right')\n\
         A[0, 0] = np.inf\nout, *_ = f_ad(A, B, np.zeros((3, 3)), np.zeros((3, 2)), np.ones((3, 2)))\n\
         assert not np.isfinite(out).all()\nprint('right')\n\
         out, A_a, B_a = f_ad(np.ones((0, 0)), np.ones((0, 2)), np.ones((0, 0)), np.ones((0, 2)), np.ones((0, 2)))\n\
         assert out.shape == (0, 2)\nprint('right')\n",
        quoted(&text)
    );
    checks("nan", &script, 3);
}

#[test]
fn the_texts_names() {
    let expression = |source| made(Form::Optimised, source, &Ranks::new(), None);
    // The order of a sum is the optimiser's; intermediates of one use are no statements.
    assert_eq!(expression("D = A @ B + C"), "D = C + A @ B\nC_a += D_a\nB_a += A.T @ D_a\nA_a += D_a @ B.T");
    let text = expression("y = np.linalg.inv(A) @ b");
    assert_eq!(
        text,
        "A_factors = scipy.linalg.lu_factor(A, check_finite=False)\nif 0 in np.diag(A_factors[0]):\n    \
         raise np.linalg.LinAlgError('Singular matrix')\ny = scipy.linalg.lu_solve(A_factors, b, check_finite=False)\n\
         v0 = scipy.linalg.lu_solve(A_factors, y_a, trans=1, check_finite=False)\nb_a += v0\nA_a -= v0 @ y.T"
    );
    // The user's names are stepped around, a module's as well.
    let text = expression("y = np.linalg.inv(scipy) @ linalg + scipy_factors + v0 @ v0");
    assert!(text.starts_with("import scipy.linalg as linalg_1\n"), "{text}");
    assert!(text.contains("scipy_factors_1 = linalg_1.lu_factor(scipy, check_finite=False)"), "{text}");
    assert!(text.contains("linalg_1.LinAlgError") ^ text.contains("np.linalg.LinAlgError"), "{text}");
    // The modules have the names that the file has given them.
    let body = "def f(A, b):\n    return NUMPY.linalg.inv(A) @ b";
    for (imports, numpy, linalg) in [
        ("import numpy as xp\nfrom scipy import linalg\n", "xp", "linalg"),
        ("import scipy.linalg as sla\nimport numpy\n", "numpy", "sla"),
        ("import numpy as np\nimport scipy.linalg\n", "np", "scipy.linalg"),
        ("", "np", "scipy.linalg"),
    ] {
        let text = optimised(&format!("{imports}{}", body.replace("NUMPY", numpy)));
        let mut expected: Vec<&str> = imports.lines().collect();
        expected.sort_by_key(|line| line.contains("scipy"));
        if expected.is_empty() {
            expected = vec!["import numpy as np", "import scipy.linalg"];
        }
        assert!(text.starts_with(&format!("{}\n\ndef f_ad(", expected.join("\n"))), "{text}");
        assert!(text.contains(&format!("raise {numpy}.linalg.LinAlgError(")), "{text}");
        assert!(text.contains(&format!(" = {linalg}.lu_factor(A, ")), "{text}");
    }
    // Nothing of SciPy is imported that nothing uses.
    assert!(optimised("def f(A, B):\n    return A @ B").starts_with("import numpy as np\n\ndef f_ad("));
}

#[test]
fn adjoints_of_targets_in_the_middle_are_the_callers() {
    let text = optimised("C = A @ B\nD = C @ C.T");
    assert!(text.contains("C_a") && !text.contains("C_a +=") && text.contains("D_a"), "{text}");
}

#[test]
fn what_is_needed_twice_is_computed_once() {
    let text = optimised("y = np.linalg.inv(A.T @ A) @ A.T @ b");
    assert_eq!(text.matches("= A @ v2\n").count(), 1, "{text}");
    assert_eq!(text.matches("A @ v2").count(), 1, "{text}");
    let ranks: Ranks = [("x", Rank::Vector), ("s", Rank::Scalar)].into_iter().collect();
    let text = made(Form::Optimised, "y = s * (A @ x) + x", &ranks, None);
    assert_eq!(text.matches("s * y_a").count(), 1, "{text}");
}

#[test]
fn factors_do_not_take_a_name_of_the_users() {
    let text = optimised("def f(A, b):\n    A_factors = np.linalg.inv(A)\n    return A_factors @ b");
    assert!(
        text.contains("A_factors_1 = scipy.linalg.lu_factor(A, ") && !text.contains("A_factors = "),
        "{text}"
    );
}
