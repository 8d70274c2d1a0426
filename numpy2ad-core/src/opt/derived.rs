//! Programs that are derived from a primal one, and the derivations of its other forms.
//!
//! To the algebra a product inside of a product is one product: it has forgotten which part the primal computes once,
//! for whoever reads it. Reverse mode knows. The adjoint of a program costs a small multiple of the program (Griewank and
//! Walther 2008, "Evaluating Derivatives", section 4.4), so the adjoints of the cheapest forms of the primal are
//! candidates beside what is found in the algebra, read so that what they share stays whole.

use super::algebra::{self, Program};
use super::{Declared, Form, Sizes, cheapest, common_subexpressions, form, tidied, write};
use crate::ir::{Func, Stmt, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A primal program of which one scenario takes the search more than this is not written twice for it.
const MAX_PLANNED_TWICE: usize = 100;

/// A program and where it comes from.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "a derivation is a function")]
pub struct Derived<'a> {
    pub(super) func: &'a Func,
    from: Option<(&'a Func, Derivation<'a>)>,
}

/// What makes a program of a primal one.
type Derivation<'a> = &'a dyn Fn(&Func) -> Func;

impl<'a> Derived<'a> {
    /// The program `func` that `derive` makes of `primal`, and makes of its other forms as well.
    #[must_use]
    pub fn new(func: &'a Func, primal: &'a Func, derive: Derivation<'a>) -> Self {
        Self { func, from: Some((primal, derive)) }
    }

    /// A program of which no other derivation is known.
    #[must_use]
    pub fn alone(func: &'a Func) -> Self {
        Self { func, from: None }
    }

    /// The primal program, or the program itself where that is not known.
    pub(super) fn primal(&self) -> &'a Func {
        self.from.map_or(self.func, |(primal, _)| primal)
    }

    /// What is derived from the cheapest form of the primal in each scenario, written for that scenario.
    pub(super) fn others(&self, declared: &Declared, scenarios: &[Sizes]) -> Vec<Func> {
        let Some((primal, derive)) = self.from else { return Vec::new() };
        // A new value does not know the branch that it stands in, and its derivative depends on it. The adjoint of a call
        // takes a seed for each result, also for one that a cheaper form has no use for.
        let has_branches = primal.values().any(|value| !primal.value(value).guards.is_empty());
        if has_branches || primal.callees.iter().any(|callee| callee.results > 1) {
            return Vec::new();
        }
        let mut primal = primal.clone();
        common_subexpressions(&mut primal);
        let forms = forms_of(&primal, declared, scenarios);
        let mut derived: BTreeMap<usize, (Func, Program)> = BTreeMap::new();
        let mut written = Vec::new();
        for (at, sizes) in scenarios.iter().enumerate() {
            let Some(best) = cheapest(&forms, at) else { continue };
            let (func, program) = derived.entry(best).or_insert_with(|| {
                let mut form = forms.get(best).map_or_else(|| primal.clone(), |form| form.func.clone());
                in_statements(&mut form);
                let func = derive(&form);
                let program = algebra::read_as_computed(&func, declared);
                (func, program)
            });
            written.extend(write::write(func, program, std::slice::from_ref(sizes), 0));
        }
        written
    }
}

/// The forms of a primal program, with what they cost in each scenario.
fn forms_of(primal: &Func, declared: &Declared, scenarios: &[Sizes]) -> Vec<Form> {
    let program = algebra::read_to_derive(primal, declared);
    let written = write::write(primal, &program, scenarios, MAX_PLANNED_TWICE);
    written.into_iter().map(|func| form(tidied(func), scenarios)).collect()
}

/// Gives a statement to every operation that stands inside of another one: differentiation takes what a front end
/// writes.
fn in_statements(func: &mut Func) {
    let mut bound = BTreeSet::new();
    let mut body = Vec::with_capacity(func.body.len());
    for stmt in std::mem::take(&mut func.body) {
        if let Stmt::Let(value) | Stmt::Update { value, .. } = stmt {
            bind(func, value, &mut bound, &mut body);
        }
        if !matches!(stmt, Stmt::Let(_)) {
            body.push(stmt);
        }
    }
    func.body = body;
}

/// Operands first.
fn bind(func: &Func, value: Value, bound: &mut BTreeSet<Value>, body: &mut Vec<Stmt>) {
    let Some((_, args)) = func.as_op(value) else { return };
    if !bound.insert(value) {
        return;
    }
    for &arg in args {
        bind(func, arg, bound, body);
    }
    if func.ty(value).elem.is_float() {
        body.push(Stmt::Let(value));
    }
}
