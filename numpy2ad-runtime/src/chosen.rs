//! A factorisation that a look or an attempt has chosen.

use crate::Real;
use crate::cholesky::Cholesky;
use crate::factorised::Factorised;
use crate::lu::Lu;
use crate::memory::Memory;
use ndarray::prelude::*;

/// One of two factorisations.
#[derive(Clone, Debug)]
pub(crate) enum Chosen<A: Real> {
    Cholesky(Cholesky<A>),
    Lu(Lu<A>),
}

impl<A: Real> Chosen<A> {
    /// The factorisation by Cholesky's method, if it is one.
    pub(crate) fn as_cholesky(&self) -> Option<&Cholesky<A>> {
        match self {
            Self::Cholesky(f) => Some(f),
            Self::Lu(_) => None,
        }
    }

    /// Gives the memory of the factors back.
    pub(crate) fn give_to(self, memory: &mut impl Memory) {
        match self {
            Self::Cholesky(f) => f.give_to(memory),
            Self::Lu(f) => f.give_to(memory),
        }
    }
}

impl<A: Real> Factorised<A> for Chosen<A> {
    fn order(&self) -> usize {
        match self {
            Self::Cholesky(f) => f.order(),
            Self::Lu(f) => f.order(),
        }
    }

    fn solve_in_place(&self, memory: &mut impl Memory, transposed: bool, b: &mut Array2<A>) {
        match self {
            Self::Cholesky(f) => f.solve_in_place(memory, transposed, b),
            Self::Lu(f) => f.solve_in_place(memory, transposed, b),
        }
    }

    fn sln_det(&self) -> (A, A) {
        match self {
            Self::Cholesky(f) => f.sln_det(),
            Self::Lu(f) => f.sln_det(),
        }
    }

    fn inverse(&self, memory: &mut impl Memory) -> Array2<A> {
        match self {
            Self::Cholesky(f) => f.inverse(memory),
            Self::Lu(f) => f.inverse(memory),
        }
    }
}

/// A type that is such a factorisation, and says how it was chosen.
macro_rules! chosen {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name<A: Real>($crate::chosen::Chosen<A>);

        impl<A: Real> $name<A> {
            /// Gives the memory of the factors back.
            pub(crate) fn give_to(self, memory: &mut impl $crate::memory::Memory) {
                self.0.give_to(memory);
            }
        }

        impl<A: Real> $crate::factorised::Factorised<A> for $name<A> {
            fn order(&self) -> usize {
                self.0.order()
            }

            fn solve_in_place(
                &self,
                memory: &mut impl $crate::memory::Memory,
                transposed: bool,
                b: &mut Array2<A>,
            ) {
                self.0.solve_in_place(memory, transposed, b);
            }

            fn sln_det(&self) -> (A, A) {
                self.0.sln_det()
            }

            fn inverse(&self, memory: &mut impl $crate::memory::Memory) -> Array2<A> {
                self.0.inverse(memory)
            }
        }
    };
}

pub(crate) use chosen;
