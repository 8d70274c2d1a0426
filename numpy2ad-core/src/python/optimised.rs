//! Primal and adjoint as one program, in the form that Python text has of it.

use super::{Function, internal, tidy};
use crate::back::python::Modules;
use crate::cost;
use crate::diag::Diagnostics;
use crate::diff::{self, Activity};
use crate::ir::{Def, Func, Op, Sign, Slot, SlotKind, Stmt, Value};
use crate::names::Names;
use crate::ops::{Attr, is_factorisation};
use crate::opt::{self, Declared, Derived, Sizes};
use crate::origin::Origin;
use crate::ty::{Dim, Shape};
use crate::verify::verify;
use std::collections::BTreeSet;

/// A size that stands for "large".
const LARGE: f64 = 1000.0;

/// Every program that is the cheapest for some sizes.
pub(crate) fn variants(function: &Function) -> Result<Vec<Func>, Diagnostics> {
    let primal = prepared(function);
    let plain = differentiated(&primal, &function.seeded);
    let scenarios = opt::scenarios(&function.func);
    // Where the caller gives the adjoints of the results, those of another form of the function do as well.
    let derive = |form: &Func| differentiated(form, &form.results);
    let derived = if function.seeded == primal.results {
        Derived::new(&plain, &primal, &derive)
    } else {
        Derived::alone(&plain)
    };
    let mut variants = opt::optimise(derived, &Declared::default(), &scenarios);
    for variant in &mut variants {
        tidy::as_python_computes(variant);
        tidy::transpose_sums(variant);
        tidy::share(variant);
        opt::remove_dead_code(variant);
    }
    let faults: Vec<String> =
        [&plain].into_iter().chain(&variants).filter_map(|func| verify(func).err()).flatten().collect();
    if faults.is_empty() { Ok(variants) } else { Err(internal(&faults)) }
}

/// The one program that Python text has.
pub(super) fn best(function: &Function) -> Result<Func, Diagnostics> {
    let mut variants = variants(function)?;
    match index_of_best(&function.func, &variants) {
        index if index < variants.len() => Ok(variants.swap_remove(index)),
        _ => Err(internal(&["the optimiser has found no program".to_owned()])),
    }
}

/// Which of the programs Python text has: the cheapest for few columns in the result, where it has columns of its
/// own, and for large sizes otherwise.
pub(crate) fn index_of_best(primal: &Func, variants: &[Func]) -> usize {
    let columns = few_columns(primal);
    let scenarios = opt::scenarios(primal);
    let cost = |func: &Func| -> f64 {
        let flops = cost::flops(func);
        let at = |sizes: &Sizes| flops.at(|letter| length(func, letter, columns, sizes)).max(1.0).ln();
        scenarios.iter().map(at).sum()
    };
    let costs = variants.iter().map(cost).enumerate();
    costs.min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(index, _)| index)
}

/// The columns of the result, if they are another dimension than its rows.
fn few_columns(primal: &Func) -> Option<Dim> {
    match primal.ty(primal.result()).shape {
        Shape::Matrix(rows, columns) => {
            let (rows, columns) = (primal.dims.find(rows), primal.dims.find(columns));
            Some(columns).filter(|&columns| columns != rows)
        }
        _ => None,
    }
}

/// The assumed length of the dimension of this letter.
fn length(func: &Func, letter: &str, columns: Option<Dim>, sizes: &Sizes) -> f64 {
    let axes = func.params.iter().flat_map(|param| param.ty.axes());
    match axes.map(|dim| func.dims.find(dim)).find(|&dim| func.dims.letter(dim) == letter) {
        Some(dim) if Some(dim) == columns => 1.0,
        Some(dim) => sizes.of(dim, &func.dims),
        None => LARGE,
    }
}

/// The primal program, as it is differentiated.
fn prepared(function: &Function) -> Func {
    let mut primal = function.func.clone();
    for value in intermediates(function) {
        if let Some(data) = primal.value_mut(value) {
            data.name = None;
        }
    }
    // Where the caller gives one adjoint alone, what is computed twice is joined, and has one adjoint as well.
    if function.seeded == primal.results {
        opt::common_subexpressions(&mut primal);
    }
    // What no adjoint that is given depends on would add products with zeros.
    let results = std::mem::replace(&mut primal.results, function.seeded.clone());
    let whole = primal.body.clone();
    opt::remove_dead_code(&mut primal);
    with_whole_calls(&mut primal, whole);
    primal.results = results;
    primal
}

/// The plain adjoint program, as the optimiser reads it.
fn differentiated(primal: &Func, seeded: &[Value]) -> Func {
    let mut func = diff::adjoint(primal, Activity::Everything, seeded);
    seeds_apart(&mut func);
    opt::fold(&mut func);
    opt::common_subexpressions(&mut func);
    func
}

/// Brings back the results of calls of which another result is needed: the adjoint of a call takes one for each.
fn with_whole_calls(func: &mut Func, mut whole: Vec<Stmt>) {
    let part_of = |value: Value| match func.as_op(value) {
        Some((Op { attr: Attr::Part(part), .. }, _)) if func.callee(value).is_some() => Some(part.callee),
        _ => None,
    };
    let kept: BTreeSet<Value> = func.lets().collect();
    let calls: BTreeSet<usize> = kept.iter().filter_map(|&value| part_of(value)).collect();
    whole.retain(|stmt| match stmt {
        Stmt::Let(value) => kept.contains(value) || part_of(*value).is_some_and(|call| calls.contains(&call)),
        Stmt::Init(_) | Stmt::Update { .. } => true,
    });
    func.body = whole;
}

/// What the front end has named, rather than the user.
fn intermediates(function: &Function) -> Vec<Value> {
    let results = &function.func.results;
    function
        .func
        .lets()
        .filter(|value| !function.targets.contains(value) && !results.contains(value))
        .collect()
}

/// Adjoints that the caller gives are only read: where the program adds to one, to that of a target in the middle of
/// an expression, it adds to a copy.
fn seeds_apart(func: &mut Func) {
    let grown: BTreeSet<Slot> = func.body.iter().filter_map(|stmt| grows(func, stmt)).collect();
    for seed in grown.into_iter().filter(|&slot| func.slot(slot).kind == SlotKind::Seed).collect::<Vec<_>>() {
        let primal = func.slot(seed).primal;
        let copy = func.push_slot(SlotKind::Local, primal);
        let slots: Vec<Slot> = func.slots().collect();
        for slot in slots {
            if let Some(data) = func.slot_mut(slot).filter(|data| data.kind == SlotKind::TransposeOf(seed)) {
                data.kind = SlotKind::TransposeOf(copy);
            }
        }
        let values: Vec<Value> = func.values().collect();
        for value in values {
            if let Some(data) = func.value_mut(value).filter(|data| data.def == Def::Adjoint(seed)) {
                data.def = Def::Adjoint(copy);
            }
        }
        for stmt in &mut func.body {
            if let Stmt::Update { slot, .. } = stmt
                && *slot == seed
            {
                *slot = copy;
            }
        }
        let value = func.push(Def::Adjoint(seed), func.ty(primal), None, Origin::None);
        let made = |stmt: &Stmt| matches!(stmt, Stmt::Let(value) if *value == primal);
        let behind = func.body.iter().position(made).map_or(0, |at| at + 1);
        let start = [Stmt::Init(copy), Stmt::Update { slot: copy, sign: Sign::Plus, value }];
        func.body.splice(behind..behind, start);
    }
}

/// The slot that a statement adds to, through a view or not.
fn grows(func: &Func, stmt: &Stmt) -> Option<Slot> {
    let Stmt::Update { slot, .. } = stmt else { return None };
    let mut base = *slot;
    while let SlotKind::TransposeOf(of) = func.slot(base).kind {
        base = of;
    }
    Some(base)
}

/// The program with a name for each of its statements, and all names that are taken then. The user's targets keep
/// theirs; the others step around them, and around the adjoints that the caller gives.
pub(super) fn named(mut func: Func, function: &Function, modules: &Modules) -> (Func, Names) {
    let mut names = function.names.clone();
    let primal = &function.func;
    let label = |value: Value| primal.value(value).name.clone();
    for name in intermediates(function).into_iter().filter_map(label) {
        names.release(&name);
    }
    for module in [&modules.numpy, &modules.linalg] {
        names.take(module.split('.').next().unwrap_or(module));
    }
    let mut taken = names.clone();
    for slot in
        func.slots().filter(|&slot| matches!(func.slot(slot).kind, SlotKind::Param(_) | SlotKind::Seed))
    {
        let name = func.value(func.slot(slot).primal).name.as_deref().unwrap_or("out");
        taken.fresh(&format!("{name}_a"));
    }
    let kept = function.targets.iter().chain(&primal.results);
    let mut own: BTreeSet<String> = kept.filter_map(|&value| label(value)).collect();
    let mut next = 0;
    let lets: Vec<Value> = func.lets().collect();
    // The results come first: nothing else may have their names.
    let results = func.results.clone();
    let others = lets.into_iter().filter(|value| !results.contains(value));
    for value in results.iter().copied().chain(others) {
        let name = match (of_factors(&func, value), func.value(value).name.clone()) {
            (Some(name), _) => taken.fresh(&name),
            (None, Some(name)) if own.remove(&name) => name,
            (None, Some(name)) => taken.fresh(&name),
            (None, None) => taken.numbered("v", &mut next),
        };
        names.take(&name);
        if let Some(data) = func.value_mut(value) {
            data.name = Some(name);
        }
    }
    (func, names)
}

/// The name of a factorisation: its matrix's and its own.
fn of_factors(func: &Func, value: Value) -> Option<String> {
    let (op, args) = func.as_op(value).filter(|(op, _)| is_factorisation(op.kind))?;
    let matrix = args.first().and_then(|&matrix| func.value(matrix).name.as_deref());
    Some(format!("{}_{}", matrix.unwrap_or("v"), op.kind.name()))
}
