//! Double-double arithmetic: a number as the unevaluated sum of two, with some 31 digits.
//!
//! Of the crates, `twofloat` 0.8.4 divides to 16 digits only (1/3 has a second word of 0) and `qd` has no logarithm.

use super::tensor::Scalar;
use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Double {
    /// The nearest `f64`.
    hi: f64,
    /// What it lacks.
    lo: f64,
}

/// `a + b` without error (Knuth 1997, section 4.2.2).
fn two_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let virtual_b = hi - a;
    Double { hi, lo: (a - (hi - virtual_b)) + (b - virtual_b) }
}

/// The same where `a` is the larger one (Dekker 1971).
fn fast_two_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    Double { hi, lo: b - (hi - a) }
}

impl Double {
    /// The natural logarithm of 2.
    const LN_2: Self = Self { hi: std::f64::consts::LN_2, lo: 2.319_046_813_846_299_6e-17 };

    /// Times a power of two, exactly.
    fn scaled(self, exponent: i32) -> Self {
        let factor = 2_f64.powi(exponent);
        Self { hi: self.hi * factor, lo: self.lo * factor }
    }
}

impl Neg for Double {
    type Output = Self;

    fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }
}

/// Joldes, Muller and Popescu (2017), algorithm 6.
impl Add for Double {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (high, low) = (two_sum(self.hi, other.hi), two_sum(self.lo, other.lo));
        let sum = fast_two_sum(high.hi, high.lo + low.hi);
        fast_two_sum(sum.hi, low.lo + sum.lo)
    }
}

impl Sub for Double {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

/// Joldes, Muller and Popescu (2017), algorithm 12.
impl Mul for Double {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let hi = self.hi * other.hi;
        let lost = self.hi.mul_add(other.hi, -hi);
        let cross = self.lo.mul_add(other.hi, self.hi.mul_add(other.lo, self.lo * other.lo));
        fast_two_sum(hi, lost + cross)
    }
}

/// Long division, a word of the quotient at a time.
impl Div for Double {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let mut rest = self;
        let mut quotient = Self::of(0.0);
        for _ in 0..3 {
            let digit = Self::of(rest.hi / other.hi);
            quotient = quotient + digit;
            rest = rest - digit * other;
        }
        quotient
    }
}

impl PartialOrd for Double {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.hi.partial_cmp(&other.hi) {
            Some(Ordering::Equal) => self.lo.partial_cmp(&other.lo),
            order => order,
        }
    }
}

impl Scalar for Double {
    fn of(x: f64) -> Self {
        Self { hi: x, lo: 0.0 }
    }

    fn to_f64(self) -> f64 {
        self.hi
    }

    /// The Taylor series of a small part of the argument, squared up again.
    fn exp(self) -> Self {
        const HALVINGS: i32 = 5;
        let twos = (self.hi / Self::LN_2.hi).round();
        let small = (self - Self::of(twos) * Self::LN_2).scaled(-HALVINGS);
        let mut sum = Self::of(1.0);
        for k in (1..=14).rev() {
            sum = Self::of(1.0) + small * sum / Self::of(f64::from(k));
        }
        for _ in 0..HALVINGS {
            sum = sum * sum;
        }
        sum.scaled(twos as i32)
    }

    /// A step of Newton's method for the exponential.
    fn ln(self) -> Self {
        let near = Self::of(self.hi.ln());
        near + (self * (-near).exp() - Self::of(1.0))
    }
}

#[test]
fn double_doubles_have_30_digits() {
    let of = Double::of;
    let gap = |a: Double, b: Double| ((a - b) / b).magnitude().to_f64();
    for x in [0.7, 3.0, 1e-3, 123.456, 1.0 + f64::EPSILON] {
        let third = of(x) / of(3.0);
        assert!(gap(third * of(3.0), of(x)) < 1e-31, "{x}");
        assert!(gap(third + third + third, of(x)) < 1e-31, "{x}");
        assert!(gap(of(1.0) / (of(1.0) / third), third) < 1e-31, "{x}");
        assert!(gap(Scalar::exp(Scalar::ln(third)), third) < 1e-29, "{x}");
        assert!(gap(third.power(of(0.5)).power(of(2.0)), third) < 1e-29, "{x}");
        assert!(gap((third + of(1e-20)) - of(1e-20), third) < 1e-31, "{x}");
    }
    // What `f64` cannot tell apart.
    assert!(of(1.0) + of(1e-25) > of(1.0) && (of(1.0) + of(1e-25) - of(1.0)).to_f64() == 1e-25);
    assert_eq!(of(-2.0).power(of(-3.0)).to_f64(), -0.125);
    // e, to 32 digits in two words.
    let e = Double { hi: std::f64::consts::E, lo: 1.4456468917292502e-16 };
    assert!(gap(Scalar::exp(of(1.0)), e) < 1e-30);
    assert_eq!(Scalar::exp(of(1.0)).to_f64(), std::f64::consts::E);
}
