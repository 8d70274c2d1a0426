//! By how much did the dam at Aswan lower the Nile, and what does the answer hang on?
//!
//! ```text
//! cargo run --example gls
//! ```
//!
//! prints generalised least squares, the adjoint that `#[adjoint]` makes of it, and the derivatives of the answer by
//! what went into it: the observations, the design, and the assumed correlation of the errors.

#[path = "support/mod.rs"]
mod support;

mod models;

use models::{gls, gls_ad};
use ndarray::prelude::*;
use support::nile::{FIRST_YEAR, FLOW};
use support::{Differences, Shown, title};

/// The first year with the dam.
const DAM: usize = 1899;
/// The correlation of the errors of one year and the next.
const RHO: f64 = 0.3;

fn main() {
    print!("{}", Shown::of("gls"));

    // The flow is a level and, from 1899, a step; the errors of years |i - j| apart have the correlation ρ^|i-j|.
    let years = FLOW.len();
    let x =
        Array2::from_shape_fn(
            (years, 2),
            |(year, column)| {
                if column == 0 || FIRST_YEAR + year >= DAM { 1.0 } else { 0.0 }
            },
        );
    let lag = |i: usize, j: usize| i.abs_diff(j) as i32;
    let m = Array2::from_shape_fn((years, years), |(i, j)| RHO.powi(lag(i, j)));
    let y = Array2::from_shape_fn((years, 1), |(year, _)| FLOW[year]);

    title("the answer");
    let (mut x_a, mut m_a, mut y_a) =
        (Array2::zeros(x.dim()), Array2::zeros(m.dim()), Array2::zeros(y.dim()));
    // The seed chooses what is differentiated: the second coefficient, which is the step.
    let seed = array![[0.0], [1.0]];
    let b = gls_ad(&x, &m, &y, &mut x_a, &mut m_a, &mut y_a, &seed);
    println!("level before the dam  {:8.1}", b[[0, 0]]);
    println!("step in {DAM}          {:8.1}   (10⁸ m³ a year)", b[[1, 0]]);

    title("its derivatives, all from one call of gls_ad, beside central differences");
    let step = |x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>| gls(x, m, y)[[1, 0]];
    let mut differences = Differences::default();
    println!("by the flow of a year, y_a, and by its entries of the design, x_a:\n");
    println!("         {:>24}  {:>24}  {:>24}", "y_a", "x_a, level", "x_a, step");
    for year in [1871, 1885, 1897, 1898, 1899, 1900, 1935, 1970] {
        let row = year - FIRST_YEAR;
        let by_y = differences.of_element(&y, [row, 0], 1.0, |y| step(&x, &m, y));
        let by_x = [0, 1].map(|column| differences.of_element(&x, [row, column], 1e-3, |x| step(x, &m, &y)));
        print!("  {year}   {}", differences.beside(y_a[[row, 0]], by_y));
        println!(
            "  {}  {}",
            differences.beside(x_a[[row, 0]], by_x[0]),
            differences.beside(x_a[[row, 1]], by_x[1])
        );
    }
    println!(
        "\nThe years beside the dam weigh most. Under independent errors each of the 28 years before it would"
    );
    println!("weigh -1/28 = {:.5}, and each of the 72 behind it 1/72 = {:.5}.", -1.0 / 28.0, 1.0 / 72.0);

    // The chain goes on outside: M depends on ρ, dM_ij/dρ = |i-j| ρ^(|i-j|-1).
    let m_by_rho = Array2::from_shape_fn((years, years), |(i, j)| {
        if i == j { 0.0 } else { f64::from(lag(i, j)) * RHO.powi(lag(i, j) - 1) }
    });
    let rho_a = (&m_a * &m_by_rho).sum();
    let by_rho = differences.of_number(RHO, 1e-3, |rho| {
        let m = Array2::from_shape_fn((years, years), |(i, j)| rho.powi(lag(i, j)));
        step(&x, &m, &y)
    });
    println!("\nby the assumed correlation ρ = {RHO}, ⟨m_a, dM/dρ⟩:\n");
    println!("         {}", differences.beside(rho_a, by_rho));
    println!(
        "\nThe answer hardly hangs on it: from ρ = 0.3 to 0.4 the step moves by about {:.1}.",
        0.1 * rho_a
    );
    differences.verdict();
}
