//! For how long does the Nile remember a wet year? A Gaussian process, fitted by argmin.
//!
//! ```text
//! cargo run --example likelihood
//! ```
//!
//! `nll` is the one function that is written. argmin minimises it, by the gradient that `#[gradient]` adds; the error bars
//! of what is found come from its curvature, by `#[hvp]`.

#[path = "support/mod.rs"]
mod support;

use argmin::core::{CostFunction, Error, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use ndarray::prelude::*;
use numpy2ad::linalg::{Cholesky, Diag, Inverse, LinalgError, Norm, SolveTriangular, UPLO};
use numpy2ad::{gradient, hvp};
use std::f64::consts::TAU;
use support::nile::{FIRST_YEAR, FLOW};
use support::{Differences, title};

/// The negative logarithm of the likelihood of `y`, observed at `x`, under a Gaussian process with a squared-exponential
/// kernel (Rasmussen and Williams 2006, equations 2.30 and 2.31). `theta` is logarithms, so that any step is allowed.
#[gradient(wrt(theta))]
#[hvp(wrt(theta))]
pub fn nll(x: &Array1<f64>, y: &Array1<f64>, theta: ArrayView1<'_, f64>) -> Result<f64, LinalgError> {
    let (length, signal, noise) = (theta[0].exp(), theta[1].exp(), theta[2].exp());
    let apart = (&x.view().insert_axis(Axis(1)) - &x.view().insert_axis(Axis(0))) / length;
    let kernel = signal.powi(2) * (-0.5 * &apart * &apart).exp();
    let covariance = kernel + noise.powi(2) * Array2::<f64>::eye(x.len());
    let l = covariance.cholesky(UPLO::Lower)?;
    let z = l.solve_triangular(UPLO::Lower, Diag::NonUnit, y)?;
    Ok(0.5 * z.dot(&z) + l.diag().ln().sum() + 0.5 * x.len() as f64 * TAU.ln())
}

/// What argmin minimises: `nll` of these data.
#[derive(Clone, Copy)]
struct Fit<'a> {
    x: &'a Array1<f64>,
    y: &'a Array1<f64>,
}

impl CostFunction for Fit<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, theta: &Vec<f64>) -> Result<f64, Error> {
        Ok(nll(self.x, self.y, aview1(theta))?)
    }
}

impl Gradient for Fit<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, theta: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let (_, theta_g) = nll_grad(self.x, self.y, aview1(theta))?;
        Ok(theta_g.to_vec())
    }
}

fn main() -> Result<(), Error> {
    let x: Array1<f64> = (0..FLOW.len()).map(|year| (FIRST_YEAR + year) as f64).collect();
    let flow = aview1(&FLOW);
    let y = &flow - flow.mean().expect("there are years");
    let fit = Fit { x: &x, y: &y };

    println!(
        "The Nile's flow around its mean, a year a point, as a Gaussian process. Its hyperparameters:\n"
    );
    println!(
        "  length   years over which flows are alike: that far apart, what they share has the correlation 0.61"
    );
    println!("  signal   standard deviation of what years share, in 10⁸ m³ a year");
    println!("  noise    standard deviation of what is each year's own, in the same unit");

    title("where a search begins: the derivatives by the logarithms, beside central differences");
    let start = logarithms([10.0, 100.0, 100.0]);
    let gradient = fit.gradient(&start)?;
    println!("  -ln p    {:11.6}   at length 10, signal 100, noise 100", fit.cost(&start)?);
    let mut differences = Differences::default();
    for (i, name) in ["length", "signal", "noise"].into_iter().enumerate() {
        let slope = differences.of_number(start[i], 1e-3, |value| {
            let mut moved = start.clone();
            moved[i] = value;
            fit.cost(&moved).expect("the covariance is positive definite")
        });
        println!("  {name:6}   {}", differences.beside(gradient[i], slope));
    }
    differences.verdict();

    title("where L-BFGS ends, and one standard deviation to either side");
    println!(
        "  begun at  steps       -ln p  |gradient|                length                signal                 noise"
    );
    let short = search(fit, 10.0)?;
    let long = search(fit, 30.0)?;
    println!(
        "\nTwo optima, and both make sense: wet spells of a few years, or a slow fall over the century."
    );
    println!(
        "The first makes the flow {:.1} times as likely, which is not much to choose by.",
        (long - short).exp()
    );
    Ok(())
}

/// Minimises from this length, prints what is found, and returns its `nll`.
fn search(fit: Fit<'_>, length: f64) -> Result<f64, Error> {
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 5).with_tolerance_grad(1e-6)?;
    let start = logarithms([length, 100.0, 100.0]);
    let found = Executor::new(fit, solver).configure(|state| state.param(start).max_iters(100)).run()?.state;
    let theta = found.get_best_param().expect("the search has begun somewhere");

    // One column of the Hessian for each direction. Its inverse is the covariance of θ, as far as θ is normal.
    let mut hessian = Array2::zeros((3, 3));
    for (direction, mut column) in Array2::<f64>::eye(3).rows().into_iter().zip(hessian.columns_mut()) {
        let (_, _, theta_h) = nll_hvp(fit.x, fit.y, aview1(theta), &direction)?;
        column.assign(&theta_h);
    }
    let deviation = hessian.inv()?.diag().sqrt();

    let slope = Array1::from(fit.gradient(theta)?).norm_l2();
    print!("  {length:8} {:6} {:11.6} {slope:11.0e}", found.get_iter(), found.get_best_cost());
    for (theta, deviation) in theta.iter().zip(deviation) {
        let [low, best, high] = [-deviation, 0.0, deviation].map(|off| (theta + off).exp());
        print!("{:>22}", format!("{best:.1} ({low:.1}, {high:.1})"));
    }
    println!();
    assert!(slope < 1e-6, "no optimum: the gradient is {slope:e}");
    Ok(found.get_best_cost())
}

fn logarithms(theta: [f64; 3]) -> Vec<f64> {
    theta.map(f64::ln).to_vec()
}
