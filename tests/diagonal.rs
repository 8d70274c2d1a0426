//! Parameters of which a look at run time tells that they are diagonal: value and derivatives are those of the plain
//! adjoint, in every entry, whichever way the look goes.

#![allow(dead_code, reason = "of most functions only the adjoint is called")]

use ndarray::prelude::*;
use numpy2ad::{Workspace, adjoint};
use quote::quote;

/// The same functions optimised and plain.
macro_rules! functions {
    (@all $options:tt $({ $($function:tt)* })*) => {
        $(functions!(@one $options $($function)*);)*
    };
    (@one ($($options:tt)*) $($function:tt)*) => {
        #[adjoint($($options)*)]
        $($function)*
    };
    ($($function:tt)*) => {
        mod optimised {
            use super::*;
            use numpy2ad::linalg::inv;
            functions!(@all (workspace) $($function)*);
        }
        mod plain {
            use super::*;
            use numpy2ad::linalg::inv;
            functions!(@all (optimize = false) $($function)*);
        }
    };
}

functions! {
    {
        pub(super) fn rmi(s: &Array2<f64>, a: &Array2<f64>, i: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
            let p = s.dot(&inv(&s.t().dot(a).dot(s))).dot(&s.t());
            &p + (i - p.dot(a)).dot(x).dot(&(i - a.dot(&p)))
        }
    }
    {
        pub(super) fn newton(
            b: &Array2<f64>, i: &Array2<f64>, a: &Array2<f64>, w: &Array2<f64>, j: &Array2<f64>,
        ) -> Array2<f64> {
            let k = inv(&(j + w.t().dot(a).dot(b).dot(&a.t()).dot(w)));
            b.dot(&(i - a.t().dot(w).dot(&k).dot(&w.t()).dot(a).dot(b)))
        }
    }
    {
        // The transpose of the parameter, and its multiples; it stands elsewhere as well.
        pub(super) fn reflected(v: &Array2<f64>, x: &Array2<f64>, i: &Array2<f64>, q: &Array2<f64>) -> Array2<f64> {
            q.dot(i) + (2.0 * &i.t() - v.dot(&v.t())).dot(x).dot(q)
        }
    }
    {
        // In single precision, and with two that are looked at.
        pub(super) fn two(u: &Array2<f32>, i: &Array2<f32>, x: &Array2<f32>, v: &Array2<f32>, j: &Array2<f32>, q: &Array2<f32>) -> Array2<f32> {
            (i - u.dot(&u.t())).dot(x).dot(q).dot(&(v.dot(&v.t()) + j)).dot(&q.t())
        }
    }
}

/// Numbers between -1 and 1, the same every time.
fn random(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    Array2::from_shape_simple_fn((rows, columns), || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 30) - 1.0
    })
}

/// Square matrices, diagonal or nearly so or not at all, by what they are.
fn squares(n: usize) -> Vec<(&'static str, Array2<f64>)> {
    let identity = Array2::<f64>::eye(n);
    let mut all = vec![
        ("the identity", identity.clone()),
        ("a multiple of the identity", -2.5 * &identity),
        ("zero", Array2::zeros((n, n))),
        ("a diagonal", Array2::from_diag(&Array1::from_iter((0..n).map(|i| i as f64 - 1.0)))),
        ("a general matrix", random(n, n, 77)),
        (
            "a lower triangle",
            Array2::from_shape_fn((n, n), |(i, j)| if i >= j { 1.0 + i as f64 } else { 0.0 }),
        ),
    ];
    for (name, at) in
        [("an entry in the last row", (n.saturating_sub(1), 0)), ("in the first", (0, n.saturating_sub(1)))]
    {
        if n > 1 {
            let mut nearly = identity.clone();
            nearly[at] = 0.125;
            all.push((name, nearly));
        }
    }
    all
}

/// Matrices of the same entries in other memory orders.
fn layouts(a: &Array2<f64>) -> Vec<(&'static str, Array2<f64>)> {
    let mut columns = Array2::zeros(a.raw_dim().f());
    columns.assign(a);
    let mut reversed = a.slice(s![..;-1, ..;-1]).to_owned();
    reversed.invert_axis(Axis(0));
    reversed.invert_axis(Axis(1));
    vec![("rows", a.clone()), ("columns", columns), ("reversed", reversed)]
}

fn assert_close(found: &Array2<f64>, expected: &Array2<f64>, what: &str) {
    assert_eq!(found.dim(), expected.dim(), "{what}");
    for (at, (&a, &b)) in found.indexed_iter().map(|(at, a)| (at, (a, &expected[at]))) {
        assert!((a - b).abs() <= 1e-9 * (1.0 + b.abs()), "{what} at {at:?}: {a}, not {b}");
    }
}

type Adjoint = fn(&[Array2<f64>], &mut [Array2<f64>], &Array2<f64>) -> Array2<f64>;
type Into = fn(&mut Workspace, &[Array2<f64>], &mut [Array2<f64>], &Array2<f64>, &mut Array2<f64>);

struct Case {
    name: &'static str,
    adjoint: Adjoint,
    into: Into,
    plain: Adjoint,
    /// Operands, without those that are looked at, and the positions of those.
    operands: fn(usize) -> Vec<Array2<f64>>,
    looked: &'static [usize],
}

macro_rules! case {
    ($f:ident $f_ad:ident $f_into:ident, $operands:expr, $looked:expr, $($x:ident $x_a:ident)*) => {
        Case {
            name: stringify!($f),
            adjoint: |x, x_a, seed| match (x, x_a) {
                ([$($x),*], [$($x_a),*]) => optimised::$f_ad($($x,)* $($x_a,)* seed),
                _ => panic!("other operands"),
            },
            into: |ws, x, x_a, seed, out| match (x, x_a) {
                ([$($x),*], [$($x_a),*]) => optimised::$f_into(ws, $($x,)* $($x_a,)* seed, out),
                _ => panic!("other operands"),
            },
            plain: |x, x_a, seed| match (x, x_a) {
                ([$($x),*], [$($x_a),*]) => plain::$f_ad($($x,)* $($x_a,)* seed),
                _ => panic!("other operands"),
            },
            operands: $operands,
            looked: $looked,
        }
    };
}

/// A square matrix that is far from singular.
fn regular(n: usize, seed: u64) -> Array2<f64> {
    random(n, n, seed) / 4.0 + Array2::<f64>::eye(n) * n as f64
}

fn cases() -> Vec<Case> {
    vec![
        case!(rmi rmi_ad rmi_ad_into, |n| vec![random(n, n.div_ceil(3), 1), regular(n, 2), Array2::eye(n), random(n, n, 3)], &[2], s s_a a a_a i i_a x x_a),
        case!(newton newton_ad newton_ad_into, |n| vec![regular(n, 1), Array2::eye(n), random(n.div_ceil(2), n, 2), random(n.div_ceil(2), n.div_ceil(4), 3), 40.0 * regular(n.div_ceil(4), 4)], &[1], b b_a i i_a a a_a w w_a j j_a),
        case!(reflected reflected_ad reflected_ad_into, |n| vec![random(n, n.div_ceil(4), 1), random(n, n, 2), Array2::eye(n), random(n, n, 3)], &[2], v v_a x x_a i i_a q q_a),
    ]
}

fn check(case: &Case, operands: &[Array2<f64>], what: &str) {
    let zeros = || operands.iter().map(|x| Array2::from_elem(x.raw_dim(), 0.5)).collect::<Vec<_>>();
    let mut expected = zeros();
    let result = {
        let mut unused = zeros();
        let seed = Array2::zeros((operands[0].nrows(), operands[0].nrows()));
        (case.plain)(operands, &mut unused, &seed)
    };
    let seed = random(result.nrows(), result.ncols(), 99);
    (case.plain)(operands, &mut expected, &seed);
    let mut found = zeros();
    let value = (case.adjoint)(operands, &mut found, &seed);
    assert_close(&value, &result, what);
    for (index, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert_close(found, expected, &format!("{what}, adjoint {index}"));
    }
    let mut ws = Workspace::default();
    for call in 0..2 {
        let mut found = zeros();
        let mut out = Array2::zeros(result.raw_dim());
        (case.into)(&mut ws, operands, &mut found, &seed, &mut out);
        assert_close(&out, &result, &format!("{what}, workspace, call {call}"));
        for (index, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_close(found, expected, &format!("{what}, workspace, adjoint {index}"));
        }
    }
}

#[test]
fn value_and_adjoints_are_those_of_the_plain_function() {
    for case in cases() {
        for n in [1, 2, 3, 7, 20] {
            for (what, square) in squares(n) {
                for (layout, square) in layouts(&square) {
                    let mut operands = (case.operands)(n);
                    for &index in case.looked {
                        operands[index] = square.clone();
                    }
                    check(&case, &operands, &format!("{} at {n}, {what} by {layout}", case.name));
                }
            }
        }
    }
}

#[test]
fn without_entries_everything_is_empty() {
    for case in cases() {
        check(&case, &(case.operands)(0), case.name);
    }
}

#[test]
fn two_parameters_are_diagonal_together_or_not() {
    let single = |a: Array2<f64>| a.mapv(|x| x as f32);
    let (n, m) = (9, 6);
    let (u, x, v, q) =
        (single(random(n, 2, 1)), single(random(n, n, 2)), single(random(m, 2, 3)), single(random(n, m, 4)));
    let seed = single(random(n, n, 5));
    for (what_i, i) in squares(n) {
        for (what_j, j) in squares(m) {
            let (i, j) = (single(i.clone()), single(j));
            let zeros = || [&u, &i, &x, &v, &j, &q].map(|x| Array2::<f32>::zeros(x.raw_dim()));
            let (
                [mut u_a, mut i_a, mut x_a, mut v_a, mut j_a, mut q_a],
                [mut u_b, mut i_b, mut x_b, mut v_b, mut j_b, mut q_b],
            ) = (zeros(), zeros());
            let found = optimised::two_ad(
                &u, &i, &x, &v, &j, &q, &mut u_a, &mut i_a, &mut x_a, &mut v_a, &mut j_a, &mut q_a, &seed,
            );
            let expected = plain::two_ad(
                &u, &i, &x, &v, &j, &q, &mut u_b, &mut i_b, &mut x_b, &mut v_b, &mut j_b, &mut q_b, &seed,
            );
            let pairs =
                [(found, expected), (u_a, u_b), (i_a, i_b), (x_a, x_b), (v_a, v_b), (j_a, j_b), (q_a, q_b)];
            for (found, expected) in pairs {
                let scale = expected.iter().fold(1.0_f32, |most, x| most.max(x.abs()));
                let off = (&found - &expected).iter().fold(0.0_f32, |most, x| most.max(x.abs()));
                assert!(off <= 1e-4 * scale, "{what_i} and {what_j}: off by {off} of {scale}");
            }
        }
    }
}

/// A NaN beside the diagonal is no 0: it reaches the result, as in the plain function.
#[test]
fn a_nan_beside_the_diagonal_flows_through() {
    for case in cases() {
        let n = 6;
        let mut operands = (case.operands)(n);
        for &index in case.looked {
            operands[index][(4, 1)] = f64::NAN;
        }
        let mut adjoints: Vec<_> = operands.iter().map(|x| Array2::zeros(x.raw_dim())).collect();
        let value = (case.adjoint)(&operands, &mut adjoints, &Array2::ones((n, n)));
        assert!(value.iter().any(|x| x.is_nan()), "{}", case.name);
    }
}

/// So does one on the diagonal, and one in what is multiplied with it.
#[test]
fn a_nan_flows_through_a_diagonal() {
    for case in cases() {
        let n = 6;
        for index in 0..(case.operands)(n).len() {
            let mut operands = (case.operands)(n);
            operands[index][(0, 0)] = f64::NAN;
            let mut adjoints: Vec<_> = operands.iter().map(|x| Array2::zeros(x.raw_dim())).collect();
            let value = (case.adjoint)(&operands, &mut adjoints, &Array2::ones((n, n)));
            assert!(value.iter().any(|x| x.is_nan()), "{}, operand {index}", case.name);
        }
    }
}

/// Shapes that do not fit are an error as without the look, also where the looked at is not square.
#[test]
#[should_panic = "shape"]
fn a_matrix_that_is_not_square_is_an_error() {
    let case = &cases()[0];
    let mut operands = (case.operands)(6);
    operands[2] = Array2::eye(6).slice(s![.., ..5]).to_owned();
    let mut adjoints: Vec<_> = operands.iter().map(|x| Array2::zeros(x.raw_dim())).collect();
    (case.adjoint)(&operands, &mut adjoints, &Array2::ones((6, 6)));
}

/// What is looked at may come as an array or as a view.
#[adjoint]
fn by_value(i: Array2<f64>, v: ArrayView2<'_, f64>, x: &Array2<f64>) -> Array2<f64> {
    (&i - v.dot(&v.t())).dot(x)
}

#[adjoint]
fn by_reference(i: &ArrayRef2<f64>, v: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
    (i - v.dot(&v.t())).dot(x)
}

#[test]
fn what_is_looked_at_has_any_type() {
    let (i, v, x) = (Array2::<f64>::eye(6), Array2::from_elem((6, 2), 0.5), Array2::from_elem((6, 3), -2.0));
    let zeros = || (Array2::zeros((6, 6)), Array2::zeros((6, 2)), Array2::zeros((6, 3)));
    let ((mut i_a, mut v_a, mut x_a), mut expected) = (zeros(), zeros());
    let out = by_value_ad(i.clone(), v.view(), &x, &mut i_a, &mut v_a, &mut x_a, &x);
    assert_eq!(by_reference_ad(&i, &v, &x, &mut expected.0, &mut expected.1, &mut expected.2, &x), out);
    assert_eq!((i_a, v_a, x_a), expected);
}

const NEWTON: &str = "fn newton(b: &Array2<f64>, i: &Array2<f64>, a: &Array2<f64>, w: &Array2<f64>, j: &Array2<f64>) -> Array2<f64> {
    let k = inv(&(j + w.t().dot(a).dot(b).dot(&a.t()).dot(w)));
    b.dot(&(i - a.t().dot(w).dot(&k).dot(&w.t()).dot(a).dot(b)))
}";

/// How often the expansion looks, and how many variants it has.
fn looks(attr: proc_macro2::TokenStream, function: &str) -> (usize, usize) {
    let text = numpy2ad_core::rust::adjoint(attr, function.parse().expect("tokens")).to_string();
    assert!(!text.contains("compile_error"), "{text}");
    let count = |what: &str| text.matches(what).count();
    (count("ad :: is_diagonal"), count("=> {"))
}

#[test]
fn it_is_looked_where_that_can_save() {
    let (looked, variants) = looks(quote!(), NEWTON);
    assert_eq!(looked, 1);
    assert!((2..=4).contains(&variants), "{variants}");
    assert_eq!(looks(quote!(sizes(m = 1000, n = 500, k = 250)), NEWTON), (1, 2));
    // Also as its own transpose; and two at once.
    let function = |body: &str| {
        format!(
            "fn f(v: &Array2<f64>, x: &Array2<f64>, i: &Array2<f64>, q: &Array2<f64>, j: &Array2<f64>) -> Array2<f64> {{ {body} }}"
        )
    };
    let reflected = function("(2.0 * &i.t() - v.dot(&v.t())).dot(x).dot(q)");
    assert_eq!(looks(quote!(), &reflected).0, 1);
    let two = function("(i - v.dot(&v.t())).dot(x).dot(&(v.dot(&v.t()) + j)).dot(q)");
    assert_eq!(looks(quote!(), &two).0, 2);
    // In both functions.
    assert_eq!(looks(quote!(workspace), NEWTON).0, 2);
}

#[test]
fn it_is_not_looked_where_all_is_said_or_nothing_saved() {
    assert_eq!(looks(quote!(optimize = false), NEWTON).0, 0);
    assert_eq!(looks(quote!(diagonal(i)), NEWTON).0, 0);
    assert_eq!(looks(quote!(symmetric(i)), NEWTON).0, 0);
    // Not multiplied, multiplied alone, and not beside a product.
    for body in ["i - a.dot(b)", "i.dot(a).dot(b)", "(i + a).dot(b)"] {
        let function =
            format!("fn f(i: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {{ {body} }}");
        assert_eq!(looks(quote!(), &function).0, 0, "{body}");
    }
}

#[test]
fn the_documentation_tells_of_it() {
    let text = numpy2ad_core::rust::adjoint(quote!(), NEWTON.parse().expect("tokens")).to_string();
    assert!(text.contains("elements; only where `i` is diagonal"), "{text}");
}

/// The account has the variant, with where alone it runs, and compares the others among themselves.
#[test]
fn the_account_tells_of_it() {
    let text = numpy2ad_core::account::rust(&format!("#[adjoint]\n{NEWTON}"), None).expect("an account");
    let number = text.matches("flops   ").count() - 2;
    assert!(text.contains(&format!("optimised {number}, only where `i` is diagonal\n")), "{text}");
    assert_eq!(text.matches("only where").count(), 1, "{text}");
    let sized = format!("#[adjoint(sizes(m = 1000, n = 500, k = 250))]\n{NEWTON}");
    let text = numpy2ad_core::account::rust(&sized, None).expect("an account");
    // Nothing else is written for operands as they come.
    let (general, assuming) = text.split_once("only where `i` is diagonal").expect("two variants");
    assert!(!general.contains("cheapest where") && assuming.contains("cheapest where"), "{text}");
    let plain = format!("#[adjoint(diagonal(i))]\n{NEWTON}");
    let text = numpy2ad_core::account::rust(&plain, None).expect("an account");
    assert!(!text.contains("only where"), "{text}");
}
