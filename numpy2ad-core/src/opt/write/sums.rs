//! Sums: arrays in one elementwise expression, products added to it in place.

use super::Writer;
use super::products::{Opened, Part, Symmetry};
use crate::ir::{Const, Def, Sign, Value};
use crate::ops::{Add, AddProduct, Attr, Mul, Neg, Operation, Sub};
use crate::opt::algebra::{Id, Node, Term};
use crate::origin::Origin;
use crate::ty::Rank;

/// Coefficient, scalar factors and value of an array in a sum.
type Term2 = (f64, Vec<Value>, Value);

/// Two parts of a product, and the form of their multiplication.
type Pair = (Part, Part, Symmetry);

impl Writer<'_> {
    pub(super) fn sum(&mut self, id: Id, terms: &[Term]) -> Value {
        if terms.is_empty() {
            return self.zero(id);
        }
        let symmetric = self.algebra.data(id).structure.is_symmetric();
        let (arrays, mut products) = self.opened(terms, symmetric);
        // What begins with a product begins with one that is added: nothing has to be negated then.
        if let Some(added) = products.iter().position(|(coefficient, _)| *coefficient > 0.0) {
            products.swap(0, added);
        }
        let mut products = products.into_iter();
        let mut sum = match self.expression(&arrays) {
            Some((Sign::Plus, sum)) => sum,
            Some((Sign::Minus, sum)) => self.out.op(&Neg, Attr::None, &[sum]),
            None => match products.next() {
                Some((coefficient, pair)) => {
                    let pair = self.scaled_pair(coefficient, &[], pair);
                    let product = self.multiplied(pair.0, pair.1, pair.2);
                    self.bind(product);
                    product
                }
                None => self.zero(id),
            },
        };
        for (coefficient, pair) in products {
            let (sign, pair) = self.signed_pair(coefficient, pair);
            sum = self.accumulated(sum, sign, pair);
        }
        if self.is_shared(id) {
            self.bind(sum);
        }
        sum
    }

    /// What stands for an array of zeros in an elementwise expression.
    pub(super) fn zero(&mut self, id: Id) -> Value {
        let elem = self.algebra.data(id).elem;
        self.out.float(0.0, elem)
    }

    /// The terms of a sum: arrays with their factors, and products that can be added in place.
    ///
    /// A symmetric product is added in place to what is symmetric itself only: it is computed by halves.
    pub(super) fn opened(&mut self, terms: &[Term], symmetric: bool) -> (Vec<Term2>, Vec<(f64, Pair)>) {
        let (mut arrays, mut products) = (Vec::new(), Vec::new());
        for term in terms {
            let scalars: Vec<Value> = term.scalars.iter().map(|&scalar| self.value(scalar)).collect();
            let factors = self.algebra.factors(term.node);
            let is_product = matches!(self.algebra.node(term.node), Node::Product(_));
            let done = self.done.get(term.node).copied();
            if !is_product || done.is_some() || self.formed.contains(term.node) {
                let value = self.value(term.node);
                arrays.push((term.coefficient(), scalars, value));
                continue;
            }
            let sequence = self.sequences.of(&factors);
            let wanted = sequence.and_then(|sequence| self.wanted.get(sequence)).copied().unwrap_or(0) > 1;
            let opened = if wanted { Opened::Done(self.part(&factors)) } else { self.open(&factors) };
            match opened {
                Opened::Done(part) => {
                    let value = self.oriented(part);
                    arrays.push((term.coefficient(), scalars, value));
                }
                Opened::Pair { left, right, .. } if self.is_scalar_product(left, right) => {
                    let part = self.part(&factors);
                    arrays.push((term.coefficient(), scalars, part.value));
                }
                Opened::Pair { left, right, symmetry: Symmetry::Always } if !symmetric => {
                    let part = self.join(left, right, Symmetry::Always);
                    self.keep(&factors, part);
                    arrays.push((term.coefficient(), scalars, part.value));
                }
                Opened::Pair { left, right, symmetry } => {
                    let pair = self.scaled_pair(1.0, &scalars, (left, right, symmetry));
                    products.push((term.coefficient(), pair));
                }
            }
        }
        (arrays, products)
    }

    fn is_scalar_product(&self, left: Part, right: Part) -> bool {
        let vectors = self.out.rank(left.value) == Rank::Vector && self.out.rank(right.value) == Rank::Vector;
        vectors && left.transposed
    }

    /// A pair whose coefficient is 1 or -1.
    pub(super) fn signed_pair(&mut self, coefficient: f64, pair: Pair) -> (Sign, Pair) {
        let sign = if coefficient < 0.0 { Sign::Minus } else { Sign::Plus };
        (sign, self.scaled_pair(coefficient.abs(), &[], pair))
    }

    /// A pair with the smaller of its parts scaled.
    fn scaled_pair(&mut self, coefficient: f64, scalars: &[Value], (left, right, symmetry): Pair) -> Pair {
        if coefficient == 1.0 && scalars.is_empty() {
            return (left, right, symmetry);
        }
        let smaller_left = self.count(left) <= self.count(right);
        let part = if smaller_left { left } else { right };
        let value = self.scaled(coefficient, scalars, part.value);
        self.bind(value);
        let scaled = Part { value, ..part };
        if smaller_left { (scaled, right, symmetry) } else { (left, scaled, symmetry) }
    }

    /// How many elements a part has.
    fn count(&self, part: Part) -> f64 {
        let axes = self.out.ty(part.value).axes();
        axes.iter().map(|&dim| self.sizes.of(dim, &self.out.dims)).product()
    }

    pub(super) fn scaled(&mut self, coefficient: f64, scalars: &[Value], array: Value) -> Value {
        let mut value = array;
        for &scalar in scalars {
            value = self.out.op(&Mul, Attr::None, &[scalar, value]);
        }
        if coefficient == -1.0 {
            value = self.out.op(&Neg, Attr::None, &[value]);
        } else if coefficient != 1.0 {
            let elem = self.out.ty(array).elem;
            let number = self.out.push(
                Def::Const(Const::Float(coefficient)),
                crate::ty::Ty::scalar(elem),
                None,
                Origin::None,
            );
            value = self.out.op(&Mul, Attr::None, &[number, value]);
        }
        value
    }

    /// Arrays added up elementwise, with the sign of the whole.
    pub(super) fn expression(&mut self, arrays: &[Term2]) -> Option<(Sign, Value)> {
        let first = arrays.iter().position(|(coefficient, ..)| *coefficient > 0.0).unwrap_or(0);
        let (coefficient, scalars, value) = arrays.get(first)?;
        let sign = if *coefficient < 0.0 { Sign::Minus } else { Sign::Plus };
        let mut sum = self.scaled(coefficient.abs(), scalars, *value);
        for (_, (coefficient, scalars, value)) in arrays.iter().enumerate().filter(|(i, _)| *i != first) {
            let term = self.scaled(coefficient.abs(), scalars, *value);
            let minus = (*coefficient < 0.0) != (sign == Sign::Minus);
            sum = if minus {
                self.out.op(&Sub, Attr::None, &[sum, term])
            } else {
                self.out.op(&Add, Attr::None, &[sum, term])
            };
        }
        Some((sign, sum))
    }

    fn accumulated(&mut self, sum: Value, sign: Sign, (left, right, symmetry): Pair) -> Value {
        let product = self.multiplied(left, right, symmetry);
        let (attr, args) = match self.out.as_op(product) {
            Some((op, args)) => (op.attr, args.to_vec()),
            None => (Attr::None, Vec::new()),
        };
        let _ = attr;
        let kind: &'static dyn Operation =
            if sign == Sign::Plus { &AddProduct } else { &crate::ops::SubProduct };
        let mut all = vec![sum];
        all.extend(args);
        self.emit(kind, attr, &all)
    }
}
