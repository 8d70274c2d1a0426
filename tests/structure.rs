//! Declared structures: on matrices that have them, value and derivatives are those of the function without the
//! declaration, in every size and memory layout, and of triangles and diagonals nothing else is read.
//!
//! Derivatives keep one convention, whatever is declared: they are those by independent entries. So they are compared
//! with the plain adjoint of the undeclared function, in every entry.

#![allow(dead_code, reason = "of most functions only the adjoint is called")]

mod support;

use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use numpy2ad::{Workspace, adjoint};
use support::harness::{Domain, Input, Random, SIZES};
use support::tensor::{LAYOUTS, Layout, Tensor};

/// A parameter's type: how it is read off a tensor, and its adjoint.
trait Operand {
    type Primal<'a>;
    type Adjoint<'a>;
    fn primal(tensor: &Tensor) -> Self::Primal<'_>;
    fn adjoint(tensor: &mut Tensor) -> Self::Adjoint<'_>;
}

impl Operand for &Array2<f64> {
    type Primal<'a> = &'a Array2<f64>;
    type Adjoint<'a> = &'a mut Array2<f64>;

    fn primal(tensor: &Tensor) -> Self::Primal<'_> {
        let Tensor::Matrix(a) = tensor else { panic!("a matrix was expected, not {tensor:?}") };
        a
    }

    fn adjoint(tensor: &mut Tensor) -> Self::Adjoint<'_> {
        let Tensor::Matrix(a) = tensor else { panic!("a matrix was expected, not {tensor:?}") };
        a
    }
}

impl Operand for &Array1<f64> {
    type Primal<'a> = &'a Array1<f64>;
    type Adjoint<'a> = &'a mut Array1<f64>;

    fn primal(tensor: &Tensor) -> Self::Primal<'_> {
        let Tensor::Vector(x) = tensor else { panic!("a vector was expected, not {tensor:?}") };
        x
    }

    fn adjoint(tensor: &mut Tensor) -> Self::Adjoint<'_> {
        let Tensor::Vector(x) = tensor else { panic!("a vector was expected, not {tensor:?}") };
        x
    }
}

impl Operand for f64 {
    type Primal<'a> = f64;
    type Adjoint<'a> = &'a mut f64;

    fn primal(tensor: &Tensor) -> f64 {
        let Tensor::Scalar(s) = tensor else { panic!("a number was expected, not {tensor:?}") };
        *s
    }

    fn adjoint(tensor: &mut Tensor) -> &mut f64 {
        let Tensor::Scalar(s) = tensor else { panic!("a number was expected, not {tensor:?}") };
        s
    }
}

type Outcome<T> = Result<T, LinalgError>;

/// A function's return type: its seed, and its result as a tensor.
trait Output: Sized {
    type Of: Operand;
    fn outcome(self) -> Outcome<Tensor>;
}

macro_rules! outputs {
    ($($ty:ty: $of:ty;)*) => {$(
        impl Output for $ty {
            type Of = $of;

            fn outcome(self) -> Outcome<Tensor> {
                Ok(self.into())
            }
        }
    )*};
}

outputs! { f64: f64; Array1<f64>: &'static Array1<f64>; Array2<f64>: &'static Array2<f64>; }

impl<T: Output> Output for Outcome<T> {
    type Of = T::Of;

    fn outcome(self) -> Outcome<Tensor> {
        self.and_then(T::outcome)
    }
}

/// The end of a function with a workspace.
trait Done {
    fn done(self) -> Outcome<()>;
}

impl Done for () {
    fn done(self) -> Outcome<()> {
        Ok(())
    }
}

impl Done for Outcome<()> {
    fn done(self) -> Outcome<()> {
        self
    }
}

type Primal = fn(&[Tensor]) -> Outcome<Tensor>;
type Adjoint = fn(&[Tensor], &mut [Tensor], &Tensor) -> Outcome<Tensor>;
type Into = fn(&mut Workspace, &[Tensor], &mut [Tensor], &Tensor, &mut Tensor) -> Outcome<()>;

/// A function with its declarations, and the same without.
struct Case {
    name: &'static str,
    inputs: &'static [Input],
    primal: Primal,
    plain: Adjoint,
    declared: Adjoint,
    into: Into,
}

/// Each function twice: with these options, and plain. Behind it the domain and the shape of each input.
macro_rules! cases {
    ($(#[options($($option:tt)*)]
        fn $name:ident($($x:ident: $ty:ty),+) -> $out:ty { $($body:tt)* }
        [$($domain:ident $dims:literal),+];)+) => {$(
        mod $name {
            use super::*;

            mod undeclared {
                use super::*;
                #[adjoint(optimize = false)]
                pub fn f($($x: $ty),+) -> $out { $($body)* }
            }

            mod declared {
                use super::*;
                #[adjoint($($option)*, workspace)]
                pub fn f($($x: $ty),+) -> $out { $($body)* }
            }

            pub const CASE: Case = Case {
                name: stringify!($name),
                inputs: &[$(Input { dims: $dims, domain: Domain::$domain }),+],
                primal: |x| {
                    let [$($x),+] = x else { panic!("the number of inputs") };
                    undeclared::f($(<$ty as Operand>::primal($x)),+).outcome()
                },
                plain: |x, x_a, seed| {
                    let ([$($x),+], mut each) = (x, x_a.iter_mut()) else { panic!("the number of inputs") };
                    undeclared::f_ad(
                        $(<$ty as Operand>::primal($x),)+
                        $({ let _ = $x; <$ty as Operand>::adjoint(each.next().expect("an adjoint")) },)+
                        <<$out as Output>::Of as Operand>::primal(seed),
                    ).outcome()
                },
                declared: |x, x_a, seed| {
                    let ([$($x),+], mut each) = (x, x_a.iter_mut()) else { panic!("the number of inputs") };
                    declared::f_ad(
                        $(<$ty as Operand>::primal($x),)+
                        $({ let _ = $x; <$ty as Operand>::adjoint(each.next().expect("an adjoint")) },)+
                        <<$out as Output>::Of as Operand>::primal(seed),
                    ).outcome()
                },
                into: |ws, x, x_a, seed, result| {
                    let ([$($x),+], mut each) = (x, x_a.iter_mut()) else { panic!("the number of inputs") };
                    declared::f_ad_into(
                        ws,
                        $(<$ty as Operand>::primal($x),)+
                        $({ let _ = $x; <$ty as Operand>::adjoint(each.next().expect("an adjoint")) },)+
                        <<$out as Output>::Of as Operand>::primal(seed),
                        <<$out as Output>::Of as Operand>::adjoint(result),
                    ).done()
                },
            };

            #[test]
            fn agrees_with_the_undeclared() {
                super::agrees(&CASE);
            }
        }
    )+};
}

/// Value and adjoints in all sizes and layouts.
fn agrees(case: &Case) {
    let mut ws = Workspace::new();
    for sizes in SIZES {
        for layout in LAYOUTS {
            let mut random = Random::new(sizes.iter().fold(3, |h, &s| h * 31 + s as u64));
            let inputs: Vec<Tensor> =
                case.inputs.iter().map(|input| random.input(*input, sizes).in_layout(layout)).collect();
            let context = format!("{} at {sizes:?}, {layout:?}", case.name);
            compare(case, &mut ws, &inputs, layout, &mut random, &context);
        }
    }
}

fn compare(
    case: &Case,
    ws: &mut Workspace,
    inputs: &[Tensor],
    layout: Layout,
    random: &mut Random,
    context: &str,
) {
    let value = (case.primal)(inputs).unwrap_or_else(|error| panic!("{context}: {error}"));
    let seed = value.like(|| random.symmetric()).in_layout(layout);
    let before: Vec<Tensor> =
        inputs.iter().map(|x| x.like(|| random.symmetric()).in_layout(layout)).collect();
    let (mut wanted, mut found, mut found_into) = (before.clone(), before.clone(), before);
    (case.plain)(inputs, &mut wanted, &seed).expect("a value");
    let out = (case.declared)(inputs, &mut found, &seed).expect("a value");
    close(&value, &out, &format!("{context}: the value"));
    let mut result = value.like(|| f64::NAN).in_layout(layout);
    (case.into)(ws, inputs, &mut found_into, &seed, &mut result).expect("a value");
    // A copy in the workspace is row-major, whatever it is a copy of: the last bits may differ.
    close(&out, &result, &format!("{context}: the value with a workspace"));
    for (index, wanted) in wanted.iter().enumerate() {
        close(wanted, &found[index], &format!("{context}: adjoint {index}"));
        close(&found[index], &found_into[index], &format!("{context}: adjoint {index}, workspace"));
    }
}

#[track_caller]
fn close(wanted: &Tensor, found: &Tensor, context: &str) {
    assert_eq!(wanted.shape(), found.shape(), "{context}");
    let scale = wanted.elements().iter().fold(1.0_f64, |most, x| most.max(x.abs()));
    for (wanted, found) in wanted.elements().into_iter().zip(found.elements()) {
        assert!((wanted - found).abs() <= 1e-10 * scale, "{context}: {found}, not {wanted}");
    }
}

// Each declaration alone: products, with matrices and vectors, from both sides and transposed.
cases! {
    #[options(lower(l))]
    fn lower_product(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { l.dot(b) } [Lower "m m", Any "m n"];
    #[options(lower(l))]
    fn lower_product_right(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { b.dot(l) } [Lower "m m", Any "n m"];
    #[options(lower(l))]
    fn lower_transposed(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { l.t().dot(b).dot(&b.t()) } [Lower "m m", Any "m n"];
    #[options(lower(l))]
    fn lower_vector(l: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { l.dot(x) } [Lower "m m", Any "m"];
    #[options(lower(l))]
    fn vector_lower(l: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { x.dot(l) } [Lower "m m", Any "m"];
    #[options(upper(r))]
    fn upper_product(r: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { r.dot(b) - b } [Upper "m m", Any "m n"];
    #[options(upper(r))]
    fn upper_product_right(r: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { b.dot(&r.t()).dot(r) } [Upper "m m", Any "n m"];
    #[options(upper(r))]
    fn upper_vector(r: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { r.t().dot(&r.dot(x)) } [Upper "m m", Any "m"];
    #[options(diagonal(w))]
    fn diagonal_product(w: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { w.dot(a).dot(w) } [Diagonal "m m", Any "m m"];
    #[options(diagonal(w))]
    fn diagonal_vector(w: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { x.dot(w) } [Diagonal "m m", Any "m"];
    #[options(diagonal(w))]
    fn diagonal_between(w: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { a.t().dot(w).dot(a) } [Diagonal "n n", Any "n m"];
    #[options(symmetric(p))]
    fn symmetric_product(p: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { a.dot(p).dot(&a.t()) } [Symmetric "m m", Any "n m"];
    #[options(symmetric(p))]
    fn symmetric_transposed(p: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { p.t().dot(&p.dot(x)) - x.dot(p) } [Symmetric "m m", Any "m"];
    #[options(spd(p))]
    fn definite_product(p: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { p.dot(a).dot(p) } [Definite "m m", Any "m m"];
    #[options(symmetric(p))]
    fn mirrored_sum(p: &Array2<f64>, a: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
        (a.dot(p) + p.dot(&a.t())).dot(x)
    } [Symmetric "m m", Any "m m", Any "m p"];
    #[options(symmetric(p))]
    fn elementwise(p: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { (p * a).mapv(f64::exp).dot(&p.t()) } [Symmetric "m m", Any "m m"];
}

// Inverses.
cases! {
    #[options(lower(l))]
    fn lower_inverse(l: &Array2<f64>) -> Array2<f64> { inv(l) } [Lower "m m"];
    #[options(lower(l))]
    fn lower_solve(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(l).dot(b) } [Lower "m m", Any "m n"];
    #[options(lower(l))]
    fn lower_solve_column(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(l).dot(b) } [Lower "m m", Any "m 1"];
    #[options(lower(l))]
    fn lower_solve_transposed(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(&l.t()).dot(b) } [Lower "m m", Any "m n"];
    #[options(lower(l))]
    fn lower_solve_vector(l: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { inv(l).dot(x) } [Lower "m m", Any "m"];
    #[options(lower(l))]
    fn lower_solve_right(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { b.dot(&inv(l)) } [Lower "m m", Any "n m"];
    #[options(lower(l))]
    fn lower_fallible(l: &Array2<f64>, x: &Array1<f64>) -> Result<Array1<f64>, LinalgError> { Ok(l.inv()?.t().dot(x)) } [Lower "m m", Any "m"];
    #[options(lower(l))]
    fn factor(l: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { inv(&l.dot(&l.t())).dot(x) } [Lower "m m", Any "m"];
    #[options(lower(l))]
    fn lower_of_sum(l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(&(l + l)).dot(b) } [Lower "m m", Any "m n"];
    #[options(upper(r))]
    fn upper_solve(r: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(r).dot(b).dot(&b.t()) } [Upper "m m", Any "m n"];
    #[options(upper(r))]
    fn upper_solve_transposed(r: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { x.dot(&inv(&r.t())) } [Upper "m m", Any "m"];
    #[options(upper(r))]
    fn upper_fallible(r: &Array2<f64>) -> Result<Array2<f64>, LinalgError> { Ok(-r.inv()?) } [Upper "m m"];
    #[options(diagonal(w))]
    fn diagonal_inverse(w: &Array2<f64>) -> Array2<f64> { inv(w) } [Diagonal "m m"];
    #[options(diagonal(w))]
    fn diagonal_solve(w: &Array2<f64>, a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
        a.t().dot(&inv(w)).dot(a).dot(x)
    } [Diagonal "m m", Any "m n", Any "n"];
    #[options(diagonal(w))]
    fn diagonal_fallible(w: &Array2<f64>, x: &Array1<f64>) -> Result<f64, LinalgError> { Ok(w.inv()?.dot(x).dot(x)) } [Diagonal "m m", Any "m"];
    #[options(spd(p))]
    fn definite_inverse(p: &Array2<f64>) -> Array2<f64> { inv(p) } [Definite "m m"];
    #[options(spd(p))]
    fn definite_solve(p: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(p).dot(b) } [Definite "m m", Any "m n"];
    #[options(spd(p))]
    fn definite_solve_transposed(p: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { b.t().dot(&inv(&p.t())).dot(b) } [Definite "m m", Any "m n"];
    #[options(spd(p))]
    fn mahalanobis(p: &Array2<f64>, x: &Array1<f64>) -> Result<f64, LinalgError> { Ok(p.inv()?.dot(x).dot(x)) } [Definite "m m", Any "m"];
    #[options(spd(p))]
    fn definite_of_sum(p: &Array2<f64>, s: f64, x: &Array1<f64>) -> Array1<f64> { inv(&(p * s + p)).dot(x) } [Definite "m m", Positive "", Any "m"];
    #[options(spd(p))]
    fn negated(p: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { inv(&-p).dot(x) } [Definite "m m", Any "m"];
    #[options(symmetric(p))]
    fn symmetric_inverse(p: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(p).t().dot(b) - inv(p) .dot(b)} [Definite "m m", Any "m n"];
    #[options(symmetric(p))]
    fn unwrapped(p: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { p.inv().unwrap().dot(x) } [Definite "m m", Any "m"];
}

// Several declarations together.
cases! {
    #[options(spd(w, r))]
    fn innovation(a: &Array2<f64>, w: &Array2<f64>, r: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
        inv(&(a.dot(w).dot(&a.t()) + r)).dot(y)
    } [Any "n m", Definite "m m", Definite "n n", Any "n p"];
    #[options(spd(w, r))]
    fn innovation_vector(a: &Array2<f64>, w: &Array2<f64>, r: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
        Ok((a.dot(w).dot(&a.t()) + r).inv()?.dot(y))
    } [Any "n m", Definite "m m", Definite "n n", Any "n"];
    #[options(diagonal(w), spd(r))]
    fn weighted(a: &Array2<f64>, w: &Array2<f64>, r: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
        inv(&(a.t().dot(w).dot(a) + r)).dot(&a.t()).dot(w).dot(y)
    } [Any "m n", Diagonal "m m", Definite "n n", Any "m"];
    #[options(lower(l), upper(r))]
    fn triangles(l: &Array2<f64>, r: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { inv(&l.dot(r)).dot(x) } [Lower "m m", Upper "m m", Any "m"];
    #[options(lower(k, l))]
    fn two_lower(k: &Array2<f64>, l: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(&(k.dot(l) + l)).dot(b) } [Lower "m m", Lower "m m", Any "m n"];
    #[options(lower(l), upper(r))]
    fn lower_and_transposed_upper(l: &Array2<f64>, r: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        inv(&(l + &r.t())).dot(b)
    } [Lower "m m", Upper "m m", Any "m n"];
    #[options(lower(l), diagonal(w))]
    fn ldl(l: &Array2<f64>, w: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { l.dot(w).dot(&l.t()).dot(x) } [Lower "m m", Diagonal "m m", Any "m"];
    #[options(lower(l), diagonal(w))]
    fn inverse_of_ldl(l: &Array2<f64>, w: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(&l.dot(w).dot(&l.t())).dot(b) } [Lower "m m", Diagonal "m m", Any "m n"];
    #[options(diagonal(v, w))]
    fn two_diagonals(v: &Array2<f64>, w: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { inv(&(v.dot(w) + v)).dot(b) } [Diagonal "m m", Diagonal "m m", Any "m n"];
    #[options(symmetric(p), spd(q))]
    fn symmetric_and_definite(p: &Array2<f64>, q: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        inv(&(p + q)).dot(&(p.dot(b) - b))
    } [Definite "m m", Definite "m m", Any "m n"];
    #[options(spd(p), sizes(m = 1000, n = 3))]
    fn with_sizes(p: &Array2<f64>, a: &Array2<f64>) -> Array2<f64> { inv(&a.t().dot(&inv(p)).dot(a)).dot(&a.t()) } [Definite "m+n m+n", Invertible "m+n m"];
}

// The models of the examples, with what the statistics of each say of its matrices.
cases! {
    #[options(spd(m))]
    fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
        let m_inv = inv(m);
        inv(&x.t().dot(&m_inv).dot(x)).dot(&x.t()).dot(&m_inv).dot(y)
    } [Invertible "m+n m", Definite "m+n m+n", Any "m+n p"];
    #[options(diagonal(w))]
    fn opt_xf_diagonal(w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
        w.dot(&a.t()).dot(&inv(&a.dot(w).dot(&a.t()))).dot(&(b - a.dot(x)))
    } [Diagonal "m+n m+n", Invertible "n m+n", Any "n p", Any "m+n p"];
    #[options(spd(w))]
    fn opt_xf_definite(w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
        w.dot(&a.t()).dot(&inv(&a.dot(w).dot(&a.t()))).dot(&(b - a.dot(x)))
    } [Definite "m+n m+n", Invertible "n m+n", Any "n p", Any "m+n p"];
    #[options(spd(l))]
    fn signal(a: &Array2<f64>, b: &Array2<f64>, r: &Array2<f64>, l: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
        let a_inv = inv(a);
        let precision = a_inv.t().dot(&b.t()).dot(b).dot(&a_inv) + r.t().dot(l).dot(r);
        inv(&precision).dot(&a_inv.t()).dot(&b.t()).dot(b).dot(&a_inv).dot(y)
    } [Invertible "m m", Invertible "m+n m", Any "k m", Definite "k k", Any "m p"];
    #[options(spd(b, r))]
    fn enkf(xb: &Array2<f64>, b: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
        xb + inv(&(inv(b) + h.t().dot(&inv(r)).dot(h))).dot(&(y - h.dot(xb)))
    } [Any "m p", Definite "m m", Any "m m", Definite "m m", Any "m p"];
    #[options(spd(cx, cz))]
    fn lmmse(cx: &Array2<f64>, a: &Array2<f64>, cz: &Array2<f64>, y: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
        cx.dot(&a.t()).dot(&inv(&(a.dot(cx).dot(&a.t()) + cz))).dot(&(y - a.dot(x))) + x
    } [Definite "m m", Any "n m", Definite "n n", Any "n p", Any "m p"];
    #[options(spd(p, r))]
    fn kalman_gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
        p.dot(&h.t()).dot(&inv(&(h.dot(p).dot(&h.t()) + r)))
    } [Definite "m m", Any "n m", Definite "n n"];
    #[options(spd(p, q))]
    fn gen_tikhonov(a: &Array2<f64>, p: &Array2<f64>, q: &Array2<f64>, b: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
        inv(&(a.t().dot(p).dot(a) + q)).dot(&(a.t().dot(p).dot(b) + q.dot(x)))
    } [Any "n m", Definite "n n", Definite "m m", Any "n p", Any "m p"];
}

/// The elements that a structured kernel has no business with.
fn poisoned(tensor: &Tensor, domain: Domain, poison: f64) -> Tensor {
    let Tensor::Matrix(a) = tensor else { return tensor.clone() };
    let mut a = a.clone();
    for ((i, j), x) in a.indexed_iter_mut() {
        let outside = match domain {
            Domain::Lower => i < j,
            Domain::Upper => i > j,
            Domain::Diagonal => i != j,
            // The lower triangle is the one that is factorised.
            Domain::Definite => i < j,
            _ => false,
        };
        if outside {
            *x = poison;
        }
    }
    Tensor::Matrix(a)
}

/// Value and adjoints are the same numbers, whatever stands where zeros, or mirrored elements, are declared to be.
fn reads_nothing_else(case: &Case, domains: &[Domain], clean: Option<f64>) {
    for sizes in SIZES {
        for layout in LAYOUTS {
            let context = format!("{} at {sizes:?}, {layout:?}", case.name);
            let mut random = Random::new(11);
            let clean_inputs: Vec<Tensor> =
                case.inputs.iter().map(|input| random.input(*input, sizes).in_layout(layout)).collect();
            let with = |poison: Option<f64>| -> Vec<Tensor> {
                let each = clean_inputs.iter().zip(domains);
                each.map(|(x, domain)| {
                    poison.map_or_else(|| x.clone(), |poison| poisoned(x, *domain, poison)).in_layout(layout)
                })
                .collect()
            };
            let seed = (case.primal)(&clean_inputs).expect("a value").like(|| random.symmetric());
            let mut found: Vec<Vec<Tensor>> = Vec::new();
            for inputs in [with(clean), with(Some(f64::NAN))] {
                let mut adjoints: Vec<Tensor> = inputs.iter().map(|x| x.like(|| 0.5)).collect();
                let value = (case.declared)(&inputs, &mut adjoints, &seed).expect("a value");
                adjoints.push(value);
                found.push(adjoints);
            }
            for (clean, poisoned) in found[0].iter().zip(&found[1]) {
                assert_eq!(clean.elements(), poisoned.elements(), "{context}");
            }
        }
    }
}

/// Where nothing but products and systems with a triangle or a diagonal is computed, NaN may stand in the rest of it.
///
/// It does not hold where the matrix meets anything else: an elementwise operation, a sum (`inv(&(l + l))`), a product
/// of two triangles that is needed as a matrix (`inv(&l.dot(&l.t()))`), or the inverse itself as the result. There the
/// rest must be zero.
#[test]
fn triangles_and_diagonals_are_all_that_is_read() {
    use Domain::{Any, Diagonal, Lower, Upper};
    reads_nothing_else(&lower_product::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_product_right::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_transposed::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_vector::CASE, &[Lower, Any], None);
    reads_nothing_else(&vector_lower::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_solve::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_solve_column::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_solve_transposed::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_solve_vector::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_solve_right::CASE, &[Lower, Any], None);
    reads_nothing_else(&lower_fallible::CASE, &[Lower, Any], None);
    reads_nothing_else(&upper_product::CASE, &[Upper, Any], None);
    reads_nothing_else(&upper_vector::CASE, &[Upper, Any], None);
    reads_nothing_else(&upper_solve::CASE, &[Upper, Any], None);
    reads_nothing_else(&upper_solve_transposed::CASE, &[Upper, Any], None);
    reads_nothing_else(&ldl::CASE, &[Lower, Diagonal, Any], None);
    reads_nothing_else(&diagonal_product::CASE, &[Diagonal, Any], None);
    reads_nothing_else(&diagonal_vector::CASE, &[Diagonal, Any], None);
    reads_nothing_else(&diagonal_between::CASE, &[Diagonal, Any], None);
    reads_nothing_else(&diagonal_solve::CASE, &[Diagonal, Any, Any], None);
    reads_nothing_else(&diagonal_fallible::CASE, &[Diagonal, Any], None);
}

/// Of a definite matrix that is only solved with, the lower triangle is read.
#[test]
fn of_a_definite_matrix_that_is_solved_with_the_lower_triangle_is_read() {
    use Domain::{Any, Definite};
    reads_nothing_else(&definite_solve::CASE, &[Definite, Any], None);
    reads_nothing_else(&definite_solve_transposed::CASE, &[Definite, Any], None);
    reads_nothing_else(&mahalanobis::CASE, &[Definite, Any], None);
}

/// Runs what must panic and gives its message; the hook is left alone, so that the panics of tests beside it show.
fn message<T>(run: impl FnOnce() -> T) -> String {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        Ok(_) => panic!("no panic"),
        Err(payload) => payload.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}

/// What the declared function says of these inputs: its error, or the text of its panic. Nothing has changed then.
fn refusal(case: &Case, inputs: &[Tensor], seed: &Tensor) -> (Option<LinalgError>, String) {
    let before: Vec<Tensor> = inputs.iter().map(|x| x.like(|| 0.25)).collect();
    let mut adjoints = before.clone();
    let mut result = seed.like(|| 0.75);
    let unchanged = |adjoints: &[Tensor], what: &str| {
        for (before, after) in before.iter().zip(adjoints) {
            assert_eq!(before.elements(), after.elements(), "{}: an adjoint has changed, {what}", case.name);
        }
    };
    let mut error = None;
    let text = message(|| match (case.declared)(inputs, &mut adjoints, seed) {
        Err(found) => {
            error = Some(found);
            panic!("{found}")
        }
        Ok(value) => eprintln!("{} gave {value:?}", case.name),
    });
    unchanged(&adjoints, "without a workspace");
    let mut ws = Workspace::new();
    let again = message(|| match (case.into)(&mut ws, inputs, &mut adjoints, seed, &mut result) {
        Err(found) => panic!("{found}"),
        Ok(()) => eprintln!("{} gave {result:?}", case.name),
    });
    unchanged(&adjoints, "with a workspace");
    assert!(result.elements().iter().all(|&x| x == 0.75), "{}: the result has changed", case.name);
    assert_eq!(text, again, "{}", case.name);
    (error, text)
}

fn matrix(a: Array2<f64>) -> Tensor {
    Tensor::Matrix(a)
}

fn vector(x: Array1<f64>) -> Tensor {
    Tensor::Vector(x)
}

#[test]
fn a_matrix_that_is_not_positive_definite_is_refused() {
    let indefinite = || matrix(array![[1.0, 2.0], [2.0, 1.0]]);
    let (b, x) = (matrix(array![[1.0], [2.0]]), vector(array![1.0, 2.0]));
    let panic = |case: &Case, inputs: &[Tensor], seed: &Tensor| {
        let (error, text) = refusal(case, inputs, seed);
        assert_eq!(error, None, "{}", case.name);
        assert!(
            text.contains("not positive definite") && text.contains("`spd(..)`"),
            "{}: {text}",
            case.name
        );
    };
    panic(&definite_solve::CASE, &[indefinite(), b.clone()], &b);
    panic(&definite_solve_transposed::CASE, &[indefinite(), b.clone()], &matrix(array![[1.0]]));
    let (error, text) = refusal(&mahalanobis::CASE, &[indefinite(), x.clone()], &Tensor::Scalar(1.0));
    assert_eq!(error, Some(LinalgError::NotPositiveDefinite));
    assert!(text.contains("not positive definite"), "{text}");
    // The seed of the adjoint is never read, so that an infinite one is as good as any.
    let (error, _) = refusal(&mahalanobis::CASE, &[indefinite(), x], &Tensor::Scalar(f64::INFINITY));
    assert_eq!(error, Some(LinalgError::NotPositiveDefinite));
}

#[test]
fn singular_triangles_and_diagonals_are_refused() {
    let (b, x) = (matrix(array![[1.0], [2.0]]), vector(array![1.0, 2.0]));
    let lower = || matrix(array![[1.0, 0.0], [3.0, 0.0]]);
    let upper = || matrix(array![[0.0, 3.0], [0.0, 1.0]]);
    let diagonal = || matrix(array![[1.0, 0.0], [0.0, 0.0]]);
    let panic = |case: &Case, inputs: &[Tensor], seed: &Tensor| {
        let (error, text) = refusal(case, inputs, seed);
        assert_eq!(error, None, "{}", case.name);
        assert!(text.contains("singular matrix"), "{}: {text}", case.name);
    };
    panic(&lower_solve::CASE, &[lower(), b.clone()], &b);
    panic(&lower_solve_transposed::CASE, &[lower(), b.clone()], &b);
    panic(&lower_solve_vector::CASE, &[lower(), x.clone()], &x);
    panic(&lower_inverse::CASE, &[lower()], &lower());
    panic(&upper_solve::CASE, &[upper(), b], &upper());
    panic(&upper_solve_transposed::CASE, &[upper(), x.clone()], &x);
    panic(&diagonal_inverse::CASE, &[diagonal()], &diagonal());
    panic(&diagonal_solve::CASE, &[diagonal(), diagonal(), x.clone()], &x);
    panic(&symmetric_inverse::CASE, &[diagonal(), diagonal()], &diagonal());
    let error = |case: &Case, inputs: &[Tensor], seed: &Tensor| {
        let (error, _) = refusal(case, inputs, seed);
        assert_eq!(error, Some(LinalgError::Singular), "{}", case.name);
    };
    error(&lower_fallible::CASE, &[lower(), x.clone()], &x);
    error(&upper_fallible::CASE, &[upper()], &upper());
    error(&diagonal_fallible::CASE, &[diagonal(), x], &Tensor::Scalar(1.0));
}

/// A declared matrix is square, whether or not the function says so.
#[test]
fn a_declared_matrix_that_is_not_square_is_refused() {
    let wide = || matrix(Array2::ones((2, 3)));
    let tall = || matrix(Array2::ones((3, 2)));
    for (case, inputs, seed) in [
        (&symmetric_product::CASE, [wide(), matrix(Array2::ones((4, 2)))], matrix(Array2::ones((4, 4)))),
        (&lower_product::CASE, [wide(), matrix(Array2::ones((3, 4)))], matrix(Array2::ones((2, 4)))),
        (&lower_product_right::CASE, [tall(), matrix(Array2::ones((4, 3)))], matrix(Array2::ones((4, 2)))),
        (&diagonal_between::CASE, [tall(), matrix(Array2::ones((3, 4)))], matrix(Array2::ones((4, 4)))),
        (&lower_vector::CASE, [wide(), vector(Array1::ones(3))], vector(Array1::ones(2))),
        (&vector_lower::CASE, [tall(), vector(Array1::ones(3))], vector(Array1::ones(2))),
        (&diagonal_vector::CASE, [wide(), vector(Array1::ones(2))], vector(Array1::ones(3))),
        (&definite_solve::CASE, [tall(), matrix(Array2::ones((3, 1)))], matrix(Array2::ones((2, 1)))),
    ] {
        let (_, text) = refusal(case, &inputs, &seed);
        assert!(text.contains('2') && text.contains('3'), "{}: {text}", case.name);
    }
}
