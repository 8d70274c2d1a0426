//! Assumptions about the symbolic dimensions, under which a variant of a program is the best one.
//!
//! Sizes are known at run time only. A variant is therefore made for each scenario, and the generated code compares
//! the variants' cost polynomials before it runs one (López, Karlsson and Bientinesi 2025, "Compilation of
//! generalized matrix chains with symbolic sizes", arXiv 2511.20198).

use crate::ir::{Func, Value};
use crate::ty::{Dim, Dims, Shape, Ty};

/// What is assumed of the dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// The result has few columns, and everything else is large.
    FewColumns,
    /// All dimensions are of one size.
    Even,
}

/// A size that stands for "large".
const LARGE: f64 = 1000.0;

/// A scenario applied to a function: a number for each of its dimensions.
#[derive(Clone, Debug)]
pub struct Sizes {
    few: Option<Dim>,
}

impl Scenario {
    /// The numbers for the dimensions of `func`.
    #[must_use]
    pub fn sizes(self, func: &Func) -> Sizes {
        let few = match (self, func.ty(func.result()).shape) {
            (Self::FewColumns, Shape::Matrix(_, columns)) => Some(func.dims.find(columns)),
            _ => None,
        };
        Sizes { few }
    }
}

impl Sizes {
    /// The assumed length of a dimension.
    #[must_use]
    pub fn of(&self, dim: Dim, dims: &Dims) -> f64 {
        if self.few == Some(dims.find(dim)) { 1.0 } else { LARGE }
    }

    /// Rows and columns of a value, a vector as one column.
    #[must_use]
    pub fn extent(&self, ty: Ty, dims: &Dims) -> (f64, f64) {
        match ty.shape {
            Shape::Scalar => (1.0, 1.0),
            Shape::Vector(n) => (self.of(n, dims), 1.0),
            Shape::Matrix(m, n) => (self.of(m, dims), self.of(n, dims)),
        }
    }

    /// Whether a product over this dimension is a sum of a few outer products.
    #[must_use]
    pub fn is_few(&self, dim: Dim, dims: &Dims) -> bool {
        self.of(dim, dims) < LARGE
    }

    /// Whether one of the value's axes is short, so that the value is as small as a vector.
    #[must_use]
    pub fn is_thin(&self, func: &Func, value: Value) -> bool {
        match func.ty(value).shape {
            Shape::Matrix(m, n) => self.is_few(m, &func.dims) || self.is_few(n, &func.dims),
            Shape::Vector(_) | Shape::Scalar => true,
        }
    }
}
