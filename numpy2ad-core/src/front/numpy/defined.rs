//! Calls of functions that the text defines: by their own derivatives, which stand beside the caller's.

use super::imports::Imports;
use super::scope::Scope;
use super::{Function, directions, refuse, text_range};
use crate::ir::{CalledParam, Callee, Def, Failure, Op, Value};
use crate::ops::{Attr, Called, Part};
use crate::ty::{Dim, Rank, Ty};
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprCall, ExprName, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};
use std::collections::{BTreeMap, BTreeSet};

/// The functions that can be called, as far as they have been read.
#[derive(Debug, Default)]
pub(super) struct Defined {
    names: BTreeSet<String>,
    /// Nothing behind a mistake.
    read: BTreeMap<String, Option<Function>>,
}

/// The definitions by which the names of functions are known when one of them runs: the last statement decides.
pub(super) fn definitions<'d>(body: &'d [Stmt], imports: &Imports) -> BTreeMap<&'d str, &'d StmtFunctionDef> {
    let mut all = BTreeMap::new();
    for stmt in body {
        match stmt {
            Stmt::FunctionDef(def) => {
                all.insert(def.name.as_str(), def);
            }
            _ => {
                for name in refuse::bound(stmt) {
                    all.remove(name.as_str());
                }
            }
        }
    }
    all.retain(|name, _| !imports.binds(name));
    all
}

/// These definitions and those that they call, each behind what it calls. Of functions that call each other in a circle,
/// one is read before what it calls, and its call is refused.
pub(super) fn callees_first<'d>(
    wanted: &[&'d StmtFunctionDef],
    all: &BTreeMap<&'d str, &'d StmtFunctionDef>,
) -> Vec<&'d StmtFunctionDef> {
    let mut order: Vec<&StmtFunctionDef> = Vec::new();
    let mut seen = BTreeSet::new();
    for def in wanted {
        let mut open = vec![(*def, false)];
        while let Some((def, behind_callees)) = open.pop() {
            if behind_callees {
                order.push(def);
            } else if seen.insert(def.range.start()) {
                open.push((def, true));
                let called = called(def);
                open.extend(called.iter().filter_map(|name| all.get(name.as_str())).map(|def| (*def, false)));
            }
        }
    }
    order
}

/// The names that a function calls.
fn called(def: &StmtFunctionDef) -> BTreeSet<String> {
    #[derive(Default)]
    struct Calls(BTreeSet<String>);
    impl<'a> Visitor<'a> for Calls {
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Call(call) = expr
                && let Expr::Name(name) = &*call.func
            {
                self.0.insert(name.id.to_string());
            }
            walk_expr(self, expr);
        }
    }
    let mut calls = Calls::default();
    calls.visit_body(&def.body);
    calls.0
}

impl Defined {
    /// Functions of which none has been read.
    pub(super) fn new(all: &BTreeMap<&str, &StmtFunctionDef>) -> Self {
        Self { names: all.keys().map(|name| (*name).to_owned()).collect(), read: BTreeMap::new() }
    }

    /// Adds a function that has been read; `None` behind a mistake.
    pub(super) fn insert(&mut self, name: &str, function: Option<Function>) {
        self.read.insert(name.to_owned(), function);
    }

    /// The functions that are wanted and those that they call, in the order of the text.
    pub(super) fn in_order(mut self, body: &[Stmt], wanted: &[&StmtFunctionDef]) -> Vec<Function> {
        let mut needed: BTreeSet<String> = BTreeSet::new();
        let mut open: Vec<String> = wanted.iter().map(|def| def.name.to_string()).collect();
        while let Some(name) = open.pop() {
            if let Some(Some(function)) = self.read.get(&name)
                && needed.insert(name)
            {
                open.extend(function.func.callees.iter().map(|callee| callee.path.clone()));
            }
        }
        let defs = body.iter().filter_map(|stmt| stmt.as_function_def_stmt());
        let names = defs.map(|def| def.name.as_str()).filter(|name| needed.contains(*name));
        names.filter_map(|name| self.read.remove(name).flatten()).collect()
    }
}

impl<'a> Scope<'a> {
    /// The function of the text that a call names. `None` if it names something else; inside, `None` behind a mistake.
    pub(super) fn defined_function(&mut self, call: &ExprCall) -> Option<Option<&'a Function>> {
        let Expr::Name(name) = &*call.func else { return None };
        let id = name.id.as_str();
        if self.bindings.contains_key(id) || !self.defined.names.contains(id) {
            return None;
        }
        let defined = self.defined;
        match defined.read.get(id) {
            Some(function) => Some(function.as_ref()),
            None => {
                let message = format!("`{id}` calls itself, by this call or through others");
                self.error(call.range(), message, "write the steps one after another");
                Some(None)
            }
        }
    }

    /// The value of a call that gives one.
    pub(super) fn one_result(
        &mut self,
        function: &Function,
        call: &ExprCall,
        target: Option<&str>,
    ) -> Option<Value> {
        if function.func.results.len() > 1 {
            let name = &function.func.name;
            let message =
                format!("`{name}` gives {} values, and this takes one", function.func.results.len());
            self.error(call.range(), message, format!("take them apart: `B, C = {name}(..)`"));
            return None;
        }
        self.called(function, call, &[target])?.first().copied()
    }

    /// `B, s = f(A)`
    pub(super) fn define_results(
        &mut self,
        names: &[&ExprName],
        function: Option<&Function>,
        call: &ExprCall,
    ) {
        let taken: Vec<bool> =
            names.iter().map(|name| self.bindings.contains_key(name.id.as_str())).collect();
        let targets: Vec<Option<&str>> =
            names.iter().map(|name| Some(name.id.as_str()).filter(|name| *name != "_")).collect();
        let values = function.and_then(|function| {
            let count = function.func.results.len();
            if count != names.len() {
                let message = format!("{} names stand for {count} values", names.len());
                self.error(call.range(), message, "give each value a name, or `_`");
                return None;
            }
            self.called(function, call, &targets)
        });
        let values = values.unwrap_or_default();
        for (index, (name, taken)) in names.iter().zip(taken).enumerate() {
            if name.id.as_str() != "_" {
                self.bind_name(name, values.get(index).copied(), taken);
            }
        }
    }

    /// The results of a call under these names.
    pub(super) fn called(
        &mut self,
        function: &Function,
        call: &ExprCall,
        targets: &[Option<&str>],
    ) -> Option<Vec<Value>> {
        let given = self.given(function, call)?;
        let mut params = Vec::new();
        let (mut operands, mut active) = (Vec::new(), Vec::new());
        let directions = directions(&function.func, &mut function.names.clone());
        for (index, (param, given)) in function.func.params.iter().zip(given).enumerate() {
            let by_name = function.passing.get(index).is_some_and(|passing| !passing.by_place);
            let operand = given.map(|value| {
                operands.push(value);
                active.push(param.differentiable && self.func.ty(value).elem.is_float());
                operands.len() - 1
            });
            let direction = directions.get(&index).cloned();
            params.push(CalledParam { name: param.name.clone(), by_name, direction, operand });
        }
        let name = function.func.name.as_str();
        // The caller's own variables may not hide these.
        for ending in ["ad", "t", "hvp"] {
            self.names.take(&format!("{name}_{ending}"));
        }
        let results = function.func.results.len();
        let callee = self.func.callees.len();
        self.func.callees.push(Callee {
            path: name.to_owned(),
            args: Vec::new(),
            active,
            results,
            is_tuple: results > 1,
            failure: Failure::None,
            params,
        });
        let types = self.result_types(function, &operands, callee);
        let is_varied = operands.iter().any(|&operand| self.is_varied(operand));
        let inline = std::mem::replace(&mut self.inline, false);
        let mut values = Vec::new();
        for (index, ty) in types.into_iter().enumerate() {
            let attr = Attr::Part(Part { callee, index, rank: ty.rank(), elem: ty.elem });
            let def = Def::Op(Op { kind: &Called::Result, attr }, operands.clone());
            let value = self.func.push(def, ty, None, text_range(call.range()));
            if is_varied && ty.elem.is_float() {
                self.note_varied(value);
            }
            values.push(self.bind(value, targets.get(index).copied().flatten(), call.range()));
        }
        self.inline = inline;
        Some(values)
    }

    /// The types of a call's results: the dimensions that the callee's parameters and results share are those of the
    /// arguments.
    fn result_types(&mut self, function: &Function, operands: &[Value], callee: usize) -> Vec<Ty> {
        let own = &function.func;
        let mut known: BTreeMap<Dim, Dim> = BTreeMap::new();
        let params = self.func.callees.get(callee).map(|callee| callee.params.clone()).unwrap_or_default();
        for (param, called) in own.params.iter().zip(&params) {
            let Some(&operand) = called.operand.and_then(|at| operands.get(at)) else { continue };
            for (dim, given) in param.ty.axes().into_iter().zip(self.func.ty(operand).axes()) {
                let first = *known.entry(own.dims.find(dim)).or_insert(given);
                self.func.dims.unify(first, given);
            }
        }
        let mut types = Vec::new();
        for &result in &own.results {
            let ty = own.ty(result);
            let shape = self.func.dims.fresh_shape(ty.rank());
            let fresh = Ty::new(ty.elem, shape);
            for (dim, fresh) in ty.axes().into_iter().zip(fresh.axes()) {
                let first = *known.entry(own.dims.find(dim)).or_insert(fresh);
                self.func.dims.unify(first, fresh);
            }
            types.push(fresh);
        }
        types
    }

    /// What a call gives for each parameter, in the order of the parameters.
    fn given(&mut self, function: &Function, call: &ExprCall) -> Option<Vec<Option<Value>>> {
        let name = function.func.name.as_str();
        let params = &function.func.params;
        let places = function.passing.iter().filter(|passing| passing.by_place).count();
        let mut given: Vec<Option<(Value, TextRange)>> = vec![None; params.len()];
        let mut is_whole = true;
        for (index, arg) in call.arguments.args.iter().enumerate() {
            let value = self.expr(arg, None);
            is_whole &= value.is_some();
            if index >= places {
                let message = format!("`{name}` takes {places} arguments by place");
                self.error(arg.range(), message, "leave it out, or give it by its name");
                return None;
            }
            if let (Some(slot), Some(value)) = (given.get_mut(index), value) {
                *slot = Some((value, arg.range()));
            }
        }
        for keyword in &call.arguments.keywords {
            let value = self.expr(&keyword.value, None);
            is_whole &= value.is_some();
            let word = keyword.arg.as_ref().map_or("**", |word| word.as_str());
            let index = params.iter().position(|param| param.name == word);
            let index = index.filter(|&at| function.passing.get(at).is_some_and(|passing| passing.by_name));
            let Some(slot) = index.and_then(|index| given.get_mut(index)) else {
                let all: Vec<String> = params.iter().map(|param| format!("`{}`", param.name)).collect();
                let message = format!("`{name}` has no parameter `{word}` that is given by name");
                self.error(keyword.range, message, format!("its parameters are {}", all.join(", ")));
                return None;
            };
            if slot.is_some() {
                self.error(keyword.range, format!("`{word}` is given twice"), "give it once");
                return None;
            }
            *slot = value.map(|value| (value, keyword.value.range()));
        }
        is_whole.then_some(())?;
        let mut values = Vec::new();
        for (index, (param, given)) in params.iter().zip(given).enumerate() {
            let has_default = function.passing.get(index).is_some_and(|passing| passing.has_default);
            match given {
                Some((value, at)) => {
                    is_whole &= self.fits(name, param, value, at);
                    values.push(Some(value));
                }
                None if has_default && param.ty.rank() == Rank::Scalar => values.push(None),
                None => {
                    let message = format!("`{name}` needs `{}`", param.name);
                    self.error(call.range(), message, "give every argument that is no number with a default");
                    is_whole = false;
                }
            }
        }
        is_whole.then_some(values)
    }

    /// Whether an argument is what a parameter is declared to be.
    fn fits(&mut self, name: &str, param: &crate::ir::Param, value: Value, at: TextRange) -> bool {
        let (have, want) = (self.func.ty(value), param.ty);
        if have.rank() != want.rank() {
            let message =
                format!("`{}` of `{name}` is a {}, and this is a {}", param.name, want.rank(), have.rank());
            let help =
                format!("declare it in the signature of `{name}`: `{}: \"{}\"`", param.name, have.rank());
            self.error(at, message, help);
            return false;
        }
        if !param.differentiable && (have.elem.is_float() || self.is_varied(value)) {
            let message = format!("`{}` of `{name}` is an integer, and this is none", param.name);
            self.error(
                at,
                message,
                format!("declare it in the signature of `{name}`: `{}: float`", param.name),
            );
            return false;
        }
        true
    }
}
