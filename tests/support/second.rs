//! The harness of second derivatives: a Hessian times a direction is right if differences of the adjoint say so, and if
//! the Hessian is symmetric.

use super::harness::{Input, Random, SIZES};
use super::tensor::{Adjoints, Arguments, LAYOUTS, Tensor};

/// The functions under test, on tensors.
pub struct Subject {
    pub name: &'static str,
    pub inputs: Vec<Input>,
    pub primal: fn(&mut Arguments<'_>) -> Vec<Tensor>,
    pub adjoint: fn(&mut Arguments<'_>, &mut Adjoints<'_>, &[Tensor]) -> Vec<Tensor>,
    pub second: fn(&mut Arguments<'_>, &mut Arguments<'_>, &[Tensor]) -> Second,
    /// Whether the seed is the caller's; otherwise it is 1.
    pub seeded: bool,
}

/// Value, gradient, product.
pub type Second = (Vec<Tensor>, Vec<Tensor>, Vec<Tensor>);

/// The step of the differences. Those of fourth order (Fornberg 1988, table 1) are off by h⁴/30 of the fifth derivative of
/// the gradient, 2e-15 of it, and by 1.5 ε/h of the gradient, 7e-13 of it. The fifth derivatives of the samples in their
/// domains are up to 1e6: that of the reciprocal's, at 1/2, is 7!/x⁸ = 1.3e6.
const STEP: f64 = 5e-4;

/// Of the larger of 1 and the largest element of gradient and product.
const DIFFERENCES: f64 = 1e-8;

/// Of the sum of what is added in the inner products.
const SYMMETRY: f64 = 1e-10;

/// Checks a function in all sizes and layouts.
pub fn check(subject: &Subject) {
    for sizes in SIZES {
        let mut first: Option<Vec<f64>> = None;
        for layout in LAYOUTS {
            let mut random = Random::new(0x5ec0 ^ sizes.iter().fold(7, |h, &s| h * 31 + s as u64));
            let inputs: Vec<Tensor> =
                subject.inputs.iter().map(|input| random.input(*input, sizes).in_layout(layout)).collect();
            let mut like = |all: &[Tensor]| -> Vec<Tensor> {
                all.iter().map(|x| x.like(|| random.symmetric()).in_layout(layout)).collect()
            };
            let out = (subject.primal)(&mut Arguments(inputs.iter()));
            let seed = if subject.seeded { like(&out) } else { vec![Tensor::Scalar(1.0)] };
            let (v, u) = (like(&inputs), like(&inputs));
            if out.iter().any(|out| out.elements().iter().any(|x| !x.is_finite())) {
                continue; // the mean of nothing, say: there is no derivative to compare
            }
            let context = format!("{} at {sizes:?}, {layout:?}", subject.name);
            let product = check_at(subject, (&inputs, &seed), (&v, &u), &out, &context);
            match &first {
                None => first = Some(product),
                // The same numbers in another layout have the same derivatives.
                Some(first) => near(first, &product, 1e-10, &format!("{context}: the layout")),
            }
        }
    }
}

fn check_at(
    subject: &Subject,
    (inputs, seed): (&[Tensor], &[Tensor]),
    (v, u): (&[Tensor], &[Tensor]),
    out: &[Tensor],
    context: &str,
) -> Vec<f64> {
    let second = |direction: &[Tensor]| {
        (subject.second)(&mut Arguments(inputs.iter()), &mut Arguments(direction.iter()), seed)
    };
    let (value, gradient, product) = second(v);
    let shapes = |all: &[Tensor]| all.iter().map(Tensor::shape).collect::<Vec<_>>();
    assert_eq!(shapes(&value), shapes(out), "{context}: the value's shape");
    assert_eq!(shapes(&gradient), shapes(inputs), "{context}: the gradient's shape");
    assert_eq!(shapes(&product), shapes(inputs), "{context}: the product's shape");
    near(&flat(out), &flat(&value), 1e-12, &format!("{context}: the value"));

    let adjoint = |step: f64| {
        let moved: Vec<Tensor> = inputs.iter().zip(v).map(|(x, v)| along(x, v, step)).collect();
        let mut adjoints: Vec<Tensor> = inputs.iter().map(|x| x.like(|| 0.0)).collect();
        let _ = (subject.adjoint)(&mut Arguments(moved.iter()), &mut Adjoints(adjoints.iter_mut()), seed);
        flat(&adjoints)
    };
    near(&adjoint(0.0), &flat(&gradient), 1e-11, &format!("{context}: the gradient"));

    let product = flat(&product);
    let near_points = adjoint(STEP).into_iter().zip(adjoint(-STEP)).map(|(a, b)| a - b);
    let far_points = adjoint(2.0 * STEP).into_iter().zip(adjoint(-2.0 * STEP)).map(|(a, b)| a - b);
    let differences: Vec<f64> =
        near_points.zip(far_points).map(|(near, far)| (8.0 * near - far) / (12.0 * STEP)).collect();
    let scale = flat(&gradient).iter().fold(1.0_f64, |max, x| max.max(x.abs()));
    near(&differences, &product, DIFFERENCES * scale, &format!("{context}: differences of the adjoint"));

    let (_, _, other) = second(u);
    let left: Vec<f64> = flat(u).iter().zip(&product).map(|(u, h)| u * h).collect();
    let right: Vec<f64> = flat(v).iter().zip(flat(&other)).map(|(v, h)| v * h).collect();
    let gap = (left.iter().sum::<f64>() - right.iter().sum::<f64>()).abs();
    let scale: f64 = left.iter().chain(&right).map(|x| x.abs()).sum();
    assert!(
        gap <= SYMMETRY * scale.max(1e-3),
        "{context}: the Hessian is not symmetric, by {gap:e} of {scale:e}"
    );
    product
}

fn along(x: &Tensor, direction: &Tensor, step: f64) -> Tensor {
    let mut moved = x.elements().into_iter().zip(direction.elements()).map(|(x, d)| x + step * d);
    x.like(|| moved.next().unwrap_or(f64::NAN))
}

fn flat(all: &[Tensor]) -> Vec<f64> {
    all.iter().flat_map(Tensor::elements).collect()
}

fn near(expected: &[f64], found: &[f64], tolerance: f64, context: &str) {
    assert_eq!(expected.len(), found.len(), "{context}");
    let scale = expected.iter().fold(1.0_f64, |max, x| max.max(x.abs()));
    for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
        let gap = (expected - found).abs();
        assert!(gap <= tolerance * scale, "{context}: element {index} is {found}, not {expected}");
    }
}

/// A module with a test for a function, its adjoint and its second derivatives.
#[macro_export]
macro_rules! check_second {
    ($name:ident, $ad:ident, $hvp:ident, $fallible:ident, $seeded:ident, ($($output:ident),*), [$(($($param:tt)*)),*]) => {
        mod $name {
            use $crate::support::harness::{Domain, Input};
            use $crate::support::second::{Subject, check};
            use $crate::support::tensor::{Arguments, Tensors};

            #[test]
            fn second_derivatives_hold() {
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
                    second: |x, x_t, seed| {
                        let mut seed = Arguments(seed.iter());
                        let _ = &mut seed;
                        let (value, gradient, product) = $crate::check_function!(@$fallible $crate::check_second!(
                            @call $seeded super::$hvp, x, x_t, [$(seed.$output(),)*], [$(($($param)*))*], []
                        ));
                        (Tensors::all(value), Tensors::all(gradient), Tensors::all(product))
                    },
                    seeded: $crate::check_second!(@$seeded),
                });
            }
        }
    };
    (@of_number) => { false };
    (@seeded) => { true };
    (@call of_number $f:path, $x:ident, $t:ident, [$($seed:expr,)*], [], [$($args:expr,)*]) => { $f($($args,)*) };
    (@call seeded $f:path, $x:ident, $t:ident, [$($seed:expr,)*], [], [$($args:expr,)*]) => { $f($($args,)* $($seed,)*) };
    (@call $seeded:ident $f:path, $x:ident, $t:ident, $seeds:tt, [(integer) $($rest:tt)*], [$($args:expr,)*]) => {
        $crate::check_second!(@call $seeded $f, $x, $t, $seeds, [$($rest)*], [$($args,)* $x.integer(),])
    };
    (@call $seeded:ident $f:path, $x:ident, $t:ident, $seeds:tt, [($rank:ident $dims:literal $domain:ident) $($rest:tt)*], [$($args:expr,)*]) => {
        $crate::check_second!(@call $seeded $f, $x, $t, $seeds, [$($rest)*], [$($args,)* $x.$rank(), $t.$rank(),])
    };
}
