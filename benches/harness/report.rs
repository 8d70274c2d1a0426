//! The table, a line at a time: a run of all models takes minutes.

use super::timing::Spread;

/// What is measured, in the order of its samples.
pub const CANDIDATES: [&str; 4] = ["ours", "plain", "expert", "primal"];

pub fn header(csv: bool) {
    if csv {
        println!("model,n,candidate,rounds,low,median,high,to_ours");
    } else {
        println!(
            "{:17} {:>5}  {:>9} {:>21}  {:>9} {:>9} {:>9}  {:>8} {:>8} {:>8}",
            "model", "n", "ours", "quartiles", "plain", "expert", "primal", "pl/ours", "ours/ex", "ours/pr"
        );
    }
}

pub fn line(csv: bool, model: &str, n: usize, samples: &[Vec<f64>]) {
    let spreads: Vec<Spread> = samples.iter().map(|samples| Spread::of(samples.iter().copied())).collect();
    let ours = &samples[0];
    if csv {
        for ((name, samples), spread) in CANDIDATES.iter().zip(samples).zip(&spreads) {
            let Spread { low, median, high } = spread;
            let to_ours = ratio(samples, ours);
            println!("{model},{n},{name},{},{low:e},{median:e},{high:e},{to_ours}", samples.len());
        }
    } else {
        let quartiles = format!("{} .. {}", time(spreads[0].low), time(spreads[0].high));
        println!(
            "{model:17} {n:5}  {:>9} {quartiles:>21}  {:>9} {:>9} {:>9}  {:8.2} {:8.2} {:8.2}",
            time(spreads[0].median),
            time(spreads[1].median),
            time(spreads[2].median),
            time(spreads[3].median),
            ratio(&samples[1], ours),
            ratio(ours, &samples[2]),
            ratio(ours, &samples[3]),
        );
    }
}

/// The median of the rounds' ratios: both took turns, so that a slow moment slows both sides of one ratio.
pub fn ratio(above: &[f64], below: &[f64]) -> f64 {
    Spread::of(above.iter().zip(below).map(|(above, below)| above / below)).median
}

/// Three digits and a unit.
fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s < 1e-3 => (s * 1e6, "µs"),
        s if s < 1.0 => (s * 1e3, "ms"),
        s => (s, "s"),
    };
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$} {unit}")
}
