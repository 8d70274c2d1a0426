//! Products of several factors: which parts of them are there already, and in which order they are cheapest.

use super::algebra::{Algebra, Factor};
use super::scenario::Sizes;
use crate::ty::{Dims, Structure};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A hash of small handles. The standard one resists crafted keys, which costs a macro that is built without
/// optimisation most of its time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HandleHasher(u64);

impl Hasher for HandleHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, discriminant: isize) {
        self.write_u64(discriminant.cast_unsigned() as u64);
    }

    fn write_u32(&mut self, handle: u32) {
        self.write_u64(u64::from(handle));
    }

    fn write_u64(&mut self, handle: u64) {
        // Multiplicative hashing (Knuth 1998, "The Art of Computer Programming", volume 3, section 6.4).
        self.0 = (self.0.rotate_left(26) ^ handle).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map whose keys are handles.
pub(super) type HandleMap<K, V> = HashMap<K, V, BuildHasherDefault<HandleHasher>>;

/// A handle of a sequence of factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Sequence(u32);

/// Sequences of factors as paths in a tree, so that all parts of a product are looked up without making them.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequences {
    /// The longer sequence by the shorter one and what follows; the empty one is number 0.
    next: HandleMap<u64, Sequence>,
    count: u32,
    /// How many parts of products have been planned.
    pub(super) planned: usize,
}

impl Sequences {
    /// The sequence that is longer by one factor.
    pub(super) fn longer(&mut self, sequence: Option<Sequence>, factor: Factor) -> Sequence {
        let count = &mut self.count;
        let before = sequence.map_or(0, |sequence| u64::from(sequence.0));
        *self.next.entry(before << 32 | u64::from(factor.code())).or_insert_with(|| {
            *count += 1;
            Sequence(*count)
        })
    }

    pub(super) fn of(&mut self, factors: &[Factor]) -> Option<Sequence> {
        factors.iter().fold(None, |sequence, &factor| Some(self.longer(sequence, factor)))
    }
}

/// Rows and columns as numbers, under the assumptions of a scenario.
pub(super) type Size = (f64, f64);

/// The cheapest way to put a product together: where each part of it is split.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    count: usize,
    /// Of the part from `first` to `last`, at `first * count + last`.
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    cost: f64,
    split: Option<usize>,
    sequence: Sequence,
}

/// Costs that differ by a smaller share are equal: they are sums of the same terms in another order.
const TIE: f64 = 1e-9;

/// What a plan needs to know of the program.
pub(super) struct Costs<'a> {
    pub(super) algebra: &'a Algebra,
    pub(super) sizes: &'a Sizes,
    pub(super) dims: &'a Dims,
    /// What a part costs, as a share of what it would cost: nothing if it is there already.
    pub(super) share: &'a dyn Fn(Sequence) -> f64,
    /// How many products have a part, in whatever order they are put together.
    pub(super) common: &'a dyn Fn(Sequence) -> usize,
}

/// The cheapest ways of parts that have been looked at: cost, and how many factors stand left of the split. They hold
/// as long as nothing more has been computed.
pub(super) type Known = HandleMap<Sequence, (f64, usize)>;

impl Costs<'_> {
    pub(super) fn size(&self, factor: Factor) -> Size {
        let (rows, cols) = self.algebra.extents(factor);
        let number = |dim: Option<_>| dim.map_or(1.0, |dim| self.sizes.of(dim, self.dims));
        (number(rows), number(cols))
    }
}

impl Plan {
    /// Dynamic programming over all parts (Cormen et al. 2009, section 15.2), with solves for inverted factors.
    pub(super) fn cheapest(
        factors: &[Factor],
        costs: &Costs<'_>,
        sequences: &mut Sequences,
        known: &mut Known,
    ) -> Self {
        let count = factors.len();
        let sizes: Vec<Size> = factors.iter().map(|&factor| costs.size(factor)).collect();
        let structures: Vec<Structure> =
            factors.iter().map(|&factor| costs.algebra.kernel_structure(factor)).collect();
        let none = Part { cost: 0.0, split: None, sequence: Sequence(0) };
        let mut plan = Self { count, parts: vec![none; count * count] };
        for first in 0..count {
            let mut sequence = None;
            for (last, &factor) in factors.iter().enumerate().skip(first) {
                let longer = sequences.longer(sequence, factor);
                sequence = Some(longer);
                plan.set(first, last, Part { sequence: longer, ..none });
            }
        }
        for length in 2..=count {
            for first in 0..=count - length {
                let last = first + length - 1;
                let mut best = plan.part(first, last);
                if let Some(&(cost, left)) = known.get(&best.sequence) {
                    plan.set(first, last, Part { cost, split: Some(first + left - 1), ..best });
                    continue;
                }
                sequences.planned += 1;
                best.cost = f64::INFINITY;
                for split in first..last {
                    let apart = plan.part(first, split).cost + plan.part(split + 1, last).cost;
                    if apart >= best.cost {
                        continue;
                    }
                    let cost = apart + joined(factors, &sizes, &structures, (first, split, last));
                    // A tie goes to the parts that more products have in common, and then to the leftmost split: it
                    // multiplies from the right, where the vectors are.
                    let is_tie = (cost - best.cost).abs() <= TIE * cost;
                    let in_common = |split: usize| plan.in_common(first, split, last, costs);
                    let wins = match best.split {
                        Some(chosen) if is_tie => in_common(split) > in_common(chosen),
                        _ => cost < best.cost,
                    };
                    if wins {
                        best.cost = cost;
                        best.split = Some(split);
                    }
                }
                best.cost *= (costs.share)(best.sequence);
                known.insert(best.sequence, (best.cost, best.split.map_or(1, |split| split + 1 - first)));
                plan.set(first, last, best);
            }
        }
        plan
    }

    /// In how many products both sides of a split stand, what is a factor by itself aside.
    fn in_common(&self, first: usize, split: usize, last: usize, costs: &Costs<'_>) -> usize {
        let sides = [(first, split), (split + 1, last)].into_iter().filter(|(first, last)| first < last);
        sides.map(|(first, last)| (costs.common)(self.sequence(first, last))).sum()
    }

    fn part(&self, first: usize, last: usize) -> Part {
        let none = Part { cost: 0.0, split: None, sequence: Sequence(0) };
        self.parts.get(first * self.count + last).copied().unwrap_or(none)
    }

    fn set(&mut self, first: usize, last: usize, part: Part) {
        if let Some(place) = self.parts.get_mut(first * self.count + last) {
            *place = part;
        }
    }

    /// What the whole product costs.
    pub(super) fn cost(&self) -> f64 {
        self.part(0, self.count.saturating_sub(1)).cost
    }

    pub(super) fn split(&self, first: usize, last: usize) -> Option<usize> {
        self.part(first, last).split
    }

    pub(super) fn sequence(&self, first: usize, last: usize) -> Sequence {
        self.part(first, last).sequence
    }
}

/// Flops of joining two parts.
fn joined(
    factors: &[Factor],
    sizes: &[Size],
    structures: &[Structure],
    (first, split, last): (usize, usize, usize),
) -> f64 {
    let (Some(&(rows, _)), Some(&(_, inner)), Some(&(_, columns))) =
        (sizes.get(first), sizes.get(split), sizes.get(last))
    else {
        return 0.0;
    };
    let general = 2.0 * rows * inner * columns;
    let (left, right) = (split == first, split + 1 == last);
    if !left && !right {
        return general;
    }
    let (Some(a), Some(b)) = (factors.get(first), factors.get(last)) else { return general };
    let (of_a, of_b) = (
        structures.get(first).copied().unwrap_or_default(),
        structures.get(last).copied().unwrap_or_default(),
    );
    if left && of_a == Structure::Diagonal || right && of_b == Structure::Diagonal {
        return rows * columns;
    }
    // Two inverses that meet: the second one has to be formed.
    let formed =
        if left && right && a.inverted && b.inverted { 4.0 / 3.0 * inner * inner * inner } else { 0.0 };
    let triangular = |structure| matches!(structure, Structure::Lower | Structure::Upper);
    let share = if left && triangular(of_a) || right && triangular(of_b) { 0.5 } else { 1.0 };
    general * share + formed
}
