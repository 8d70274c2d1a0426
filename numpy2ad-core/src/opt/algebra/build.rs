//! Building nodes in their normal form.

use super::{Algebra, Extents, Factor, Id, Node, NodeData, Term};
use crate::ir::Op;
use crate::ty::{Elem, Structure};

/// A longer product keeps the products inside of it: planning takes time that grows with the third power.
pub(super) const MAX_FACTORS: usize = 16;

impl Algebra {
    /// The node, made if there is none like it.
    pub(super) fn intern(&mut self, node: Node, elem: Elem, extents: Extents) -> Id {
        if let Some(&id) = self.index.get(&node) {
            return id;
        }
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let structure = self.structure_of(&node);
        self.nodes.push(NodeData { node: node.clone(), elem, extents, structure, name: None });
        self.index.insert(node, id);
        id
    }

    pub(super) fn declare(&mut self, id: Id, structure: Structure) {
        if let Some(data) = self.nodes.get_mut(id.0 as usize) {
            data.structure = structure;
        }
    }

    pub(super) fn declare_for_kernels(&mut self, id: Id, structure: Structure) {
        if !structure.is_symmetric() || structure == Structure::Diagonal {
            self.kernels.insert(id, structure);
        }
    }

    /// What the factorisation of a matrix tells of it: what stands whole has forgotten what it is made of.
    pub(super) fn learn(&mut self, id: Id, structure: Structure) {
        if matches!(self.node(id), Node::Whole(_)) && self.data(id).structure == Structure::General {
            self.declare(id, structure);
        }
    }

    pub(super) fn set_name(&mut self, id: Id, name: &str) {
        if let Some(data) = self.nodes.get_mut(id.0 as usize)
            && !matches!(data.node, Node::Leaf(_))
            && data.name.is_none()
        {
            data.name = Some(name.to_owned());
        }
    }

    pub(in crate::opt) fn op(&mut self, op: Op, args: Vec<Id>, elem: Elem, extents: Extents) -> Id {
        self.intern(Node::Op(op, args), elem, extents)
    }

    /// A sum of several terms or a product of several factors as one value, into which the algebra does not look.
    pub(super) fn whole(&mut self, id: Id) -> Id {
        let NodeData { ref node, elem, extents, .. } = *self.data(id);
        match node {
            Node::Product(factors) => match factors[..] {
                [factor] if factor.inverted => id,
                [factor] => {
                    let node = self.whole(factor.node);
                    self.product(&[Factor { node, ..factor }])
                }
                _ => self.intern(Node::Whole(id), elem, extents),
            },
            Node::Sum(terms) if terms.len() > 1 => self.intern(Node::Whole(id), elem, extents),
            _ => id,
        }
    }

    /// A node of these extents of which nothing else is known, for estimates.
    pub(in crate::opt) fn stand_in(&mut self, extents: Extents) -> Id {
        self.intern(Node::StandIn(extents), Elem::F64, extents)
    }

    /// A factor in its normal form: a symmetric matrix is never transposed, a row never a column.
    pub(super) fn transpose_factor(&self, factor: Factor) -> Factor {
        let symmetric = self.data(factor.node).structure.is_symmetric();
        Factor { transposed: !factor.transposed && !symmetric, ..factor }
    }

    pub(in crate::opt) fn transpose_factors(&self, factors: &[Factor]) -> Vec<Factor> {
        factors.iter().rev().map(|&factor| self.transpose_factor(factor)).collect()
    }

    /// The transpose of a node; a vector or a scalar is its own.
    pub(in crate::opt) fn transpose(&mut self, id: Id) -> Id {
        let (Some(_), Some(_)) = self.data(id).extents else { return id };
        let factors = self.transpose_factors(&self.factors(id));
        self.product(&factors)
    }

    /// A product in its normal form: no product inside of it, scalings outside of it.
    pub(in crate::opt) fn product(&mut self, factors: &[Factor]) -> Id {
        let mut flat: Vec<Factor> = Vec::with_capacity(factors.len());
        let (mut coefficient, mut scalars) = (1.0, Vec::new());
        for &factor in factors {
            self.flatten(factor, &mut flat, &mut coefficient, &mut scalars);
        }
        if flat.len() > MAX_FACTORS {
            flat = factors.iter().map(|&factor| self.normal(factor)).collect();
            (coefficient, scalars) = (1.0, Vec::new());
        }
        if flat.iter().any(|factor| matches!(self.node(factor.node), Node::Sum(terms) if terms.is_empty())) {
            let (elem, extents) = (self.elem_of(factors), self.extents_of(factors));
            return self.intern(Node::Sum(Vec::new()), elem, extents);
        }
        let (elem, extents) = (self.elem_of(&flat), self.extents_of(&flat));
        let node = match flat[..] {
            [Factor { node, inverted: false, transposed }]
                if !transposed || self.data(node).structure.is_symmetric() || !is_matrix(extents) =>
            {
                node
            }
            _ => {
                let canonical = self.as_column(flat, extents);
                let extents = self.extents_of(&canonical);
                self.intern(Node::Product(canonical), elem, extents)
            }
        };
        if coefficient == 1.0 && scalars.is_empty() {
            return node;
        }
        scalars.sort();
        self.sum(vec![Term::new(coefficient, scalars, node)], node, false)
    }

    /// A vector as a column, a scalar in the smaller of its two readings.
    fn as_column(&self, factors: Vec<Factor>, extents: Extents) -> Vec<Factor> {
        match extents {
            (None, Some(_)) => self.transpose_factors(&factors),
            (None, None) => {
                let other = self.transpose_factors(&factors);
                if other < factors { other } else { factors }
            }
            _ => factors,
        }
    }

    fn flatten(&self, factor: Factor, flat: &mut Vec<Factor>, coefficient: &mut f64, scalars: &mut Vec<Id>) {
        if flat.len() > MAX_FACTORS {
            return; // too long: what is inside of it, and twice inside of that, is not looked at
        }
        match self.node(factor.node) {
            Node::Product(inner) if !factor.inverted => {
                let inner = if factor.transposed { self.transpose_factors(inner) } else { inner.clone() };
                for factor in inner {
                    self.flatten(factor, flat, coefficient, scalars);
                }
            }
            // An inverse inverted stays as it is, so that both can fail.
            Node::Product(inner) if inner.len() == 1 && inner.iter().all(|f| !f.inverted) => {
                let inner = inner.first().copied().unwrap_or(factor);
                flat.push(self.normal(Factor {
                    transposed: inner.transposed != factor.transposed,
                    inverted: true,
                    ..inner
                }));
            }
            Node::Sum(terms) if terms.len() == 1 && !factor.inverted => {
                for term in terms {
                    *coefficient *= term.coefficient();
                    scalars.extend(&term.scalars);
                    self.flatten(Factor { node: term.node, ..factor }, flat, coefficient, scalars);
                }
            }
            _ => flat.push(self.normal(factor)),
        }
    }

    fn normal(&self, factor: Factor) -> Factor {
        let symmetric = self.data(factor.node).structure.is_symmetric();
        Factor { transposed: factor.transposed && !symmetric, ..factor }
    }

    pub(in crate::opt) fn extents_of(&self, factors: &[Factor]) -> Extents {
        let first = factors.first().map(|&factor| self.extents(factor));
        let last = factors.last().map(|&factor| self.extents(factor));
        (first.and_then(|(rows, _)| rows), last.and_then(|(_, cols)| cols))
    }

    fn elem_of(&self, factors: &[Factor]) -> Elem {
        factors.first().map_or(Elem::F64, |factor| self.data(factor.node).elem)
    }

    /// A sum in its normal form, of the type of `like` or its transpose: equal terms are one, and a sum of one bare
    /// term is that term. Sums inside of it stay.
    pub(in crate::opt) fn sum(&mut self, terms: Vec<Term>, like: Id, transposed: bool) -> Id {
        let elem = self.data(like).elem;
        let extents = self.data(like).extents;
        let extents = if transposed { (extents.1, extents.0) } else { extents };
        let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
        for term in terms {
            // A scaled node inside of a scaled term is scaled once.
            let inner = match self.node(term.node) {
                Node::Sum(inner) if inner.len() == 1 => inner.clone(),
                Node::Sum(inner) if inner.is_empty() => continue,
                _ => Vec::new(),
            };
            let term = match inner.first() {
                Some(inner) => inner.times(term.coefficient(), &term.scalars),
                None => term,
            };
            match merged.iter_mut().find(|other| other.node == term.node && other.scalars == term.scalars) {
                Some(other) => {
                    *other = Term::new(
                        other.coefficient() + term.coefficient(),
                        other.scalars.clone(),
                        other.node,
                    );
                }
                None => merged.push(term),
            }
        }
        // Sums that differ in their order are one.
        merged.sort_by_key(|term| term.node);
        if let [only] = &merged[..]
            && only.is_bare()
        {
            return only.node;
        }
        let node = Node::Sum(merged);
        match if self.index.contains_key(&node) { None } else { self.mirrored_sum(&node) } {
            Some(mirrored) => self.product(&[Factor { node: mirrored, transposed: true, inverted: false }]),
            None => self.intern(node, elem, extents),
        }
    }

    /// The sum of which this one is the transpose, if there is one.
    fn mirrored_sum(&mut self, node: &Node) -> Option<Id> {
        let Node::Sum(terms) = node else { return None };
        if terms.len() < 2 {
            return None;
        }
        let mut mirrored = Vec::with_capacity(terms.len());
        for term in terms {
            let (Some(_), Some(_)) = self.data(term.node).extents else { return None };
            let node = self.transpose(term.node);
            mirrored.push(Term { node, ..term.clone() });
        }
        mirrored.sort_by_key(|term| term.node);
        self.index.get(&Node::Sum(mirrored)).copied()
    }
}

fn is_matrix(extents: Extents) -> bool {
    matches!(extents, (Some(_), Some(_)))
}
