//! Identifiers: the user's own, `v0`, `v1`, … for intermediates, `t0`, … for what the layout adds, `<name>_a` for
//! adjoints, `<name>_t` for tangents, and `<name>_g` and `<name>_h` for derivatives that are returned.

use super::Program;
use crate::ir::{Def, Func, Slot, SlotKind, Value};
use crate::names::Names;
use crate::table::Set;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::ext::IdentExt;

/// The identifiers of one generated function.
pub(super) struct Idents {
    pub(super) values: BTreeMap<Value, Ident>,
    pub(super) slots: BTreeMap<Slot, Ident>,
    /// Of the tangent parameters, by parameter index.
    pub(super) tangents: BTreeMap<usize, Ident>,
    /// Of the parameters' adjoints, by parameter index.
    pub(super) adjoints: BTreeMap<usize, Ident>,
    /// Of the results' adjoints.
    pub(super) seeds: Vec<Ident>,
    /// The alias of the runtime's module.
    pub(super) ad: Ident,
    names: Names,
}

impl Idents {
    pub(super) fn new(program: &Program<'_>, func: &Func, added: &Set<Value>) -> Self {
        let mut idents = Self {
            values: BTreeMap::new(),
            slots: BTreeMap::new(),
            tangents: BTreeMap::new(),
            adjoints: BTreeMap::new(),
            seeds: Vec::new(),
            ad: ident("ad"),
            names: program.taken.clone(),
        };
        idents.ad = idents.fresh("ad");
        let mut own: BTreeSet<String> = BTreeSet::new();
        for (param, source) in func.params.iter().zip(program.named_params()) {
            idents.values.insert(param.value, source.clone());
            own.insert(source.unraw().to_string());
        }
        let result_names = &program.lowered.result_names;
        let position = |value: Value| func.results.iter().position(|&result| result == value);
        let (mut primal, mut temporary) = (0, 0);
        let reverse = reverse(func);
        // What stands in the signature is named first: it is called the same in every variant of the program.
        let (results, others): (Vec<Value>, Vec<Value>) =
            func.lets().partition(|&value| position(value).is_some_and(|at| at < result_names.len()));
        let mut name = |idents: &mut Self, value: Value| {
            let invented =
                position(value).and_then(|at| result_names.get(at)).is_some_and(|result| result.is_new);
            let name = match func.value(value).name.clone() {
                Some(name) if !invented && !is_derived(func, value) && own.insert(name.clone()) => {
                    ident(&name)
                }
                Some(name) => idents.fresh(&name),
                None if added.contains(value) || reverse.contains(value) => {
                    idents.numbered("t", &mut temporary)
                }
                None => idents.numbered("v", &mut primal),
            };
            idents.values.insert(value, name);
        };
        for &value in func.results.iter().take(result_names.len()) {
            if results.contains(&value) {
                name(&mut idents, value);
            }
        }
        for (index, param) in func.params.iter().enumerate().filter(|(_, param)| param.differentiable) {
            let adjoint = idents.adjoint_of(param.value);
            idents.adjoints.insert(index, adjoint);
        }
        for &result in func.results.iter().take(result_names.len()) {
            let seed = idents.adjoint_of(result);
            idents.seeds.push(seed);
        }
        others.into_iter().for_each(|value| name(&mut idents, value));
        for slot in func.slots() {
            let data = func.slot(slot);
            let name = match data.kind {
                SlotKind::Param(index) => idents.adjoints.get(&index).cloned(),
                SlotKind::Seed => position(data.primal).and_then(|at| idents.seeds.get(at).cloned()),
                SlotKind::Local if idents.values.contains_key(&data.primal) => {
                    let returned = matches!(func.def(data.primal), Def::Param(_));
                    Some(match (data.tangent_of.is_some(), returned) {
                        (false, false) => idents.adjoint_of(data.primal),
                        (true, false) => idents.derived(data.primal, "_a_t"),
                        (false, true) => idents.derived(data.primal, "_g"),
                        (true, true) => idents.derived(data.primal, "_h"),
                    })
                }
                SlotKind::Local | SlotKind::TransposeOf(_) => None,
            };
            if let Some(name) = name {
                idents.slots.insert(slot, name);
            }
        }
        for value in func.values() {
            if let Def::ParamTangent(index) = func.def(value)
                && let Some(param) = func.params.get(*index)
            {
                let name = idents.fresh(&format!("{}_t", param.name.trim_start_matches("r#")));
                idents.tangents.insert(*index, name);
            }
        }
        idents
    }

    /// Gives the parameters' adjoints another ending.
    pub(super) fn rename_adjoints(&mut self, func: &Func, ending: &str) {
        for (index, param) in func.params.iter().enumerate().filter(|(_, param)| param.differentiable) {
            let base = self.values.get(&param.value).map(|name| name.unraw().to_string()).unwrap_or_default();
            let name = self.fresh(&format!("{base}{ending}"));
            for slot in func.slots().filter(|&slot| func.slot(slot).kind == SlotKind::Param(index)) {
                self.slots.insert(slot, name.clone());
            }
            self.adjoints.insert(index, name);
        }
    }

    /// A new name for the adjoint of a value.
    fn adjoint_of(&mut self, value: Value) -> Ident {
        self.derived(value, "_a")
    }

    /// A new name for what belongs to a value.
    fn derived(&mut self, value: Value, ending: &str) -> Ident {
        let base = self.values.get(&value).map_or_else(|| "out".to_owned(), |name| name.unraw().to_string());
        self.fresh(&format!("{base}{ending}"))
    }

    /// The names that are taken.
    pub(super) fn names(&self) -> Names {
        self.names.clone()
    }

    /// A name that nothing has.
    pub(super) fn free(&self, wanted: &str) -> Ident {
        ident(&self.names.clone().fresh(wanted))
    }

    pub(super) fn fresh(&mut self, wanted: &str) -> Ident {
        ident(&self.names.fresh(wanted))
    }

    fn numbered(&mut self, series: &str, next: &mut usize) -> Ident {
        ident(&self.names.numbered(series, next))
    }
}

/// The names of tangents and factorisations are derived from the user's, and are not the user's.
fn is_derived(func: &Func, value: Value) -> bool {
    func.as_op(value).is_some_and(|(op, _)| crate::ops::is_factorisation(op.kind))
        || matches!(func.value(value).origin, crate::origin::Origin::None)
            && func
                .value(value)
                .name
                .as_ref()
                .is_some_and(|name| ["_t", "_a", "_g", "_h"].iter().any(|ending| name.ends_with(ending)))
}

/// The values that depend on an adjoint.
pub(super) fn reverse(func: &Func) -> Set<Value> {
    let mut reverse = Set::default();
    // The arena is in order of definition, so one sweep is enough.
    for value in func.values() {
        let depends = match func.def(value) {
            Def::Adjoint(_) => true,
            Def::Op(_, args) => args.iter().any(|&arg| reverse.contains(arg)),
            Def::Param(_) | Def::Const(_) | Def::ParamTangent(_) => false,
        };
        if depends {
            reverse.insert(value);
        }
    }
    reverse
}

/// An identifier at the call site; names come from the user's identifiers or from the compiler's own patterns.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The names that the generated code of a function leaves alone: every identifier in it.
#[must_use]
pub fn taken(item: &syn::ItemFn) -> Names {
    Names::new(words(quote::ToTokens::to_token_stream(item)))
}

/// Every identifier in a piece of syntax.
fn words(tokens: TokenStream) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = vec![tokens];
    while let Some(tokens) = open.pop() {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => out.push(ident.unraw().to_string()),
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    out
}
