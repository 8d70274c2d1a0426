//! That a matrix is diagonal, which is added to a product.
//!
//! The identity comes into formulas such as `(I - P A) X` as a parameter like any other. As a general matrix it makes
//! `I - P A` one, though `P A` be of low rank, and a product with it costs n³. Where it is diagonal, the sum is
//! multiplied out: a diagonal times X, and products of low rank. So the program is also written under the assumption
//! that such parameters are diagonal: a general matrix says so in its first row.
//!
//! Diagonal is all that is assumed, rather than the identity: multiples of it come as often, and a scaling costs n².

use super::{
    Assuming, Assumption, Declared, Derived, Finding, MAX_PARAMS, Sizes, WORTH_A_LOOK, square_param,
};
use crate::ir::Func;
use crate::opt::algebra::{self, Algebra, Id, Node, Program};
use crate::opt::{Form, MAX_VARIANTS, cheapest, form, tidied};
use crate::ty::{Dim, Structure};
use std::collections::BTreeSet;

/// More programs than this are not written under the assumption.
const MAX_ASSUMING: usize = 2;

/// The programs that save a good share of the flops of these variants where parameters that are added to products, and
/// then multiplied, are diagonal. None if there are no such parameters, or nothing is saved.
pub(super) fn assuming(
    derived: Derived<'_>,
    declared: &Declared,
    scenarios: &[Sizes],
    variants: &[Func],
) -> Option<Assuming> {
    let func = derived.func;
    // The sums that matter stand in the primal, which is shorter.
    let primal = derived.primal();
    let program = algebra::read(primal, declared);
    let params = candidates(primal, &program, declared);
    if params.is_empty() || params.len() > MAX_PARAMS {
        return None;
    }
    let mut assumed = declared.clone();
    assumed.structures.extend(params.iter().map(|&param| (param, Structure::Diagonal)));
    let scenarios = those_of_low_rank(primal, &program, &params, scenarios);
    let cheapest = |forms: &[Form], at: usize| {
        let index = cheapest(forms, at)?;
        Some((index, *forms.get(index)?.costs.get(at)?))
    };
    let general: Vec<Form> = variants.iter().map(|variant| form(variant.clone(), &scenarios)).collect();
    // Where a sum of the primal is multiplied out, so is its adjoint.
    let mut written = derived.others(&assumed, &scenarios);
    if written.is_empty() {
        let program = algebra::read(func, &assumed);
        for sizes in &scenarios {
            written.extend(crate::opt::write::write(func, &program, std::slice::from_ref(sizes), 0));
        }
    }
    let forms = written.into_iter().map(|func| form(tidied(func), &scenarios));
    let mut forms: Vec<Form> = forms.collect();
    let most = MAX_ASSUMING.min(MAX_VARIANTS.saturating_sub(variants.len()));
    let mut chosen = BTreeSet::new();
    for at in 0..scenarios.len() {
        if let (Some((index, cost)), Some((_, without))) = (cheapest(&forms, at), cheapest(&general, at))
            && cost <= WORTH_A_LOOK * without
            && chosen.len() < most
        {
            chosen.insert(index);
        }
    }
    let mut index = 0..;
    forms.retain(|_| index.next().is_some_and(|index| chosen.contains(&index)));
    let variants: Vec<Func> = forms.into_iter().map(|form| form.func).collect();
    let assumption = Assumption { finding: Finding::Diagonal, params };
    (!variants.is_empty()).then_some(Assuming { assumption, variants })
}

/// The square matrices that stand by themselves beside a product in a sum, which is multiplied with something.
fn candidates(func: &Func, program: &Program, declared: &Declared) -> Vec<usize> {
    let algebra = &program.algebra;
    let mut params = BTreeSet::new();
    for id in algebra.ids() {
        let Node::Product(factors) = algebra.node(id) else { continue };
        for factor in factors.iter().filter(|factor| factors.len() > 1 && !factor.inverted) {
            let Node::Sum(terms) = algebra.node(factor.node) else { continue };
            if terms.iter().any(|term| algebra.factors(term.node).len() > 1) {
                params.extend(terms.iter().filter_map(|term| lone_param(func, algebra, term.node)));
            }
        }
    }
    params.into_iter().filter(|param| !declared.structures.contains_key(param)).collect()
}

/// The parameter that a term is, if it is one by itself.
fn lone_param(func: &Func, algebra: &Algebra, id: Id) -> Option<usize> {
    let [factor] = algebra.factors(id)[..] else { return None };
    square_param(func, algebra, factor.node).filter(|_| !factor.inverted)
}

/// The scenarios in which what stands beside the diagonals is of low rank. If an inverse is in the program, its order
/// is that rank; if not, any dimension that is not that of the diagonals.
fn those_of_low_rank(func: &Func, program: &Program, params: &[usize], all: &[Sizes]) -> Vec<Sizes> {
    if let [only] = all {
        return vec![only.clone()];
    }
    let dims = &func.dims;
    let of_diagonals: Vec<Dim> = params
        .iter()
        .filter_map(|&index| func.params.get(index))
        .flat_map(|param| param.ty.axes())
        .map(|dim| dims.find(dim))
        .collect();
    let algebra = &program.algebra;
    let orders: BTreeSet<Dim> = algebra
        .ids()
        .filter_map(|id| match algebra.node(id) {
            Node::Product(factors) => Some(factors),
            _ => None,
        })
        .flatten()
        .filter(|factor| factor.inverted)
        .filter_map(|factor| algebra.data(factor.node).extents.0)
        .map(|dim| dims.find(dim))
        .filter(|dim| !of_diagonals.contains(dim))
        .collect();
    let mut ranks: Vec<Dim> = if orders.is_empty() {
        let axes = func.params.iter().flat_map(|param| param.ty.axes()).map(|dim| dims.find(dim));
        axes.filter(|dim| !of_diagonals.contains(dim)).collect()
    } else {
        orders.into_iter().collect()
    };
    ranks.sort();
    ranks.dedup();
    match ranks.len() {
        0 => vec![Sizes::default()],
        _ => ranks.into_iter().take(MAX_ASSUMING).map(Sizes::with_small).collect(),
    }
}
