//! The generic harness: an adjoint is right if the dot-product identity and finite differences say so.
//!
//! For a function `f`, a direction `t` and a seed `s`, the identity is `⟨s, J t⟩ = ⟨Jᵀ s, t⟩`. The left side comes from
//! the tangent function, whose rules are written independently of the adjoint's; the tangent itself, and every
//! single component of the adjoint, are compared with central differences of fourth order.

use super::tensor::{Adjoints, Arguments, LAYOUTS, Layout, Tensor};
use approx::assert_relative_eq;

/// What an input may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    Any,
    Positive,
    /// In [-4/5, 4/5].
    Unit,
    /// In [3/2, 5/2].
    AboveOne,
    /// Near odd multiples of 1/8: away from 0, and from every number of `Even`.
    Odd,
    /// Near even multiples of 1/8.
    Even,
    /// Of full rank, and far from any matrix that is not: differences and the identity are only as exact as the
    /// model is well-conditioned.
    Invertible,
    /// Symmetric and positive definite.
    Definite,
    /// Symmetric, and neither definite nor regular.
    Symmetric,
    /// With singular values, and eigenvalues of the symmetric matrix of its lower triangle, near 1, 2, 3, …
    Separated,
    /// Zero above the diagonal, and invertible.
    Lower,
    /// Zero below the diagonal, and invertible.
    Upper,
    /// Zero outside of the diagonal, and invertible.
    Diagonal,
}

/// An input: its dimensions as letters, and its domain.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    pub dims: &'static str,
    pub domain: Domain,
}

/// A tangent: the results, and their tangents.
type Tangent = fn(&mut Arguments<'_>, &mut Arguments<'_>) -> (Vec<Tensor>, Vec<Tensor>);

/// The three functions under test, on tensors.
pub struct Subject {
    pub name: &'static str,
    pub inputs: Vec<Input>,
    pub primal: fn(&mut Arguments<'_>) -> Vec<Tensor>,
    pub adjoint: fn(&mut Arguments<'_>, &mut Adjoints<'_>, &[Tensor]) -> Vec<Tensor>,
    pub tangent: Tangent,
}

/// Lengths of the axes `m`, `n`, `k`, `p`: square, tall, wide, single rows and columns, empty.
pub const SIZES: [[usize; 4]; 10] = [
    [3, 3, 3, 3],
    [5, 2, 3, 1],
    [2, 5, 4, 3],
    [1, 4, 2, 3],
    [4, 1, 3, 2],
    [3, 4, 1, 5],
    [1, 1, 1, 1],
    [0, 3, 2, 1],
    [3, 0, 2, 4],
    [2, 3, 0, 2],
];

/// Checks a function in all sizes and layouts.
pub fn check(subject: &Subject) {
    for sizes in SIZES {
        check_sizes(subject, sizes);
    }
}

/// Checks a function with these lengths of `m`, `n`, `k`, `p`, in all layouts.
pub fn check_sizes(subject: &Subject, sizes: [usize; 4]) {
    let mut first: Option<Gradient> = None;
    for layout in LAYOUTS {
        let mut random = Random::new(0x5eed ^ sizes.iter().fold(7, |h, &s| h * 31 + s as u64));
        let inputs: Vec<Tensor> =
            subject.inputs.iter().map(|input| random.input(*input, sizes).in_layout(layout)).collect();
        let Some((seed, gradient)) = check_at(subject, &inputs, layout, &mut random) else { continue };
        match &first {
            None => {
                compare_with_differences(subject, &inputs, &seed, &gradient);
                first = Some(gradient);
            }
            // The same numbers in another layout have the same derivatives.
            Some(first) => {
                compare_layouts(first, &gradient, &format!("{} at {sizes:?}, {layout:?}", subject.name))
            }
        }
    }
}

type Gradient = Vec<Vec<f64>>;

/// Checks the identity and the accumulation; gives the seed and the gradient, if there is one.
fn check_at(
    subject: &Subject,
    inputs: &[Tensor],
    layout: Layout,
    random: &mut Random,
) -> Option<(Vec<Tensor>, Gradient)> {
    let shapes: Vec<_> = inputs.iter().map(Tensor::shape).collect();
    let context = format!("{} at {shapes:?}, {layout:?}", subject.name);
    let out = (subject.primal)(&mut Arguments(inputs.iter()));
    let seed: Vec<Tensor> = out.iter().map(|out| out.like(|| random.symmetric()).in_layout(layout)).collect();

    // Adjoints accumulate: they begin with numbers that must still be in them at the end.
    let before: Vec<Tensor> =
        inputs.iter().map(|x| x.like(|| random.symmetric()).in_layout(layout)).collect();
    let mut adjoints = before.clone();
    let again = (subject.adjoint)(&mut Arguments(inputs.iter()), &mut Adjoints(adjoints.iter_mut()), &seed);
    same(&out, &again, &format!("{context}: the primal result"));
    if out.iter().any(|out| out.elements().iter().any(|x| !x.is_finite())) {
        return None; // the mean of nothing, say: there is no derivative to compare
    }
    let gradient: Gradient =
        adjoints.iter().zip(&before).map(|(after, before)| difference(after, before)).collect();

    let direction: Vec<Tensor> =
        inputs.iter().map(|x| x.like(|| random.symmetric()).in_layout(layout)).collect();
    let (again, out_t) = (subject.tangent)(&mut Arguments(inputs.iter()), &mut Arguments(direction.iter()));
    same(&out, &again, &format!("{context}: the tangent's primal result"));
    let shapes = |all: &[Tensor]| all.iter().map(Tensor::shape).collect::<Vec<_>>();
    assert_eq!(shapes(&out), shapes(&out_t), "{context}: the tangent's shape");

    let left: Vec<f64> = inner(&seed, &out_t);
    let right: Vec<f64> =
        gradient.iter().zip(&direction).flat_map(|(g, t)| products(g, &t.elements())).collect();
    let scale: f64 = left.iter().chain(&right).map(|x| x.abs()).sum();
    let gap = (left.iter().sum::<f64>() - right.iter().sum::<f64>()).abs();
    assert!(
        gap <= 1e-12 * scale.max(1e-3),
        "{context}: the dot-product identity fails by {gap:e} of {scale:e}"
    );

    Some((seed, gradient))
}

/// Every component, whatever its sign, against central differences.
fn compare_with_differences(subject: &Subject, inputs: &[Tensor], seed: &[Tensor], gradient: &Gradient) {
    let shapes: Vec<_> = inputs.iter().map(Tensor::shape).collect();
    let context = format!("{} at {shapes:?}", subject.name);
    for (index, input) in inputs.iter().enumerate() {
        for (element, value) in input.elements().into_iter().enumerate() {
            let slope = fourth_order(value, |moved| {
                let mut inputs = inputs.to_vec();
                inputs[index] = input.with_element(element, moved);
                let out = (subject.primal)(&mut Arguments(inputs.iter()));
                inner(seed, &out).iter().sum()
            });
            let adjoint = gradient[index][element];
            let tolerance = 1e-8 * adjoint.abs().max(1.0);
            assert!(
                (adjoint - slope).abs() <= tolerance,
                "{context}: component {element} of input {index}: adjoint {adjoint}, differences {slope}"
            );
        }
    }
}

fn compare_layouts(first: &Gradient, other: &Gradient, context: &str) {
    for (first, other) in first.iter().flatten().zip(other.iter().flatten()) {
        let gap = (first - other).abs();
        assert!(gap <= 1e-10 * first.abs().max(1.0), "{context}: {other}, but {first} in row-major order");
    }
}

/// The derivative at `x` by central differences of fourth order (Fornberg 1988, table 1).
pub fn fourth_order(x: f64, f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-3 * x.abs().max(1.0);
    (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
}

fn products(a: &[f64], b: &[f64]) -> Vec<f64> {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

/// The products of which the inner product of several arrays is the sum.
fn inner(a: &[Tensor], b: &[Tensor]) -> Vec<f64> {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).flat_map(|(a, b)| products(&a.elements(), &b.elements())).collect()
}

fn difference(after: &Tensor, before: &Tensor) -> Vec<f64> {
    after.elements().iter().zip(before.elements()).map(|(a, b)| a - b).collect()
}

fn same(expected: &[Tensor], found: &[Tensor], context: &str) {
    assert_eq!(expected.len(), found.len(), "{context}");
    expected.iter().zip(found).for_each(|(expected, found)| same_tensor(expected, found, context));
}

fn same_tensor(expected: &Tensor, found: &Tensor, context: &str) {
    assert_eq!(expected.shape(), found.shape(), "{context}");
    for (expected, found) in expected.elements().into_iter().zip(found.elements()) {
        if expected.is_nan() && found.is_nan() {
            continue; // 0/0 flows through on both sides
        }
        assert_relative_eq!(expected, found, max_relative = 1e-12, epsilon = 1e-13);
    }
}

/// SplitMix64: small, seeded, the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In [-1, 1].
    pub fn symmetric(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    pub fn input(&mut self, input: Input, sizes: [usize; 4]) -> Tensor {
        let axes: Vec<usize> = input.dims.split_whitespace().map(|letter| axis(letter, sizes)).collect();
        let mut draw = || match input.domain {
            Domain::Positive => 1.0 + 0.5 * self.symmetric(),
            Domain::Unit => 0.8 * self.symmetric(),
            Domain::AboveOne => 2.0 + 0.5 * self.symmetric(),
            Domain::Odd => ((4.0 * self.symmetric()).floor() + 0.5) / 4.0 + self.symmetric() / 32.0,
            Domain::Even => (4.0 * self.symmetric()).round() / 4.0 + self.symmetric() / 32.0,
            _ => self.symmetric(),
        };
        match axes[..] {
            [] => Tensor::Scalar(draw()),
            [n] => Tensor::Vector(ndarray::Array1::from_shape_simple_fn(n, draw)),
            [m, n] => {
                let a = ndarray::Array2::from_shape_simple_fn((m, n), draw);
                let eye = ndarray::Array2::from_shape_fn((m, n), |(i, j)| f64::from(u8::from(i == j)));
                Tensor::Matrix(match input.domain {
                    Domain::Invertible => a * (0.5 / (m.max(n).max(1) as f64).sqrt()) + 1.5 * eye,
                    Domain::Definite => {
                        let gram = a.dot(&a.t()) / m.max(1) as f64 + eye;
                        // To the last bit.
                        (&gram + &gram.t()) / 2.0
                    }
                    Domain::Symmetric => &a + &a.t(),
                    Domain::Separated => {
                        a * (0.2 / (m.max(n).max(1) as f64).sqrt())
                            + ndarray::Array2::from_shape_fn((m, n), |(i, j)| {
                                if i == j { 1.0 + i as f64 } else { 0.0 }
                            })
                    }
                    Domain::Lower => masked(a, &eye, |i, j| i >= j),
                    Domain::Upper => masked(a, &eye, |i, j| i <= j),
                    Domain::Diagonal => masked(a, &eye, |i, j| i == j),
                    Domain::Any
                    | Domain::Positive
                    | Domain::Unit
                    | Domain::AboveOne
                    | Domain::Odd
                    | Domain::Even => a,
                })
            }
            _ => panic!("more than two axes: {input:?}"),
        }
    }
}

/// An invertible matrix with zeros where it is not kept.
fn masked(
    mut a: ndarray::Array2<f64>,
    eye: &ndarray::Array2<f64>,
    keep: impl Fn(usize, usize) -> bool,
) -> ndarray::Array2<f64> {
    let n = a.nrows().max(1) as f64;
    a = a * (0.5 / n.sqrt()) + 1.5 * eye;
    a.indexed_iter_mut().filter(|((i, j), _)| !keep(*i, *j)).for_each(|(_, x)| *x = 0.0);
    a
}

/// The length that a letter, a number, or a sum of such stands for.
fn axis(letters: &str, sizes: [usize; 4]) -> usize {
    letters.split('+').map(|letter| length(letter, sizes)).sum()
}

fn length(letter: &str, sizes: [usize; 4]) -> usize {
    match letter {
        "m" => sizes[0],
        "n" => sizes[1],
        "k" => sizes[2],
        "p" => sizes[3],
        number => number.parse().expect("an axis is m, n, k, p or a number"),
    }
}

/// A module with a test for a function, its adjoint and its tangent.
#[macro_export]
macro_rules! check_function {
    ($name:ident, $ad:ident, $t:ident, $fallible:ident, $output:ident, $inputs:tt) => {
        $crate::check_function!($name, $ad, $t, $fallible, ($output), $inputs);
    };
    ($name:ident, $ad:ident, $t:ident, $fallible:ident, ($($output:ident),*), [$(($($param:tt)*)),*]) => {
        mod $name {
            use $crate::support::harness::{Domain, Input, Subject, check};
            use $crate::support::tensor::{Arguments, Tensors};

            #[test]
            fn adjoint_and_tangent_hold() {
                check(&Subject {
                    name: stringify!($name),
                    inputs: [$($crate::check_function!(@input $($param)*)),*].into_iter().flatten().collect(),
                    primal: |x| {
                        Tensors::all($crate::check_function!(@$fallible super::$name($($crate::check_function!(@arg x $($param)*)),*)))
                    },
                    adjoint: |x, x_a, seed| {
                        let mut seed = Arguments(seed.iter());
                        Tensors::all($crate::check_function!(@$fallible $crate::check_function!(
                            @call_ad super::$ad, x, x_a, [$(seed.$output(),)*], [$(($($param)*))*], [], []
                        )))
                    },
                    tangent: |x, x_t| {
                        let (out, out_t) = $crate::check_function!(@$fallible $crate::check_function!(
                            @call_t super::$t, x, x_t, [$(($($param)*))*], []
                        ));
                        (Tensors::all(out), Tensors::all(out_t))
                    },
                });
            }
        }
    };
    (@plain $e:expr) => { $e };
    (@fallible $e:expr) => { $e.expect("a regular matrix") };
    (@input integer) => { None };
    (@input $rank:ident $dims:literal $domain:ident) => { Some(Input { dims: $dims, domain: Domain::$domain }) };
    (@arg $x:ident integer) => { $x.integer() };
    (@arg $x:ident $rank:ident $dims:literal $domain:ident) => { $x.$rank() };
    (@call_ad $f:path, $x:ident, $a:ident, [$($seed:expr,)*], [], [$($args:expr,)*], [$($adjoints:expr,)*]) => {
        $f($($args,)* $($adjoints,)* $($seed),*)
    };
    (@call_ad $f:path, $x:ident, $a:ident, [$($seed:expr,)*], [(integer) $($rest:tt)*], [$($args:expr,)*], [$($adjoints:expr,)*]) => {
        $crate::check_function!(@call_ad $f, $x, $a, [$($seed,)*], [$($rest)*], [$($args,)* $x.integer(),], [$($adjoints,)*])
    };
    (@call_ad $f:path, $x:ident, $a:ident, [$($seed:expr,)*], [($rank:ident $dims:literal $domain:ident) $($rest:tt)*], [$($args:expr,)*], [$($adjoints:expr,)*]) => {
        $crate::check_function!(@call_ad $f, $x, $a, [$($seed,)*], [$($rest)*], [$($args,)* $x.$rank(),], [$($adjoints,)* $a.$rank(),])
    };
    (@call_t $f:path, $x:ident, $t:ident, [], [$($args:expr,)*]) => { $f($($args,)*) };
    (@call_t $f:path, $x:ident, $t:ident, [(integer) $($rest:tt)*], [$($args:expr,)*]) => {
        $crate::check_function!(@call_t $f, $x, $t, [$($rest)*], [$($args,)* $x.integer(),])
    };
    (@call_t $f:path, $x:ident, $t:ident, [($rank:ident $dims:literal $domain:ident) $($rest:tt)*], [$($args:expr,)*]) => {
        $crate::check_function!(@call_t $f, $x, $t, [$($rest)*], [$($args,)* $x.$rank(), $t.$rank(),])
    };
}
