//! Programs as functions in both languages: the bodies of samples one after the other, their names replaced.

use super::{Program, Step};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a name in a sample stands for.
#[derive(Clone, Debug)]
pub(super) enum Name {
    /// An operand.
    Operand(usize),
    /// A number.
    Literal(&'static str),
    /// A variable of the sample's own.
    Local,
}

/// A sample's body in Rust.
#[derive(Clone, Debug)]
pub(super) struct Rust {
    statements: Vec<TokenStream>,
    results: Vec<TokenStream>,
    names: BTreeMap<String, Name>,
    pub(super) fallible: bool,
}

/// A sample's body in Python.
#[derive(Clone, Debug)]
pub(super) struct Python {
    statements: Vec<String>,
    results: Vec<String>,
    names: BTreeMap<String, Name>,
}

/// What stands for an operand: a name, and whether it is an array of the function's own rather than a reference.
#[derive(Clone, Debug)]
struct Operand {
    name: String,
    owned: bool,
}

impl Rust {
    pub(super) fn of(item: &syn::ItemFn, names: &[(String, Name)], results: usize) -> Option<Self> {
        let (last, statements) = item.block.stmts.split_last()?;
        let syn::Stmt::Expr(tail, None) = last else { return None };
        let fallible = item.sig.output.to_token_stream().to_string().contains("Result");
        let tail = match tail {
            syn::Expr::Call(call) if fallible && call.func.to_token_stream().to_string() == "Ok" => {
                call.args.first()?
            }
            _ if fallible => return None,
            other => other,
        };
        let results = match tail {
            _ if results == 1 => vec![tail.to_token_stream()],
            syn::Expr::Tuple(tuple) => tuple.elems.iter().map(ToTokens::to_token_stream).collect(),
            _ => return None,
        };
        let mut names: BTreeMap<String, Name> = names.iter().cloned().collect();
        for statement in statements {
            let syn::Stmt::Local(local) = statement else { return None };
            identifiers(local.pat.to_token_stream(), &mut |name| {
                names.entry(name).or_insert(Name::Local);
            });
        }
        let statements = statements.iter().map(ToTokens::to_token_stream).collect();
        Some(Self { statements, results, names, fallible })
    }

    /// The tokens with these operands, and with `prefix` before the names of variables.
    fn renamed(&self, tokens: &TokenStream, operands: &[Operand], prefix: &str) -> TokenStream {
        let mut hidden = BTreeSet::new();
        self.rename(tokens.clone(), operands, prefix, &mut hidden)
    }

    fn rename(
        &self,
        tokens: TokenStream,
        operands: &[Operand],
        prefix: &str,
        hidden: &mut BTreeSet<String>,
    ) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        let is = |at: Option<&TokenTree>, wanted: char| matches!(at, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
        let outside = hidden.clone();
        let mut in_parameters = false;
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let after = tokens.get(at + 1);
            match token {
                TokenTree::Group(group) => {
                    let mut inner = hidden.clone();
                    let stream = self.rename(group.stream(), operands, prefix, &mut inner);
                    out.extend([TokenTree::Group(Group::new(group.delimiter(), stream))]);
                }
                TokenTree::Punct(punct) => {
                    match punct.as_char() {
                        // A closure begins where an operand is expected; what its parameters hide ends with it.
                        '|' if in_parameters => in_parameters = false,
                        '|' if before.is_none() || is(before, ',') => in_parameters = true,
                        ',' if !in_parameters => hidden.clone_from(&outside),
                        _ => {}
                    }
                    out.extend([token.clone()]);
                }
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if in_parameters {
                        hidden.insert(name);
                        out.extend([token.clone()]);
                        continue;
                    }
                    let is_path = is(before, ':') || is(after, ':') && is(tokens.get(at + 2), ':');
                    let is_member =
                        is(before, '.') && !is(at.checked_sub(2).and_then(|at| tokens.get(at)), '.');
                    let found = self.names.get(&name);
                    let found = found
                        .filter(|_| !is_path && !is_member && !is(after, '!') && !hidden.contains(&name));
                    match found {
                        None => out.extend([token.clone()]),
                        Some(Name::Literal(text)) => {
                            out.extend(text.parse::<TokenStream>().unwrap_or_default());
                        }
                        Some(Name::Local) => {
                            let ident = Ident::new(&format!("{prefix}_{name}"), Span::call_site());
                            out.extend([TokenTree::Ident(ident)]);
                        }
                        Some(Name::Operand(index)) => {
                            let operand = &operands[*index];
                            let ident = Ident::new(&operand.name, Span::call_site());
                            // `a.dot(b)` borrows by itself, and `a[0]` is a place.
                            let is_place = is(after, '.')
                                || matches!(after, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket);
                            out.extend(if operand.owned && !is_place {
                                quote!(&#ident)
                            } else {
                                quote!(#ident)
                            });
                        }
                    }
                }
                TokenTree::Literal(_) => out.extend([token.clone()]),
            }
        }
        out
    }
}

fn identifiers(tokens: TokenStream, found: &mut impl FnMut(String)) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident != "_" && ident != "mut" && ident != "ref" => {
                found(ident.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), found),
            _ => {}
        }
    }
}

impl Python {
    pub(super) fn of(text: &str, names: &[(String, Name)], results: usize) -> Option<Self> {
        let (head, body) = text.split_once(":\n")?;
        let (_, params) = head.split_once('(')?;
        let params = params.rsplit_once(')')?.0;
        let params: Vec<&str> =
            params.split(',').filter_map(|param| param.split([':', '=']).next()).map(str::trim).collect();
        if params.len() != names.len() {
            return None;
        }
        // Parameters stand in the same order as in Rust.
        let kinds = names.iter().map(|(_, kind)| kind.clone());
        let mut names: BTreeMap<String, Name> =
            params.iter().map(|name| (*name).to_owned()).zip(kinds).collect();
        let lines: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let (last, statements) = lines.split_last()?;
        let tail = last.strip_prefix("return ")?;
        for statement in statements {
            let (targets, _) = statement.split_once(" = ")?;
            for target in targets.split(',').map(str::trim) {
                if !target.chars().all(|c| c.is_alphanumeric() || c == '_') {
                    return None;
                }
                names.entry(target.to_owned()).or_insert(Name::Local);
            }
        }
        let results = if results == 1 { vec![tail.to_owned()] } else { commas(tail, results)? };
        Some(Self { statements: statements.iter().map(|&line| line.to_owned()).collect(), results, names })
    }

    fn renamed(&self, text: &str, operands: &[Operand], prefix: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_alphabetic() || first == '_' {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let (word, behind) = rest.split_at(end);
                // An attribute, a keyword of a call, or a part of a number such as `1e5`.
                let is_attribute = out.ends_with('.') || out.ends_with(char::is_alphanumeric);
                let is_keyword = behind.starts_with('=') && !behind.starts_with("==");
                match self.names.get(word).filter(|_| !is_attribute && !is_keyword) {
                    None => out.push_str(word),
                    Some(Name::Literal(literal)) => out.push_str(literal),
                    Some(Name::Local) => out.extend([prefix, "_", word]),
                    Some(Name::Operand(index)) => out.push_str(&operands[*index].name),
                }
                rest = behind;
            } else {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        out
    }
}

/// The parts of a tuple.
fn commas(text: &str, wanted: usize) -> Option<Vec<String>> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    let parts: Vec<String> = parts.iter().map(|part| part.trim().to_owned()).collect();
    (parts.len() == wanted).then_some(parts)
}

impl Program {
    fn name(&self, value: usize) -> String {
        let is_param = self.steps.iter().any(|step| matches!(step, Step::Param { out, .. } if *out == value));
        match self.values[value].shape.len() {
            0 if is_param => format!("s{value}"),
            1 if is_param => format!("x{value}"),
            _ if is_param => format!("a{value}"),
            _ => format!("v{value}"),
        }
    }

    fn operand(&self, value: usize) -> Operand {
        let name = self.name(value);
        let owned = name.starts_with('v') && !self.values[value].shape.is_empty();
        Operand { name, owned }
    }

    /// The program as a function in Rust.
    #[must_use]
    pub fn rust(&self, name: &str) -> String {
        let (mut params, mut body) = (Vec::new(), String::new());
        let mut fallible = false;
        let mut is_variable = false;
        for step in &self.steps {
            match step {
                Step::Param { out, .. } => {
                    let ty = ["f64", "&Array1<f64>", "&Array2<f64>"][self.values[*out].shape.len()];
                    params.push(format!("{}: {ty}", self.name(*out)));
                }
                Step::Use { fragment, operands, outs } => {
                    let rust = &fragment.rust;
                    fallible |= rust.fallible;
                    let operands: Vec<Operand> = operands.iter().map(|&value| self.operand(value)).collect();
                    let prefix = self.name(outs[0]);
                    for statement in &rust.statements {
                        let _ =
                            writeln!(body, "    {}", written(&rust.renamed(statement, &operands, &prefix)));
                    }
                    for (result, &out) in rust.results.iter().zip(outs) {
                        let result = written(&rust.renamed(result, &operands, &prefix));
                        // Where later lines call methods, what is drawn is not always inferred.
                        let ty = super::fragment::owned_type(self.values[out].shape.len());
                        let _ = writeln!(body, "    let {}: {ty} = {result};", self.name(out));
                        is_variable |= out == self.result;
                    }
                }
            }
        }
        let rank = self.values[self.result].shape.len();
        let ty = super::fragment::owned_type(rank);
        let owned = if rank == 0 || is_variable { "" } else { ".to_owned()" };
        let tail = format!("{}{owned}", self.name(self.result));
        let params = params.join(", ");
        if fallible {
            let ty = format!("Result<{ty}, Box<dyn std::error::Error>>");
            return format!("fn {name}({params}) -> {ty} {{\n{body}    Ok({tail})\n}}");
        }
        format!("fn {name}({params}) -> {ty} {{\n{body}    {tail}\n}}")
    }

    /// Whether the Rust function returns a `Result`.
    #[must_use]
    pub fn is_fallible(&self) -> bool {
        self.fragments().any(|fragment| fragment.rust.fallible)
    }

    /// The number of axes of each parameter, and of the result.
    #[must_use]
    pub fn ranks(&self) -> (Vec<usize>, usize) {
        let rank = |value: usize| self.values[value].shape.len();
        let params = self.steps.iter().filter_map(|step| match step {
            Step::Param { out, .. } => Some(rank(*out)),
            Step::Use { .. } => None,
        });
        (params.collect(), rank(self.result))
    }

    /// The program as a function in Python, if Python can say all of it.
    #[must_use]
    pub fn python(&self, name: &str) -> Option<String> {
        let (mut params, mut body) = (Vec::new(), String::new());
        for step in &self.steps {
            match step {
                Step::Param { out, .. } => {
                    let hint = [": float", ": 'vector'", ""][self.values[*out].shape.len()];
                    params.push(format!("{}{hint}", self.name(*out)));
                }
                Step::Use { fragment, operands, outs } => {
                    let python = fragment.python.as_ref()?;
                    let operands: Vec<Operand> = operands.iter().map(|&value| self.operand(value)).collect();
                    let prefix = self.name(outs[0]);
                    for statement in &python.statements {
                        let _ = writeln!(body, "    {}", python.renamed(statement, &operands, &prefix));
                    }
                    for (result, &out) in python.results.iter().zip(outs) {
                        let result = python.renamed(result, &operands, &prefix);
                        let _ = writeln!(body, "    {} = {result}", self.name(out));
                    }
                }
            }
        }
        Some(format!("def {name}({}):\n{body}    return {}", params.join(", "), self.name(self.result)))
    }
}

/// Tokens on one line, without the blanks that `Display` has around points and parentheses.
fn written(tokens: &TokenStream) -> String {
    let mut text = tokens.to_string().replace('\n', " ");
    for (wide, narrow) in [
        (" . ", "."),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        ("& ", "&"),
        (" ?", "?"),
        (" ;", ";"),
        (" :: ", "::"),
        (" [", "["),
        ("! [", "!["),
    ] {
        text = text.replace(wide, narrow);
    }
    // Words that a parenthesis stands behind, at some distance.
    for word in ["=", "+", "-", "*", "/", "in", "if", "else", "as"] {
        text = text.replace(&format!(" {word}("), &format!(" {word} ("));
    }
    text
}
