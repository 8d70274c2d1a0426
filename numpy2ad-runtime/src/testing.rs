//! What the tests share: matrices without pattern, in every layout that ndarray knows.

use crate::Real;
use ndarray::{ShapeBuilder, prelude::*};

/// Shapes at the edges: empty, one row, one column, tall, wide, and past the width of a vector.
pub(crate) const SHAPES: [(usize, usize); 9] =
    [(0, 3), (3, 0), (1, 1), (1, 5), (5, 1), (9, 2), (2, 9), (3, 3), (8, 17)];

/// Entries in (-1, 1), the same on every run.
pub(crate) fn matrix<A: Real>(rows: usize, cols: usize, seed: u64) -> Array2<A> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    Array2::from_shape_simple_fn((rows, cols), || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        A::from((state >> 40) as f64 / (1_u64 << 23) as f64 - 1.0).unwrap()
    })
}

/// The first column of [`matrix`].
pub(crate) fn vector<A: Real>(len: usize, seed: u64) -> Array1<A> {
    matrix(len, 1, seed).remove_axis(Axis(1))
}

/// A matrix inside a larger allocation, seen through strides.
pub(crate) struct Strided<A> {
    base: Array2<A>,
    steps: (isize, isize),
}

impl<A: Real> Strided<A> {
    fn new(a: &Array2<A>, columns: bool, steps: (isize, isize)) -> Self {
        let grow = |len: usize, step: isize| len * step.unsigned_abs();
        let dim = (grow(a.nrows(), steps.0), grow(a.ncols(), steps.1));
        // What lies between the elements is NaN, so that it shows if it is read.
        let mut strided = Self { base: Array2::from_elem(dim.set_f(columns), A::nan()), steps };
        strided.view_mut().assign(a);
        strided
    }

    pub(crate) fn view(&self) -> ArrayView2<'_, A> {
        self.base.slice(s![..;self.steps.0, ..;self.steps.1])
    }

    pub(crate) fn view_mut(&mut self) -> ArrayViewMut2<'_, A> {
        self.base.slice_mut(s![..;self.steps.0, ..;self.steps.1])
    }

    /// Whether the elements that the view does not show are still as they were.
    pub(crate) fn gaps_untouched(&self) -> bool {
        let mut base = self.base.clone();
        base.slice_mut(s![..;self.steps.0, ..;self.steps.1]).fill(A::nan());
        base.iter().all(|x| x.is_nan())
    }
}

/// `a` in each layout, by name.
pub(crate) fn layouts<A: Real>(a: &Array2<A>) -> Vec<(&'static str, Strided<A>)> {
    vec![
        ("row-major", Strided::new(a, false, (1, 1))),
        ("column-major", Strided::new(a, true, (1, 1))),
        ("every second row", Strided::new(a, false, (2, 1))),
        ("every third column", Strided::new(a, false, (1, 3))),
        ("no dense axis", Strided::new(a, true, (3, 2))),
        ("rows reversed", Strided::new(a, false, (-1, 1))),
        ("columns reversed", Strided::new(a, true, (1, -1))),
        ("both reversed, with gaps", Strided::new(a, false, (-2, -2))),
    ]
}
