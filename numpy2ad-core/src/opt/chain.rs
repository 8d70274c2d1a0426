//! Products of several factors: which parts of them are there already, and in which order they are cheapest.

use super::algebra::{Algebra, Factor};
use super::scenario::Sizes;
use crate::table::{Handle, Table};
use crate::ty::{Dims, Structure};

/// A handle of a sequence of factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Sequence(u32);

impl Handle for Sequence {
    fn number(self) -> usize {
        self.0 as usize
    }
}

/// Sequences of factors as paths in a tree, so that all parts of a product are looked up without making them.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequences {
    /// The sequences of one factor.
    single: Table<Factor, Sequence>,
    /// By the shorter sequence, the longer ones and what follows in them.
    longer: Vec<Vec<(Factor, Sequence)>>,
    /// How many parts of products have been planned.
    pub(super) planned: usize,
}

impl Sequences {
    /// The sequence that is longer by one factor.
    pub(super) fn longer(&mut self, sequence: Option<Sequence>, factor: Factor) -> Sequence {
        let Some(shorter) = sequence else {
            if let Some(&known) = self.single.get(factor) {
                return known;
            }
            let new = self.new_sequence();
            self.single.insert(factor, new);
            return new;
        };
        if let Some(known) = self.longer.get(shorter.number()) {
            for &(next, longer) in known {
                if next.node == factor.node && next == factor {
                    return longer;
                }
            }
        }
        let new = self.new_sequence();
        if let Some(known) = self.longer.get_mut(shorter.number()) {
            known.push((factor, new));
        }
        new
    }

    fn new_sequence(&mut self) -> Sequence {
        let number = u32::try_from(self.longer.len()).unwrap_or(u32::MAX);
        self.longer.push(Vec::new());
        Sequence(number)
    }

    pub(super) fn of(&mut self, factors: &[Factor]) -> Option<Sequence> {
        factors.iter().fold(None, |sequence, &factor| Some(self.longer(sequence, factor)))
    }
}

/// The cheapest way to put a product together: where each part of it is split.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    count: usize,
    /// Of the part from `first` to `last`, at `first * count + last`. A boxed slice is read in few steps also where
    /// nothing is optimised.
    parts: Box<[Part]>,
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
    /// Of all factors of the product.
    pub(super) links: &'a Table<Factor, Link>,
    /// What a part costs, as a share of what it would cost: nothing if it is there already.
    pub(super) share: &'a dyn Fn(Sequence) -> f64,
    /// How many products have a part, in whatever order they are put together.
    pub(super) common: &'a dyn Fn(Sequence) -> usize,
}

/// The cheapest ways of parts that have been looked at: cost, and how many factors stand left of the split. They hold
/// as long as nothing more has been computed.
pub(super) type Known = Table<Sequence, (f64, usize)>;

/// What the cost of a product depends on in a factor: rows and columns as numbers, under the assumptions of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    rows: f64,
    columns: f64,
    structure: Structure,
    inverted: bool,
}

impl Link {
    pub(super) fn new(factor: Factor, algebra: &Algebra, sizes: &Sizes, dims: &Dims) -> Self {
        let (rows, columns) = algebra.extents(factor);
        let number = |dim: Option<_>| dim.map_or(1.0, |dim| sizes.of(dim, dims));
        let structure = algebra.kernel_structure(factor);
        Self { rows: number(rows), columns: number(columns), structure, inverted: factor.inverted }
    }
}

#[allow(clippy::indexing_slicing, reason = "a plan has an entry for each part of its product")]
impl Plan {
    /// Dynamic programming over all parts (Cormen et al. 2009, section 15.2), with solves for inverted factors.
    pub(super) fn cheapest(
        factors: &[Factor],
        costs: &Costs<'_>,
        sequences: &mut Sequences,
        known: &mut Known,
    ) -> Self {
        let mut plan = Self::of_parts(factors, sequences);
        let mut links = Vec::new();
        let count = plan.count;
        for length in 2..=count {
            for first in 0..=count - length {
                let last = first + length - 1;
                let part = &mut plan.parts[first * count + last];
                if let Some(&(cost, left)) = known.get(part.sequence) {
                    (part.cost, part.split) = (cost, Some(first + left - 1));
                    continue;
                }
                let sequence = part.sequence;
                if links.is_empty() {
                    links.extend(factors.iter().filter_map(|&factor| costs.links.get(factor)).copied());
                }
                sequences.planned += 1;
                let (cost, split) = plan.cheapest_split(&links, costs, first, last);
                let cost = cost * (costs.share)(sequence);
                known.insert(sequence, (cost, split + 1 - first));
                plan.parts[first * count + last] = Part { cost, split: Some(split), sequence };
            }
        }
        plan
    }

    /// The parts of a product, not yet planned.
    fn of_parts(factors: &[Factor], sequences: &mut Sequences) -> Self {
        let count = factors.len();
        let none = Part { cost: 0.0, split: None, sequence: Sequence(0) };
        let mut parts = vec![none; count * count].into_boxed_slice();
        for first in 0..count {
            let mut shorter = None;
            for last in first..count {
                let sequence = sequences.longer(shorter, factors[last]);
                parts[first * count + last].sequence = sequence;
                shorter = Some(sequence);
            }
        }
        Self { count, parts }
    }

    /// What the part costs that is split where it costs the least, and that place.
    fn cheapest_split(&self, links: &[Link], costs: &Costs<'_>, first: usize, last: usize) -> (f64, usize) {
        let (mut best, mut chosen) = (f64::INFINITY, None);
        for split in first..last {
            let left = self.parts[first * self.count + split].cost;
            let apart = left + self.parts[(split + 1) * self.count + last].cost;
            if apart >= best {
                continue;
            }
            let cost = apart + joined(links, first, split, last);
            let wins = match chosen {
                // A tie goes to the parts that more products have in common, and then to the leftmost split: it
                // multiplies from the right, where the vectors are.
                Some(chosen) if (cost - best).abs() <= TIE * cost => {
                    let in_common = |split: usize| self.in_common(first, split, last, costs);
                    in_common(split) > in_common(chosen)
                }
                _ => cost < best,
            };
            if wins {
                (best, chosen) = (cost, Some(split));
            }
        }
        (best, chosen.unwrap_or(first))
    }

    /// In how many products both sides of a split stand, what is a factor by itself aside.
    fn in_common(&self, first: usize, split: usize, last: usize, costs: &Costs<'_>) -> usize {
        let of = |first, last| if first < last { (costs.common)(self.sequence(first, last)) } else { 0 };
        of(first, split) + of(split + 1, last)
    }

    /// What the whole product costs.
    pub(super) fn cost(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.parts[self.count - 1].cost }
    }

    pub(super) fn split(&self, first: usize, last: usize) -> Option<usize> {
        self.parts.get(first * self.count + last)?.split
    }

    pub(super) fn sequence(&self, first: usize, last: usize) -> Sequence {
        self.parts.get(first * self.count + last).map_or(Sequence(0), |part| part.sequence)
    }
}

/// Flops of joining two parts.
#[allow(clippy::indexing_slicing, reason = "a part is split inside of itself")]
fn joined(links: &[Link], first: usize, split: usize, last: usize) -> f64 {
    let (a, b) = (&links[first], &links[last]);
    let inner = links[split].columns;
    let general = 2.0 * a.rows * inner * b.columns;
    let (left, right) = (split == first, split + 1 == last);
    if !left && !right {
        return general;
    }
    if left && a.structure == Structure::Diagonal || right && b.structure == Structure::Diagonal {
        return a.rows * b.columns;
    }
    // Two inverses that meet: the second one has to be formed.
    let formed =
        if left && right && a.inverted && b.inverted { 4.0 / 3.0 * inner * inner * inner } else { 0.0 };
    let triangular = |structure| matches!(structure, Structure::Lower | Structure::Upper);
    let share = if left && triangular(a.structure) || right && triangular(b.structure) { 0.5 } else { 1.0 };
    general * share + formed
}
