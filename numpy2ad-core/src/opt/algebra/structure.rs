//! What is known of the entries of a matrix from how it is made.

use super::build::MAX_FACTORS;
use super::{Algebra, Factor, Id, Node, Term};
use crate::ir::Op;
use crate::ops::{Attr, CholeskyFactor, Mask, Masked, Operation, QrR};
use crate::ty::Structure;

impl Algebra {
    /// The structure of a product.
    pub(super) fn structure_of_product(&self, factors: &[Factor]) -> Structure {
        if let [factor] = factors {
            let own = self.structure(*factor);
            return if factor.inverted { own.inverse() } else { own };
        }
        let own = |factor: &Factor| self.structure(*factor);
        for triangle in [Structure::Diagonal, Structure::Lower, Structure::Upper] {
            let is_one = |structure| structure == Structure::Diagonal || structure == triangle;
            if factors.iter().all(|factor| is_one(own(factor))) {
                return triangle;
            }
        }
        let opened = self.opened(factors);
        let factors = opened.as_deref().unwrap_or(factors);
        if !self.is_mirrored(factors) {
            return Structure::General;
        }
        let middle = factors.get(factors.len() / 2).filter(|_| factors.len() % 2 == 1);
        match middle.map(own) {
            None | Some(Structure::Semidefinite | Structure::Definite) => Structure::Semidefinite,
            Some(_) => Structure::Symmetric,
        }
    }

    /// Whether a product is symmetric by what it is made of, as `H · (P Hᵀ)` with a symmetric `P`.
    pub(in crate::opt) fn is_symmetric_product(&self, factors: &[Factor]) -> bool {
        self.is_mirrored(self.opened(factors).as_deref().unwrap_or(factors))
    }

    /// The factor around which a product reads the same backwards and transposed: where it is symmetric, the product is.
    pub(in crate::opt) fn middle(&self, factors: &[Factor]) -> Option<Factor> {
        let opened = self.opened(factors);
        let factors = opened.as_deref().unwrap_or(factors);
        let half = factors.len() / 2;
        let mut pairs = factors.iter().zip(factors.iter().rev()).take(half);
        let is_odd = factors.len() % 2 == 1 && half > 0;
        let mirrored = is_odd && pairs.all(|(a, b)| *a == self.transpose_factor(*b));
        factors.get(half).copied().filter(|_| mirrored)
    }

    /// The factors with those of products that stand whole among them, unless there are none, or too many.
    fn opened(&self, factors: &[Factor]) -> Option<Vec<Factor>> {
        if !factors.iter().any(|factor| matches!(self.node(factor.node), Node::Whole(_))) {
            return None;
        }
        let mut opened = Vec::with_capacity(factors.len());
        let mut open: Vec<Factor> = factors.iter().rev().copied().collect();
        while let Some(factor) = open.pop() {
            match *self.node(factor.node) {
                Node::Whole(inner) if !factor.inverted => {
                    let inner = self.factors(inner);
                    let inner = if factor.transposed { self.transpose_factors(&inner) } else { inner };
                    open.extend(inner.into_iter().rev());
                }
                _ => opened.push(factor),
            }
            if opened.len() + open.len() > MAX_FACTORS {
                return None;
            }
        }
        Some(opened)
    }

    /// Whether a product reads the same backwards and transposed.
    pub(in crate::opt) fn is_mirrored(&self, factors: &[Factor]) -> bool {
        factors.iter().zip(factors.iter().rev()).all(|(a, b)| *a == self.transpose_factor(*b))
    }

    /// The structure of a sum.
    pub(super) fn structure_of_sum(&self, terms: &[Term]) -> Structure {
        let own = |term: &Term| self.data(term.node).structure;
        let all = |allowed: &[Structure]| terms.iter().all(|term| allowed.contains(&own(term)));
        let positive = terms.iter().all(|term| term.coefficient() > 0.0);
        if terms.is_empty() {
            Structure::General
        } else if all(&[Structure::Diagonal]) {
            Structure::Diagonal
        } else if all(&[Structure::Diagonal, Structure::Lower]) {
            Structure::Lower
        } else if all(&[Structure::Diagonal, Structure::Upper]) {
            Structure::Upper
        } else if positive && all(&[Structure::Definite]) && terms.iter().all(|t| t.scalars.is_empty()) {
            Structure::Definite
        } else if positive && all(&[Structure::Semidefinite, Structure::Definite, Structure::Diagonal]) {
            // Where a scalar or a diagonal is negative, the factorisation finds out and takes another way.
            Structure::Semidefinite
        } else if terms.iter().all(|term| own(term).is_symmetric() || self.has_mirror(term, terms)) {
            Structure::Symmetric
        } else {
            Structure::General
        }
    }

    /// Whether the transpose of a term is a term as well.
    fn has_mirror(&self, term: &Term, terms: &[Term]) -> bool {
        let mirrored = self.transpose_factors(&self.factors(term.node));
        let alike = |other: &Term| other.coefficient() == term.coefficient() && other.scalars == term.scalars;
        let is_matrix = matches!(self.data(term.node).extents, (Some(_), Some(_)));
        is_matrix && terms.iter().any(|other| alike(other) && self.factors(other.node) == mirrored)
    }

    /// Whether a matrix is known to be this triangle, so that taking it changes nothing.
    pub(super) fn is_triangle(&self, id: Id, attr: Attr) -> bool {
        let known = self.data(id).structure;
        match attr {
            Attr::Mask(Mask::Lower) => matches!(known, Structure::Lower | Structure::Diagonal),
            Attr::Mask(Mask::Upper) => matches!(known, Structure::Upper | Structure::Diagonal),
            _ => false,
        }
    }

    /// The structure of a constant array: `np.eye(n)` is the identity.
    pub(super) fn structure_of(&self, node: &Node) -> Structure {
        match node {
            Node::Leaf(_) | Node::StandIn(_) => Structure::General,
            Node::Whole(inner) => self.data(*inner).structure,
            Node::Op(op, _) if op.attr == Attr::Eye => Structure::Diagonal,
            Node::Op(op, _) => structure_of_operation(*op),
            Node::Product(factors) => self.structure_of_product(factors),
            Node::Sum(terms) => self.structure_of_sum(terms),
        }
    }
}

/// The structure that an operation gives its result.
fn structure_of_operation(op: Op) -> Structure {
    let is = |kind: &dyn Operation| op.kind.name() == kind.name();
    match op.attr {
        _ if is(&CholeskyFactor) => Structure::Lower,
        _ if is(&QrR) => Structure::Upper,
        Attr::Mask(Mask::Upper) if is(&Masked) => Structure::Upper,
        Attr::Mask(_) if is(&Masked) => Structure::Lower,
        _ => Structure::General,
    }
}
