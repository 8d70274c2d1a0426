//! Random operands, the same on every machine.

use ndarray::Array2;
use std::f64::consts::TAU;

/// Operands of these shapes, and no two alike: square ones are symmetric and positive definite, all others are normal.
pub fn operands(shapes: &[(usize, usize)]) -> Vec<Array2<f64>> {
    shapes.iter().zip(1..).map(|(&shape, seed)| operand(shape, seed)).collect()
}

fn operand((rows, columns): (usize, usize), seed: u64) -> Array2<f64> {
    let a = normal((rows, columns), seed);
    if rows == columns { a.dot(&a.t()) / rows as f64 + 2.0 * Array2::<f64>::eye(rows) } else { a }
}

/// Independent normal numbers, by SplitMix64 and the method of Box and Muller.
pub fn normal(shape: (usize, usize), seed: u64) -> Array2<f64> {
    let mut state = seed.wrapping_mul(0xd134_2543_de82_ef95);
    let mut uniform = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    // One minus it, since the logarithm of 0 is none.
    Array2::from_shape_simple_fn(shape, || (-2.0 * (1.0 - uniform()).ln()).sqrt() * (TAU * uniform()).cos())
}
