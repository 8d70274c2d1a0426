//! The commands: what each takes, and its help.

use crate::args::Command;

/// What `numpy2ad --help` prints.
pub(crate) const PROGRAM: &str = "\
Adjoint code of matrix expressions, by source transformation.

usage: numpy2ad <command> [options]

commands:
  expr EXPRESSION   the adjoint statements of an expression, or its tangent's
  transform FILE    every function of a Python file as its adjoint or tangent
  rust FILE         the same functions as Rust, with #[adjoint] on each
  graph EXPRESSION  the graph of an expression, as text or as Graphviz
  explain SUBJECT   what a function and its adjoint cost, and how they compute

options:
  -h, --help        what a command does and takes
  -V, --version     the version

A name is a matrix unless an annotation or --rank declares it otherwise.
`numpy2ad <command> --help` says more.
";

const EXPR: &str = "\
The adjoint statements of an expression, on standard output.

usage: numpy2ad expr EXPRESSION [--mode MODE] [--optimize] [--rank NAME=RANK]...

  EXPRESSION            assignments of NumPy code, 'D = A @ B + C'

options:
      --mode MODE       which derivative, by what the caller gives and gets:
                          adjoint   D_a, and adds to A_a, B_a, C_a (the default)
                          tangent   A_t, B_t, C_t, and makes D_t
                          gradient  D_a, 1 for a number, and makes A_g, B_g, C_g
                          hvp       A_t, B_t, C_t and D_a, 1 for a number, and makes
                                    A_g, B_g, C_g, and their derivatives in the
                                    direction of A_t, B_t, C_t: A_h, B_h, C_h
      --optimize        in the cheapest form that is found, with scipy.linalg;
                        for shapes that fit without broadcasting
      --rank NAME=RANK  NAME is a scalar, a vector or a matrix; may be repeated
  -h, --help            this text

example:
  numpy2ad expr 'y = A @ x' --rank x=vector --rank y=vector
";

const TRANSFORM: &str = "\
Every function of a Python file as its adjoint.

usage: numpy2ad transform FILE [-f NAME] [-o OUT] [--mode MODE] [--optimize] [--rank NAME=RANK]...

  FILE                  a file of Python functions; `-` reads standard input

options:
      --mode MODE       which derivative, of a function f(A, x) that returns out:
                          adjoint   f_ad(A, x, A_a, x_a, out_a), which adds to A_a
                                    and x_a (the default)
                          tangent   f_t(A, A_t, x, x_t) -> (out, out_t)
                          gradient  f_grad(A, x) -> (out, (A_g, x_g)); with out_a
                                    behind x where out is no number
                          hvp       f_hvp(A, A_t, x, x_t) -> (out, (A_g, x_g),
                                    (A_h, x_h)): the Hessian times a direction; with
                                    out_a behind where out is no number
      --optimize        in the cheapest form that is found, with scipy.linalg;
                        for shapes that fit without broadcasting
  -f, --function NAME   only the function NAME
  -o, --output OUT      write to the file OUT, whole or not at all
      --rank NAME=RANK  NAME is a scalar, a vector or a matrix; may be repeated
  -h, --help            this text

example:
  numpy2ad transform model.py -f gls -o gls_ad.py
";

const RUST: &str = "\
The functions of a Python file as Rust, with #[adjoint] on each.

usage: numpy2ad rust FILE [-f NAME] [-o OUT] [--rank NAME=RANK]...

  FILE                  a file of Python functions; `-` reads standard input

options:
  -f, --function NAME   only the function NAME
  -o, --output OUT      write to the file OUT, whole or not at all
      --rank NAME=RANK  NAME is a scalar, a vector or a matrix; may be repeated
  -h, --help            this text

example:
  numpy2ad rust model.py -o src/model.rs
";

const GRAPH: &str = "\
The graph of an expression, as a tree or for Graphviz.

usage: numpy2ad graph EXPRESSION [--dot] [--rank NAME=RANK]...

  EXPRESSION            assignments of NumPy code, 'D = A @ B + C'

options:
      --dot             in Graphviz' language
      --rank NAME=RANK  NAME is a scalar, a vector or a matrix; may be repeated
  -h, --help            this text

example:
  numpy2ad graph 'D = A @ B + C' --dot | dot -Tsvg > graph.svg
";

const EXPLAIN: &str = "\
What functions and their adjoints cost, and how the optimised ones compute.

usage: numpy2ad explain SUBJECT [-f NAME] [-o OUT] [--rank NAME=RANK]...

  SUBJECT               a file of Python functions, or of Rust ones (`.rs`) with
                        #[adjoint] on them; `-` reads Python from standard
                        input; or assignments of NumPy code, 'D = A @ B + C'

options:
  -f, --function NAME   only the function NAME
  -o, --output OUT      write to the file OUT, whole or not at all
      --rank NAME=RANK  NAME is a scalar, a vector or a matrix; may be repeated
  -h, --help            this text

example:
  numpy2ad explain model.py -f gls
";

/// What a command takes.
pub(crate) struct Spec {
    /// Its name.
    pub(crate) name: &'static str,
    /// What its argument is called.
    pub(crate) subject: &'static str,
    /// Its long options.
    pub(crate) options: &'static [&'static str],
    /// What `--help` prints; one line of it begins with `usage:`.
    pub(crate) help: &'static str,
}

impl Command {
    /// What the command takes.
    pub(crate) fn spec(self) -> Spec {
        const FILE: &[&str] = &["function", "output", "rank", "help"];
        const TRANSFORMED: &[&str] = &["function", "output", "mode", "optimize", "rank", "help"];
        match self {
            Self::Expr => Spec {
                name: "expr",
                subject: "EXPRESSION",
                options: &["mode", "optimize", "rank", "help"],
                help: EXPR,
            },
            Self::Transform => {
                Spec { name: "transform", subject: "FILE", options: TRANSFORMED, help: TRANSFORM }
            }
            Self::Explain => Spec { name: "explain", subject: "SUBJECT", options: FILE, help: EXPLAIN },
            Self::Rust => Spec { name: "rust", subject: "FILE", options: FILE, help: RUST },
            Self::Graph => {
                Spec { name: "graph", subject: "EXPRESSION", options: &["dot", "rank", "help"], help: GRAPH }
            }
        }
    }
}

/// The line of a help text that says how a command is used.
pub(crate) fn usage(help: &str) -> &str {
    help.lines().find(|line| line.starts_with("usage:")).unwrap_or("")
}
