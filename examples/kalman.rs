//! How noisy is a sensor? Found by gradient descent through a Kalman filter's step.
//!
//! ```text
//! cargo run --example kalman
//! ```
//!
//! A body moves at a speed of its own while a sensor reads its position, with an error of unknown variance `r`. The
//! filter's estimate is best where it assumes the true `r`. Tracks whose true state is known tell how good it was:
//! the gradient of that by `r` is all that the search needs.

use ndarray::prelude::*;
use numpy2ad::adjoint;
use numpy2ad::linalg::{Inverse, LinalgError};

/// Half the squared error of the state that the filter makes of the prediction `x` and the reading `z`.
#[adjoint]
pub fn error(
    x: &Array1<f64>,
    z: &Array1<f64>,
    truth: &Array1<f64>,
    p: &Array2<f64>,
    h: &Array2<f64>,
    r: f64,
) -> Result<f64, LinalgError> {
    let innovation = (h.dot(p).dot(&h.t()) + r).inv()?;
    let gain = p.dot(&h.t()).dot(&innovation);
    let missed = x + gain.dot(&(z - h.dot(x))) - truth;
    Ok(0.5 * missed.dot(&missed))
}

/// The sensor's variance in this world, which the search does not see.
const TRUE_R: f64 = 4.0;
const TRACKS: usize = 2000;

struct Track {
    x: Array1<f64>,
    z: Array1<f64>,
    truth: Array1<f64>,
}

fn main() -> Result<(), LinalgError> {
    // Position and speed; the prediction's covariance; the sensor sees the position.
    let p = array![[3.0, 1.0], [1.0, 2.0]];
    let h = array![[1.0, 0.0]];
    let tracks = simulate();

    println!("searching the sensor's variance on {TRACKS} tracks\n");
    println!("step      r   mean error   its derivative by r");
    let mut r: f64 = 20.0;
    for step in 0..=10 {
        // Every track adds to the same adjoints: r_a ends as the derivative of the sum.
        let mut adjoints = Adjoints::zeros();
        let mut total = 0.0;
        for track in &tracks {
            total += adjoints.add(track, &p, &h, r)?;
        }
        let n = TRACKS as f64;
        println!("{step:4} {r:6.3} {:12.5} {:21.6}", total / n, adjoints.r_a / n);
        // A step in ln r, whose derivative is r r_a: r stays positive.
        r *= (-3.0 * r * adjoints.r_a / n).exp();
    }
    println!("\nthe readings were made with r = {TRUE_R}; what is missing is the chance in {TRACKS} of them");

    // A singular innovation is an error of `error_ad` as it is of `error`, and no adjoint has been touched.
    let mut adjoints = Adjoints::zeros();
    let failed = adjoints.add(&tracks[0], &p, &Array2::zeros((1, 2)), 0.0);
    println!("a sensor that sees nothing and has no noise: {:?}, r_a = {}", failed, adjoints.r_a);
    Ok(())
}

/// The adjoints of everything that `error` takes.
struct Adjoints {
    x_a: Array1<f64>,
    z_a: Array1<f64>,
    truth_a: Array1<f64>,
    p_a: Array2<f64>,
    h_a: Array2<f64>,
    r_a: f64,
}

impl Adjoints {
    fn zeros() -> Self {
        Self {
            x_a: Array1::zeros(2),
            z_a: Array1::zeros(1),
            truth_a: Array1::zeros(2),
            p_a: Array2::zeros((2, 2)),
            h_a: Array2::zeros((1, 2)),
            r_a: 0.0,
        }
    }

    /// The error of a track; its derivatives are added. The seed 1 is the adjoint of the error itself.
    #[rustfmt::skip]
    fn add(&mut self, track: &Track, p: &Array2<f64>, h: &Array2<f64>, r: f64) -> Result<f64, LinalgError> {
        let Track { x, z, truth } = track;
        let Self { x_a, z_a, truth_a, p_a, h_a, r_a } = self;
        error_ad(x, z, truth, p, h, r, x_a, z_a, truth_a, p_a, h_a, r_a, 1.0)
    }
}

/// Tracks whose errors have exactly the covariances that the filter assumes, if it assumes `TRUE_R`.
fn simulate() -> Vec<Track> {
    let mut random = Random(1);
    let mut track = || {
        let truth = array![10.0 * random.normal(), random.normal()];
        // The Cholesky factor of p.
        let factor = array![[3.0_f64.sqrt(), 0.0], [1.0 / 3.0_f64.sqrt(), (5.0 / 3.0_f64).sqrt()]];
        let x = &truth + factor.dot(&array![random.normal(), random.normal()]);
        let z = array![truth[0] + TRUE_R.sqrt() * random.normal()];
        Track { x, z, truth }
    };
    (0..TRACKS).map(|_| track()).collect()
}

/// SplitMix64: the same tracks on every machine.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Box and Muller 1958.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}
