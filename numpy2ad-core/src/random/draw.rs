//! Random numbers, and the parameters that are made of them.

use crate::ops::Domain;

/// SplitMix64 (Steele, Lea and Flood 2014): small, seeded, the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of the numbers before this one.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits() % end.max(1) as u64).unwrap_or(0)
    }

    /// In [-1, 1].
    pub fn symmetric(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    /// Numbers of a domain for a parameter of this shape, in row-major order.
    #[must_use]
    pub fn input(&mut self, domain: Domain, shape: &[usize]) -> Vec<f64> {
        let count: usize = shape.iter().product();
        let numbers: Vec<f64> = (0..count).map(|_| self.number(domain)).collect();
        let [rows, columns] = shape[..] else { return numbers };
        let on_diagonal = |i: usize, j: usize| if i == j { 1.0 } else { 0.0 };
        let small = 1.0 / (rows.max(columns).max(1) as f64).sqrt();
        let element = |i: usize, j: usize| {
            let x = numbers[i * columns + j];
            match domain {
                Domain::Invertible => 0.5 * small * x + 1.5 * on_diagonal(i, j),
                Domain::Definite => {
                    let row = |i: usize| &numbers[i * columns..(i + 1) * columns];
                    let dot: f64 = row(i).iter().zip(row(j)).map(|(a, b)| a * b).sum();
                    dot * small * small + on_diagonal(i, j)
                }
                Domain::Separated => 0.2 * small * x + (1.0 + i as f64) * on_diagonal(i, j),
                _ => x,
            }
        };
        (0..rows).flat_map(|i| (0..columns).map(move |j| (i, j))).map(|(i, j)| element(i, j)).collect()
    }

    /// As the operations' own tests have it.
    fn number(&mut self, domain: Domain) -> f64 {
        match domain {
            Domain::Positive => 1.0 + 0.5 * self.symmetric(),
            Domain::Unit => 0.8 * self.symmetric(),
            Domain::AboveOne => 2.0 + 0.5 * self.symmetric(),
            Domain::Odd => ((4.0 * self.symmetric()).floor() + 0.5) / 4.0 + self.symmetric() / 32.0,
            Domain::Even => (4.0 * self.symmetric()).round() / 4.0 + self.symmetric() / 32.0,
            Domain::Any | Domain::Invertible | Domain::Definite | Domain::Separated => self.symmetric(),
        }
    }
}
