//! Rules by hand, compared with what they are the derivatives of.
//!
//! The functions `<name>_check` that `#[adjoint_rule]` writes are made of these. An adjoint is right where it agrees with
//! differences: for a seed `ȳ` and each component `x` of each parameter, `x̄ = ∂⟨ȳ, f⟩/∂x`.

use crate::Real;
use ndarray::prelude::*;
use std::fmt;

/// A derivative by hand that is not the function's.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// What was looked at: the adjoint of a parameter, the result, or the tangent.
    pub what: String,
    /// The component, row by row; 0 for a number.
    pub component: usize,
    /// What the rule by hand gives.
    pub found: f64,
    /// What the function itself gives, by differences where it is a derivative.
    pub expected: f64,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, component, found, expected } = self;
        write!(f, "{what}, component {component}: {found} by hand, {expected} by the function")
    }
}

impl std::error::Error for Mismatch {}

/// A number or an array, by components.
pub trait Components: Clone {
    /// All components, row by row.
    fn components(&self) -> Vec<f64>;

    /// The same with other components, in the same order.
    fn with(&self, components: &[f64]) -> Self;

    /// The step of differences, and the share by which they may be wrong.
    fn precision() -> (f64, f64);
}

/// What differences of fourth order are good for: step and error balance at ε^(1/5).
fn precision<A: Real>() -> (f64, f64) {
    let epsilon = A::epsilon().to_f64().unwrap_or(f64::EPSILON);
    let step = epsilon.powf(0.2);
    (step, 1e3 * epsilon / step)
}

fn to_float<A: Real>(x: A) -> f64 {
    x.to_f64().unwrap_or(f64::NAN)
}

fn from_float<A: Real>(x: f64) -> A {
    A::from(x).unwrap_or_else(A::nan)
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Components for $number {
            fn components(&self) -> Vec<f64> {
                vec![to_float(*self)]
            }

            fn with(&self, components: &[f64]) -> Self {
                components.first().map_or(*self, |&x| from_float(x))
            }

            fn precision() -> (f64, f64) {
                precision::<$number>()
            }
        }
    )*};
}

numbers!(f32, f64);

impl<A: Real, D: Dimension> Components for Array<A, D> {
    fn components(&self) -> Vec<f64> {
        self.iter().map(|&x| to_float(x)).collect()
    }

    fn with(&self, components: &[f64]) -> Self {
        let mut out = self.clone();
        out.iter_mut().zip(components).for_each(|(out, &x)| *out = from_float(x));
        out
    }

    fn precision() -> (f64, f64) {
        precision::<A>()
    }
}

/// Numbers between 1/2 and 3/2 in size, of both signs, in the shape of `like`: a seed, or what an adjoint holds
/// beforehand.
#[must_use]
pub fn seed<P: Components>(like: &P) -> P {
    let values = like.components();
    let seeds: Vec<f64> = (0..values.len())
        .map(|at| {
            // The golden ratio spreads its multiples evenly (Knuth 1998, volume 3, section 6.4).
            let spread = (at as f64 + 1.0) * 0.618_033_988_749_894_9;
            let size = 0.5 + spread.fract();
            if at % 2 == 0 { size } else { -size }
        })
        .collect();
    like.with(&seeds)
}

/// The sum of the products of components.
#[must_use]
pub fn inner<P: Components>(a: &P, b: &P) -> f64 {
    a.components().iter().zip(b.components()).map(|(a, b)| a * b).sum()
}

/// Whether a rule by hand returns what the function does.
///
/// # Errors
///
/// The first component that differs by more than rounding.
pub fn same<P: Components>(what: &str, found: &P, expected: &P) -> Result<(), Mismatch> {
    let (_, share) = P::precision();
    compare(what, &found.components(), &expected.components(), share)
}

/// Whether what a rule by hand has added to the adjoint of a parameter is the derivative of `pairing`, the function of
/// that parameter in product with the seed.
///
/// # Errors
///
/// The first component that differs by more than what differences are good for.
pub fn adjoint<P: Components>(
    what: &str,
    at: &P,
    (before, after): (&P, &P),
    pairing: impl Fn(&P) -> f64,
) -> Result<(), Mismatch> {
    let (step, share) = P::precision();
    let point = at.components();
    let slopes: Vec<f64> = (0..point.len())
        .map(|index| {
            let Some(&x) = point.get(index) else { return f64::NAN };
            let h = step * x.abs().max(1.0);
            let moved = |by: f64| {
                let mut all = point.clone();
                if let Some(own) = all.get_mut(index) {
                    *own = x + by * h;
                }
                pairing(&at.with(&all))
            };
            // Fornberg (1988), table 1.
            (8.0 * (moved(1.0) - moved(-1.0)) - (moved(2.0) - moved(-2.0))) / (12.0 * h)
        })
        .collect();
    let added: Vec<f64> =
        after.components().iter().zip(before.components()).map(|(after, before)| after - before).collect();
    compare(what, &added, &slopes, share)
}

/// Whether two numbers that should be one are: the two sides of `⟨ȳ, J ẋ⟩ = ⟨Jᵀ ȳ, ẋ⟩`.
///
/// # Errors
///
/// That they are not.
pub fn identity<P: Components>(what: &str, found: f64, expected: f64) -> Result<(), Mismatch> {
    let (_, share) = P::precision();
    compare(what, &[found], &[expected], share)
}

fn compare(what: &str, found: &[f64], expected: &[f64], share: f64) -> Result<(), Mismatch> {
    let scale = expected.iter().chain(found).fold(1.0_f64, |scale, x| scale.max(x.abs()));
    let differs = |(_, (found, expected)): &(usize, (&f64, &f64))| {
        let close = (*found - *expected).abs() <= share * scale;
        !close && !(found.is_nan() && expected.is_nan())
    };
    match found.iter().zip(expected).enumerate().find(differs) {
        Some((component, (&found, &expected))) => {
            Err(Mismatch { what: what.to_owned(), component, found, expected })
        }
        None if found.len() == expected.len() => Ok(()),
        None => Err(Mismatch {
            what: format!("the number of components of {what}"),
            component: 0,
            found: found.len() as f64,
            expected: expected.len() as f64,
        }),
    }
}
