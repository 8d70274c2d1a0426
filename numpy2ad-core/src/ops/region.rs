//! Parts of arrays: which elements of each axis, up to the bounds, which are operands.

use super::Fault;
use crate::ty::{Dims, Rank, Shape};

/// Where a range of an axis ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// With the axis.
    Open,
    /// Before the bound.
    Before,
    /// With the bound.
    With,
}

/// Which elements of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Along {
    /// One element, whose index is a bound; the axis is gone then.
    Index,
    /// Several; a negative step goes through the range from its last element.
    Range {
        /// Whether there is a bound where it begins.
        from: bool,
        /// Where it ends.
        to: End,
        /// Which of them: each, every second, backwards.
        step: i32,
    },
}

impl Along {
    /// The whole axis.
    pub const FULL: Self = Self::Range { from: false, to: End::Open, step: 1 };

    /// How many bounds it has.
    #[must_use]
    pub fn bounds(self) -> usize {
        match self {
            Self::Index => 1,
            Self::Range { from, to, .. } => usize::from(from) + usize::from(to != End::Open),
        }
    }

    /// Whether every element of the axis is there.
    fn keeps_length(self) -> bool {
        matches!(self, Self::Range { from: false, to: End::Open, step: 1 | -1 })
    }
}

/// A part of an array: which elements of its first axis and, of a matrix, of its second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// Along the first axis.
    pub first: Along,
    /// Along the second axis, of a matrix.
    pub second: Option<Along>,
}

impl Region {
    /// A row of a matrix.
    pub const ROW: Self = Self { first: Along::Index, second: Some(Along::FULL) };
    /// A column of a matrix.
    pub const COLUMN: Self = Self { first: Along::FULL, second: Some(Along::Index) };

    /// One row or one column of a matrix.
    #[must_use]
    pub fn line(axis: usize) -> Self {
        if axis == 0 { Self::ROW } else { Self::COLUMN }
    }

    /// A range of an axis between two bounds, all of the other.
    #[must_use]
    pub fn range(axis: usize, rank: Rank) -> Self {
        let range = Along::Range { from: true, to: End::Before, step: 1 };
        match (rank, axis) {
            (Rank::Matrix, 0) => Self { first: range, second: Some(Along::FULL) },
            (Rank::Matrix, _) => Self { first: Along::FULL, second: Some(range) },
            _ => Self { first: range, second: None },
        }
    }

    /// Along each axis.
    pub fn axes(self) -> impl Iterator<Item = Along> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// How many bounds it has.
    #[must_use]
    pub fn bounds(self) -> usize {
        self.axes().map(Along::bounds).sum()
    }

    /// Whether it is one element.
    #[must_use]
    pub fn is_element(self) -> bool {
        self.axes().all(|along| along == Along::Index)
    }

    /// The shape of the part of an array of this shape.
    ///
    /// # Errors
    ///
    /// Where the array has another number of axes.
    pub(super) fn shape(self, of: Shape, dims: &mut Dims) -> Result<Shape, Fault> {
        let axes = match of {
            Shape::Scalar => return Err(Fault::new("a scalar has no parts")),
            Shape::Vector(n) => vec![n],
            Shape::Matrix(m, n) => vec![m, n],
        };
        if axes.len() != self.axes().count() {
            return Err(Fault::with_help(
                format!("a {} is taken a part of by {}", of.rank(), count(axes.len())),
                "write `s![1..3]` of a vector and `s![1..3, ..]` of a matrix",
            ));
        }
        let kept: Vec<_> = self
            .axes()
            .zip(axes)
            .filter(|(along, _)| *along != Along::Index)
            .map(|(along, dim)| if along.keeps_length() { dim } else { dims.fresh_loose() })
            .collect();
        Ok(match kept[..] {
            [m, n] => Shape::Matrix(m, n),
            [n] => Shape::Vector(n),
            _ => Shape::Scalar,
        })
    }
}

fn count(axes: usize) -> &'static str {
    if axes == 1 { "one index or range" } else { "two indices or ranges" }
}
