//! The command line.

use super::registry::{self, Model};
use std::path::PathBuf;
use std::time::Duration;

pub const HELP: &str = "\
usage: cargo bench --bench models -- [MODEL].. [N].. [OPTION]..

  MODEL            a function of the examples; all if none is named
  N                a size; 8, 64, 256 and 1000 if none is given
  --csv            seconds as comma-separated values, in place of the table
  --seconds S      for each model and size; 2 if not given
  --test           check the values of all forms at small sizes, and measure nothing
  --serve DIR      one MODEL at one N on the operands in DIR: see peers.py";

pub struct Options {
    pub models: Vec<Model>,
    pub sizes: Vec<usize>,
    pub csv: bool,
    pub budget: Duration,
    pub test: bool,
    pub serve: Option<PathBuf>,
    pub help: bool,
}

/// What the arguments ask for, or what is wrong with them.
pub fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut models = registry::all();
    let (mut names, mut sizes) = (Vec::new(), Vec::new());
    let mut budget = Duration::from_secs(2);
    let (mut csv, mut test, mut bench, mut help, mut serve) = (false, false, false, false, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--csv" => csv = true,
            "--test" => test = true,
            // Given by `cargo bench`, and not by `cargo test --benches`.
            "--bench" => bench = true,
            "--help" | "-h" => help = true,
            "--seconds" => {
                let seconds = arguments.next().and_then(|text| text.parse().ok());
                budget = seconds
                    .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                    .ok_or("--seconds needs a number")?;
            }
            "--serve" => serve = Some(PathBuf::from(arguments.next().ok_or("--serve needs a folder")?)),
            text if text.starts_with('-') => return Err(format!("no such option: {text}")),
            text => match text.parse() {
                Ok(n) if n > 1 => sizes.push(n),
                Ok(n) => return Err(format!("too small: {n}")),
                Err(_) if models.iter().any(|model| model.name == text) => names.push(argument),
                Err(_) => return Err(format!("no such model: {text}")),
            },
        }
    }
    if !names.is_empty() {
        models.retain(|model| names.iter().any(|name| name == model.name));
    }
    let test = test || !bench && serve.is_none();
    if sizes.is_empty() {
        // Sizes that no block of a kernel divides are checked as well.
        sizes = if test { vec![2, 8, 37] } else { vec![8, 64, 256, 1000] };
    }
    Ok(Options { models, sizes, csv, budget, test, serve, help })
}
