//! Programs of the language as graphs: their text, their inputs, and what is known of their numbers.
#![allow(dead_code, reason = "each user of the module takes its own part")]

pub mod generate;
pub mod shrink;

use crate::eval::Tensor;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The length of an axis: 1, or a letter. Shapes fit exactly wherever the language does not broadcast by rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    One,
    M,
    N,
    K,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    Scalar,
    Vector(Axis),
    Matrix(Axis, Axis),
}

/// What a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Of norm 1 or a little more.
    Any,
    /// With a symmetric part above 1, so that it and all sums with semidefinite matrices are invertible.
    Coercive,
    /// The same, and symmetric.
    Definite,
}

/// An elementwise function, safe for any argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Neg,
    Exp,
    Ln,
    Recip,
    Square,
    Cube,
    Root,
    Closure,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Param(Domain),
    Dot(usize, usize),
    Transpose(usize),
    Inv(usize),
    Add(usize, usize),
    Sub(usize, usize),
    Mul(usize, usize),
    /// By 1.5 and the square of the second operand.
    Div(usize, usize),
    /// A number, an operator, and whether the number stands on the left.
    Literal(f64, char, bool, usize),
    Apply(Function, usize),
    Sum(usize),
    /// The number of an array's rows, or of a vector's elements.
    Length(usize),
}

/// A node of the graph; its operands stand before it.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub ty: Ty,
    pub kind: Kind,
    /// Whether it is bound by `let`; the others are written where they are used, each time if they are short.
    pub named: bool,
}

#[derive(Clone, Debug)]
pub struct Program {
    pub nodes: Vec<Node>,
    pub result: usize,
}

/// Bounds of a node's norm, and of the least eigenvalue of its symmetric part.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub norm: f64,
    pub coercive: Option<f64>,
}

impl Kind {
    pub fn operands(self) -> Vec<usize> {
        match self {
            Self::Param(_) => vec![],
            Self::Dot(a, b) | Self::Add(a, b) | Self::Sub(a, b) | Self::Mul(a, b) | Self::Div(a, b) => {
                vec![a, b]
            }
            Self::Transpose(a)
            | Self::Inv(a)
            | Self::Literal(_, _, _, a)
            | Self::Apply(_, a)
            | Self::Sum(a)
            | Self::Length(a) => vec![a],
        }
    }

    /// The same with other operands.
    pub fn map(self, f: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::Param(domain) => Self::Param(domain),
            Self::Dot(a, b) => Self::Dot(f(a), f(b)),
            Self::Add(a, b) => Self::Add(f(a), f(b)),
            Self::Sub(a, b) => Self::Sub(f(a), f(b)),
            Self::Mul(a, b) => Self::Mul(f(a), f(b)),
            Self::Div(a, b) => Self::Div(f(a), f(b)),
            Self::Transpose(a) => Self::Transpose(f(a)),
            Self::Inv(a) => Self::Inv(f(a)),
            Self::Literal(number, operator, left, a) => Self::Literal(number, operator, left, f(a)),
            Self::Apply(function, a) => Self::Apply(function, f(a)),
            Self::Sum(a) => Self::Sum(f(a)),
            Self::Length(a) => Self::Length(f(a)),
        }
    }
}

impl Program {
    /// Without the nodes that the result does not need.
    pub fn pruned(&self) -> Self {
        let mut needed = BTreeSet::from([self.result]);
        for at in (0..=self.result).rev() {
            if needed.contains(&at) {
                needed.extend(self.nodes[at].kind.operands());
            }
        }
        let order: Vec<usize> = needed.into_iter().collect();
        let place = |old: usize| order.iter().position(|&at| at == old).expect("a node that is needed");
        let nodes = order.iter().map(|&at| Node { kind: self.nodes[at].kind.map(place), ..self.nodes[at] });
        Self { nodes: nodes.collect(), result: place(self.result) }
    }

    /// The number of operations.
    pub fn operations(&self) -> usize {
        self.nodes.iter().filter(|node| !matches!(node.kind, Kind::Param(_))).count()
    }

    /// The program as a function in Rust.
    pub fn source(&self) -> String {
        let mut texts: Vec<String> = Vec::new();
        let (mut params, mut lets) = (Vec::new(), String::new());
        for (at, node) in self.nodes.iter().enumerate() {
            if let Kind::Param(_) = node.kind {
                let ty = match node.ty {
                    Ty::Scalar => "f64",
                    Ty::Vector(_) => "&Array1<f64>",
                    Ty::Matrix(..) => "&Array2<f64>",
                };
                params.push(format!("a{at}: {ty}"));
                texts.push(format!("a{at}"));
                continue;
            }
            let text = self.expression(node.kind, &texts);
            let uses = self.nodes.iter().flat_map(|node| node.kind.operands()).filter(|&of| of == at).count();
            let is_short = uses <= 1 || uses == 2 && text.len() < 60;
            if at == self.result {
                texts.push(text);
            } else if node.named || !is_short {
                let _ = writeln!(lets, "    let v{at} = {text};");
                texts.push(if node.ty == Ty::Scalar { format!("v{at}") } else { format!("&v{at}") });
            } else {
                texts.push(format!("({text})"));
            }
        }
        let result = self.nodes[self.result];
        let output = match result.ty {
            Ty::Scalar => "f64",
            Ty::Vector(_) => "Array1<f64>",
            Ty::Matrix(..) => "Array2<f64>",
        };
        let tail = match result.kind {
            Kind::Param(_) | Kind::Transpose(_) => format!("{}.to_owned()", texts[self.result]),
            _ => texts[self.result].clone(),
        };
        let params = params.join(", ");
        format!("fn f({params}) -> {output} {{\n{lets}    {tail}\n}}")
    }

    fn expression(&self, kind: Kind, texts: &[String]) -> String {
        // `&v3.t()` would borrow the transpose.
        let on = |a: usize| texts[a].trim_start_matches('&').to_owned();
        let text = |a: usize| texts[a].clone();
        let power = |a: usize| if self.nodes[a].ty == Ty::Scalar { "square" } else { "pow2" };
        match kind {
            Kind::Param(_) => String::new(),
            Kind::Dot(a, b) => format!("{}.dot(&{})", on(a), on(b)),
            Kind::Transpose(a) => format!("{}.t()", on(a)),
            Kind::Inv(a) => format!("inv(&{})", on(a)),
            Kind::Add(a, b) => format!("{} + {}", text(a), text(b)),
            Kind::Sub(a, b) => format!("{} - {}", text(a), text(b)),
            Kind::Mul(a, b) => format!("{} * {}", text(a), text(b)),
            Kind::Div(a, b) => format!("{} / ({}.{}() + 1.5)", text(a), on(b), power(b)),
            Kind::Literal(number, operator, true, a) => format!("{number:?} {operator} {}", text(a)),
            Kind::Literal(number, operator, false, a) => format!("{} {operator} {number:?}", text(a)),
            Kind::Apply(Function::Neg, a) => format!("-{}", text(a)),
            Kind::Apply(Function::Exp, a) => format!("{}.exp()", on(a)),
            Kind::Apply(Function::Ln, a) => format!("({}.{}() + 1.5).ln()", on(a), power(a)),
            Kind::Apply(Function::Recip, a) => format!("({}.{}() + 1.5).recip()", on(a), power(a)),
            Kind::Apply(Function::Square, a) => format!("{}.{}()", on(a), power(a)),
            Kind::Apply(Function::Cube, a) => format!("{}.powi(3)", on(a)),
            Kind::Apply(Function::Root, a) => format!("({}.{}() + 1.5).powf(0.5)", on(a), power(a)),
            Kind::Apply(Function::Closure, a) => format!("{}.mapv(|t| t * t / 2.0 - t)", on(a)),
            Kind::Sum(a) => format!("{}.sum()", on(a)),
            Kind::Length(a) => match self.nodes[a].ty {
                Ty::Matrix(..) => format!("({}.nrows() as f64)", on(a)),
                _ => format!("({}.len() as f64)", on(a)),
            },
        }
    }

    /// What is known of the numbers of each node.
    pub fn facts(&self) -> Vec<Facts> {
        let mut facts: Vec<Facts> = Vec::new();
        for node in &self.nodes {
            facts.push(self.facts_of(node, &facts));
        }
        facts
    }

    fn facts_of(&self, node: &Node, known: &[Facts]) -> Facts {
        let norm = |a: usize| known[a].norm;
        // An elementwise bound of 1 is a norm of 4 at the sizes of the tests; a repeated row counts as often.
        let spread = if node.ty == Ty::Scalar { 1.0 } else { 4.0 };
        let repeated = |a: usize| if self.nodes[a].ty == node.ty { norm(a) } else { 4.0 * norm(a) };
        let coercive = self.coercive(node.kind, known);
        let norm = match node.kind {
            Kind::Param(Domain::Any) => 1.5,
            Kind::Param(_) => 2.5,
            Kind::Dot(a, b) | Kind::Mul(a, b) => norm(a) * norm(b),
            Kind::Transpose(a) => norm(a),
            Kind::Inv(a) => 1.0 / known[a].coercive.unwrap_or(1.0),
            Kind::Add(a, b) | Kind::Sub(a, b) => repeated(a) + repeated(b),
            Kind::Div(a, _) => repeated(a),
            Kind::Literal(number, '*', _, a) => number.abs() * norm(a),
            Kind::Literal(number, '/', false, a) => norm(a) / number.abs(),
            Kind::Literal(number, _, _, a) => norm(a) + spread * number.abs(),
            Kind::Apply(Function::Neg, a) => norm(a),
            Kind::Apply(Function::Exp, a) => spread * norm(a).exp(),
            Kind::Apply(Function::Cube, a) => norm(a).powi(3),
            Kind::Apply(Function::Square, a) => norm(a).powi(2),
            Kind::Apply(_, a) => spread * (norm(a).powi(2) + 1.5),
            Kind::Sum(a) => 5.0 * norm(a),
            Kind::Length(_) => 5.0,
        };
        Facts { norm, coercive }
    }

    fn coercive(&self, kind: Kind, known: &[Facts]) -> Option<f64> {
        let of = |a: usize| known[a].coercive;
        match kind {
            Kind::Param(Domain::Coercive | Domain::Definite) => Some(1.0),
            Kind::Transpose(a) => of(a),
            Kind::Inv(a) => of(a).map(|c| c / known[a].norm.powi(2)),
            Kind::Literal(number, '*', _, a) if number > 0.0 => of(a).map(|c| number * c),
            Kind::Add(a, b) => match (of(a), of(b)) {
                (Some(a), Some(b)) => Some(a + b),
                (Some(c), None) => Some(c - known[b].norm),
                (None, Some(c)) => Some(c - known[a].norm),
                (None, None) => None,
            },
            Kind::Sub(a, b) => of(a).map(|c| c - known[b].norm),
            // aᵀ a and aᵀ w a.
            Kind::Dot(a, b) => match (self.nodes[a].kind, self.nodes[b].kind) {
                (_, Kind::Transpose(of)) if of == a => Some(0.0),
                (Kind::Transpose(of), _) if of == b => Some(0.0),
                (Kind::Dot(first, inner), last) if self.is_transposed(first, b, last) => {
                    of(inner).filter(|c| *c >= 0.0).map(|_| 0.0)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn is_transposed(&self, first: usize, last: usize, kind: Kind) -> bool {
        kind == Kind::Transpose(first) || self.nodes[first].kind == Kind::Transpose(last)
    }

    /// Parameters for these lengths of `m`, `n` and `k`.
    pub fn inputs(&self, sizes: [usize; 3], random: &mut Random) -> Vec<Tensor<f64>> {
        let params = self.nodes.iter().filter_map(|node| match node.kind {
            Kind::Param(domain) => Some((node.ty, domain)),
            _ => None,
        });
        params.map(|(ty, domain)| random.tensor(ty, domain, sizes)).collect()
    }
}

fn length(axis: Axis, sizes: [usize; 3]) -> usize {
    match axis {
        Axis::One => 1,
        Axis::M => sizes[0],
        Axis::N => sizes[1],
        Axis::K => sizes[2],
    }
}

/// SplitMix64: small, seeded, the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end.max(1) as u64) as usize
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len())).copied()
    }

    /// In [-1, 1].
    pub fn symmetric(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    /// Random numbers of the same shape.
    pub fn like(&mut self, tensor: &Tensor<f64>) -> Tensor<f64> {
        let data = tensor.data.iter().map(|_| self.symmetric()).collect();
        Tensor { data, ..*tensor }
    }

    fn tensor(&mut self, ty: Ty, domain: Domain, sizes: [usize; 3]) -> Tensor<f64> {
        match ty {
            Ty::Scalar => Tensor::scalar(self.symmetric()),
            Ty::Vector(n) => {
                let n = length(n, sizes);
                Tensor::vector((0..n).map(|_| self.symmetric() / (n as f64).sqrt()).collect())
            }
            Ty::Matrix(m, n) => {
                let (m, n) = (length(m, sizes), length(n, sizes));
                let any = Tensor::matrix(m, n, |_, _| self.symmetric() / (m.max(n) as f64).sqrt());
                let eye = |i: usize, j: usize| f64::from(u8::from(i == j));
                match domain {
                    Domain::Any => any,
                    // The norm of `any` is at most √n, so the symmetric part stays above 1.
                    Domain::Coercive => {
                        let small = 0.5 / (n.max(1) as f64).sqrt();
                        Tensor::matrix(m, n, |i, j| 1.5 * eye(i, j) + small * any.at(i, j))
                    }
                    Domain::Definite => Tensor::matrix(m, n, |i, j| {
                        let dot: f64 = (0..n).map(|k| any.at(i, k) * any.at(j, k)).sum();
                        eye(i, j) + 0.5 * dot
                    }),
                }
            }
        }
    }
}
