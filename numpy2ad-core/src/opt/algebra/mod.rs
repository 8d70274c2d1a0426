//! Programs as algebra: products of any number of factors, sums of any number of terms, and the operations between
//! them that the algebra does not look into.
//!
//! In this form a program has no order yet. Transposes stand at the leaves, an inverse is a property of a factor,
//! the adjoint of an intermediate value is the sum of its increments, and a product inside a product is one
//! product. Equal expressions are one node. What is computed first, what is kept and what is multiplied out is
//! decided when the form is written as a program again, by [`Writer`](super::write::Writer).
//!
//! The algebra holds where shapes fit exactly. Where an operand is repeated along an axis at run time, the plain
//! adjoint runs instead; the back ends see to that.

mod build;
mod read;
mod structure;

pub(super) use read::{Program, Target, read, read_as_computed, read_to_derive};

use crate::ir::{Op, Value};
use crate::opt::hash::HandleMap;
use crate::table::{Handle, Table};
use crate::ty::{Dim, Elem, Rank, Structure};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// A handle of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Id(u32);

/// A node perhaps transposed, perhaps inverted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Factor {
    pub(super) node: Id,
    pub(super) transposed: bool,
    pub(super) inverted: bool,
}

impl Handle for Id {
    fn number(self) -> usize {
        self.0 as usize
    }
}

impl Id {
    /// A number that is equal for equal handles only, of 31 bits.
    pub(super) fn code(self) -> u64 {
        u64::from(self.0)
    }
}

impl Hash for Factor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.number());
    }
}

impl Handle for Factor {
    fn number(self) -> usize {
        self.node.number() << 2 | usize::from(self.transposed) << 1 | usize::from(self.inverted)
    }
}

/// A number times scalar values times a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Term {
    /// The bits of the number, which are equal for equal numbers.
    coefficient: u64,
    pub(super) scalars: Vec<Id>,
    pub(super) node: Id,
}

impl Term {
    pub(super) fn new(coefficient: f64, scalars: Vec<Id>, node: Id) -> Self {
        Self { coefficient: coefficient.to_bits(), scalars, node }
    }

    pub(super) fn coefficient(&self) -> f64 {
        f64::from_bits(self.coefficient)
    }

    pub(super) fn times(&self, coefficient: f64, scalars: &[Id]) -> Self {
        let mut all = self.scalars.clone();
        all.extend(scalars);
        all.sort();
        Self::new(self.coefficient() * coefficient, all, self.node)
    }

    /// The term without its scaling.
    pub(super) fn is_bare(&self) -> bool {
        self.coefficient() == 1.0 && self.scalars.is_empty()
    }
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// A parameter, a constant or a seed.
    Leaf(Value),
    /// An operation that the algebra does not look into.
    Op(Op, Vec<Id>),
    /// A product of at least one factor. A vector stands as a column; transposed, as a row.
    Product(Vec<Factor>),
    /// A sum of any number of terms; of none, zero.
    Sum(Vec<Term>),
    /// A value that the program reads more than once: neither multiplied out nor a part of the products behind it.
    Whole(Id),
    /// Anything of these extents: in estimates only.
    StandIn(Extents),
}

/// Rows and columns; the axis that a vector or a scalar lacks is `None`.
pub(super) type Extents = (Option<Dim>, Option<Dim>);

/// A node and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct NodeData {
    pub(super) node: Node,
    pub(super) elem: Elem,
    pub(super) extents: Extents,
    pub(super) structure: Structure,
    /// The user's name for it.
    pub(super) name: Option<String>,
}

/// The nodes of one program.
#[derive(Clone, Debug, Default)]
pub(super) struct Algebra {
    nodes: Vec<NodeData>,
    index: HandleMap<Node, Id>,
    /// What is known of a node for the choice of its kernels alone.
    kernels: Table<Id, Structure>,
    /// Matrices whose factorisation reports a failure as an error.
    pub(super) fallible: BTreeMap<Id, bool>,
}

impl Algebra {
    pub(super) fn data(&self, id: Id) -> &NodeData {
        match self.nodes.get(id.0 as usize) {
            Some(data) => data,
            None => &NOTHING,
        }
    }

    pub(super) fn node(&self, id: Id) -> &Node {
        &self.data(id).node
    }

    pub(super) fn rank(&self, id: Id) -> Rank {
        match self.data(id).extents {
            (None, None) => Rank::Scalar,
            (Some(_), Some(_)) => Rank::Matrix,
            _ => Rank::Vector,
        }
    }

    /// Rows and columns of a factor.
    pub(super) fn extents(&self, factor: Factor) -> Extents {
        let (rows, cols) = self.data(factor.node).extents;
        if factor.transposed { (cols, rows) } else { (rows, cols) }
    }

    /// What is known of the entries of a factor.
    pub(super) fn structure(&self, factor: Factor) -> Structure {
        let own = self.data(factor.node).structure;
        if factor.transposed { own.transposed() } else { own }
    }

    /// The structure by which the kernel is chosen that multiplies with a factor.
    pub(super) fn kernel_structure(&self, factor: Factor) -> Structure {
        match self.kernels.get(factor.node) {
            Some(&own) if factor.transposed => own.transposed(),
            Some(&own) => own,
            None => self.structure(factor),
        }
    }

    /// The terms of a sum; of anything else, itself.
    pub(super) fn terms(&self, id: Id) -> Vec<Term> {
        match self.node(id) {
            Node::Sum(terms) => terms.clone(),
            _ => vec![Term::new(1.0, Vec::new(), id)],
        }
    }

    /// The factors of a product; of anything else, itself.
    pub(super) fn factors(&self, id: Id) -> Vec<Factor> {
        match self.node(id) {
            Node::Product(factors) => factors.clone(),
            _ => vec![Factor { node: id, transposed: false, inverted: false }],
        }
    }

    /// Every node, operands before what is made of them.
    pub(super) fn ids(&self) -> impl DoubleEndedIterator<Item = Id> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(Id)
    }

    /// The nodes that a node is made of.
    pub(super) fn operands(&self, id: Id) -> Vec<Id> {
        match self.node(id) {
            Node::Leaf(_) | Node::StandIn(_) => Vec::new(),
            Node::Op(_, args) => args.clone(),
            Node::Whole(inner) => vec![*inner],
            Node::Product(factors) => factors.iter().map(|factor| factor.node).collect(),
            Node::Sum(terms) => {
                terms.iter().flat_map(|term| term.scalars.iter().copied().chain([term.node])).collect()
            }
        }
    }
}

/// What stands behind a handle of another algebra: never seen unless the compiler has a fault.
static NOTHING: NodeData = NodeData {
    node: Node::Sum(Vec::new()),
    elem: Elem::F64,
    extents: (None, None),
    structure: Structure::General,
    name: None,
};
