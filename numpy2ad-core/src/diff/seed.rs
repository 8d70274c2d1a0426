//! The seed of a gradient.

use crate::ir::{Const, Def, Func, SlotKind};

/// An adjoint program whose seeds are 1, rather than the caller's.
#[must_use]
pub fn seeded_with_one(mut func: Func) -> Func {
    for value in func.values() {
        if let Def::Adjoint(slot) = func.def(value)
            && func.slot(*slot).kind == SlotKind::Seed
            && let Some(data) = func.value_mut(value)
        {
            data.def = Def::Const(Const::Float(1.0));
        }
    }
    func
}
