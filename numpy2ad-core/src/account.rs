//! The account of a function, for people: what its primal and its adjoints cost, and how they compute.

use crate::cost::{self, Flops};
use crate::ir::Func;
use crate::opt;
use std::fmt::Write as _;

#[cfg(feature = "python")]
mod python;
mod rust;

#[cfg(feature = "python")]
pub use python::python;
pub use rust::rust;

/// Lines are not longer than this if they can be broken.
const WIDTH: usize = 100;

/// A program with its text.
struct Written {
    func: Func,
    text: String,
    /// What is said of it beside where it is the cheapest.
    note: String,
    /// Whether it runs only where something is known of the operands.
    assumes: bool,
}

/// What there is to say of one function.
struct Account<'a> {
    /// The primal as the user wrote it.
    primal: &'a Func,
    /// The adjoint statement by statement.
    plain: &'a Func,
    /// The optimised programs.
    variants: Vec<Written>,
    /// How arrays are counted.
    memory: fn(&Func) -> Flops,
}

impl Account<'_> {
    fn text(&self) -> String {
        let primal = self.primal;
        let shape = |value| primal.dims.describe(primal.ty(value).shape);
        let params: Vec<String> =
            primal.params.iter().map(|param| format!("{}: {}", param.name, shape(param.value))).collect();
        let name = if primal.name.is_empty() { "expression" } else { primal.name.as_str() };
        let results: Vec<String> = primal.results.iter().map(|&result| shape(result)).collect();
        let results = if results.len() == 1 { results.concat() } else { format!("({})", results.join(", ")) };
        let mut out = format!("{name}({}) -> {results}\n\n", params.join(", "));
        self.costs(&mut out, "as written", primal);
        self.costs(&mut out, "plain adjoint", self.plain);
        let flops: Vec<Flops> = self.variants.iter().map(|variant| cost::flops(&variant.func)).collect();
        for (index, variant) in self.variants.iter().enumerate() {
            let label = match self.variants.len() {
                1 => "optimised".to_owned(),
                _ => format!("optimised {}", index + 1),
            };
            self.costs(&mut out, &label, &variant.func);
        }
        for (index, variant) in self.variants.iter().enumerate() {
            self.heading(&mut out, index, &flops, &variant.note);
            for line in variant.text.lines() {
                let _ = writeln!(out, "    {line}");
            }
        }
        out
    }

    /// Flops and memory, each on lines of its own.
    fn costs(&self, out: &mut String, label: &str, func: &Func) {
        wrapped(out, &format!("  {label:<15}flops   "), &cost::flops(func).to_string());
        wrapped(out, &format!("  {:<15}memory  ", ""), &(self.memory)(func).to_string());
    }

    /// Where a variant is the cheapest.
    fn heading(&self, out: &mut String, index: usize, flops: &[Flops], note: &str) {
        let number = if flops.len() == 1 { String::new() } else { format!(" {}", index + 1) };
        let _ = writeln!(out, "\n  optimised{number}{note}");
        if flops.len() == 1 {
            return;
        }
        let Some(own) = flops.get(index) else { return };
        let mut label = "  cheapest where  ";
        for (_, other) in flops.iter().enumerate().filter(|(at, _)| *at != index && self.meet(index, *at)) {
            // What both have in common decides nothing.
            if let [own, other] = &Flops::without_common(&[own.clone(), other.clone()])[..] {
                wrapped(out, label, &format!("{own} ≤ {other}"));
            }
            label = "             and  ";
        }
        let best = self.cheapest_at(index, flops);
        if !best.is_empty() {
            wrapped(out, "  as at           ", &best.join("; "));
        }
    }

    /// Whether a variant is compared with another one: what assumes nothing is, for operands as they come, not with
    /// what does.
    fn meet(&self, index: usize, other: usize) -> bool {
        let assumes = |at: usize| self.variants.get(at).is_some_and(|variant| variant.assumes);
        assumes(index) || !assumes(other)
    }

    /// The scenarios of sizes in which a variant is the cheapest.
    fn cheapest_at(&self, index: usize, flops: &[Flops]) -> Vec<String> {
        let dims = &self.primal.dims;
        let axes = self.primal.params.iter().flat_map(|param| param.ty.axes()).map(|dim| dims.find(dim));
        let mut axes: Vec<_> = axes.map(|dim| (dims.letter(dim).to_string(), dim)).collect();
        axes.sort();
        axes.dedup();
        let mut found = Vec::new();
        for sizes in opt::scenarios(self.primal) {
            let of = |letter: &str| {
                axes.iter().find(|(own, _)| own == letter).map_or(1.0, |(_, dim)| sizes.of(*dim, dims))
            };
            let costs: Vec<f64> = flops.iter().map(|flops| flops.at(of)).collect();
            let met = costs.iter().enumerate().filter(|(at, _)| self.meet(index, *at));
            let least = met.map(|(_, &cost)| cost).fold(f64::INFINITY, f64::min);
            if costs.get(index).is_some_and(|&own| own <= least) {
                let mut by_size: Vec<(f64, Vec<&str>)> = Vec::new();
                for (letter, _) in &axes {
                    match by_size.iter_mut().find(|(size, _)| *size == of(letter)) {
                        Some((_, letters)) => letters.push(letter),
                        None => by_size.push((of(letter), vec![letter])),
                    }
                }
                let equations =
                    by_size.iter().map(|(size, letters)| format!("{} = {size}", letters.join(" = ")));
                found.push(equations.collect::<Vec<_>>().join(", "));
            }
        }
        found
    }
}

/// A text behind a label, broken before its signs where the line is full, and then in line with its beginning.
fn wrapped(out: &mut String, label: &str, text: &str) {
    let indent = label.chars().count();
    let mut column = indent;
    out.push_str(label);
    for (index, word) in text.split(' ').enumerate() {
        let is_sign = ["+", "≤"].contains(&word);
        let ahead = if is_sign { 14 } else { 0 };
        let length = word.chars().count();
        if index > 0 && column + 1 + length + ahead > WIDTH && (is_sign || !text.contains('+')) {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}

/// What the numbers are, below all accounts.
fn legend(arrays: &str) -> String {
    let mut out = String::new();
    wrapped(&mut out, "", "Flops include the primal. Memory is the elements of all arrays that are made:");
    wrapped(&mut out, "", arrays);
    out
}
