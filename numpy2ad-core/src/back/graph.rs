//! The graph of a function, as a tree in text and as Graphviz.
//!
//! Operations are written as the user wrote them, in Python's spelling. What is used twice is shown once: the
//! tree refers back to it by its name, the drawing has several edges to it.

use crate::ir::{Const, Def, Func, Op, Value};
use crate::names::Names;
use crate::ops::Spelling;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The graph as a tree, results first, operands below them in order.
#[must_use]
pub fn text(func: &Func) -> String {
    let graph = Graph::new(func);
    let mut lines = Vec::new();
    let mut shown = BTreeSet::new();
    for root in roots(func) {
        graph.branch(root, "", "", &mut shown, &mut lines);
    }
    let width = lines.iter().map(|(tree, _)| tree.chars().count()).max().unwrap_or(0);
    lines.iter().fold(String::new(), |mut out, (tree, note)| {
        let pad = " ".repeat(width.saturating_sub(tree.chars().count()));
        let line = format!("{tree}{pad}  {note}");
        let _ = writeln!(out, "{}", line.trim_end());
        out
    })
}

/// The graph in Graphviz' language, operands above what is made of them.
#[must_use]
pub fn dot(func: &Func) -> String {
    let graph = Graph::new(func);
    let name = if func.name.is_empty() { graph.name(func.result()) } else { func.name.clone() };
    let mut out = format!("digraph {} {{\n", quoted(&name));
    out.push_str("    node [fontname=\"monospace\"];\n    edge [arrowsize=0.7];\n");
    let mut ids = BTreeMap::new();
    let mut order = Vec::new();
    for root in roots(func) {
        graph.visit(root, &mut ids, &mut order);
    }
    for &value in &order {
        let Some(id) = ids.get(&value) else { continue };
        let style = match func.def(value) {
            Def::Op(..) if func.results.contains(&value) => ", shape=ellipse, penwidth=2",
            Def::Op(..) => ", shape=ellipse",
            Def::Const(_) => ", shape=plaintext",
            _ => ", shape=box",
        };
        let label = format!("{}\n{}", graph.label(value), graph.shape(value));
        let _ = writeln!(out, "    {id} [label={}{style}];", quoted(&label));
    }
    for &value in &order {
        let operands = graph.operands(value);
        for (index, operand) in operands.iter().enumerate() {
            let (Some(from), Some(to)) = (ids.get(operand), ids.get(&value)) else { continue };
            // Which operand is which matters wherever there are two.
            let number =
                if operands.len() > 1 { format!(" [label=\"{}\"]", index + 1) } else { String::new() };
            let _ = writeln!(out, "    {from} -> {to}{number};");
        }
    }
    out.push_str("}\n");
    out
}

/// The results, and before them every statement that no other one uses.
fn roots(func: &Func) -> Vec<Value> {
    let used: BTreeSet<Value> =
        func.values().filter_map(|value| func.as_op(value)).flat_map(|(_, args)| args.to_vec()).collect();
    let unused = func.lets().filter(|value| !used.contains(value) && !func.results.contains(value));
    unused.chain(func.results.iter().copied()).collect()
}

/// A function with a name for every value that an operation computes.
struct Graph<'a> {
    func: &'a Func,
    names: BTreeMap<Value, String>,
}

impl<'a> Graph<'a> {
    fn new(func: &'a Func) -> Self {
        let mut free = Names::new(func.values().filter_map(|value| func.value(value).name.clone()));
        let mut next = 0;
        let mut names = BTreeMap::new();
        for value in func.values() {
            match (&func.value(value).name, func.def(value)) {
                (Some(name), _) => {
                    names.insert(value, name.clone());
                }
                (None, Def::Op(..)) => {
                    names.insert(value, free.numbered("v", &mut next));
                }
                _ => {}
            }
        }
        Self { func, names }
    }

    fn operands(&self, value: Value) -> &'a [Value] {
        match self.func.def(value) {
            Def::Op(_, args) => args,
            _ => &[],
        }
    }

    fn name(&self, value: Value) -> String {
        self.names.get(&value).cloned().unwrap_or_default()
    }

    /// `v0 = @`, `A`, `2`.
    fn label(&self, value: Value) -> String {
        let what = match self.func.def(value) {
            Def::Op(op, _) => match self.func.callee(value) {
                Some(callee) => callee.path.clone(),
                None => spelling(*op),
            },
            Def::Const(Const::Int(int)) => int.to_string(),
            Def::Const(Const::Float(float)) => format!("{float:?}"),
            Def::Const(Const::Named(path)) => path.clone(),
            Def::Param(_) | Def::ParamTangent(_) | Def::Adjoint(_) => return self.name(value),
        };
        match self.names.get(&value) {
            Some(name) => format!("{name} = {what}"),
            None => what,
        }
    }

    /// `matrix m×n`; numbers that the source writes down need no description.
    fn shape(&self, value: Value) -> String {
        let shape = self.func.ty(value).shape;
        match (shape.rank(), self.func.def(value)) {
            (_, Def::Const(_)) => String::new(),
            (crate::ty::Rank::Scalar, _) => "scalar".to_owned(),
            (rank, _) => format!("{rank} {}", self.func.dims.describe(shape)),
        }
    }

    /// The value's line and those of everything below it. `head` stands before this line, `tail` before the rest.
    fn branch(
        &self,
        value: Value,
        head: &str,
        tail: &str,
        shown: &mut BTreeSet<Value>,
        lines: &mut Vec<(String, String)>,
    ) {
        let operands = self.operands(value);
        if !operands.is_empty() && !shown.insert(value) {
            lines.push((format!("{head}{}", self.name(value)), "as above".to_owned()));
            return;
        }
        lines.push((format!("{head}{}", self.label(value)), self.shape(value)));
        for (index, &operand) in operands.iter().enumerate() {
            let (corner, bar) =
                if index + 1 == operands.len() { ("└── ", "    ") } else { ("├── ", "│   ") };
            self.branch(operand, &format!("{tail}{corner}"), &format!("{tail}{bar}"), shown, lines);
        }
    }

    /// Numbers everything that the value depends on, operands first.
    fn visit(&self, value: Value, ids: &mut BTreeMap<Value, String>, order: &mut Vec<Value>) {
        if ids.contains_key(&value) {
            return;
        }
        for &operand in self.operands(value) {
            self.visit(operand, ids, order);
        }
        ids.insert(value, format!("n{}", order.len()));
        order.push(value);
    }
}

/// The operation as Python writes it.
fn spelling(op: Op) -> String {
    let python = op.kind.spellings().iter().find_map(|spelling| match spelling {
        Spelling::PythonInfix(operator) | Spelling::PythonPrefix(operator) => Some((*operator).to_owned()),
        Spelling::PythonAttribute(name, attr) if *attr == op.attr => Some(format!(".{name}")),
        Spelling::PythonCall(name, _, attr) if *attr == op.attr => Some(name.replacen("numpy.", "np.", 1)),
        _ => None,
    });
    python.unwrap_or_else(|| op.kind.name().to_owned())
}

/// A string of Graphviz' language.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.trim_end().chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Stmt;
    use crate::ops::{Add, Attr, MatMul, Transpose};
    use crate::origin::Origin;
    use crate::ty::{Elem, Rank};

    /// `D = A @ B + (A @ B).T`, the product shared.
    fn shared() -> Func {
        let mut func = Func::new("a \"name\"");
        let mut matrix = |name| func.param(name, Elem::F64, Rank::Matrix, true, Origin::None);
        let (a, b) = (matrix("A"), matrix("B"));
        let product = func.op(&MatMul, Attr::None, &[a, b]);
        let turned = func.op(&Transpose, Attr::None, &[product]);
        let sum = func.op(&Add, Attr::None, &[product, turned]);
        func.body = [product, turned, sum].map(Stmt::Let).to_vec();
        if let Some(data) = func.value_mut(sum) {
            data.name = Some("D".to_owned());
        }
        func.results = vec![sum];
        func
    }

    #[test]
    fn a_shared_value_is_shown_once() {
        assert_eq!(
            text(&shared()),
            "\
D = +        matrix m×m
├── v0 = @   matrix m×m
│   ├── A    matrix m×n
│   └── B    matrix n×m
└── v1 = .T  matrix m×m
    └── v0   as above
"
        );
    }

    #[test]
    fn graphviz_quotes_names_and_numbers_operands() {
        assert_eq!(
            dot(&shared()),
            "\
digraph \"a \\\"name\\\"\" {
    node [fontname=\"monospace\"];
    edge [arrowsize=0.7];
    n0 [label=\"A\\nmatrix m×n\", shape=box];
    n1 [label=\"B\\nmatrix n×m\", shape=box];
    n2 [label=\"v0 = @\\nmatrix m×m\", shape=ellipse];
    n3 [label=\"v1 = .T\\nmatrix m×m\", shape=ellipse];
    n4 [label=\"D = +\\nmatrix m×m\", shape=ellipse, penwidth=2];
    n0 -> n2 [label=\"1\"];
    n1 -> n2 [label=\"2\"];
    n2 -> n3;
    n2 -> n4 [label=\"1\"];
    n3 -> n4 [label=\"2\"];
}
"
        );
    }
}
