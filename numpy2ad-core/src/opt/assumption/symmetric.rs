//! That a matrix is symmetric, whose inverse stands between a matrix and its transpose.
//!
//! Covariances are, and least squares and filters weigh with the inverse of one. What the primal solves with `M` the adjoint
//! solves with `Mᵀ`: one solution serves both. Where `M` is positive definite as well, with `M = L Lᵀ` the product `Xᵀ M⁻¹ X`
//! is `Wᵀ W` with `W = L⁻¹ X`, half the flops; where it is not, the kernels take another way.

use super::{
    Assuming, Assumption, Declared, Derived, Finding, MAX_PARAMS, Sizes, WORTH_A_LOOK, square_param,
};
use crate::ir::Func;
use crate::opt::algebra::{self, Algebra, Node, Program};
use crate::opt::{form, optimise};
use crate::ty::Structure;
use std::collections::BTreeSet;

/// One program for where such matrices are symmetric: the best for the first of the scenarios.
pub(super) fn assuming(
    derived: Derived<'_>,
    declared: &Declared,
    scenarios: &[Sizes],
    variants: &[Func],
) -> Option<Assuming> {
    let primal = derived.primal();
    let params = candidates(primal, &algebra::read(primal, declared), declared);
    if params.is_empty() || params.len() > MAX_PARAMS {
        return None;
    }
    let mut assumed = declared.clone();
    assumed.structures.extend(params.iter().map(|&param| (param, Structure::Semidefinite)));
    let first = scenarios.get(..1)?;
    let cost = |func: &Func| form(func.clone(), first).costs.first().copied().unwrap_or(f64::INFINITY);
    let best = optimise(derived, &assumed, first).into_iter().next()?;
    let without = variants.iter().map(cost).fold(f64::INFINITY, f64::min);
    let assumption = Assumption { finding: Finding::Symmetric, params };
    (cost(&best) <= WORTH_A_LOOK * without).then(|| Assuming { assumption, variants: vec![best] })
}

/// The square matrices whose inverse stands in the middle of a product that reads the same backwards and transposed.
fn candidates(func: &Func, program: &Program, declared: &Declared) -> Vec<usize> {
    let algebra = &program.algebra;
    let params: BTreeSet<usize> = algebra.ids().filter_map(|id| middle_param(func, algebra, id)).collect();
    params.into_iter().filter(|param| !declared.structures.contains_key(param)).collect()
}

fn middle_param(func: &Func, algebra: &Algebra, id: algebra::Id) -> Option<usize> {
    let Node::Product(factors) = algebra.node(id) else { return None };
    let is_matrix = matches!(algebra.extents_of(factors), (Some(_), Some(_)));
    let middle = algebra.middle(factors).filter(|middle| is_matrix && middle.inverted)?;
    square_param(func, algebra, middle.node)
}
