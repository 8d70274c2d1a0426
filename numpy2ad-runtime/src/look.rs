//! What a look at a matrix tells of it when the program runs.

use crate::Real;
use crate::rows::Rows;
use crate::transpose::rows_are_columns;
use ndarray::prelude::*;

/// Up to this order a whole product is as fast as half of one, and a look costs as much as a factorisation may save.
pub(crate) const SMALL: usize = 32;

/// Up to this order the products and solutions of a few vectors, of which a program for symmetric matrices has more, cost
/// what its half of a solution saves: in time, though not in flops.
const LIGHT: usize = 256;

/// Whether `a` is found to be square and its own transpose, to the last bit. At one that is not large nobody looks: nothing
/// would be saved.
///
/// A matrix that is not symmetric says so at its first entries; one with a NaN off its diagonal is not.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad_runtime::found_symmetric;
///
/// assert!(found_symmetric(&Array2::<f64>::eye(300)));
/// assert!(!found_symmetric(&Array2::<f64>::eye(5)));
/// ```
#[must_use]
pub fn found_symmetric<A: Real>(a: &ArrayRef<A, Ix2>) -> bool {
    a.nrows() > LIGHT && is_symmetric(a)
}

/// Whether `a` is square and its own transpose, to the last bit; with a NaN off its diagonal it is not.
pub(crate) fn is_symmetric<A: Real>(a: &ArrayRef2<A>) -> bool {
    // A matrix that is not says so at once, if it has no pattern.
    if !a.is_square() || a.get((0, 1)) != a.get((1, 0)) {
        return false;
    }
    match Rows::new(a).or_else(|| Rows::columns(a)) {
        Some(rows) => rows_are_columns(rows),
        None => (1..a.nrows()).all(|i| a.slice(s![i, ..i]) == a.slice(s![..i, i])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{layouts, matrix};

    #[test]
    fn a_look_tells_whether_a_matrix_is_symmetric() {
        for n in [0, 1, 2, 3, 15, 16, 17, 33, 50] {
            let m = matrix::<f64>(n, n, 1);
            let symmetric = &m + &m.t();
            for (name, a) in layouts(&symmetric) {
                assert!(is_symmetric(&a.view()), "{name} {n}");
                assert_eq!(found_symmetric(&a.view()), n > LIGHT, "{name} {n}");
            }
            for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(|(i, j)| i != j) {
                let mut other = symmetric.clone();
                other[(i, j)] = f64::NAN;
                assert!(!is_symmetric(&other) && !is_symmetric(&other.t()), "{n} ({i}, {j})");
                if (i * n + j) % 7 == 0 {
                    for (name, other) in layouts(&other) {
                        assert!(!is_symmetric(&other.view()), "{name} {n} ({i}, {j})");
                    }
                }
            }
        }
        assert!(!is_symmetric(&Array2::<f32>::zeros((2, 3))));
    }

    #[test]
    fn a_large_matrix_is_looked_at() {
        let mut a = matrix::<f64>(LIGHT + 1, LIGHT + 1, 1);
        assert!(!found_symmetric(&a));
        a = &a + &a.t();
        assert!(found_symmetric(&a) && !found_symmetric(&a.slice(s![1.., 1..])));
        a[(LIGHT, 3)] = a[(LIGHT, 3)].next_up();
        assert!(!found_symmetric(&a));
    }
}
