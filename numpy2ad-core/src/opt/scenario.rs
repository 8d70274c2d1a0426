//! Assumptions about the symbolic dimensions, under which a variant of a program is the best one.
//!
//! Sizes are known at run time only. A variant is therefore made for each scenario, and the generated code compares
//! the variants' cost polynomials before it runs one (López, Karlsson and Bientinesi 2025, "Compilation of
//! generalized matrix chains with symbolic sizes", arXiv 2511.20198).

use crate::ir::Func;
use crate::ty::{Dim, Dims, Shape};
use std::collections::BTreeMap;

/// A size that stands for "large".
const LARGE: f64 = 1000.0;

/// A size that stands for "few".
const FEW: f64 = 1.0;

/// A size that stands for "a good deal smaller".
const SMALL: f64 = 100.0;

/// More dimensions than this are not tried one by one.
const MAX_DIMENSIONS: usize = 3;

/// What is assumed of the dimensions: a number for each that is not large.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    known: BTreeMap<Dim, f64>,
}

impl Sizes {
    /// Sizes that are given by number.
    #[must_use]
    pub fn new(known: BTreeMap<Dim, f64>) -> Self {
        Self { known }
    }

    /// The assumed length of a dimension.
    #[must_use]
    pub fn of(&self, dim: Dim, dims: &Dims) -> f64 {
        self.known.get(&dims.find(dim)).copied().unwrap_or(LARGE)
    }

    /// All dimensions large but this one, which is a good deal smaller.
    pub(super) fn with_small(dim: Dim) -> Self {
        Self::default().with(dim, SMALL)
    }

    fn with(mut self, dim: Dim, size: f64) -> Self {
        self.known.insert(dim, size);
        self
    }
}

/// The scenarios of a function, first those that matter most: few columns in the result; one of the others a good deal
/// smaller than the rest; and all dimensions large.
#[must_use]
pub fn scenarios(func: &Func) -> Vec<Sizes> {
    let dims = &func.dims;
    let mut all: Vec<Dim> =
        func.params.iter().flat_map(|param| param.ty.axes()).map(|dim| dims.find(dim)).collect();
    // A dimension of many axes is what the others are compared with.
    let axes = all.clone();
    let count = |dim: Dim| axes.iter().filter(|&&other| other == dim).count();
    all.sort();
    all.dedup();
    all.sort_by_key(|&dim| count(dim));
    let columns = match func.ty(func.result()).shape {
        Shape::Matrix(rows, columns) => {
            Some(dims.find(columns)).filter(|&columns| columns != dims.find(rows))
        }
        _ => None,
    };
    let mut scenarios: Vec<Sizes> =
        columns.into_iter().map(|columns| Sizes::default().with(columns, FEW)).collect();
    if all.len() > 1 {
        let others = all.into_iter().filter(|&dim| Some(dim) != columns).take(MAX_DIMENSIONS);
        scenarios.extend(others.map(Sizes::with_small));
    }
    scenarios.push(Sizes::default());
    scenarios
}

/// The sizes at which variants are compared: the scenarios, and each of them with few columns in the result as well.
pub(super) fn points(scenarios: &[Sizes]) -> Vec<Sizes> {
    let mut points = scenarios.to_vec();
    let few = scenarios.iter().find(|sizes| sizes.known.values().any(|&size| size == FEW));
    for scenario in scenarios {
        let mut both = scenario.clone();
        both.known.extend(few.map(|few| few.known.clone()).unwrap_or_default());
        if !points.contains(&both) {
            points.push(both);
        }
    }
    points
}
