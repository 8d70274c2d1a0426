//! A worked study: what does the slope of a regression owe to each observation, if some are noisier than others?
//!
//! ```text
//! cargo run --example slope [picture.svg]
//! ```
//!
//! One call of `gls_ad`, with the unit vector of the slope as its seed, has the answer: `y_a` says how the slope moves
//! with each observation, and the diagonal of `m_a` how it moves with the variance that is assumed for each.

mod models;

use models::{gls, gls_ad};
use ndarray::prelude::*;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;
use std::path::PathBuf;

/// The line behind the data.
const LEVEL: f64 = 2.0;
const SLOPE: f64 = 0.8;

/// The standard deviation of an observation at `x`: it grows.
fn sigma(x: f64) -> f64 {
    0.25 + 0.22 * x
}

/// The data, the fits, and the derivatives of the slope.
struct Study {
    x: Vec<f64>,
    y: Vec<f64>,
    /// Level and slope by generalised least squares.
    b: [f64; 2],
    /// ∂slope/∂yᵢ.
    by_y: Vec<f64>,
    /// ∂slope/∂yᵢ if all variances were the same: ordinary least squares.
    by_y_ordinary: Vec<f64>,
    /// ∂slope/∂σᵢ².
    by_variance: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let picture = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/slope.svg"), PathBuf::from);
    let study = study();
    explain(&study);
    if let Some(folder) = picture.parent() {
        std::fs::create_dir_all(folder)?;
    }
    draw(&study, &SVGBackend::new(&picture, (900, 1000)).into_drawing_area())?;
    println!("\nThe picture is {}.", picture.display());
    Ok(())
}

fn study() -> Study {
    let x: Vec<f64> = (0..24).map(|i| 0.5 + 9.5 * f64::from(i) / 23.0).collect();
    let mut random = Random(1910);
    let y: Vec<f64> = x.iter().map(|&x| LEVEL + SLOPE * x + sigma(x) * random.normal()).collect();

    let n = x.len();
    let design = Array2::from_shape_fn((n, 2), |(i, column)| if column == 0 { 1.0 } else { x[i] });
    let observed = Array2::from_shape_vec((n, 1), y.clone()).expect("one column of n");
    let covariance = Array2::from_diag(&x.iter().map(|&x| sigma(x).powi(2)).collect::<Array1<f64>>());

    let (b, by_y, m_a) = derivatives(&design, &covariance, &observed);
    check(&design, &covariance, &observed, &by_y, &m_a);
    let (_, by_y_ordinary, _) = derivatives(&design, &Array2::eye(n), &observed);
    Study { x, y, b, by_y, by_y_ordinary, by_variance: m_a.diag().to_vec() }
}

/// The coefficients, and the derivatives of the slope by the observations and by their covariance.
fn derivatives(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>) -> ([f64; 2], Vec<f64>, Array2<f64>) {
    let (mut x_a, mut m_a, mut y_a) =
        (Array2::zeros(x.dim()), Array2::zeros(m.dim()), Array2::zeros(y.dim()));
    let seed = array![[0.0], [1.0]];
    let b = gls_ad(x, m, y, &mut x_a, &mut m_a, &mut y_a, &seed);
    ([b[[0, 0]], b[[1, 0]]], y_a.into_raw_vec_and_offset().0, m_a)
}

/// Every derivative that is shown, against central differences.
fn check(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>, by_y: &[f64], m_a: &Array2<f64>) {
    let h = 1e-4;
    for (i, &by_y) in by_y.iter().enumerate() {
        let moved_y = |h: f64| {
            let mut y = y.clone();
            y[[i, 0]] += h;
            gls(x, m, &y)[[1, 0]]
        };
        let moved_m = |h: f64| {
            let mut m = m.clone();
            m[[i, i]] += h;
            gls(x, &m, y)[[1, 0]]
        };
        let slopes = [(moved_y(h) - moved_y(-h)) / (2.0 * h), (moved_m(h) - moved_m(-h)) / (2.0 * h)];
        for (adjoint, slope) in [by_y, m_a[[i, i]]].into_iter().zip(slopes) {
            assert!(
                (adjoint - slope).abs() < 1e-6,
                "observation {i}: adjoint {adjoint}, differences {slope}"
            );
        }
    }
}

fn explain(study: &Study) {
    let Study { x, y, b: [level, slope], by_y, by_y_ordinary, by_variance } = study;
    println!("  i      x      y      σ    ∂slope/∂y   equal weights   ∂slope/∂σ²");
    for i in 0..x.len() {
        println!(
            "{i:3} {:6.2} {:6.2} {:6.2} {:12.5} {:15.5} {:12.5}",
            x[i],
            y[i],
            sigma(x[i]),
            by_y[i],
            by_y_ordinary[i],
            by_variance[i]
        );
    }
    println!("\nThe fit is y = {level:.3} + {slope:.3} x; the data were made with {LEVEL} + {SLOPE} x.");

    let sum: f64 = by_y.iter().sum();
    let along: f64 = by_y.iter().zip(x).map(|(a, x)| a * x).sum();
    println!("\nWhat must hold does:");
    println!("  Σ ∂slope/∂yᵢ      = {:6.3}   lifting all observations alike leaves the slope", sum.abs());
    println!("  Σ xᵢ ∂slope/∂yᵢ   = {along:6.3}   adding the line x to the data adds 1 to the slope");
    let scaled: f64 = by_variance.iter().zip(x).map(|(a, &x)| a * sigma(x).powi(2)).sum();
    println!("  Σ σᵢ² ∂slope/∂σᵢ² = {:6.3}   only the variances' ratios matter to the slope", scaled.abs());

    let error = deviation(x, by_y);
    let ordinary = deviation(x, by_y_ordinary);
    println!(
        "\nThe slope's own standard deviation is the observations', weighed: √Σ (∂slope/∂yᵢ σᵢ)² = {error:.3}."
    );
    println!("With equal weights it would be {ordinary:.3}: {:.1} times that.", ordinary / error);

    let (strongest, _) = largest(by_y);
    println!(
        "\nObservation {strongest} weighs most: one unit more of it moves the slope by {:.4}.",
        by_y[strongest]
    );
    println!(
        "Equal weights would listen most to the two ends alike. Here the quiet ones on the left count, and the"
    );
    println!("right end, which is as far out, counts for less because it is noisy.");
    let (trusted, _) = largest(by_variance);
    println!(
        "\nThe assumed variance that matters most is that of observation {trusted}: {:.4} per unit of σ².",
        by_variance[trusted]
    );
    println!(
        "It is -∂slope/∂yᵢ times the observation's residual in units of σᵢ²: where the fit passes through a point, or"
    );
    println!("the point hardly counts, a better knowledge of its noise would change nothing.");
}

/// The standard deviation of a sum of the observations with these weights.
fn deviation(x: &[f64], weights: &[f64]) -> f64 {
    x.iter().zip(weights).map(|(&x, weight)| (weight * sigma(x)).powi(2)).sum::<f64>().sqrt()
}

/// The element of the largest size, with its index.
fn largest(values: &[f64]) -> (usize, f64) {
    values
        .iter()
        .copied()
        .enumerate()
        .fold((0, 0.0_f64), |best, it| if it.1.abs() > best.1.abs() { it } else { best })
}

// ── the picture ──

const INK: RGBColor = RGBColor(38, 44, 54);
const FAINT: RGBColor = RGBColor(150, 156, 166);
const GRID: RGBColor = RGBColor(232, 234, 238);
const UP: RGBColor = RGBColor(0, 110, 144);
const DOWN: RGBColor = RGBColor(201, 84, 44);
const FONT: &str = "Helvetica, Arial, sans-serif";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;

fn draw(study: &Study, area: &Area<'_>) -> Drawn {
    area.fill(&WHITE)?;
    let (head, rest) = area.split_vertically(70);
    heading(&head)?;
    let panels = rest.split_evenly((3, 1));
    data_panel(study, &panels[0])?;
    weight_panel(study, &panels[1])?;
    variance_panel(study, &panels[2])?;
    area.present()?;
    Ok(())
}

fn heading(area: &Area<'_>) -> Drawn {
    text(area, (28, 22), 24, INK, HPos::Left, "What a slope owes to each observation")?;
    let subtitle = "Derivatives of a generalised least squares slope, from one run of its adjoint";
    text(area, (28, 52), 15, FAINT, HPos::Left, subtitle)?;
    let right = area.dim_in_pixel().0 as i32;
    for (x, colour, words) in
        [(right - 320, UP, "more of it raises the slope"), (right - 100, DOWN, "lowers it")]
    {
        area.draw(&Circle::new((x, 52), 5, colour.filled()))?;
        text(area, (x + 12, 52), 14, INK, HPos::Left, words)?;
    }
    Ok(())
}

/// The observations with their standard deviations, and the line.
fn data_panel(study: &Study, area: &Area<'_>) -> Drawn {
    let Study { x, y, b: [level, slope], by_y, .. } = study;
    let mut chart = builder(area).build_cartesian_2d(0.0..10.5, -1.0..18.0)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(FAINT)
        .label_style((FONT, 13, &INK))
        .x_labels(11)
        .x_label_formatter(&whole)
        .y_labels(5)
        .y_label_formatter(&whole)
        .draw()?;
    chart.draw_series(LineSeries::new(
        [0.0, 10.5].map(|x| (x, level + slope * x)),
        ShapeStyle::from(INK).stroke_width(2),
    ))?;
    for ((&x, &y), &weight) in x.iter().zip(y).zip(by_y) {
        let style = colour(weight);
        let whisker = vec![(x, y - sigma(x)), (x, y + sigma(x))];
        chart.draw_series([PathElement::new(whisker, ShapeStyle::from(style.mix(0.45)).stroke_width(2))])?;
        chart.draw_series([Circle::new((x, y), 5, style.filled())])?;
    }
    panel_title(area, &format!("The data, y ± σ, and the fit: slope {slope:.2}"))
}

/// ∂slope/∂y of each observation, beside what equal weights would give.
fn weight_panel(study: &Study, area: &Area<'_>) -> Drawn {
    let Study { x, by_y, by_y_ordinary, .. } = study;
    let (low, high) = range(by_y.iter().chain(by_y_ordinary));
    let mut chart = builder(area).build_cartesian_2d(0.0..10.5, low..high)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(FAINT)
        .label_style((FONT, 13, &INK))
        .x_labels(11)
        .x_label_formatter(&whole)
        .y_labels(5)
        .y_label_formatter(&hundredths)
        .draw()?;
    chart.draw_series(LineSeries::new([(0.0, 0.0), (10.5, 0.0)], FAINT))?;
    for (&x, &weight) in x.iter().zip(by_y) {
        let style = colour(weight);
        chart.draw_series([PathElement::new(
            vec![(x, 0.0), (x, weight)],
            ShapeStyle::from(style).stroke_width(3),
        )])?;
        chart.draw_series([Circle::new((x, weight), 5, style.filled())])?;
    }
    chart.draw_series(
        x.iter().zip(by_y_ordinary).map(|(&x, &weight)| Circle::new((x, weight), 4, FAINT.stroke_width(2))),
    )?;
    panel_title(area, "∂slope / ∂y: how the slope moves with an observation")?;
    let width = area.dim_in_pixel().0 as i32;
    area.draw(&Circle::new((width - 170, 25), 4, FAINT.stroke_width(2)))?;
    text(area, (width - 158, 25), 14, FAINT, HPos::Left, "with equal weights")
}

/// ∂slope/∂σ² of each observation.
fn variance_panel(study: &Study, area: &Area<'_>) -> Drawn {
    let Study { x, by_variance, .. } = study;
    let (low, high) = range(by_variance.iter());
    let mut chart = builder(area).build_cartesian_2d(0.0..10.5, low..high)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(FAINT)
        .label_style((FONT, 13, &INK))
        .x_labels(11)
        .x_label_formatter(&whole)
        .y_labels(5)
        .y_label_formatter(&hundredths)
        .x_desc("x")
        .axis_desc_style((FONT, 15, &INK))
        .draw()?;
    chart.draw_series(LineSeries::new([(0.0, 0.0), (10.5, 0.0)], FAINT))?;
    chart.draw_series(
        x.iter()
            .zip(by_variance)
            .map(|(&x, &a)| Rectangle::new([(x - 0.13, 0.0), (x + 0.13, a)], colour(a).filled())),
    )?;
    panel_title(area, "∂slope / ∂σ²: how it moves with the variance that is assumed for an observation")
}

fn builder<'a, 'b>(area: &'a Area<'b>) -> ChartBuilder<'a, 'b, SVGBackend<'b>> {
    let mut builder = ChartBuilder::on(area);
    builder.margin_top(46).margin_right(28).margin_left(14).x_label_area_size(38).y_label_area_size(52);
    builder
}

fn whole(value: &f64) -> String {
    format!("{:.0}", value + 0.0)
}

/// The axis' zero comes out of a sum of steps, and is to read 0.00 rather than -0.00.
fn hundredths(value: &f64) -> String {
    format!("{:.2}", (value * 100.0).round() / 100.0 + 0.0)
}

fn panel_title(area: &Area<'_>, words: &str) -> Drawn {
    text(area, (66, 25), 16, INK, HPos::Left, words)
}

fn text(area: &Area<'_>, at: (i32, i32), size: u32, colour: RGBColor, h: HPos, words: &str) -> Drawn {
    let style = TextStyle::from((FONT, size).into_font()).color(&colour).pos(Pos::new(h, VPos::Center));
    area.draw(&Text::new(words, at, style))?;
    Ok(())
}

/// One colour for what pulls the slope up, another for what pulls it down.
fn colour(derivative: f64) -> RGBColor {
    if derivative < 0.0 { DOWN } else { UP }
}

/// From below the lowest to above the highest, with room for a mark.
fn range<'a>(values: impl Iterator<Item = &'a f64>) -> (f64, f64) {
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), &v| (low.min(v), high.max(v)));
    let room = 0.08 * (high - low);
    (low - room, high + room)
}

/// SplitMix64: the same data on every machine.
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
