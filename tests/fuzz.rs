//! Whatever the compiler is given, it answers with Rust that parses, and never panics: random tokens, functions
//! with a mutation, functions that are right, random Python, and nesting of any depth.

use proc_macro2::TokenStream;
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::fmt::Write as _;

/// The answer of each entry point to the same input is Rust that parses.
fn answers(attr: &TokenStream, item: &TokenStream) -> Result<(), TestCaseError> {
    for compile in [numpy2ad_core::rust::adjoint, numpy2ad_core::rust::tangent] {
        let out = compile(attr.clone(), item.clone());
        // `#[allow(dead_code)]` may stand before the function.
        let begins = |at: usize| {
            let rest: TokenStream =
                out.clone().into_iter().skip(at).take(item.clone().into_iter().count()).collect();
            rest.to_string() == item.to_string()
        };
        let before = [0, 2].into_iter().find(|&at| begins(at));
        prop_assert!(before.is_some(), "{item} is not in {out}");
        let count = before.unwrap_or_default() + item.clone().into_iter().count();
        let added: TokenStream = out.clone().into_iter().skip(count).collect();
        let parsed = syn::parse2::<syn::File>(added);
        prop_assert!(parsed.is_ok(), "{}\n{out}", parsed.err().unwrap());
        // An answer that says nothing is no answer.
        prop_assert!(out.to_string().len() > item.to_string().len());
    }
    Ok(())
}

/// The macro's answer is an expression, or several in a block.
fn answers_python(input: TokenStream) -> Result<(), TestCaseError> {
    let out = numpy2ad_core::python_macro::numpy2ad_macro(input);
    let parsed = syn::parse2::<syn::Expr>(out.clone());
    prop_assert!(parsed.is_ok(), "{}\n{out}", parsed.err().unwrap());
    Ok(())
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Tokens that functions of array code are made of, and some that they are not.
const WORDS: &[&str] = &[
    "fn",
    "f",
    "a",
    "b",
    "c",
    "x",
    "s",
    "n",
    "out",
    "self",
    "Self",
    "let",
    "mut",
    "ref",
    "move",
    "return",
    "if",
    "else",
    "match",
    "for",
    "in",
    "while",
    "loop",
    "break",
    "continue",
    "async",
    "await",
    "const",
    "static",
    "unsafe",
    "extern",
    "pub",
    "use",
    "mod",
    "impl",
    "trait",
    "struct",
    "enum",
    "dyn",
    "where",
    "as",
    "crate",
    "super",
    "Array1",
    "Array2",
    "ArrayView2",
    "ArrayViewMut1",
    "ArrayRef2",
    "Array",
    "Ix2",
    "Result",
    "Vec",
    "f64",
    "f32",
    "usize",
    "i32",
    "bool",
    "dot",
    "t",
    "inv",
    "exp",
    "ln",
    "mapv",
    "powi",
    "powf",
    "square",
    "sum",
    "unwrap",
    "expect",
    "clone",
    "view",
    "fill",
    "assign",
    "optimize",
    "Ok",
    "Err",
    "LAMBDA",
    "r#type",
    "_",
    "+",
    "-",
    "*",
    "/",
    "%",
    "=",
    "==",
    "+=",
    "->",
    "=>",
    "&",
    "&&",
    "|",
    "||",
    "!",
    "?",
    ".",
    "..",
    "..=",
    ",",
    ";",
    ":",
    "::",
    "<",
    ">",
    "#",
    "@",
    "$",
    "'a",
    "'_",
    "0",
    "1",
    "2.0",
    "1e400",
    "0.5f32",
    "3usize",
    "99999999999999999999",
    "\"text\"",
    "'c'",
    "b\"x\"",
    "true",
    "false",
];

fn tokens() -> impl Strategy<Value = String> {
    let leaf = prop::collection::vec(prop::sample::select(WORDS), 0..12).prop_map(|words| words.join(" "));
    leaf.prop_recursive(4, 64, 6, |inner| {
        let group = (inner, prop::sample::select(vec![("(", ")"), ("[", "]"), ("{", "}")]))
            .prop_map(|(inner, (open, close))| format!("{open} {inner} {close}"));
        let word = prop::sample::select(WORDS).prop_map(str::to_owned);
        prop::collection::vec(prop_oneof![group, word], 0..6).prop_map(|parts| parts.join(" "))
    })
}

/// The tokens of a text, unless they are none.
fn lex(text: &str) -> Option<TokenStream> {
    text.parse().ok()
}

/// Functions that are right.
const FUNCTIONS: &[&str] = &[
    "pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> { a.dot(b) + c }",
    "fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
        let w = m.inv()?; let s = (x.t().dot(&w).dot(x)).inv()?; Ok(s.dot(&x.t().dot(&w.dot(y)))) }",
    "fn misfit(a: ArrayView2<'_, f32>, x: &Array1<f32>, s: f32, n: i32) -> f32 {
        let r = a.dot(x) * s; r.mapv(|v| v.powi(n)).sum() / 2.0 }",
    "pub(crate) unsafe fn blocks<'a, const N: usize>(mut a: Array2<f64>, flag: bool) -> Array2<f64> where Self: Sized {
        use ndarray::linalg; const LAMBDA: f64 = 2.0; let b = { let c = a.t(); c.to_owned() };
        let _: Array2<f64> = b.clone(); (LAMBDA * N as f64) * (-b).mapv(f64::exp) }",
];

/// A function with some tokens dropped, doubled, exchanged or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..4_u8, prop::sample::select(WORDS));
    (prop::sample::select(FUNCTIONS), prop::collection::vec(edit, 1..5)).prop_map(|(function, edits)| {
        let mut words = Vec::new();
        flatten(function.parse().unwrap(), &mut words);
        for (index, how, word) in edits {
            let at = index.index(words.len());
            match how {
                0 => drop(words.remove(at)),
                1 => {
                    let copy = words[at].clone();
                    words.insert(at, copy);
                }
                2 => {
                    let next = (at + 1) % words.len();
                    words.swap(at, next);
                }
                _ => words[at] = word.to_owned(),
            }
            if words.is_empty() {
                words.push("fn".to_owned());
            }
        }
        words.join(" ")
    })
}

fn flatten(tokens: TokenStream, out: &mut Vec<String>) {
    for tree in tokens {
        match tree {
            proc_macro2::TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    _ => ("(", ")"),
                };
                out.push(open.to_owned());
                flatten(group.stream(), out);
                out.push(close.to_owned());
            }
            // A lifetime is two tokens, and an operator may be: what belongs together stays so.
            proc_macro2::TokenTree::Punct(punct) => match out.last_mut() {
                Some(last) if last.ends_with('\u{1}') => {
                    last.pop();
                    last.push(punct.as_char());
                    if punct.spacing() == proc_macro2::Spacing::Joint {
                        last.push('\u{1}');
                    }
                }
                _ if punct.spacing() == proc_macro2::Spacing::Joint => {
                    out.push(format!("{}\u{1}", punct.as_char()));
                }
                _ => out.push(punct.to_string()),
            },
            other => match out.last_mut() {
                Some(last) if last.ends_with('\u{1}') => {
                    last.pop();
                    last.push_str(&other.to_string());
                }
                _ => out.push(other.to_string()),
            },
        }
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn random_tokens_are_answered(attr in tokens(), item in tokens()) {
        if let (Some(attr), Some(item)) = (lex(&attr), lex(&item)) {
            answers(&attr, &item)?;
        }
    }

    #[test]
    fn random_bodies_are_answered(params in tokens(), output in tokens(), body in tokens()) {
        let text = format!("fn f(a: &Array2<f64>, {params}) -> Array2<f64> {{ {body} }}");
        if let Some(item) = lex(&text) {
            answers(&TokenStream::new(), &item)?;
        }
        if let Some(item) = lex(&format!("fn f(x: f64) -> {output} {{ {body} }}")) {
            answers(&TokenStream::new(), &item)?;
        }
    }

    #[test]
    fn mutated_functions_are_answered(item in mutated()) {
        if let Some(item) = lex(&item) {
            answers(&TokenStream::new(), &item)?;
        }
    }

    #[test]
    fn random_tokens_are_no_panic_of_the_python_macro(input in tokens()) {
        if let Some(input) = lex(&input) {
            answers_python(input)?;
        }
    }

    #[test]
    fn random_python_is_answered(text in python(), ranks in tokens()) {
        let literal = proc_macro2::Literal::string(&text);
        answers_python(quote(&literal, &TokenStream::new()))?;
        if let Some(ranks) = lex(&ranks) {
            answers_python(quote(&literal, &ranks))?;
        }
        let _ = numpy2ad_core::python::adjoint(&text, &numpy2ad_core::python::Ranks::new(), None);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = numpy2ad_core::python::adjoint(&text, &numpy2ad_core::python::Ranks::new(), None);
        answers_python(quote(&proc_macro2::Literal::string(&text), &TokenStream::new()))?;
    }
}

/// `literal` or `literal, ranks`.
fn quote(literal: &proc_macro2::Literal, ranks: &TokenStream) -> TokenStream {
    let mut out = TokenStream::from(proc_macro2::TokenTree::from(literal.clone()));
    if !ranks.is_empty() {
        out.extend([proc_macro2::TokenTree::from(proc_macro2::Punct::new(',', proc_macro2::Spacing::Alone))]);
        out.extend(ranks.clone());
    }
    out
}

/// Python text out of what Python text is made of.
fn python() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "A",
        "B",
        "x",
        "y",
        "np",
        "def",
        "f",
        "return",
        "if",
        "else",
        "for",
        "while",
        "in",
        "lambda",
        "import",
        "from",
        "as",
        "class",
        "with",
        "try",
        "not",
        "None",
        "True",
        "=",
        "==",
        "+=",
        "@",
        "@=",
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ":=",
        ".",
        ".T",
        "->",
        "\n",
        "\n    ",
        "\n        ",
        "np.linalg.inv(",
        "np.exp(",
        "np.zeros_like(",
        "\"vector\"",
        "\"\"\"doc\"\"\"",
        "# comment\n",
        "\\\n",
        "2",
        "2.5",
        "1e999",
        "0x10",
        "1j",
        "é",
        "\t",
        "'",
        "\"",
        "f'{A}'",
        "@property\n",
        "*args",
        "**kwargs",
        "A.T @ B",
        "def f(A, B):\n    ",
        "return A @ B\n",
        "y = A\n",
    ]);
    (any::<bool>(), prop::collection::vec(word, 0..40))
        .prop_map(|(spaced, words)| words.join(if spaced { " " } else { "" }))
}

/// An expression of this rank: 0 a number, 1 a vector, 2 a matrix. All matrices are square and of one size, so that
/// shapes are never wrong.
fn expression(rank: u8) -> BoxedStrategy<String> {
    let leaf = |rank: u8| match rank {
        0 => {
            prop::sample::select(vec!["s", "r", "*q", "2.0", "0.5_f64", "LAMBDA", "n as f64", "f64::from(k)"])
                .boxed()
        }
        1 => prop::sample::select(vec!["x", "y", "w"]).boxed(),
        _ => prop::sample::select(vec!["a", "b", "m", "p"]).boxed(),
    };
    let leaves = (leaf(0), leaf(1), leaf(2)).prop_map(|(s, x, a)| [s.to_owned(), x.to_owned(), a.to_owned()]);
    leaves
        .prop_recursive(5, 40, 3, |inner| {
            let shape = (0..12_u8, 0..8_u8, 0..8_u8, 0..8_u8);
            (inner.clone(), inner, shape).prop_map(|(l, r, (i, j, k, form))| {
                [scalar(&l, &r, i), vector(&l, &r, j + 2 * form), matrix(&l, &r, k + 2 * form)]
            })
        })
        .prop_map(move |all| all[usize::from(rank)].clone())
        .boxed()
}

fn scalar(l: &[String; 3], r: &[String; 3], form: u8) -> String {
    match form {
        0 => format!("({} + {})", l[0], r[0]),
        1 => format!("({}) * ({})", l[0], r[0]),
        2 => format!("-({})", l[0]),
        3 => format!("({}) / (({}) * ({}) + 1.5)", l[0], r[0], r[0]),
        4 => format!("({}).dot(&({}))", l[1], r[1]),
        5 => format!("({}).sum()", l[2]),
        6 => format!("({}).sum()", r[1]),
        7 => format!("({}).powi(3)", wrapped(&l[0])),
        8 => format!("({}).powf(LAMBDA)", wrapped(&l[0])),
        9 => format!("({}).exp()", wrapped(&l[0])),
        10 => format!("{{ let v0 = {}; v0 - {} }}", l[0], r[0]),
        _ => l[0].clone(),
    }
}

/// A literal has no methods before its type is known.
fn wrapped(scalar: &str) -> String {
    format!("s * ({scalar})")
}

fn vector(l: &[String; 3], r: &[String; 3], form: u8) -> String {
    match form {
        0 => format!("(&({}) + &({}))", l[1], r[1]),
        1 => format!("({}) - ({})", l[1], r[1]),
        2 => format!("({}).dot(&({}))", l[2], r[1]),
        3 => format!("({}).dot(&({}))", l[1], r[2]),
        4 => format!("({}) * ({})", l[0], r[1]),
        5 => format!("({}) / (({}) + 3.0)", l[1], r[0]),
        6 => format!("-({})", l[1]),
        7 => format!("({}).mapv(f64::exp)", l[1]),
        8 => format!("({}).mapv(|v| v.powi(2) * {} + 1.0)", l[1], r[0]),
        9 => format!("({}).to_owned()", l[1]),
        10 => format!("inv(&({})).dot({})", l[2], r[1]),
        11 => format!("({}).view().t()", l[1]),
        12 => format!("({}).inv()?.dot(&{})", l[2], r[1]),
        13 => format!("({}) * ({})", l[1], r[1]),
        14 => format!("{{ let t0 = {}; &t0 * ({}) }}", l[1], r[0]),
        _ => l[1].clone(),
    }
}

fn matrix(l: &[String; 3], r: &[String; 3], form: u8) -> String {
    match form {
        0 => format!("(&({}) + &({}))", l[2], r[2]),
        1 => format!("({}) - ({})", l[2], r[2]),
        2 | 3 => format!("({}).dot(&({}))", l[2], r[2]),
        4 => format!("({}) * ({})", l[0], r[2]),
        5 => format!("({}) / (({}) + 3.0)", l[2], r[0]),
        6 => format!("-({})", l[2]),
        7 => format!("({}).exp()", l[2]),
        8 => format!("({}).mapv(|v| (v * {}).exp() - v.powf(1.5))", l[2], r[0]),
        9 => format!("({}).t().to_owned()", l[2]),
        10 => format!("inv(&({}))", l[2]),
        11 => format!("({}).inv().unwrap()", l[2]),
        12 => format!("(({}).inv()?)", l[2]),
        13 => format!("({}) * ({})", l[2], r[2]),
        14 => format!("{{ let v1 = {}; v1.dot(&v1) + {} }}", l[2], r[2]),
        15 => format!("({}) + ({})", l[2], r[1]),
        16 => format!("({}).square()", l[2]),
        _ => l[2].clone(),
    }
}

fn valid() -> impl Strategy<Value = String> {
    (0..3_u8, 1..4_usize).prop_flat_map(|(rank, lets)| {
        let bindings = prop::collection::vec((0..3_u8).prop_flat_map(|r| (Just(r), expression(r))), lets);
        (Just(rank), bindings, expression(rank), any::<bool>()).prop_map(|(rank, bindings, tail, named)| {
            let result = ["f64", "Array1<f64>", "Array2<f64>"][usize::from(rank)];
            let mut body = String::new();
            for (rank, value) in bindings {
                // Shadowing is right, and what is bound is used by what follows.
                let name = ["s", "x", "a"][usize::from(rank)];
                let _ = writeln!(body, "let {name} = {value};");
            }
            let tail = if named { format!("let v0 = {tail}; Ok(v0)") } else { format!("Ok({tail})") };
            format!(
                "pub fn f(a: &Array2<f64>, b: Array2<f64>, m: ArrayView2<'_, f64>, p: &ArrayRef2<f64>, \
                 x: &Array1<f64>, y: ArrayView1<f64>, w: &ndarray::Array1<f64>, s: f64, r: f64, q: &f64, n: usize, \
                 k: i32, flag: bool) -> Result<{result}, LinalgError> {{ {body} {tail} }}"
            )
        })
    })
}

proptest! {
    #![proptest_config(config(384))]

    #[test]
    fn right_functions_are_differentiated(source in valid()) {
        let item: TokenStream = source.parse().unwrap();
        for compile in [numpy2ad_core::rust::adjoint, numpy2ad_core::rust::tangent] {
            let out = compile(TokenStream::new(), item.clone());
            let text = out.to_string();
            prop_assert!(!text.contains("compile_error"), "{source}\n{text}");
            let file = syn::parse2::<syn::File>(out);
            prop_assert!(file.is_ok(), "{}\n{source}\n{text}", file.err().unwrap());
            prop_assert_eq!(file.unwrap().items.len(), 2);
        }
    }
}

/// What the generator has found before.
#[test]
fn functions_that_once_failed() {
    const PARAMS: &str = "m: ArrayView2<'_, f64>, p: &ArrayRef2<f64>, a: &Array2<f64>, b: Array2<f64>, \
                          x: &Array1<f64>, y: ArrayView1<f64>, s: f64, q: &f64, k: i32";
    for (result, body) in [
        // A copy's tangent was computed twice.
        ("f64", "let s = s / (s * s + 1.5) + s; Ok(s)"),
        ("f64", "let s = 2.0 + (2.0 + s) + s; Ok(s)"),
        // The optimiser of products.
        ("f64", "let s = inv(a).dot(x).dot(x); Ok((s * (s + s + s)).powi(3))"),
        // A tangent found an expression that the primal program computes only later.
        (
            "Array1<f64>",
            "let c = -m.square(); Ok({ let v = m.mapv(|v| (v * 2.0).exp() - v.powf(1.5)); v.dot(&v) + b }.inv()?.dot(x))",
        ),
        (
            "Array2<f64>",
            "let x = x - a.inv()?.dot(x); let x = y.dot(p).view().t(); \
             let x = y.mapv(|v| v.powi(2) * f64::from(k) + 1.0).dot(&{ let v1 = a; v1.dot(&v1) + p }); \
             let v0 = (m * m).mapv(|v| (v * { let t0 = y; &t0 * f64::from(k) }.dot(&x)).exp() - v.powf(1.5)); Ok(v0)",
        ),
    ] {
        let source = format!("fn f({PARAMS}) -> Result<{result}, LinalgError> {{ {body} }}");
        for compile in [numpy2ad_core::rust::adjoint, numpy2ad_core::rust::tangent] {
            let text = compile(TokenStream::new(), source.parse().unwrap()).to_string();
            let error =
                text.split("compile_error").nth(1).map(|rest| rest.chars().take(300).collect::<String>());
            assert_eq!(error, None, "{source}");
        }
    }
}

/// Runs in a thread with a stack of 2 MB, which is what test threads and many others have.
fn in_small_stack(name: &str, run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).name(name.to_owned()).spawn(run).unwrap();
    thread.join().unwrap();
}

#[test]
fn depth_is_no_overflow() {
    let function = |body: String| format!("fn f(a: &Array2<f64>, s: f64) -> Array2<f64> {{ {body} }}");
    let nested = |open: &str, close: &str, n: usize| format!("{}a{}", open.repeat(n), close.repeat(n));
    let mut sources = Vec::new();
    for n in [30, 60, 150, 300, 5000] {
        sources.extend([
            function(nested("(", ")", n)),
            function(nested("{", "}", n)),
            function(nested("&", "", n)),
            function(nested("*", "", n)),
            function(nested("- ", "", n)),
            function(nested("!", "", n)),
            function(nested("", ".t()", n)),
            function(nested("", "?", n)),
            function(nested("", "[0]", n)),
            function(nested("", " as f64", n)),
            function(nested("a.dot(&", ")", n)),
            function(nested("inv(&", ")", n)),
            function(nested("a + ", "", n)),
            function(nested("a * (", ")", n)),
            function(nested("a = ", "", n)),
            function(nested("a += ", "", n)),
            function(nested("a == a && ", "", n)),
            function(nested("", ".x", n)),
            function(nested("", "(a)", n)),
            function(nested("|x| ", "", n)),
            function(nested("return ", "", n)),
            function(nested("break ", "", n)),
            function(nested("unsafe {", "}", n)),
            function(nested("if a {", "}", n)),
            function(nested("if a {} else ", "", n).replace("else a", "else {}")),
            function(nested("{ let b = ", "; b }", n)),
            function(nested("a.mapv(|x| x * ", ")", n)),
            function(format!("{} a", "let a = a.dot(a);".repeat(n.min(300)))),
            function(format!("let {} = a; a", nested("(", ",)", n))),
            function(format!("let {} = a; a", nested("&", "", n))),
            format!("fn f(a: {}) -> f64 {{ 1.0 }}", nested("&", "", n)),
            format!("fn f(a: {}) -> f64 {{ 1.0 }}", nested("Vec<", ">", n)),
            format!("fn f(a: {}) -> f64 {{ 1.0 }}", nested("(", ",)", n)),
            format!("fn f(a: {}) -> f64 {{ 1.0 }}", nested("[", "; 1]", n)),
            format!("fn f(a: {}) -> f64 {{ 1.0 }}", nested("fn() -> ", "", n)),
            format!("fn f(a: f64) -> {} {{ 1.0 }}", nested("Result<", ">", n)),
            format!("fn f<T: {}>(a: f64) -> f64 {{ a }}", nested("Fn() -> ", "", n)),
            nested("mod m {", "}", n),
            nested("#[a] ", "", n),
        ]);
    }
    in_small_stack("depth", move || {
        for source in &sources {
            let Ok(item) = source.parse::<TokenStream>() else { continue };
            let start = std::time::Instant::now();
            let short: String = source.chars().take(80).collect();
            for compile in [numpy2ad_core::rust::adjoint, numpy2ad_core::rust::tangent] {
                drop(compile(TokenStream::new(), item.clone()));
                drop(compile(item.clone(), "fn f(x: f64) -> f64 { x }".parse().unwrap()));
            }
            assert!(start.elapsed().as_secs() < 20, "{short} takes {:?}", start.elapsed());
        }
    });
}

#[test]
fn depth_of_python_is_no_overflow() {
    let nested = |open: &str, close: &str, n: usize| format!("y = {}A{}", open.repeat(n), close.repeat(n));
    let mut sources = Vec::new();
    for n in [60, 150, 300, 5000] {
        sources.extend([
            nested("(", ")", n),
            nested("[", "]", n),
            nested("-", "", n),
            nested("not ", "", n),
            nested("A + ", "", n),
            nested("A ** ", "", n),
            nested("A @ (", ")", n),
            nested("", ".T", n),
            nested("", "[0]", n),
            nested("", "(A)", n),
            nested("np.exp(", ")", n),
            nested("lambda x: ", "", n),
            nested("A if A else ", "", n),
            nested("A := ", "", n),
            nested("A = ", "", n),
            nested("A < ", "", n),
            nested("A and ", "", n),
            // The indentation alone is n² characters.
            (0..n.min(1000)).map(|depth| format!("{}if A:\n", " ".repeat(depth))).collect(),
            (0..n.min(1000)).map(|depth| format!("{}def f(A):\n", " ".repeat(depth))).collect(),
            (0..n.min(300)).map(|i| format!("v{i} = A @ B\n")).collect(),
        ]);
    }
    in_small_stack("python", move || {
        for text in &sources {
            let short: String = text.chars().take(60).collect();
            let start = std::time::Instant::now();
            drop(numpy2ad_core::python::adjoint(text, &numpy2ad_core::python::Ranks::new(), None));
            drop(numpy2ad_core::python_macro::numpy2ad_macro(
                proc_macro2::TokenTree::from(proc_macro2::Literal::string(text)).into(),
            ));
            if let Ok(tokens) = text.parse() {
                drop(numpy2ad_core::python_macro::numpy2ad_macro(tokens));
            }
            assert!(start.elapsed().as_secs() < 20, "{short} takes {:?}", start.elapsed());
        }
    });
}
