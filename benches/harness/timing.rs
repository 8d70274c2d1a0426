//! Times that can be compared: candidates take turns, so that what else the machine does meets all of them alike.

use std::time::{Duration, Instant};

/// Long enough to be read from the clock without error, and shorter than what a scheduler gives to one process, so that
/// most batches are not interrupted even where the machine is busy.
const BATCH: Duration = Duration::from_micros(400);
const FEWEST_ROUNDS: usize = 5;
const MOST_ROUNDS: usize = 501;

/// The median, with the quartiles below and above it.
#[derive(Clone, Copy)]
pub struct Spread {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

impl Spread {
    pub fn of(samples: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = samples.collect();
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| {
            // Between the two samples that the rank falls between.
            let rank = part * (sorted.len() - 1) as f64;
            let (below, above) = (sorted[rank.floor() as usize], sorted[rank.ceil() as usize]);
            below + (above - below) * rank.fract()
        };
        Self { low: at(0.25), median: at(0.5), high: at(0.75) }
    }
}

/// Seconds for each call, one sample of every candidate in each round: `samples[candidate][round]`.
pub fn interleaved(candidates: &mut [&mut dyn FnMut()], budget: Duration) -> Vec<Vec<f64>> {
    let repetitions: Vec<u32> = candidates.iter_mut().map(|run| repetitions(*run)).collect();
    let mut samples = vec![Vec::new(); candidates.len()];
    let began = Instant::now();
    for round in 0..MOST_ROUNDS {
        if round >= FEWEST_ROUNDS && began.elapsed() >= budget {
            break;
        }
        // Everyone goes first in turn: who runs behind a large one finds its caches cold.
        for turn in 0..candidates.len() {
            let which = (round + turn) % candidates.len();
            samples[which].push(warm_seconds_each(&mut *candidates[which], repetitions[which]));
        }
    }
    samples
}

/// The same behind a call that brings its arrays back into the caches, from which whoever ran before has driven them. What
/// fills a batch alone does not live in caches.
pub fn warm_seconds_each(run: &mut dyn FnMut(), repetitions: u32) -> f64 {
    if repetitions > 1 {
        run();
    }
    seconds_each(run, repetitions)
}

/// Seconds for one of so many calls.
fn seconds_each(run: &mut dyn FnMut(), repetitions: u32) -> f64 {
    let began = Instant::now();
    for _ in 0..repetitions {
        run();
    }
    began.elapsed().as_secs_f64() / f64::from(repetitions)
}

/// How many calls fill a batch. They are the warm-up, too.
fn repetitions(run: &mut dyn FnMut()) -> u32 {
    run();
    let mut count = 1;
    loop {
        let seconds = seconds_each(run, count);
        let wanted = (BATCH.as_secs_f64() / seconds.max(1e-9)).ceil() as u32;
        // From a short run the estimate is rough.
        if wanted <= 2 * count {
            return wanted.max(1);
        }
        count = wanted.min(8 * count);
    }
}
