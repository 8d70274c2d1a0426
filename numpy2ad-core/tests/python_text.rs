//! The emitted text, against texts that the Python package numpy2ad 0.1.1 gave (`tests/python/generate.py`) and
//! against what it gives for random programs.
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

use numpy2ad_core::python::{Ranks, adjoint};

fn made(source: &str) -> String {
    adjoint(source, &Ranks::new(), None).unwrap_or_else(|diags| panic!("{}", diags.render(source, "text")))
}

#[test]
fn the_contract() {
    assert_eq!(
        made("D = A @ B + C"),
        "v0 = A @ B\nD = v0 + C\nv0_a = np.zeros_like(v0)\nC_a += D_a\nv0_a += D_a\nB_a += A.T @ v0_a\n\
         A_a += v0_a @ B.T"
    );
    assert_eq!(
        made("def mma(A, B, C):\n    return A @ B + C"),
        "import numpy as np\n\ndef mma_ad(A, B, C, A_a, B_a, C_a, out_a):\n    v0 = A @ B\n    out = v0 + C\n    \
         v0_a = np.zeros_like(v0)\n    C_a += out_a\n    v0_a += out_a\n    B_a += A.T @ v0_a\n    \
         A_a += v0_a @ B.T\n    return (out, A_a, B_a, C_a)"
    );
}

#[test]
fn texts_of_the_package() {
    let pinned = include_str!("python/pinned.txt");
    let mut count = 0;
    let mut parts = pinned.split("### ").skip(1);
    for part in parts.by_ref() {
        let (source, text) = part.split_once("\n###\n").expect("source and text");
        let source = source.split_once('\n').expect("a mode's line").1;
        assert_eq!(made(source), text.trim_end(), "of\n{source}");
        count += 1;
    }
    assert!(count > 50, "{count} texts");
}

#[test]
fn random_programs() {
    const PROGRAMS: u64 = 600;
    let Some(python) = support::find(&["numpy", "numpy2ad"]) else { return };
    let sources: Vec<String> = (0..PROGRAMS).map(programs::random).collect();
    let mut script = "from numpy2ad import transform, transform_expr\n".to_owned();
    for source in &sources {
        let transform = if source.starts_with("def ") { "transform" } else { "transform_expr" };
        script += &format!("print({transform}({}))\nprint('###')\n", support::quoted(source));
    }
    let printed = support::run(&python, "random_programs", &script);
    let texts: Vec<&str> = printed.split("\n###\n").collect();
    assert_eq!(texts.len(), sources.len() + 1);
    for (source, text) in sources.iter().zip(texts) {
        assert_eq!(made(source), text, "of\n{source}");
    }
}

#[test]
fn several_functions_and_their_imports() {
    let source = "\"\"\"A module.\"\"\"\nimport numpy\nfrom numpy.linalg import inv as inverse\n\nLAMBDA = 2\n\n\
                  def f(A):\n    return numpy.exp(A)\n\n\nclass Other:\n    pass\n\n\n@decorated\ndef g(A, /, B, *, C: float=1e-5):\n    \
                  \"\"\"Docstring.\"\"\"\n    return inverse(A) @ B * C  # comment\n\nif __name__ == '__main__':\n    print(f(1))\n";
    let f =
        "def f_ad(A, A_a, out_a):\n    out = np.exp(A)\n    A_a += np.exp(A) * out_a\n    return (out, A_a)";
    let g = "def g_ad(A, /, B, A_a, B_a, C_a, out_a, *, C: float=1e-05):\n    v0 = np.linalg.inv(A)\n    v1 = v0 @ B\n    \
             out = v1 * C\n    v0_a = np.zeros_like(v0)\n    v1_a = np.zeros_like(v1)\n    C_a += np.sum(v1 * out_a)\n    \
             v1_a += C * out_a\n    B_a += v0.T @ v1_a\n    v0_a += v1_a @ B.T\n    A_a -= v0.T @ (v0_a @ v0.T)\n    \
             return (out, A_a, B_a, C_a)";
    assert_eq!(made(source), format!("import numpy as np\n\n{f}\n\n{g}"));
    let only = adjoint(source, &Ranks::new(), Some("f")).unwrap();
    assert_eq!(only, format!("import numpy as np\n\n{f}"));
    let missing = adjoint(source, &Ranks::new(), Some("h")).unwrap_err();
    assert!(missing.render(source, "m.py").contains("its functions are `f`, `g`"));
}

#[test]
fn a_text_that_stands_indented_in_rust() {
    let flush = made("def f(A):\n    B = A @ A\n    return B");
    assert_eq!(made("\n        def f(A):\n            B = A @ A\n\n            return B\n    "), flush);
    assert_eq!(made("def f(A):\r\n    B = A @ A\r\n    return B\r\n"), flush);
    let text = "\n    def f(A):\n        return A % A\n";
    let diags = adjoint(text, &Ranks::new(), None).unwrap_err();
    assert!(
        diags.render(text, "t").contains("3 |         return A % A\n  |                ^^^^^"),
        "{}",
        diags.render(text, "t")
    );
}

#[test]
fn chains_of_constants_take_no_time() {
    let mut source = "c0 = 1\n".to_owned();
    for i in 1..200 {
        source += &format!("c{i} = c{} + c{}\n", i - 1, i - 1);
    }
    source += "y = A ** c199";
    assert!(made(&source).contains("A_a += c199 * A ** (c199 - 1) * y_a"));
}

#[test]
fn names_mean_what_the_text_makes_of_them() {
    for source in [
        "from numpy import exp\ndef exp(A):\n    return A\ndef f(A):\n    return exp(A)",
        "def len(A):\n    return A\ndef f(A):\n    return A / len(A)",
        "def abs(A):\n    return A\ndef f(A):\n    return A / abs(A)",
        "import jax.numpy as np\ndef f(A):\n    return np.exp(A)",
        "np = 3\ndef f(A):\n    return np.exp(A)",
        "def f(A):\n    import numpy as A\n    return A",
        "def f(np):\n    return np",
        "def f(A):\n    np = A\n    return np",
    ] {
        assert!(adjoint(source, &Ranks::new(), Some("f")).is_err(), "{source}");
    }
    let main =
        "def f(A):\n    return A + A\nif __name__ == '__main__':\n    A = np.ones((3, 3))\n    print(f(A))";
    assert!(made(main).contains("out = A + A"));
}

#[test]
fn elementwise_functions_and_choices() {
    assert_eq!(
        made("y = abs(A) ** B"),
        "v0 = np.absolute(A)\ny = v0 ** B\nv0_a = np.zeros_like(v0)\n\
         B_a += np.log(np.where(v0 == 0.0, 1.0, v0)) * y * y_a\n\
         v0_a += np.where(B == 0.0, 0.0, B * v0 ** (B - 1)) * y_a\nA_a += np.sign(A) * v0_a"
    );
    assert_eq!(
        made("y = np.maximum(A, B)"),
        "y = np.maximum(A, B)\nB_a += np.heaviside(B - A, 0.5) * y_a\nA_a += np.heaviside(A - B, 0.5) * y_a"
    );
    assert_eq!(
        made("y = np.where(A + B >= C, A, B)"),
        "v0 = A + B\ny = np.where(v0 >= C, A, B)\nv0_a = np.zeros_like(v0)\nB_a += np.where(v0 >= C, 0.0, y_a)\n\
         A_a += np.where(v0 >= C, y_a, 0.0)\nB_a += v0_a\nA_a += v0_a"
    );
    assert_eq!(made("y = np.sqrt(A)"), "y = np.sqrt(A)\nA_a += 1.0 / (2.0 * y) * y_a");
}
