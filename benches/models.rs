//! The cost of an adjoint, beside that of its primal and of central differences.
//!
//! ```text
//! cargo bench                                   everything, on the embedded linear algebra
//! cargo bench -- gls                            one model
//! cargo bench -- '/64$'                         one size
//! cargo bench --features openblas-system        on BLAS and LAPACK
//! ```
//!
//! Pin it to one core and the numbers keep still: on Linux `taskset -c 1 cargo bench`, with `OPENBLAS_NUM_THREADS=1`
//! for BLAS. The embedded library runs on one thread.
//!
//! Three measurements for each model and size, and a line with their ratios, of the best sample of each:
//!
//! - `primal`: the function;
//! - `adjoint`: `*_ad`, which computes the result **and** the derivatives by every component of every input. Its
//!   adjoints are allocated once; they accumulate, and are not zeroed in between;
//! - `differences, one direction`: central differences along one direction, which is two primal runs and two moved
//!   copies of the inputs, for one number `⟨s, J t⟩`. All components that the adjoint gives would be one direction
//!   each: `3 n²` for `mma`, `n²` for `inverse`, `n² + n p + n` for `gls`. The whole gradient by
//!   differences costs that multiple of it: for `gls` with n = 64 and p = 8 it is 4672 directions.
//!
//! Inputs are random, seeded, and well-conditioned; `gls` has n observations and n / 8 coefficients.

#[path = "../examples/models/mod.rs"]
mod models;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion};
use models::{gls, gls_ad, inverse, inverse_ad, mma, mma_ad};
use ndarray::prelude::*;
use std::hint::black_box;
use std::time::{Duration, Instant};

const SIZES: [usize; 4] = [8, 64, 256, 1000];
const STEP: f64 = 1e-6;

fn bench_mma(criterion: &mut Criterion) {
    bench(
        criterion,
        "mma",
        |n| [random(n, n, 1), random(n, n, 2), random(n, n, 3)],
        |[a, b, c]| mma(a, b, c),
        |[a, b, c], [a_a, b_a, c_a], out_a| mma_ad(a, b, c, a_a, b_a, c_a, out_a),
    );
}

fn bench_inverse(criterion: &mut Criterion) {
    bench(
        criterion,
        "inverse",
        |n| [definite(n, 1)],
        |[a]| inverse(a),
        |[a], [a_a], out_a| inverse_ad(a, a_a, out_a),
    );
}

fn bench_gls(criterion: &mut Criterion) {
    bench(
        criterion,
        "gls",
        |n| [random(n, n / 8, 1), definite(n, 2), random(n, 1, 3)],
        |[x, m, y]| gls(x, m, y),
        |[x, m, y], [x_a, m_a, y_a], out_a| gls_ad(x, m, y, x_a, m_a, y_a, out_a),
    );
}

/// The three lines of one model in all sizes.
fn bench<const K: usize>(
    criterion: &mut Criterion,
    name: &str,
    inputs: impl Fn(usize) -> [Array2<f64>; K],
    primal: impl Fn(&[Array2<f64>; K]) -> Array2<f64>,
    adjoint: impl Fn(&[Array2<f64>; K], &mut [Array2<f64>; K], &Array2<f64>) -> Array2<f64>,
) {
    let mut group = criterion.benchmark_group(name);
    for n in SIZES {
        // A run of n = 1000 takes a good part of a second.
        group.sample_size(if n > 64 { 10 } else { 50 });
        let at = inputs(n);
        let out_a = Array2::ones(primal(&at).dim());
        let direction = at.each_ref().map(|x| random(x.nrows(), x.ncols(), 7));

        let primal_time = measured(&mut group, "primal", n, || primal(black_box(&at)));
        let mut adjoints = at.each_ref().map(|x| Array2::zeros(x.dim()));
        let adjoint_time =
            measured(&mut group, "adjoint", n, || adjoint(black_box(&at), &mut adjoints, &out_a));
        let differences_time = measured(&mut group, "differences, one direction", n, || {
            let at = black_box(&at);
            let [above, below] =
                [STEP, -STEP].map(|h| primal(&std::array::from_fn(|i| moved(&at[i], &direction[i], h))));
            ndarray::Zip::from(&out_a)
                .and(&above)
                .and(&below)
                .fold(0.0, |sum, s, up, down| sum + s * (up - down) / (2.0 * STEP))
        });
        if let (Some(primal), Some(adjoint), Some(differences)) =
            (primal_time, adjoint_time, differences_time)
        {
            println!(
                "{name}, n = {n}: the adjoint costs {:.2} primals, one direction by differences {:.2}\n",
                adjoint / primal,
                differences / primal
            );
        }
    }
    group.finish();
}

/// Benchmarks `run`; gives the seconds of its best sample, or nothing if it was not chosen.
fn measured<T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    n: usize,
    mut run: impl FnMut() -> T,
) -> Option<f64> {
    let mut best = None;
    group.bench_function(BenchmarkId::new(name, n), |bencher| {
        bencher.iter_custom(|iterations| {
            let began = Instant::now();
            for _ in 0..iterations {
                black_box(run());
            }
            let took = began.elapsed();
            let each = took.as_secs_f64() / iterations as f64;
            best = Some(best.map_or(each, |best: f64| best.min(each)));
            took
        });
    });
    best
}

fn moved(x: &Array2<f64>, direction: &Array2<f64>, h: f64) -> Array2<f64> {
    let mut moved = x.clone();
    moved.scaled_add(h, direction);
    moved
}

/// Numbers in [-1, 1), the same on every machine (SplitMix64).
fn random(rows: usize, cols: usize, seed: u64) -> Array2<f64> {
    let mut state = seed;
    Array2::from_shape_simple_fn((rows, cols), || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    })
}

/// Symmetric, and diagonally dominant.
fn definite(n: usize, seed: u64) -> Array2<f64> {
    let half = random(n, n, seed);
    0.5 * (&half + &half.t()) + Array2::<f64>::eye(n) * n as f64
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .configure_from_args();
    bench_mma(&mut criterion);
    bench_inverse(&mut criterion);
    bench_gls(&mut criterion);
    criterion.final_summary();
}
