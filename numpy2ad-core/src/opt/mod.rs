//! The passes: from IR to IR.
//!
//! | pass | what it does |
//! |---|---|
//! | [`common_subexpressions`] | what is computed twice is computed once |
//! | [`fold()`] | small algebra in what the rules have built |
//! | [`increments_last`] | of what calls others, the caller's adjoints change when nothing can fail any more |
//! | [`optimise`] | the whole program, primal and adjoint together, in the cheapest form that is found |
//! | [`assuming()`] | the same for operands of which a look at run time tells that they are diagonal, or symmetric |
//! | [`remove_dead_code`] | what nothing reads any more |
//!
//! [`optimise`] reads the program as algebra (`algebra`), in which no order is left and every adjoint is a sum of
//! products, and writes it as a program again (`write`), under the assumptions of a scenario of sizes: chains in the
//! cheapest order and with what they share (`chain`), sums multiplied out or factored where that costs less
//! (`settle`). A chain that is put together from its vector end has adjoints of rank one, which are never formed: for
//! generalised least squares the reverse sweep is O(n²) beside a factorisation of O(n³). The adjoints of the primal's
//! own cheapest forms are candidates as well (`derived`).

mod algebra;
mod assumption;
mod chain;
mod cse;
mod dead;
mod derived;
mod fold;
mod hash;
mod last;
mod scenario;
mod settle;
mod write;

pub use assumption::{Assuming, Assumption, Finding, assuming};
pub use cse::common_subexpressions;
pub use dead::remove_dead_code;
pub use derived::Derived;
pub use fold::fold;
pub use last::increments_last;
pub use scenario::{Sizes, scenarios};

use crate::cost::{self, Flops};
use crate::ir::Func;
use crate::ty::{Dim, Structure};
use std::collections::BTreeMap;

/// What the user has declared of the parameters, by their index.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// What is known of their entries.
    pub structures: BTreeMap<usize, Structure>,
}

/// A primal or an adjoint program in the cheapest form that is found for each of these scenarios, without forms that
/// are dearer than another for all sizes. It is right where shapes fit exactly, without repetition along an axis.
#[must_use]
pub fn optimise(derived: Derived<'_>, declared: &Declared, scenarios: &[Sizes]) -> Vec<Func> {
    let func = derived.func;
    if func.body.len() > MAX_STATEMENTS {
        return vec![func.clone()];
    }
    let program = algebra::read(func, declared);
    let points = scenario::points(scenarios);
    let written = write::write(func, &program, scenarios, MAX_PLANNED_TWICE);
    let mut forms: Vec<Form> = Vec::new();
    let others = derived.others(declared, scenarios);
    // As it is, the program is a candidate as well: what is found is never worse.
    for variant in written.into_iter().chain(others).chain([func.clone()]) {
        let form = form(tidied(variant), &points);
        if forms.iter().all(|other| other.flops != form.flops) {
            forms.push(form);
        }
    }
    best_forms(forms, points.len())
}

/// A longer program stays as it is: the search takes time that grows faster than its length.
const MAX_STATEMENTS: usize = 400;

/// A program of which one scenario takes the search more than this is not written twice under the same assumptions.
const MAX_PLANNED_TWICE: usize = 400;

/// A program as it is written, without what is computed twice or for nothing.
fn tidied(mut func: Func) -> Func {
    common_subexpressions(&mut func);
    remove_dead_code(&mut func);
    increments_last(func)
}

fn form(func: Func, points: &[Sizes]) -> Form {
    let flops = cost::flops(&func);
    let axes = func.params.iter().flat_map(|param| param.ty.axes());
    let dims: BTreeMap<String, Dim> = axes.map(|dim| (func.dims.letter(dim).to_string(), dim)).collect();
    let cost =
        |sizes: &Sizes| flops.at(|letter| dims.get(letter).map_or(1.0, |&dim| sizes.of(dim, &func.dims)));
    let costs = points.iter().map(cost).collect();
    Form { func, flops, costs }
}

/// The form that costs the least in a scenario.
fn cheapest(forms: &[Form], scenario: usize) -> Option<usize> {
    let costs =
        forms.iter().enumerate().filter_map(|(index, form)| Some((index, *form.costs.get(scenario)?)));
    costs.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(index, _)| index)
}

/// A program, and what it costs in each scenario.
struct Form {
    func: Func,
    flops: Flops,
    costs: Vec<f64>,
}

/// More variants of a function are not written.
const MAX_VARIANTS: usize = 4;

/// A variant is written for what it saves in some scenario: this share of the best that the others do there.
const WORTH_A_VARIANT: f64 = 0.02;

/// The programs that are the cheapest at some point, first the one of the first scenario.
fn best_forms(mut forms: Vec<Form>, points: usize) -> Vec<Func> {
    let mut best = vec![f64::INFINITY; points];
    let mut chosen = Vec::new();
    while chosen.len() < MAX_VARIANTS {
        let gain = |form: &Form| -> f64 {
            if chosen.is_empty() {
                return -form.costs.first().copied().unwrap_or_default();
            }
            let pairs = form.costs.iter().zip(&best);
            pairs.map(|(&own, &best)| (1.0 - own / best - WORTH_A_VARIANT).max(0.0)).sum()
        };
        let candidates = forms.iter().map(gain).enumerate();
        let Some((at, most)) = candidates.max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i))) else {
            break;
        };
        if !chosen.is_empty() && most <= 0.0 {
            break;
        }
        let form = forms.swap_remove(at);
        for (best, own) in best.iter_mut().zip(&form.costs) {
            *best = best.min(*own);
        }
        chosen.push(form.func);
    }
    chosen
}
