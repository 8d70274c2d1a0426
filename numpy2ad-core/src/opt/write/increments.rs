//! What is added to the adjoints of the parameters.

use super::Writer;
use crate::ir::{Sign, Slot, Stmt, Value};
use crate::opt::algebra::Target;
use crate::ty::Rank;

impl Writer<'_> {
    pub(super) fn target(&mut self, target: &Target) {
        let slot = target.slot;
        for &(sign, id) in &target.repeated {
            let value = self.value(id);
            self.update(slot, sign, value);
        }
        let primal = self.out.slot(slot).primal;
        if self.out.rank(primal) == Rank::Scalar {
            for term in &target.terms {
                let scalars: Vec<Value> = term.scalars.iter().map(|&scalar| self.value(scalar)).collect();
                let value = self.value(term.node);
                let value = self.scaled(term.coefficient().abs(), &scalars, value);
                let sign = if term.coefficient() < 0.0 { Sign::Minus } else { Sign::Plus };
                self.update(slot, sign, value);
            }
            return;
        }
        let terms = self.settled_terms(target.terms.clone());
        let (arrays, products) = self.opened(&terms, false);
        if let Some((sign, value)) = self.expression(&arrays) {
            self.update(slot, sign, value);
        }
        for (coefficient, pair) in products {
            let (sign, (left, right, symmetry)) = self.signed_pair(coefficient, pair);
            let product = self.multiplied(left, right, symmetry);
            self.update(slot, sign, product);
        }
    }

    fn update(&mut self, slot: Slot, sign: Sign, value: Value) {
        self.out.body.push(Stmt::Update { slot, sign, value });
    }
}
