//! The transpose of a matrix, laid into another, or compared with it.

#![allow(clippy::indexing_slicing, reason = "indices below the length of arrays of `SIDE` elements")]

use crate::rows::{Rows, RowsMut};

/// Side of the blocks that are turned in registers.
const SIDE: usize = 4;

/// Makes column `i` of `to` of row `i` of `from`, for as many rows as `from` has; `to` has a row for each of its columns,
/// and may be wider.
///
/// By blocks: element by element, each step would be in another line of memory, on one side or the other.
pub(crate) fn transpose<A: Copy>(from: Rows<'_, A>, to: &mut RowsMut<'_, A>) {
    let (rows, cols) = from.dim();
    let (whole_rows, whole_cols) = (rows - rows % SIDE, cols - cols % SIDE);
    for i in (0..whole_rows).step_by(SIDE) {
        let [(r0, _), (r1, _), (r2, _), (r3, _)] = [0, 1, 2, 3].map(|s| from.row(i + s).as_chunks::<SIDE>());
        let blocks = r0.iter().zip(r1).zip(r2).zip(r3);
        for (j, (((r0, r1), r2), r3)) in blocks.enumerate() {
            for s in 0..SIDE {
                if let Some(to) = to.row(SIDE * j + s).get_mut(i..i + SIDE) {
                    to.copy_from_slice(&[r0[s], r1[s], r2[s], r3[s]]);
                }
            }
        }
    }
    // What is below the blocks, and beside them.
    for i in 0..rows {
        let first = if i < whole_rows { whole_cols } else { 0 };
        for (j, x) in from.row(i).iter().enumerate().skip(first) {
            if let Some(to) = to.row(j).get_mut(i) {
                *to = *x;
            }
        }
    }
}

/// Whether each row of a square matrix is the column of its number; one with a NaN off its diagonal is not. It reads on to
/// the end of the rows in which it finds a difference.
pub(crate) fn rows_are_columns<A: PartialEq + Copy>(matrix: Rows<'_, A>) -> bool {
    let n = matrix.dim().0;
    let whole = n - n % SIDE;
    // Up to the diagonal: each block turned against the one across.
    let mut blocks = (0..whole).step_by(SIDE).map(|i| {
        let [r0, r1, r2, r3] = [0, 1, 2, 3].map(|s| matrix.row(i + s)[..i + SIDE].as_chunks::<SIDE>().0);
        let mut equal = true;
        for (j, (((r0, r1), r2), r3)) in r0.iter().zip(r1).zip(r2).zip(r3).enumerate() {
            for s in 0..SIDE {
                let across = &matrix.row(SIDE * j + s)[i..i + SIDE];
                equal &= (r0[s] == across[0]) & (r1[s] == across[1]);
                equal &= (r2[s] == across[2]) & (r3[s] == across[3]);
            }
        }
        equal
    });
    blocks.all(|equal| equal) && (whole..n).all(|i| (0..i).all(|j| matrix.row(i)[j] == matrix.row(j)[i]))
}

#[cfg(test)]
mod unsafe_paths {
    use super::*;
    use crate::testing::{SHAPES, layouts, matrix};
    use ndarray::prelude::*;

    #[test]
    fn transposes_stay_inside_their_views() {
        for (m, n) in SHAPES {
            let a = matrix::<f64>(m, n, 1);
            for (_, a_) in layouts(&a) {
                for (name, mut to) in layouts(&Array2::zeros((n, m))) {
                    let (a_, mut view) = (a_.view(), to.view_mut());
                    let (Some(from), Some(mut rows)) = (Rows::new(&a_), RowsMut::new(&mut view)) else {
                        continue;
                    };
                    transpose(from, &mut rows);
                    assert_eq!(to.view(), a.t());
                    assert!(to.gaps_untouched(), "{name}");
                }
            }
        }
    }

    #[test]
    fn rows_are_columns_where_a_matrix_is_its_transpose() {
        for n in [0, 1, 2, 3, 4, 5, 8, 11] {
            let m = matrix::<f64>(n, n, 1);
            let symmetric = &m + &m.t();
            for (name, a) in layouts(&symmetric) {
                let a = a.view();
                assert!(Rows::new(&a).is_none_or(rows_are_columns), "{name} {n}");
            }
            for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(|(i, j)| i != j) {
                let mut other = symmetric.clone();
                other[(i, j)] = other[(i, j)].next_up();
                assert!(!rows_are_columns(Rows::new(&other).unwrap()), "{n} ({i}, {j})");
            }
        }
    }

    #[test]
    fn a_wider_matrix_keeps_what_is_beside() {
        let (a, mut to) = (matrix::<f64>(6, 9, 1), Array2::from_elem((9, 8), 7.0));
        transpose(Rows::new(&a).unwrap(), &mut RowsMut::new(&mut to).unwrap());
        assert_eq!(to.slice(s![.., ..6]), a.t());
        assert!(to.slice(s![.., 6..]).iter().all(|x| *x == 7.0));
    }
}
