//! Methods and functions without a rule: what to write instead.

use super::body::Lowering;
use super::refuse;
use super::syntax::{path_text, strip};
use crate::ir::Value;
use crate::ops::{self, Attr, Component, Spelling};
use crate::origin::Origin;
use crate::ty::Rank;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprMethodCall, Token};

impl Lowering<'_> {
    pub(super) fn refuse_method(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let name = call.method.to_string();
        if refuse::is_in_place(&name) {
            self.refuse_change(&format!("`{name}`"), &call.receiver, call);
            return None;
        }
        if refuse_mutable_arguments(self, &call.args) {
            return None;
        }
        // The receiver's own mistakes are reported as well, and a receiver that was refused is mistake enough.
        let before = self.diags.iter().count();
        if self.expr(&call.receiver).is_none() && self.diags.iter().count() == before {
            return None;
        }
        let help = methods_help(&name, call.args.len());
        let message = if knows_method(&name) {
            format!("`{name}` with {} has no rule", arguments(call.args.len()))
        } else {
            format!("the method `{name}` has no rule")
        };
        self.diags.error_with_help(Origin::of_tokens(&call.method), message, help);
        None
    }

    pub(super) fn refuse_call(&mut self, path: &syn::Path, call: &ExprCall) -> Option<Value> {
        if self.is_poisoned(&call.func) || refuse_mutable_arguments(self, &call.args) {
            return None;
        }
        let name = path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        let functions: Vec<&str> = spellings(|s| match s {
            Spelling::RustFunction(name, ..) => Some(*name),
            // Of the parts of a tuple one is enough.
            Spelling::RustTupleFunction(name, _, Component { index: 0, .. }) => Some(*name),
            _ => None,
        });
        let constructed = if super::foreign::is_of_type(path) { refuse::constructed(&name) } else { None };
        let help = match name.as_str() {
            "Ok" => "`Ok` stands around the tail of a function that returns a `Result`".to_owned(),
            "Err" => "check inputs in the function that calls this one".to_owned(),
            "Some" => "return the value itself".to_owned(),
            _ if constructed.is_some() => constructed.unwrap_or_default().to_owned(),
            _ => match refuse::nearest(&name, functions.iter().copied()) {
                Some(near) if near == name => {
                    let counts = spelt_counts(|s| match s {
                        Spelling::RustFunction(n, k, _)
                        | Spelling::RustTupleFunction(n, k, Component { index: 0, .. })
                            if *n == name =>
                        {
                            Some(*k)
                        }
                        _ => None,
                    });
                    format!("`{near}` takes {counts}")
                }
                Some(near) => format!("did you mean `{near}`?"),
                None if super::foreign::is_of_type(path) => {
                    format!("write out its expression here; functions with a rule: {}", quoted(&functions))
                }
                None => super::foreign::remedy(path, call.args.len()),
            },
        };
        let message = format!("the function `{}` has no rule", path_text(path));
        self.diags.error_with_help(Origin::of_tokens(&*call.func), message, help);
        None
    }
}

fn spellings(pick: impl Fn(&'static Spelling) -> Option<&'static str>) -> Vec<&'static str> {
    ops::TABLE.iter().flat_map(|op| op.spellings()).filter_map(pick).collect()
}

/// What the methods with a rule are called.
fn method_names() -> Vec<&'static str> {
    let mut methods = spellings(|s| match s {
        Spelling::RustMethod(name, ..)
        | Spelling::RustFallibleMethod(name, _)
        | Spelling::RustOptionMethod(name, ..)
        | Spelling::RustTupleMethod(name, _, Component { index: 0, .. }) => Some(*name),
        _ => None,
    });
    methods.extend(["mapv", "clone", "view", "slice", "index_axis", "remove_axis", "to_shape", "broadcast"]);
    methods
}

/// Whether a method is a function of each element.
fn is_elementwise(name: &str) -> bool {
    ops::find(|s| matches!(s, Spelling::RustMethod(n, ..) if *n == name))
        .is_some_and(|(kind, _)| kind.rust(Attr::None, &[Rank::Scalar]).is_elementwise())
}

fn knows_method(name: &str) -> bool {
    method_names().contains(&name)
}

/// What to write instead: what is known of the name, the nearest method with a rule, or all of them.
pub(super) fn methods_help(name: &str, count: usize) -> String {
    let methods = method_names();
    if let Some(instead) = refuse::instead(name).filter(|_| !knows_method(name)) {
        return instead.to_owned();
    }
    match refuse::nearest(name, methods.iter().copied()) {
        Some(near) if near == name => {
            let counts = spelt_counts(|s| match s {
                Spelling::RustMethod(n, k, _)
                | Spelling::RustFallibleMethod(n, k)
                | Spelling::RustOptionMethod(n, k, _)
                | Spelling::RustTupleMethod(n, k, Component { index: 0, .. })
                    if *n == name =>
                {
                    Some(*k)
                }
                _ => None,
            });
            if counts.is_empty() {
                format!("`{near}` does not take {}", arguments(count))
            } else {
                format!("`{near}` takes {counts}")
            }
        }
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            // The functions of numbers would make a list too long to be read.
            let others: Vec<&str> = methods.into_iter().filter(|name| !is_elementwise(name)).collect();
            let functions = "and functions of numbers such as `exp`, `sqrt`, `tanh`, `powf`";
            format!("methods with a rule: {}, {functions}", quoted(&others))
        }
    }
}

/// How many arguments a spelling takes: `1 argument`, `no argument or 1 argument`.
fn spelt_counts(pick: impl Fn(&Spelling) -> Option<usize>) -> String {
    let counts: Vec<String> =
        ops::TABLE.iter().flat_map(|op| op.spellings()).filter_map(pick).map(arguments).collect();
    counts.join(" or ")
}

fn arguments(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "1 argument".to_owned(),
        _ => format!("{count} arguments"),
    }
}

/// Arguments by `&mut` are aliasing, whatever is called.
fn refuse_mutable_arguments(lowering: &mut Lowering<'_>, args: &Punctuated<Expr, Token![,]>) -> bool {
    let mut found = false;
    for arg in args {
        if matches!(strip(arg), Expr::Reference(reference) if reference.mutability.is_some()) {
            lowering.expr(arg);
            found = true;
        }
    }
    found
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
